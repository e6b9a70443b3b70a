"""Items that run across: a column each, lots or specimens down the side, limits and units in rows of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lotgate.lexicon.heads import Role, names_ages, roles_of
from lotgate.lexicon.shapes import is_empty_mark, is_unit_head, is_value, is_verdict
from lotgate.model.evidence import Fact
from lotgate.model.geometry import Box
from lotgate.model.table import Cell, TableSource
from lotgate.reading.across_columns import Across, is_reported, items_across, sample_columns, side_title
from lotgate.reading.across_sides import (
    BOUNDS,
    FEWEST_CELLS,
    STATED,
    Sides,
    are_lots,
    cells_in,
    naming_columns,
    sample_of,
    side_unit,
    unit_at_side,
    unit_of_bounds,
)
from lotgate.reading.columns import Column, scaled
from lotgate.reading.context import CROWDED, SURE, Context
from lotgate.reading.drafts import Draft, doubted, fact_of
from lotgate.reading.grid import Grid
from lotgate.reading.heads import Head
from lotgate.reading.looks import known_share
from lotgate.reading.names import parse_name
from lotgate.reading.plausible import with_unlike_doubted
from lotgate.reading.printed_limits import between, toleranced
from lotgate.reading.printed_units import trailing_unit
from lotgate.reading.row_facts import holds_several

_FACTOR = re.compile(r"[×xX]?\s*(?:10+|[1-6]|10[²³⁴-⁶⁻].*)")
_LOWER, _OTHERWISE = "\0lower", "\0otherwise"
"""Behind an item's key: the other side of its tolerance, and a second row that bounds it differently."""
_UNNAMED = 0.7
"""A row of values that names no lot, in a table whose other rows do: perhaps a second line of heads' values."""
_INFERRED = 0.85
"""A limit's row or column that only its bounds tell."""
_KNOWN = 0.5


def read_across(
    grid: Grid, head: Head, first: int, last: int, context: Context
) -> tuple[list[Draft], set[int], Context]:
    """The items of every row of results, the rows they took, and what the next table inherits."""
    title = side_title(grid, head)
    if title is None:
        return _read_beside(grid, head, first, last, context)
    own = replace(head, columns=tuple(c for c in head.columns if c.heads[:1] != (title,)))
    last = min(last, title.row + title.row_span)
    drafts, used, after = _read_beside(grid, own, first, last, _titled(title, context, SURE[grid.table.source]))
    return drafts, used, replace(context, said=after.said)


