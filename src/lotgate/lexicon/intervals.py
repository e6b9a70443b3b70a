"""The grammar of numeric limits: tokens in, bounds out.

A limit is a clause (``≤ 5``, ``5 max``, ``5以下``), two clauses of opposite sides, a range, a tolerance, or a number
alone. Brackets beside it exclude an end, give the unit or the tolerance, or are a note; any other bracket that holds a
number, and any token that no rule takes, means that the limit is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from lotgate.lexicon.brackets import bracket_loose_ends, exclude, open_brackets
from lotgate.lexicon.comparisons import Token, tokens_of
from lotgate.lexicon.numbers import Comma
from lotgate.lexicon.tolerances import read_tolerance
from lotgate.lexicon.units import dimension_of, one_unit
from lotgate.model.measurement import BareLimit, Bound, IntervalLimit

_CLAUSE = re.compile(r"[OM]?[OM]N[MA]?|N[MA]")
_TWO_CLAUSES = re.compile(r"([OM]?[OM]N[MA]?|N[MA])[RBC]?([OM]?[OM]N[MA]?|N[MA])")
_LOWER, _UPPER = ("≥", ">"), ("≤", "<")


def parse_interval(text: str, folded: str, unit: str | None, comma: Comma) -> IntervalLimit | BareLimit | str:
    """The numeric limit that ``folded`` prints, or the code of the reason why it was not understood."""
    reading = open_brackets(tokens_of(bracket_loose_ends(folded), comma), comma)
    if reading.failed:
        return reading.failed
    found = _shape(text, reading.tokens, unit)
    if isinstance(found, str):
        retried = [as_minutes(reading.tokens, index) for index in range(len(reading.tokens))]
        if retried != reading.tokens:
            found = _shape(text, retried, unit)
    if isinstance(found, str):
        return found
    if isinstance(found, BareLimit):
        return "excluded-end" if reading.exclusions else found
    limit = exclude(found, reading.exclusions)
    if isinstance(limit, str):
        return limit
    return replace(limit, note="; ".join(reading.notes) or None)


def as_minutes(tokens: Sequence[Token], index: int) -> Token:
    """``min`` right behind a number, read as minutes: only tried where reading it as minimum makes no limit."""
    token = tokens[index]
    if token.kind == "M" and token.text == "≥" and index and tokens[index - 1].kind == "N":
        length = token.end - token.start
        return replace(token, kind="U", text="min") if length == len("min") else token
    return token


def _shape(text: str, tokens: Sequence[Token], unit: str | None) -> IntervalLimit | BareLimit | str:
    """The limit that the tokens make, or a reason."""
    kept, numbers, printed = _compact(tokens)
    if kept is None or not numbers:
        return "not-understood"
    kinds = "".join(token.kind for token in kept)
    values = [token.value for token in numbers if token.value is not None]
    tolerance = read_tolerance(text, numbers, kinds, printed, unit)
    if tolerance is not None:
        return tolerance
    whole = one_unit((unit, *printed))
    if whole is None:
        return "two-units"
    if kinds == "N":
        return BareLimit(text, values[0], whole or None)
    if kinds == "NRN":
        return _range(text, Bound(values[0]), Bound(values[1]), whole or None)
    return _clauses(text, kinds, kept, values, whole or None)


def _compact(tokens: Sequence[Token]) -> tuple[list[Token] | None, list[Token], list[str | None]]:
    """The tokens without units and symbols, the numbers, and their units; None where one is misplaced."""
    kept: list[Token] = []
    numbers: list[Token] = []
    units: list[str | None] = []
    between = False
    for index, token in enumerate(tokens):
        following = tokens[index + 1].kind if index + 1 < len(tokens) else "$"
        if token.kind == "N":
            numbers.append(token)
            units.append(None)
            kept.append(token)
        elif token.kind == "U":
            if not units or units[-1] is not None:
                return None, [], []
            units[-1] = token.text
        elif token.kind == "C" and token.text in ":=" and index and tokens[index - 1].kind in "MOQ":
            continue
        elif token.kind == "Q":
            if index > 1 and not (tokens[index - 1].kind == "O" and following == "O"):
                return None, [], []
        elif token.kind == "W" and index == 0:
            between = True
        elif token.kind == "E" and index == len(tokens) - 1:
            continue
        elif token.kind == "B" and between:
            kept.append(replace(token, kind="R"))
        else:
            kept.append(token)
    return kept, numbers, units


def _range(text: str, lower: Bound, upper: Bound, unit: str | None) -> IntervalLimit | str:
    if lower.value > upper.value or (lower.value == upper.value and not (lower.closed and upper.closed)):
        return "reversed"
    return IntervalLimit(text, lower, upper, unit)


def _clauses(
    text: str, kinds: str, tokens: Sequence[Token], values: Sequence[Decimal], unit: str | None
) -> IntervalLimit | str:
    if _CLAUSE.fullmatch(kinds):
        sign = _sign(tokens)
        if sign is None or (kinds == "NM" and _may_be_minutes(tokens[1], unit)):
            return "two-sides"
        bound = Bound(values[0], sign in "≤≥")
        return IntervalLimit(text, bound, None, unit) if sign in _LOWER else IntervalLimit(text, None, bound, unit)
    if kinds == "NOON":
        left, right = tokens[1].text, tokens[2].text
        first, second = Bound(values[0], left in "≤≥"), Bound(values[1], right in "≤≥")
        if left in _UPPER and right in _UPPER:
            return _range(text, first, second, unit)
        return _range(text, second, first, unit) if left in _LOWER and right in _LOWER else "two-sides"
    two = _TWO_CLAUSES.fullmatch(kinds)
    if two is None:
        return "not-understood"
    first_sign, second_sign = _sign(tokens[: two.end(1)]), _sign(tokens[two.start(2) :])
    if first_sign is None or second_sign is None:
        return "two-sides"
    one, other = Bound(values[0], first_sign in "≤≥"), Bound(values[1], second_sign in "≤≥")
    if first_sign in _LOWER and second_sign in _UPPER:
        return _range(text, one, other, unit)
    return _range(text, other, one, unit) if first_sign in _UPPER and second_sign in _LOWER else "two-sides"


def _may_be_minutes(word: Token, unit: str | None) -> bool:
    """``60 min`` in a column of times."""
    return word.text == "≥" and word.end - word.start == len("min") and dimension_of(unit) == "time"


def _sign(tokens: Sequence[Token]) -> str | None:
    """The clause's one sign; None where two disagree, or where ``min`` behind a signed number may mean minutes."""
    signs = [token.text for token in tokens if token.kind in "OMA"]
    last = tokens[-1]
    if len(signs) > 1 and last.kind == "M" and last.text == "≥" and last.end - last.start == len("min"):
        return None
    if len(set(signs)) == 1:
        return signs[0]
    # "<5 max": both are upper; the strict sign is the stronger promise asked for.
    sides = {sign in _LOWER for sign in signs}
    return next(sign for sign in signs if sign in "<>") if len(sides) == 1 else None
