"""The first visit, signing in, and the language of the pages."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from lotgate.store.models import Account
from lotgate.store.services import accounts
from lotgate.web.accounts.forms import FirstVisit
from lotgate.web.request import account_of

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Signing in; before there is anybody who could, the way to the first visit."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated and not Account.objects.exists():
            return redirect("accounts:first-visit")
        return super().dispatch(request, *args, **kwargs)


@login_not_required
@sensitive_post_parameters()
def first_visit(request: HttpRequest) -> HttpResponse:
    """Open the site and its first account, and sign in; does not exist once there is an account."""
    if Account.objects.exists():
        raise Http404
    form = FirstVisit(request.POST or None, initial={"language": translation.get_language()})
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "repeated"}
        account = accounts.open_site(**given)
        login(request, account, _BACKEND)
        return redirect("/")
    return render(request, "accounts/first_visit.html", {"form": form}, status=422 if form.errors else 200)


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
