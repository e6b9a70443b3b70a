"""The pages for what went wrong: each says what happened and what to do next.

For a part of a page (htmx) the same words come as a message, with the same status.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotgate.errors import LotgateError

TITLES = {
    400: gettext_lazy("The request cannot be understood"),
    403: gettext_lazy("You may not do this"),
    404: gettext_lazy("This page does not exist"),
    409: gettext_lazy("Somebody was faster"),
    413: gettext_lazy("Too large"),
    500: gettext_lazy("Something broke in lotgate"),
}
ADVICE = {
    400: gettext_lazy("Go back, check what you entered and try again."),
    403: gettext_lazy("Ask a colleague whose role allows it."),
    404: gettext_lazy("It may belong to another site, or the address is wrong."),
    409: gettext_lazy("Open the page again to see how things stand now."),
    413: gettext_lazy("Split the file, or send only the certificate's pages."),
    500: gettext_lazy("Nothing was changed. Tell the administrator when it happened; the server's log has the reason."),
}


def failure(request: HttpRequest, status: int, detail: str = "", advice: str = "") -> HttpResponse:
    """The page, or the message, for ``status``."""
    title = str(TITLES.get(status, TITLES[400]))
    advice = advice or str(ADVICE.get(status, ADVICE[400]))
    if "HX-Request" in request.headers:
        return _message(detail or title, advice, status)
    back, back_title = ("/", _("To the inbox"))
    if status in (400, 409, 413, 422) and request.method == "GET":
        back, back_title = (request.get_full_path(), _("Open the page again"))
    elif status != 404 and _same_site(request):
        back, back_title = (request.headers["Referer"], _("Go back"))
    words = {"status": status, "title": title, "detail": detail, "advice": advice}
    return render(request, "layout/failure.html", words | {"back": back, "back_title": back_title}, status=status)


def of_error(request: HttpRequest, error: LotgateError) -> HttpResponse:
    """What people see of an error that lotgate raised on purpose."""
    return failure(request, error.http_status, error.message, _(error.advice))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    del exception
    return failure(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    del exception
    return failure(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: usually a page that was open since before the last sign-in."""
    del reason
    detail = _("This page is older than your sign-in, or cookies are switched off.")
    return failure(request, 403, detail, _("Go back, load the page again and repeat the step."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    del exception
    return failure(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler500: asks neither the database nor the session, for they may be what broke."""
    title, advice = str(TITLES[500]), str(ADVICE[500])
    if "HX-Request" in request.headers:
        return _message(title, advice, 500)
    words: dict[str, Any] = {"status": 500, "title": title, "advice": advice}
    return HttpResponse(render_to_string("layout/broken.html", words), status=500)


def _message(text: str, advice: str, status: int) -> HttpResponse:
    body = render_to_string("layout/message.html", {"kind": "error", "text": f"{text}. {advice}".replace("..", ".")})
    response = HttpResponse(body, status=status)
    response["HX-Retarget"] = "#messages"
    response["HX-Reswap"] = "beforeend"
    return response


def _same_site(request: HttpRequest) -> bool:
    try:
        return request.headers.get("Referer", "").startswith(f"{request.scheme}://{request.get_host()}/")
    except DisallowedHost:
        return False
