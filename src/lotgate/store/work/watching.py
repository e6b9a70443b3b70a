"""The watched folder: files that colleagues or machines put there are taken in like uploads.

The folder is looked at, since network shares send no events. A file is taken when its size and time stand still over
two looks; afterwards it lies in the subfolder ``taken``, or in ``refused`` where it is too large. Where it may not be
moved, it stays and is remembered; after a restart its bytes are known again and not read twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lotgate.errors import InvalidSetting, TooLarge
from lotgate.store.models import Site, Source
from lotgate.store.services.receiving import receive

TAKEN, REFUSED = "taken", "refused"
_UNFINISHED = {".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart"}
"""Endings that copying programs give to what is still on its way."""
_Mark = tuple[int, int]
logger = logging.getLogger(__name__)


def site_named(name: str | None) -> Site:
    """The site that the watched folder's files go to: the one named, or else the only one."""
    sites = Site.objects.filter(name=name) if name else Site.objects.all()
    found = list(sites[:2])
    if len(found) == 1:
        return found[0]
    what = f"there is no site {name!r}" if name else "there are several sites, or none yet"
    raise InvalidSetting(what, name="LOTGATE_WATCH_SITE", advice="Write the name of the site that the files are for.")


@dataclass(slots=True)
class Watch:
    """One folder, seen from look to look."""

    folder: Path
    site: str | None = None
    _seen: dict[Path, _Mark] = field(default_factory=dict)
    _kept: dict[Path, _Mark] = field(default_factory=dict)

    def look(self) -> int:
        """Take what stands still; how many files that was. A folder that is away, or a missing site, is only logged."""
        try:
            now = {path: _mark(path) for path in _files(self.folder)}
            still = [path for path, mark in now.items() if self._seen.get(path) == mark != self._kept.get(path)]
            self._seen = now
            if not still:
                return 0
            site = site_named(self.site)
            return sum(self._take(path, site) for path in still)
        except (OSError, InvalidSetting) as error:
            logger.warning("the watched folder %s: %s", self.folder, error)
            return 0

    def _take(self, path: Path, site: Site) -> bool:
        name = path.relative_to(self.folder).as_posix()
        try:
            with path.open("rb") as stream:
                receive(account=None, site=site, name=name, stream=stream, source=Source.FOLDER)
        except TooLarge as error:
            logger.warning("%s: %s", name, error)
            self._put_away(path, REFUSED)
            return False
        self._put_away(path, TAKEN)
        return True

    def _put_away(self, path: Path, where: str) -> None:
        place = _free(self.folder / where / path.relative_to(self.folder))
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            path.rename(place)
        except OSError as error:
            logger.warning("%s stays in the watched folder: %s", path.name, error)
            self._kept[path] = self._seen[path]


def _files(folder: Path) -> Iterator[Path]:
    """The files in the folder and below, but for those put away, hidden, linked or on their way."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if parts[0] in (TAKEN, REFUSED) or any(part.startswith((".", "~$")) for part in parts):
            continue
        if path.suffix.lower() not in _UNFINISHED and not path.is_symlink() and path.is_file():
            yield path


def _mark(path: Path) -> _Mark:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _free(place: Path) -> Path:
    """The place, or one beside it where something lies there already."""
    number = 2
    free = place
    while free.exists():
        free = place.with_name(f"{place.stem} ({number}){place.suffix}")
        number += 1
    return free
