"""The embedded store as one file, and back: database, originals, pages and keys. No Django here.

A backup is a plain tar. It may be made while the workbench runs: the database is copied by SQLite's own online backup;
originals and pages only ever come, each before the row that names it; the anchor of the audit trail is copied first, so
that it is never ahead of the trail.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from lotgate.errors import Conflict, DamagedFile

SCHEMA = "lotgate.backup/1"
DATABASE = "lotgate.sqlite3"
_MANIFEST = "lotgate-backup.json"
_KEYS = ("secret.key", "audit.key", "audit.anchor")
_ORIGINAL = re.compile(r"storage/originals/[0-9a-f]{2}/([0-9a-f]{64})")
_KNOWN = re.compile(
    rf"{re.escape(DATABASE)}|secret\.key|audit\.key|audit\.anchor|{_ORIGINAL.pattern}"
    r"|storage/pages/[0-9a-f]{64}/[0-9]+\.(webp|json)"
)
"""All that a backup may hold. No other name, and nothing but plain files, is ever unpacked."""


def write(file: Path, *, data: Path, database: Path) -> int:
    """Write the backup of the ``data`` folder and its SQLite ``database`` into ``file``; how many originals it holds.

    The file holds the keys and is readable by its owner only. It appears whole or not at all.
    """
    partial = file.with_name(f"{file.name}.part")
    try:
        with open(partial, "wb", opener=_private) as raw, tarfile.open(fileobj=raw, mode="w") as archive:
            manifest = json.dumps({"schema": SCHEMA, "lotgate": version("lotgate")}).encode()
            entry = tarfile.TarInfo(_MANIFEST)
            entry.size = len(manifest)
            archive.addfile(entry, io.BytesIO(manifest))
            for name in _KEYS:
                if (data / name).exists():
                    archive.add(data / name, name)
            with tempfile.TemporaryDirectory(dir=file.parent) as folder:
                copy = Path(folder) / DATABASE
                _copy_database(database, copy)
                archive.add(copy, DATABASE)
            count = 0
            for path in _stored(data):
                name = path.relative_to(data).as_posix()
                archive.add(path, name, recursive=False)
                count += bool(_ORIGINAL.fullmatch(name))
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    partial.replace(file)
    return count


def restore(file: Path, *, data: Path) -> int:
    """Unpack a backup into the folder ``data``, which must be empty or not there; how many originals came back.

    ``Conflict`` for a folder with something in it. ``DamagedFile`` for what is no backup, or where an original is not
    what its name says; nothing is left behind then.
    """
    if data.exists() and any(data.iterdir()):
        raise Conflict(
            f"{data} is not empty", advice="Restore into a new folder: set LOTGATE_DATA to one that does not exist."
        )
    data.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".lotgate-restore-", dir=data.parent))
    try:
        try:
            count = _unpack(file, fresh)
        except tarfile.TarError as error:
            raise DamagedFile(f"{file.name} is not a backup of lotgate: {error}", advice=_OTHER) from error
        if data.exists():
            data.rmdir()
        fresh.replace(data)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return count


_OTHER = "Use another backup; this one cannot be trusted."


def _unpack(file: Path, folder: Path) -> int:
    count = 0
    with tarfile.open(file, "r:") as archive:
        manifest = archive.next()
        if manifest is None or manifest.name != _MANIFEST or not _is_ours(archive, manifest):
            raise DamagedFile(f"{file.name} is not a backup of lotgate", advice=_OTHER)
        for entry in archive:
            if entry.name == _MANIFEST:
                continue
            if not entry.isfile() or not _KNOWN.fullmatch(entry.name):
                raise DamagedFile(f"{file.name} holds {entry.name!r}, which no backup does", advice=_OTHER)
            _extract(archive, entry, folder / entry.name)
            count += bool(_ORIGINAL.fullmatch(entry.name))
    _check_database(folder / DATABASE, file.name)
    return count


def _is_ours(archive: tarfile.TarFile, manifest: tarfile.TarInfo) -> bool:
    stream = archive.extractfile(manifest)
    if stream is None:
        return False
    try:
        said = json.loads(stream.read(10_000))
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("schema") == SCHEMA


def _extract(archive: tarfile.TarFile, entry: tarfile.TarInfo, place: Path) -> None:
    stream = archive.extractfile(entry)
    assert stream is not None  # noqa: S101 - a plain file, as was asked before
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with stream, open(place, "xb", opener=_private) as out:
        shutil.copyfileobj(stream, out)
    original = _ORIGINAL.fullmatch(entry.name)
    if original is None:
        return
    with place.open("rb") as kept:
        if hashlib.file_digest(kept, "sha256").hexdigest() != original[1]:
            raise DamagedFile(f"the original {original[1][:12]}… is not what was kept", advice=_OTHER)


def _copy_database(database: Path, copy: Path) -> None:
    with (
        closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)


def _check_database(database: Path, name: str) -> None:
    if not database.exists():
        raise DamagedFile(f"{name} holds no database", advice=_OTHER)
    try:
        with closing(sqlite3.connect(database)) as connection:
            said = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise DamagedFile(f"the database in {name} is damaged: {said}", advice=_OTHER)


def _stored(data: Path) -> Iterator[Path]:
    for part in ("originals", "pages"):
        for path in sorted((data / "storage" / part).rglob("*")):
            if path.is_file() and _KNOWN.fullmatch(path.relative_to(data).as_posix()):
                yield path


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
