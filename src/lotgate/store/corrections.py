"""The corrections of a document as they are kept: in force or undone, and what each changed, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lotgate.correcting import (
    AddItem,
    AssignItem,
    ConfirmField,
    ConfirmHeader,
    Corrected,
    Correction,
    RemoveHeader,
    RestoreItem,
    SetField,
    SetHeader,
    StrikeItem,
    correction_from_json,
    correction_to_json,
)
from lotgate.model.certificate import HeaderField, Item
from lotgate.model.evidence import Fact
from lotgate.store.models import CorrectionRecord, Document


def corrections_of(document: Document) -> list[Correction]:
    """The corrections in force, in the order in which they were made."""
    records = CorrectionRecord.objects.filter(document=document, undone_at=None).order_by("pk")
    return [correction_from_json(body) for body in records.values_list("body", flat=True)]


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction changed: ``subject`` is the item's name or the header's field, ``old`` and ``new`` as shown."""

    correction: Correction
    subject: str
    old: str
    new: str

    def old_to_json(self) -> dict[str, Any]:
        """For the trail: the value before."""
        return {"subject": self.subject, "value": self.old}

    def new_to_json(self) -> dict[str, Any]:
        """For the trail: the value after, and the whole correction."""
        return {"subject": self.subject, "value": self.new, "correction": correction_to_json(self.correction)}


def change_of(correction: Correction, before: Corrected, after: Corrected) -> Change:
    """What ``correction``, one of those that lead from ``before`` to ``after``, changed."""
    match correction:
        case SetField(number, name) | ConfirmField(number, name):
            old, new = (_text(getattr(_item(one, number), name)) for one in (before, after))
            return Change(correction, _item(before, number).name.text, old, new)
        case AddItem():
            line = " ".join(one.text for one in (correction.name, correction.result, correction.unit) if one)
            return Change(correction, correction.name.text, "", line)
        case StrikeItem(number):
            return Change(correction, _item(before, number).name.text, _line(_item(before, number)), "")
        case RestoreItem(number):
            return Change(correction, _item(before, number).name.text, "", _line(_item(before, number)))
        case AssignItem(number, characteristic):
            old = _assigned(before, number)
            return Change(correction, _item(after, number).name.text, old, characteristic or "")
        case SetHeader(field, position) | ConfirmHeader(field, position) | RemoveHeader(field, position):
            return Change(correction, str(field), _header(before, field, position), _header(after, field, position))


def _item(corrected: Corrected, number: int) -> Item:
    item = corrected.item(number)
    assert item is not None  # noqa: S101 - apply() refused a correction of an item that is not there
    return item


def _line(item: Item) -> str:
    return " ".join(fact.text for fact in (item.name, item.result, item.unit) if fact)


def _assigned(corrected: Corrected, number: int) -> str:
    if number not in corrected.numbers:
        return ""
    return corrected.assigned.get(corrected.numbers.index(number), "")


def _header(corrected: Corrected, field: HeaderField, position: int) -> str:
    positions = corrected.positions.get(field, ())
    return corrected.certificate.header[field][positions.index(position)].text if position in positions else ""


def _text(fact: Fact | None) -> str:
    return fact.text if fact else ""
