"""Writing standards: in a form that checks while one types, as text, from a file, or as the next version."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lotgate import standards
from lotgate.errors import Conflict, SchemaError, StandardError
from lotgate.model.measurement import DecisionRule
from lotgate.model.standard import Standard
from lotgate.store.models import Document, StandardVersion
from lotgate.store.permissions import Permission, require
from lotgate.store.services import standards as services
from lotgate.web.request import account_of, number_in, written_in
from lotgate.web.standards.sheet import (
    HEAD,
    ROW,
    Problem,
    Row,
    Sheet,
    open_problems,
    problems_of,
    sheet_in,
    sheet_of,
    standard_of,
    text_of,
)
from lotgate.web.standards.views import one

_form_methods = require_http_methods(["GET", "HEAD", "POST"])
_EMPTY = Sheet(dict.fromkeys(HEAD, "") | {"number": "1"}, ())


@dataclass(frozen=True, slots=True)
class _Written:
    """What was sent: the standard, if it is one, and what is wrong with it."""

    sheet: Sheet
    standard: Standard | None
    problems: list[Problem]


@_form_methods
def new(request: HttpRequest) -> HttpResponse:
    """A standard from nothing."""
    require(account_of(request), Permission.WRITE_STANDARDS)
    if request.method != "POST":
        return _form(request, _Written(_EMPTY, None, []), None)
    written = _read(request.POST, None)
    if written.standard is None:
        return _form(request, written, None)
    try:
        made = services.add(account=account_of(request), text=standards.dump(written.standard))
    except Conflict as error:
        taken = Problem(error.message, error.advice, "number", _("Version"))
        return _form(request, _Written(written.sheet, None, [taken]), None)
    return redirect("standards:version", made.pk)


@_form_methods
def form(request: HttpRequest, number: int) -> HttpResponse:
    """A draft in the form."""
    require(account_of(request), Permission.WRITE_STANDARDS)
    this = one(request, number)
    base = standards.loads(this.text)
    if request.method != "POST":
        return _form(request, _Written(sheet_of(base), base, open_problems(base)), this)
    written = _read(request.POST, base)
    if written.standard is None:
        return _form(request, written, this)
    _rewrite(request, this, text_of(written.standard, this.text))
    return redirect("standards:version", this.pk)


@_form_methods
def text(request: HttpRequest, number: int) -> HttpResponse:
    """A draft as the text of its file; comments stay."""
    require(account_of(request), Permission.WRITE_STANDARDS)
    this = one(request, number)
    written = request.POST.get("text", this.text).replace("\r\n", "\n")
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            _rewrite(request, this, written)
        except StandardError as error:
            problems = _lines(error)
        else:
            return redirect("standards:version", this.pk)
    context = {"version": this, "text": written, "problems": problems}
    return render(request, "standards/text.html", context, status=422 if problems else 200)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """What is wrong with the form as it stands, for the panel beside it; nothing is saved."""
    require(account_of(request), Permission.WRITE_STANDARDS)
    number = number_in(request.POST.get("version", ""))
    base = None if number is None else standards.loads(one(request, number).text)
    written = _read(request.POST, base)
    return render(request, "standards/problems.html", {"problems": written.problems, "standard": written.standard})


@require_POST
def following(request: HttpRequest, number: int) -> HttpResponse:
    """The next version, as a draft that begins as a copy."""
    this = one(request, number)
    made = services.next_version(
        account=account_of(request),
        version=this,
        number=written_in(request, "number") or f"{this.number}a",
        reason=written_in(request, "reason"),
    )
    return redirect("standards:form", made.pk)


@_form_methods
def import_file(request: HttpRequest) -> HttpResponse:
    """A draft from a TOML file, an Excel sheet, a specification or a certificate."""
    account = account_of(request)
    require(account, Permission.WRITE_STANDARDS)
    problems: list[Problem] = []
    sent = request.FILES.get("file")
    if request.method == "POST" and sent is not None:
        try:
            made = services.read_in(account=account, name=sent.name or "", data=sent.read())
        except StandardError as error:
            problems = _lines(error)
        else:
            messages.success(request, _("Imported as a draft. Compare every line with its source."))
            return redirect("standards:version", made.pk)
    elif request.method == "POST":
        problems = [Problem(_("No file was chosen."), "", "", "")]
    return render(request, "standards/import.html", {"problems": problems}, status=422 if problems else 200)


@require_POST
def from_document(request: HttpRequest, number: int) -> HttpResponse:
    """A draft from the limits that a certificate of the site prints."""
    account = account_of(request)
    document = get_object_or_404(Document, pk=number, site=account.site)
    made = services.draft_of(account=account, document=document)
    messages.success(request, _("Drafted from the certificate's own limits. Compare every line with what you ordered."))
    return redirect("standards:version", made.pk)


def _rewrite(request: HttpRequest, this: StandardVersion, written: str) -> None:
    given = {name: written_in(request, name) for name in ("seen", "why")}
    services.rewrite(account=account_of(request), version=this, text=written, seen=given["seen"], reason=given["why"])
    messages.success(request, _("Saved."))


def _read(posted: QueryDict, base: Standard | None) -> _Written:
    sheet = sheet_in({name: str(value) for name, value in posted.items()})
    try:
        made = standard_of(sheet, base)
    except (StandardError, SchemaError) as error:
        return _Written(sheet, None, problems_of(sheet, error))
    return _Written(sheet, made, open_problems(made))


def _lines(error: StandardError) -> list[Problem]:
    """Faults of a text, each with its line."""
    faults = getattr(error, "faults", (error,))
    return [Problem(fault.message, fault.advice, "", "", fault.line) for fault in faults]


def _form(request: HttpRequest, written: _Written, this: StandardVersion | None) -> HttpResponse:
    free = 1 + max((row.place for row in written.sheet.rows), default=-1)
    context = {
        "sheet": written.sheet,
        "extra": Row(free, "", required=True, fields=dict.fromkeys(ROW, "")),
        "problems": written.problems,
        "standard": written.standard,
        "version": this,
        "rules": [str(rule) for rule in DecisionRule],
    }
    return render(request, "standards/form.html", context, status=422 if request.method == "POST" else 200)
