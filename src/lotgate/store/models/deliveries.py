"""Files that arrived and the documents in them. Nothing here is ever changed by a person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotgate.store.models.accounts import Account, Site
from lotgate.store.models.standards import StandardVersion


class Original(models.Model):
    """The bytes of a file, kept unchanged in the storage folder under their SHA-256; the same bytes are kept once."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.BigIntegerField()
    kept_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256


class Source(models.TextChoices):
    """How a file came."""

    BROWSER = "browser", _("Browser")
    FOLDER = "folder", _("Watched folder")
    EXAMPLE = "example", _("Example")


class UploadState(models.TextChoices):
    """Where a file stands on its way to being read."""

    WAITING = "waiting", _("Waiting")
    READING = "reading", _("Reading")
    READ = "read", _("Read")
    FAILED = "failed", _("Failed")


class Upload(models.Model):
    """A file as it arrived at a site: one row each time, though the same bytes at the same site are read only once.

    ``token`` fences the readers: only the reader that holds the current token may save what it read, so a reader that
    was given up for dead and comes back changes nothing.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="uploads")
    original = models.ForeignKey(Original, models.PROTECT, related_name="uploads")
    name = models.CharField(_("file"), max_length=400)
    source = models.CharField(max_length=8, choices=Source, default=Source.BROWSER)
    received_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="uploads")
    received_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=UploadState, default=UploadState.WAITING)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeats")
    """The earlier upload of the same bytes at this site; such a file is not read again."""
    known: models.ManyToManyField[Document, models.Model] = models.ManyToManyField(
        "Document", related_name="also_in", blank=True
    )
    """Documents in it that another file had brought before: their lots are where they were."""
    attempts = models.PositiveSmallIntegerField(default=0)
    """How often its reading has ended, well or not."""
    token = models.CharField(max_length=32, blank=True)
    pages_read = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=40, blank=True)
    error_message = models.TextField(blank=True)
    error_advice = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["site", "state", "-id"], name="upload_by_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=["site", "original"], condition=models.Q(same_as=None), name="upload_read_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """One document that was read: a whole file, or a part of a mail or archive. ``sha256`` is of its own bytes.

    ``reading`` is the certificate's JSON as the machine read it and never changes; ``current`` is the same after the
    corrections, ``None`` while there are none. Page pictures and words lie in the storage folder under ``sha256``.
    ``chosen_standard`` judges it where a person chose one; ``None`` leaves the choice to whichever released one fits.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="documents")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="documents")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=400)
    pages = models.PositiveIntegerField()
    reading = models.JSONField()
    current = models.JSONField(null=True, blank=True)
    chosen_standard = models.ForeignKey(StandardVersion, models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)
    lotgate = models.CharField(max_length=32)
    """The version of lotgate that read it."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["site", "sha256"], name="document_once_a_site"),)

    def __str__(self) -> str:
        return self.name
