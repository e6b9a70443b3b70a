"""Brackets beside a limit: an excluded end, the unit, the tolerance, a note; any other is a reason to doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Context

from lotgate.lexicon.comparisons import Token, tokens_of, vocabulary
from lotgate.lexicon.numbers import Comma, parse_number
from lotgate.lexicon.units import dimension_of, is_unit, same_unit
from lotgate.model.measurement import IntervalLimit

_CONDITION = re.compile(
    r"(?:(?:at|@|在)?\s?[+-]?[0-9]+(?:\.[0-9]+)?\s?(?:±\s?[0-9.]+\s?)?"
    r"(?:°C|°F|K|h|hr|hrs|hours?|min|s|nm|rpm|Hz|kHz|MHz|%\s?RH|小时|分钟)[,;/ ]*)+",
    re.IGNORECASE,
)
_EXACT = Context(prec=100)
_LOOSE_EXCLUSION = re.compile(
    r"(?<!\()\s?[,;]?\s?((?:不含|不包括|不包含|excluding|excl\.?)\s?(?:[+-]?[0-9.]+[^\s()]{0,6}|上限值?|下限值?|端点|两端))$"
)
_LOOSE_BASIS = re.compile(
    r",?\s((?:calculated |expressed )?as [A-Z][A-Za-z0-9]{0,11}"
    r"|(?:on )?(?:the |an? )?(?:dry|dried|anhydrous)(?: |-)?basis"
    r"|of (?:the )?(?:label(?:l?ed)?|declared|stated)(?: claim| amount| content| value)?)$",
    re.IGNORECASE,
)
BASIS = re.compile(
    r",?\s((?:calculated |expressed )?as [A-Z][A-Za-z0-9]{0,11}|(?:on )?(?:the )?(?:dry|dried|anhydrous) basis)$"
)
BASIS = re.compile(r"(?:以\s?[\w·]{1,12}\s?计|(?:calculated |expressed )?as [A-Za-z][A-Za-z0-9]{0,11})", re.IGNORECASE)
"""A bracket that names what a content is counted as: (as CaO), (以P2O5计)."""


def bracket_loose_ends(folded: str) -> str:
    """``1.0~2.0，不含上限`` and ``≤ 0.5 % on dry basis`` with the last words in brackets."""
    return _LOOSE_BASIS.sub(r" (\1)", _LOOSE_EXCLUSION.sub(r" (\1)", folded))


@dataclass(slots=True)
class Opened:
    """A limit's tokens with its brackets opened: what they exclude, what they note, why one is not understood."""

    tokens: list[Token]
    exclusions: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: str | None = None


def open_brackets(tokens: Sequence[Token], comma: Comma) -> Opened:
    """The tokens without brackets: each is spliced in, kept as exclusion or note, or makes the whole fail."""
    reading = Opened([])
    last = max((index for index, token in enumerate(tokens) if token.kind == "N"), default=-1)
    for index, token in enumerate(tokens):
        if token.kind == "*":
            reading.notes.append(token.text)
        elif token.kind == "G":
            _open_bracket(reading, token, comma, first=index == 0, inner=index < last)
        else:
            reading.tokens.append(token)
    while reading.tokens and reading.tokens[-1].kind == "C":
        reading.tokens.pop()
    return reading


