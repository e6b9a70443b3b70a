"""Who asks."""

from __future__ import annotations

from django.http import HttpRequest

from lotgate.store.models import Account


def account_of(request: HttpRequest) -> Account:
    """The signed-in account; views behind ``LoginRequiredMiddleware`` always have one."""
    account = request.user
    if not isinstance(account, Account):
        raise TypeError("this view is open to people who are not signed in")
    return account
