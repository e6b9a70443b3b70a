"""The list of formulas is one of formulas, and says of none what it does not hold."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from lotgate.lexicon.compounds import compounds, may_have_nought


def test_every_formula_has_an_index_and_nothing_but_symbols_and_indices():
    assert all(re.fullmatch(r"(?:[A-Z][a-z]?[2-9]?){2,}", formula) for formula in compounds())
    assert all(re.search("[2-9]", formula) for formula in compounds())


def test_what_a_nought_leaves_open_is_one_of_the_formulas():
    raw = tomllib.loads((files("lotgate.lexicon") / "data" / "compounds.toml").read_text("utf-8"))
    assert set(raw["not_with_nought"]) <= compounds()
    assert may_have_nought("SiO2")
    assert not may_have_nought("K2O")
