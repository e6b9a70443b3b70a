"""Items that run down: each row under a head is an item, a section's heading, a lot's band or a note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lotgate.lexicon.header_words import company_end, label_of
from lotgate.lexicon.heads import Role, names_lots, roles_of
from lotgate.lexicon.shapes import (
    is_bounded,
    is_closing,
    is_date,
    is_empty_mark,
    is_method,
    is_numeric,
    is_value,
    is_verdict,
)
from lotgate.model.certificate import HeaderField
from lotgate.model.document import Word
from lotgate.model.evidence import Fact
from lotgate.model.geometry import Box
from lotgate.model.table import Cell, TableSource
from lotgate.reading.context import CROWDED, UNSURE, Context
from lotgate.reading.drafts import Draft, doubted, fact_of, of_words
from lotgate.reading.grid import Grid
from lotgate.reading.heads import Head
from lotgate.reading.names import parse_name
from lotgate.reading.plausible import with_doubts
from lotgate.reading.printed_limits import value_and_limit
from lotgate.reading.row_facts import RowFacts, holds_several

_MOST_CROWDED = 0.1
_FEWEST_GROUPED = 2
"""Rows with a result and neither a unit nor a method of their own, that tell a group's heading from an item."""
_SIGNED = re.compile(r"\b(?:by|on|date|time)\s*[:：]", re.IGNORECASE)
_SEVERAL = 2
_LONGEST_LABEL = 16
_LONGEST_SECTION = 70
_LOT_BAND = re.compile(r"^(?P<label>[^:：]{2,40})[:：]\s*(?P<lot>[^\s:：]+)")
_NUMBERED = re.compile(r"[A-Z]{0,2}\d{1,3}[.、)]?")
"""What counts the rows, where one head says both: "1.", "T01"."""
_HAS_DIGIT, _IDEOGRAPH = re.compile(r"\d"), re.compile(r"[\u4e00-\u9fff]")
_CODE = re.compile(r"^(?=.*\d)[A-Z][A-Z0-9-]{2,9}$")
_UNCERTAINTY = re.compile(r"^(?P<value>[<>≤≥]?\s*[-−]?\d[\d.,]*)\s*±.*$")


def read_rows(grid: Grid, head: Head, first: int, last: int, context: Context) -> tuple[list[Draft], set[int], Context]:
    """The items in rows ``first`` to before ``last``, the rows they took, and what the next table inherits."""
    drafts: list[Draft] = []
    used: set[int] = set()
    reader = _RowReader(grid, head)
    crowded = 0
    broken: set[int] = set()
    for row in range(first, last):
        if drafts and (method := reader.method_below(row)):
            drafts[-1] = replace(drafts[-1], method=drafts[-1].method or method)
            used.add(row)
            continue
        found, context = reader.row(row, context)
        if found is None:
            continue
        used.add(row)
        crowded += bool(found) and reader.is_crowded(row)
        if _continues(drafts, found):
            drafts = [*drafts[:-1], _continued(drafts[-1], found[0])]
            broken.add(len(drafts) - 1)
        else:
            drafts += found
    if grid.table.source is TableSource.ALIGNED:
        # Words without a name go on from the item above, or begin the one below.
        halves = broken | {index + 1 for index in broken}
        drafts = [doubted(draft, CROWDED) if index in halves else draft for index, draft in enumerate(drafts)]
    if crowded > _MOST_CROWDED * len(used):
        # Columns whose values run together were not cut where the print parts them.
        drafts = [doubted(draft, CROWDED) for draft in drafts]
    return with_doubts(drafts, grid.table.source), used, context


def _continues(drafts: Sequence[Draft], found: Sequence[Draft]) -> bool:
    """A row without a name of its own, with words only: the last row's text goes on."""
    if not drafts or len(found) != 1 or found[0].name != drafts[-1].name:
        return False
    parts = [f.text for f in (found[0].result, found[0].limit) if f]
    if found[0].result is None and not _is_described(drafts[-1].limit):
        return False
    return bool(parts) and not any(is_value(t) or is_bounded(t) or is_verdict(t) for t in parts)


def _is_described(limit: Fact | None) -> bool:
    return limit is not None and not is_bounded(limit.text) and not is_value(limit.text)


def _continued(draft: Draft, more: Draft) -> Draft:
    return replace(draft, result=_joined(draft.result, more.result), limit=_joined(draft.limit, more.limit))


