"""A few thousand cases a rule against the integer oracle; ``benchmarks/rounding_oracle.py`` runs 100,000."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from lotgate.model.measurement import DecisionRule

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "rounding_oracle.py"
spec = importlib.util.spec_from_file_location("rounding_oracle", SCRIPT)
assert spec
assert spec.loader
oracle = importlib.util.module_from_spec(spec)
sys.modules["rounding_oracle"] = oracle
spec.loader.exec_module(oracle)


@pytest.mark.parametrize("rule", list(DecisionRule))
def test_the_rule_agrees_with_whole_numbers(rule):
    assert oracle.mismatches(3000, 17025, rule) == []
