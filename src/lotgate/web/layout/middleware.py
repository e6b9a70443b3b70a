"""Domain errors become pages or messages, and parts of pages (htmx) get what whole pages get by themselves."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lotgate.errors import LotgateError, TooLarge
from lotgate.web.layout.context import MESSAGE_KINDS
from lotgate.web.layout.failures import of_error

_log = logging.getLogger(__name__)
_LONGEST_LENGTH = 18


class DomainErrors:
    """Answers a :class:`LotgateError` that a view lets pass with its own status, sentence and advice."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Nothing for any other exception: those are faults, and belong to the log and to the page for 500."""
        if not isinstance(exception, LotgateError):
            return None
        if exception.http_status >= 500:
            _log.error("%s", exception, exc_info=exception)
        return of_error(request, exception)


class BoundedBody:
    """Refuses a body beyond ``REQUEST_BYTES`` before anything of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.headers.get("Content-Length", "")
        if length.isdecimal() and (len(length) > _LONGEST_LENGTH or int(length) > settings.REQUEST_BYTES):
            megabytes = settings.REQUEST_BYTES // 2**20
            return of_error(request, TooLarge(_("more than %(count)s MB at once") % {"count": megabytes}))
        return self.get_response(request)


class Parts:
    """For htmx: a sign-in that ran out leads the whole page to the sign-in, and messages come with the part."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "HX-Request" not in request.headers:
            return response
        if response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL)):
            here = request.headers.get("HX-Current-URL", "/").removeprefix(f"{request.scheme}://{request.get_host()}")
            away = HttpResponse(status=204)
            away["HX-Redirect"] = redirect_to_login(here).url
            return away
        if _carries_messages(response):
            shown = [
                render_to_string("layout/message.html", {"kind": kind(message.level_tag), "text": message})
                for message in messages.get_messages(request)
            ]
            if shown:
                response.content += f'<div id="messages" hx-swap-oob="beforeend">{"".join(shown)}</div>'.encode()
        return response


def kind(tag: str | None) -> str:
    """A message's kind from Django's tag."""
    return tag if tag in MESSAGE_KINDS else "info"


def _carries_messages(response: HttpResponse) -> bool:
    if response.streaming or response.status_code not in (200, 201, 422) or "HX-Redirect" in response:
        return False
    return response.headers.get("Content-Type", "").startswith("text/html") and "HX-Refresh" not in response
