"""``lotgate judge``: one limit against one result, or a file of such cases."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from lotgate.judging.compare import compare
from lotgate.judging.explain import LANGUAGES, explain
from lotgate.lexicon.limits import parse_limit
from lotgate.lexicon.results import parse_result
from lotgate.model.measurement import Comparison, DecisionRule, RuleSet, Status

_PUBLIC = {Status.PASS: "pass", Status.FAIL: "fail", Status.UNDECIDED: "unclear"}
_RULES = tuple(rule.value for rule in DecisionRule)
_TEXT_FIELDS = ("limit", "result")
_OPTIONAL_FIELDS = ("limit_unit", "result_unit")


@click.command()
@click.option("--limit", help="The limit as printed, such as “≥99.5%” or “不大于0.5”.")
@click.option("--result", help="The result as printed, such as “99.46%” or “ND”.")
@click.option("--limit-unit", help="The limit's unit, where it stands beside it.")
@click.option("--result-unit", help="The result's unit, where it stands beside it.")
@click.option("--rule", type=click.Choice(_RULES), default="absolute", show_default=True, help="The decision rule.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the sentence.")
@click.option(
    "--cases",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSONL file of cases; one line of JSON is written for each.",
)
def judge(
    *,
    limit: str | None,
    result: str | None,
    limit_unit: str | None,
    result_unit: str | None,
    rule: str,
    lang: str,
    cases: Path | None,
) -> None:
    """Judge one result against one limit: pass, fail or unclear, and why."""
    if cases is not None:
        for line in _judged_lines(cases, lang):
            click.echo(line)
        return
    if limit is None or result is None:
        raise click.UsageError("Give --limit and --result, or --cases FILE.")
    comparison = _compare(limit, result, limit_unit, result_unit, DecisionRule(rule))
    click.echo(_PUBLIC[comparison.status])
    click.echo(explain(comparison, lang))


def _compare(
    limit: str, result: str, limit_unit: str | None, result_unit: str | None, rule: DecisionRule
) -> Comparison:
    return compare(
        parse_limit(limit, limit_unit),
        parse_result(result, result_unit),
        RuleSet(rule),
        limit_unit=limit_unit,
        result_unit=result_unit,
    )


def _judged_lines(cases: Path, lang: str) -> Iterator[str]:
    with cases.open(encoding="utf-8-sig", errors="replace", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield json.dumps(_judged(line, number, lang), ensure_ascii=False, default=str)


def _judged(line: str, number: int, lang: str) -> dict[str, Any]:
    """One case's answer. Whatever is wrong with the case makes it unclear and is said; it never stops the others."""
    try:
        # Decimal keeps the digits of a result that was written as a number: 0.10 is not 0.1.
        case = json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        return {"id": None, "status": "unclear", "why": f"line {number} is not JSON: {error}"}
    if not isinstance(case, dict):
        return {"id": None, "status": "unclear", "why": f"line {number} is not an object"}
    if isinstance(case.get("result"), Decimal | int) and not isinstance(case["result"], bool):
        case["result"] = str(case["result"])
    fault = _fault(case)
    if fault:
        return {"id": case.get("id"), "status": "unclear", "why": f"line {number}: {fault}"}
    rule = DecisionRule(case.get("rule") or "absolute")
    comparison = _compare(case["limit"], case["result"], case.get("limit_unit"), case.get("result_unit"), rule)
    return {"id": case.get("id"), "status": _PUBLIC[comparison.status], "why": explain(comparison, lang)}


def _fault(case: Mapping[str, Any]) -> str | None:
    for name in _TEXT_FIELDS:
        if not isinstance(case.get(name), str):
            return f'"{name}" must be a string'
    for name in _OPTIONAL_FIELDS:
        if case.get(name) is not None and not isinstance(case[name], str):
            return f'"{name}" must be a string'
    rule = case.get("rule") or "absolute"
    return None if rule in _RULES else f'"rule" must be one of {", ".join(_RULES)}, not {rule!r}'
