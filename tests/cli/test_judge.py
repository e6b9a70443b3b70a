"""``lotgate judge``: one case from options, many from a file; a bad line never stops the others."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from lotgate.cli.judge import judge


def run(*arguments: str):
    return CliRunner().invoke(judge, list(arguments))


def test_one_case_prints_status_and_sentence():
    done = run("--limit", "≥99.5%", "--result", "99.46%")
    assert done.exit_code == 0
    status, sentence = done.output.splitlines()
    assert status == "fail"
    assert sentence.startswith("99.46 %")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("--limit", "≥ 98.0", "--result", "97.95"), "fail"),
        (("--limit", "≥ 98.0", "--result", "97.95", "--rule", "rounding"), "pass"),
        (("--limit", "≤0.5", "--limit-unit", "%", "--result", "4000", "--result-unit", "ppm"), "pass"),
        (("--limit", "≤0.5", "--limit-unit", "%", "--result", "4", "--result-unit", "mg/L"), "unclear"),
        (("--limit", "≤0.5", "--result", "1O", "--lang", "zh"), "unclear"),
    ],
)
def test_options(arguments, status):
    assert run(*arguments).output.splitlines()[0] == status


def test_neither_case_nor_file_is_a_usage_error():
    assert run("--limit", "≤1").exit_code == 2


def test_cases_from_a_file_one_line_each(tmp_path):
    lines = [
        '{"id": 1, "limit": "≤0.02", "result": "0.025", "rule": "rounding"}',
        '{"id": "two", "limit": "≤0.02", "result": "0.025"}',
        '{"id": 3, "limit": "≤0.5", "result": "0.4", "limit_unit": "%", "result_unit": "%", "rule": "usp"}',
        "",
        "not json",
        "[1]",
        '{"id": 6, "limit": "≤1"}',
        '{"id": 7, "limit": 5, "result": "1"}',
        '{"id": 8, "limit": "≤1", "result": "1", "rule": "guess"}',
        '{"id": 9, "limit": "≤1", "result": "1", "rule": ["absolute"]}',
        '{"id": 10, "limit": "≤1", "result": "1", "rule": null, "limit_unit": null}',
    ]
    cases = tmp_path / "cases.jsonl"
    cases.write_text("\n".join(lines), encoding="utf-8")
    done = run("--cases", str(cases))
    assert done.exit_code == 0
    answers = [json.loads(line) for line in done.output.splitlines()]
    assert [(answer["id"], answer["status"]) for answer in answers] == [
        (1, "pass"), ("two", "fail"), (3, "pass"), (None, "unclear"), (None, "unclear"), (6, "unclear"), (7, "unclear"),
        (8, "unclear"), (9, "unclear"), (10, "pass"),
    ]  # fmt: skip
    assert all(answer["why"] for answer in answers)
