"""Lines of text and rows of tables as one thing: bands of segments that stand apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lotgate.lexicon.header_words import label_of
from lotgate.model.geometry import Box
from lotgate.model.table import Cell, Line, Table, TableSource
from lotgate.reading.printed import Printed, runs_of

COLONS = re.compile(r"[:：︰∶](?!//)")


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands apart on a band; ``text`` is empty for a cell with nothing in it."""

    text: Printed
    box: Box
    lines: int = 1
    column: int = 0
    after: int = 1
    """The column that the next cell of the row has, where nothing is left out."""


@dataclass(frozen=True, slots=True)
class Band:
    """A line, or a row of a table."""

    segments: tuple[Segment, ...]
    cells: bool
    sparse: bool = False
    """True where cells with nothing in them may be left out."""

    @property
    def box(self) -> Box:
        return Box.around(segment.box for segment in self.segments)


def bands_of_lines(lines: Iterable[Line]) -> list[Band]:
    """Lines outside tables, top to bottom."""
    return [_merged(tuple(_segment(Printed.of(segment)) for segment in line.segments)) for line in lines]


def bands_in_cell(cell: Cell) -> list[Band]:
    """The lines inside a cell."""
    return [_merged(tuple(map(_segment, row))) for row in runs_of(cell.words)]


def bands_of_rows(table: Table) -> list[Band]:
    """A table's rows."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    sparse = table.source is TableSource.STATED
    return [
        Band(tuple(map(_cell, sorted(cells, key=lambda c: c.column))), cells=True, sparse=sparse)
        for _, cells in sorted(rows.items())
    ]


def _cell(cell: Cell) -> Segment:
    runs = runs_of(cell.words) if cell.words else []
    text = Printed.joined(run for row in runs for run in row)
    return Segment(text, cell.box, len(runs), cell.column, cell.column + cell.column_span)


def _segment(text: Printed) -> Segment:
    return Segment(text, text.box)


def _merged(segments: tuple[Segment, ...]) -> Band:
    """Labels spread over the line ("批   量") put together: an ideograph alone belongs to what follows it, and a colon
    in a column of its own to what it follows."""
    merged: list[Segment] = []
    for segment in segments:
        last = merged[-1].text.text if merged else ""
        if last and (_is_spread(last, segment.text.text) or COLONS.fullmatch(segment.text.text)):
            whole = Printed.joined([merged[-1].text, segment.text])
            merged[-1] = _segment(whole)
        else:
            merged.append(segment)
    return Band(tuple(merged), cells=False)


def _is_spread(last: str, following: str) -> bool:
    bare = last.replace(" ", "")
    ideographs = all("\u4e00" <= c <= "\u9fff" for c in bare)
    return (
        ideographs
        and len(bare) <= 3
        and " " not in last.strip()[1:2]
        and bool((label := label_of(bare + COLONS.split(following)[0])) and (label.field or len(bare) == 1))
        and not label_of(bare)
    )
