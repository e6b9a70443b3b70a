"""Limits that the print spreads over several cells: minimum and maximum, nominal and tolerance, a sign elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lotgate.lexicon.heads import Role, roles_of
from lotgate.lexicon.results import parse_result
from lotgate.lexicon.shapes import folded, is_bounded, is_numeric, starts_numeric
from lotgate.model.evidence import Fact
from lotgate.model.measurement import Number
from lotgate.model.table import Cell
from lotgate.reading.drafts import fact_of, of_words
from lotgate.reading.printed_units import trailing_unit

_LIMIT_BEHIND = re.compile(
    r"^(?P<value>.*?\S)\s*[(（\[](?:(?P<label>[^:：()（）]{1,16})[:：])?\s*(?P<limit>[^()（）]+)[)）\]]$"
)
_LIMIT_IN_NAME = re.compile(r"^(?P<name>.*?\S)\s*[(（](?P<limit>[^()（）]+)[)）]\s*[:：]?\s*$")
_VALUE_FIRST = re.compile(r"[<>]?\s*[-−]?\d|ND\b")
_TURNED = 0.7
_LONGEST_MARK = 4
"""Characters of a sign or a word such as "max." that stands in a column of its own beside its figure."""


def between(minimum: Cell | None, maximum: Cell | None, sure: float) -> Fact:
    """The limit that a minimum and a maximum in two columns make; in doubt where the minimum is the greater."""
    if minimum and maximum:
        if _exceeds(minimum.text, maximum.text):
            sure = min(sure, _TURNED)
        return of_words(minimum.words + maximum.words, f"{minimum.text} - {maximum.text}", sure)
    cell = minimum or maximum
    assert cell is not None  # noqa: S101 - the caller has one of them
    if is_bounded(cell.text) or not is_numeric(cell.text):
        return fact_of(cell, sure)
    return fact_of(cell, sure, f"{'≥' if minimum else '≤'} {cell.text}")


def _exceeds(minimum: str, maximum: str) -> bool:
    """Whether two numbers are no minimum and maximum: a stroke in place of one was read as a 1."""
    least, most = parse_result(minimum), parse_result(maximum)
    return isinstance(least, Number) and isinstance(most, Number) and least.value > most.value


def toleranced(target: Cell, tolerances: Sequence[Cell], sure: float) -> Fact:
    """A nominal value with its tolerance as printed: ``±`` only where both sides are the same."""
    words = target.words + tuple(w for cell in tolerances for w in cell.words)
    amounts = [cell.text.strip() for cell in tolerances]
    sizes = {amount.lstrip("±+-−– ") for amount in amounts}
    if (len(amounts) == 1 and amounts[0][0] in "+-−–") or "/" in amounts[0]:
        return of_words(words, f"{target.text} {amounts[0]}", sure)
    if len(sizes) == 1:
        return of_words(words, f"{target.text} ± {sizes.pop()}", sure)
    return of_words(words, f"{target.text} {' / '.join(amounts)}", sure)


def one_of_whole(cells: Sequence[Cell]) -> tuple[Sequence[Cell], bool]:
    """The cells that make the limit, and whether the row leaves no choice.

    A sign and its figure in two columns make one limit. Two limits that are each whole ("Limit" beside "Customer spec")
    are never run together: the first is the certificate's own, and another that differs is a doubt.
    """
    marks = [c for c in cells if len(folded(c.text)) <= _LONGEST_MARK and not any(ch.isdigit() for ch in c.text)]
    if len(cells) < 2 or 0 < len(marks) < len(cells):
        return cells, True
    return cells[:1], len({folded(c.text) for c in cells}) == 1


def with_sign(limit: Fact, sign: str | None) -> Fact:
    """A bare number takes the comparison sign that stands in the item's cell."""
    if sign is None or not is_numeric(limit.text) or limit.text[0] in "<>≤≥":
        return limit
    return replace(limit, text=f"{sign} {limit.text}")


def value_and_limit(text: str) -> tuple[str, str | None]:
    """ "99.8 % (spec: 99.0 % min)" as its value and its limit."""
    match = _LIMIT_BEHIND.match(text)
    if match is None:
        return text, None
    if match["limit"].startswith("应") and not match["label"]:
        return match["value"], match["limit"].removeprefix("应").removeprefix("为")
    described = not is_bounded(match["value"]) and _VALUE_FIRST.match(match["value"]) is not None
    labelled = bool(match["label"]) and (Role.LIMIT in roles_of(match["label"]) or described)
    if labelled or (not match["label"] and is_bounded(match["limit"]) and any(c.isdigit() for c in match["limit"])):
        return match["value"], _without_word(match["limit"].strip())
    return text, None


def name_and_limit(name: str, value: str) -> tuple[str, str | None]:
    """ "水分（≤5.0%）" with its value "3.2%" behind it, as the name and the limit.

    Both are in the same unit: "(≥0.5 µm)" before "12 pcs/mL" says which particles were counted.
    """
    match = _LIMIT_IN_NAME.match(name)
    if match is None or not is_bounded(match["limit"]) or not any(c.isdigit() for c in match["limit"]):
        return name, None
    if trailing_unit(match["limit"]) != trailing_unit(value) or not starts_numeric(value):
        return name, None
    return match["name"], _without_word(match["limit"].strip())


def _without_word(limit: str) -> str:
    """ "国标 ≥10.0 %" without the word that says that it is a limit."""
    first, _, rest = limit.partition(" ")
    return rest.strip() if rest and roles_of(first) == {Role.LIMIT} else limit
