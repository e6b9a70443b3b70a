"""An item's printed name and the unit behind a value: what is taken from each, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.reading.names import parse_name
from lotgate.reading.printed_units import trailing_unit, without_quantity


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("含量（%）", "%"),
        ("水分, %", "%"),
        ("铁（Fe），mg/kg", "mg/kg"),
        ("Viscosity at 25 °C (mPa·s)", "mPa·s"),
        ("Density, g/cm3", "g/cm3"),
        ("氯化物(以Cl计)/%", "%"),
        ("总氮 w/%", "%"),
        ("Lead mg/kg", "mg/kg"),
        ("Weight per Kg/m", "Kg/m"),
        ("Acid value mg KOH/g", "mg KOH/g"),
        ("Chloride (as Cl), 10⁻⁶", "10⁻⁶"),
        ("电压(V)", "V"),
        ("Particle size D50 (µm)", "µm"),
        ("运动黏度(40℃), mm²/s Kinematic Viscosity", "mm²/s"),
        ("酸值, mg KOH/g Acid Number", "mg KOH/g"),
        ("旋转氧弹(150℃), min RPVOT", "min"),
        ("泡沫性 程序Ⅱ(93.5℃), mL/mL Foam Seq. II", "mL/mL"),
        ("水分 ppm Moisture", "ppm"),
        ("清洁度, 级 Cleanliness NAS 1638", "级"),
        ("附着力（划格法）级", "级"),
        ("干燥时间 实干 h", "h"),
        ("适用期（23℃）h", "h"),
        ("总氮 N Total nitrogen", None),
        ("Refractive index n 20/D", None),
        ("Zawartość (NaOH), % (m/m)", "% (m/m)"),
        ("Barwa, mg Pt/l", "mg Pt/l"),
        ("Width across flats (s)", None),
        ("Total length (L)", None),
        ("Flow time (s)", "s"),
        ("Length (m)", "m"),
        ("Appearance", None),
        ("pH", None),
        ("pH (10 % solution)", None),
        ("钒(V)", None),
        ("密度（20℃，≥1.12 g/cm³）", None),
        ("铁磷比 Fe/P", None),
        ("C/N", None),
        ("Carbon (C)", None),
        ("Nitrogen (N)", None),
        ("透光率(430 nm)", None),
        ("Loss on drying (105 °C, 2 h)", None),
        ("pH of solution (2.0 % w/v)", None),
        ("Iodine number (min. 1000 mg/g)", None),
        ("Chemical composition (mass fraction in %)", "%"),
        ("Zusammensetzung in Massen-%", "Massen-%"),
    ],
)
def test_the_unit_in_a_name(printed: str, unit: str | None):
    assert parse_name(printed).unit == unit


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("水分 Water", {"水分", "Water"}),
        ("Water 水分", {"Water", "水分"}),
        ("水分/Water", {"水分", "Water"}),
        ("水分 ppm Moisture", {"水分", "Moisture"}),
        ("闪点, ℃ Flash Point", {"闪点", "Flash Point"}),
        ("水分（Water）", {"水分"}),
        ("Assay", {"Assay"}),
        ("含量（%）", {"含量"}),
        ("铁（以Fe计） Iron (as Fe), mg/kg", {"铁", "Iron", "Iron (as Fe)"}),
        ("Aflatoxin B1", {"Aflatoxin B1"}),
        ("C12 Rm [MPa]", {"C12 Rm", "Rm"}),
        ("C16 Palmitic acid", {"C16 Palmitic acid", "Palmitic acid"}),
        ("Cr6+", {"Cr6+"}),
    ],
)
def test_the_parts_of_a_name(printed: str, parts: set[str]):
    assert parts <= set(parse_name(printed).parts)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("1. Assay", "Assay"),
        ("1、含量", "含量"),
        ("(1) Assay", "(1) Assay"),
        ("一、外观", "外观"),
        ("③ 水分", "水分"),
        ("Assay*", "Assay"),
        ("2-Propanol", "2-Propanol"),
        ("1,4-Dioxane", "1,4-Dioxane"),
        ("0.5 mm sieve", "0.5 mm sieve"),
        ("含量  ≥", "含量"),
    ],
)
def test_numbering_marks_and_signs_are_no_part_of_a_name(printed: str, name: str):
    assert parse_name(printed).text == name


@pytest.mark.parametrize(("printed", "sign"), [("含量，%  ≥", "≥"), ("Water <", "<"), ("Water", None), ("≤", None)])
def test_the_sign_in_a_name(printed: str, sign: str | None):
    assert parse_name(printed).sign == sign


@pytest.mark.parametrize(
    ("printed", "method"),
    [
        ("Water (ASTM D1364)", "ASTM D1364"),
        ("Water ISO 760", "ISO 760"),
        ("水分 GB/T 6283-2008", "GB/T 6283-2008"),
        ("Water (20 °C)", None),
        ("Water", None),
    ],
)
def test_the_method_in_a_name(printed: str, method: str | None):
    assert parse_name(printed).method == method


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("99.6 %", "%"),
        ("99.6%", "%"),
        ("25 mm²/s", "mm²/s"),
        ("98% to 102% w/w", "% w/w"),
        ("1A", None),
        ("VI (90 %)", None),
        ("ND (<5 mg/kg)", "mg/kg"),
        ("max. 15 mg/kg (for bulk supply)", "mg/kg"),
        ("0.5 mg/kg max", "mg/kg"),
        ("5 mg/100 g", "mg/100 g"),
        ("≤0.5 ppm", "ppm"),
        ("0.12 ± 0.02 mg/kg", "mg/kg"),
        ("1.2×10³ CFU/g", "CFU/g"),
        ("1.2×10^3 CFU/g", "CFU/g"),
        ("< 10³ CFU/g", "CFU/g"),
        ("0.5¹ %", "%"),
        ("20 ℃", "℃"),
        ("99.6", None),
        ("10³", None),
        ("White powder", None),
        ("合格", None),
        ("28 (n=3)", None),
        ("2024-05-01", None),
    ],
)
def test_the_unit_behind_a_value(text: str, unit: str | None):
    assert trailing_unit(text) == unit


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("w/%", "%"),
        ("φ/％", "％"),
        ("ρ/(g/cm3)", "g/cm3"),
        ("w/（mg/kg）", "mg/kg"),
        ("W/(m·K)", "W/(m·K)"),
        ("kJ/(kg·K)", "kJ/(kg·K)"),
        ("g/mL", "g/mL"),
    ],
)
def test_the_quantitys_sign_is_no_part_of_the_unit(printed: str, unit: str):
    assert without_quantity(printed) == unit


@given(st.text(max_size=60))
def test_any_text_is_a_name_with_a_part(text: str):
    name = parse_name(text)
    assert name.parts
    assert name.unit is None or name.unit.strip()


@given(st.text(max_size=60))
def test_any_text_has_a_unit_or_none(text: str):
    unit = trailing_unit(text)
    assert unit is None or unit
