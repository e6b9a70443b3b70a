"""Words of the standards' pages."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotgate.model.measurement import DecisionRule

register = template.Library()

RULES: Mapping[DecisionRule, Promise | str] = {
    DecisionRule.ABSOLUTE: _("absolute"),
    DecisionRule.ROUNDING: _("rounding"),
    DecisionRule.USP: "USP",
    DecisionRule.PH_EUR: "Ph. Eur.",
}


@register.filter
def rule_name(rule: str) -> str:
    """What people call a decision rule."""
    return str(RULES[DecisionRule(rule)])
