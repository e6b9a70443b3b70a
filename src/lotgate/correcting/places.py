"""From a finding back to the facts that it rests on, so that a person who looks at one can correct the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lotgate.correcting.corrected import Corrected
from lotgate.model.certificate import HeaderField, Item
from lotgate.model.correction import (
    ConfirmField,
    ConfirmHeader,
    Correction,
    ItemField,
    SetField,
    SetHeader,
)
from lotgate.model.evidence import Fact
from lotgate.model.geometry import Box
from lotgate.model.verdict import Finding, Place, Subject

_ABOUT = {
    "material": HeaderField.PRODUCT,
    "lot": HeaderField.BATCH,
    "validity": HeaderField.EXPIRES,
    "age": HeaderField.MANUFACTURED,
    "inspection document": HeaderField.INSPECTION_DOCUMENT,
    "conclusion": HeaderField.CONCLUSION,
}
"""The field that a finding on the header is about, where its name is not the field's own."""
_RESULT_FIRST = (ItemField.RESULT, *(name for name in ItemField if name is not ItemField.RESULT))
_LOW = "low-confidence"
_WEIGHED = (ItemField.RESULT, ItemField.NAME, ItemField.UNIT, ItemField.SAMPLE)
"""The strings of an item whose confidence a judgement weighs."""


@dataclass(frozen=True, slots=True)
class ItemFact:
    """A string of an item: ``number`` as corrections use it."""

    number: int
    field: ItemField


@dataclass(frozen=True, slots=True)
class HeaderFact:
    """A fact of the header. Where the certificate has none, ``position`` is the number that would add it."""

    field: HeaderField
    position: int


def number_of(finding: Finding, corrected: Corrected) -> int | None:
    """The number of the item that the finding rests on, the deciding one where there are several; None without one.

    None for findings on the header or the whole document, and for what the certificate does not say.
    """
    return next((fact.number for fact in facts_of(finding, corrected) if isinstance(fact, ItemFact)), None)


def facts_of(finding: Finding, corrected: Corrected) -> tuple[ItemFact | HeaderFact, ...]:
    """The facts that the finding rests on, the deciding one first, found by page, box and text.

    ``finding`` is of a verdict on ``corrected.certificate``, saved and loaded again or not. Of an item that was read
    with too little confidence it is the least certain string, not always the result. A finding on the header that rests
    on nothing printed gives the field that it misses. Empty where a finding has no place and is about no field.
    """
    facts: list[ItemFact | HeaderFact] = []
    for place in finding.places:
        facts += _at(place, finding, corrected, frozenset(one.number for one in facts if isinstance(one, ItemFact)))
    found = tuple(dict.fromkeys(facts))
    if finding.code == _LOW and finding.subject is Subject.CHARACTERISTIC and found and isinstance(found[0], ItemFact):
        return (_weakest(found[0].number, corrected), *found[1:])
    if found or finding.subject is not Subject.HEADER:
        return found
    field = _ABOUT.get(finding.name) or next((one for one in HeaderField if one == finding.name), None)
    return (HeaderFact(field, corrected.next_position(field)),) if field else ()


def everywhere(corrected: Corrected, correction: Correction) -> tuple[Correction, ...]:
    """``correction``, and the same for every other fact that was read from the same words with the same text.

    What is printed once and belongs to many (the lot over a column of results, a heading) is corrected once. Only what
    changes or confirms a text is repeated; nothing is taken away or added elsewhere.
    """
    fact = _changed(corrected, correction)
    if fact is None:
        return (correction,)
    here = Place.of(fact)
    others: list[ItemFact | HeaderFact] = [*_items_at(here, corrected), *_header_at(here, corrected)]
    same = (_moved(correction, other) for other in others)
    return tuple(dict.fromkeys((correction, *(one for one in same if one))))


def _at(
    place: Place, finding: Finding, corrected: Corrected, before: frozenset[int]
) -> Sequence[ItemFact | HeaderFact]:
    """The fact at a place. Where items share it, it is of one that the finding rests on already, or that it names.

    A finding shows an item's name where the item has no result.
    """
    header = list(_header_at(place, corrected))
    if finding.subject is Subject.HEADER:
        return header[:1]
    items = list(_items_at(place, corrected))
    known = [fact for fact in items if fact.number in before]
    named = [fact for fact in items if _item(fact.number, corrected).name.text in (finding.item, finding.name)]
    without = [fact for fact in named if _item(fact.number, corrected).result is None]
    return (known or without or named or items or header)[:1]


def _items_at(place: Place, corrected: Corrected) -> Iterator[ItemFact]:
    for name in _RESULT_FIRST:
        for number, item in zip(corrected.numbers, corrected.certificate.items, strict=True):
            if _stands_at(getattr(item, name), place):
                yield ItemFact(number, name)


def _header_at(place: Place, corrected: Corrected) -> Iterator[HeaderFact]:
    for field, facts in corrected.certificate.header.items():
        for position, fact in zip(corrected.positions[field], facts, strict=True):
            if _stands_at(fact, place):
                yield HeaderFact(field, position)


def _stands_at(fact: Fact | None, place: Place) -> bool:
    if fact is None or fact.text != place.text or fact.evidence.page != place.page:
        return False
    return _rounded(fact.evidence.box) == _rounded(place.box)


def _rounded(box: Box) -> tuple[float, ...]:
    """The box as the JSON forms keep it."""
    return tuple(round(v, 2) for v in (box.x0, box.top, box.x1, box.bottom))


def _item(number: int, corrected: Corrected) -> Item:
    return corrected.certificate.items[corrected.numbers.index(number)]


def _weakest(number: int, corrected: Corrected) -> ItemFact:
    item = _item(number, corrected)
    facts = {name: fact for name in _WEIGHED if (fact := getattr(item, name)) is not None}
    return ItemFact(number, min(facts, key=lambda name: facts[name].confidence))


def _changed(corrected: Corrected, correction: Correction) -> Fact | None:
    """The fact that the correction sets or confirms, as it stands now."""
    match correction:
        case SetField(number, name, text) if text.strip():
            item = corrected.item(number)
            fact: Fact | None = getattr(item, name) if item else None
            return fact
        case ConfirmField(number, name):
            item = corrected.item(number)
            return getattr(item, name) if item else None
        case SetHeader(field, position) | ConfirmHeader(field, position):
            positions = corrected.positions.get(field, ())
            return corrected.certificate.header[field][positions.index(position)] if position in positions else None
    return None


def _moved(correction: Correction, to: ItemFact | HeaderFact) -> Correction | None:
    """The correction, made to another fact."""
    match correction, to:
        case SetField(), ItemFact(number, name):
            return replace(correction, item=number, field=name)
        case SetField(_, _, text, evidence), HeaderFact(field, position):
            return SetHeader(field, position, text, evidence)
        case SetHeader(_, _, text, evidence), ItemFact(number, name):
            return SetField(number, name, text, evidence)
        case SetHeader(), HeaderFact(field, position):
            return replace(correction, field=field, position=position)
        case ((ConfirmField() | ConfirmHeader()), ItemFact(number, name)):
            return ConfirmField(number, name)
        case ((ConfirmField() | ConfirmHeader()), HeaderFact(field, position)):
            return ConfirmHeader(field, position)
    return None
