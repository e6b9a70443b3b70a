"""Reading and proving the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from lotgate.store.audit_chain import BOUND, Fault, Head, faults, read_anchor
from lotgate.store.models import Account, AuditEntry, AuditHead
from lotgate.store.permissions import Permission, require


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is asked of the trail; empty fields ask nothing. ``since`` and ``until`` are days, both included."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    text: str = ""
    since: date | None = None
    until: date | None = None


def entries(account: Account, wanted: AuditFilter) -> QuerySet[AuditEntry]:
    """The entries of the account's site and of the program, newest first; ``Forbidden`` without the right to read."""
    require(account, Permission.READ_AUDIT)
    found = AuditEntry.objects.filter(Q(site=account.site) | Q(site=None)).order_by("-number")
    if wanted.actor:
        found = found.filter(actor_name__icontains=wanted.actor)
    if wanted.action:
        found = found.filter(action__startswith=wanted.action)
    if wanted.subject:
        kind, _, number = wanted.subject.partition(":")
        found = found.filter(subject_type=kind, **({"subject_id": number} if number else {}))
    if wanted.text:
        found = found.filter(Q(subject_name__icontains=wanted.text) | Q(reason__icontains=wanted.text))
    if wanted.since:
        found = found.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        found = found.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def verify() -> list[Fault]:
    """Every trace of tampering in the whole trail, of all sites; empty when nobody touched it."""
    # In this order, entries that are written meanwhile are neither missed nor taken for strays.
    anchor = read_anchor(settings.AUDIT_ANCHOR)
    newest = AuditEntry.objects.aggregate(newest=Max("number"))["newest"] or 0
    row = AuditHead.objects.filter(id=1).first() or AuditHead()
    chain = AuditEntry.objects.filter(number__lte=max(newest, row.number)).order_by("number")
    rows = chain.values(*BOUND, "mac").iterator(chunk_size=2000)
    return faults(rows, Head(row.number, row.last, row.mac), anchor, settings.AUDIT_KEY)
