"""Every case of the truth table, each with its source. The table is data: ``tests/truth/judge.jsonl``."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from lotgate.judging.compare import compare
from lotgate.judging.explain import LANGUAGES, explain
from lotgate.lexicon.limits import parse_limit
from lotgate.lexicon.results import parse_result
from lotgate.model.measurement import DecisionRule, RuleSet

TRUTH = Path(__file__).parents[1] / "truth" / "judge.jsonl"
CASES = [json.loads(line) for line in TRUTH.read_text("utf-8").splitlines()]
PUBLIC = {"undecided": "unclear"}


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['id']}:{case['limit']}|{case['result']}|{case['rule']}"
)
def test_the_judge_says_what_the_table_says(case):
    comparison = compare(
        parse_limit(case["limit"], case.get("limit_unit")),
        parse_result(case["result"], case.get("result_unit")),
        RuleSet(DecisionRule(case["rule"])),
        limit_unit=case.get("limit_unit"),
        result_unit=case.get("result_unit"),
    )
    said = PUBLIC.get(comparison.status.value, comparison.status.value)
    assert said == case["status"], explain(comparison, "en")
    for lang in LANGUAGES:
        assert explain(comparison, lang)


def test_the_table_is_large_and_balanced_and_every_case_has_a_source():
    assert len(CASES) >= 1000
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert all(case["source"] for case in CASES)
    assert min(Counter(case["status"] for case in CASES).values()) >= 150
    assert {case["rule"] for case in CASES} == {rule.value for rule in DecisionRule}
