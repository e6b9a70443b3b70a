"""Comparisons as one sentence, in Chinese or English. The sentences are ``lexicon/data/sentences.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from lotgate.model.measurement import Comparison, Reason

LANGUAGES = ("zh", "en")


def explain(comparison: Comparison, lang: str = "en") -> str:
    """What was compared with what, under which rule, after which conversion and rounding. ``lang`` is ``zh`` or ``en``.

    ``ValueError`` for another language.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"no sentences in {lang!r}; there are {', '.join(LANGUAGES)}")
    words = _sentences()[lang]
    main = _main(comparison, words)
    notes = [_fill(words["notes"][note.code], note, words) for note in comparison.notes]
    return str(words["join"]).join((main, *notes))


def _main(comparison: Comparison, words: Mapping[str, Any]) -> str:
    reason = comparison.reason
    status = words["status"][comparison.status.value]
    if reason.code in ("number", "in-guard-band", "last-digit"):
        return f"{_measured(comparison, words)}{words['colon']}{_outcome(comparison, words, status)}"
    sentence = _fill(words["reasons"][reason.code], reason, words)
    return f"{sentence}{words['colon']}{status}"


def _measured(comparison: Comparison, words: Mapping[str, Any]) -> str:
    """``0.549 % rounds to 0.5 % (GB/T 8170, half to even) ≤ 0.5 %``."""
    operands = comparison.reason.operands
    unit = f" {operands['unit']}" if "unit" in operands else ""
    shown = f"{operands['value']}{unit}"
    if "converted_from" in operands:
        shown = words["converted"].format(printed=operands["converted_from"], value=shown)
    if "rounded" in operands:
        shown = words["rounds"].format(
            value=shown, rounded=f"{operands['rounded']}{unit}", rule=words["rules"][comparison.rule.value]
        )
    else:
        shown = words["not_rounded"].format(value=shown, rule=words["rules"][comparison.rule.value])
    sign = "met" if comparison.status.value != "fail" else "not_met"
    bound = operands.get("bound", operands["limit"]).replace(" … ", f"{unit}{words['and']}")
    return f"{shown}{words[sign]}{bound}{unit}"


def _outcome(comparison: Comparison, words: Mapping[str, Any], status: str) -> str:
    if comparison.reason.code == "number":
        return str(status)
    return f"{status}{words['because']}{_fill(words['reasons'][comparison.reason.code], comparison.reason, words)}"


def _fill(sentence: str, reason: Reason, words: Mapping[str, Any]) -> str:
    operands = dict(reason.operands)
    if operands.get("unit"):
        operands["of_unit"] = f" {operands['unit']}"
    if "why" in operands:
        operands["why"] = words["whys"].get(operands["why"], operands["why"])
    if "status" in operands:
        operands["status"] = words["status"][operands["status"]]
    return sentence.format_map(_Blank(operands))


class _Blank(dict[str, str]):
    """A sentence may name an operand that this case has not."""

    def __missing__(self, key: str) -> str:
        return ""


@lru_cache(maxsize=1)
def _sentences() -> dict[str, Any]:
    return tomllib.loads(resources.files("lotgate.lexicon").joinpath("data/sentences.toml").read_text("utf-8"))
