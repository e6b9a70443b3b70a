"""Reading accounts."""

from __future__ import annotations

from django.db.models import QuerySet

from lotgate.store.models import Account
from lotgate.store.permissions import Permission, require


def accounts(account: Account) -> QuerySet[Account]:
    """The accounts of the administrator's site, open ones first, by name."""
    require(account, Permission.ADMINISTER)
    return Account.objects.filter(site=account.site).order_by("-is_active", "printed_name", "pk")
