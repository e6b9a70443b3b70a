"""What each column of a table holds: from its head, from what stands in it, and from the columns beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lotgate.lexicon.heads import Role, field_code_end, names_result_and_limit, roles_of
from lotgate.lexicon.shapes import (
    is_bounded,
    is_empty_mark,
    is_method,
    is_part_of_ten,
    is_unit_head,
    is_unit_system,
    is_value,
    is_verdict,
    starts_numeric,
)
from lotgate.model.geometry import Box
from lotgate.model.lines import lines_of, paragraph
from lotgate.model.table import Cell
from lotgate.reading.grid import Grid
from lotgate.reading.looks import look_of
from lotgate.reading.names import parse_name
from lotgate.reading.printed_units import unbracketed, without_quantity

_BRACKET = re.compile(r"[(（\[【]\s*([^()（）\[\]【】]+)\s*[)）\]】]")
_STANDARD = re.compile(r"(?:[A-Z]{1,4}\s?/\s?)?(?:GB|HG|YB|QB|NY|JB|SH|YY|T|Q|ISO|EN|DIN|ASTM|BS|JIS|UNE|NF)\b")
_LONG_CODE = 4
_SIGNED = re.compile(r"[<>≤≥≦≧⩽⩾±]")
_GRADES = frozenset({Role.OTHER, Role.LIMIT})
SAMPLING, LEAST_SAMPLING = frozenset("ncmM"), frozenset("ncm")
_SUBITEMS = 2
"""Columns under one head that names items: a group and the items in it."""
_COUNTED = 4
"""Rows from which on 1, 2, 3 … is how a table counts them."""


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


def column_at(grid: Grid, index: int, first: int, end: int) -> Column:
    """The column under the head in rows ``first`` to before ``end``: its role by its lowest head that has one."""
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
        graded = bool(candidates & _GRADES) and candidates <= _GRADES | {Role.METHOD}
        if graded and cell is heads[-1] and _is_under_limits(heads, cell):
            label = cell.text  # "Grade A | Standard" under "Specification": a limit for each
            continue
        if candidates:
            sure = len(candidates) == 1 and not names_result_and_limit(cell.text)
            role = next(iter(candidates)) if sure else _by_content(grid, index, end, candidates)
            if role is Role.ITEM and cell.column_span > _SUBITEMS and cell is not heads[-1]:
                role = None  # "Properties" over each property's own column
            if role is Role.SAMPLE and label and cell.column_span > 1:
                role = Role.RESULT  # "Lot number" over each lot's own: results of several lots side by side
            if role in (Role.MINIMUM, Role.MAXIMUM) and _is_under_results(heads, cell):
                role, label = Role.RESULT, cell.text
            break
        if unit is None and (own := unit_line(cell) or _unit_of(cell.text)):
            unit = own
        elif not is_unit_head(cell.text) and not is_empty_mark(cell.text):
            label = f"{cell.text} {label}" if label else without_word(cell.text)
    if role in (Role.RESULT, Role.VERDICT) and label is None:
        label = _lot_over(heads)
    if label is not None and is_unit_system(label):
        label = None  # "SI | CGS" under one head: the same twice
    units = [u for cell in reversed(heads) if (u := _unit_of(cell.text))]
    unit = scaled(unit or next(iter(units), None), units)
    return Column(index, role, tuple(heads), unit, label, sure)


def scaled(unit: str | None, units: Sequence[str]) -> str | None:
    """A part of ten as it stands over figures, with the unit that a wider head says: "×10⁻²" under "%".

    Nothing is made of "×100": it may say by how much the figures were multiplied.
    """
    if unit is None or not is_part_of_ten(unit):
        return unit
    base = next((u for u in units if u != unit and not is_part_of_ten(u)), None)
    return f"{unit} {base}" if base else unit


def unit_line(cell: Cell) -> str | None:
    """The unit that stands alone on a head's last line: "Scorch t5" over "min"."""
    lines = lines_of(cell.words)
    if len(lines) < 2 or not is_unit_head(lines[-1].text):
        return None
    # "C32" over "HB": the field's number, and hardness, which is what is measured.
    numbered = len(lines) == 2 and field_code_end(f"{lines[0].text} {lines[1].text}") > len(lines[0].text)
    return None if numbered else unbracketed(lines[-1].text)


def without_unit_line(cell: Cell) -> Cell:
    """A head without the unit on its last line."""
    if unit_line(cell) is None:
        return cell
    words = tuple(word for line in lines_of(cell.words)[:-1] for word in line.words)
    return replace(cell, text=paragraph(words), words=words, box=Box.around(word.box for word in words))


def _lot_over(heads: Sequence[Cell]) -> str | None:
    """A lot's number over its own result and verdict."""
    over = [h.text for h in heads[:-1] if h.column_span > 1 and not roles_of(h.text) and _names_lot(h.text)]
    return without_word(over[-1]) if over else None


def _is_under_limits(heads: Sequence[Cell], lowest: Cell) -> bool:
    over = [h for h in heads if h is not lowest and h.column_span > 1]
    return bool(over) and roles_of(over[-1].text) == {Role.LIMIT} and lowest.column_span < over[-1].column_span


def _is_under_results(heads: Sequence[Cell], lowest: Cell) -> bool:
    """ "Min" under "Results": the least of several readings, no limit."""
    return any(h is not lowest and h.column_span > 1 and roles_of(h.text) == {Role.RESULT} for h in heads)


def without_word(text: str) -> str:
    """ "批号 HX24031" as the lot's number alone; "Batch 1" is the lot's whole name."""
    words = text.split()
    for count in range(len(words) - 1, 0, -1):
        rest = " ".join(words[count:])
        own = len(rest) >= _LONG_CODE and any(c.isdigit() for c in rest)
        if own and Role.SAMPLE in roles_of(" ".join(words[:count])):
            return rest
    return text