def _joined(first: Fact | None, second: Fact | None) -> Fact | None:
    if first is None or second is None:
        return first or second
    boxes = Box.around((first.evidence.box, second.evidence.box))
    evidence = replace(first.evidence, box=boxes, words=first.evidence.words + second.evidence.words)
    return Fact(f"{first.text} {second.text}", evidence, min(first.confidence, second.confidence))


class _RowReader:
    def __init__(self, grid: Grid, head: Head) -> None:
        self.grid = grid
        self.head = head
        self.facts = RowFacts(grid, head)
        self.sure, self.names, self.results = self.facts.sure, self.facts.names, self.facts.results
        self.numbered = any(_numbers_too(h.text) for c in self.names for h in c.heads)
        self.numbers = {column.index for column in head.of(Role.NUMBER)}
        self.limited = bool(head.of(Role.LIMIT, Role.MINIMUM, Role.MAXIMUM, Role.TOLERANCE))
        self.measures = head.of(Role.RESULT, Role.LIMIT, Role.MINIMUM, Role.MAXIMUM, Role.VERDICT)

    def row(self, row: int, context: Context) -> tuple[list[Draft] | None, Context]:
        """The items of a row (none for a heading), or ``None`` where the row is no part of the table."""
        cells = self.grid.row(row)
        starting = self.grid.starting(row)
        if not starting:
            return None, context
        spoken = [cell for cell in starting if cell.column not in self.numbers] or starting
        if self._is_alone([cell for cell in cells if cell.column not in self.numbers], spoken):
            return self._heading(spoken[0], context)
        if self._is_band(starting, row):
            return self._heading(starting[0], context)
        names = [c for column in self.names if (c := self.grid.at(row, column.index))]
        names = list(dict.fromkeys(names))
        # A dash where some items have a sign or a second language is no part of a name.
        names = [cell for cell in names if not is_empty_mark(cell.text)] or names
        if len(names) == 1 and (own := self._told_apart(names[0], row)):
            names = [names[0], own]
        if not names:
            if any(is_closing(cell.text) for cell in starting):
                return None, context
            if not context.name or not (self._has_result(row) or self._is_worded_limit(row)):
                return None, context
            names = list(context.name)
        elif self._is_closing(names[0], row) or self._speaks_across(row):
            return None, context
        elif self._heads_group(row):
            return [], self._group(row, names[0], context)
        else:
            context = replace(context, name=tuple(names))
            if context.grouped and self._says_own(row):
                context = replace(context, section=None, unit=None, method=None, grouped=False)
        return self._items(row, names, context), context

    def _heads_group(self, row: int) -> bool:
        """A name with its unit or method, and no figure: "Distillation | D86 | °F", over rows that print neither."""
        if self._is_measured(row) or not self._says_own(row):
            return False
        under = range(row + 1, min(row + 1 + _FEWEST_GROUPED, self.grid.rows))
        return len(under) == _FEWEST_GROUPED and all(self._has_number(r) and not self._says_own(r) for r in under)

    def _group(self, row: int, name: Cell, context: Context) -> Context:
        unit, method = self.facts.unit(row), self.facts.first(row, Role.METHOD)
        inherited = replace(unit, confidence=min(unit.confidence, UNSURE)) if unit else None
        section = fact_of(name, self.sure)
        return replace(context, section=section, unit=inherited, method=method, name=(), grouped=True)

    def _says_own(self, row: int) -> bool:
        return bool(self.facts.unit(row) or self.facts.first(row, Role.METHOD))

    def _is_measured(self, row: int) -> bool:
        return any((c := self.grid.at(row, column.index)) and c.row == row for column in self.measures)

    def _told_apart(self, name: Cell, row: int) -> Cell | None:
        """What tells a row from the others of one name: "总迁移量" beside "4%乙酸" and "50%乙醇", "Tensile" and "MD".

        It stands right of the name, in words, under a head that says nothing or something else of each row.
        """
        column = next((c for c in self.head.columns if c.index == name.column + name.column_span), None)
        rows = range(name.row, name.row + name.row_span)
        if len(rows) < _SEVERAL or column is None or column.role not in (None, Role.OTHER):
            return None
        cells = [self.grid.at(each, column.index) for each in rows]
        texts = [cell.text for cell in cells if cell and cell.row_span == 1]
        words = all(_IDEOGRAPH.search(text) or not is_value(text) for text in texts)
        words = words and not any(is_method(text) or is_verdict(text) for text in texts)
        return self.grid.at(row, column.index) if words and len(set(texts)) == len(rows) else None

    def method_below(self, row: int) -> Fact | None:
        """Where one head names items and methods, the line below an item: its method."""
        cells = self.grid.starting(row)
        heads = [h.text for c in self.names for h in c.heads]
        if len(cells) != 1 or not any(Role.METHOD in roles_of(word) for text in heads for word in text.split()):
            return None
        return fact_of(cells[0], self.sure) if is_method(cells[0].text) else None

    def is_crowded(self, row: int) -> bool:
        """Whether a cell of values holds several that stand apart: "ND   ND", "6   20"."""
        if self.grid.table.source is not TableSource.ALIGNED:
            return False
        units = (self.grid.at(row, column.index) for column in self.head.of(Role.UNIT))
        if any(cell and len(cell.words) > 1 and any(is_numeric(w.text) for w in cell.words[1:]) for cell in units):
            return True
        cells = (self.grid.at(row, column.index) for column in self.measures)
        return any(cell and holds_several(cell) for cell in cells)

    def _is_alone(self, cells: Sequence[Cell], starting: Sequence[Cell]) -> bool:
        """One cell speaks for the whole row: a heading, a band, a note."""
        if len(starting) != 1 or len(cells) != 1:
            return False
        cell = starting[0]
        measured = {c.index for c in self.measures}
        return cell.column_span > 1 or cell.column not in measured or cell.column in {c.index for c in self.names}

    def _is_band(self, starting: Sequence[Cell], row: int) -> bool:
        """Facts about the lot that the rows below belong to, in several cells."""
        band = _LOT_BAND.match(starting[0].text)
        return bool(band) and Role.SAMPLE in roles_of(band["label"] if band else "") and not self._has_number(row)

    def _heading(self, cell: Cell, context: Context) -> tuple[list[Draft] | None, Context]:
        band = _LOT_BAND.match(cell.text)
        if band and Role.SAMPLE in roles_of(band["label"]):
            lot = _words_of(cell, band["lot"])
            return [], replace(context, sample=of_words(lot, band["lot"], self.sure), lot=True, section=None, name=())
        if len(cell.text) > _LONGEST_SECTION or "。" in cell.text or (band and len(cell.text) > len(band["label"]) + 2):
            return None, context
        fact = fact_of(cell, self.sure)
        unit = parse_name(cell.text).unit
        return [], replace(context, section=fact, unit=replace(fact, text=unit) if unit else context.unit, name=())

    def _is_closing(self, name: Cell, row: int) -> bool:
        """A conclusion, a remark or a signature in the table's last rows: its label stands where items do."""
        label, colon, _ = name.text.replace("：", ":").partition(":")
        if colon and (is_closing(name.text) or _SIGNED.search(name.text)):
            return True
        if colon and (stated := label_of(label)) and stated.field:
            return True
        if any(is_date(self.grid.text(row, c.index)) for c in (*self.results, *self.head.of(Role.VERDICT))):
            return True
        if company_end(name.text) and not self._has_number(row):
            return True
        if self._says_delivery(name.text, row):
            return True
        roles = roles_of(name.text.rstrip(":：")) if len(name.text) <= _LONGEST_LABEL else frozenset()
        closes = is_closing(name.text) or (bool(roles & {Role.VERDICT, Role.OTHER}) and Role.ITEM not in roles)
        return closes and not self._has_number(row)

    def _says_delivery(self, name: str, row: int) -> bool:
        """How much of each lot there is, in a row of its own: no result, unless a limit is printed for it."""
        label = label_of(name)
        if label is None or label.field is not HeaderField.QUANTITY or not label.strong:
            return False
        limits = self.head.of(Role.LIMIT, Role.MINIMUM, Role.MAXIMUM)
        return not any((c := self.facts.at(row, column)) and not is_empty_mark(c.text) for column in limits)

    def _speaks_across(self, row: int) -> bool:
        """One text under the result's head and under another: a conclusion or a signature, not a result."""
        results = {id(c) for column in self.results if (c := self.grid.at(row, column.index))}
        others = {
            id(c)
            for column in self.head.of(Role.ITEM, Role.LIMIT, Role.UNIT, Role.METHOD, Role.MINIMUM)
            if (c := self.grid.at(row, column.index))
        }
        return bool(results & others)

    def _has_result(self, row: int) -> bool:
        return any((c := self.grid.at(row, column.index)) and c.row == row for column in self.results or self.measures)

    def _is_worded_limit(self, row: int) -> bool:
        """Nothing but words under a limit's head: the further lines of a limit that describes."""
        limits = {c.index for c in self.head.of(Role.LIMIT)}
        cells = self.grid.starting(row)
        return all(c.column in limits and not is_bounded(c.text) and not is_value(c.text) for c in cells)

    def _has_number(self, row: int) -> bool:
        return any(is_value(self.grid.text(row, column.index)) for column in self.results)

    def _items(self, row: int, names: list[Cell], context: Context) -> list[Draft]:
        section = self.facts.first(row, Role.SECTION) or context.section
        group, own = _group_and_name(names)
        shared = context.unit
        if group is not None:
            section = fact_of(group, self.sure)
            group_unit = parse_name(group.text).unit
            shared = replace(section, text=group_unit) if group_unit else shared
        words = _without_code(tuple(w for cell in own for w in cell.words))
        if self.numbered and len(words) > 1 and _NUMBERED.fullmatch(words[0].text):
            words = words[1:]
        printed = " ".join(cell.text for cell in own)
        if len(words) < sum(len(cell.words) for cell in own):
            printed = " ".join(w.text for w in words)
        name = parse_name(printed)
        sure = self.sure if all(c.sure for c in self.names) else UNSURE
        base = Draft(
            name=of_words(words, name.text, sure),
            name_parts=name.parts,
            section=section,
            sample=context.sample,
            lot=context.lot,
            method=self.facts.first(row, Role.METHOD)
            or (of_words(words, name.method, sure) if name.method else context.method),
            verdict=self.facts.first(row, Role.VERDICT),
        )
        limit, limits = self.facts.limit(row, name.sign)
        printed_unit = self.facts.unit(row)
        if own_sample := self.facts.first(row, Role.SAMPLE):
            named = any(names_lots(h.text) for column in self.head.of(Role.SAMPLE) for h in column.heads)
            base = replace(base, sample=own_sample, lot=named)
        base = replace(base, limit=limit, limits=limits)
        drafts = []
        for results, sample in self.facts.results_in(row):
            unit = self.facts.unit_for(results[0] if results else None, printed_unit, limit, name.unit, words)
            unit = unit or (shared if results and is_value(results[0][1].text) else None)
            facts = [self.facts.value(column, cell) for column, cell in results]
            draft = replace(base, result=facts[0] if facts else None, also=tuple(facts[1:]), unit=unit)
            if results and not self.limited and (split := _with_limit(facts[0])):
                draft = replace(draft, result=split[0], limit=split[1])
            elif results and (parted := _parted(facts[0])):
                draft = replace(draft, result=parted, also=(facts[0], *facts[1:]))
            if sample:
                lot = any(names_lots(head.text) for head in results[0][0].heads)
                verdict = self.facts.first(row, Role.VERDICT, results[0][0].label)
                draft = replace(draft, sample=sample, lot=lot, verdict=verdict)
            drafts.append(draft)
        return drafts


