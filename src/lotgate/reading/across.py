"""Items that run across: a column each, lots or specimens down the side, limits and units in rows of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lotgate.lexicon.header_words import label_of
from lotgate.lexicon.heads import Role, names_lots, roles_of
from lotgate.lexicon.shapes import folded, is_empty_mark, is_numeric, is_unit, is_unit_head, is_value, is_verdict
from lotgate.model.evidence import Fact
from lotgate.model.table import Cell
from lotgate.reading.columns import Column
from lotgate.reading.drafts import Draft, doubted, fact_of, of_words
from lotgate.reading.grid import Grid
from lotgate.reading.heads import Head
from lotgate.reading.names import parse_name
from lotgate.reading.printed_limits import between, toleranced
from lotgate.reading.printed_units import trailing_unit
from lotgate.reading.rows import SURE, Context, is_specimen

_SIDE_ROLES = frozenset(Role) - {Role.ITEM, Role.SAMPLE, Role.SECTION}
_STATED = (
    Role.TOLERANCE,
    Role.MINIMUM,
    Role.MAXIMUM,
    Role.LIMIT,
    Role.UNIT,
    Role.METHOD,
    Role.VERDICT,
    Role.TYPICAL,
)
_LOT_DIGITS = 5
_LOWER = "\0lower"
_UNNAMED = 0.7
"""A row of values that names no lot, in a table whose other rows do: perhaps a second line of heads' values."""
_DATE_INSIDE = re.compile(r"\d{4}[-./]\d|^\d{1,2}/[A-Z][a-z]{2}")


@dataclass(frozen=True, slots=True)
class _Across:
    """An item's columns (several where specimens stand side by side), its name, and what the head says of it."""

    columns: tuple[Column, ...]
    name: Fact
    parts: tuple[str, ...]
    section: Fact | None
    unit: Fact | None
    worded: bool = False
    """Whether its results are words, "no visible impurities": a limit in words says so."""

    @property
    def key(self) -> str:
        return folded(self.name.text)


def read_across(
    grid: Grid, head: Head, first: int, last: int, context: Context
) -> tuple[list[Draft], set[int], Context]:
    """The items of every row of results, the rows they took, and what the next table inherits."""
    sure = SURE[grid.table.source]
    samples = _sample_columns(grid, head, first, last)
    lots = any(names_lots(cell.text) for column in samples for cell in column.heads)
    items = _items(grid, head, samples, first, last, sure)
    said = dict(context.said)
    drafts: list[tuple[Draft, str]] = []
    used: set[int] = set()
    astray = False
    above: tuple[int, Fact] | None = None
    for row in range(first, last):
        side = _side_role(grid, row, samples, items)
        if side in _STATED:
            used.add(row)
            _hear(grid, row, items, side, said)
            continue
        if side not in (None, Role.RESULT):
            used.add(row)
            continue
        if _speaks_across(grid, row, samples, items):
            continue
        sample = _sample(grid, row, samples, sure) if side is None else None
        unit = sample if sample and is_unit_head(sample.text) else None
        own = None if unit else sample or context.sample
        if sample and not unit:
            above = (row, sample)
        further = above is not None and own is None and side is None and _is_further(grid, row, above[0], items)
        if further and above:
            own = above[1]
        unnamed = bool(samples) and own is None and side is None and not unit
        found = _row(grid, row, items, own, context, _UNNAMED if unnamed or further else sure)
        if unit:
            found = [(replace(draft, unit=unit), key) for draft, key in found]
            found = _in_other_units(drafts, found)
        elif side is Role.RESULT and (behind := _side_unit(grid, row, samples, sure)):
            found = [(replace(draft, unit=draft.unit or behind), key) for draft, key in found]
        if found and (side is Role.RESULT or own or not samples or _mostly_values(grid, row, items)):
            drafts += found
            astray = astray or (unnamed and bool(found))
        elif not unit:
            continue
        used.add(row)
    completed = [_completed(draft, key, said, sure) for draft, key in drafts]
    shared = next((fact_of(h, sure) for c in samples for h in c.heads if is_unit_head(h.text)), context.unit)
    if astray or any(item.name.confidence <= _UNNAMED for item in items):
        # Rows that belong to no lot say that the table is not what it was taken for.
        completed = [doubted(draft, _UNNAMED) for draft in completed]
    completed = [replace(d, unit=d.unit or shared, lot=lots or context.lot) for d in completed]
    return completed, used, replace(context, said=said)


def _is_further(grid: Grid, row: int, lot_row: int, items: Sequence[_Across]) -> bool:
    """A further specimen of the lot above: no lot's number, and results in some of the lot's columns, not in all.

    A row as full as the lot's own is another lot, whose number is printed nowhere or was not read.
    """
    own, lots = (
        {i for i, item in enumerate(items) if any(grid.at(r, c.index) for c in item.columns)} for r in (row, lot_row)
    )
    return bool(own) and own < lots


