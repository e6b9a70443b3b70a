"""Digits are sacred: what carries a value is read twice, and what is not certain is never called certain.

The second reading is of a finer picture of the same place. Where the two differ, or either hesitated, or the text
mixes figures with the letters they are confused with, the certainty falls below what a judgement accepts. Nothing is
corrected: a person sees the place and decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

from lotgate.loading.ocr.engine import Reading

DIFFERENT = 0.5
"""The two readings do not say the same."""
CONFUSABLE = 0.7
"""The text has a letter where a figure belongs, or the other way round."""
MOST = 0.97
"""No reading of a picture is more certain than this."""

_SURE, _MOSTLY = 0.97, 0.3
"""From this certainty on a line of words is not looked at again; from this share of figures on it is one of figures."""
_VALUE = re.compile(r"[0-9<>≤≥＜＞±]")
_LONE_LETTERS = re.compile(r"^(?:[OolIFZq]|[lI][a-c])$")
"""A nought, a one, or a unit that lost its degree sign; S, B and C stand alone as elements. ``la`` is the class 1a."""
_FIGURES = re.compile(r"(?<![A-Za-z])(?=[^0-9]*[0-9])[0-9.,OolISBZ]+(?![A-Za-z])")
"""A run of figures and of letters that are taken for figures, with at least one figure."""
_LETTERS = re.compile(r"[OolI]|[0-9.,][SBZ][0-9.,]|[SBZ][.,]|[.,][0-9]*[SBZ]")
"""O, l and I anywhere among figures; S, B and Z only where no code such as S235 or B500B has them."""
_WITH_SEPARATOR = re.compile(r"(?<![0-9.,])[0-9]+[.,][0-9]+(?![.,]?[0-9])")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_STRAY = 0.1
"""Share of figures with the other sign up to which it may be a list or a date."""
_LONGEST_WORDED = 8
_POINTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_BROKEN = re.compile(r"[0-9]\s+[.,]|[.,]\s+[0-9]|[.,]{2}|[0-9][.,]$|[.,][0-9]+\s*\+\s*[0-9]|(?<![0-9:：])0[:;：][0-9]")
"""Parted, doubled and last separators, and a point read as a colon (0:012); a sign behind decimals, where two values
stand in one cell."""


def needs_second_look(reading: Reading) -> bool:
    """Whether the line may carry a value.

    A surely read line of words with a figure among them ("ASTM D4951", "Suite 12, Ohio Street") carries none: what
    decides stands in cells and behind labels, mostly in figures.
    """
    text = reading.text.strip()
    if _LONE_LETTERS.match(text):
        return True
    signs = len(_VALUE.findall(text))
    return signs > 0 and (reading.least < _SURE or signs >= _MOSTLY * len("".join(text.split())))


def may_be_worded(reading: Reading) -> bool:
    """Whether the line is so short that it may be a value in words: ``N.D.``, ``pass``, ``未检出``."""
    return 1 < len(reading.text.strip()) <= _LONGEST_WORDED


def lost_point(reading: Reading) -> bool:
    """Whether the line is letters with a point behind each but the last, as some print them and ink may leave them."""
    return bool(_POINTED.fullmatch(reading.text.strip()))


def certainty(first: Reading, second: Reading) -> float:
    """How sure the two readings together are of every character that matters."""
    if _same(first.text) != _same(second.text):
        return DIFFERENT
    text = first.text.strip()
    if _LONE_LETTERS.match(text) or _BROKEN.search(text) or any(map(_is_mixed, _FIGURES.findall(text))):
        return CONFUSABLE
    return min(first.least, second.least, MOST)


def separators_disagree(readings: Iterable[Reading]) -> bool:
    """Whether some figures of a page have a decimal comma and some a point: then neither can be trusted to be one.

    A comma before three figures may part thousands, and says nothing.
    """
    commas = points = 0
    for reading in readings:
        for figure in _WITH_SEPARATOR.findall(reading.text):
            points += "." in figure
            commas += "," in figure and not _THOUSANDS.fullmatch(figure)
    return min(commas, points) > _STRAY * max(commas, points)


def has_separator(reading: Reading) -> bool:
    """Whether the line has a figure with one comma or point in it."""
    return bool(_WITH_SEPARATOR.search(reading.text))


def _is_mixed(run: str) -> bool:
    """Whether letters stand among figures, as no code or formula (SO3) has them."""
    letters = sum(sign.isalpha() for sign in run)
    return bool(_LETTERS.search(run)) and letters <= sum(sign.isdigit() for sign in run)


def _same(text: str) -> str:
    """Without what the eye does not tell apart: width, white space, kinds of dash."""
    return re.sub(r"\s", "", normalize("NFKC", text)).replace("–", "-").replace("—", "-").replace("~", "～")
