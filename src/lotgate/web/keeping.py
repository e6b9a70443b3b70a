"""What `lotgate backup` asks of the settings before it writes."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from lotgate.errors import InvalidSetting
from lotgate.store import backup
from lotgate.web.environment import Environment

_POSTGRES = (
    "Use pg_dump for the database, and copy the folder LOTGATE_DATA, which holds the originals and the keys, after it."
)


def back_up(file: Path) -> int:
    """Back the embedded store up into ``file``; how many originals it holds. ``InvalidSetting`` where there is none."""
    environment: Environment = settings.ENVIRONMENT
    if not environment.database_url.startswith("sqlite:"):
        raise InvalidSetting("only the embedded store is backed up this way", name="DATABASE_URL", advice=_POSTGRES)
    database = Path(settings.DATABASES["default"]["NAME"])
    if not database.exists():
        raise InvalidSetting(
            f"there is no workbench in {environment.data}",
            name="LOTGATE_DATA",
            advice="Name the folder that `lotgate serve` keeps its things in.",
        )
    return backup.write(file, data=environment.data, database=database)
