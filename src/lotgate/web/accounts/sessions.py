"""Sessions end after a while without a person, and at the latest after a working day (OWASP session management)."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

_BEGUN, _SEEN = "begun", "seen"
_MINUTE = 60
POLL = "poll"
"""The name of elements that ask by themselves: what a page asks without a person keeps no session alive."""


class SessionEnds:
    """Signs out whoever has been away for ``SESSION_IDLE``, or signed in longer than ``SESSION_LONGEST`` ago."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        if _over(request.session, now):
            logout(request)
            return _to_the_door(request)
        if request.headers.get("HX-Trigger-Name") != POLL:
            _note(request.session, now)
        response = self.get_response(request)
        # On a shared computer the way back must not lead to what the last person saw (OWASP ASVS 8.2.1).
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _over(session: SessionBase, now: int) -> bool:
    idle, longest = settings.SESSION_IDLE.total_seconds(), settings.SESSION_LONGEST.total_seconds()
    return bool(now - session.get(_SEEN, now) > idle or now - session.get(_BEGUN, now) > longest)


def _note(session: SessionBase, now: int) -> None:
    """Remember the visit, to the minute: a write for every picture of a page would be paid by everybody."""
    session.setdefault(_BEGUN, now)
    if now - session.get(_SEEN, 0) >= _MINUTE:
        session[_SEEN] = now


def _to_the_door(request: HttpRequest) -> HttpResponse:
    door = reverse(settings.LOGIN_URL)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": door})
    return redirect(f"{door}?next={request.path}" if request.method == "GET" else door)
