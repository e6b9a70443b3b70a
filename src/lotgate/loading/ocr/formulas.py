"""Symbols of elements, formulas and units that an engine read with another sign in them, or without an index.

``l``, ``I`` and ``1``, and ``O`` and ``0``, are drawn all but alike; what stands among symbols of elements is one. A
small index is read as a comma, twice, or with the marks of TeX that engines learnt from papers (``Al2O_{3``). Such a
word is shown as what it must be, and doubted: a person sees the place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import normalize

from lotgate.lexicon.compounds import compounds, may_have_nought
from lotgate.lexicon.shapes import is_unit
from lotgate.loading.ocr.second_look import CONFUSABLE
from lotgate.model.document import Word
from lotgate.model.geometry import Box

_MISREAD = {"A": "Al", "B": "Bi", "C": "Cl", "L": "Li", "N": "Ni", "S": "Si", "T": "Ti"}
"""By its first letter, the symbol whose second is a stroke."""
_STROKES = frozenset("1I|l")
_SYMBOL = re.compile(r"A[ls]|B[aei]|C[adelour]|Fe|Hg|L[ai]|M[gno]|N[abi]|Pb|S[bein]|T[ai]|Z[nr]")
_LETTER_ALONE = re.compile(r"[BCHKNOPSVW]")
_FEWEST, _FEWEST_MIXED = 3, (2, 4)
"""So many symbols of two letters, beside it or in its column, say that a word is one too; or so many of two letters
and so many with those of one."""
_OXIDE = re.compile(r"(?<![A-Za-z0-9.])(Mg|Ca|Zn|Ba|Sr|Cu|Fe|Mn|Ni)0(?![A-Za-z0-9]|[.,][0-9])")
_CHLORIDE = re.compile(r"(?<![A-Za-z0-9])C[1I]⁻")
_STROKE_IN_UNIT = re.compile(r"(?<=[A-Za-z])1(?![0-9])")
_DEGREES = re.compile("[°º]+℃")
"""A degree sign read twice."""
_ALKALIS = frozenset({"Na2O", "K2O", "Li2O"})
_LETTER = {"Al": "A[lI1]", "Cl": "C[lI1]"}
_DIGIT = {"2": "2₂", "3": "3₃", "4": "4₄", "5": "5₅sS"}
_PARTS = re.compile(r"([A-Z][a-z]?)([0-9]?)")
_SUSPECT = re.compile(r"[_{}]|[A-Za-z],+[A-Z]|[₀-₉][0-9]|[0-9][₀-₉]|[A-Za-z1][2-5₂-₅]?0|[AC][1I]|O[sS]")
"""What an engine leaves of a formula where it loses or doubles an index, or reads a letter as a figure."""
_TEX = re.compile(r"[_{}]")
_SPLIT_OFF = re.compile(r"[2-5₂-₅]")
_LOW, _BEHIND = 0.8, (-0.6, 0.3)
"""Shares of a word's height: how high a figure at its foot is at most, and how far behind the word's end it begins."""


def _drawn(formula: str) -> re.Pattern[str]:
    """How an engine may read the formula: an index with marks of TeX round it or in its place, or twice.

    The groups are the indices. Between two letters a comma may be one as well.
    """
    parts = _PARTS.findall(formula)
    pattern = ""
    for place, (letter, index) in enumerate(parts):
        nought = letter == "O" and may_have_nought(formula)
        pattern += "[O0]" if nought else _LETTER.get(letter, letter)
        if index:
            digit = f"[{_DIGIT[index]}]?"
            mark = "[_{},]*" if place < len(parts) - 1 else "[_{}]*"
            pattern += f"({mark}{digit}{mark}{digit}{mark})"
        elif place < len(parts) - 1:
            pattern += "[_{}]*"
    return re.compile(rf"(?<![A-Za-z0-9.,])(?:{pattern})(?![A-Za-z0-9₀-₉_{{}}]|[.,][0-9A-Z])")


_PATTERNS = [(formula, _drawn(formula)) for formula in sorted(compounds())]


def with_formulas(words: Sequence[Word]) -> Iterator[Word]:
    """The words of a page, those put right that can only be a formula, or the symbol of an element among others."""
    symbols = [word for word in words if _SYMBOL.fullmatch(word.text) or _LETTER_ALONE.fullmatch(word.text)]
    for word in _with_indices(words):
        text = _unit(_formula(word.text))
        if len(text) == 2 and text[0] in _MISREAD and text[1] in _STROKES and _among(word, symbols):
            text = _MISREAD[text[0]]
        elif text == "0" and _among(word, symbols):
            text = "O"
        changed = replace(word, text=text, confidence=min(word.confidence, CONFUSABLE))
        yield word if text == word.text else changed


def _with_indices(words: Sequence[Word]) -> Iterator[Word]:
    """The words; that of a formula whose last index was cut off from it has it again."""
    split = [word for word in words if _SPLIT_OFF.fullmatch(word.text)]
    taken = {id(index): word for index in split for word in words if _is_index(index, word)}
    of = {id(word): index for index in split if (word := taken.get(id(index)))}
    for word in words:
        if id(word) not in taken:
            yield _joined(word, of[id(word)]) if id(word) in of else word


def _is_index(index: Word, word: Word) -> bool:
    """Whether the figure stands at the foot of the word's end, and makes a formula of it."""
    high = word.box.height
    first, last = _BEHIND
    return (
        index.box.height <= _LOW * high
        and word.box.center_y < index.box.center_y < word.box.bottom + high / 2
        and first * high < index.box.x0 - word.box.x1 < last * high
        and _formula(word.text + index.text) in compounds()
    )


