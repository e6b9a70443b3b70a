"""Forms on what is not an item: the delivery's facts, rulings, the choice of a standard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotgate.correcting import (
    Correction,
    RemoveHeader,
    SetHeader,
    everywhere,
)
from lotgate.lexicon.findings import FIELD_NAMES
from lotgate.model.certificate import HeaderField
from lotgate.store.models import Account, StandardVersion
from lotgate.store.selectors.review_lots import choosable
from lotgate.store.services import reviewing
from lotgate.web.review.forms import ReviewForm


class HeaderForm(ReviewForm):
    """Fix, add or take away a fact about the delivery."""

    title = gettext_lazy("Correct a fact of the certificate")
    why = gettext_lazy("Misread")
    hint = gettext_lazy("Type, or drag over the words on the page. Empty says that the certificate does not state it.")

    def build(self) -> None:
        fact = self._fact()
        self.add_text("text", self._label(), fact)

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
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if not self._fact() and not cleaned["text"]:
            raise ValidationError(_("Nothing is different."))
        if not self._fact() and self.spot("text") is None:
            self.add_error("text", _("Show where it stands: drag over it on the page."))
        return cleaned

    def corrections(self) -> Iterator[Correction]:
        field, position = self._field()
        text, spot = self.cleaned_data["text"], self.spot("text")
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
        self.add_text("text", _("Text"), required=True)

    def _field(self) -> tuple[HeaderField, int]:
        field = HeaderField(self.cleaned_data["field"])
        return field, self.review.corrected.next_position(field)

    def _fact(self) -> str:
        return ""


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
        self.fields["basis"].initial = self.point().basis

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
