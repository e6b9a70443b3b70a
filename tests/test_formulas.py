"""Formulas: any text either reads as a formula or raises FormulaError; any readings give a value or NoValue."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.judging.derived import NoValue, holds, value_of
from lotgate.lexicon.formulas import FormulaError, parse_formula

D = Decimal


def row(*values: str) -> dict[str, Decimal]:
    return {f"pole {n}": D(value) for n, value in enumerate(values, start=1)}


POLES = {"stator": row("10.0", "11.5", "12.0"), "rotor": row("9.1", "11.7", "10.4")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("max(abs(stator - rotor))", "1.6"),
        ("max(stator) - max(rotor)", "0.3"),
        ("range(stator)", "2.0"),
        ("sum(stator, rotor)", "64.7"),
        ("mean(rotor)", "10.4"),
        ("2 + 3 * 4", "14"),
        ("(2 + 3) * 4", "20"),
        ("10 - 4 - 3", "3"),
        ("−2 × 3", "-6"),
        ("min(1, 2, 0.10)", "0.10"),
    ],
)
def test_a_formula_is_worked_out_exactly(text: str, expected: str) -> None:
    assert value_of(parse_formula(text), POLES) == D(expected)


@pytest.mark.parametrize(
    ("ti", "status"), [("0.40", True), ("0.44", True), ("0.39", False)], ids=["equal", "above", "below"]
)
def test_stabilised_steel(ti: str, status: bool) -> None:
    formula = parse_formula("Ti ≥ 4*(C+N)")
    assert formula.is_condition
    assert formula.operands == ("Ti", "C", "N")
    assert holds(formula, {"Ti": {"": D(ti)}, "C": {"": D("0.06")}, "N": {"": D("0.04")}})[0] is status


def test_a_condition_must_hold_at_every_place() -> None:
    ok, left, right = holds(parse_formula("stator >= rotor"), POLES)
    assert (ok, left, right) == (False, D("11.5"), D("11.7"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 / (2 - 2)", "division-by-zero"),
        ("0 / 0", "no-value"),
        ("stator + air_gap", "operand-missing"),
        ("stator - rotor", "several-values"),
        ("stator - other", "unpaired"),
    ],
)
def test_what_has_no_value_says_why(text: str, code: str) -> None:
    with pytest.raises(NoValue) as caught:
        value_of(parse_formula(text), POLES | {"other": {"pole 1": D(1), "pole 9": D(2)}})
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 1),
        ("1 +", 4),
        ("max(", 5),
        ("sqrt(2)", 1),
        ("a b", 3),
        ("1 ; 2", 3),
        ("a >= b >= c", 8),
        ("1.2.3", 1),
        ("abs(1,2)", 1),
    ],
)
def test_what_is_no_formula_names_its_column(text: str, column: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_formula(text)
    assert caught.value.column == column


def test_python_is_never_reached() -> None:
    for text in ("__import__('os')", "a.b", "a[0]", "lambda: 1", "max.__class__", "9**9**9"):
        with pytest.raises(FormulaError):
            parse_formula(text)


def test_depth_and_length_are_bounded() -> None:
    for text in ("(" * 400, "1+" * 400, "-(" * 200):
        with pytest.raises(FormulaError):
            parse_formula(text)


@given(st.text(alphabet="0123456789.+-*/()<>=, abcTi高max", max_size=60))
def test_any_text_is_a_formula_or_a_formula_error(text: str) -> None:
    try:
        formula = parse_formula(text)
    except FormulaError:
        return
    readings = {name: {"": D(2)} for name in formula.operands}
    try:
        holds(formula, readings) if formula.is_condition else value_of(formula, readings)
    except NoValue:
        return
