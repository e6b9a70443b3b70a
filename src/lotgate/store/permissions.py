"""What each role may do. Views and services ask :func:`may`; nothing else decides."""

from __future__ import annotations

from enum import StrEnum

from lotgate.errors import Forbidden
from lotgate.store.models import Account, Role


class Permission(StrEnum):
    """One kind of act."""

    READ = "read"
    """See lots, documents, standards and reports of one's own site."""
    RECEIVE = "receive"
    """Bring in files."""
    CORRECT = "correct"
    """Correct readings and rule on findings."""
    DECIDE = "decide"
    """Sign a lot accepted or rejected."""
    CONCEDE = "concede"
    """Accept under concession."""
    REOPEN = "reopen"
    """Reopen a decided lot."""
    WRITE_STANDARDS = "write-standards"
    """Draft and change standards."""
    RELEASE_STANDARDS = "release-standards"
    """Release and withdraw standards, and set a material's rules."""
    READ_AUDIT = "read-audit"
    """See and export the audit trail."""
    ADMINISTER = "administer"
    """Open and close accounts, change settings."""


_INSPECTOR = frozenset({Permission.READ, Permission.RECEIVE, Permission.CORRECT, Permission.DECIDE})
_MANAGER = _INSPECTOR | {
    Permission.CONCEDE,
    Permission.REOPEN,
    Permission.WRITE_STANDARDS,
    Permission.RELEASE_STANDARDS,
    Permission.READ_AUDIT,
}
GRANTS: dict[str, frozenset[Permission]] = {
    Role.INSPECTOR: _INSPECTOR,
    Role.MANAGER: _MANAGER,
    Role.AUDITOR: frozenset({Permission.READ, Permission.READ_AUDIT}),
    Role.ADMINISTRATOR: frozenset(Permission),
}


def may(account: Account, permission: Permission) -> bool:
    """Whether the account's role grants it; a closed account may nothing."""
    return account.is_active and permission in GRANTS[account.role]


def require(account: Account, permission: Permission) -> None:
    """``Forbidden`` unless the account's role grants it."""
    if not may(account, permission):
        raise Forbidden(f"{account.printed_name} ({account.get_role_display()}) may not do this: {permission}")
