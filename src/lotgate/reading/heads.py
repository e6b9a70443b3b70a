"""The head of a table of items: which rows it takes, and whether the items run down under it or across."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from lotgate.lexicon.header_words import label_of
from lotgate.lexicon.heads import Role, fold, names_amounts, roles_of
from lotgate.lexicon.shapes import (
    is_date,
    is_not_detected,
    is_numeric,
    is_unit_head,
    is_value,
    is_verdict,
    starts_numeric,
)
from lotgate.model.table import Cell
from lotgate.reading.columns import (
    LEAST_SAMPLING,
    SAMPLING,
    Column,
    column_at,
    own_labels,
    reporting,
    sectioned,
    settled,
    with_items,
)
from lotgate.reading.grid import Grid
from lotgate.reading.inferred import are_heads, inferred, lists_items
from lotgate.reading.looks import Kind, kind_of

_MEASURED = frozenset({Role.RESULT, Role.LIMIT, Role.MINIMUM, Role.MAXIMUM, Role.VERDICT, Role.TYPICAL, Role.DETECTION})
_BESIDE = _MEASURED | {Role.UNIT, Role.METHOD}
_LOOK_BELOW = 8
_DEEPEST = 5
_MOST = 0.6
_BEYOND_DOUBT = 3
_FEWEST_BOUNDS = 2
_BOUND = re.compile(r"(?:[<>≤≥]|(?:min|max|nmt|nlt)\b\.?)\s*\d", re.IGNORECASE)
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


class Orientation(StrEnum):
    """Whether items run down (a row each) or across (a column each)."""

    ITEMS_DOWN = "down"
    ITEMS_ACROSS = "across"


@dataclass(frozen=True, slots=True)
class Head:
    """Rows ``first`` to before ``end`` are the head of the columns."""

    first: int
    end: int
    columns: tuple[Column, ...]
    orientation: Orientation

    def of(self, *roles: Role) -> list[Column]:
        return [c for c in self.columns if c.role in roles]


def heads_of(grid: Grid) -> list[Head]:
    """The table's heads from the top down; names across only above, or in place of, items that run down."""
    down: list[Head] = []
    row = 0
    stands_alone = True
    while row < grid.rows:
        found = _paired_head_at(grid, row) or _list_head_at(grid, row)
        found = found or (_inferred_head_at(grid, row) if stands_alone else [])
        stands_alone = not found and (stands_alone or not grid.row(row))
        row = found[0].end if found else row + 1
        down += found
    first = min((h.first for h in down), default=grid.rows)
    across: list[Head] = []
    row = 0
    while row < first:
        found = _matrix_head_at(grid, row, first, under_another=bool(across))
        row = found[0].end if found else row + 1
        across += found
    return across + down


def _list_head_at(grid: Grid, row: int) -> list[Head]:
    """The head that starts in ``row``, one for each panel where tables stand side by side."""
    cells = grid.starting(row)
    if len(cells) < 2 or not _is_list_head(cells) or pairs_labels(cells):
        return []
    end = _end_of_head(grid, row)
    columns = tuple(column_at(grid, index, row, end) for index in range(grid.columns))
    if _lots_down(judged := _with_verdict_of_lots(grid, columns, end)):
        return [Head(row, end, judged, Orientation.ITEMS_ACROSS)]
    return _list_heads(grid, row, end, columns)


def _paired_head_at(grid: Grid, row: int) -> list[Head]:
    """The same few heads again under each name: "Limit | Result" under C, under Si, under Mn, a lot in each row."""
    above, below = grid.starting(row), grid.starting(row + 1) if row + 1 < grid.rows else []
    over = [c for c in above if c.column_span > 1 and not roles_of(c.text) and not is_value(c.text)]
    if len(over) < 2 or any(Role.ITEM in roles_of(c.text) for c in above if c not in over):
        return []
    under = [[fold(b.text) for b in below if c.column <= b.column < c.column + c.column_span] for c in over]
    if len(under[0]) < 2 or any(texts != under[0] for texts in under) or len(set(under[0])) < len(under[0]):
        return []
    if any(Role.ITEM in roles_of(cell.text) for cell in below):
        return []
    end = row + 2
    columns = tuple(column_at(grid, index, row, end) for index in range(grid.columns))
    return [Head(row, end, columns, Orientation.ITEMS_ACROSS)]


def _inferred_head_at(grid: Grid, row: int) -> list[Head]:
    """A head of words that nobody knows, over rows that list items all the same."""
    if not are_heads(grid, row) or pairs_labels(grid.starting(row)):
        return []
    end = _end_of_head(grid, row)
    if not lists_items(grid, end):
        return []
    return _list_heads(grid, row, end, tuple(column_at(grid, i, row, end) for i in range(grid.columns)))


def _list_heads(grid: Grid, row: int, end: int, columns: tuple[Column, ...]) -> list[Head]:
    columns = reporting(inferred(grid, settled(grid, own_labels(sectioned(columns)), end), end))
    orientation = _orientation(columns)
    if orientation is None:
        return []
    return [Head(row, end, with_items(grid, panel, end), orientation) for panel in _panels(columns)]


