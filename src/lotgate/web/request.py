"""Who asks, and which row they mean."""

from __future__ import annotations

from django.http import HttpRequest

from lotgate.store.models import Account

_LONGEST = 18
"""Digits; a number of 19 may not fit into a column."""


def account_of(request: HttpRequest) -> Account:
    """The signed-in account; views behind ``LoginRequiredMiddleware`` always have one."""
    account = request.user
    if not isinstance(account, Account):
        raise TypeError("this view is open to people who are not signed in")
    return account


def number_in(text: str) -> int | None:
    """The number that an address or a field writes in digits; None for anything else, and for more than a row has."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST else None


def written_in(request: HttpRequest, name: str) -> str:
    """What somebody wrote in a field, without blanks around it and without NUL, which PostgreSQL cannot keep."""
    return request.POST.get(name, "").replace("\x00", "").strip()
