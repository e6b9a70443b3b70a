"""Items that run across: a column each, lots or specimens down the side, limits and units in rows of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lotgate.lexicon.heads import Role, roles_of
from lotgate.lexicon.shapes import is_bounded, is_empty_mark, is_numeric, is_unit, is_value
from lotgate.model.evidence import Fact
from lotgate.model.table import Cell
from lotgate.reading.drafts import Draft, fact_of, of_words
from lotgate.reading.grid import Grid
from lotgate.reading.heads import Column, Head
from lotgate.reading.names import parse_name
from lotgate.reading.rows import _SURE, Context, between, trailing_unit, with_sign

_SIDE_ROLES = frozenset(
    {
        Role.UNIT,
        Role.LIMIT,
        Role.MINIMUM,
        Role.MAXIMUM,
        Role.RESULT,
        Role.METHOD,
        Role.VERDICT,
        Role.TYPICAL,
        Role.TOLERANCE,
        Role.DETECTION,
        Role.UNCERTAINTY,
        Role.OTHER,
        Role.NUMBER,
    }
)


@dataclass(frozen=True, slots=True)
class _Across:
    """An item's column: its name and what the rows beside the results say of it."""

    column: Column
    name: Fact
    parts: tuple[str, ...]
    section: Fact | None
    unit: Fact | None


def read_across(
    grid: Grid, head: Head, first: int, last: int, context: Context
) -> tuple[list[Draft], set[int], Context]:
    """The items of every row of results, the rows they took, and what the next table inherits."""
    sure = _SURE[grid.table.source]
    samples = _sample_columns(grid, head, first, last)
    items = [item for column in head.columns if column not in samples and (item := _item(grid, head, column, sure))]
    items = [item for item in items if _holds_values(grid, item.column, first, last)]
    said: dict[tuple[Role, int], Cell] = {}
    drafts: list[tuple[Draft, int]] = []
    used: set[int] = set()
    for row in range(first, last):
        side = _side_role(grid, row, samples, items)
        if side in (
            Role.UNIT,
            Role.LIMIT,
            Role.MINIMUM,
            Role.MAXIMUM,
            Role.METHOD,
            Role.VERDICT,
            Role.TYPICAL,
            Role.TOLERANCE,
        ):
            used.add(row)
            for item in items:
                cell = grid.at(row, item.column.index)
                if cell and not is_empty_mark(cell.text):
                    said[side, item.column.index] = cell
            continue
        if side not in (None, Role.RESULT):
            used.add(row)
            continue
        sample = _sample(grid, row, samples, sure) if side is None else None
        found = _row(grid, row, items, sample or context.sample, context, sure)
        if found and (side is Role.RESULT or sample or not samples or _mostly_values(grid, row, items)):
            used.add(row)
            drafts += found
    return [_completed(draft, column, said, sure) for draft, column in drafts], used, context


def _sample_columns(grid: Grid, head: Head, first: int, last: int) -> list[Column]:
    """The columns that name what each row belongs to: by their head, else the first column of words."""
    named = head.of(Role.SAMPLE)
    if named:
        return named
    column = next((c for c in head.columns if c.heads or any(grid.below(c.index, first, last))), head.columns[0])
    texts = list(grid.below(column.index, first, last))
    words = [t for t in texts if not is_numeric(t) or len(re.sub(r"\D", "", t)) >= 5]
    return [column] if texts and len(words) >= 0.5 * len(texts) else []


def _item(grid: Grid, head: Head, column: Column, sure: float) -> _Across | None:
    if column.role in (Role.NUMBER, Role.OTHER, Role.METHOD, Role.SAMPLE, Role.VERDICT) or not column.heads:
        return None
    heads = [h for h in column.heads if not (is_unit(h.text) and len(column.heads) > 1)]
    if not heads:
        return None
    own, groups = heads[-1], [h for h in heads[:-1] if h.column_span > 1]
    stacked = [h for h in heads if h.column_span == own.column_span and h is not own]
    text = " ".join(h.text for h in [*stacked, own])
    words = tuple(w for h in [*stacked, own] for w in h.words)
    name = parse_name(text)
    unit = None
    if column.unit or name.unit:
        unit = of_words(words if name.unit else column.heads[-1].words, name.unit or column.unit or "", sure)
    elif groups and (shared := re.search(r"[(（]?([%‰]|MPa|J|ppm|mg/kg|mm)[)）]?\s*$", groups[-1].text)):
        unit = fact_of(groups[-1], sure, shared[1])
    return _Across(
        column, of_words(words, name.text, sure), name.parts, fact_of(groups[-1], sure) if groups else None, unit
    )


