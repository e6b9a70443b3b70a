"""Changes to accounts and sites."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from lotgate.errors import Conflict
from lotgate.store.models import Account, AuditHead, Role, Site
from lotgate.store.services import audit


@transaction.atomic
def open_site(*, site: str, printed_name: str, username: str, password: str, language: str) -> Account:
    """The first site with its administrator. ``Conflict`` once there is any account: it can be done only once.

    Django's ``ValidationError`` where the password is not fit.
    """
    # Of two who do this at once the second waits here, and then sees the first one's account.
    AuditHead.objects.select_for_update().get_or_create(id=1)
    if Account.objects.exists():
        raise Conflict(_("The first account was opened already"), advice=_("Sign in, or ask the administrator."))
    made = Site.objects.create(name=site)
    account = Account(
        username=username, printed_name=printed_name, role=Role.ADMINISTRATOR, site=made, language=language
    )
    validate_password(password, account)
    account.set_password(password)
    account.save()
    audit.record(action="site.opened", subject=made, actor=account, site=made, new={"name": site})
    opened = {"username": username, "printed_name": printed_name, "role": account.role, "language": language}
    audit.record(action="account.opened", subject=account, actor=account, site=made, new=opened)
    return account


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
