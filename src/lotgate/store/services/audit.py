"""Writing the audit trail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from lotgate.store.audit_chain import Head, mac_of, write_anchor
from lotgate.store.models import Account, AuditEntry, AuditHead, Site

PROGRAM = "lotgate"
"""The actor's name where the program itself acts."""


def record(
    *,
    action: str,
    subject: models.Model,
    actor: Account | None,
    site: Site | None,
    old: Any = None,
    new: Any = None,
    reason: str = "",
) -> AuditEntry:
    """Append one entry, in the transaction of the change that it tells of.

    ``action`` is subject and verb (``lot.signed``); ``old`` and ``new`` are plain JSON, without NUL characters.
    Outside a transaction it raises ``TransactionManagementError``: an entry without its change, or a change without
    its entry, must be impossible.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an audit entry belongs to the transaction of its change")
    row = AuditHead.objects.select_for_update().get_or_create(id=1)[0]
    entry = AuditEntry(
        number=row.number + 1,
        at=timezone.now(),
        site=site,
        actor=actor,
        actor_name=actor.printed_name if actor else PROGRAM,
        action=action,
        subject_type=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        subject_name=str(subject)[:400],
        old=old,
        new=new,
        reason=reason,
    )
    key: bytes = settings.AUDIT_KEY
    entry.mac = mac_of(vars(entry), row.last, key)
    entry.save(force_insert=True)
    head = Head.of(entry.number, entry.mac, key)
    row.number, row.last, row.mac = head.number, head.last, head.mac
    row.save()
    transaction.on_commit(lambda: write_anchor(settings.AUDIT_ANCHOR, head))
    return entry
