"""Which characteristic an item means: certain only where nothing else can be meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.lexicon.limits import parse_limit
from lotgate.lexicon.names import fold_name, take_apart
from lotgate.measuring.measure import measure
from lotgate.model.measured import MatchKind
from lotgate.model.standard import Characteristic, Material, Standard, Version
from readings import item, reading


def standard(*names: str, aliases: dict[str, tuple[str, ...]] | None = None, section: str | None = None) -> Standard:
    ones = tuple(
        Characteristic(f"c{n}", name, parse_limit("<= 1", "%"), "%", (aliases or {}).get(name, ()), section)
        for n, name in enumerate(names)
    )
    return Standard("S", "S", Version("1"), Material(("M",)), ones)


def matched(name: str, wanted: Standard, section: str | None = None) -> tuple[str | None, MatchKind | None]:
    """The characteristic's name and how it was found."""
    more = {"section": section} if section else {}
    (m,) = measure(reading(item(name, "0.5", **more)), wanted).measurements
    if m.match is None:
        return None, None
    found = wanted.characteristic(m.match.characteristic)
    return (found.name if found else None), m.match.kind


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("Assay", "Assay"),
        ("ＡＳＳＡＹ ：", "Assay"),
        ("1. Assay", "Assay"),
        ("*Cadmium", "Cadmium"),
        ("Assay C₁₂H₂₂O₁₄Zn (On anhydrous basis)", "Assay C12H22O14Zn (on anhydrous basis)"),
        ("Specific Gravity @ 20 °C", "Specific gravity"),
        ("Density", "Density (20 °C)"),
    ],
)
def test_the_same_name_is_certain(printed: str, wanted: str) -> None:
    assert matched(printed, standard(wanted)) == (wanted, MatchKind.EXACT) or matched(printed, standard(wanted)) == (
        wanted,
        MatchKind.LEXICON,
    )


@pytest.mark.parametrize(
    ("printed", "wanted"), [("水分", "Moisture"), ("Fe", "铁"), ("S.G", "Specific Gravity @ 20°C")]
)
def test_the_lexicon_joins_languages(printed: str, wanted: str) -> None:
    assert matched(printed, standard(wanted)) == (wanted, MatchKind.LEXICON)


@pytest.mark.parametrize(
    ("printed", "wanted", "section"),
    [
        ("pH (5 % solution)", "pH (1 % solution)", None),
        ("Assay (on dried basis)", "Assay (anhydrous basis)", None),
        ("Assay", "Assay (on dried basis)", None),
        ("Kinematic viscosity @ 100 °C", "Kinematic viscosity @ 40 °C", None),
        ("Kinematic viscosity", "Kinematic viscosity @ 40 °C", None),
        ("Methanol", "Methanol", "Residual solvents"),
        ("甲醇", "Methanol", "残留溶剂"),
        ("Tensile strength", "Tensile strength", "After ageing 70 h"),
        ("CO", "Co", None),
        ("Molybdenum disulfide", "Molybdenum", None),
        ("Chloride as NaCl", "Chloride", None),
        ("Particles > 10 µm", "Particles < 10 µm", None),
        ("Ca+Mg", "CaMg", None),
        ("C12-14", "C1214", None),
    ],
)
def test_what_may_be_another_thing_is_never_certain(printed: str, wanted: str, section: str | None) -> None:
    _, kind = matched(printed, standard(wanted), section)
    assert kind in (None, MatchKind.PROPOSED)


def test_an_alias_that_the_buyer_wrote_wins() -> None:
    wanted = standard("Assay", aliases={"Assay": ("Strength (as X)",)})
    assert matched("Strength (as X)", wanted) == ("Assay", MatchKind.EXACT)


def test_a_section_in_the_standard_takes_part() -> None:
    wanted = standard("Methanol", section="Residual solvents")
    assert matched("Methanol", wanted, "Residual solvents (GC)")[1] is not None
    assert matched("Methanol", wanted, "Residual solvents") == ("Methanol", MatchKind.EXACT)
    assert matched("Methanol", wanted)[1] is MatchKind.PROPOSED


def test_a_heading_that_only_repeats_the_name_changes_nothing() -> None:
    wanted = standard("定子磁场中心高程")
    assert matched("定子磁场中心高程", wanted, "磁场中心测量记录") == ("定子磁场中心高程", MatchKind.EXACT)


def test_a_name_of_two_characteristics_needs_a_person() -> None:
    wanted = standard("Foreign matter (food safety risk)", "Foreign matter (airborne)")
    assert matched("Foreign matter", wanted)[1] is MatchKind.PROPOSED
    assert matched("Foreign matter (airborne)", wanted) == ("Foreign matter (airborne)", MatchKind.EXACT)


def test_likeness_is_only_a_proposal() -> None:
    assert matched("Reducing substances total", standard("Reducing substance")) == (
        "Reducing substance",
        MatchKind.PROPOSED,
    )
    assert matched("Sulphate", standard("Chloride")) == (None, None)


@given(st.text(max_size=80))
def test_any_name_can_be_taken_apart(text: str) -> None:
    name = take_apart(text)
    assert name.full == fold_name(text)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_name_is_matched_or_not_never_a_crash(printed: str, wanted: str) -> None:
    if printed.strip() and fold_name(wanted):
        matched(printed, standard(wanted), None)
