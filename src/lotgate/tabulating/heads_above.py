"""Heads that stand above a ruled table, outside its lines: in a coloured band, or on plain paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lotgate.model.document import Word
from lotgate.model.geometry import Box
from lotgate.model.lines import joined, paragraph
from lotgate.model.table import Cell, Line, Table, TableSource
from lotgate.tabulating.column_heads import is_head_line

_NEAR = 1.5
"""The head stands at most this many line heights above the table's first line."""
_FEWEST_HEADS = 3
_MOST_COLUMNS = 0.75


def with_heads_above(tables: Sequence[Table], lines: Sequence[Line]) -> tuple[list[Table], list[Line]]:
    """The tables, each with the line of heads right above it as its first row, and the lines that are left."""
    left = list(lines)
    headed = []
    for table in tables:
        head = next((line for line in left if _heads(line, table)), None)
        if head is not None:
            left.remove(head)
            table = _headed(table, head)  # noqa: PLW2901 - the same table with its head
        headed.append(table)
    return headed, left


def _heads(line: Line, table: Table) -> bool:
    """Whether each of the line's segments stands over a column of its own, and most columns have one."""
    if table.source is not TableSource.RULED or table.columns < _FEWEST_HEADS or not is_head_line(line):
        return False
    apart = table.box.top - line.box.bottom
    if not -0.5 * line.box.height <= apart <= _NEAR * line.box.height or is_head_line(_first_row(table)):
        return False
    places = [_place(table, segment) for segment in line.segments]
    return None not in places and len(set(places)) == len(places) >= _MOST_COLUMNS * table.columns


def _first_row(table: Table) -> Line:
    """The table's own first row as a line."""
    cells = [cell for cell in table.cells if cell.row == 0 and cell.words]
    words = tuple(word for cell in cells for word in cell.words)
    segments = tuple(cell.words for cell in cells)
    return Line(table.page, table.box, joined(words), words, segments)


def _place(table: Table, segment: Sequence[Word]) -> int | None:
    """The column whose cells the segment stands over, between their sides."""
    middle = Box.around(word.box for word in segment).center_x
    return next(
        (c.column for c in table.cells if c.row == 0 and c.column_span == 1 and c.box.x0 < middle < c.box.x1), None
    )


def _headed(table: Table, line: Line) -> Table:
    cells = [replace(cell, row=cell.row + 1) for cell in table.cells]
    heads = []
    for segment in line.segments:
        column = _place(table, segment)
        assert column is not None  # noqa: S101 - the line heads the table
        box = Box.around(word.box for word in segment)
        heads.append(Cell(0, column, paragraph(segment), box, tuple(segment)))
    whole = Box.around((table.box, line.box))
    return replace(table, box=whole, cells=(*heads, *cells), rows=table.rows + 1)
