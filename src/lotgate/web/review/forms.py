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
    Correction,
    ItemField,
)
from lotgate.store.models import Account
from lotgate.store.selectors.review import Review
from lotgate.store.selectors.review_lines import ItemLine, Point
from lotgate.store.services import reviewing
from lotgate.web.request import number_in
from lotgate.web.review.places import Spot, SpotField

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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        pages = self.review.document.pages
        if any(isinstance(value, Spot) and value.page > pages for value in cleaned.values()):
            raise ValidationError(_("The document has no such page."))
        return cleaned

    def spot(self, name: str) -> Spot | None:
        """Where on the page the field's text was dragged over, if it was."""
        spot: Spot | None = self.cleaned_data.get(f"{name}_at")
        return spot

    def line(self) -> ItemLine:
        """The item that the form is about; 404 where there is none."""
        number = number_in(self.target.get("item", ""))
        line = None if number is None else self.review.item(number)
        if line is None:
            raise Http404
        return line

    def point(self) -> Point:
        """The finding that the form is about; 404 where there is none."""
        point = self.review.point(self.target.get("point", ""))
        if point is None:
            raise Http404
        return point

    def add_text(self, name: str, label: Words, value: str = "", *, required: bool = False) -> None:
        """A text that can be typed or dragged over."""
        self.fields[name] = forms.CharField(label=label, initial=value, required=required, max_length=_LONGEST)
        self.fields[name].widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "data-pick": name}
        self.fields[f"{name}_at"] = SpotField()