def _open_bracket(reading: Opened, token: Token, comma: Comma, *, first: bool, inner: bool) -> None:
    words = token.text.casefold().strip(" .:")
    exclusion = _exclusion(words)
    parts = tokens_of(token.text, comma)
    kinds = "".join(part.kind for part in parts)
    if exclusion is not None:
        # "50(不含)~100": the bracket is about the number in front of it.
        reading.exclusions.append("lower" if inner and exclusion == "both" else exclusion)
    elif (
        kinds in ("M", "A")
        or (first and "N" in kinds and "G" not in kinds)
        or (
            re.fullmatch(r"NU?[SC]?NU?", kinds)
            and all(part.signed or not part.value for part in parts if part.kind == "N")
        )
        or kinds in ("PN", "PNU")
    ):
        reading.tokens.extend(parts)
    elif token.text and is_unit(token.text) and not words.isdigit():
        _add_unit(reading, token)
    elif BASIS.fullmatch(token.text):
        reading.notes.append(token.text)
    elif _CONDITION.fullmatch(token.text):
        reading.notes.append(token.text)
        if _same_dimension(reading.tokens, parts):
            reading.failed = "condition-or-limit"
    elif any(c.isdigit() or c in "%‰" for c in words) or "O" in kinds or "�" in words or not words:
        reading.failed = "bracket"
    elif any(re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", words) for word in vocabulary().splitting):
        reading.failed = "conditional"
    else:
        reading.notes.append(token.text)


def _add_unit(reading: Opened, token: Token) -> None:
    last = reading.tokens[-1] if reading.tokens else None
    if last is None or last.kind not in "NUMA":
        reading.failed = "bracket"
    elif last.kind == "U" and not same_unit(last.text, token.text):
        specific = f"{last.text}({token.text})"
        if is_unit(specific):
            reading.tokens[-1] = replace(last, text=specific)
        else:
            reading.failed = "two-units"
    elif last.kind != "U":
        reading.tokens.append(replace(token, kind="U"))


def _same_dimension(tokens: Sequence[Token], inner: Sequence[Token]) -> bool:
    dimensions = {dimension_of(token.text) for token in tokens if token.kind == "U"} - {None}
    return bool(dimensions & {dimension_of(token.text) for token in inner if token.kind == "U"})


def _exclusion(words: str) -> str | None:
    """``both``, ``upper``, ``lower``, ``included`` or the excluded number as printed; None for another bracket."""
    known = vocabulary().excluded
    for key, meaning in (("both_ends", "both"), ("upper_end", "upper"), ("lower_end", "lower")):
        if words in known[key]:
            return meaning
    if words in known["included"]:
        return "included"
    for meaning, before, after in (("", known["before"], known["after"]), ("included", known["included"], ())):
        for word in before:
            if words.startswith(word):
                return meaning or words[len(word) :].strip(" :")
        for word in after:
            if words.endswith(word):
                return words[: -len(word)].strip(" :")
    return None


def exclude(limit: IntervalLimit, exclusions: Sequence[str]) -> IntervalLimit | str:
    """``limit`` with the named ends open; a reason where an exclusion names no end."""
    for exclusion in exclusions:
        ends = _ends(limit, exclusion)
        if ends is None:
            return "excluded-end"
        if ends[0] and limit.lower:
            limit = replace(limit, lower=replace(limit.lower, closed=False))
        if ends[1] and limit.upper:
            limit = replace(limit, upper=replace(limit.upper, closed=False))
    return limit


def _ends(limit: IntervalLimit, exclusion: str) -> tuple[bool, bool] | None:
    """Which ends (lower, upper) the exclusion names; None where it names none."""
    if exclusion in ("both", "upper", "lower", "included"):
        return exclusion in ("both", "lower"), exclusion in ("both", "upper")
    match = re.match(r"([+±-]?)\s?([0-9.,]+)", exclusion)
    value = parse_number(match[2]) if match else None
    if match is None or value is None:
        return None
    signed = -value if match[1] == "-" else value
    if limit.nominal is not None and limit.lower and limit.upper:
        up = _EXACT.subtract(limit.upper.value, limit.nominal)
        down = _EXACT.subtract(limit.nominal, limit.lower.value)
        matched = (match[1] != "+" and value == down, match[1] != "-" and value == up)
        if any(matched):
            return matched
    matched = (
        limit.lower is not None and limit.lower.value == signed,
        limit.upper is not None and limit.upper.value == signed,
    )
    return matched if any(matched) else None
