"""Changes to accounts and sites."""

from __future__ import annotations

from django.db import transaction

from lotgate.store.models import Account
from lotgate.store.services import audit


@transaction.atomic
def speak(*, account: Account, language: str) -> None:
    """Show the account its pages in ``language``, a code of ``settings.LANGUAGES``."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    if account.language == language:
        return
    old, account.language = account.language, language
    account.save(update_fields=["language"])
    audit.record(
        action="account.language", subject=account, actor=account, site=account.site, old=old, new=account.language
    )