def _matrix_head_at(grid: Grid, row: int, last: int, *, under_another: bool) -> list[Head]:
    cells = grid.starting(row)
    series = _is_series(grid, row, cells)
    if len(cells) < 2 or pairs_labels(cells) or not (series or _is_matrix_head(grid, row, cells, last)):
        return []
    lots = Role.SAMPLE in roles_of(cells[0].text)
    if not lots and (lists_items(grid, row) or lists_items(grid, row + 1)):
        return []
    if under_another and roles_of(cells[0].text) & _BESIDE:
        return []
    end = row + 1 if series else _end_of_head(grid, row)
    first = row - 1 if row and _groups(grid.starting(row - 1)) else row
    columns = tuple(column_at(grid, index, first, end) for index in range(grid.columns))
    return [Head(first, end, columns, Orientation.ITEMS_ACROSS)]


def _groups(cells: Sequence[Cell]) -> bool:
    """Heads over several columns each: "Chemical composition (%)" beside "Mechanical properties".

    One that covers the row below as well heads its own column: "Cast no." at the side.
    """
    over = [c for c in cells if c.column_span > 1]
    whole = all(c.column_span > 1 or c.row_span > 1 for c in cells)
    return len(cells) > 1 and whole and bool(over) and not any(is_value(c.text) or ":" in c.text for c in cells)


def _panels(columns: tuple[Column, ...]) -> list[tuple[Column, ...]]:
    """The columns, cut where the item's column comes again after others: tables side by side."""
    first = [cell.text for cell in columns[0].heads]
    cuts = [0]
    for last, column in pairwise(columns):
        repeats = bool(first) and [cell.text for cell in column.heads] == first and column.heads != last.heads
        begins = column.role is Role.ITEM and last.role not in (Role.ITEM, Role.NUMBER, Role.SECTION, None)
        if repeats or ((begins or column.role is Role.NUMBER) and _measures(columns[cuts[-1] : column.index])):
            cuts.append(column.index)
    panels = [columns[a:b] for a, b in pairwise([*cuts, len(columns)])]
    return panels if all({c.role for c in p} & _MEASURED for p in panels) else [columns]


def _measures(columns: Sequence[Column]) -> bool:
    roles = {c.role for c in columns}
    return Role.ITEM in roles and bool(roles & _MEASURED)


def pairs_labels(cells: Sequence[Cell]) -> bool:
    """A row of facts about the delivery: labels, each with its value beside it."""
    labelled = [(label := label_of(cell.text)) is not None and label.field is not None for cell in cells]
    plain = [not label and not roles_of(cell.text) for label, cell in zip(labelled, cells, strict=True)]
    pairs = sum(label and value for label, value in zip(labelled, plain[1:], strict=False))
    return pairs >= 2 and 2 * pairs >= _MOST * len(cells)


def _lots_down(columns: Sequence[Column]) -> bool:
    """Lots named down the side and names without a role across: each such column is an item."""
    roles = {c.role for c in columns if not _names_amounts(c)}
    nameless = sum((c.role is None and bool(c.heads)) or _names_amounts(c) for c in columns)
    return Role.SAMPLE in roles and nameless >= 2 and not roles & {Role.ITEM, Role.RESULT}


def _with_verdict_of_lots(grid: Grid, columns: tuple[Column, ...], end: int) -> tuple[Column, ...]:
    """ "Result" at the end of the lots' rows, over nothing but PASS, says what is made of each lot."""
    last = columns[-1]
    told = [text for text in grid.below(last.index, end, grid.rows) if text]
    if last.role is not Role.RESULT or not told or not all(is_verdict(text) for text in told):
        return columns
    return (*columns[:-1], replace(last, role=Role.VERDICT))


def _names_amounts(column: Column) -> bool:
    return column.role is Role.RESULT and names_amounts(column.heads[-1].text)


def _is_list_head(cells: Sequence[Cell]) -> bool:
    roles = [roles_of(cell.text) for cell in cells]
    if any(Role.ITEM in found for found in roles):
        # Beside an item's head a unit heads a column of results: "Category | % | mg/g".
        roles = [
            r or (frozenset({Role.RESULT}) if is_unit_head(c.text) else r) for r, c in zip(roles, cells, strict=True)
        ]
    if {cell.text for cell in cells} >= LEAST_SAMPLING:
        roles = [
            r or (frozenset({Role.SAMPLING}) if c.text in SAMPLING else r) for r, c in zip(roles, cells, strict=True)
        ]
    if any(
        not r and (is_not_detected(c.text) or kind_of(c.text) is Kind.BOUND) for r, c in zip(roles, cells, strict=True)
    ):
        return False
    named = [r for r in roles if r]
    kinds: frozenset[Role] = frozenset().union(*named)
    if len(named) < 2 or len(kinds) < 2 or (len(named) < 0.4 * len(cells) and len(named) < _BEYOND_DOUBT):
        return False
    if len(cells) == 2 and kinds <= {Role.ITEM, Role.VERDICT}:
        return False
    if len(named) - sum(is_verdict(cell.text) for cell in cells) < 2:
        return False
    numbered = [c for c in cells if is_numeric(c.text) and len(c.text) > 2]
    if numbered and not (
        len(named) >= _BEYOND_DOUBT and Role.ITEM in kinds and all(c.text.isdigit() for c in numbered)
    ):
        return False
    if Role.ITEM in kinds and kinds & (_MEASURED | {Role.UNIT, Role.METHOD}):
        return True
    if Role.SAMPLE in kinds and kinds & _MEASURED:
        return True
    return bool(kinds & {Role.RESULT}) and bool(
        kinds & {Role.DETECTION, Role.UNCERTAINTY, Role.LIMIT, Role.MINIMUM, Role.MAXIMUM, Role.VERDICT, Role.UNIT}
    )


