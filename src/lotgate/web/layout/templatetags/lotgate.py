"""Badges and signs: what a state looks like, said once. A state is never shown by colour alone."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.translation import gettext_lazy as _

from lotgate.store.models import LotState

register = template.Library()

LOTS = {
    LotState.WAITING: ("○", ""),
    LotState.READING: ("↻", "busy"),
    LotState.FAILED: ("!", "bad"),
    LotState.REVIEW: ("?", "doubt"),
    LotState.REJECT: ("✕", "bad"),
    LotState.ACCEPT: ("✓", "good"),
    LotState.SECOND: ("2", "accent"),
    LotState.ACCEPTED: ("✓", "final good"),
    LotState.CONCESSION: ("△", "final leave"),
    LotState.REJECTED: ("✕", "final bad"),
}
"""Sign and look of each state of a lot. ``final`` is a person's word: filled, where the machine's is washed."""

FINDINGS = {
    "pass": ("✓", "good", _("Pass")),
    "fail": ("✕", "bad", _("Fail")),
    "undecided": ("?", "doubt", _("Undecided")),
}
"""Sign, look and word of each status of a finding."""

MESSAGES = {"success": "✓", "error": "!", "warning": "!", "info": "i"}


@register.inclusion_tag("layout/badge.html")
def lot_state(state: str) -> dict[str, Any]:
    """The badge of a :class:`LotState`."""
    sign, look = LOTS[LotState(state)]
    return {"sign": sign, "look": look, "word": LotState(state).label}


@register.inclusion_tag("layout/badge.html")
def finding_status(status: str) -> dict[str, Any]:
    """The badge of a finding's status (:class:`lotgate.model.measurement.Status`)."""
    sign, look, word = FINDINGS[str(status)]
    return {"sign": sign, "look": look, "word": word}


@register.inclusion_tag("layout/badge.html")
def badge(word: str, look: str = "", sign: str = "") -> dict[str, Any]:
    """Any other badge; ``look`` is good, bad, doubt, leave, accent or nothing, ``final`` before it fills it."""
    return {"sign": sign, "look": look, "word": word}


@register.filter
def message_sign(kind: str) -> str:
    """The sign before a message."""
    return MESSAGES.get(kind, "i")


@register.filter
def is_check(field: BoundField) -> bool:
    """Whether the field is one box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def minutes(span: timedelta) -> int:
    """The whole minutes that ``span`` lasts at most."""
    return ceil(span.total_seconds() / 60)
