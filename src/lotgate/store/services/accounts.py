"""Changes to accounts and sites."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lotgate.errors import Conflict
from lotgate.store.models import Account, AuditHead, Role, Site
from lotgate.store.permissions import Permission, require
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
def open_account(
    *, by: Account, username: str, printed_name: str, role: str, password: str, language: str, site: str = ""
) -> Account:
    """A colleague's account at the same site, or the first one of another ``site``, which is then opened with it.

    The password is temporary: its owner must choose another at the first sign-in. ``ValidationError`` where it is not
    fit; ``Conflict`` where the name is taken, whatever its case.
    """
    require(by, Permission.ADMINISTER)
    if Account.objects.filter(username__iexact=username).exists():
        raise Conflict(_("There is an account of this name"), advice=_("Choose another name."))
    place = _opened(site, by) if site else by.site
    account = Account(
        username=username,
        printed_name=printed_name,
        role=role,
        site=place,
        language=language,
        password_is_temporary=True,
    )
    validate_password(password, account)
    account.set_password(password)
    account.save()
    opened = {"username": username, "printed_name": printed_name, "role": role, "language": language}
    audit.record(action="account.opened", subject=account, actor=by, site=place, new=opened)
    return account


@transaction.atomic
def change_account(
    *, by: Account, account: Account, printed_name: str, role: str, is_active: bool, reason: str = ""
) -> Account:
    """Another name, role or state for an account. ``Conflict`` where the site would be left without administrator."""
    require(by, Permission.ADMINISTER)
    # The site's row keeps two administrators from closing each other at once.
    Site.objects.select_for_update().get(pk=by.site_id)
    account = _at_site(by, account)
    new = {"printed_name": printed_name, "role": role, "is_active": is_active}
    old = {name: getattr(account, name) for name in new}
    if old == new:
        return account
    for name, value in new.items():
        setattr(account, name, value)
    account.save(update_fields=list(new))
    if not Account.objects.filter(site=by.site, role=Role.ADMINISTRATOR, is_active=True).exists():
        raise Conflict(_("The site needs an administrator"), advice=_("Make somebody else administrator first."))
    audit.record(
        action="account.changed", subject=account, actor=by, site=account.site, old=old, new=new, reason=reason
    )
    return account


@transaction.atomic
def reset_password(*, by: Account, account: Account, password: str, reason: str = "") -> Account:
    """A temporary password for somebody who lost theirs; ends that account's sessions. ``ValidationError`` if unfit."""
    require(by, Permission.ADMINISTER)
    account = _at_site(by, account)
    _set_password(account, password, temporary=True)
    audit.record(action="account.password-reset", subject=account, actor=by, site=account.site, reason=reason)
    return account


@transaction.atomic
def choose_password(*, account: Account, password: str) -> Account:
    """One's own new password; the caller has asked for the old one. ``ValidationError`` where it is not fit."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    if account.check_password(password):
        raise ValidationError(_("This is the password you have."))
    _set_password(account, password, temporary=False)
    audit.record(action="account.password-chosen", subject=account, actor=account, site=account.site)
    return account


@transaction.atomic
def change_site(*, by: Account, name: str, release_by_second_person: bool, reason: str = "") -> Site:
    """The site's own settings."""
    require(by, Permission.ADMINISTER)
    site = Site.objects.select_for_update().get(pk=by.site_id)
    new = {"name": name, "release_by_second_person": release_by_second_person}
    old = {field: getattr(site, field) for field in new}
    if old == new:
        return site
    if Site.objects.exclude(pk=site.pk).filter(name=name).exists():
        raise Conflict(_("There is a site of this name"), advice=_("Choose another name."))
    for field, value in new.items():
        setattr(site, field, value)
    site.save(update_fields=list(new))
    audit.record(action="site.changed", subject=site, actor=by, site=site, old=old, new=new, reason=reason)
    return site


def _at_site(by: Account, account: Account) -> Account:
    return Account.objects.select_for_update().get(pk=account.pk, site=by.site_id)


def _set_password(account: Account, password: str, *, temporary: bool) -> None:
    validate_password(password, account)
    account.set_password(password)
    account.password_is_temporary = temporary
    account.save(update_fields=["password", "password_is_temporary"])


def _opened(name: str, by: Account) -> Site:
    if Site.objects.filter(name=name).exists():
        raise Conflict(_("There is a site of this name"), advice=_("Choose another name."))
    site = Site.objects.create(name=name)
    audit.record(action="site.opened", subject=site, actor=by, site=site, new={"name": name})
    return site


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