def _hear(grid: Grid, row: int, items: Sequence[_Across], side: Role, said: dict[tuple[Role, str], Cell]) -> None:
    """Keep what a row says of each item; a second row of tolerances is the other side's."""
    for item in items:
        cell = next((c for column in item.columns if (c := grid.at(row, column.index))), None)
        if cell and (side is Role.UNIT or not is_empty_mark(cell.text)):
            key = item.key + _LOWER if side is Role.TOLERANCE and (side, item.key) in said else item.key
            said.setdefault((side, key), cell)


# --- columns ---


def _sample_columns(grid: Grid, head: Head, first: int, last: int) -> list[Column]:
    """The columns that name what each row belongs to: by their head, else the first column of words."""
    named = head.of(Role.SAMPLE)
    if named:
        return named
    column = next((c for c in head.columns if c.heads or any(grid.below(c.index, first, last))), head.columns[0])
    texts = list(grid.below(column.index, first, last))
    words = [t for t in texts if not is_numeric(t) or len(re.sub(r"\D", "", t)) >= _LOT_DIGITS]
    return [column] if texts and len(words) >= 0.5 * len(texts) else []


def _items(grid: Grid, head: Head, samples: Sequence[Column], first: int, last: int, sure: float) -> list[_Across]:
    items: list[_Across] = []
    limits = [row for row in range(first, last) if _names_limits(grid, row, samples)]
    for column in head.columns:
        if column in samples:
            continue
        worded = not _holds_values(grid, column, first, last)
        if worded and not any((cell := grid.at(row, column.index)) and _is_described(cell.text) for row in limits):
            continue
        item = _item(column, sure, worded=worded)
        if item is None:
            continue
        if items and items[-1].name == item.name and items[-1].section == item.section:
            items[-1] = replace(items[-1], columns=(*items[-1].columns, column))
        else:
            items.append(item)
    return items


def _item(column: Column, sure: float, *, worded: bool) -> _Across | None:
    if column.role not in (None, Role.RESULT) or not column.heads:
        return None
    label = label_of(column.heads[-1].text)
    if label is not None and label.field is not None:
        return None
    heads = [h for h in column.heads if not (is_unit_head(h.text) and len(column.heads) > 1)]
    if len(heads) > 1 and is_specimen(heads[-1].text):
        heads.pop()
    if not heads:
        return None
    if any(is_numeric(h.text) for h in heads):
        # Figures between the names and the results: a scale, or a second line of names below. Not understood.
        sure = _UNNAMED
    own = heads[-1]
    groups = [h for h in heads[:-1] if h.column_span > own.column_span]
    stacked = [h for h in heads[:-1] if h not in groups]
    words = tuple(w for h in [*stacked, own] for w in h.words)
    name = parse_name(" ".join(h.text for h in [*stacked, own]))
    unit = None
    if name.unit or column.unit:
        unit = of_words(words if name.unit else column.heads[-1].words, name.unit or column.unit or "", sure)
    section = fact_of(groups[-1], sure) if groups else None
    return _Across((column,), of_words(words, name.text, sure), name.parts, section, unit, worded)


def _holds_values(grid: Grid, column: Column, first: int, last: int) -> bool:
    texts = [t for t in grid.below(column.index, first, min(last, first + 60)) if t]
    values = sum(_is_reported(t) and not _DATE_INSIDE.search(t) for t in texts)
    return bool(texts) and values >= 0.5 * len(texts)


def _names_limits(grid: Grid, row: int, samples: Sequence[Column]) -> bool:
    return any((cell := grid.at(row, c.index)) and Role.LIMIT in roles_of(cell.text) for c in samples)


def _is_described(text: str) -> bool:
    return not is_value(text) and not is_empty_mark(text)


def _is_reported(text: str) -> bool:
    return is_value(text) or is_verdict(text)


# --- rows ---


def _side_role(grid: Grid, row: int, samples: Sequence[Column], items: Sequence[_Across]) -> Role | None:
    """What a row says of every item, by the word at its side: unit, limit, minimum; ``None`` for a lot's row."""
    for column in samples:
        cell = grid.at(row, column.index)
        if cell is None:
            continue
        roles = roles_of(_without_unit(cell.text)) & _SIDE_ROLES
        if roles:
            return next((role for role in (*_STATED, Role.RESULT) if role in roles), next(iter(roles)))
    cells = _cells(grid, row, items)
    units = sum(is_unit_head(c.text) for c in cells)
    if len(cells) >= 2 and units and all(is_unit(c.text) or is_empty_mark(c.text) for c in cells):
        return Role.UNIT
    return None


