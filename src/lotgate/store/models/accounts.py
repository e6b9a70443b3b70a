"""People and the sites they work at. An account sees its own site's lots and nothing else."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Site(models.Model):
    """A plant or department with its own inbox, standards and people."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    release_by_second_person = models.BooleanField(default=False)
    """Whether a standard's author may not release it."""

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What an account may do; the grants are in :mod:`lotgate.store.permissions`."""

    INSPECTOR = "inspector", _("Inspector")
    MANAGER = "manager", _("Quality manager")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their name as typed, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """A person; never deleted, only closed. ``printed_name`` stands under the person's signatures (21 CFR 11.50)."""

    username = models.CharField(_("account name"), max_length=64, unique=True)
    printed_name = models.CharField(_("full name"), max_length=120)
    role = models.CharField(_("role"), max_length=16, choices=Role)
    site = models.ForeignKey(Site, models.PROTECT, related_name="accounts", verbose_name=_("site"))
    language = models.CharField(_("language"), max_length=8, default="en")
    password_is_temporary = models.BooleanField(default=False)
    """Somebody else chose it: the person must choose their own before anything else (21 CFR 11.200)."""
    is_active = models.BooleanField(_("open"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["printed_name"]

    def __str__(self) -> str:
        return self.printed_name
