"""Contract of the parsers, for any text at all: they never raise, they keep the text, a censored value or
"not detected" never becomes a number, and no digit of a number is invented or dropped.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotgate.judging.compare import compare
from lotgate.judging.explain import explain
from lotgate.lexicon.dates import parse_date
from lotgate.lexicon.limits import parse_limit
from lotgate.lexicon.numbers import fold
from lotgate.lexicon.results import parse_result
from lotgate.model.measurement import (
    Censored,
    DecisionRule,
    Doubtful,
    IntervalLimit,
    NotDetected,
    Number,
    RuleSet,
    Several,
    Status,
    TextResult,
    UnparsedLimit,
)

LONG = st.from_regex(r"\A[0-9]{1,32}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2}|×10\^[0-9]{2})?\Z")
SIGNS = "0123456789.,+-~–—/()[]<>≤≥±×^% 　％＜≤①½²³⁻´'\"*?:;、，。°μµ"
WORDS = (
    "max min NMT 不大于 以下 以上 不含 ND 未检出 LOD mg/kg ppm ℃ 级 to 至 and 且 x pH mean 平均 n=3 合格 约 E "
    "10 0.5 1,234 CFU/g b O l \x00"
)
PIECES = st.sampled_from([*SIGNS, *WORDS.split(" ")])
TEXT = st.one_of(st.text(max_size=40), LONG, LONG.map("≤".__add__), st.lists(PIECES, max_size=12).map("".join))
UNIT = st.one_of(st.none(), st.sampled_from(["%", "ppm", "mg/L", "℃", "min", "", "-", "?", "CFU/g"]))
CENSORING = st.sampled_from(["<", "＜", "≤", ">", "≥", "<=", "小于", "less than ", "不大于", "max ", "大于", ">="])
NOT_DETECTED = st.sampled_from(["ND", "N.D.", "未检出", "not detected", "<LOD", "BDL", "<LOQ", "未检出("])
DIGITS = st.from_regex(r"\A(0|[1-9][0-9]{0,4})(\.[0-9]{1,4})?\Z")


@given(TEXT, UNIT, TEXT, UNIT)
@settings(max_examples=1500, deadline=None)
def test_no_text_makes_parsing_or_judging_raise(limit_text, limit_unit, result_text, result_unit):
    limit, result = parse_limit(limit_text, limit_unit), parse_result(result_text, result_unit)
    assert limit.text == limit_text
    assert result.text == result_text
    for rule in DecisionRule:
        comparison = compare(limit, result, RuleSet(rule), limit_unit=limit_unit, result_unit=result_unit)
        assert explain(comparison, "en")
        assert explain(comparison, "zh")
    parse_date(limit_text)


@given(CENSORING, DIGITS, st.sampled_from(["", "%", " mg/kg", " (ND)", "*", " 合格", " (HPLC)"]))
def test_a_censored_value_is_never_a_number(sign, digits, tail):
    result = parse_result(f"{sign}{digits}{tail}")
    assert not isinstance(result, Number | Several)
    if isinstance(result, Censored):
        assert result.value == Decimal(digits)


@given(NOT_DETECTED, st.one_of(st.just(""), DIGITS), st.sampled_from(["", ")", " mg/kg", "%"]))
def test_not_detected_is_never_a_number(word, digits, tail):
    result = parse_result(f"{word} {digits}{tail}")
    assert not isinstance(result, Number | Several | Censored)
    if isinstance(result, NotDetected) and result.lod is not None:
        assert result.lod == Decimal(digits)


@given(TEXT)
@settings(max_examples=1500, deadline=None)
def test_a_number_keeps_the_digits_that_are_printed(text):
    result = parse_result(text)
    if isinstance(result, Number) and not re.search(r"10\^|[eE][+-]?[0-9]|[xX×]\s?10|级|grade|class", fold(text)):
        printed = re.sub(r"[^0-9]", "", fold(text))
        digits = "".join(map(str, result.value.as_tuple().digits)).lstrip("0")
        assert digits in printed or not digits


@given(st.sampled_from(["≤", "<", "max ", "不大于", "NMT "]), DIGITS, DIGITS)
def test_an_upper_limit_never_passes_more_than_itself(sign, limit, result):
    said = compare(parse_limit(f"{sign}{limit}"), parse_result(result)).status
    assert (said is Status.PASS) == (
        Decimal(result) <= Decimal(limit) if sign != "<" else Decimal(result) < Decimal(limit)
    )


@given(DIGITS, DIGITS, st.sampled_from(["~", " - ", "–", " to ", "至"]))
def test_a_range_is_its_two_numbers_or_nothing(low, high, dash):
    limit = parse_limit(f"{low}{dash}{high}")
    if Decimal(low) > Decimal(high):
        assert isinstance(limit, UnparsedLimit)
    else:
        assert isinstance(limit, IntervalLimit)
        assert limit.lower
        assert limit.upper
        assert (limit.lower.value, limit.upper.value) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    "text",
    [
        "9" * 9000,
        "(" * 9000,
        "(1)" * 3000,
        "1," * 4000,
        "1/" * 4000,
        "不含" * 4000,
        "word " * 2000 + "0.5%",
        "1-" * 5000,
    ],
)
def test_a_text_of_any_length_is_read_without_depth(text):
    limit, result = parse_limit(text), parse_result(text)
    assert compare(limit, result).status is not Status.PASS or isinstance(result, TextResult)
    assert parse_date(text) is None


def test_a_lower_limit_of_zero_against_not_detected_is_undecided():
    """Found by mutated cases: leaving out the only bound raised."""
    assert compare(parse_limit(">0"), parse_result("ND(<0.05)")).status is Status.UNDECIDED


def test_two_values_of_very_different_size_are_a_doubt():
    """Found by mutated cases: a remainder of such numbers has no decimal."""
    assert isinstance(parse_result("1E29/3"), Doubtful)
