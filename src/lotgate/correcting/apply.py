"""Applies a list of corrections to a reading. The same list on the same reading gives the same, every time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from lotgate.correcting.corrected import Corrected
from lotgate.errors import CorrectionError
from lotgate.model.certificate import Certificate, HeaderField, Item
from lotgate.model.correction import (
    AddItem,
    AssignItem,
    ConfirmField,
    ConfirmHeader,
    Correction,
    Entry,
    ItemField,
    RemoveHeader,
    RestoreItem,
    SetField,
    SetHeader,
    StrikeItem,
)
from lotgate.model.evidence import Evidence, Fact


def apply(reading: Certificate, corrections: Iterable[Correction]) -> Corrected:
    """The reading with all ``corrections`` made to it, in their order; see :class:`Corrected`.

    ``reading`` is the reading as it was when the first of them was made. What a person typed has confidence 1. The
    reading's doubts and unread pages stay: a correction of one fact does not read a page.

    ``CorrectionError``, with the ``index`` of the correction, for one that does not fit: an item or a header fact that
    is not there, a change to a struck item, striking twice, restoring what is not struck, confirming what says nothing.
    """
    sheet = _Worksheet.of(reading)
    for index, correction in enumerate(corrections):
        try:
            sheet.take(correction)
        except CorrectionError as error:
            raise CorrectionError(error.message, advice=error.advice, index=index) from error
    return sheet.corrected()


@dataclass(slots=True)
class _Header:
    """One field's facts while they are corrected: by number, and those taken away."""

    read: tuple[Fact, ...] = ()
    facts: dict[int, Fact] = field(default_factory=dict)
    removed: dict[int, Fact] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.facts) + len(self.removed)


