"""The head of a table of items: which rows it takes, and what each column under it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from lotgate.lexicon.header_words import label_of
from lotgate.lexicon.heads import Role, names_amounts, roles_of
from lotgate.lexicon.shapes import (
    is_bounded,
    is_date,
    is_empty_mark,
    is_method,
    is_numeric,
    is_unit_head,
    is_value,
    is_verdict,
    starts_numeric,
)
from lotgate.model.table import Cell
from lotgate.reading.grid import Grid
from lotgate.reading.names import parse_name

_MEASURED = frozenset({Role.RESULT, Role.LIMIT, Role.MINIMUM, Role.MAXIMUM, Role.VERDICT, Role.TYPICAL, Role.DETECTION})
_BRACKET = re.compile(r"[(（\[【]\s*([^()（）\[\]【】]+)\s*[)）\]】]")
_BESIDE = _MEASURED | {Role.UNIT, Role.METHOD}
_BESIDE_RESULTS = frozenset({Role.LIMIT, Role.MINIMUM, Role.MAXIMUM, Role.UNIT, Role.VERDICT, Role.SAMPLE})
"""A column without a head of its own is taken for results only beside one of these."""
_LOOK_BELOW = 8
_DEEPEST = 5
_MOST = 0.6
_BEYOND_DOUBT = 3
_LONG_CODE = 4


class Orientation(StrEnum):
    """Whether items run down (a row each) or across (a column each)."""

    ITEMS_DOWN = "down"
    ITEMS_ACROSS = "across"


@dataclass(frozen=True, slots=True)
class Column:
    """What stands under one head. ``heads`` are the head's cells from the top down."""

    index: int
    role: Role | None
    heads: tuple[Cell, ...]
    unit: str | None = None
    label: str | None = None
    """Under a head shared by several columns, what tells this one apart: a grade, a lot, a specimen."""
    sure: bool = True


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
    while row < grid.rows:
        found = _list_head_at(grid, row)
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
    if len(cells) < 2 or _pairs_labels(cells):
        return []
    if _is_list_head(cells):
        end = _end_of_head(grid, row)
        columns = tuple(_column(grid, index, row, end) for index in range(grid.columns))
        if _lots_down(columns):
            return [Head(row, end, columns, Orientation.ITEMS_ACROSS)]
        columns = _settled(grid, _own_labels(_sectioned(columns)), end)
        orientation = _orientation(columns)
        if orientation is None:
            return []
        return [Head(row, end, _with_items(grid, panel, end), orientation) for panel in _panels(columns)]
    return []


def _matrix_head_at(grid: Grid, row: int, last: int, *, under_another: bool) -> list[Head]:
    cells = grid.starting(row)
    if len(cells) < 2 or _pairs_labels(cells) or not _is_matrix_head(grid, row, cells, last):
        return []
    if under_another and roles_of(cells[0].text) & _BESIDE:
        return []
    end = _end_of_head(grid, row)
    first = row - 1 if row and _groups(grid.starting(row - 1)) else row
    columns = tuple(_column(grid, index, first, end) for index in range(grid.columns))
    return [Head(first, end, columns, Orientation.ITEMS_ACROSS)]


def _groups(cells: Sequence[Cell]) -> bool:
    """Heads over several columns each: "Chemical composition (%)" beside "Mechanical properties"."""
    return len(cells) > 1 and all(c.column_span > 1 and not is_value(c.text) and ":" not in c.text for c in cells)


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


# --- which rows ---


def _pairs_labels(cells: Sequence[Cell]) -> bool:
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


def _names_amounts(column: Column) -> bool:
    return column.role is Role.RESULT and names_amounts(column.heads[-1].text)


def _is_list_head(cells: Sequence[Cell]) -> bool:
    roles = [roles_of(cell.text) for cell in cells]
    if any(Role.ITEM in found for found in roles):
        # Beside an item's head a unit heads a column of results: "Category | % | mg/g".
        roles = [
            r or (frozenset({Role.RESULT}) if is_unit_head(c.text) else r) for r, c in zip(roles, cells, strict=True)
        ]
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


