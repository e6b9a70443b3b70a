"""What every template may use."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from lotgate.store.permissions import Permission, may

MESSAGE_KINDS = ("info", "success", "warning", "error")

FAMILIES = (
    (_("Inbox"), "inbox:list", Permission.READ, ("inbox", "review")),
    (_("Standards"), "standards:list", Permission.READ, ("standards",)),
    (_("Audit trail"), "audit:list", Permission.READ_AUDIT, ("audit",)),
    (_("Accounts"), "accounts:list", Permission.ADMINISTER, ("accounts",)),
)
"""The main navigation: title, address, the permission it asks for, and the page families that belong to it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the main navigation."""

    title: str
    address: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, object]:
    """``can`` maps each permission's name, ``-`` as ``_``, to whether it is granted; ``navigation`` is the menu."""
    account = getattr(request, "user", None)
    shared: dict[str, object] = {"message_kinds": MESSAGE_KINDS, "can": {}, "navigation": ()}
    if account is None or not account.is_authenticated:
        return shared
    here = request.resolver_match.app_name if request.resolver_match else ""
    entries = [
        Entry(str(title), address, here in families)
        for title, name, permission, families in FAMILIES
        if may(account, permission) and (address := _address(name))
    ]
    can = {permission.name.lower(): may(account, permission) for permission in Permission}
    return shared | {"can": can, "navigation": entries, "own_account": _address("accounts:me")}


def _address(name: str) -> str:
    """The page's address, or nothing where its family is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
