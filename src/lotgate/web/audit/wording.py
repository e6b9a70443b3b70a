"""Actions and changes in words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from lotgate.store.models import AuditEntry

SUBJECTS = [
    ("lot.", _("Lots")),
    ("document.", _("Documents")),
    ("upload.", _("Files")),
    ("standard.", _("Standards")),
    ("material.", _("Materials")),
    ("account.", _("Accounts")),
    ("site.", _("Settings")),
    ("audit.", _("Audit trail")),
]
"""The first part of an action's name, and what people call it."""
ACTIONS = {
    "account.changed": _("Account changed"),
    "account.language": _("Language changed"),
    "account.opened": _("Account opened"),
    "account.password-chosen": _("Password chosen"),
    "account.password-refused": _("Password refused"),
    "account.password-reset": _("Temporary password given"),
    "account.signed-in": _("Signed in"),
    "account.signed-out": _("Signed out"),
    "audit.exported": _("Audit trail exported"),
    "audit.verified": _("Audit trail proved"),
    "document.corrected": _("Reading corrected"),
    "document.correction-undone": _("Correction undone"),
    "document.read": _("Document read"),
    "document.standard-chosen": _("Standard chosen"),
    "lot.countersigned": _("Second signature"),
    "lot.judged": _("Judged again"),
    "lot.refused": _("Second signature refused"),
    "lot.reopened": _("Lot reopened"),
    "lot.ruled": _("Finding ruled on"),
    "lot.ruling-undone": _("Ruling undone"),
    "lot.signed": _("Lot signed"),
    "material.four-eyes": _("Four eyes set"),
    "site.changed": _("Settings changed"),
    "site.opened": _("Site opened"),
    "standard.added": _("Standard added"),
    "standard.edited": _("Draft changed"),
    "standard.released": _("Standard released"),
    "standard.withdrawn": _("Standard withdrawn"),
    "standard.written": _("Draft written"),
    "upload.failed": _("Reading failed"),
    "upload.read-again": _("Read again"),
    "upload.received": _("File received"),
}
"""What people call each action; the export has the names."""
LONGEST = 300
"""Characters of a value that the page shows; the export has all of them."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after; ``name`` is empty where the subject has only one."""

    name: str
    old: str
    new: str


def action(entry: AuditEntry) -> str:
    """What was done, in words; its name where there are none."""
    return str(ACTIONS.get(entry.action, entry.action))


def changes(entry: AuditEntry) -> list[Change]:
    """What the entry says was changed, field by field where it names fields."""
    old, new = entry.old, entry.new
    if isinstance(old, dict) or isinstance(new, dict):
        before, after = (value if isinstance(value, dict) else {} for value in (old, new))
        names = dict.fromkeys((*before, *after))
        return [
            Change(name, _text(before.get(name)), _text(after.get(name)))
            for name in names
            if before.get(name) != after.get(name)
        ]
    return [] if old is None and new is None else [Change("", _text(old), _text(new))]


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