def _read_beside(
    grid: Grid, head: Head, first: int, last: int, context: Context
) -> tuple[list[Draft], set[int], Context]:
    sure = SURE[grid.table.source]
    samples = sample_columns(grid, head, first, last)
    last = next((row for row in range(first + 1, last) if _heads_again(grid, row, samples)), last)
    lots = are_lots(grid, samples, range(first, last))
    items = items_across(grid, head, samples, first, last, sure)
    sides = Sides(grid, samples, items, range(first, last))
    said = dict(context.said)
    drafts: list[tuple[Draft, str]] = []
    used: set[int] = set()
    astray = False
    above: tuple[int, Fact] | None = None
    for row in range(first, last):
        side = sides.roles[row] or (Role.LIMIT if row in sides.bounds else None)
        if side in STATED:
            used.add(row)
            _hear(grid, row, samples, items, side, said)
            continue
        if side not in (None, Role.RESULT):
            used.add(row)
            continue
        if _speaks_across(grid, row, samples, items):
            continue
        sample = sample_of(grid, row, naming_columns(samples, side), _UNNAMED if row in sides.strange else sure)
        unit = sample if sample and is_unit_head(sample.text) else None
        own = None if unit else sample or context.sample
        if sample and not unit:
            above = (row, sample)
        further = above if own is None and side is None and above and _is_further(grid, row, above[0], items) else None
        own = further[1] if further else own
        unnamed = bool(samples) and own is None and side is None and not unit
        doubtful = unnamed or bool(further) or row in sides.strange
        found = _judged(
            _row(grid, row, items, own, context, _UNNAMED if doubtful else sure),
            _verdict_of_row(grid, row, head, sure),
        )
        if unit:
            found = [(replace(draft, unit=unit), key) for draft, key in found]
            found = _in_other_units(drafts, found)
        elif side is Role.RESULT and (behind := side_unit(grid, row, samples, sure)):
            found = [(replace(draft, unit=draft.unit or behind), key) for draft, key in found]
        if found and (side is Role.RESULT or own or not samples or _mostly_values(grid, row, items)):
            drafts += found
            astray = astray or (unnamed and bool(found))
        elif not unit:
            continue
        used.add(row)
    limited = _UNNAMED if sides.strange else _INFERRED if sides.bounds else sure
    completed = [_completed(draft, key, said, sure, limited) for draft, key in drafts]
    # Rows that belong to no lot say that the table is not what it was taken for.
    unlike = astray or not _understood(items, samples, sides)
    most = _UNNAMED if unlike else CROWDED if _is_crowded(grid, items, used) else sure
    completed = with_unlike_doubted([doubted(draft, most) for draft in completed])
    stated = unit_at_side(samples, sure) or unit_of_bounds(grid, sides, samples, sure)
    units = _UNNAMED if any(_may_scale(grid, row, items) for row in sides.strange) else sure
    completed = [
        replace(d, unit=_scaled(d.unit, stated or context.unit, units), lot=lots or context.lot) for d in completed
    ]
    return _at_ages(completed, samples, context.sample), used, replace(context, said=said)


def _titled(title: Cell, context: Context, sure: float) -> Context:
    """The context of rows that a cell at their side covers: their section, and the unit that it prints."""
    section = fact_of(title, sure)
    unit = parse_name(title.text).unit
    return replace(context, section=section, unit=replace(section, text=unit) if unit else context.unit)


def _at_ages(drafts: Sequence[Draft], samples: Sequence[Column], lot: Fact | None) -> list[Draft]:
    """The items of rows whose side says how old the specimens were: the age is part of the name, "3d 抗压强度"."""
    if not any(names_ages(cell.text) for column in samples for cell in column.heads):
        return list(drafts)
    return [_at_age(d, d.sample, lot) if d.sample and d.sample is not lot else d for d in drafts]


def _at_age(draft: Draft, age: Fact, lot: Fact | None) -> Draft:
    evidence = replace(
        draft.name.evidence,
        box=Box.around((age.evidence.box, draft.name.evidence.box)),
        words=age.evidence.words + draft.name.evidence.words,
    )
    name = Fact(f"{age.text} {draft.name.text}", evidence, min(age.confidence, draft.name.confidence))
    parts = dict.fromkeys(f"{age.text} {part}" for part in draft.name_parts)
    return replace(draft, name=name, name_parts=tuple(parts), sample=lot)


def _heads_again(grid: Grid, row: int, samples: Sequence[Column]) -> bool:
    """Another head over the lots below results: the next table, whose columns are its own."""
    side = next((c for column in samples if (c := grid.at(row, column.index)) and c.row == row), None)
    beside = [c for c in grid.row(row) if c is not side]
    return (
        grid.table.source is TableSource.ALIGNED
        and side is not None
        and Role.SAMPLE in roles_of(side.text)
        and len(beside) >= FEWEST_CELLS
        and not any(is_reported(c.text) for c in beside)
    )


def _is_further(grid: Grid, row: int, lot_row: int, items: Sequence[Across]) -> bool:
    """A further specimen of the lot above: no lot's number, and results in some of the lot's columns, not in all.

    A row as full as the lot's own is another lot, whose number is printed nowhere or was not read.
    """
    own, lots = (
        {i for i, item in enumerate(items) if any(grid.at(r, c.index) for c in item.columns)} for r in (row, lot_row)
    )
    return bool(own) and own < lots


