"""The decision rules against an independent oracle in whole numbers: 100,000 random cases a rule.

    python benchmarks/rounding_oracle.py [cases] [seed]

The oracle shares no code with lotgate: values and limits are integers counted in one small step, and rounding is
division with remainder. Prints the mismatches and exits with 1 where there is one.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lotgate.judging.compare import compare
from lotgate.model.measurement import Bound, DecisionRule, IntervalLimit, Number, RuleSet

STEP_DECIMALS = 6


@dataclass(frozen=True)
class Case:
    """``value`` counts steps of 10^-6; ``limit`` counts units of its own last digit, 10^-decimals."""

    value: int
    limit: int
    decimals: int
    upper: bool
    closed: bool


def cases(count: int, seed: int) -> Iterator[Case]:
    """Random cases, half of them within a few steps of a rounding boundary, where mistakes live."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    for _ in range(count):
        decimals = chance.randint(0, 4)
        unit = 10 ** (STEP_DECIMALS - decimals)
        limit = chance.randint(-2000, 2000)
        if chance.random() < 0.5:
            half = chance.choice((-1, 0, 1)) * unit // 2 + chance.choice((-unit, 0, unit))
            value = limit * unit + half + chance.choice((-11, -1, 0, 0, 0, 1, 11))
        else:
            value = limit * unit + chance.randint(-3 * unit, 3 * unit)
        yield Case(value, limit, decimals, chance.random() < 0.5, chance.random() < 0.8)


def oracle(case: Case, rule: DecisionRule) -> str:
    """Pass or fail, in integers only."""
    unit = 10 ** (STEP_DECIMALS - case.decimals)
    value, limit = case.value, case.limit * unit
    if rule is DecisionRule.ROUNDING:
        value = _half_even(value, unit)
    elif rule is DecisionRule.USP:
        value = _five_up_on_next_digit(value, unit)
    elif rule is DecisionRule.PH_EUR:
        value = _significant(value, case.limit, unit)
    if value == limit:
        return "pass" if case.closed else "fail"
    return "pass" if (value < limit) == case.upper else "fail"


def _half_even(value: int, unit: int) -> int:
    whole, rest = divmod(abs(value), unit)
    if 2 * rest > unit or (2 * rest == unit and whole % 2):
        whole += 1
    return (whole if value >= 0 else -whole) * unit


def _five_up_on_next_digit(value: int, unit: int) -> int:
    whole, rest = divmod(abs(value), unit)
    if rest * 10 // unit >= 5:
        whole += 1
    return (whole if value >= 0 else -whole) * unit


def _significant(value: int, limit: int, unit: int) -> int:
    """Half up to as many figures as the limit prints; a zero on either side rounds to the limit's decimals."""
    if limit == 0 or value == 0:
        return _half_up(value, unit)
    figures, digits = len(str(abs(limit))), len(str(abs(value)))
    return _half_up(value, 10 ** (digits - figures)) if digits > figures else value


def _half_up(value: int, unit: int) -> int:
    whole, rest = divmod(abs(value), unit)
    if 2 * rest >= unit:
        whole += 1
    return (whole if value >= 0 else -whole) * unit


def judged(case: Case, rule: DecisionRule) -> str:
    """What lotgate says."""
    bound = Bound(Decimal(case.limit).scaleb(-case.decimals), case.closed)
    limit = IntervalLimit("limit", upper=bound) if case.upper else IntervalLimit("limit", lower=bound)
    value = Decimal(case.value).scaleb(-STEP_DECIMALS)
    return compare(limit, Number("value", value), RuleSet(rule)).status.value


def mismatches(count: int, seed: int, rule: DecisionRule) -> list[Case]:
    """The cases where lotgate and the oracle differ."""
    return [case for case in cases(count, seed) if judged(case, rule) != oracle(case, rule)]


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 8170
    wrong = 0
    for rule in DecisionRule:
        found = mismatches(count, seed, rule)
        wrong += len(found)
        print(f"{rule.value:9} {count:>9,} cases  {len(found)} mismatches  {found[:3]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
