"""The unit printed behind a value or a limit: "25 mm²/s", "98% to 102% w/w", "max. 15 mg/kg (for bulk supply)"."""

from __future__ import annotations

import re
from functools import lru_cache

from lotgate.lexicon.shapes import is_not_detected, is_unit

_RAISED = "⁻⁺⁰¹²³⁴-⁹"
_NUMBER = re.compile(rf"\d[\d.,]*(?:\s*[×xX*]\s*10(?:\^?[-−]?\d+|[{_RAISED}]+)|[eE][+-]?\d+)?[{_RAISED}]*")
"""With its power of ten, or with the mark of a footnote."""
_COUNTS = re.compile(r"\s*[(（\[][\d;, ]*[)）\]]")
_BOUND_WORDS = re.compile(r"\s*(?:\bmax\b\.?|\bmin\b\.?|以下|以上|以内|maximum|minimum)\s*", re.IGNORECASE)
_BOUNDS = ("min", "max")
_SIGNED = re.compile(r"[<>≤≥≦≧⩽⩾±]")
_CLASS = re.compile(r"\d[A-Ea-e]")
"""A class and no ampere: the corrosion of copper, 1A to 4C (ASTM D130)."""
_WORDED = re.compile(r"^(?P<words>[^\d(（<>≤≥]+)[(（].*[)）]$")
"""What a bracket behind words holds is no measured value: "VI (90 %)"; behind ND it is the limit of detection."""
_OPENING = re.compile(r"[(（]")
_BRACKETED = re.compile(r"^[(（\[]([^()（）\[\]]+)[)）\]]$")
_FARTHEST, _MOST_WORDS = 200, 30
"""Characters behind a number, and words among them, that are looked at: no unit is as long."""
_QUANTITY = re.compile(r"([A-Za-zωφρ]{1,2})\s*/\s*([%％(（])")
_EDGES = " ,，;；.。"


@lru_cache(maxsize=8192)
def trailing_unit(text: str) -> str | None:
    """The unit that stands behind a number of ``text``; ``None`` where none does.

    A unit may hold figures itself ("mg/100 g"), so what follows each number is tried as a whole, the first number
    first; only then the beginnings of what follows, for a unit with words behind it.
    """
    if _CLASS.fullmatch(text.strip()):
        return None
    plain = _COUNTS.sub("", text)
    if (worded := _WORDED.match(plain)) and not is_not_detected(worded["words"]):
        return None
    tails = [plain[match.end() : match.end() + _FARTHEST] for match in _NUMBER.finditer(plain)]
    for tail in tails:
        if unit := _whole(tail):
            return unit
    return next((unit for tail in tails if (unit := _beginning(tail))), None)


def unit_of_limit(text: str) -> str | None:
    """The unit behind a limit's number: "6.5 min" is a minimum, "≤ 15 min" a time."""
    unit = trailing_unit(text)
    bound = unit is not None and unit.casefold() in _BOUNDS and not _SIGNED.search(text)
    return None if bound else unit


def _whole(tail: str) -> str | None:
    before = _OPENING.split(tail)[0]
    # "g/10 min" as it stands, before "min" is taken for a bound.
    for candidate in (tail, _BOUND_WORDS.sub(" ", tail), before, _BOUND_WORDS.sub(" ", before)):
        unit = unbracketed(_unbracketed(candidate.strip(_EDGES)))
        if is_unit(unit) and not re.fullmatch(r"[B-IKM-Z]", unit):
            return unit
    return None


def _beginning(tail: str) -> str | None:
    words = _OPENING.split(tail)[0].split()[:_MOST_WORDS]
    for end in range(len(words), 0, -1):
        part = _unbracketed(" ".join(words[:end]).strip(_EDGES))
        if part == "%" or (len(part) > 1 and is_unit(part)):
            return part
    return None


def unbracketed(unit: str) -> str:
    """A unit's cell without the brackets round all of it: "(g/100g)", never "N/mm2(MPa)"."""
    return match[1].strip() if (match := _BRACKETED.match(unit)) else unit


def without_quantity(unit: str) -> str:
    """A unit without the quantity's sign before it: ``w/%`` is ``%``, ``ρ/(g/cm3)`` is ``g/cm3``.

    GB standards print it so (ISO 80000-1, 7.1.4). ``W/(m·K)`` is a unit as it stands: its first sign is one.
    """
    match = _QUANTITY.match(unit)
    if match is None or (match[2] not in "%％" and is_unit(match[1])):
        return unit
    return unit[match.end(1) :].lstrip(" /").strip("()（）")


def _unbracketed(text: str) -> str:
    """``text`` without a bracket that opens or closes outside it."""
    if text.endswith((")", "）")) and not _OPENING.search(text):
        return text[:-1]
    return text