def _unit_of(head: str) -> str | None:
    """The unit in a head's brackets, or the head itself where it is a unit."""
    for inner in _BRACKET.findall(head):
        if is_unit_head(inner):
            return without_quantity(inner)
    if roles_of(head):
        if head[-1] in "%‰":
            return head[-1]  # "实测%": with no space before it
        first, _, last = head.rpartition(" ")
        return last if first and is_unit_head(last) and not roles_of(last) and roles_of(first) else None
    if is_unit_head(head):
        return head.strip("()（） ")
    *before, last = re.split(r"[,，\s]+", head)
    measured = bool(before) and before[-1][-1:].isdecimal()  # "Density at 20 °C"
    if len(last) > 1 and not measured and is_unit_head(last) and last.casefold() not in ("min", "max"):
        return last
    return parse_name(head).unit


def _by_content(grid: Grid, index: int, end: int, candidates: frozenset[Role]) -> Role:
    """Of several roles that a head allows, the one that the column's cells look like."""
    texts = list(grid.below(index, end, min(grid.rows, end + 30)))
    looks = {
        Role.METHOD: sum(_is_code(t) for t in texts),
        Role.LIMIT: sum(is_bounded(t) and not _is_code(t) for t in texts),
        Role.RESULT: sum(is_value(t) for t in texts),
        Role.VERDICT: sum(is_verdict(t) for t in texts),
        Role.UNIT: sum(is_unit_head(t) for t in texts),
        Role.NUMBER: sum(t.strip(".、").isdigit() and len(t) <= 3 for t in texts),
    }
    return max(sorted(candidates), key=lambda role: (looks.get(role, 0), role is Role.ITEM, role is Role.LIMIT))


def _is_code(text: str) -> bool:
    """A method's code, also where its figures look like a range: "EN 12004-2, 8.3"."""
    return is_method(text) and not starts_numeric(text) and not _SIGNED.search(text)


def settled(grid: Grid, columns: tuple[Column, ...], end: int) -> tuple[Column, ...]:
    """Columns without a role of their own: units under a shared head, lots side by side, a remark's column."""
    columns = _with_sampling(_with_numbers(grid, columns, end))
    return _with_verdicts(grid, tuple(_as_result(grid, column, end) for column in columns), end)


def reporting(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """A certificate of conformance prints only limits and a word: the word is what it reports."""
    if any(c.role is Role.RESULT for c in columns):
        return columns
    sure = all(c.sure for c in columns)
    return tuple(replace(c, role=Role.RESULT, sure=sure) if c.role is Role.VERDICT else c for c in columns)


def _with_sampling(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """ "n | c | m | M" side by side: a sampling plan's figures (ISO 7218, GB 4789.1), none of them a result."""
    signs = {c.heads[-1].text: c for c in columns if c.heads and c.heads[-1].text in SAMPLING}
    if not signs.keys() >= LEAST_SAMPLING:
        return columns
    return tuple(replace(c, role=Role.SAMPLING) if c in signs.values() else c for c in columns)


def _with_numbers(grid: Grid, columns: tuple[Column, ...], end: int) -> tuple[Column, ...]:
    """A column that counts the rows, under whatever head: 1, 2, 3 … are no results."""
    return tuple(
        replace(c, role=Role.NUMBER) if c.role is None and _counts(list(grid.below(c.index, end, grid.rows))) else c
        for c in columns
    )


def _counts(texts: Sequence[str]) -> bool:
    figures = [int(text) for text in texts if text.isdecimal()]
    follow = sum(b - a == 1 for a, b in pairwise(figures))
    return len(figures) >= _COUNTED and len(figures) >= 0.8 * len(texts) and follow >= 0.8 * (len(figures) - 1)


def _as_result(grid: Grid, column: Column, end: int) -> Column:
    """A column whose head is a unit or a lot's own number holds results."""
    if column.role is not None or not column.heads:
        return column
    filled = [t for t in grid.below(column.index, end, min(grid.rows, end + 40)) if t]
    if not filled:
        return column
    values = sum(is_value(t) for t in filled)
    if any(_STANDARD.match(head.text) and is_method(head.text) for head in column.heads):
        # "GB 15892-2020" over figures: what the standard asks for, and no lot of that number.
        return replace(column, role=Role.LIMIT, sure=False) if values >= 0.5 * len(filled) else column
    head_is_unit = is_unit_head(column.heads[-1].text)
    lots = _names_lot(column.label or "")
    if look_of(filled).bounds or not (head_is_unit or lots):
        return column  # "ISO 9001 spec" heads limits, no lot
    return (
        replace(column, role=Role.RESULT, sure=column.sure and values >= 0.5 * len(filled))
        if values or lots
        else column
    )


def sectioned(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """A column headed "Category" names sections where another names the items."""

    def may_section(column: Column) -> bool:
        return any(Role.SECTION in roles_of(cell.text) for cell in column.heads)

    if not any(c.role is Role.ITEM and not may_section(c) for c in columns):
        return columns
    return tuple(replace(c, role=Role.SECTION) if c.role is Role.ITEM and may_section(c) else c for c in columns)


def own_labels(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Labels without what every labelled column shares: a head over all the lots says nothing of any of them."""
    labelled = [c for c in columns if c.label]
    shared = {h.text for h in labelled[0].heads} if len(labelled) > 1 else set()
    for column in labelled:
        shared &= {h.text for h in column.heads}
    if not shared:
        return columns
    own = {
        c.index: without_word(" ".join(h.text for h in c.heads if h.text not in shared and not roles_of(h.text)))
        for c in labelled
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


def with_items(grid: Grid, columns: tuple[Column, ...], end: int) -> tuple[Column, ...]:
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
