"""What a sample says, apart from how it is drawn: its entries, its header and the cells of its tables.

A sample's page and its truth are made from the same entries, so the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One reported value, every string as the page prints it. ``parts`` are the name's usable parts."""

    name: str
    result: str
    limit: str | None = None
    unit: str | None = None
    method: str | None = None
    verdict: str | None = None
    section: str | None = None
    sample: str | None = None
    parts: tuple[str, ...] = ()
    page: int = 1

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name.replace("\n", " "),
            "name_parts": list(self.parts or tuple(self.name.split("\n"))),
            "section": self.section,
            "sample": self.sample,
            "method": self.method,
            "unit": self.unit,
            "limit": self.limit and self.limit.replace("\n", " "),
            "result": self.result.replace("\n", " "),
            "also": [],
            "verdict": self.verdict,
            "page": self.page,
        }


@dataclass(frozen=True, slots=True)
class Header:
    """The facts about the delivery; "" where the document does not say."""

    product: str = ""
    grade: str = ""
    supplier: str = ""
    customer: str = ""
    certificate_no: str = ""
    batch: tuple[str, ...] = ()
    quantity: str = ""
    order_no: str = ""
    manufactured: str = ""
    expires: str = ""
    retest: str = ""
    reported: str = ""
    standard: str = ""
    conclusion: str = ""

    def to_json(self) -> dict[str, Any]:
        return {name: list(value) if name == "batch" else value or None for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Truth:
    """What a careful person reads on one document. ``file`` is the name of the file, or of the attachment."""

    file: str
    kind: str
    languages: tuple[str, ...]
    header: Header
    entries: tuple[Entry, ...]
    notes: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "kind": self.kind,
            "languages": list(self.languages),
            "header": self.header.to_json(),
            "items": [entry.to_json() for entry in self.entries],
            "notes": self.notes,
        }


@dataclass(frozen=True, slots=True)
class Drawing:
    """One file to write: ``path`` under `examples/`, its bytes, and the truth of each document in it."""

    path: str
    content: bytes
    truths: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell. ``number_format`` makes a spreadsheet store the number and show ``text``."""

    text: str
    columns: int = 1
    rows: int = 1
    align: str | None = None
    bold: bool = False
    number_format: str | None = None


Row = Sequence[Cell | str]


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with the row and column where it starts, from 0."""

    row: int
    column: int
    cell: Cell = field(compare=False)


def place(rows: Sequence[Row]) -> list[Placed]:
    """Puts every cell into the first free column of its row, as HTML does with spans."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, cells in enumerate(rows):
        column = 0
        for given in cells:
            cell = given if isinstance(given, Cell) else Cell(given)
            while (row, column) in taken:
                column += 1
            taken |= {(row + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}
            placed.append(Placed(row, column, cell))
    return placed
