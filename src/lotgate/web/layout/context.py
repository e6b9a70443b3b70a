"""What every template may use."""

from __future__ import annotations

from django.http import HttpRequest

from lotgate.store.permissions import Permission, may


def navigation(request: HttpRequest) -> dict[str, object]:
    """``can`` maps each permission's name, ``-`` as ``_``, to whether the account has it."""
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated:
        return {"can": {}}
    return {"can": {permission.name.lower(): may(account, permission) for permission in Permission}}
