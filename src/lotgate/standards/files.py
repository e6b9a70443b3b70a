"""Opens standards: a TOML file, an Excel file, or a folder of both."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from lotgate.errors import FaultyStandard, StandardError
from lotgate.model.standard import Standard
from lotgate.standards.excel import load_workbook
from lotgate.standards.toml import loads

SUFFIXES = (".toml", ".xlsx")
MAX_BYTES = 10_000_000


def load(path: str | os.PathLike[str]) -> tuple[Standard, ...]:
    """The standards in a file, or in all ``.toml`` and ``.xlsx`` files of a folder, in the order of their names.

    ``FaultyStandard`` lists the faults of all files together; one good file does not hide another's faults.
    """
    start = Path(path)
    files = list(_files(start))
    if not files:
        raise StandardError(
            f"no standard in {start}", advice="Give a .toml or .xlsx file, or a folder that holds some."
        )
    standards: list[Standard] = []
    faults: list[StandardError] = []
    for file in files:
        try:
            standards.append(_load(file))
        except FaultyStandard as error:
            faults.extend(error.faults)
    faults.extend(_repeated(standards))
    if faults:
        raise FaultyStandard(faults)
    return tuple(standards)


def _files(start: Path) -> Iterator[Path]:
    if start.is_dir():
        found = (p for p in start.rglob("*") if p.suffix.lower() in SUFFIXES and not p.name.startswith(("~$", ".")))
        yield from sorted(found)
    elif start.exists():
        yield start
    else:
        raise StandardError(f"no such file: {start}", advice="Check the path.")


def _load(file: Path) -> Standard:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise _unreadable(file, error.strerror or "cannot be opened") from error
    if len(content) > MAX_BYTES:
        raise _unreadable(file, f"larger than {MAX_BYTES} bytes")
    if content.startswith(b"PK"):
        return load_workbook(content, str(file))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(file, "not UTF-8 text") from error
    return loads(text, str(file))


def _unreadable(file: Path, why: str) -> FaultyStandard:
    advice = "Save it as TOML in UTF-8, or as .xlsx."
    return FaultyStandard([StandardError(f"cannot be read: {why}", advice=advice, file=str(file))])


def _repeated(standards: list[Standard]) -> Iterator[StandardError]:
    """Two files that claim to be the same version of one standard, or begin on the same day."""
    seen: dict[tuple[str, str], Standard] = {}
    for one in standards:
        for key in ((one.id, f"version {one.version.number}"), (one.id, f"effective {one.version.effective}")):
            other = seen.setdefault(key, one)
            if other is not one:
                advice = "Give each version its own number and its own effective date."
                message = f"standard {one.id!r}, {key[1]}, stands in {other.source} already"
                yield StandardError(message, advice=advice, file=one.source, field="version")
                break
