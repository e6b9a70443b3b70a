"""The list of units is consistent, and conversion loses nothing."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.errors import AmbiguousUnit, IncompatibleUnits, UnitError, UnknownUnit
from lotgate.lexicon.units import convert, convert_difference, find_unit, fold_unit, same_unit, units

CONVERSIONS = [
    ("400", "ppb", "mg/kg", "0.4"), ("1", "%", "ppm", "10000"), ("1", "g/100g", "%", "1"),
    ("5", "µg/g", "ppm", "5"), ("5", "ug/g", "mg/kg", "5"), ("1", "cP", "mPa·s", "1"),
    ("2.5", "Pa.s", "cps", "2500"), ("1", "cSt", "mm²/s", "1"), ("72", "dyn/cm", "mN/m", "72"),
    ("235", "N/mm²", "MPa", "235"), ("1", "GPa", "MPa", "1000"), ("1", "bar", "kPa", "100"),
    ("1", "kgf/cm²", "kPa", "98.0665"), ("760", "Torr", "Pa", "101325"), ("212", "°F", "℃", "100"),
    ("0", "℃", "K", "273.15"), ("-40", "℉", "°C", "-40"), ("10", "APHA", "Hazen", "10"),
    ("10", "黑曾", "Pt-Co", "10"), ("1", "g/cm³", "kg/m3", "1000"), ("0.998", "g/mL", "kg/m³", "998"),
    ("1", "mS/m", "µS/cm", "10"), ("18", "MΩ·cm", "Ω·cm", "18000000"), ("1", "inch", "mm", "25.4"),
    ("75", "µm", "mm", "0.075"), ("200", "mesh", "µm", "75"), ("1", "CFU/mL", "CFU/100mL", "100"),
    ("1", "J/g", "kJ/kg", "1"), ("1", "kcal", "J", "4184"), ("1", "kDa", "g/mol", "1000"),
    ("1", "meq/g", "meq/kg", "1000"), ("5", "mmol O2/kg", "meq O2/kg", "10"),
    ("3", "g·cm-3", "kg·m⁻³", "3000"), ("3", "mg kg⁻¹", "ppm", "3"),
    ("1", "denier", "dtex", "1.1111111111111111111111111111111111111111111111111"),
    ("5", "×10⁻² %", "ppm", "500"), ("2", "10^3 CFU/g", "CFU/g", "2000"), ("1", "MG/KG", "mg/kg", "1"),
    ("2", "h", "min", "120"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "given_unit", "wanted", "expected"), CONVERSIONS)
def test_conversion_is_exact(value, given_unit, wanted, expected):
    assert convert(Decimal(value), given_unit, wanted) == Decimal(expected)


def test_the_same_size_keeps_the_printed_digits():
    assert str(convert(Decimal("0.10"), "mg/kg", "ppm")) == "0.10"


def test_the_list_holds_the_laboratorys_units():
    assert len(units()) >= 150


def test_a_difference_of_temperature_has_no_offset():
    assert convert_difference(Decimal(9), "°F", "°C") == 5


@pytest.mark.parametrize(
    ("given_unit", "wanted"),
    [
    ("ppm", "mg/L"), ("%", "% v/v"), ("% w/w", "% w/v"), ("CFU/g", "MPN/g"), ("CFU/g", "CFU/mL"),
    ("cP", "cSt"), ("log CFU/g", "CFU/g"), ("mg KOH/g", "mg/g"), ("NTU", "Hazen"), ("mol%", "%"),
    ("area %", "%"), ("meq/kg", "mmol/kg"), ("Shore A", "Shore D"), ("HRC", "HBW"), ("mPa", "mm"),
    ],
)  # fmt: skip
def test_different_dimensions_are_said(given_unit, wanted):
    with pytest.raises(IncompatibleUnits) as caught:
        convert(Decimal(1), given_unit, wanted)
    assert (caught.value.unit, caught.value.target) == (given_unit, wanted)


@pytest.mark.parametrize("spelling", ["ppt", "mpa", "IU", "mg%"])
def test_one_spelling_with_two_meanings_is_said(spelling):
    with pytest.raises(AmbiguousUnit):
        find_unit(spelling)


@pytest.mark.parametrize("spelling", ["", "furlong", "MPa·s", "x", "%%"])
def test_what_is_no_unit_is_said(spelling):
    with pytest.raises(UnknownUnit):
        find_unit(spelling)


def test_case_matters_where_two_units_differ_by_it():
    assert not same_unit("mPa", "MPa")
    assert same_unit("Mpa", "MPa")
    assert same_unit("mg/ml", "MG/ML")


@given(
    st.sampled_from(units()),
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**6), max_value=10**6),
)
def test_there_and_back_is_the_same_to_forty_digits(unit, value):
    for other in units():
        if other.dimension == unit.dimension and unit.dimension != "sieve":
            back = convert(convert(value, unit.symbol, other.symbol), other.symbol, unit.symbol)
            assert abs(back - value) <= abs(value) * Decimal("1e-40") + Decimal("1e-40")


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_spelling_makes_conversion_raise_anything_else(one, other):
    fold_unit(one)
    with suppress(UnitError):
        convert(Decimal(1), one, other)