def _joined(word: Word, index: Word) -> Word:
    place = Box.around((word.place, index.place)) if word.place and index.place else word.place
    sure = min(word.confidence, index.confidence, CONFUSABLE)
    box = Box.around((word.box, index.box))
    return replace(word, text=word.text + index.text, box=box, place=place, confidence=sure)


def _formula(text: str) -> str:
    """The text with each formula in it as it must be meant; as it is where several may be."""
    text = _CHLORIDE.sub("Cl⁻", _OXIDE.sub(r"\g<1>O", _DEGREES.sub("℃", text)))
    if not _SUSPECT.search(text):
        return text
    meant: dict[tuple[int, int], set[tuple[str, bool]]] = defaultdict(set)
    for formula, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            meant[match.span()].add((formula, _is_meant(formula, match)))
    for (start, end), formulas in sorted(meant.items(), reverse=True):
        ((formula, certain), *others) = formulas
        if certain and not others and normalize("NFKC", text[start:end]) != formula:
            text = text[:start] + formula + text[end:]
    return text


def _unit(text: str) -> str:
    """The text as the unit that it is when a 1 behind a letter is an l: ``mmo1/L``."""
    meant = _STROKE_IN_UNIT.sub("l", text)
    return meant if meant != text and is_unit(meant) and not is_unit(text) else text


def _is_meant(formula: str, match: re.Match[str]) -> bool:
    """Whether every index was read, or left a mark where it stands: those of TeX are never printed.

    A comma is a mark between two letters, where it may also part the elements of a list: only in a formula of two
    indices, or the oxide of an alkali.
    """
    indices = match.groups()
    if all(any(sign.isalnum() for sign in index) for index in indices) or _TEX.search(match[0]):
        return True
    inner = indices[:-1] if formula[-1].isdecimal() else indices
    return any("," in index for index in inner) and (len(indices) > 1 or formula in _ALKALIS)


def _among(word: Word, symbols: Sequence[Word]) -> bool:
    """Whether the word stands in a row or a column of symbols."""
    high = word.box.height
    others = [symbol for symbol in symbols if symbol is not word]
    beside = [o for o in others if abs(o.box.center_y - word.box.center_y) < 0.5 * high]
    under = [
        o for o in others if min(abs(o.box.x0 - word.box.x0), abs(o.box.center_x - word.box.center_x)) < 0.5 * high
    ]
    return any(map(_are_symbols, (beside, under)))


def _are_symbols(words: Sequence[Word]) -> bool:
    long = sum(len(word.text) == 2 for word in words)
    fewest, most = _FEWEST_MIXED
    return long >= _FEWEST or (long >= fewest and len(words) >= most)
