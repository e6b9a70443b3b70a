"""Ruled tables whose rows are not parted by lines: a tall band of cells is cut at its lines of text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from lotgate.lexicon.shapes import is_verdict
from lotgate.model.document import Word
from lotgate.model.geometry import Box
from lotgate.model.lines import lines_of, paragraph
from lotgate.model.table import Cell, Line, Table
from lotgate.tabulating.grouping import CLEARLY_NEARER, Level, begins_inside, grouped

_VALUE = re.compile(r"^[<>≤≥＜＞±~-]*\d[\d.,]*%?$|^(ND|N\.D\.|nd|n/d|NT|-|--|—)$")
_PLAIN, _RANGE_END = re.compile(r"\d+(?:\.\d+)?$"), re.compile(r"[-–—~～]\s*(\d+(?:\.\d+)?)%?$")
_SIGNS = ("<", ">", "≤", "≥", "<=", ">=", "±")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
_COUNT = re.compile(r"[(（]?(?:[0-9]{1,2}\.)*([0-9]{1,2})(?:[)）、]|[.．](?![0-9])|(?=\s+[^\W\d]{2}))")
"""What counts a cell's items: "(1)", "2.", "3、", "5.1 " before a word."""
_FEWEST_COUNTED = 2
_SAME_LINE = 0.5
_LEFT_EMPTY = 1.6
"""Two lines of a column that leave one between them empty are more than so many lines apart."""


def split_rows(table: Table) -> Table:
    """The table with every band of unparted rows cut into its rows; other bands stay as they are."""
    bands: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        if cell.row_span == 1 and cell.words:
            bands[cell.row].append(cell)
    cuts = {row: rows for row, band in sorted(bands.items()) if len(rows := _text_rows(band)) > 1}
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


def _text_rows(band: Sequence[Cell]) -> list[tuple[float, float]]:
    """The top and bottom of each of a band's rows, where it holds several; else nothing.

    Several values under each other in at least two columns are rows; a name or a method in two lines is not.
    """
    if len(band) < 2:
        return []
    columns = [lines_of(cell.words) for cell in band]
    levels = _levels(columns)
    if _values_stacked(columns) or _lines_matched(columns):
        rows = grouped([_level(level) for level in levels])
    elif not (rows := _numbered(levels, columns) or _anchored(levels, columns)):
        return []
    boxes = [Box.around(line.box for i in group for line in levels[i]) for group in rows]
    return [(box.top, box.bottom) for box in boxes]


def _values_stacked(columns: Sequence[Sequence[Line]]) -> bool:
    stacked = [lines for lines in columns if sum(map(_is_value, lines)) - sum(map(_ends_range, lines, lines[1:])) >= 2]
    return len(stacked) >= 2 and _side_by_side(stacked)


def _lines_matched(columns: Sequence[Sequence[Line]]) -> bool:
    """Three or more columns with the same three or more lines, each beside the others'."""
    counts = [len(lines) for lines in columns]
    return len(columns) >= 3 and min(counts) == max(counts) >= 3 and _side_by_side(columns)


def _numbered(levels: Sequence[Sequence[Line]], columns: Sequence[Sequence[Line]]) -> list[list[int]]:
    """Levels by the items that a column counts, where a column right of it has a line beside each and no others.

    Counted requirements beside one answer, or beside a name in several lines, are one row.
    """
    for lines in columns:
        counted = [line for line in lines if _COUNT.match(line.text)]
        counts = [int(m[1]) for line in counted if (m := _COUNT.match(line.text))]
        if len(counts) < _FEWEST_COUNTED or any(b - a != 1 for a, b in pairwise(counts)):
            continue
        starts = [i for line in counted for i, level in enumerate(levels) if line in level]
        right = (c for c in columns if c and c[0].box.x0 > lines[0].box.x1)
        if any(
            [i for line in other for i, level in enumerate(levels) if line in level] == starts
            and not any(begins_inside(line.text) for line in other)
            for other in right
        ):
            return [list(range(a, b)) for a, b in pairwise([*sorted({0, *starts}), len(levels)])]
    return []


