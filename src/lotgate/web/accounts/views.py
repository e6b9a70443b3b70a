"""Signing in, and the language of the pages."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lotgate.store.services import accounts
from lotgate.web.request import account_of


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Show the pages in another language: for good for an account, for this browser before sign-in."""
    code = request.POST.get("language", "")
    after = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure()):
        after = "/"
    response = HttpResponseRedirect(after)
    if code not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        accounts.speak(account=account_of(request), language=code)
    else:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, samesite="Lax", secure=request.is_secure())
    return response
