"""Rounding under each decision rule, exactly, and what each rule cites.

Every rule rounds the value once, to what the limit prints: ``absolute`` not at all; ``rounding`` to the limit's last
digit, half to even (GB/T 8170, ASTM E29); ``usp`` to the limit's last digit looking at one further digit, 5 up;
``ph-eur`` to the limit's significant figures, half up. Negative values round by their absolute value.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal

from lotgate.model.measurement import Bound, DecisionRule

EXACT = Context(prec=120)
"""Wide enough for every number that the parsers accept: no step of a judgement rounds by itself."""

CLAUSES = {
    DecisionRule.ABSOLUTE: "GB/T 8170-2008 4.3 (absolute)",
    DecisionRule.ROUNDING: "GB/T 8170-2008 4.3, ASTM E29 (rounding, half to even)",
    DecisionRule.USP: "USP General Notices 7.20 (5 up)",
    DecisionRule.PH_EUR: "Ph. Eur. General Notices (significant figures, half up)",
}


def round_for(value: Decimal, bound: Bound, rule: DecisionRule) -> Decimal:
    """``value`` as ``rule`` compares it with ``bound``."""
    if rule is DecisionRule.ABSOLUTE:
        return value
    decimals = _decimals(value, bound, rule)
    if rule is DecisionRule.ROUNDING:
        return _round(value, decimals, ROUND_HALF_EVEN)
    if rule is DecisionRule.USP:
        # 7.20: one further digit only, then 5 goes up.
        return _round(_round(value, decimals + 1, ROUND_DOWN), decimals, ROUND_HALF_UP)
    return _round(value, decimals, ROUND_HALF_UP)


def round_beside(value: Decimal, bound: Bound, rule: DecisionRule, *, below: bool) -> Decimal:
    """What the numbers just below (or just above) ``value`` round to: a tie goes to their side."""
    if rule is DecisionRule.ABSOLUTE:
        return value
    away = below == (value < 0)
    return _round(value, _decimals(value, bound, rule), ROUND_HALF_UP if away else ROUND_HALF_DOWN)


def significant_figures(value: Decimal) -> int:
    """Figures printed from the first that is not zero; 0 for a zero."""
    return 0 if not value else len(value.as_tuple().digits)


def _decimals(value: Decimal, bound: Bound, rule: DecisionRule) -> int:
    """The decimals to round to. A limit or value of zero has no significant figures: its decimals count."""
    if rule is not DecisionRule.PH_EUR or not bound.value or not value:
        return bound.decimals
    return significant_figures(bound.value) - 1 - value.adjusted()


def _round(value: Decimal, decimals: int, mode: str) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=mode, context=EXACT)