@dataclass(slots=True)
class _Worksheet:
    """The reading while it is corrected. ``order`` are the numbers in reading order, those of struck items too."""

    reading: Certificate
    items: dict[int, Item]
    order: list[int]
    header: dict[HeaderField, _Header]
    struck: set[int] = field(default_factory=set)
    assigned: dict[int, str] = field(default_factory=dict)

    @staticmethod
    def of(reading: Certificate) -> _Worksheet:
        header = {name: _Header(facts, dict(enumerate(facts))) for name, facts in reading.header.items()}
        return _Worksheet(reading, dict(enumerate(reading.items)), list(range(len(reading.items))), header)

    def take(self, correction: Correction) -> None:
        """Make one correction."""
        match correction:
            case SetField():
                self._set_field(correction)
            case ConfirmField(number, name):
                fact = self._fact(number, name)
                self.items[number] = _with(self.items[number], name, replace(fact, confidence=1.0))
            case AddItem():
                self._add(correction)
            case StrikeItem(number):
                self._item(number)
                self.struck.add(number)
            case RestoreItem(number):
                if number not in self.struck:
                    raise CorrectionError(f"item {number} is not struck")
                self.struck.remove(number)
            case AssignItem(number, characteristic):
                self._item(number)
                self.assigned.pop(number, None)
                if characteristic is not None:
                    self.assigned[number] = characteristic
            case SetHeader():
                self._set_header(correction)
            case ConfirmHeader(name, position):
                facts, fact = self._header_fact(name, position)
                facts.facts[position] = replace(fact, confidence=1.0)
            case RemoveHeader(name, position):
                facts, fact = self._header_fact(name, position)
                facts.removed[position] = facts.facts.pop(position)

    def corrected(self) -> Corrected:
        """What became of the reading."""
        numbers = tuple(number for number in self.order if number not in self.struck)
        header = {name: dict(sorted(one.facts.items())) for name, one in self.header.items() if one.facts}
        certificate = replace(
            self.reading,
            header={name: tuple(facts.values()) for name, facts in header.items()},
            items=tuple(self.items[number] for number in numbers),
        )
        return Corrected(
            certificate,
            numbers,
            {i: self.assigned[number] for i, number in enumerate(numbers) if number in self.assigned},
            {name: tuple(facts) for name, facts in header.items()},
            {number: self.items[number] for number in sorted(self.struck)},
            {name: dict(sorted(one.removed.items())) for name, one in self.header.items() if one.removed},
        )

    def _item(self, number: int) -> Item:
        if number not in self.items:
            raise CorrectionError(f"there is no item {number}")
        if number in self.struck:
            raise CorrectionError(f"item {number} is struck", advice="Restore the item first.")
        return self.items[number]

    def _fact(self, number: int, name: ItemField) -> Fact:
        fact: Fact | None = getattr(self._item(number), name)
        if fact is None:
            raise CorrectionError(f"item {number} has no {name}")
        return fact

    def _set_field(self, change: SetField) -> None:
        item = self._item(change.item)
        known = self.reading.items[change.item] if change.item < len(self.reading.items) else None
        if not change.text.strip():
            self.items[change.item] = _with(item, change.field, None)
            return
        own: Fact | None = getattr(item, change.field)
        read: Fact | None = getattr(known, change.field) if known else None
        place = change.evidence or (own or read or item.name).evidence
        fact = _as_corrected(change.text, place, read, confidence=float(change.confidence))
        self.items[change.item] = _with(item, change.field, fact)
        if change.field is ItemField.NAME:
            parts = known.name_parts if known and known.name.text == fact.text else (fact.text,)
            self.items[change.item] = replace(self.items[change.item], name_parts=parts)

    def _add(self, added: AddItem) -> None:
        entries: dict[str, Entry | None] = {name.value: getattr(added, name.value) for name in ItemField}
        place = added.name.evidence
        assert place is not None  # noqa: S101 - AddItem refuses a name without a place
        facts = {
            name: _as_corrected(entry.text, entry.evidence or place, None) for name, entry in entries.items() if entry
        }
        number = len(self.items)
        self.items[number] = _item_of(facts)
        self.order.insert(self._place_of(self.items[number]), number)

    def _place_of(self, item: Item) -> int:
        """Where a new item belongs in ``order``: behind the item above it, of its own column if there is one."""
        place = item.name.evidence
        before = [i for i, number in enumerate(self.order) if _stands_before(self.items[number].name.evidence, place)]
        over = [i for i in before if _stands_over(self.items[self.order[i]].name.evidence, place)]
        return max(over or before, default=-1) + 1

    def _set_header(self, change: SetHeader) -> None:
        facts = self.header.get(change.field, _Header())
        if change.position > facts.count:
            raise CorrectionError(f"the header has {facts.count} of {change.field}, not {change.position}")
        if change.position == facts.count > 0 and change.field is not HeaderField.BATCH:
            raise CorrectionError(f"the header holds one {change.field} at most", advice="Set the one that is there.")
        read = facts.read[change.position] if change.position < len(facts.read) else None
        own = facts.facts.get(change.position) or facts.removed.get(change.position)
        place = change.evidence or (own.evidence if own else None)
        if place is None:
            raise CorrectionError(f"an added {change.field} needs its place on the page")
        facts.removed.pop(change.position, None)
        facts.facts[change.position] = _as_corrected(change.text, place, read)
        self.header[change.field] = facts

    def _header_fact(self, name: HeaderField, position: int) -> tuple[_Header, Fact]:
        facts = self.header.get(name, _Header())
        if position not in facts.facts:
            raise CorrectionError(f"the header has no {name} {position}")
        return facts, facts.facts[position]


def _as_corrected(text: str, place: Evidence, read: Fact | None, *, confidence: float = 1.0) -> Fact:
    """What a person says stands there. ``read`` is what the reading had; what is put back to it was never changed."""
    text = text.strip()
    machine = "" if read is None else read.text if read.was is None else read.was
    return Fact(text, place, confidence, None if text == machine else machine)


def _with(item: Item, name: ItemField, fact: Fact | None) -> Item:
    changes: dict[str, Any] = {name.value: fact}
    return replace(item, **changes)


def _item_of(facts: dict[str, Any]) -> Item:
    return Item(name_parts=(facts["name"].text,), **{"result": None, **facts})


def _stands_before(one: Evidence, other: Evidence) -> bool:
    return (one.page, one.box.center_y) <= (other.page, other.box.center_y)


def _stands_over(one: Evidence, other: Evidence) -> bool:
    return one.page == other.page and one.box.overlap_x(other.box) > 0
