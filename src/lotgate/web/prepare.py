"""Making the workbench's Django ready in a process that is no web server: commands and workers."""

from __future__ import annotations

import os
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
