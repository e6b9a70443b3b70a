"""Signing: deciding on a lot, the second signature and its refusal, reopening."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lotgate.errors import Conflict, Forbidden
from lotgate.model.verdict import Decision
from lotgate.store.models import Account, Meaning
from lotgate.store.permissions import Permission, may, require
from lotgate.store.selectors.review import Review
from lotgate.store.services import deciding
from lotgate.web.request import account_of
from lotgate.web.review.views import review_or_404

_PERMITS = {
    Meaning.ACCEPT: Permission.DECIDE,
    Meaning.REJECT: Permission.DECIDE,
    Meaning.CONCESSION: Permission.CONCEDE,
    Meaning.REFUSE: Permission.DECIDE,
    Meaning.REOPEN: Permission.REOPEN,
}


class SignatureForm(forms.Form):
    """Meaning, reason and password. Choices that the lot's state or the account's role does not allow are not there."""

    meaning = forms.ChoiceField(label=gettext_lazy("Meaning of the signature"), widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, review: Review, meanings: list[Meaning], data: object = None) -> None:
        super().__init__(data, auto_id="sign-%s")  # type: ignore[arg-type]
        self.fields["meaning"].choices = [(one.value, one.label) for one in meanings]  # type: ignore[attr-defined]
        self.fields["meaning"].initial = meanings[0].value if meanings else None
        self.fields["seen"].initial = review.seal

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("meaning") not in (None, Meaning.ACCEPT) and not str(cleaned.get("reason", "")).strip():
            self.add_error("reason", _("This needs a reason."))
        return cleaned


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on the lot, or give the second signature."""
    review, account = review_or_404(request, pk), account_of(request)
    require(account, Permission.DECIDE)

    def act(signer: deciding.Signer, meaning: Meaning, reason: str, seen: str) -> None:
        deciding.sign(signer=signer, lot=review.lot, meaning=meaning, reason=reason, seen=seen)

    return _dialog(request, review, _meanings(review, account), act, _("Decide on the lot"), _("Sign"))


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse the second signature."""
    review = review_or_404(request, pk)
    require(account_of(request), Permission.DECIDE)

    def act(signer: deciding.Signer, meaning: Meaning, reason: str, seen: str) -> None:
        del meaning
        deciding.refuse(signer=signer, lot=review.lot, reason=reason, seen=seen)

    return _dialog(request, review, [Meaning.REFUSE], act, _("Refuse the second signature"), _("Refuse"))


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a decided lot again."""
    review = review_or_404(request, pk)
    require(account_of(request), Permission.REOPEN)

    def act(signer: deciding.Signer, meaning: Meaning, reason: str, seen: str) -> None:
        del meaning
        deciding.reopen(signer=signer, lot=review.lot, reason=reason, seen=seen)

    return _dialog(request, review, [Meaning.REOPEN], act, _("Reopen the lot"), _("Reopen"))


def _meanings(review: Review, account: Account) -> list[Meaning]:
    """What may be signed, what is proposed first."""
    if review.awaits_second and review.first_signature:
        return [Meaning(review.first_signature.meaning)]
    now = review.standing
    found = [Meaning.REJECT]
    if now.decision is Decision.ACCEPT:
        found.insert(0, Meaning.ACCEPT)
    elif now.fails and not now.doubts and may(account, Permission.CONCEDE):
        found.append(Meaning.CONCESSION)
    return found


def _dialog(
    request: HttpRequest,
    review: Review,
    meanings: list[Meaning],
    act: Callable[[deciding.Signer, Meaning, str, str], None],
    title: str,
    send: str,
) -> HttpResponse:
    account = account_of(request)
    form = SignatureForm(review, meanings, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            signer = deciding.signer(request=request, account=account, password=given["password"])
        except Forbidden as error:
            form.add_error("password", error.message)
        else:
            try:
                act(signer, Meaning(given["meaning"]), given["reason"], given["seen"])
            except Conflict as error:
                form.add_error(None, f"{error.message} {error.advice}")
            else:
                return HttpResponse(headers={"HX-Refresh": "true"})
    words = {
        "review": review,
        "lot": review.lot,
        "form": form,
        "title": title,
        "send": send,
        "meanings": meanings,
        "address": request.path,
        "hindrance": _hindrance(review, account, meanings),
    }
    return render(request, "review/sign.html", words)


def _hindrance(review: Review, account: Account, meanings: list[Meaning]) -> str:
    """Why accepting is not among the choices."""
    if Meaning.REJECT not in meanings or len(meanings) > 1 or review.awaits_second:
        return ""
    if review.standing.doubts:
        return _("To accept, each open finding must first be confirmed, corrected or ruled on.")
    if review.standing.fails and not may(account, Permission.CONCEDE):
        return _("A requirement is violated: only a quality manager can accept the lot, under concession.")
    return ""
