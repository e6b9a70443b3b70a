"""Words that stand where a number could: not detected, negative, conforms, a dash (``data/outcomes.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from lotgate.lexicon.numbers import NUMBER, fold_words
from lotgate.model.measurement import Word

_SAMPLE = rf"({NUMBER})\s?(g|kg|mg|ml|l|μl|cm2|克|毫升|升|m2)"
_SAMPLE_AFTER = re.compile(
    rf"(.+?)\s?(?:,\s?)?(?:\bin\b|\bper\b|/|\ba\b)?\s?(?:\bthe\b)?\s?\(?(?:in |per |/)?{_SAMPLE}(?: sample)?\)?"
)
_SAMPLE_BEFORE = re.compile(rf"(?:每|in |per |/)?\s?{_SAMPLE}\s?(?:中|样品中|:|sample:?)?\s?(.+)")
_SEEN_FROM = re.compile(rf"(.+?)\s?[,，]?\s?\(\s?[<≤]\s?({NUMBER})\s?([^()]*)\)")
_MAIN_WORD = {
    "conforms": Word.CONFORMS,
    "not_conforms": Word.NOT_CONFORMS,
    "negative": Word.NEGATIVE,
    "positive": Word.POSITIVE,
    "trace": Word.TRACE,
}


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The word lists, folded."""

    absent: frozenset[str]
    below_detection: frozenset[str]
    below_quantification: frozenset[str]
    verdicts: Mapping[str, Word]
    conforms_tail: frozenset[str]
    missing: frozenset[str]
    doubtful: frozenset[str]
    report: frozenset[str]
    dashes: frozenset[str]
    approximate_before: tuple[str, ...]
    approximate_after: tuple[str, ...]
    mean: tuple[str, ...]
    notes: frozenset[str]
    detection: tuple[str, ...]


@lru_cache(maxsize=1)
def outcomes() -> Outcomes:
    """The word lists, read at the first question."""
    raw: dict[str, Any] = tomllib.loads(
        resources.files("lotgate.lexicon").joinpath("data/outcomes.toml").read_text("utf-8")
    )

    def folded(words: list[str]) -> frozenset[str]:
        return frozenset(fold_words(word) for word in words)

    def longest(words: list[str]) -> tuple[str, ...]:
        return tuple(sorted(folded(words), key=len, reverse=True))

    words = raw["words"]
    return Outcomes(
        absent=folded(raw["absent"]["limit"]),
        below_detection=folded(raw["not_detected"]["lod"]),
        below_quantification=folded(raw["not_detected"]["loq"]),
        verdicts={word: meaning for name, meaning in _MAIN_WORD.items() for word in folded(words[name])},
        conforms_tail=folded(words["conforms_tail"]),
        missing=folded(raw["missing"]["words"]) | {"", "—", "——"},
        doubtful=folded(raw["missing"]["doubtful"]),
        report=folded(raw["report"]["words"]),
        dashes=folded(raw["report"]["dashes"]) - {""},
        approximate_before=longest(raw["approximate"]["before"]),
        approximate_after=longest(raw["approximate"]["after"]),
        mean=longest(raw["mean"]["words"]),
        notes=folded(raw["notes"]["plain"]),
        detection=longest(raw["notes"]["detection"]),
    )


def verdict_word(words: str) -> Word | None:
    """The word of verdict that folded ``words`` are, "complies with the standard" included; None for other text."""
    known = outcomes()
    found = known.verdicts.get(words)
    if found or " " not in words:
        return found
    parts = words.split(" ")
    for cut in range(len(parts) - 1, 0, -1):
        meaning = known.verdicts.get(" ".join(parts[:cut]))
        if meaning in (Word.CONFORMS, Word.NOT_CONFORMS):
            return meaning if all(part in known.conforms_tail for part in parts[cut:]) else None
    return None


def split_sample(words: str) -> tuple[str, str | None]:
    """``absent in 25 g`` → (``absent``, ``25 g``); the text itself and None where it names no amount."""
    after = _SAMPLE_AFTER.fullmatch(words)
    if after:
        return after[1].rstrip(" ,/("), f"{after[2]} {after[3]}"
    before = _SAMPLE_BEFORE.fullmatch(words)
    if before:
        return before[3].strip(), f"{before[1]} {before[2]}"
    return words, None


def split_threshold(words: str) -> tuple[str, str, str] | None:
    """``not detectable (< 5 mg/kg)`` → (``not detectable``, ``5``, ``mg/kg``); None for other text."""
    match = _SEEN_FROM.fullmatch(words)
    return (match[1].strip(" ,"), match[2], match[3].strip()) if match else None
