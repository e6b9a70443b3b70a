"""The accounts of a site, its settings, and one's own account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lotgate.errors import LotgateError
from lotgate.store.permissions import Permission, require
from lotgate.store.selectors import accounts as selectors
from lotgate.store.services import accounts as services
from lotgate.web.accounts.forms import ChangeAccount, OpenAccount, OwnPassword, Reset, SiteSettings
from lotgate.web.request import account_of

_form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody at the site."""
    return render(request, "accounts/list.html", {"accounts": selectors.accounts(account_of(request))})


@_form_methods
@sensitive_post_parameters()
def new(request: HttpRequest) -> HttpResponse:
    """Open an account."""
    by = account_of(request)
    require(by, Permission.ADMINISTER)
    form = OpenAccount(request.POST or None, initial={"language": by.language})
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "repeated"}
        try:
            account = services.open_account(by=by, **given)
        except LotgateError as error:
            form.add_error("site" if given["site"] else "username", f"{error.message}. {error.advice}")
        else:
            messages.success(request, _("Opened an account for %(name)s.") % {"name": account.printed_name})
            return redirect("accounts:list")
    return _page(request, form, _("New account"))


@_form_methods
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change or close an account."""
    by = account_of(request)
    account = get_object_or_404(selectors.accounts(by), pk=number)
    present = {name: getattr(account, name) for name in ("printed_name", "role", "is_active")}
    form = ChangeAccount(request.POST or None, initial=present)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_account(by=by, account=account, **form.cleaned_data)
        except LotgateError as error:
            form.add_error(None, f"{error.message}. {error.advice}")
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:list")
    return _page(request, form, account.printed_name, account=account)


@_form_methods
@sensitive_post_parameters()
def reset(request: HttpRequest, number: int) -> HttpResponse:
    """Give somebody a temporary password."""
    by = account_of(request)
    account = get_object_or_404(selectors.accounts(by), pk=number)
    form = Reset(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        services.reset_password(by=by, account=account, password=given["password"], reason=given["reason"])
        messages.success(request, _("The password is changed. Its owner chooses another at the next sign-in."))
        return redirect("accounts:list")
    title = _("Temporary password for %(name)s") % {"name": account.printed_name}
    return _page(request, form, title)


@_form_methods
def site(request: HttpRequest) -> HttpResponse:
    """The site's settings."""
    by = account_of(request)
    require(by, Permission.ADMINISTER)
    present = {name: getattr(by.site, name) for name in ("name", "release_by_second_person")}
    form = SiteSettings(request.POST or None, initial=present)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_site(by=by, **form.cleaned_data)
        except LotgateError as error:
            form.add_error("name", f"{error.message}. {error.advice}")
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:list")
    return _page(request, form, _("Settings of the site"))


@_form_methods
@sensitive_post_parameters()
def me(request: HttpRequest) -> HttpResponse:
    """One's own account: who one is here, and another password."""
    account = account_of(request)
    form = OwnPassword(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        if authenticate(request, username=account.username, password=form.cleaned_data["old"]) is None:
            form.add_error("old", _("This is not your password."))
        elif _chosen(request, form):
            messages.success(request, _("Your password is changed."))
            return redirect("/")
    return render(request, "accounts/me.html", {"form": form}, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, form: OwnPassword) -> bool:
    try:
        account = services.choose_password(account=account_of(request), password=form.cleaned_data["password"])
    except ValidationError as error:
        form.add_error("password", error)
        return False
    update_session_auth_hash(request, account)
    return True


def _page(request: HttpRequest, form: Form, title: str, **more: object) -> HttpResponse:
    context = {"form": form, "title": title} | more
    return render(request, "accounts/form.html", context, status=422 if form.errors else 200)