def _group_and_name(names: list[Cell]) -> tuple[Cell | None, list[Cell]]:
    """A group's cell covers several rows with its items beside it; else the cells are one name in two languages."""
    if len(names) > 1 and names[0].row_span > names[1].row_span:
        return names[0], names[1:]
    return None, names


def _without_code(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The name without a laboratory's test code that stands apart before it: "JC0X1   Aflatoxin B1"."""
    if len(words) < 2 or not _CODE.match(words[0].text):
        return words
    first, second = words[0].box, words[1].box
    apart = second.x0 - first.x1 > 0.9 * first.height and second.overlap_y(first) > 0
    return words[1:] if apart else words


def _numbers_too(head: str) -> bool:
    """ "S. No. Characteristic": the rows' numbers and names under one head, where no line parts them."""
    words = head.split()
    return any(
        _counts(" ".join(words[:end])) and Role.ITEM in roles_of(" ".join(words[end:])) for end in range(1, len(words))
    )


def _counts(head: str) -> bool:
    return head.casefold() == "code" or Role.NUMBER in roles_of(head)


def _parted(result: Fact) -> Fact | None:
    """A value printed with its uncertainty: the value is the result."""
    match = _UNCERTAINTY.match(result.text)
    return replace(result, text=match["value"].strip()) if match else None


def _with_limit(result: Fact) -> tuple[Fact, Fact] | None:
    """A value with its limit in brackets behind it, "45.6 % （≥45.0）", in a table that has no other limits."""
    value, limit = value_and_limit(result.text)
    if limit is None or not is_value(value):
        return None
    # The print says which is which, whatever the head.
    return replace(result, text=value), replace(result, text=limit)


def _words_of(cell: Cell, part: str) -> Sequence[Word]:
    """The cell's words that ``part`` was printed with."""
    own = [w for w in cell.words if part in w.text or w.text in part]
    return own or cell.words
