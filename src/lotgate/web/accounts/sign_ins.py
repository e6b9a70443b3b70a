"""Sign-ins, sign-outs and refused passwords in the audit trail."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from lotgate.store.models import Account
from lotgate.store.services import audit


def counted_name(_request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The name that guesses are counted under: as at the sign-in, its case says nothing."""
    return str((credentials or {}).get("username") or "").casefold()


@receiver(user_logged_in)
def _signed_in(user: Account, **_: Any) -> None:
    _record(user, "account.signed-in", user)


@receiver(user_logged_out)
def _signed_out(user: Account | None, **_: Any) -> None:
    if user is not None:
        _record(user, "account.signed-out", user)


@receiver(user_login_failed)
def _refused(credentials: dict[str, Any], **_: Any) -> None:
    """Only names that are accounts': what was typed instead of a name may be somebody's password."""
    account = Account.objects.filter(username__iexact=credentials.get("username") or "").first()
    if account is not None:
        _record(account, "account.password-refused", None)


@transaction.atomic
def _record(account: Account, action: str, actor: Account | None) -> None:
    audit.record(action=action, subject=account, actor=actor, site=account.site)
