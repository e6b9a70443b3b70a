"""The buyer's standards, version by version, each kept as the text of its TOML file."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotgate.store.models.accounts import Account, Site


class StandardState(models.TextChoices):
    """Only released versions judge. A released version is never edited: a change is a new version."""

    DRAFT = "draft", _("Draft")
    RELEASED = "released", _("Released")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class StandardVersion(models.Model):
    """One version. ``text`` is exactly the TOML file: exporting gives back these bytes, importing keeps them."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="standards")
    key = models.CharField(_("identifier"), max_length=120)
    """The standard's ``id``, shared by its versions."""
    number = models.CharField(_("version"), max_length=40)
    name = models.CharField(_("name"), max_length=300)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=StandardState, default=StandardState.DRAFT)
    reason = models.TextField(blank=True)
    written_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="standards_written")
    written_at = models.DateTimeField(auto_now=True)
    released_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="standards_released")
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["site", "key", "number"], name="standard_version_once"),)
        indexes = (models.Index(fields=["site", "state", "key"], name="standard_by_state"),)

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Material(models.Model):
    """A site's rules for the material of one standard (by its ``key``)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="materials")
    key = models.CharField(max_length=120)
    four_eyes = models.BooleanField(default=False)
    """Whether a second person must sign every decision."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["site", "key"], name="material_once_a_site"),)

    def __str__(self) -> str:
        return self.key
