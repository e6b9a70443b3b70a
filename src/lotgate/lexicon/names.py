"""Names of characteristics: when two printed names are one, and what their brackets add.

Folding drops width, case, white space and the punctuation that carries no meaning. It keeps what does: comparison signs
("> 10 µm"), ``+`` and ``/`` between letters (Ca+Mg is not CaMg), and ``.``, ``,`` and ``-`` between digits (C12-14).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from lotgate.lexicon.units import is_unit

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−~～〜", "-"))
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,\-](?=\d)")
_MEANINGLESS = re.compile(r"[^\w<>≤≥±+/%\0-\2]|_")
_ENDS = "/%+"
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,2}[.)、](?!\d)|[①-⑳]|[*•·#※▲★☆†‡]+)\s*")
_QUALIFIED = re.compile(r"[(（\[【〔]([^()（）\[\]【】〔〕]*)[)）\]】〕]|(?:@|＠|\bat(?=\s*\d))\s*([^,，;；()（）]*)")
_TRAILING = re.compile(r"[,，;；]\s*(\d[^,，;；]*)$")
_HELD = {".": "\0", ",": "\1", "-": "\2"}

_METHOD = re.compile(
    r"gb/?t|\biso|astm|\bdin\b|\busp|\bjis\b|\bhg/?t|hplc|\bgc\b|\bicp|\baas\b|titrat|karl|fischer|\bkf\b|method|法$",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"(?:[A-Z][a-z]?\d{0,3}|[()\[\]·.+\-]|\d)+$")
_TEMPERATURE = re.compile(r"°|℃|℉|\d\s*[cf]\b|^\s*\d+\s*/\s*\d+\s*$|室温|room temp", re.IGNORECASE)
_BASIS = re.compile(
    r"basis|dried|\bdry\b|anhydrous|\bas\b|ignited|\bwet\b|calculated|以.*计|干基|湿基|干燥|无水|折", re.IGNORECASE
)
_SOLUTION = re.compile(r"solution|aqueous|溶液|^\s*\d[\d.]*\s*(?:%|g/l|mol/l|m\b)", re.IGNORECASE)
_USUAL_TEMPERATURES = frozenset({"15", "15.6", "20", "25", "20/4", "20/20", "25/25", "15/4", "15.6/15.6", "室温"})
_FILLER = re.compile(r"\b(?:on|the|an?|of|in|basis|calculated|at|with|by)\b|以|计|基", re.IGNORECASE)


class Condition(StrEnum):
    """What kind of thing a bracket says."""

    TEMPERATURE = "temperature"
    SOLUTION = "solution"
    BASIS = "basis"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name taken apart: ``full`` and ``base`` folded, ``conditions`` by kind with their folded texts."""

    full: str
    base: str
    conditions: tuple[tuple[Condition, str], ...]


@lru_cache(maxsize=16384)
def fold_name(text: str) -> str:
    """What names are compared by."""
    plain = unicodedata.normalize("NFKC", _NUMBERING.sub("", text)).translate(_DASHES).casefold().replace("μ", "µ")
    held = _BETWEEN_DIGITS.sub(lambda found: _HELD[found[0]], plain)
    return _MEANINGLESS.sub("", held).translate({0: ".", 1: ",", 2: "-"}).strip(_ENDS)


@lru_cache(maxsize=16384)
def take_apart(text: str) -> Name:
    """The name's base and its conditions; units, methods, formulas and second languages in brackets are dropped."""
    brackets = [found[1] or found[2] or "" for found in _QUALIFIED.finditer(text)]
    base = _QUALIFIED.sub(" ", text)
    if trailing := _TRAILING.search(base):
        brackets.append(trailing[1])
        base = base[: trailing.start()]
    folded = fold_name(base)
    if not folded:
        return Name(fold_name(text), fold_name(text), ())
    conditions = (_condition(text, base) for text in brackets)
    return Name(fold_name(text), folded, tuple(sorted(c for c in conditions if c)))


def conditions_agree(printed: Name, wanted: Name) -> bool | None:
    """Whether what stands in brackets lets the two be one: True, False, or None where only one side says something.

    A laboratory's usual temperature on one side only is agreement: the other left it out. 100 °C is not.
    """
    mine, theirs = _by_kind(printed), _by_kind(wanted)
    doubtful = False
    for kind in sorted(set(mine) | set(theirs)):
        if kind in mine and kind in theirs:
            if mine[kind] != theirs[kind]:
                return False
        elif kind is Condition.TEMPERATURE:
            doubtful = doubtful or not (mine | theirs)[kind] <= _USUAL_TEMPERATURES
        elif not (kind is Condition.SOLUTION and kind in mine):
            doubtful = True
    return None if doubtful else True


def _by_kind(name: Name) -> dict[Condition, frozenset[str]]:
    kinds: dict[Condition, frozenset[str]] = {}
    for kind, text in name.conditions:
        kinds[kind] = kinds.get(kind, frozenset()) | {text}
    return kinds


def _condition(text: str, base: str) -> tuple[Condition, str] | None:
    stripped = text.strip(" :：,，")
    if not stripped or _METHOD.search(stripped) or _is_translation(stripped, base):
        return None
    if is_unit(stripped) and not (_TEMPERATURE.search(stripped) and any(c.isdigit() for c in stripped)):
        return None
    folded = fold_name(_FILLER.sub(" ", stripped)).removesuffix("℃").removesuffix("°c")
    if _BASIS.search(stripped):
        return Condition.BASIS, folded
    if _SOLUTION.search(stripped):
        return Condition.SOLUTION, folded
    if _TEMPERATURE.search(stripped):
        return Condition.TEMPERATURE, re.sub(r"(?<=\d)(?:c|°c|degc)$", "", folded)
    if _FORMULA.fullmatch(stripped):
        return None
    return Condition.OTHER, folded


def _is_translation(text: str, base: str) -> bool:
    """A bracket in the other script only repeats the name, unless it states a number or a condition."""
    if any(c.isdigit() for c in text) or _BASIS.search(text) or _SOLUTION.search(text):
        return False
    return _is_chinese(text) != _is_chinese(base)


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in text)
