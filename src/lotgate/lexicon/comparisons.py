"""Cuts a printed limit or result into tokens: numbers, comparison signs and words, units, dashes, brackets.

The words are ``data/comparisons.toml``. Cutting knows no grammar; what it cannot name becomes a ``?`` token, and no
grammar accepts one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Any

from lotgate.lexicon.numbers import NUMBER, Comma, parse_number
from lotgate.lexicon.units import is_unit

_NUMBER = re.compile(NUMBER)
_BRACKETS = {"(": ")", "[": "]", "{": "}", "【": "】", "〔": "〕"}
_UNIT_RUN = re.compile(
    r"[^\s0-9,;:()≤≥<>±~\u2014+=][^\s,;:≤≥<>±~\u2014+=]{0,18}(?:\s[^\s0-9≤≥<>±~\u2014+=,;]{1,12}){0,3}"
)
_UNKNOWN_UNIT = re.compile(r"[A-Za-zµμ°Ωσ%][A-Za-z0-9µμ°Ω%/^·.*-]{1,14}(?![\w])")
_LOOKALIKES = frozenset("OoIlSBZDQ|")
"""Letters that OCR reads for digits: right behind a number they are a doubt, never a unit."""


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is one letter: N number, O sign or word before its number, M before or after it, A only after it,
    P ±, R range, U unit, B both/and, W between, E end of between, Q quantity symbol, S slash, C comma or colon,
    G bracket, * mark, ? other.
    """

    kind: str
    text: str
    value: Decimal | None = None
    signed: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of comparison, folded, and the pattern that finds the longest of them."""

    kinds: Mapping[str, tuple[str, str]]
    """word -> (token kind, canonical sign)."""
    pattern: re.Pattern[str]
    excluded: Mapping[str, tuple[str, ...]]
    splitting: tuple[str, ...]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary, read at the first question."""
    raw: dict[str, Any] = tomllib.loads(
        resources.files("lotgate.lexicon").joinpath("data/comparisons.toml").read_text("utf-8")
    )
    kinds: dict[str, tuple[str, str]] = {sign: ("O", sign) for sign in "≤≥<>"}
    for section, kind in (("operators", "O"), ("either_side", "M"), ("after", "A")):
        for sign, words in raw[section].items():
            kinds |= dict.fromkeys(words, (kind, sign))
    words = raw["words"]
    for name, kind in (("range", "R"), ("between", "W"), ("between_end", "E"), ("both", "B"), ("quantity", "Q")):
        kinds |= {word: (kind, name) for word in words[name] if word not in kinds}
    kinds |= {
        "from": ("W", "between"),
        "±": ("P", "±"),
        "...": ("R", "range"),
        "÷": ("R", "range"),
        "—": ("R", "range"),
    }
    longest_first = sorted(kinds, key=len, reverse=True)
    return Vocabulary(
        kinds,
        re.compile("|".join(_as_pattern(word) for word in longest_first), re.IGNORECASE),
        {key: tuple(sorted(found, key=len, reverse=True)) for key, found in raw["excluded"].items()},
        tuple(raw["conditions"]["splitting"]),
    )


def tokens_of(text: str, comma: Comma = Comma.THOUSANDS) -> tuple[Token, ...]:
    """The tokens of folded ``text``; together they cover all of it but white space."""
    return tuple(_cut(text, comma))


def _cut(text: str, comma: Comma) -> Iterator[Token]:
    position, before = 0, "^"
    while position < len(text):
        if text[position] == " ":
            position += 1
            continue
        token = _next(text, position, before, comma)
        yield token
        position, before = token.end, token.kind


def _next(text: str, at: int, before: str, comma: Comma) -> Token:
    """The token that starts at ``at``; ``before`` is the kind of the one in front, ``^`` at the start."""
    character = text[at]
    if character in _BRACKETS:
        return _bracket(text, at)
    after_value = before in "NUG*"
    if (character in "+-" and not (after_value and character == "-")) or character.isdigit() or character == ".":
        number = _number(text, at, comma)
        if number is not None:
            return number
    if character == "-":
        return Token("R", "-", start=at, end=at + 1)
    if before in "NG*MA":
        unit = _unit(text, at)
        if unit is not None and not _reads_as_word(text, at, unit):
            return unit
    word = vocabulary().pattern.match(text, at)
    if word:
        kind, sign = vocabulary().kinds[word[0].casefold()]
        return Token(kind, sign, start=at, end=word.end())
    if character in "/、;,:=":
        return Token("S" if character in "/、" else "C", character, start=at, end=at + 1)
    if character in "*#†‡":
        return Token("*", character, start=at, end=at + 1)
    if before == "N":
        unknown = _UNKNOWN_UNIT.match(text, at)
        if unknown and not (unknown[0][0] in _LOOKALIKES and text[at - 1] != " "):
            return Token("U", unknown[0], start=at, end=unknown.end())
    return Token("?", character, start=at, end=at + 1)


def _number(text: str, at: int, comma: Comma) -> Token | None:
    signed = text[at] in "+-"
    start = at + 1 if signed else at
    if signed and text[start : start + 1] == " ":
        start += 1
    match = _NUMBER.match(text, start)
    if match is None:
        return None
    value = parse_number(("-" if text[at] == "-" else "") + match[0], comma)
    if value is None:
        return None
    spaced = signed and text[at + 1 : at + 2] == " "
    return Token("N", text[at : match.end()], value, signed=signed and not spaced, start=at, end=match.end())


def _unit(text: str, at: int) -> Token | None:
    """The longest known unit at ``at`` that ends where a word ends."""
    run = _UNIT_RUN.match(text, at)
    if run is None:
        return None
    for end in range(run.end(), at, -1):
        if _ends_word(text, end) and is_unit(text[at:end].strip()):
            return Token("U", text[at:end].strip(), start=at, end=end)
    return None


def _reads_as_word(text: str, at: int, unit: Token) -> bool:
    """``min`` is first read as minimum; :mod:`intervals` turns it into minutes where that makes no limit."""
    word = vocabulary().pattern.match(text, at)
    return word is not None and word.end() >= unit.end and unit.text.casefold() in ("min", "min.", "d", "t")


def _ends_word(text: str, end: int) -> bool:
    if end >= len(text):
        return True
    last, following = text[end - 1], text[end]
    if not (following.isalnum() or following in "/%·^°"):
        return True
    return not (last.isascii() and following.isascii()) and following not in "/%·^°"


def _bracket(text: str, at: int) -> Token:
    """A whole bracket with what stands in it as ``text``; ``?`` where it never closes."""
    closing, depth = _BRACKETS[text[at]], 0
    for position in range(at, len(text)):
        depth += (text[position] == text[at]) - (text[position] == closing)
        if depth == 0:
            return Token("G", text[at + 1 : position].strip(), start=at, end=position + 1)
    return Token("?", text[at], start=at, end=at + 1)


def _as_pattern(word: str) -> str:
    escaped = re.escape(word)
    start = r"(?<![A-Za-z])" if word[0].isascii() and word[0].isalpha() else ""
    end = r"(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else ""
    return f"{start}{escaped}{end}"
