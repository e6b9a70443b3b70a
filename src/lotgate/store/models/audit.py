"""The audit trail: append-only, each entry bound to the one before it."""

from __future__ import annotations

from django.db import models

from lotgate.store.models.accounts import Account, Site


class AuditEntry(models.Model):
    """One change. ``mac`` binds every other field to the entry before it (:mod:`lotgate.store.audit_chain`).

    Written only by :func:`lotgate.store.services.audit.record`; the database refuses to change or delete a row.
    """

    number = models.BigIntegerField(primary_key=True)
    """From 1, without gaps."""
    at = models.DateTimeField(db_index=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    actor = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    """Null for what the program does itself."""
    actor_name = models.CharField(max_length=120)
    action = models.CharField(max_length=60)
    """Subject and verb, ``lot.signed``."""
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    subject_name = models.CharField(max_length=400)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    mac = models.CharField(max_length=64)

    class Meta:
        indexes = (
            models.Index(fields=["subject_type", "subject_id", "-number"], name="audit_by_subject"),
            models.Index(fields=["action", "-number"], name="audit_by_action"),
            models.Index(fields=["actor", "-number"], name="audit_by_actor"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.action}"


class AuditHead(models.Model):
    """One row: the chain's :class:`~lotgate.store.audit_chain.Head`, and the lock that orders its writers."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    last = models.CharField(max_length=64, default="")
    mac = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return str(self.number)
