"""The form of the first visit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from lotgate.store.models import Account, Site


class FirstVisit(forms.Form):
    """The site and its first administrator."""

    site = forms.CharField(
        label=_("Site"), max_length=120, help_text=_("The plant or department whose deliveries are judged here.")
    )
    printed_name = forms.CharField(
        label=_("Your full name"),
        max_length=120,
        help_text=_("Stands under your signatures."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    username = forms.CharField(
        label=_("Account name"),
        max_length=64,
        help_text=_("You sign in with it."),
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=password_validators_help_text_html,
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=False),
    )
    repeated = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=False),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES],
    )

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        password = fields.get("password")
        if password is None:
            return fields
        if password != fields.get("repeated"):
            self.add_error("repeated", _("The two passwords differ."))
        person = Account(username=fields.get("username", ""), printed_name=fields.get("printed_name", ""), site=Site())
        try:
            validate_password(password, person)
        except forms.ValidationError as error:
            self.add_error("password", error)
        return fields
