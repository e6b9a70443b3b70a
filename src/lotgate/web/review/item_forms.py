"""Forms on the items of a certificate: edit, add, strike, restore, assign, and whole columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotgate.correcting import (
    AddItem,
    AssignItem,
    Correction,
    Entry,
    ItemField,
    RestoreItem,
    SetField,
    StrikeItem,
    column,
    everywhere,
)
from lotgate.model.verdict import digest
from lotgate.store.selectors.review import Review
from lotgate.web.review.forms import FIELD_LABELS, ReviewForm
from lotgate.web.review.places import SpotField, words_of

_EDITED = (
    ItemField.RESULT,
    ItemField.UNIT,
    ItemField.NAME,
    ItemField.LIMIT,
    ItemField.METHOD,
    ItemField.SAMPLE,
    ItemField.SECTION,
    ItemField.VERDICT,
)
_ADDED = (ItemField.NAME, *(name for name in _EDITED if name is not ItemField.NAME))


class ItemForm(ReviewForm):
    """Edit an item: typed, or dragged over on the page."""

    title = gettext_lazy("Correct the reading")
    why = gettext_lazy("Misread")
    hint = gettext_lazy("Type, or drag over the words on the page.")

    def build(self) -> None:
        line = self.line()
        for name in _EDITED:
            fact = getattr(line.item, name)
            self.add_text(name, FIELD_LABELS[name], fact.text if fact else "", required=name is ItemField.NAME)

    def corrections(self) -> Iterator[Correction]:
        line = self.line()
        for name in _EDITED:
            text, spot = self.cleaned_data[name], self.spot(name)
            fact = getattr(line.item, name)
            if text == (fact.text if fact else "") and spot is None:
                continue
            evidence = spot.evidence(self.review.document, text) if spot and text else None
            yield from everywhere(self.review.corrected, SetField(line.number, name, text, evidence))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not any(self.corrections()):
            raise ValidationError(_("Nothing is different."))
        return cleaned


class AddForm(ReviewForm):
    """Add an item that the reader missed."""

    title = gettext_lazy("Add an item")
    send = gettext_lazy("Add item")
    why = gettext_lazy("Missed by the reader")
    hint = gettext_lazy(
        "Drag over the name on the page, then over the result; the unit and the rest where there are any."
    )

    def build(self) -> None:
        for name in _ADDED[:5]:
            self.add_text(name, FIELD_LABELS[name], required=name in (ItemField.NAME, ItemField.RESULT))
        self.fields["characteristic"] = _characteristics(self.review, _("as its name says"))
        self.fields["characteristic"].initial = self.target.get("characteristic", "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and self.spot(ItemField.NAME) is None:
            self.add_error("name", _("Show where it stands: drag over the name on the page."))
        return cleaned

    def corrections(self) -> Iterator[Correction]:
        entries = {}
        for name in _ADDED[:5]:
            if text := self.cleaned_data[name]:
                spot = self.spot(name)
                entries[str(name)] = Entry(text, spot.evidence(self.review.document, text) if spot else None)
        yield AddItem(**entries)
        if characteristic := self.cleaned_data["characteristic"]:
            yield AssignItem(self.review.corrected.next_number, characteristic)


class StrikeForm(ReviewForm):
    """Say that what was read as an item is none."""

    title = gettext_lazy("Strike the item")
    send = gettext_lazy("Strike out")
    why = gettext_lazy("Not a test result")

    def corrections(self) -> Iterator[Correction]:
        yield StrikeItem(self.line().number)


class RestoreForm(ReviewForm):
    """Let a struck item count again."""

    title = gettext_lazy("Restore the item")
    send = gettext_lazy("Restore")
    why = gettext_lazy("Struck by mistake")

    def corrections(self) -> Iterator[Correction]:
        yield RestoreItem(self.line().number)


class AssignForm(ReviewForm):
    """Say which characteristic of the standard an item means."""

    title = gettext_lazy("What does this item mean?")
    send = gettext_lazy("Assign")
    why = gettext_lazy("Same property, other name")

    def build(self) -> None:
        line = self.line()
        field = _characteristics(self.review, _("— nothing that the standard asks for —"))
        field.initial = line.assigned or ""
        self.fields["characteristic"] = field

    def corrections(self) -> Iterator[Correction]:
        yield AssignItem(self.line().number, self.cleaned_data["characteristic"])


class ColumnForm(ReviewForm):
    """Say what a column is: every item beside it gets its part."""

    title = gettext_lazy("Say what a column is")
    why = gettext_lazy("Column misunderstood")
    hint = gettext_lazy("Drag over the whole column on the page, its head left out, and say what stands in it.")

    role = forms.ChoiceField(
        label=gettext_lazy("The column holds"), choices=[(str(name), FIELD_LABELS[name]) for name in _EDITED]
    )
    column_at = SpotField()
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def seal(self) -> str:
        """The digest of what would change."""
        return digest({"changes": self.changes()})

    def was_shown(self) -> bool:
        """Whether what would change is what the person saw before."""
        return bool(self.cleaned_data["shown"] == self.seal)

    def changes(self) -> list[tuple[str, str, str]]:
        """What would change: name of the item, old and new text."""
        found = []
        for change in self.corrections():
            line = self.review.item(change.item) if isinstance(change, SetField) else None
            if line and isinstance(change, SetField):
                fact = getattr(line.item, change.field)
                found.append((line.name, fact.text if fact else "", change.text))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if self.spot("column") is None:
            raise ValidationError(_("Drag over the column on the page first."))
        if not any(self.corrections()):
            raise ValidationError(_("No item stands beside what you drew, or nothing would change."))
        return cleaned

    def corrections(self) -> Iterator[Correction]:
        spot = self.spot("column")
        if spot is not None:
            words = words_of(self.review.document, spot.page)
            yield from column(self.review.corrected, words, spot.page, spot.box, self.cleaned_data["role"])


def _characteristics(review: Review, nothing: str) -> forms.ChoiceField:
    choices = [("", nothing), *((one.id, one.name) for one in review.standard if one.formula is None)]
    return forms.ChoiceField(label=_("Characteristic of the standard"), choices=choices, required=False)
