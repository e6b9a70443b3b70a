"""Symbols of elements and formulas of oxides that an engine read with a figure or another letter in them.

``l``, ``I`` and ``1``, and ``O`` and ``0``, are drawn all but alike; what stands among symbols of elements is one. Such
a word is shown as what it must be, and doubted: a person sees the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lotgate.loading.ocr.second_look import CONFUSABLE
from lotgate.model.document import Word

_MISREAD = {"A": "Al", "B": "Bi", "C": "Cl", "L": "Li", "N": "Ni", "S": "Si", "T": "Ti"}
"""By its first letter, the symbol whose second is a stroke."""
_STROKES = frozenset("1I|l")
_SYMBOL = re.compile(r"A[ls]|B[aei]|C[adelour]|Fe|Hg|L[ai]|M[gno]|N[abi]|Pb|S[bein]|T[ai]|Z[nr]")
_FEWEST = 3
"""So many symbols of two letters, beside it or in its column, say that a word is one too."""
_OXIDES = tuple(
    (re.compile(rf"(?<![A-Za-z0-9.])({metals}){figures}(?![A-Za-z0-9]|[.,][0-9])"), oxygen)
    for metals, figures, oxygen in (
        ("Mg|Ca|Zn|Ba|Sr|Cu|Fe|Mn|Ni", "0", r"\g<1>O"),
        ("Si|Ti|Zr|Mn|Ce", "[0O]2", r"\g<1>O2"),
        ("Al|Fe|Cr", "2[0O]3", r"\g<1>2O3"),
        ("Na|Li", "2[0O]", r"\g<1>2O"),
    )
)
_ALUMINA = re.compile(r"(?<![A-Za-z0-9])A[1I]2[0O]3(?![A-Za-z0-9])")


def with_formulas(words: Sequence[Word]) -> Iterator[Word]:
    """The words of a page, those put right that can only be a formula, or the symbol of an element among others."""
    symbols = [word for word in words if _SYMBOL.fullmatch(word.text)]
    for word in words:
        text = _formula(word.text)
        if len(text) == 2 and text[0] in _MISREAD and text[1] in _STROKES and _among(word, symbols):
            text = _MISREAD[text[0]]
        changed = replace(word, text=text, confidence=min(word.confidence, CONFUSABLE))
        yield word if text == word.text else changed


def _formula(text: str) -> str:
    text = _ALUMINA.sub("Al2O3", text)
    for pattern, oxygen in _OXIDES:
        text = pattern.sub(oxygen, text)
    return text


def _among(word: Word, symbols: Sequence[Word]) -> bool:
    high = word.box.height
    others = [symbol.box for symbol in symbols if symbol is not word]
    beside = sum(abs(box.center_y - word.box.center_y) < 0.5 * high for box in others)
    under = sum(min(abs(box.x0 - word.box.x0), abs(box.center_x - word.box.center_x)) < 0.5 * high for box in others)
    return max(beside, under) >= _FEWEST