def _holds_values(grid: Grid, column: Column, first: int, last: int) -> bool:
    texts = [t for t in grid.below(column.index, first, min(last, first + 60)) if t]
    values = sum(is_value(t) and not re.search(r"\d{4}[-./]\d", t) for t in texts)
    return bool(texts) and values >= 0.5 * len(texts)


def _side_role(grid: Grid, row: int, samples: Sequence[Column], items: Sequence[_Across]) -> Role | None:
    """What a row says of every item, by the word at its side: unit, limit, minimum; ``None`` for a lot's row."""
    for column in samples or ():
        cell = grid.at(row, column.index)
        if cell is None:
            continue
        roles = roles_of(cell.text) & _SIDE_ROLES
        if roles:
            for role in (Role.MINIMUM, Role.MAXIMUM, Role.LIMIT, Role.UNIT, Role.METHOD, Role.RESULT):
                if role in roles:
                    return role
            return next(iter(roles))
    cells = [c for item in items if (c := grid.at(row, item.column.index))]
    if (
        len(cells) >= 2
        and all(is_unit(c.text) or is_empty_mark(c.text) for c in cells)
        and any(is_unit(c.text) for c in cells)
    ):
        return Role.UNIT
    return None


def _sample(grid: Grid, row: int, samples: Sequence[Column], sure: float) -> Fact | None:
    cells = [c for column in samples if (c := grid.at(row, column.index))]
    cells = list(dict.fromkeys(cells))
    if not cells:
        return None
    return of_words(tuple(w for c in cells for w in c.words), " ".join(c.text for c in cells), sure)


def _row(
    grid: Grid, row: int, items: Sequence[_Across], sample: Fact | None, context: Context, sure: float
) -> list[tuple[Draft, int]]:
    drafts = []
    last: Cell | None = None
    for item in items:
        cell = grid.at(row, item.column.index)
        if cell is None or cell is last or cell.row != row or not is_value(cell.text):
            continue
        last = cell
        drafts.append(
            (
                Draft(
                    name=item.name,
                    name_parts=item.parts,
                    result=fact_of(cell, sure),
                    section=item.section or context.section,
                    sample=sample,
                    unit=item.unit,
                ),
                item.column.index,
            )
        )
    return drafts


def _mostly_values(grid: Grid, row: int, items: Sequence[_Across]) -> bool:
    cells = [c for item in items if (c := grid.at(row, item.column.index))]
    return len(cells) >= 2 and sum(is_value(c.text) for c in cells) >= 0.7 * len(cells)


def _completed(draft: Draft, column: int, said: dict[tuple[Role, int], Cell], sure: float) -> Draft:
    """The draft with what the rows beside the results say of its column."""
    limit = said.get((Role.LIMIT, column))
    minimum, maximum = said.get((Role.MINIMUM, column)), said.get((Role.MAXIMUM, column))
    unit, method = said.get((Role.UNIT, column)), said.get((Role.METHOD, column))
    verdict = said.get((Role.VERDICT, column))
    if minimum or maximum:
        printed: Fact | None = between(minimum, maximum, sure)
    else:
        printed = fact_of(limit, sure) if limit else None
    if printed is not None and (sign := parse_name(draft.name.text).sign) and not is_bounded(printed.text):
        printed = with_sign(printed, sign)
    shown = fact_of(unit, sure) if unit else draft.unit
    if shown is None and draft.result and (trailing := trailing_unit(draft.result.text)):
        shown = replace(draft.result, text=trailing)
    return replace(
        draft,
        limit=printed,
        unit=shown,
        method=fact_of(method, sure) if method else None,
        verdict=fact_of(verdict, sure) if verdict else None,
    )