def _is_matrix_head(grid: Grid, row: int, cells: Sequence[Cell], last: int) -> bool:
    """Names across: words over columns of figures, with lots, limits or units named down the side."""
    across = [
        c
        for c in cells
        if not is_value(c.text)
        and not is_unit_head(c.text)
        and not _BOUND.match(c.text)
        and len(c.text) <= 60
        and ":" not in c.text
        and "：" not in c.text
    ]
    if len(across) < 3 or len(across) < 0.75 * len(cells):
        return False
    for below in range(row + 1, min(row + 1 + _LOOK_BELOW, last)):
        numbers = [c for c in grid.row(below) if starts_numeric(c.text) and not is_date(c.text)]
        under = sum(any(a.column <= n.column < a.column + a.column_span for a in across) for n in numbers)
        if under >= 3 and under >= 0.4 * len(across):
            return True
    return False


def _is_series(grid: Grid, row: int, cells: Sequence[Cell]) -> bool:
    """Sizes across, each larger than the last or each smaller, over rows that say what they hold: a grading.

    "Sieve size mm | 31.5 | 16 | 8" over "Passing %": the sizes name the items.
    """
    if len(cells) <= _BEYOND_DOUBT or Role.ITEM not in roles_of(cells[0].text) or row + 1 >= grid.rows:
        return False
    figures = [c.text.replace(",", ".") for c in cells[1:]]
    below = grid.row(row + 1)
    if not all(_FIGURE.fullmatch(text) for text in figures) or not below:
        return False
    sizes = [float(text) for text in figures]
    ordered = sizes in (sorted(sizes), sorted(sizes, reverse=True)) and len(set(sizes)) == len(sizes)
    return ordered and bool(roles_of(below[0].text) & _MEASURED) and len(below) > 0.5 * len(cells)


def _end_of_head(grid: Grid, row: int) -> int:
    """The row after the head: heads over several columns, or covering several rows, take the rows below them in."""
    end = row + max(1, max(c.row_span for c in grid.starting(row)) if len(grid.starting(row)) > 1 else 1)
    end = min(end, row + _DEEPEST, grid.rows)
    end = next((below for below in range(row + 1, end) if _bounds_items(grid, below)), end)
    if end == row + 1:
        while end < min(grid.rows, row + _DEEPEST) and _is_subhead(grid, row, end):
            end += 1
    return end


def _bounds_items(grid: Grid, row: int) -> bool:
    """Limits under the names, in rows that the heads at the side still cover: they head nothing."""
    kinds = [kind_of(cell.text) for cell in grid.starting(row)]
    bounds = kinds.count(Kind.BOUND)
    return bounds >= _FEWEST_BOUNDS and bounds + kinds.count(Kind.EMPTY) >= _MOST * len(kinds)


def _is_subhead(grid: Grid, first: int, row: int) -> bool:
    """Names of the columns under a shared head: Min and Max, grades, units; never values."""
    cells = grid.starting(row)
    if not cells:
        return False
    if len(cells) == 1 and (cells[0].column_span > 1 or Role.ITEM in roles_of(cells[0].text)):
        return False  # "Physical properties" over the first rows: a section's heading
    shared = [c for c in grid.row(row - 1) if c.column_span > 1 and c.row >= first]
    parted = any(
        sum(c.column <= cell.column < c.column + c.column_span and cell.column_span < c.column_span for cell in cells)
        > 1
        for c in shared
    )
    heads = sum(bool(roles_of(c.text)) or is_unit_head(c.text) for c in cells)
    values = sum(is_value(c.text) and not is_unit_head(c.text) for c in cells)
    if values:
        return False
    worded = sum(is_verdict(c.text) for c in cells)  # "Complies" in the first row is what it reports
    return heads == len(cells) or (parted and len(cells) <= 12 and heads - worded >= 0.5 * len(cells))


def _orientation(columns: Sequence[Column]) -> Orientation | None:
    roles = {c.role for c in columns}
    if Role.ITEM in roles and roles & (_MEASURED | {Role.UNIT, Role.METHOD}):
        return Orientation.ITEMS_DOWN
    if roles & {Role.RESULT, Role.LIMIT, Role.MINIMUM, Role.MAXIMUM}:
        return Orientation.ITEMS_DOWN
    return None
