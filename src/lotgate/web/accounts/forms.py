"""The forms of the account pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from lotgate.store.models import Account, Role, Site

LANGUAGES = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


class NewPassword(forms.Form):
    """A password, twice, fit for the account that it is for."""

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

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        password = fields.get("password")
        if password is None:
            return fields
        if password != fields.get("repeated"):
            self.add_error("repeated", _("The two passwords differ."))
        try:
            validate_password(password, self.owner(fields))
        except forms.ValidationError as error:
            self.add_error("password", error)
        return fields

    def owner(self, fields: dict[str, Any]) -> Account:
        """Whose password it is to be, so that it is not like their names."""
        names = {name: fields.get(name, "") for name in ("username", "printed_name")}
        return Account(**names, site=Site())


class FirstVisit(NewPassword):
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
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    field_order = ("site", "printed_name", "username", "password", "repeated", "language")


class OpenAccount(NewPassword):
    """A colleague's account; with a site's name, the first account of another site."""

    printed_name = forms.CharField(label=_("Full name"), max_length=120, help_text=_("Stands under signatures."))
    username = forms.CharField(
        label=_("Account name"),
        max_length=64,
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    site = forms.CharField(
        label=_("Another site"),
        max_length=120,
        required=False,
        help_text=_("Left empty: your own. A new name opens a site with an inbox, standards and accounts of its own."),
    )

    field_order = ("printed_name", "username", "role", "language", "password", "repeated", "site")

    def clean(self) -> dict[str, Any]:
        fields = super().clean()
        if fields.get("site") and fields.get("role") not in (None, Role.ADMINISTRATOR):
            self.add_error("role", _("The first account of a site is its administrator."))
        return fields


class ChangeAccount(forms.Form):
    """What an administrator changes in an account."""

    printed_name = forms.CharField(label=_("Full name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    is_active = forms.BooleanField(label=_("Open: may sign in"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=400, required=False)


class PasswordOf(NewPassword):
    """Another password for ``account``."""

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def owner(self, fields: dict[str, Any]) -> Account:
        del fields
        return self.account


class Reset(PasswordOf):
    """A temporary password for somebody else."""

    reason = forms.CharField(label=_("Reason"), max_length=400, required=False)


class OwnPassword(PasswordOf):
    """One's own new password, for the old one."""

    old = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}, render_value=False),
    )

    field_order = ("old", "password", "repeated")


class SiteSettings(forms.Form):
    """The site's own settings."""

    name = forms.CharField(label=_("Name of the site"), max_length=120)
    release_by_second_person = forms.BooleanField(
        label=_("A second person releases standards"),
        required=False,
        help_text=_("Whoever wrote a version of a standard may then not release it."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=400, required=False)
