"""Symbols and formulas are put right where they can be nothing else, and left alone elsewhere."""

from __future__ import annotations

import pytest

from lotgate.loading.ocr.formulas import with_formulas
from lotgate.model.document import Word
from lotgate.model.geometry import Box


def row(*texts: str, down: bool = False) -> list[Word]:
    """The words beside each other, or under each other."""
    return [
        Word(text, 1, Box(40, 40 + 15 * i, 52, 51 + 15 * i) if down else Box(40 + 60 * i, 40, 52 + 60 * i, 51))
        for i, text in enumerate(texts)
    ]


@pytest.mark.parametrize("down", [False, True])
def test_a_symbol_among_symbols_is_one(down: bool):
    words = row("C", "SI", "Mn", "Cr", "Cu", "A1", "AI", down=down)
    assert [word.text for word in with_formulas(words)] == ["C", "Si", "Mn", "Cr", "Cu", "Al", "Al"]


@pytest.mark.parametrize("down", [False, True])
def test_symbols_of_one_letter_speak_for_those_beside_them(down: bool):
    words = row("C", "Mn", "P", "S", "Si", "AI", "N", down=down)
    assert [word.text for word in with_formulas(words)] == ["C", "Mn", "P", "S", "Si", "Al", "N"]


def test_a_nought_among_symbols_is_oxygen_and_a_value_is_none():
    assert [word.text for word in with_formulas(row("Fe", "Cr", "Ni", "0", "N"))] == ["Fe", "Cr", "Ni", "O", "N"]
    assert [word.text for word in with_formulas(row("Fe", "0", "0", "0"))] == ["Fe", "0", "0", "0"]


def test_nothing_is_put_right_without_doubt():
    aluminium, *others = with_formulas(row("A1", "Si", "Mn", "Cr"))
    assert aluminium.confidence < 0.9
    assert {word.confidence for word in others} == {1.0}


def test_a_grade_or_a_sample_stays_what_it_is():
    words = row("A1", "B1", "C1", "Cr", "Mn")
    assert [word.text for word in with_formulas(words)] == ["A1", "B1", "C1", "Cr", "Mn"]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Mg0", "MgO"),
        ("氧化铝(A1203)", "氧化铝(Al2O3)"),
        ("Fe203,", "Fe2O3,"),
        ("Si02", "SiO2"),
        ("Na20", "Na2O"),
        ("K20", "K20"),
        ("MMg0", "MMg0"),
        ("10", "10"),
        ("Mg0.5", "Mg0.5"),
        ("PA12", "PA12"),
    ],
)
def test_an_oxide_has_an_o_and_no_nought(read: str, meant: str):
    assert [word.text for word in with_formulas(row(read))] == [meant]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Al,O3", "Al2O3"),
        ("AI_2O_3}3", "Al2O3"),
        ("(Fe_{2O_{3}),%", "(Fe2O3),%"),
        ("CaCO₃3", "CaCO3"),
        ("SiO{", "SiO2"),
        ("P2Os", "P2O5"),
        ("NaCIO₃", "NaClO3"),
        ("（以H2S04计）", "（以H2SO4计）"),
        ("K,O", "K2O"),
        ("（C1⁻）", "（Cl⁻）"),
        ("25°℃", "25℃"),
        ("mmo1/L", "mmol/L"),
        ("Na₂SO₄", "Na₂SO₄"),
    ],
)
def test_a_formula_has_its_indices(read: str, meant: str):
    (word,) = with_formulas(row(read))
    assert word.text == meant
    assert (word.confidence < 0.9) is (read != meant)


@pytest.mark.parametrize(
    "read",
    ["SO{", "NH{", "C,H,N,O,S", "Ni,Fe", "Na,K", "P.O.", "H,O", "CO,", "PO_4512", "P205", "C02", "A1/B1", "mg/1"],
)
def test_what_may_be_several_formulas_or_none_stays_as_read(read: str):
    assert [word.text for word in with_formulas(row(read))] == [read]


def test_an_index_cut_off_from_its_formula_is_joined_to_it():
    words = [
        Word("CaCO", 1, Box(40, 40, 75, 51)),
        Word("3", 1, Box(74, 47, 79, 53)),
        Word("%", 1, Box(110, 40, 120, 51)),
    ]
    formula, percent = with_formulas(words)
    assert (formula.text, percent.text) == ("CaCO3", "%")
    assert formula.box == Box(40, 40, 79, 53)
    assert formula.confidence < 0.9


@pytest.mark.parametrize(
    "figure",
    [Box(74, 40, 79, 51), Box(74, 38, 79, 44), Box(95, 47, 99, 53)],
    ids=["as high as the word", "raised", "apart"],
)
def test_another_figure_behind_a_word_is_no_index(figure: Box):
    words = [Word("CaCO", 1, Box(40, 40, 75, 51)), Word("3", 1, figure)]
    assert list(with_formulas(words)) == words
