"""Making the workbench's Django ready in a process that is no web server: commands and workers."""

from __future__ import annotations

import os
import time
from importlib.util import find_spec

from lotgate.errors import MissingTool


def prepare() -> None:
    """Set Django up from the environment; ``MissingTool`` without the extra, ``InvalidSetting`` for a bad variable."""
    if find_spec("django") is None or find_spec("django_tasks_db") is None:
        raise MissingTool(
            "the workbench needs libraries that are not installed here", advice="Run: pip install 'lotgate[web]'"
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotgate.web.settings")
    import django  # noqa: PLC0415 - an extra

    django.setup()


def migrate() -> None:
    """Bring the database's tables up to this version, where they are not."""
    from django.core.management import call_command  # noqa: PLC0415 - Django is ready only now

    if not migrated():
        call_command("migrate", verbosity=0, interactive=False)


def wait_until_migrated(seconds: float = 2.0) -> None:
    """Return once a server has brought the tables up to this version; looks every so many ``seconds``."""
    while not migrated():
        time.sleep(seconds)


def migrated() -> bool:
    """Whether the database's tables are those of this version; False too where the database is not there yet."""
    from django.db import OperationalError, connection  # noqa: PLC0415 - Django is ready only now
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    try:
        executor = MigrationExecutor(connection)
    except OperationalError:
        return False
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
