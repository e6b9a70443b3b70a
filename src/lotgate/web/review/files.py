"""Files of one lot: page pictures, words of a page, the original, reports. Each asks whether the account may see it."""

from __future__ import annotations

import re

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from lotgate.reporting.excel import workbook
from lotgate.reporting.pdf import pdf
from lotgate.reporting.wording import LANGUAGES, wording
from lotgate.store import storage
from lotgate.store.models import Document
from lotgate.store.selectors.lot_report import report_of
from lotgate.store.selectors.review import review_of
from lotgate.web.review.places import Spot
from lotgate.web.review.views import language, lot_of

_YEAR = 365 * 24 * 3600
_UNFIT_FOR_NAMES = re.compile(r"[^\w.,()+ -]+")
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def page(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """A page's picture. It never changes, so the browser of this person may keep it."""
    document = _document(request, pk)
    path = storage.page_picture(document.sha256, number)
    if number > document.pages or not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type="image/webp")
    response["Cache-Control"] = f"private, max-age={_YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def words(request: HttpRequest, pk: int) -> JsonResponse:
    """What is printed in a box on a page: its text, and the box of the words."""
    document = _document(request, pk)
    try:
        spot = Spot.of(request.GET.get("at", ""))
    except ValueError:
        raise Http404 from None
    found = spot.read(document)
    if found is None:
        return JsonResponse({"text": "", "at": None})
    box = found[1].box
    return JsonResponse({"text": found[0], "at": [box.x0, box.top, box.width, box.height]})


@require_GET
def original(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it came, to be kept and never shown by the browser."""
    upload = lot_of(request, pk).upload
    try:
        file = storage.open_original(upload.original_id)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        file, as_attachment=True, filename=upload.name.rpartition("/")[2], content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def report(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The report on the lot as PDF or workbook, in the language of ``lang`` or the account's."""
    row = lot_of(request, pk)
    lang = request.GET.get("lang") or language()
    if row.document is None or row.verdict is None or lang not in LANGUAGES or kind not in ("pdf", "xlsx"):
        raise Http404
    told = wording(lang)
    entries = (report_of(review_of(row, language=lang), told),)
    if kind == "pdf":
        body, media = pdf(entries, told, at=timezone.localtime()), "application/pdf"
    else:
        body, media = workbook(entries, told, pictures=True), _EXCEL
    name = _UNFIT_FOR_NAMES.sub("-", f"{row.product or row.file} {row.number}").strip(" -.")
    response = HttpResponse(body, content_type=media)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}") or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _document(request: HttpRequest, pk: int) -> Document:
    document = lot_of(request, pk).document
    if document is None:
        raise Http404
    return document
