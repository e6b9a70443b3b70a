"""Sets of possible values against one bound: the arithmetic below every comparison.

A number is a set of one; ``<a`` is everything below a. A set passes when every value in it satisfies the bound, fails
when none does, and is undecided in between. Under a rounding rule both the set and its rounded image must agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lotgate.judging.rules import EXACT, round_beside, round_for
from lotgate.model.measurement import Bound, DecisionRule, Status


@dataclass(frozen=True, slots=True)
class HalfLine:
    """Everything below (or above) ``value``; ``closed``: the value itself is possible."""

    value: Decimal
    below: bool
    closed: bool


def satisfies(value: Decimal, bound: Bound, *, upper: bool) -> bool:
    """Whether a number is inside one bound."""
    if value == bound.value:
        return bound.closed
    return (value < bound.value) == upper


def point_status(value: Decimal, bound: Bound, rule: DecisionRule, band: Decimal, *, upper: bool) -> Status:
    """One number against one bound. Inside the bound by less than ``band`` (unrounded) it is undecided."""
    if not satisfies(round_for(value, bound, rule), bound, upper=upper):
        return Status.FAIL
    if band:
        inner = _inner(bound, band, upper=upper)
        if not satisfies(value, inner, upper=upper):
            return Status.UNDECIDED
    return Status.PASS


def _inner(bound: Bound, band: Decimal, *, upper: bool) -> Bound:
    return Bound(EXACT.subtract(bound.value, band) if upper else EXACT.add(bound.value, band))


def line_status(line: HalfLine, bound: Bound, rule: DecisionRule, band: Decimal, *, upper: bool) -> Status:
    """A half line against one bound (RULES, "Censored"): undecided unless the rule and the bare interval agree."""
    inner = _inner(bound, band, upper=upper) if band else bound
    bare = _line(line.value, line.closed, line, bound, inner, upper=upper)
    if rule is DecisionRule.ABSOLUTE or bare is Status.UNDECIDED:
        return bare
    rounded = (
        round_for(line.value, bound, rule) if line.closed else round_beside(line.value, bound, rule, below=line.below)
    )
    # The rounded image contains its edge: numbers just below 0.1 round to 0.1.
    image = _line(rounded, True, line, bound, bound, upper=upper)
    return bare if image is bare else Status.UNDECIDED


def _line(edge: Decimal, closed: bool, line: HalfLine, bound: Bound, inner: Bound, *, upper: bool) -> Status:
    if line.below == upper:
        # The set runs away from the bound: its edge is the worst case, and nothing in it can be all outside.
        inside = edge < inner.value if upper else edge > inner.value
        on_edge = edge == inner.value and (inner.closed or not closed)
        return Status.PASS if inside or on_edge else Status.UNDECIDED
    outside = edge > bound.value if upper else edge < bound.value
    on_edge = edge == bound.value and not (closed and bound.closed)
    return Status.FAIL if outside or on_edge else Status.UNDECIDED


def worst(statuses: list[Status]) -> Status:
    """A failure outweighs a doubt, a doubt outweighs a pass; nothing to judge is a doubt."""
    if Status.FAIL in statuses:
        return Status.FAIL
    return Status.PASS if statuses and all(status is Status.PASS for status in statuses) else Status.UNDECIDED
