"""The inbox's filter as a form: whatever an address says, what cannot be used is left out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lotgate.store.models import Account, LotState, StandardVersion
from lotgate.store.selectors.inbox import COLUMNS, NEWEST, Filter, Tab
from lotgate.web.layout.forms import DayField, LongSelect


class FilterForm(forms.Form):
    """Every field may be empty. The names are those in the address."""

    use_required_attribute = False

    q = forms.CharField(required=False, label=_("Search"), max_length=200)
    tab = forms.ChoiceField(required=False, choices=[(str(tab), "") for tab in Tab], widget=forms.HiddenInput)
    sort = forms.ChoiceField(
        required=False,
        choices=[(sign + name, "") for name in COLUMNS for sign in ("", "-")],
        widget=forms.HiddenInput,
    )
    product = forms.CharField(required=False, label=_("Product"), max_length=200)
    supplier = forms.CharField(required=False, label=_("Supplier"), max_length=200)
    state = forms.ChoiceField(
        required=False, label=_("State"), choices=[("", _("All")), *LotState.choices], widget=LongSelect
    )
    standard = forms.ChoiceField(required=False, label=_("Standard"), widget=LongSelect)
    decided_by = forms.ChoiceField(required=False, label=_("Decided by"), widget=LongSelect)
    since = DayField(label=_("Received from"))
    until = DayField(label=_("Received until"))

    def __init__(self, data: QueryDict, account: Account) -> None:
        super().__init__(data, auto_id="asked_%s")
        anyone = [("", _("All"))]
        standards = StandardVersion.objects.filter(site=account.site_id).order_by("key", "-id")
        names: dict[str, str] = {}
        for key, name in standards.values_list("key", "name"):
            names.setdefault(key, name)
        people = Account.objects.filter(site=account.site_id).order_by("printed_name").values_list("pk", "printed_name")
        self.set("standard", [*anyone, *sorted(names.items(), key=lambda one: one[1])])
        self.set("decided_by", [*anyone, *((str(pk), name) for pk, name in people)])

    def set(self, name: str, choices: list[Any]) -> None:
        """Give the field its choices."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def asked(self) -> Filter:
        """What the form asks, without what is wrong."""
        self.is_valid()
        good = self.cleaned_data
        return Filter(
            tab=Tab(good.get("tab") or Tab.ALL),
            text=good.get("q") or "",
            product=good.get("product") or "",
            supplier=good.get("supplier") or "",
            state=good.get("state") or "",
            standard=good.get("standard") or "",
            decided_by=int(good["decided_by"]) if good.get("decided_by") else None,
            since=good.get("since"),
            until=good.get("until"),
            sort=good.get("sort") or NEWEST,
        )
