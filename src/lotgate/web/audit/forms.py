"""What may be asked of the trail."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lotgate.store.selectors.audit import AuditFilter
from lotgate.web.audit.wording import SUBJECTS
from lotgate.web.layout.forms import DayField


class FilterForm(forms.Form):
    """Every field may stay empty."""

    text = forms.CharField(label=_("Name or reason"), required=False, max_length=200)
    actor = forms.CharField(label=_("Who"), required=False, max_length=120)
    action = forms.ChoiceField(label=_("About"), required=False, choices=[("", _("everything")), *SUBJECTS])
    subject = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    since = DayField(label=_("From"))
    until = DayField(label=_("To"))

    def wanted(self) -> AuditFilter:
        """The filter; a field that cannot be understood asks nothing and carries its error."""
        self.is_valid()
        return AuditFilter(**{name: value for name, value in self.cleaned_data.items() if value})
