"""A password that somebody else chose opens one page only: the one on which its owner chooses another."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

_OPEN = ("accounts:me", "accounts:sign-out", "accounts:language")


class TemporaryPassword:
    """Leads whoever signed in with a temporary password to their own account's page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user
        if not account.is_authenticated or not account.password_is_temporary:
            return self.get_response(request)
        if request.path in {reverse(name) for name in _OPEN}:
            return self.get_response(request)
        return redirect("accounts:me")
