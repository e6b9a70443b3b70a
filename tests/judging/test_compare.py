"""Policies beyond the truth table: guard bands, detection limits, means, digits, accepted wordings, two readings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lotgate.judging.compare import compare
from lotgate.lexicon.limits import parse_limit
from lotgate.lexicon.results import parse_result
from lotgate.model.measurement import (
    DecisionRule,
    GuardBand,
    GuardKind,
    MissingDigits,
    RuleSet,
    SeveralPolicy,
    Status,
)


def said(limit: str, result: str, **rules: object) -> str:
    comparison = compare(parse_limit(limit), parse_result(result), RuleSet(**rules))  # type: ignore[arg-type]
    return comparison.status.value


ABSOLUTE = GuardBand(GuardKind.ABSOLUTE, Decimal("0.2"))
SHARE = GuardBand(GuardKind.PERCENT_OF_TOLERANCE, Decimal(10))
UNCERTAINTY = GuardBand(GuardKind.UNCERTAINTY)


@pytest.mark.parametrize(
    ("limit", "result", "guard", "expected"),
    [
        ("≤ 5.0", "4.7", ABSOLUTE, "pass"),
        ("≤ 5.0", "4.8", ABSOLUTE, "pass"),
        ("≤ 5.0", "4.9", ABSOLUTE, "undecided"),
        ("≤ 5.0", "5.0", ABSOLUTE, "undecided"),
        ("≤ 5.0", "5.1", ABSOLUTE, "fail"),
        ("≥ 5.0", "5.1", ABSOLUTE, "undecided"),
        ("≥ 5.0", "5.3", ABSOLUTE, "pass"),
        ("≤ 5.0", "<4.8", ABSOLUTE, "pass"),
        ("≤ 5.0", "<4.9", ABSOLUTE, "undecided"),
        ("≤ 5.0", ">5.0", ABSOLUTE, "fail"),
        ("10 ~ 20", "10.9", SHARE, "undecided"),
        ("10 ~ 20", "11", SHARE, "pass"),
        ("10 ~ 20", "19.1", SHARE, "undecided"),
        ("10 ~ 20", "9.9", SHARE, "fail"),
        ("≤ 20", "10", SHARE, "undecided"),
        ("≤ 5.0", "4.7 ± 0.2", UNCERTAINTY, "pass"),
        ("≤ 5.0", "4.9 ± 0.2", UNCERTAINTY, "undecided"),
        ("≤ 5.0", "4.7", UNCERTAINTY, "undecided"),
    ],
)
def test_a_value_inside_the_guard_band_is_undecided(limit, result, guard, expected):
    assert said(limit, result, guard=guard) == expected


def test_a_guard_band_looks_at_the_value_before_rounding():
    assert said("≤ 5.0", "5.04", guard=ABSOLUTE, rule=DecisionRule.ROUNDING) == "undecided"


@pytest.mark.parametrize(
    ("limit", "result", "expected"),
    [
        ("≤0.1", "ND", "undecided"),
        ("≤0.1", "ND (<0.05)", "pass"),
        ("不得检出", "ND", "undecided"),
        ("不得检出", "ND (<0.05)", "pass"),
    ],
)
def test_a_standard_may_demand_the_detection_limit(limit, result, expected):
    assert said(limit, result, demand_lod=True) == expected


@pytest.mark.parametrize(
    ("result", "expected"),
    [("26/29/31", "pass"), ("26/27/27", "fail"), ("26/29/31 (mean 26.9)", "fail"), ("<26/29", "undecided")],
)
def test_the_mean_decides_where_the_standard_names_it(result, expected):
    assert said("≥27", result, several=SeveralPolicy.MEAN) == expected


def test_a_mean_without_an_end_is_compared_exactly():
    assert said("≤0.33", "0.33/0.33/0.34", several=SeveralPolicy.MEAN) == "fail"
    assert said("≤0.33", "0.33/0.33/0.34", several=SeveralPolicy.MEAN, rule=DecisionRule.ROUNDING) == "pass"


def test_missing_digits_are_noted_or_refused():
    comparison = compare(parse_limit("≤0.50"), parse_result("0.5"))
    assert comparison.status is Status.PASS
    assert [note.code for note in comparison.notes] == ["fewer-digits"]
    assert said("≤0.50", "0.5", missing_digits=MissingDigits.UNDECIDED) == "undecided"
    assert said("≤0.50", "0.6", missing_digits=MissingDigits.UNDECIDED) == "fail"
    assert said("≤0.5", "0.50", missing_digits=MissingDigits.UNDECIDED) == "pass"


def test_a_wording_that_people_accepted_passes_from_then_on():
    assert said("white powder", "off-white powder") == "undecided"
    assert said("white powder", "Off-white  Powder", accepted_wordings=("off-white powder",)) == "pass"


def test_another_basis_is_undecided():
    assert said("≤5 % (as CaO)", "4 % (as Ca)") == "undecided"
    assert said("≤5 % (as CaO)", "4 % (as CaO)") == "pass"


@pytest.mark.parametrize(
    ("limit", "result", "expected"),
    [
        ("≥1000", "1,234", "undecided"),
        ("≤2000", "1,234", "pass"),
        ("≤1,234", "1,100", "pass"),
        ("≤1,234", "1.2", "pass"),
        ("≤1,234", "100", "undecided"),
        ("50±5%", "46 %", "undecided"),
    ],
)
def test_two_readings_must_agree(limit, result, expected):
    assert said(limit, result) == expected


def test_a_comparison_carries_what_was_compared():
    comparison = compare(parse_limit("≤0.5 mg/kg"), parse_result("549 ppb"), RuleSet(DecisionRule.ROUNDING))
    assert comparison.status is Status.PASS
    assert comparison.value == Decimal("0.549")
    assert comparison.rounded == Decimal("0.5")
    assert comparison.unit == "mg/kg"
    assert comparison.clause
    assert "GB/T 8170" in comparison.clause
