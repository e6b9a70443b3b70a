"""Printed limits → typed limits. Contract: never raises, keeps the text, and what is not understood for certain is
:class:`UnparsedLimit` with a reason. The accepted forms stand in docs/reference/limits.md, each tested.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from lotgate.lexicon.comparisons import tokens_of, vocabulary
from lotgate.lexicon.intervals import parse_interval
from lotgate.lexicon.numbers import LONGEST_TEXT, NUMBER, Comma, comma_of, fold, fold_words, parse_number
from lotgate.lexicon.outcomes import outcomes, split_sample, split_threshold
from lotgate.lexicon.units import NO_UNIT
from lotgate.model.measurement import (
    AbsentLimit,
    BareLimit,
    Bound,
    DescribedLimit,
    GradeLimit,
    IntervalLimit,
    Limit,
    ReportLimit,
    UnparsedLimit,
)

_GRADE = re.compile(r"([1-9])\s?([a-e])(?:\s?级)?")
_INTERVAL = re.compile(rf"([\[(])\s?([+-]?{NUMBER})\s?[,;]\s?([+-]?{NUMBER})\s?([\])])\s?(\S*)")
_ROUND_GROUP = re.compile(r"[0-9]{1,3},[0-9]{2}0(?![0-9,.])")
_ANY_GROUP = re.compile(r"[0-9]{1,3},[0-9]{3}(?![0-9,.])")
_SHORT = 20
"""A text this short with a word of comparison and no figure is a limit that lost its figure, not a description."""
_NAMED = re.compile(
    r"(?P<name>[^\W\d_]+?(?:[ -][^\W\d_]+?){0,3}?)\s?[:=]?\s?"
    r"(?P<limit>(?:[≤≥<>0-9]|nmt\b|nlt\b|not (?:more|less) than\b|max\b|min\b"
    r"|不大于|不小于|不超过|不低于|不高于|小于|大于).*)",
    re.IGNORECASE,
)
"""``水分 ≤0.5%``, ``Assay: NLT 98.0%``, ``应 ≤0.5``: a name in front of the limit."""
_SEVERAL_HOLES = re.compile(r"^[0-9]{1,2}\s?[-×x]\s?(?=[φØ])")
_ORDINAL_GRADE = re.compile(r"(?:grade|class|等级|级别)\s?([0-9]{1,2})")
_MEASURED = re.compile(rf"{NUMBER}\s?(?:%|‰|-|~|—|to|至|到)")
"""A figure in % or in a range: words around it do not make it a description."""
_SPACE_GROUPS = re.compile(r"(?<![0-9.,])([0-9]{1,3})((?: [0-9]{3})+)(?![0-9])")


@lru_cache(maxsize=4096)
def parse_limit(text: str, unit: str | None = None) -> Limit:
    """The limit that ``text`` prints; ``unit`` is the one printed beside it, used where the text has none."""
    column = unit.strip() if unit and unit.strip().casefold() not in NO_UNIT else None
    words = fold_words(text)
    if not words and not fold(text):
        return UnparsedLimit(text, "empty")
    if len(words) > LONGEST_TEXT:
        return _words_or_unparsed(text, fold(text), "not-understood")
    return _worded(text, words) or _grade(text, words) or _numeric(text, column)


def _worded(text: str, words: str) -> Limit | None:
    known = outcomes()
    if words in known.report:
        return ReportLimit(text)
    if words in known.dashes or not words:
        return ReportLimit(text, explicit=False)
    if words in known.absent:
        return AbsentLimit(text)
    if not any(character.isdigit() for character in words):
        return None
    plain, sample = split_sample(words)
    if sample and plain in known.absent:
        return AbsentLimit(text, sample=sample)
    threshold = split_threshold(words)
    if threshold and threshold[0] in known.absent:
        below = parse_number(threshold[1], comma_of(words))
        return AbsentLimit(text, below=below, unit=_printed_unit(text, threshold[2])) if below is not None else None
    return None


def _printed_unit(text: str, folded: str) -> str | None:
    """The unit as printed, because folding lowered its case; None for none."""
    at = fold(text).casefold().rfind(folded) if folded else -1
    return fold(text)[at : at + len(folded)] if at >= 0 else None


def _grade(text: str, words: str) -> Limit | None:
    """``1b``, ``≤ 1b``, ``1b max``: a class of number and letter."""
    if len(words) > 16:
        return None
    folded = fold(text)
    bare = _GRADE.fullmatch(folded)
    if bare:
        return GradeLimit(text, int(bare[1]), bare[2])
    inside = _GRADE.search(folded)
    if inside is None:
        return None
    rest = tokens_of((folded[: inside.start()] + folded[inside.end() :]).strip())
    signs = {token.text for token in rest if token.kind in "OMA"}
    if len(rest) == len(signs) == 1 and signs <= {"≤"}:
        return GradeLimit(text, int(inside[1]), inside[2], at_most=True)
    return None


def _numeric(text: str, unit: str | None) -> Limit:
    folded = _SPACE_GROUPS.sub(lambda m: m[1] + m[2].replace(" ", ""), fold(text)).rstrip(" .;。；")
    folded = _SEVERAL_HOLES.sub("", folded)
    ordinal = _ORDINAL_GRADE.fullmatch(folded.casefold())
    if ordinal:
        return BareLimit(text, Decimal(ordinal[1]), "级")
    comma = comma_of(f"{folded} {unit or ''}")
    if comma is Comma.UNKNOWN and len(_ROUND_GROUP.findall(folded)) == len(_ANY_GROUP.findall(folded)):
        # A limit such as 1,000 or 2,500 ends on a round thousand or ten; as decimals its zeros would say nothing.
        comma = Comma.THOUSANDS
    limit = _read(text, folded, unit, comma)
    if isinstance(limit, IntervalLimit) and _ANY_GROUP.search(folded):
        if comma is Comma.UNKNOWN:
            second = _read(text, folded, unit, Comma.DECIMAL)
            return replace(limit, other=second, grouped=True) if isinstance(second, IntervalLimit) else limit
        return replace(limit, grouped=comma is Comma.THOUSANDS)
    if isinstance(limit, BareLimit) and comma is Comma.UNKNOWN:
        return UnparsedLimit(text, "comma")
    return limit


def _read(text: str, folded: str, unit: str | None, comma: Comma) -> Limit:
    notation = _INTERVAL.fullmatch(folded)
    if notation and (notation[1] == "[" or notation[4] == "]"):
        return _mathematical(text, notation, unit, comma)
    found = parse_interval(text, folded, unit, comma)
    if isinstance(found, str):
        named = _NAMED.fullmatch(folded)
        if named and not _changes_meaning(named["name"]):
            inner = parse_interval(text, named["limit"], unit, comma)
            if isinstance(inner, IntervalLimit):
                return inner
        return _words_or_unparsed(text, folded, found)
    return found


def _changes_meaning(name: str) -> bool:
    """Whether the words in front of a limit do more than name the characteristic."""
    known = vocabulary()
    words = name.casefold()
    return (
        _has_sign(name)
        or any(re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", words) for word in known.splitting)
        or any(word in words for phrases in known.excluded.values() for word in phrases)
        or any(sign in words for sign in ("不", "非", "无", "约"))
    )


def _mathematical(text: str, notation: re.Match[str], unit: str | None, comma: Comma) -> Limit:
    """``[1.0, 2.0)``: a square bracket includes its end, a round one does not."""
    low, high = parse_number(notation[2], comma), parse_number(notation[3], comma)
    if low is None or high is None or low >= high:
        return UnparsedLimit(text, "reversed")
    own = notation[5] or None
    return IntervalLimit(text, Bound(low, notation[1] == "["), Bound(high, notation[4] == "]"), own or unit)


def _words_or_unparsed(text: str, folded: str, reason: str) -> Limit:
    """Words are a description; words that compare numbers, or little more than a number, are not understood."""
    if not any(character.isdigit() for character in folded):
        lost = _has_sign(folded) and (len(folded) <= _SHORT or any(sign in folded for sign in "≤≥<>±"))
        return UnparsedLimit(text, "not-understood") if lost else DescribedLimit(text)
    if folded[0].isdigit() or "�" in folded or _has_sign(folded) or _MEASURED.search(folded[:LONGEST_TEXT]):
        return UnparsedLimit(text, reason)
    letters = sum(character.isalpha() for character in folded)
    prose = (letters >= 12 and folded.count(" ") >= 2) or sum("一" <= character <= "鿿" for character in folded) >= 5
    return DescribedLimit(text) if prose else UnparsedLimit(text, reason)


def _has_sign(folded: str) -> bool:
    """Whether a comparison sign or word stands in the text; "to" and "and" alone are ordinary words."""
    known = vocabulary()
    return any(known.kinds[match[0].casefold()][0] in "OMAP" for match in known.pattern.finditer(folded))
