"""Formulas of chemical compounds that certificates name, such as ``Al2O3``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


def compounds() -> frozenset[str]:
    """All formulas, their indices as plain figures."""
    words = _words()
    return frozenset([*words["oxides"], *words["ions"], *words["others"]])


def may_have_nought(formula: str) -> bool:
    """Whether the formula can be nothing else when a nought stands for its ``O``."""
    return formula not in _words()["not_with_nought"]


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return tomllib.loads((files("lotgate.lexicon") / "data" / "compounds.toml").read_text("utf-8"))
