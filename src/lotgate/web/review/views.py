"""The review page and what people change on it. Every change gives back the findings as they stand after it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lotgate.errors import Conflict, CorrectionError
from lotgate.store.models import Lot, LotState
from lotgate.store.permissions import Permission, may, require
from lotgate.store.selectors.review import Review, boxes, review_of
from lotgate.store.selectors.review_lines import Point
from lotgate.store.selectors.review_lots import lots_of, next_open
from lotgate.store.services import reviewing
from lotgate.web.request import account_of
from lotgate.web.review.forms import ReviewForm
from lotgate.web.review.item_forms import ColumnForm
from lotgate.web.review.kinds import FORMS
from lotgate.web.review.places import sheets

_UNREAD = (LotState.WAITING, LotState.READING, LotState.FAILED)


@require_GET
def lot(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of one lot."""
    row = lot_of(request, pk)
    if row.document is None or row.verdict is None:
        return render(request, "review/unread.html", {"lot": row})
    review = review_of(row, language=language())
    return render(request, "review/lot.html", words_of(request, review) | {"sheets": sheets(review.document)})


@require_GET
def following(request: HttpRequest, pk: int) -> HttpResponse:
    """To the lot that wants a person next; to the inbox where none does."""
    found = next_open(account_of(request), lot_of(request, pk))
    return redirect("review:lot", found) if found else redirect("inbox:list")


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a doubted reading, or a doubted name, is right."""
    account = account_of(request)
    review = review_or_404(request, pk)
    require(account, Permission.CORRECT)
    key = request.POST.get("point", "")
    shown = review.line(key) or review.point(key)
    if shown is None or (isinstance(shown, Point) and shown.basis != request.POST.get("basis")):
        raise Conflict(_("The finding changed since it was shown."))
    corrections = review.confirmation(shown)
    if not corrections:
        raise Conflict(_("There is nothing to confirm here."))
    reason = _("Compared with the page")
    reviewing.correct(account=account, lot=review.lot, corrections=corrections, reason=reason)
    return panel(request, review.lot)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was done last."""
    row = lot_of(request, pk)
    reviewing.undo(account=account_of(request), lot=row, act=request.POST.get("act", ""))
    return panel(request, row)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A form on the lot, and what it does."""
    account = account_of(request)
    review = review_or_404(request, pk)
    require(account, Permission.CORRECT)
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](review, request.GET, request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _form(request, kind, form)
    if isinstance(form, ColumnForm) and not form.was_shown():
        return _form(request, kind, form, changes=form.changes())
    try:
        form.make(account)
    except CorrectionError as error:
        form.add_error(None, f"{error.message}. {error.advice}")
        return _form(request, kind, form)
    return panel(request, review.lot)


def panel(request: HttpRequest, before: Lot) -> HttpResponse:
    """The findings and the head as they stand now, to take the place of those on the page.

    A correction of the lot numbers can leave no such lot: then the page leads to another on the same document.
    """
    if not Lot.objects.filter(pk=before.pk).exists():
        other = lots_of(account_of(request)).filter(document=before.document).order_by("position").first()
        return HttpResponse(headers={"HX-Redirect": reverse("review:lot", args=[other.pk]) if other else "/"})
    review = review_or_404(request, before.pk)
    return render(request, "review/panel.html", words_of(request, review) | {"swap": True})


def words_of(request: HttpRequest, review: Review) -> dict[str, object]:
    """What the templates show."""
    account = account_of(request)
    return {
        "review": review,
        "lot": review.lot,
        "boxes": list(boxes(review)),
        "may_correct": may(account, Permission.CORRECT) and not review.locked,
    }


def lot_of(request: HttpRequest, pk: int) -> Lot:
    """The lot, where the account may see it."""
    account = account_of(request)
    require(account, Permission.READ)
    return get_object_or_404(lots_of(account), pk=pk)


def review_or_404(request: HttpRequest, pk: int) -> Review:
    """The review of the lot; there is none of what is not read."""
    row = lot_of(request, pk)
    if row.document is None or row.verdict is None:
        raise Http404
    return review_of(row, language=language())


def language() -> str:
    """The language of sentences in findings and reports."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


def _form(
    request: HttpRequest, kind: str, form: ReviewForm, changes: list[tuple[str, str, str]] | None = None
) -> HttpResponse:
    words = {"kind": kind, "form": form, "lot": form.review.lot, "changes": changes, "target": form.target}
    response = render(request, "review/editor.html", words)
    if form.is_bound:
        response["HX-Retarget"], response["HX-Reswap"] = "#editor", "outerHTML"
    return response
