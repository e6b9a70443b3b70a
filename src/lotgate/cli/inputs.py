"""What people name on the command line (files, folders, patterns) as the list of files to work on."""

from __future__ import annotations

import glob
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from lotgate.batch import Source


def sources(arguments: Sequence[str], *, without: Path | None = None) -> list[Source]:
    """The files, each once, in the order named; a folder's by name. ``without``: the run's own output.

    A file in a folder is named by its path from there, any other by its own name; where two names would be the same,
    both are named by their whole path.
    """
    found: dict[Path, str] = {}
    for argument in arguments:
        for path, name in _expand(argument):
            if without is None or path.resolve() not in (without.resolve(), _part(without).resolve()):
                found.setdefault(path, name)
    counts = Counter(found.values())
    return [Source(path, name if counts[name] == 1 else path.as_posix()) for path, name in found.items()]


def content_hash(path: Path) -> str:
    """SHA-256 of the file's bytes; empty where it cannot be opened, which the reader then says better."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _expand(argument: str) -> Iterator[tuple[Path, str]]:
    path = Path(argument)
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p.relative_to(path)))
        yield from ((file, file.relative_to(path).as_posix()) for file in files)
    elif path.exists():
        yield path, path.name
    elif matches := sorted(glob.glob(argument, recursive=True)):  # noqa: PTH207 - a pattern may begin anywhere
        for match in matches:
            yield from _expand(match)
    else:
        raise click.UsageError(f"no such file or folder: {argument}")


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def _part(path: Path) -> Path:
    return path.with_name(path.name + ".part")