def _anchored(levels: Sequence[Sequence[Line]], columns: Sequence[Sequence[Line]]) -> list[list[int]]:
    """Levels by the rows that two columns mark: they have lines at the same levels, and leave one between them empty.

    A name or a verdict in several lines leaves none out; "Appearance" and "Odour", each beside its "Complies", do where
    a requirement in a third column takes more lines. Nothing where no two columns do so from the first level on, one
    of them with a value or verdict at each: a name and its translation, beside another text and its own, are one row.
    """
    held = [tuple(i for i, level in enumerate(levels) if any(line in level for line in lines)) for lines in columns]
    answered = {marks for marks, lines in zip(held, columns, strict=True) if _answers(lines)}
    marked = [marks for marks in held if len(marks) > 1 and held.count(marks) > 1 and marks[0] == 0]
    marked = [marks for marks in marked if marks in answered]
    if not marked:
        return []
    starts = max(marked, key=len)
    heights = [level[0].box.center_y for level in levels]
    pitch = min(lines[i + 1].box.center_y - lines[i].box.center_y for lines in columns for i in range(len(lines) - 1))
    # What is centred beside two lines stands between them and is no line left empty.
    if not any(b - a > 1 and heights[b] - heights[a] > _LEFT_EMPTY * pitch for a, b in pairwise(starts)):
        return []
    # What several columns go on with is left to the reader: a requirement's next line, or the next grade's limit.
    starts = tuple(i for i, level in enumerate(levels) if i in starts or len(level) > 1)
    firsts = [i - 1 if _leads(heights, starts, i) else i for i in starts]
    return [list(range(a, b)) for a, b in pairwise([*firsts, len(levels)])]


def _leads(heights: Sequence[float], starts: Sequence[int], start: int) -> bool:
    """Whether the line before a row's own is its first: it stands clearly nearer to it than to the line above.

    A limit in two lines beside a name in one begins higher than the name.
    """
    if start < 2 or start - 1 in starts:
        return False
    above, below = heights[start - 1] - heights[start - 2], heights[start] - heights[start - 1]
    return below < CLEARLY_NEARER * above


def _answers(lines: Sequence[Line]) -> bool:
    """Whether each line is a value or a verdict, all in one script: 符合 over "Conforms" is one answer in two."""
    scripts = {bool(_IDEOGRAPH.search(line.text)) for line in lines}
    return len(scripts) == 1 and all(_is_value(line) or is_verdict(line.text) for line in lines)


def _levels(columns: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of all columns by the height that they stand at."""
    levels: list[list[Line]] = []
    for line in sorted((line for lines in columns for line in lines), key=lambda line: line.box.center_y):
        if not levels or line.box.center_y - levels[-1][0].box.center_y > _SAME_LINE * line.box.height:
            levels.append([])
        levels[-1].append(line)
    return levels


def _level(lines: Sequence[Line]) -> Level:
    first = min(lines, key=lambda line: line.box.x0)
    word = first.words[0]
    return Level(first.box.center_y, first.box.height, len(lines) > 1, word.bold, begins_inside(word.text))


def _is_value(line: Line) -> bool:
    first, *others = (word.text for word in line.words)
    return bool(_VALUE.match(first + others[0] if others and first in _SIGNS else first))


def _ends_range(above: Line, below: Line) -> bool:
    """Whether two lines are one range: "0.20" over "~0.60" or "-0.60"."""
    first, second = _PLAIN.match(above.text), _RANGE_END.match(below.text)
    return bool(first and second) and float(first[0] if first else 0) < float(second[1] if second else 0)


def _side_by_side(columns: Sequence[Sequence[Line]]) -> bool:
    """Whether the lines of different columns stand beside each other."""
    first = [line.box for line in columns[0]]
    return all(
        sum(any(abs(line.box.center_y - b.center_y) < _SAME_LINE * b.height for b in first) for line in lines)
        >= 0.5 * len(lines)
        for lines in columns[1:]
    )


def _cut(cell: Cell, rows: Sequence[tuple[float, float]], first: int) -> list[Cell]:
    middles = [(above[1] + below[0]) / 2 for above, below in pairwise(rows)]
    edges = [cell.box.top, *middles, cell.box.bottom]
    words: dict[int, list[Word]] = defaultdict(list)
    for line in lines_of(cell.words):
        nearest = min(range(len(rows)), key=lambda i: _outside(rows[i], line.box.center_y))
        words[nearest] += line.words
    return [
        replace(
            cell,
            row=first + index,
            text=paragraph(words[index]),
            words=tuple(words[index]),
            box=Box(cell.box.x0, min(edges[index], edges[index + 1]), cell.box.x1, max(edges[index], edges[index + 1])),
        )
        for index in range(len(rows))
    ]


def _outside(row: tuple[float, float], y: float) -> float:
    return max(row[0] - y, y - row[1], 0.0)