def _end_of_head(grid: Grid, row: int) -> int:
    """The row after the head: heads over several columns, or covering several rows, take the rows below them in."""
    end = row + max(1, max(c.row_span for c in grid.starting(row)) if len(grid.starting(row)) > 1 else 1)
    end = min(end, row + _DEEPEST, grid.rows)
    if end == row + 1:
        while end < min(grid.rows, row + _DEEPEST) and _is_subhead(grid, row, end):
            end += 1
    return end


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
    return heads == len(cells) or (parted and len(cells) <= 12 and heads >= 0.5 * len(cells))


# --- which columns ---


def _column(grid: Grid, index: int, first: int, end: int) -> Column:
    heads: list[Cell] = []
    for row in range(first, end):
        cell = grid.at(row, index)
        if cell is not None and cell not in heads:
            heads.append(cell)
    role: Role | None = None
    label = unit = None
    sure = True
    for cell in reversed(heads):
        candidates = roles_of(cell.text)
        if candidates:
            sure = len(candidates) == 1
            role = next(iter(candidates)) if sure else _by_content(grid, index, end, candidates)
            if role is Role.SAMPLE and label and cell.column_span > 1:
                role = Role.RESULT  # "Lot number" over each lot's own: results of several lots side by side
            break
        if unit is None and _unit_of(cell.text):
            unit = _unit_of(cell.text)
        elif not is_unit_head(cell.text):
            label = f"{cell.text} {label}" if label else _without_word(cell.text)
    unit = unit or next((u for cell in reversed(heads) if (u := _unit_of(cell.text))), None)
    return Column(index, role, tuple(heads), unit, label, sure)


def _without_word(text: str) -> str:
    """ "批号 HX24031" as the lot's number alone; "Batch 1" is the lot's whole name."""
    word, _, rest = text.partition(" ")
    own = len(rest) >= _LONG_CODE and any(c.isdigit() for c in rest)
    return rest if own and Role.SAMPLE in roles_of(word) else text


def _unit_of(head: str) -> str | None:
    """The unit in a head's brackets, or the head itself where it is a unit."""
    for inner in _BRACKET.findall(head):
        if is_unit_head(inner):
            return str(inner)
    if roles_of(head):
        first, _, last = head.rpartition(" ")
        return last if first and is_unit_head(last) and not roles_of(last) and roles_of(first) else None
    if is_unit_head(head):
        return head.strip("()（） ")
    last = re.split(r"[,，\s]+", head)[-1]
    if len(last) > 1 and is_unit_head(last) and last.casefold() not in ("min", "max"):
        return last
    return parse_name(head).unit


def _by_content(grid: Grid, index: int, end: int, candidates: frozenset[Role]) -> Role:
    """Of several roles that a head allows, the one that the column's cells look like."""
    texts = list(grid.below(index, end, min(grid.rows, end + 30)))
    looks = {
        Role.METHOD: sum(is_method(t) and not is_bounded(t) for t in texts),
        Role.LIMIT: sum(is_bounded(t) for t in texts),
        Role.RESULT: sum(is_value(t) for t in texts),
        Role.VERDICT: sum(is_verdict(t) for t in texts),
        Role.UNIT: sum(is_unit_head(t) for t in texts),
        Role.NUMBER: sum(t.strip(".、").isdigit() and len(t) <= 3 for t in texts),
    }
    return max(sorted(candidates), key=lambda role: (looks.get(role, 0), role is Role.ITEM, role is Role.LIMIT))


def _settled(grid: Grid, columns: tuple[Column, ...], end: int) -> tuple[Column, ...]:
    """Columns without a role of their own: units under a shared head, lots side by side, a remark's column."""
    columns = _with_verdicts(grid, columns, end)
    roles = {c.role for c in columns}
    has_result = Role.RESULT in roles or not roles & _BESIDE_RESULTS
    out = [_as_result(grid, column, end, has_result=has_result) for column in columns]
    if not any(c.role is Role.RESULT for c in out) and any(c.role is Role.VERDICT for c in out):
        # A certificate of conformance prints only limits and a word: the word is what it reports.
        out = [replace(c, role=Role.RESULT) if c.role is Role.VERDICT else c for c in out]
    return tuple(out)


