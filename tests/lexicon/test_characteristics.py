"""The lexicon of characteristics needs no document to be checked: it is consistent, and it parts what is distinct."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.lexicon.characteristics import entries, entry_ids, find, name_key
from lotgate.lexicon.units import is_unit

AMBIGUOUS = {
    "a": {"elongation", "colour-a"},
    "ag": {"silver", "elongation-uniform"},
    "ak": {"impact-energy", "impact-toughness"},
    "b": {"boron", "colour-b"},
    "bet": {"specific-surface-area", "endotoxin"},
    "br": {"bromine", "remanence"},
    "ccs": {"cold-cranking-viscosity", "cold-crushing-strength"},
    "ce": {"cerium", "carbon-equivalent"},
    "cl": {"chlorine-element", "chloride"},
    "clo2": {"chlorine-dioxide", "chlorite"},
    "co": {"cobalt", "carbon-monoxide"},
    "dbp": {"oil-absorption-number", "plasticizer-dbp"},
    "eb": {"elongation-at-break", "ethylbenzene-content"},
    "f": {"fluorine", "fluoride"},
    "hf": {"hafnium", "hydrogen-fluoride"},
    "iodinenumber": {"iodine-value", "iodine-adsorption-number"},
    "iv": {"iodine-value", "intrinsic-viscosity"},
    "loi": {"loss-on-ignition", "limiting-oxygen-index"},
    "mw": {"molecular-weight", "molecular-weight-weight"},
    "pce": {"refractoriness", "tetrachloroethylene-content"},
    "pdi": {"molecular-weight-distribution", "protein-dispersibility-index"},
    "ra": {"reduction-of-area", "surface-roughness-ra"},
    "re": {"rhenium", "yield-strength"},
    "tss": {"suspended-solids", "brix"},
    "杂质": {"foreign-matter", "impurities"},
}
"""Names that the field itself uses for two things. Every other shared name is a mistake in the data."""

SUBSTANCE_AND_RESIDUE = {"substances", "residual-solvents"}


def ids(name: str, section: str | None = None) -> set[str]:
    return {entry.id for entry in find(name, section)}


def test_holds_enough_entries_with_unique_ids() -> None:
    everything = entries()
    assert len(everything) >= 400
    assert len({entry.id for entry in everything}) == len(everything)


def test_every_entry_is_named_in_both_languages_and_sourced() -> None:
    assert [entry.id for entry in entries() if not (entry.zh and entry.en and entry.source.strip())] == []


def test_every_alias_can_be_looked_up() -> None:
    lost = [(entry.id, alias) for entry in entries() for alias in entry.aliases if entry not in find(alias)]
    assert lost == []


def test_every_unit_is_in_the_list_of_units() -> None:
    assert {unit for entry in entries() for unit in entry.units if not is_unit(unit)} == set()


def test_a_name_means_one_entry_unless_declared() -> None:
    owners: dict[str, set[str]] = {}
    domain = {entry.id: entry.domain for entry in entries()}
    for entry in entries():
        for alias in entry.aliases:
            owners.setdefault(name_key(alias), set()).add(entry.id)
    shared = {key: found for key, found in owners.items() if len(found) > 1}
    residues = {key for key, found in shared.items() if {domain[one] for one in found} == SUBSTANCE_AND_RESIDUE}
    assert {key: found for key, found in shared.items() if key not in residues} == AMBIGUOUS


def test_a_residual_solvent_never_owns_its_bare_name_alone() -> None:
    alone = {
        alias
        for entry in entries()
        if entry.domain == "residual-solvents"
        for alias in entry.aliases
        if ids(alias) == {entry.id}
    }
    assert alone == set()


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


@given(
    st.lists(
        st.sampled_from(
            ["以", "计", "as ", "at ", "@", "4", "º", "的质量分数", "w(", ")", "Sulph", "α", "%", "1.", "鐵", "-"]
        )
    )
)
def test_folding_rules_do_not_feed_each_other(parts: list[str]) -> None:
    once = name_key("".join(parts))
    assert name_key(once) == once


@given(st.text(max_size=80), st.none() | st.text(max_size=20))
def test_any_text_is_looked_up(name: str, section: str | None) -> None:
    assert entry_ids(name, section) == {entry.id for entry in find(name, section)}


@given(st.sampled_from([alias for entry in entries() for alias in entry.aliases]))
def test_width_case_and_space_do_not_matter(alias: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in alias)
    assert name_key(wide) == name_key(alias)
    assert name_key(f" {alias.upper()} ") in {name_key(alias), name_key(unicodedata.normalize("NFKC", alias.upper()))}


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("鐵含量（以Fe計）", "iron"),
        ("w(Fe)/%", "iron"),
        ("Iron Fe", "iron"),
        ("氯化物(以Cl计)的质量分数/%", "chloride"),
        ("Chloride (as Cl), ppm", "chloride"),
        ("Sulphate (SO₄)", "sulfate"),
        ("運動黏度(40℃)", "kinematic-viscosity-40c"),
        ("Kinematic Viscosity @ 40 ºC, cSt", "kinematic-viscosity-40c"),
        ("α-Pinene", "pinene-alpha"),
        ("屈服强度 ReH (MPa)", "yield-strength-upper"),
        ("Heavy metals (as Pb)", "heavy-metals"),
        ("水分 Moisture", "moisture"),
        ("含水量", "moisture"),
        ("Methanol content", "methanol-content"),
        ("Residual solvents: Methanol", "residual-methanol"),
        ("甲醇残留量", "residual-methanol"),
        ("残留溶剂-甲醇", "residual-methanol"),
    ],
)
def test_one_entry_however_it_is_written(printed: str, expected: str) -> None:
    assert ids(printed) == {expected}


@pytest.mark.parametrize(
    "printed",
    [
        "Chloride (as Br)",
        "Methanol impurity",
        "甲醇相关物质",
        "杂质 A",
        "Protein A",
        "Ash (dry basis)",
        "Water activity of brine",
        "Viscosity (60 °C)",
        "",
    ],
)
def test_what_adds_a_meaning_is_not_the_entry(printed: str) -> None:
    assert ids(printed) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("总酸", "游离酸"),
        ("Water (KF)", "Loss on drying"),
        ("酸值", "酸度"),
        ("Kinematic viscosity", "Dynamic viscosity"),
        ("密度", "堆积密度"),
        ("Viscosity at 40 °C", "Viscosity at 100 °C"),
        ("ReH", "Rp0.2"),
        ("菌落总数", "大肠菌群"),
        ("Sulphate", "Sulphur"),
        ("Ash", "Sulphated ash"),
        ("Aflatoxin B1", "Total aflatoxins"),
        ("Fluoride", "Fluorine"),
        ("Nitrate", "Nitrate nitrogen"),
        ("Chromium", "Chromium (VI)"),
        ("Total impurities", "Any unspecified impurity"),
        ("TAMC", "TYMC"),
        ("Moulds", "Yeasts and moulds"),
        ("Listeria spp.", "Listeria monocytogenes"),
        ("Phenol", "挥发酚"),
        ("Lime", "游离氧化钙"),
        ("THC", "Total THC"),
        ("Assay", "Assay (on dried basis)"),
    ],
)
def test_distinct_things_stay_distinct(one: str, other: str) -> None:
    assert ids(one)
    assert ids(other)
    assert ids(one).isdisjoint(ids(other))


@pytest.mark.parametrize(
    ("name", "section", "expected"),
    [
        ("Methanol", None, {"methanol-content", "residual-methanol"}),
        ("Methanol", "Residual solvents", {"residual-methanol"}),
        ("Lead", "Residual solvents", set()),
        ("Lead", "Physical properties", {"lead"}),
        ("Lead", "Migration into 3 % acetic acid", set()),
        ("CO", None, {"cobalt", "carbon-monoxide"}),
        ("CO", "化学成分", {"cobalt"}),
        ("Total impurities", "Related substances", {"impurity-total"}),
        ("Water", "有关物质", set()),
        ("Limonene", "Terpenes", {"limonene"}),
    ],
)
def test_the_heading_takes_part(name: str, section: str | None, expected: set[str]) -> None:
    assert ids(name, section) == expected
