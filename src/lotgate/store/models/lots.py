"""A row of the inbox: one lot, from the moment its file arrives to its signature."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotgate.store.models.accounts import Account, Site
from lotgate.store.models.deliveries import Document, Upload
from lotgate.store.models.standards import StandardVersion


class LotState(models.TextChoices):
    """What the inbox says of a lot. The first six are the machine's, the last four a person's."""

    WAITING = "waiting", _("Waiting")
    READING = "reading", _("Reading")
    FAILED = "failed", _("Could not be read")
    REVIEW = "review", _("To review")
    REJECT = "reject", _("Reject proposed")
    ACCEPT = "accept", _("Accept proposed")
    SECOND = "second", _("Awaits second signature")
    ACCEPTED = "accepted", _("Accepted")
    CONCESSION = "concession", _("Accepted under concession")
    REJECTED = "rejected", _("Rejected")


OPEN_STATES = (LotState.REVIEW, LotState.REJECT, LotState.ACCEPT, LotState.SECOND)
DECIDED_STATES = (LotState.ACCEPTED, LotState.CONCESSION, LotState.REJECTED)


class Lot(models.Model):
    """One lot on one document. A file that is not read yet has one row without a document, so that nothing is unseen.

    ``verdict`` is the whole verdict's JSON on the document's current reading; ``position`` is this lot's place in it.
    ``doubts`` and ``fails`` count its open findings. Once decided, only reopening changes a lot.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="lots")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="lots")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="lots")
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(_("state"), max_length=12, choices=LotState, default=LotState.WAITING)
    file = models.CharField(_("file"), max_length=400)
    number = models.CharField(_("lot"), max_length=200, blank=True)
    product = models.CharField(_("product"), max_length=300, blank=True)
    supplier = models.CharField(_("supplier"), max_length=300, blank=True)
    certificate_no = models.CharField(_("certificate"), max_length=200, blank=True)
    standard = models.ForeignKey(StandardVersion, models.PROTECT, null=True, blank=True, related_name="lots")
    verdict = models.JSONField(null=True, blank=True)
    fails = models.PositiveIntegerField(default=0)
    doubts = models.PositiveIntegerField(default=0)
    repeats = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeated_by")
    """An earlier row with the same lot of the same supplier."""
    received_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="decided")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["document", "position"], name="lot_once_a_document"),
            models.UniqueConstraint(fields=["upload"], condition=models.Q(document=None), name="lot_one_unread"),
        )
        # What the inbox filters by and sorts by, with the key and the state, so that a page is read off one index.
        indexes = (
            models.Index(fields=["site", "-received_at", "-id", "state"], name="lot_newest"),
            models.Index(fields=["site", "state", "-received_at", "-id"], name="lot_by_state"),
            models.Index(fields=["site", "standard", "id"], name="lot_by_standard"),
            models.Index(fields=["site", "decided_by", "id"], name="lot_by_decider"),
            models.Index(fields=["site", "decided_at", "id", "state"], name="lot_by_decision"),
            models.Index(fields=["site", "product", "id", "state"], name="lot_by_product"),
            models.Index(fields=["site", "supplier", "id", "state"], name="lot_by_supplier"),
            models.Index(fields=["site", "number", "id", "state"], name="lot_by_number"),
        )

    def __str__(self) -> str:
        return self.number or self.file

    @property
    def decided(self) -> bool:
        """True once a person's decision is complete; the lot is then locked."""
        return self.state in DECIDED_STATES


class CorrectionRecord(models.Model):
    """What a person changed in a reading, in the order in which it was changed; never edited, never deleted.

    ``body`` is a correction's JSON (:mod:`lotgate.model.correction`); ``subject`` is the name of the item, or the
    header's field, that it is about. Corrections count added items in their order, so they are undone last first; those
    with the same ``act`` were made at once and are undone at once.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="corrections")
    act = models.CharField(max_length=32)
    body = models.JSONField()
    subject = models.CharField(max_length=300, blank=True)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="corrections")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="corrections_undone")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