def _as_result(grid: Grid, column: Column, end: int, *, has_result: bool) -> Column:
    """A column whose head is a unit or a lot's own number holds results; so does one of values beside no other."""
    if column.role is not None or not column.heads:
        return column
    filled = [t for t in grid.below(column.index, end, min(grid.rows, end + 40)) if t]
    if not filled:
        return column
    values = sum(is_value(t) for t in filled)
    head_is_unit = is_unit_head(column.heads[-1].text)
    lots = _names_lot(column.label or "")
    if values >= 0.5 * len(filled) and (head_is_unit or not has_result or lots):
        return replace(column, role=Role.RESULT, sure=head_is_unit or lots)
    return replace(column, role=Role.RESULT, sure=False) if lots else column


def _sectioned(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """A column headed "Category" names sections where another names the items."""

    def may_section(column: Column) -> bool:
        return any(Role.SECTION in roles_of(cell.text) for cell in column.heads)

    if not any(c.role is Role.ITEM and not may_section(c) for c in columns):
        return columns
    return tuple(replace(c, role=Role.SECTION) if c.role is Role.ITEM and may_section(c) else c for c in columns)


def _own_labels(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Labels without what every labelled column shares: a head over all the lots says nothing of any of them."""
    labelled = [c for c in columns if c.label]
    shared = {h.text for h in labelled[0].heads} if len(labelled) > 1 else set()
    for column in labelled:
        shared &= {h.text for h in column.heads}
    if not shared:
        return columns
    own = {
        c.index: " ".join(h.text for h in c.heads if h.text not in shared and not roles_of(h.text)) for c in labelled
    }
    return tuple(replace(c, label=own[c.index] or c.label) if c.index in own else c for c in columns)


def _with_verdicts(grid: Grid, columns: tuple[Column, ...], end: int) -> tuple[Column, ...]:
    """A result's column that holds only words such as PASS, beside one that holds the values, is the verdict's."""
    results = [c for c in columns if c.role is Role.RESULT]
    worded = []
    for column in results:
        texts = [t for t in grid.below(column.index, end, grid.rows) if t]
        if texts and sum(is_verdict(t) for t in texts) >= 0.8 * len(texts):
            worded.append(column)
    if not worded or len(worded) == len(results):
        return columns
    return tuple(replace(c, role=Role.VERDICT) if c in worded else c for c in columns)


def _names_lot(text: str) -> bool:
    """A head that is a lot's or sample's own number or name."""
    return bool(re.search(r"\d", text)) and len(text) <= 40 and not is_unit_head(text)


def _orientation(columns: Sequence[Column]) -> Orientation | None:
    roles = {c.role for c in columns}
    if Role.ITEM in roles and roles & (_MEASURED | {Role.UNIT, Role.METHOD}):
        return Orientation.ITEMS_DOWN
    if roles & {Role.RESULT, Role.LIMIT, Role.MINIMUM, Role.MAXIMUM}:
        return Orientation.ITEMS_DOWN
    return None


def _with_subitems(grid: Grid, columns: tuple[Column, ...], end: int) -> tuple[Column, ...]:
    """A column of words without a head beside the items' column holds items too: the sub-items of a group."""
    out = list(columns)
    for i, (last, column) in enumerate(pairwise(columns), start=1):
        if out[i - 1].role is not Role.ITEM or column.role is not None or column.heads or last.role is not Role.ITEM:
            continue
        texts = list(grid.below(column.index, end, grid.rows))
        if texts and sum(not is_value(t) for t in texts) >= 0.7 * len(texts):
            out[i] = replace(column, role=Role.ITEM)
    return tuple(out)


def _with_items(grid: Grid, columns: tuple[Column, ...], end: int) -> tuple[Column, ...]:
    """Items run down but no head says where: the first column of words names them."""
    if any(c.role is Role.ITEM for c in columns):
        return _with_subitems(grid, columns, end)
    for column in columns:
        texts = list(grid.below(column.index, end, grid.rows))
        words = sum(not is_value(t) and not is_empty_mark(t) for t in texts)
        spare = column.role is Role.RESULT and sum(c.role is Role.RESULT for c in columns) > 1
        fits = spare or column.role in (None, Role.SAMPLE, Role.SECTION, Role.OTHER)
        if fits and texts and words >= 0.6 * len(texts):
            return tuple(replace(c, role=Role.ITEM, sure=False) if c is column else c for c in columns)
    return columns
