"""Looking at standards, comparing them, and letting them judge."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lotgate import standards
from lotgate.errors import FaultyStandard, StandardError
from lotgate.standards.diff import diff
from lotgate.standards.validation import open_points
from lotgate.store.models import StandardVersion
from lotgate.store.selectors import standards as selectors
from lotgate.store.services import standards as services
from lotgate.web.request import account_of, number_in, written_in


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The site's standards."""
    text = request.GET.get("text", "").strip()
    context = {"families": selectors.families(account_of(request), text), "text": text}
    return render(request, "standards/list.html", context)


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version with its characteristics, its siblings and what can be done with it."""
    account = account_of(request)
    this = one(request, number)
    parsed = standards.loads(this.text)
    siblings = list(selectors.versions(account).filter(key=this.key).defer("text").order_by("-id"))
    context = {
        "version": this,
        "standard": parsed,
        "open_points": list(open_points(parsed)),
        "siblings": siblings,
        "material": selectors.material(account, this.key),
        "own": this.written_by_id == account.pk and account.site.release_by_second_person,
    }
    return render(request, "standards/version.html", context)


@require_safe
def file(request: HttpRequest, number: int) -> HttpResponse:
    """The TOML file, byte for byte as it was imported or written."""
    this = one(request, number)
    response = HttpResponse(this.text.encode(), content_type="application/toml; charset=utf-8")
    name = content_disposition_header(as_attachment=True, filename=f"{this.key}-{this.number}.toml")
    response.headers["Content-Disposition"] = name or "attachment"
    return response


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two versions side by side, with what each difference means for a supplier."""
    before, after = (one(request, _number(request, name)) for name in ("before", "after"))
    changes = diff(standards.loads(before.text), standards.loads(after.text))
    return render(request, "standards/compare.html", {"before": before, "after": after, "changes": changes})


@require_safe
def impact(request: HttpRequest, number: int) -> HttpResponse:
    """What the version would have changed over the last certificates of its material."""
    this = one(request, number)
    context = {"version": this, "impact": selectors.impact(account_of(request), this)}
    part = "HX-Request" in request.headers
    return render(request, "standards/turns.html" if part else "standards/impact.html", context)


@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Every line was compared with its source."""
    this = one(request, number)
    try:
        services.confirm(account=account_of(request), version=this, seen=request.POST.get("seen", ""))
    except FaultyStandard as error:
        for fault in error.faults:
            messages.error(request, f"{fault.message} {fault.advice}")
    else:
        messages.success(request, _("Confirmed. It can be released now."))
    return redirect("standards:version", this.pk)


@require_POST
def release(request: HttpRequest, number: int) -> HttpResponse:
    """Let the version judge."""
    this = one(request, number)
    given = {name: written_in(request, name) for name in ("seen", "reason")}
    try:
        services.release(account=account_of(request), version=this, **given)
    except StandardError as error:
        messages.error(request, f"{error.message} {error.advice}")
    else:
        messages.success(request, _("Released. Lots that nobody has decided are judged again."))
    return redirect("standards:version", this.pk)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take the version out of use."""
    this = one(request, number)
    services.withdraw(account=account_of(request), version=this, reason=written_in(request, "reason"))
    messages.success(request, _("Withdrawn. Lots that nobody has decided are judged again."))
    return redirect("standards:version", this.pk)


@require_POST
def four_eyes(request: HttpRequest) -> HttpResponse:
    """Whether a second person must sign every decision on this material."""
    this = one(request, _number(request, "version"))
    services.demand_four_eyes(
        account=account_of(request),
        key=this.key,
        demanded="four_eyes" in request.POST,
        reason=written_in(request, "reason"),
    )
    messages.success(request, _("Saved."))
    return redirect("standards:version", this.pk)


def one(request: HttpRequest, number: int) -> StandardVersion:
    """The version of this number; 404 where it is another site's or nobody's."""
    return get_object_or_404(selectors.versions(account_of(request)), pk=number)


def _number(request: HttpRequest, name: str) -> int:
    number = number_in(request.GET.get(name) or request.POST.get(name) or "")
    if number is None:
        raise Http404
    return number
