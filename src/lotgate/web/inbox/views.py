"""The list of lots, and files coming in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lotgate.errors import LotgateError
from lotgate.store.models import Source, Upload
from lotgate.store.permissions import Permission, require
from lotgate.store.selectors import inbox
from lotgate.store.services import examples as example_deliveries
from lotgate.store.services import receiving
from lotgate.web.inbox import rows
from lotgate.web.inbox.forms import FilterForm
from lotgate.web.layout.templatetags.lotgate import error_name
from lotgate.web.request import account_of


@require_GET
def lots(request: HttpRequest) -> HttpResponse:
    """The inbox; for htmx the tabs and rows alone."""
    account = account_of(request)
    form = FilterForm(request.GET, account)
    asked = form.asked
    page = inbox.page(account, asked, inbox.Place.of(request.GET.get("at", "")))
    part = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    shown: dict[str, Any] = {
        "part": part,
        "form": form,
        "asked": asked,
        "page": page,
        "tabs": list(rows.tabs(asked, request.GET, inbox.counts(account, asked))),
        "heads": list(rows.heads(asked, request.GET)),
        "query": f"?{request.GET.urlencode()}",
        "largest": settings.UPLOAD_BYTES,
        "new": not page.lots and not inbox.anything(account),
        **rows.neighbours(page, request.GET),
    }
    return render(request, "inbox/lots.html" if part else "inbox/list.html", shown)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take files in: from the script one by one, answered as JSON, or from the plain form all at once."""
    account = account_of(request)
    require(account, Permission.RECEIVE)
    if request.method == "GET":
        return render(request, "inbox/upload.html")
    files, names = request.FILES.getlist("files"), request.POST.getlist("name")
    if len(names) != len(files):
        names = [file.name or "" for file in files]
    taken = [_take(request, file, name) for file, name in zip(files, names, strict=True)]
    if request.accepts("text/html"):
        for one in taken:
            messages.add_message(
                request, messages.ERROR if one.refused else messages.SUCCESS, f"{one.name}: {one.text}"
            )
        if not taken:
            messages.error(request, _("No file was chosen."))
        return redirect("inbox:list" if taken else "inbox:upload")
    return JsonResponse({"files": [{"name": one.name, "text": one.text, "result": one.result} for one in taken]})


@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a file once more that could not be read."""
    account = account_of(request)
    receiving.read_again(account=account, upload=get_object_or_404(Upload, pk=pk, site=account.site_id))
    back = request.POST.get("back", "")
    return redirect(reverse("inbox:list") + (back if back.startswith("?") else ""))


@require_POST
def examples(request: HttpRequest) -> HttpResponse:
    """Put the example deliveries into the inbox."""
    example_deliveries.deliver(account=account_of(request))
    return redirect("inbox:list")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: ``received``, ``known`` where it was here before, ``refused``."""

    name: str
    result: str
    text: str

    @property
    def refused(self) -> bool:
        return self.result == "refused"


def _take(request: HttpRequest, file: UploadedFile[Any], name: str) -> Taken:
    account = account_of(request)
    try:
        made = receiving.receive(
            account=account, site=account.site, name=name, stream=cast(BinaryIO, file.file), source=Source.BROWSER
        )
    except LotgateError as error:
        return Taken(name, "refused", f"{error_name(error.code)}: {error.message}. {_(error.advice)}")
    if made.same_as is None:
        return Taken(made.name, "received", _("In the inbox"))
    day = f"{made.same_as.received_at:%Y-%m-%d}"
    return Taken(made.name, "known", _("Received before, on %(day)s: nothing to read again") % {"day": day})
