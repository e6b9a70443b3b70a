"""Signs and words of the review page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from lotgate.model.correction import ItemField
from lotgate.model.verdict import Decision
from lotgate.store.models import CorrectionRecord, LotState
from lotgate.store.selectors.review_lines import subject_of
from lotgate.web.layout.templatetags.lotgate import FINDINGS, LOTS
from lotgate.web.review.forms import FIELD_LABELS

register = template.Library()

_ACTS: Mapping[str, Promise | str] = {
    "SetField": _("Corrected"),
    "ConfirmField": _("Confirmed"),
    "AddItem": _("Added"),
    "StrikeItem": _("Struck"),
    "RestoreItem": _("Restored"),
    "AssignItem": _("Assigned"),
    "SetHeader": _("Corrected"),
    "ConfirmHeader": _("Confirmed"),
    "RemoveHeader": _("Taken away"),
}


@register.simple_tag
def finding_sign(status: str) -> str:
    """The sign of a finding's status alone, its word for those who do not see it."""
    sign, look, word = FINDINGS[str(status)]
    return format_html(
        '<span class="badge sign {}" title="{}"><i aria-hidden="true">{}</i><span class="sr-only">{}</span></span>',
        look,
        word,
        sign,
        word,
    )


@register.inclusion_tag("layout/badge.html")
def decision(value: Decision) -> dict[str, Any]:
    """The badge of what is proposed."""
    state = LotState(value)
    sign, look = LOTS[state]
    return {"sign": sign, "look": look, "word": state.label}


@register.filter
def correction_words(record: CorrectionRecord) -> str:
    """What a correction did, in a word."""
    return str(_ACTS.get(record.body.get("type", ""), ""))


@register.simple_tag
def correction_subject(record: CorrectionRecord, language: str) -> str:
    """What a correction is about: the item or the header's field, and which of the item's strings unless the result."""
    field = record.body.get("field", "")
    label = FIELD_LABELS.get(ItemField(field)) if field in set(ItemField) else None
    subject = subject_of(record, language)
    return f"{subject} · {label}" if label and field != ItemField.RESULT else subject


@register.filter
def points_number(value: float) -> str:
    """A length in points, written the same in every language."""
    return f"{value:g}"


@register.simple_tag
def query(parameters: Mapping[str, str]) -> str:
    """``?`` and the parameters, or nothing."""
    plain = {
        key: parameters[key] for key in ("item", "point", "field", "position", "characteristic") if key in parameters
    }
    return f"?{urlencode(plain)}" if plain else ""
