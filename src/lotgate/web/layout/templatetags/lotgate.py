"""Badges and signs: what a state looks like, said once. A state is never shown by colour alone."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
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


ERRORS = {
    "unsupported-format": _("Not a kind of file that is read"),
    "damaged-file": _("Damaged file"),
    "protected-file": _("Needs a password"),
    "too-large": _("Too large"),
    "empty-file": _("Empty file"),
    "missing-tool": _("Needs a program that is not installed"),
    "took-too-long": _("Took too long"),
    "reader-failed": _("Reader failed"),
}
"""A file's error in two or three words, by its code (:mod:`lotgate.errors`)."""

ADVICE = (
    _("Check the input and try again."),
    _("Ask the sender for the document again, as PDF."),
    _("Send a PDF, Excel, Word, HTML, mail or ZIP file."),
    _("Save the file without a password, or ask the sender to."),
    _("Split the file, or send only the certificate's pages."),
    _("Install what the message names, then try again."),
    _("Split the file, or allow more time with --timeout."),
    _("Read this certificate by eye, and report the file as a fault in lotgate."),
)
"""What the errors advise, named here for the translators; :func:`localised` finds the translation."""


@register.simple_tag
def lot_state(state: str) -> SafeString:
    """The badge of a :class:`LotState`."""
    sign, look = LOTS[LotState(state)]
    return badge(str(LotState(state).label), look, sign)


@register.simple_tag
def finding_status(status: str) -> SafeString:
    """The badge of a finding's status (:class:`lotgate.model.measurement.Status`)."""
    sign, look, word = FINDINGS[str(status)]
    return badge(str(word), look, sign)


@register.simple_tag
def badge(word: str, look: str = "", sign: str = "") -> SafeString:
    """Any other badge; ``look`` is good, bad, doubt, leave, accent or nothing, ``final`` before it fills it."""
    # The same as layout/badge.html, which is for other families' inclusion tags; a list has hundreds of these.
    return format_html('<span class="badge {}"><i aria-hidden="true">{}</i>{}</span>', look, sign, word)


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


@register.filter
def error_name(code: str) -> str:
    """The name of a file's error; the code itself where it has none."""
    return str(ERRORS.get(code, code))


@register.filter
def localised(text: str) -> str:
    """What the program said in English, in the reader's language where there is a translation."""
    return gettext(text) if text else ""