def _without_unit(text: str) -> str:
    """ "Max. ppm" as "Max."."""
    first, _, last = text.rpartition(" ")
    return first if first and is_unit_head(last) else text


def _side_unit(grid: Grid, row: int, samples: Sequence[Column], sure: float) -> Fact | None:
    """The unit behind the word at a row's side."""
    for column in samples:
        cell = grid.at(row, column.index)
        if cell and (last := cell.text.rpartition(" ")[2]) != cell.text and is_unit_head(last):
            return fact_of(cell, sure, last)
    return None


def _cells(grid: Grid, row: int, items: Sequence[_Across]) -> list[Cell]:
    return [c for item in items for column in item.columns if (c := grid.at(row, column.index))]


def _sample(grid: Grid, row: int, samples: Sequence[Column], sure: float) -> Fact | None:
    cells = list(dict.fromkeys(c for column in samples if (c := grid.at(row, column.index))))
    if not cells:
        return None
    return of_words(tuple(w for c in cells for w in c.words), " ".join(c.text for c in cells), sure)


def _row(
    grid: Grid, row: int, items: Sequence[_Across], sample: Fact | None, context: Context, sure: float
) -> list[tuple[Draft, str]]:
    drafts = []
    shared = Counter(id(c) for item in items for c in {id(c): c for c in _cells(grid, row, [item])}.values())
    for item in items:
        cells = [c for column in item.columns if (c := grid.at(row, column.index)) and c.row == row]
        cells = [c for c in dict.fromkeys(cells) if (item.worded or _is_reported(c.text)) and shared[id(c)] == 1]
        if not cells:
            continue
        draft = Draft(
            name=item.name,
            name_parts=item.parts,
            result=fact_of(cells[0], sure),
            also=tuple(fact_of(c, sure) for c in cells[1:]),
            section=item.section or context.section,
            sample=sample,
            unit=item.unit,
        )
        drafts.append((draft, item.key))
    # Words alone under the items are a conclusion or a signature.
    return drafts if any(_is_reported(draft.result.text) for draft, _ in drafts if draft.result) else []


def _in_other_units(drafts: list[tuple[Draft, str]], found: list[tuple[Draft, str]]) -> list[tuple[Draft, str]]:
    """The same items in a second row, in another unit: other ways of saying the results before, not results."""
    before = {key: i for i, (draft, key) in enumerate(drafts) if draft.sample is None and draft.unit}
    for draft, key in found:
        if key in before and draft.result:
            earlier, _ = drafts[before[key]]
            drafts[before[key]] = (replace(earlier, also=(*earlier.also, draft.result)), key)
    return [(draft, key) for draft, key in found if key not in before]


def _speaks_across(grid: Grid, row: int, samples: Sequence[Column], items: Sequence[_Across]) -> bool:
    """One text under the lots' head and under an item's: a conclusion or a note, not a lot's row."""
    sides = {id(c) for column in samples if (c := grid.at(row, column.index))}
    return any(id(c) in sides for c in _cells(grid, row, items))


def _mostly_values(grid: Grid, row: int, items: Sequence[_Across]) -> bool:
    cells = _cells(grid, row, items)
    return len(cells) >= 2 and sum(is_value(c.text) for c in cells) >= 0.7 * len(cells)


def _completed(draft: Draft, key: str, said: Mapping[tuple[Role, str], Cell], sure: float) -> Draft:
    """The draft with what the rows beside the results say of its column."""
    unit, method, verdict = (said.get((role, key)) for role in (Role.UNIT, Role.METHOD, Role.VERDICT))
    shown = fact_of(unit, sure) if unit else draft.unit
    if unit and is_empty_mark(unit.text):
        shown = None
    if shown is None and draft.result and (trailing := trailing_unit(draft.result.text)):
        shown = replace(draft.result, text=trailing)
    return replace(
        draft,
        limit=_limit(key, said, sure),
        unit=shown,
        method=fact_of(method, sure) if method else None,
        verdict=fact_of(verdict, sure) if verdict else None,
    )


def _limit(key: str, said: Mapping[tuple[Role, str], Cell], sure: float) -> Fact | None:
    minimum, maximum = said.get((Role.MINIMUM, key)), said.get((Role.MAXIMUM, key))
    if minimum or maximum:
        return between(minimum, maximum, sure)
    stated = said.get((Role.LIMIT, key))
    target, tolerance = stated or said.get((Role.TYPICAL, key)), said.get((Role.TOLERANCE, key))
    if target and tolerance:
        other = said.get((Role.TOLERANCE, key + _LOWER))
        return toleranced(target, [tolerance, other] if other else [tolerance], sure)
    return fact_of(stated, sure) if stated else None
