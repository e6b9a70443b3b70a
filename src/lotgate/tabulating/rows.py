"""Ruled tables whose rows are not parted by lines: a tall band of cells is cut at its lines of text."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from lotgate.model.document import Word
from lotgate.model.geometry import Box
from lotgate.model.table import Cell, Line, Table
from lotgate.tabulating.lines import lines_of, paragraph

_VALUE = re.compile(r"^[<>≤≥＜＞±~-]*\d[\d.,]*%?$|^(ND|N\.D\.|nd|n/d|NT|-|--|—)$")
_SAME_LINE = 0.5
_OWN_ROW = 0.75
"""A line farther from the next row than this share of the usual distance is a row of its own."""


def split_rows(table: Table) -> Table:
    """The table with every band of unparted rows cut into one row for each line of text; others stay as they are."""
    cuts = {row: lines for row in range(table.rows) if len(lines := _text_rows(table, row)) > 1}
    if not cuts:
        return table
    offset = 0
    start: dict[int, int] = {}
    for row in range(table.rows):
        start[row] = row + offset
        offset += len(cuts.get(row, [0])) - 1
    start[table.rows] = table.rows + offset
    cells: list[Cell] = []
    for cell in table.cells:
        first, last = start[cell.row], start[cell.row + cell.row_span]
        if cell.row_span == 1 and cell.row in cuts:
            cells += _cut(cell, cuts[cell.row], first)
        else:
            cells.append(replace(cell, row=first, row_span=last - first))
    return replace(table, cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))), rows=start[table.rows])


def _text_rows(table: Table, row: int) -> list[float]:
    """The heights at which a band's rows stand, where it holds several; else nothing.

    Several values under each other in at least two columns are rows; a name or a method in two lines is not.
    """
    band = [c for c in table.cells if c.row == row and c.row_span == 1 and c.words]
    if len(band) < 2:
        return []
    columns = [(cell, lines_of(cell.words)) for cell in band]
    stacked = [lines for _, lines in columns if sum(_is_value(line) for line in lines) >= 2]
    if len(stacked) < 2:
        return []
    if not _level(stacked):
        return []
    every = sorted((line.box for _, lines in columns for line in lines), key=lambda box: box.center_y)
    levels: list[list[Box]] = []
    for box in every:
        if not levels or box.center_y - levels[-1][0].center_y > _SAME_LINE * box.height:
            levels.append([])
        levels[-1].append(box)
    # A line that only one column goes on with belongs to the row it stands nearest to.
    anchors = [level[0].center_y for level in levels if len(level) > 1]
    distances = sorted(b - a for a, b in pairwise(anchors))
    pitch = distances[len(distances) // 2] if distances else 0.0
    return [
        level[0].center_y
        for level in levels
        if len(level) > 1 or min(abs(level[0].center_y - anchor) for anchor in anchors) > _OWN_ROW * pitch
    ]


def _is_value(line: Line) -> bool:
    return bool(_VALUE.match(line.words[0].text))


def _level(columns: Sequence[Sequence[Line]]) -> bool:
    """Whether the values of different columns stand beside each other."""
    first = [line.box for line in columns[0]]
    return all(
        sum(any(abs(line.box.center_y - b.center_y) < _SAME_LINE * b.height for b in first) for line in lines)
        >= 0.5 * len(lines)
        for lines in columns[1:]
    )


def _cut(cell: Cell, heights: Sequence[float], first: int) -> list[Cell]:
    edges = [cell.box.top, *((a + b) / 2 for a, b in itertools.pairwise(heights)), cell.box.bottom]
    words: dict[int, list[Word]] = defaultdict(list)
    for line in lines_of(cell.words):
        nearest = min(range(len(heights)), key=lambda i: abs(heights[i] - line.box.center_y))
        words[nearest] += line.words
    return [
        replace(
            cell,
            row=first + index,
            text=paragraph(words[index]),
            words=tuple(words[index]),
            box=Box(cell.box.x0, min(edges[index], edges[index + 1]), cell.box.x1, max(edges[index], edges[index + 1])),
        )
        for index in range(len(heights))
    ]
