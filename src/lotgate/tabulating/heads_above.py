"""Ruled tables whose head is printed above the frame: the line of heads becomes the table's first row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lotgate.lexicon.heads import Role, roles_of
from lotgate.model.document import Word
from lotgate.model.geometry import Box
from lotgate.model.lines import lines_of, paragraph
from lotgate.model.table import Cell, Line, Table, TableSource
from lotgate.tabulating.column_heads import heads_at

_NEAREST, _FARTHEST = -0.5, 2.0
"""A head ends at most this many of its heights above the frame; tight frames cut into the line above."""
_MOST = 0.6
_FEWEST = 3


def with_heads_above(tables: Sequence[Table], lines: Sequence[Line]) -> tuple[list[Table], list[Line]]:
    """The tables, those that lack a head with the one right above their frame, and the lines that this leaves."""
    found: list[Table] = []
    taken: set[int] = set()
    for table in tables:
        columns = _heads_over(table, lines) if table.source is TableSource.RULED and _lacks_head(table) else {}
        taken |= {id(word) for words in columns.values() for word in words}
        found.append(_headed(table, columns) if columns else table)
    if not taken:
        return found, list(lines)
    return found, lines_of(word for line in lines for word in line.words if id(word) not in taken)


def _lacks_head(table: Table) -> bool:
    first = [cell.text for cell in table.cells if cell.row == 0 and cell.text]
    return table.columns >= _FEWEST and len(first) > 1 and not any(roles_of(text) for text in first)


def _heads_over(table: Table, lines: Sequence[Line]) -> dict[int, tuple[Word, ...]]:
    """The words of a head by the table's columns that they stand over; empty where no head fits the table."""
    extents = _extents(table)
    for index, line in enumerate(lines):
        if not _is_right_above(line, table):
            continue
        heads = [column for head in heads_at(lines, index) for column in head.columns if head.last == index]
        over: dict[int, tuple[Word, ...]] = {}
        for words in heads:
            middle = Box.around(word.box for word in words).center_x
            column = next((c for c, (x0, x1) in extents.items() if x0 <= middle <= x1), None)
            if column is None:
                continue
            if column in over:
                return {}
            over[column] = words
        if _names_columns(list(over.values()), len(extents)):
            return over
    return {}


def _is_right_above(line: Line, table: Table) -> bool:
    apart, height = table.box.top - line.box.bottom, line.box.height
    return _NEAREST * height <= apart <= _FARTHEST * height and line.box.overlap_x(table.box) > 0


def _names_columns(heads: Sequence[Sequence[Word]], columns: int) -> bool:
    roles = [roles_of(paragraph(words)) for words in heads]
    named = [found for found in roles if found]
    kinds: frozenset[Role] = frozenset().union(*named)
    return len(heads) >= _MOST * columns and len(named) >= _FEWEST and len(kinds) > 1


def _extents(table: Table) -> dict[int, tuple[float, float]]:
    boxes: dict[int, list[Box]] = {}
    for cell in table.cells:
        if cell.column_span == 1:
            boxes.setdefault(cell.column, []).append(cell.box)
    return {column: (min(b.x0 for b in own), max(b.x1 for b in own)) for column, own in boxes.items()}


def _headed(table: Table, columns: dict[int, tuple[Word, ...]]) -> Table:
    heads = [
        Cell(0, column, paragraph(words), Box.around(word.box for word in words), tuple(words))
        for column, words in sorted(columns.items())
    ]
    body = [replace(cell, row=cell.row + 1) for cell in table.cells]
    box = Box.around([table.box, *(cell.box for cell in heads)])
    return replace(table, cells=(*heads, *body), rows=table.rows + 1, box=box)
