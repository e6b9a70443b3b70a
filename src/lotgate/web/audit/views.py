"""The audit pages. Everything here asks for the right to read the trail; only an export and a proof leave an entry."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lotgate.store.audit_export import Form, lines
from lotgate.store.models import AuditEntry
from lotgate.store.permissions import Permission, require
from lotgate.store.selectors import audit as trails
from lotgate.store.services import audit
from lotgate.web.audit.forms import FilterForm
from lotgate.web.audit.wording import action, changes
from lotgate.web.request import account_of, number_in

PAGE = 100
_TYPES = {Form.JSONL: "application/x-ndjson", Form.CSV: "text/csv"}


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The entries, newest first; ``before`` is the number of the last one seen."""
    form = FilterForm(request.GET)
    found = trails.entries(account_of(request), form.wanted())
    before = number_in(request.GET.get("before", ""))
    if before is not None:
        found = found.filter(number__lt=before)
    rows = list(found[: PAGE + 1])
    older = rows[PAGE - 1].number if len(rows) > PAGE else None
    context = {
        "form": form,
        "rows": [(entry, action(entry), changes(entry)) for entry in rows[:PAGE]],
        "asked": _query(request.GET),
        "older": older and _query(request.GET, before=str(older)),
        "first": before is None,
    }
    return render(request, "audit/trail.html", context)


@require_safe
def export(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """The entries asked for, oldest first, as a file; that it was taken is an entry of its own."""
    account = account_of(request)
    try:
        form = Form(ending)
    except ValueError:
        raise Http404 from None
    found = trails.entries(account, FilterForm(request.GET).wanted()).order_by("number")
    with transaction.atomic():
        audit.record(
            action="audit.exported", subject=account.site, actor=account, site=account.site, new=_query(request.GET)
        )
    response = StreamingHttpResponse(
        (line.encode() for line in lines(found.iterator(chunk_size=2000), form)), content_type=_TYPES[form]
    )
    response["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate():%Y-%m-%d}.{form}"'
    return response


@require_POST
def proof(request: HttpRequest) -> HttpResponse:
    """Prove the whole trail now, and say what came of it."""
    account = account_of(request)
    require(account, Permission.READ_AUDIT)
    faults = trails.verify()
    with transaction.atomic():
        audit.record(
            action="audit.verified",
            subject=account.site,
            actor=account,
            site=account.site,
            new=[{"entry": fault.number, "what": fault.what} for fault in faults[:20]],
        )
    context = {"faults": faults[:20], "count": AuditEntry.objects.count(), "at": timezone.localtime()}
    template = "audit/proof.html" if "HX-Request" in request.headers else "audit/proved.html"
    return render(request, template, context)


def _query(asked: QueryDict, **more: str) -> str:
    kept = {name: str(value) for name, value in asked.items() if value and name != "before"}
    return urlencode(kept | more)