def _hear(
    grid: Grid,
    row: int,
    samples: Sequence[Column],
    items: Sequence[Across],
    side: Role,
    said: dict[tuple[Role, str], Cell],
) -> None:
    """Keep what a row says of each item; a second row of tolerances is the other side's."""
    sides = {id(c) for column in samples if (c := grid.at(row, column.index))}
    for item in items:
        cells = (c for column in item.columns if (c := grid.at(row, column.index)) and c not in column.heads)
        cell = next(cells, None)
        if cell and side is Role.VERDICT and cell.column_span > 1 and not is_verdict(cell.text):
            continue  # a sentence over several items concludes, and judges none of them
        if cell and id(cell) not in sides and (side is Role.UNIT or not is_empty_mark(cell.text)):
            key = item.key + _LOWER if side is Role.TOLERANCE and (side, item.key) in said else item.key
            first = said.setdefault((side, key), cell)
            if side in BOUNDS and first.text != cell.text:
                said[side, item.key + _OTHERWISE] = cell


def _understood(items: Sequence[Across], samples: Sequence[Column], sides: Sides) -> bool:
    """Whether anything but the place says that items run across: a head over the lots, a row's head, known names.

    Nothing is where a name comes twice, or stands for no name at all.
    """
    names = {(item.key, item.section.text if item.section else None) for item in items}
    if len(names) < len(items) or any(item.strange for item in items):
        return False
    headed = any(column.role is Role.SAMPLE for column in samples) or sides.known
    return headed or known_share(item.name.text for item in items) >= _KNOWN


def _is_crowded(grid: Grid, items: Sequence[Across], rows: set[int]) -> bool:
    """Whether cells hold several values that stand apart: columns that were not cut where the print parts them."""
    if grid.table.source is not TableSource.ALIGNED:
        return False
    crowded = sum(any(holds_several(cell) for cell in cells_in(grid, row, items)) for row in rows)
    return crowded > 0.1 * len(rows)


def _may_scale(grid: Grid, row: int, items: Sequence[Across]) -> bool:
    """Whether a row's figures may be what those below were multiplied by: "100 | 100 | 1000", or "2 | 2 | 3"."""
    return all(_FACTOR.fullmatch(cell.text) or is_empty_mark(cell.text) for cell in cells_in(grid, row, items))


def _scaled(unit: Fact | None, base: Fact | None, most: float) -> Fact | None:
    """A row's part of ten with the unit that the table states for all, "×10⁻²" with "%"; either where one is alone."""
    shown = unit or base
    if shown is None:
        return None
    text = scaled(shown.text, [base.text]) if base else shown.text
    return replace(shown, text=text or shown.text, confidence=min(shown.confidence, most))


def _row(
    grid: Grid, row: int, items: Sequence[Across], sample: Fact | None, context: Context, sure: float
) -> list[tuple[Draft, str]]:
    drafts = []
    shared = Counter(id(c) for item in items for c in {id(c): c for c in cells_in(grid, row, [item])}.values())
    for item in items:
        cells = [c for column in item.columns if (c := grid.at(row, column.index)) and c.row == row]
        cells = [c for c in dict.fromkeys(cells) if (item.worded or is_reported(c.text)) and shared[id(c)] == 1]
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
        drafts.append((_with_own(grid, row, item, draft, sure), item.key))
    # Words alone under the items are a conclusion or a signature.
    return drafts if any(is_reported(draft.result.text) for draft, _ in drafts if draft.result) else []


