"""What inspectors enter on the review page. Each form makes corrections, or another change, of one lot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotgate.correcting import (
    AddItem,
    AssignItem,
    Correction,
    Entry,
    ItemField,
    RemoveHeader,
    RestoreItem,
    SetField,
    SetHeader,
    StrikeItem,
    column,
    everywhere,
)
from lotgate.lexicon.findings import FIELD_NAMES
from lotgate.model.certificate import HeaderField
from lotgate.store.models import Account, StandardVersion
from lotgate.store.selectors.review import ItemLine, Point, Review, choosable
from lotgate.store.services import reviewing
from lotgate.web.request import number_in
from lotgate.web.review.places import Spot, SpotField, words_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

FIELD_LABELS: Mapping[ItemField, Words] = {
    ItemField.NAME: gettext_lazy("Name of the item"),
    ItemField.RESULT: gettext_lazy("Result"),
    ItemField.UNIT: gettext_lazy("Unit"),
    ItemField.LIMIT: gettext_lazy("Limit on the certificate"),
    ItemField.METHOD: gettext_lazy("Method"),
    ItemField.SECTION: gettext_lazy("Heading"),
    ItemField.SAMPLE: gettext_lazy("Lot or sample"),
    ItemField.VERDICT: gettext_lazy("Verdict on the certificate"),
}
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
_LONGEST = 500


class ReviewForm(forms.Form):
    """A form on one lot. ``target`` says what it is about: the parameters of its address."""

    title: ClassVar[Words]
    send: ClassVar[Words] = gettext_lazy("Apply")
    why: ClassVar[Words] = ""
    """The reason that is proposed; empty where the person must write one."""
    hint: ClassVar[Words] = ""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=_LONGEST)

    def __init__(self, review: Review, target: Mapping[str, str], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="edit-%s")
        self.review, self.target = review, target
        self.fields["reason"].initial = str(self.why)
        self.fields["reason"].widget.attrs["autocomplete"] = "off"
        self.build()
        self.order_fields([name for name in self.fields if name != "reason"])

    def build(self) -> None:
        """Add the fields that depend on the lot."""

    def make(self, account: Account) -> None:
        """Make the change, by its service."""
        reviewing.correct(
            account=account,
            lot=self.review.lot,
            corrections=tuple(self.corrections()),
            reason=self.cleaned_data["reason"],
        )

    def corrections(self) -> Iterator[Correction]:
        """The corrections that the form stands for."""
        raise NotImplementedError

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField | None]]:
        """Each field that is shown, with the hidden one that keeps its place on the page."""
        for field in self.visible_fields():
            spot = f"{field.name}_at"
            yield field, self[spot] if spot in self.fields else None

    def _spot(self, name: str) -> Spot | None:
        spot: Spot | None = self.cleaned_data.get(f"{name}_at")
        if spot and spot.page > self.review.document.pages:
            raise ValidationError(_("The document has no such page."))
        return spot

    def _line(self) -> ItemLine:
        number = number_in(self.target.get("item", ""))
        line = None if number is None else self.review.item(number)
        if line is None:
            raise Http404
        return line

    def _point(self) -> Point:
        point = self.review.point(self.target.get("point", ""))
        if point is None:
            raise Http404
        return point

    def _add_text(self, name: str, label: Words, value: str = "", *, required: bool = False) -> None:
        self.fields[name] = forms.CharField(label=label, initial=value, required=required, max_length=_LONGEST)
        self.fields[name].widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "data-pick": name}
        self.fields[f"{name}_at"] = SpotField()


class ItemForm(ReviewForm):
    """Edit an item: typed, or dragged over on the page."""

    title = gettext_lazy("Correct the reading")
    why = gettext_lazy("Misread")
    hint = gettext_lazy("Type, or drag over the words on the page.")

    def build(self) -> None:
        line = self._line()
        for name in _EDITED:
            fact = getattr(line.item, name)
            self._add_text(name, FIELD_LABELS[name], fact.text if fact else "", required=name is ItemField.NAME)

    def corrections(self) -> Iterator[Correction]:
        line = self._line()
        for name in _EDITED:
            text, spot = self.cleaned_data[name], self._spot(name)
            fact = getattr(line.item, name)
            if text == (fact.text if fact else "") and spot is None:
                continue
            evidence = spot.evidence(self.review.document, text) if spot and text else None
            yield from everywhere(self.review.corrected, SetField(line.number, name, text, evidence))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
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
            self._add_text(name, FIELD_LABELS[name], required=name in (ItemField.NAME, ItemField.RESULT))
        self.fields["characteristic"] = _characteristics(self.review, _("as its name says"))
        self.fields["characteristic"].initial = self.target.get("characteristic", "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and self._spot(ItemField.NAME) is None:
            self.add_error("name", _("Show where it stands: drag over the name on the page."))
        return cleaned

    def corrections(self) -> Iterator[Correction]:
        entries = {}
        for name in _ADDED[:5]:
            if text := self.cleaned_data[name]:
                spot = self._spot(name)
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
        yield StrikeItem(self._line().number)


class RestoreForm(ReviewForm):
    """Let a struck item count again."""

    title = gettext_lazy("Restore the item")
    send = gettext_lazy("Restore")
    why = gettext_lazy("Struck by mistake")

    def corrections(self) -> Iterator[Correction]:
        yield RestoreItem(self._line().number)


class AssignForm(ReviewForm):
    """Say which characteristic of the standard an item means."""

    title = gettext_lazy("What does this item mean?")
    send = gettext_lazy("Assign")
    why = gettext_lazy("Same property, other name")

    def build(self) -> None:
        line = self._line()
        field = _characteristics(self.review, _("— nothing that the standard asks for —"))
        field.initial = line.assigned or ""
        self.fields["characteristic"] = field

    def corrections(self) -> Iterator[Correction]:
        yield AssignItem(self._line().number, self.cleaned_data["characteristic"])


class HeaderForm(ReviewForm):
    """Fix, add or take away a fact about the delivery."""

    title = gettext_lazy("Correct a fact of the certificate")
    why = gettext_lazy("Misread")
    hint = gettext_lazy("Type, or drag over the words on the page. Empty says that the certificate does not state it.")

    def build(self) -> None:
        fact = self._fact()
        self._add_text("text", self._label(), fact)

    def _field(self) -> tuple[HeaderField, int]:
        try:
            return HeaderField(self.target.get("field", "")), int(self.target.get("position", "0"))
        except ValueError:
            raise Http404 from None

    def _label(self) -> str:
        label = FIELD_NAMES[self._field()[0]][self.review.language]
        return label[:1].upper() + label[1:]

    def _fact(self) -> str:
        field, position = self._field()
        lines = (line for line in self.review.header if (line.field, line.position) == (field, position))
        return next((line.fact.text for line in lines), "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if not self._fact() and not cleaned["text"]:
            raise ValidationError(_("Nothing is different."))
        if not self._fact() and self._spot("text") is None:
            self.add_error("text", _("Show where it stands: drag over it on the page."))
        return cleaned

    def corrections(self) -> Iterator[Correction]:
        field, position = self._field()
        text, spot = self.cleaned_data["text"], self._spot("text")
        if not text:
            yield RemoveHeader(field, position)
            return
        evidence = spot.evidence(self.review.document, text) if spot else None
        yield from everywhere(self.review.corrected, SetHeader(field, position, text, evidence))


class NewHeaderForm(HeaderForm):
    """Add a fact: which one is chosen in the form."""

    title = gettext_lazy("Add a fact of the certificate")
    send = gettext_lazy("Add the fact")
    why = gettext_lazy("Missed by the reader")
    hint = gettext_lazy("Choose what it is, then drag over it on the page.")

    def build(self) -> None:
        choices = [(str(name), label) for name, label in self.review.absent_fields]
        self.fields["field"] = forms.ChoiceField(label=_("Fact"), choices=choices)
        self._add_text("text", _("Text"), required=True)

    def _field(self) -> tuple[HeaderField, int]:
        field = HeaderField(self.cleaned_data["field"])
        return field, self.review.corrected.next_position(field)

    def _fact(self) -> str:
        return ""


class ColumnForm(ReviewForm):
    """Say what a column is: every item beside it gets its part."""

    title = gettext_lazy("Say what a column is")
    why = gettext_lazy("Column misunderstood")
    hint = gettext_lazy("Drag over the whole column on the page, its head left out, and say what stands in it.")

    role = forms.ChoiceField(
        label=gettext_lazy("The column holds"), choices=[(str(name), FIELD_LABELS[name]) for name in _EDITED]
    )
    column_at = SpotField()

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
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if self._spot("column") is None:
            raise ValidationError(_("Drag over the column on the page first."))
        if not any(self.corrections()):
            raise ValidationError(_("No item stands beside what you drew, or nothing would change."))
        return cleaned

    def corrections(self) -> Iterator[Correction]:
        spot = self._spot("column")
        if spot is not None:
            words = words_of(self.review.document, spot.page)
            yield from column(self.review.corrected, words, spot.page, spot.box, self.cleaned_data["role"])


class RuleForm(ReviewForm):
    """Answer a finding that the machine left undecided."""

    title = gettext_lazy("Your ruling")
    send = gettext_lazy("Give the ruling")

    fit = forms.TypedChoiceField(
        label=gettext_lazy("This requirement is"),
        choices=[("yes", gettext_lazy("met")), ("no", gettext_lazy("not met"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    basis = forms.CharField(widget=forms.HiddenInput)

    def build(self) -> None:
        self.fields["basis"].initial = self._point().basis

    def make(self, account: Account) -> None:
        reviewing.rule(
            account=account,
            lot=self.review.lot,
            basis=self.cleaned_data["basis"],
            fit=self.cleaned_data["fit"],
            reason=self.cleaned_data["reason"],
        )


class StandardForm(ReviewForm):
    """Choose the standard by hand."""

    title = gettext_lazy("Which standard judges this certificate?")
    send = gettext_lazy("Judge by it")
    why = gettext_lazy("Same material, other name")

    instead_of = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def build(self) -> None:
        self.fields["standard"] = forms.ModelChoiceField(
            label=_("Standard"),
            queryset=choosable(self.review.lot.site_id),
            required=False,
            empty_label=_("whichever fits the certificate"),
            initial=self.review.document.chosen_standard_id,
        )
        self.fields["instead_of"].initial = self.review.document.chosen_standard_id

    def make(self, account: Account) -> None:
        standard: StandardVersion | None = self.cleaned_data["standard"]
        reviewing.choose_standard(
            account=account,
            lot=self.review.lot,
            standard=standard,
            instead_of=self.cleaned_data["instead_of"],
            reason=self.cleaned_data["reason"],
        )


FORMS: Mapping[str, type[ReviewForm]] = {
    "item": ItemForm,
    "add": AddForm,
    "strike": StrikeForm,
    "restore": RestoreForm,
    "assign": AssignForm,
    "header": HeaderForm,
    "new-header": NewHeaderForm,
    "column": ColumnForm,
    "rule": RuleForm,
    "standard": StandardForm,
}
"""By the last part of their addresses."""


def _characteristics(review: Review, nothing: str) -> forms.ChoiceField:
    choices = [("", nothing), *((one.id, one.name) for one in review.standard if one.formula is None)]
    return forms.ChoiceField(label=_("Characteristic of the standard"), choices=choices, required=False)
