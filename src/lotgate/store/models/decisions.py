"""What people said of a lot: rulings on single findings, and signatures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotgate.store.models.accounts import Account
from lotgate.store.models.lots import Lot


class Ruling(models.Model):
    """A person's answer to a finding that the machine left undecided: seen by eye, and fit or not, with a reason.

    ``finding`` names it (subject, characteristic or name, code); a ruling counts only while ``basis``, the finding as
    it was seen, is unchanged.
    """

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="rulings")
    finding = models.CharField(max_length=300)
    basis = models.CharField(max_length=64)
    fit = models.BooleanField()
    reason = models.TextField()
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="rulings")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="rulings_undone")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.finding}: {self.fit}"


class Meaning(models.TextChoices):
    """What a signature says (21 CFR 11.50)."""

    ACCEPT = "accept", _("Accepted")
    REJECT = "reject", _("Rejected")
    CONCESSION = "concession", _("Accepted under concession")
    REFUSE = "refuse", _("Second signature refused")
    REOPEN = "reopen", _("Reopened")


class Signature(models.Model):
    """Printed name, time and meaning, over the digests of what was signed; never edited, never deleted.

    ``second`` marks the second person's, where the material asks for four eyes. ``superseded`` is set when the
    second person refuses, and when the lot is reopened.
    """

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="signatures")
    meaning = models.CharField(max_length=12, choices=Meaning)
    reason = models.TextField(blank=True)
    second = models.BooleanField(default=False)
    signed_by = models.ForeignKey(Account, models.PROTECT, related_name="signatures")
    printed_name = models.CharField(max_length=120)
    signed_at = models.DateTimeField(auto_now_add=True)
    reading_digest = models.CharField(max_length=64)
    verdict_digest = models.CharField(max_length=64)
    superseded = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.printed_name}: {self.get_meaning_display()}"