def _with_own(grid: Grid, row: int, item: Across, draft: Draft, sure: float) -> Draft:
    """The draft with what the row says of it in the columns under its own name."""

    def told(role: Role) -> Cell | None:
        column = item.beside.get(role)
        return (grid.at(row, column.index) if column is not None else None) or None

    def fact(role: Role) -> Fact | None:
        cell, column = told(role), item.beside.get(role)
        own = sure if column is not None and column.role is role and column.sure else min(sure, _INFERRED)
        return fact_of(cell, own) if cell and not is_empty_mark(cell.text) else None

    minimum, maximum = told(Role.MINIMUM), told(Role.MAXIMUM)
    limit = between(minimum, maximum, sure) if minimum or maximum else fact(Role.LIMIT)
    return replace(draft, limit=limit, unit=fact(Role.UNIT) or draft.unit, verdict=fact(Role.VERDICT))


def _verdict_of_row(grid: Grid, row: int, head: Head, sure: float) -> Fact | None:
    """What the row says of its lot as a whole, in the one column for that."""
    columns = head.of(Role.VERDICT)
    cell = grid.at(row, columns[0].index) if len(columns) == 1 else None
    return fact_of(cell, sure) if cell and cell.row_span == 1 and is_verdict(cell.text) else None


def _judged(found: list[tuple[Draft, str]], verdict: Fact | None) -> list[tuple[Draft, str]]:
    return [(replace(draft, verdict=draft.verdict or verdict), key) for draft, key in found]


def _in_other_units(drafts: list[tuple[Draft, str]], found: list[tuple[Draft, str]]) -> list[tuple[Draft, str]]:
    """The same items in a second row, in another unit: other ways of saying the results before, not results."""
    before = {key: i for i, (draft, key) in enumerate(drafts) if draft.sample is None and draft.unit}
    for draft, key in found:
        if key in before and draft.result:
            earlier, _ = drafts[before[key]]
            drafts[before[key]] = (replace(earlier, also=(*earlier.also, draft.result)), key)
    return [(draft, key) for draft, key in found if key not in before]


def _speaks_across(grid: Grid, row: int, samples: Sequence[Column], items: Sequence[Across]) -> bool:
    """One text under the lots' head and under an item's: a conclusion or a note, not a lot's row."""
    sides = {id(c) for column in samples if (c := grid.at(row, column.index))}
    return any(id(c) in sides for c in cells_in(grid, row, items))


def _mostly_values(grid: Grid, row: int, items: Sequence[Across]) -> bool:
    cells = cells_in(grid, row, items)
    return len(cells) >= 2 and sum(is_value(c.text) for c in cells) >= 0.7 * len(cells)


def _completed(draft: Draft, key: str, said: Mapping[tuple[Role, str], Cell], sure: float, limited: float) -> Draft:
    """The draft with what the rows beside the results say of its column; its limit no surer than ``limited``."""
    unit, method, verdict = (said.get((role, key)) for role in (Role.UNIT, Role.METHOD, Role.VERDICT))
    shown = fact_of(unit, sure) if unit else draft.unit
    shown = _scaled(shown, draft.unit, sure)
    if unit and is_empty_mark(unit.text):
        shown = None
    if shown is None and draft.result and (trailing := trailing_unit(draft.result.text)):
        shown = replace(draft.result, text=trailing)
    return replace(
        draft,
        limit=_limit(key, said, limited) or draft.limit,
        unit=shown,
        method=fact_of(method, sure) if method else None,
        verdict=fact_of(verdict, sure) if verdict else draft.verdict,
    )


def _limit(key: str, said: Mapping[tuple[Role, str], Cell], sure: float) -> Fact | None:
    minimum, maximum = said.get((Role.MINIMUM, key)), said.get((Role.MAXIMUM, key))
    if any((role, key + _OTHERWISE) in said for role in BOUNDS):
        sure = min(sure, _UNNAMED)
    if minimum or maximum:
        return between(minimum, maximum, sure)
    stated = said.get((Role.LIMIT, key))
    target, tolerance = stated or said.get((Role.TYPICAL, key)), said.get((Role.TOLERANCE, key))
    if target and tolerance:
        other = said.get((Role.TOLERANCE, key + _LOWER))
        return toleranced(target, [tolerance, other] if other else [tolerance], sure)
    return fact_of(stated, sure) if stated else None
