"""Collects every fault of a standard, each with its line, so that a person corrects the file once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lotgate.errors import FaultyStandard, StandardError

Path = tuple[str | int, ...]
"""Where a key stands: ``("characteristic", 2, "limit")``."""

_HEAD = re.compile(r"\s*(\[\[?)\s*([\w.\-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*[\"']?([\w\-]+)[\"']?\s*=\s*(.*)$")


@dataclass
class Faults:
    """The faults found so far in one file. ``lines`` maps a path to its line; a path without one takes its parent's."""

    file: str | None
    lines: dict[Path, int]
    found: list[StandardError] = field(default_factory=list)

    def add(self, path: Path, message: str, advice: str) -> None:
        named = ".".join(str(part + 1) if isinstance(part, int) else part for part in path) or None
        line = self._line(path)
        self.found.append(StandardError(message, advice=advice, file=self.file, line=line, field=named))

    def raise_any(self) -> None:
        """Raise :class:`FaultyStandard` with all of them, in the file's order, if there is one."""
        if self.found:
            raise FaultyStandard(sorted(self.found, key=lambda fault: fault.line or 0))

    def _line(self, path: Path) -> int | None:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def lines_of(text: str) -> dict[Path, int]:
    """The line of every table and key of a TOML text, counting from 1 (``tomllib`` itself keeps none)."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    closing: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = None if closing in line else closing
        elif head := _HEAD.match(line):
            table = _table(head[2].split("."), repeated=head[1] == "[[", counts=counts)
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, key[1]), number)
            closing = _left_open(key[2])
    return lines


def _table(names: list[str], *, repeated: bool, counts: dict[Path, int]) -> Path:
    """The path of a table's head; inside a repeated table it means the last one written."""
    path: Path = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    path = (*path, names[-1])
    if not repeated:
        return path
    counts[path] = counts.get(path, -1) + 1
    return (*path, counts[path])


def _left_open(value: str) -> str | None:
    """The mark that ends a text or list which goes on over the next lines."""
    for mark in ('"""', "'''"):
        if value.startswith(mark) and mark not in value[3:]:
            return mark
    return "]" if value.startswith("[") and "]" not in value else None
