"""A page's words: their text, box, size and weight."""

from __future__ import annotations

import ctypes

import pypdfium2.raw as pdfium_c

from lotgate.loading.pdf.glyphs import Glyphs
from lotgate.loading.pdf.lettering import Letterings
from lotgate.loading.pdf.runs import TALLEST, runs_of
from lotgate.loading.pdf.turn import Turn
from lotgate.model.document import Word
from lotgate.model.geometry import Box

INVISIBLE_CONFIDENCE = 0.8
"""Text drawn in no colour over a picture was put there by somebody's OCR, of unknown quality."""
_RAISED = dict(zip("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻", strict=True))
_SMALL, _LIFT, _LEAST_LIFT = 0.84, 0.16, 0.1
"""A raised figure is at most this high, and lifted by at least this share of the height of the letters beside it."""


def words_of(glyphs: Glyphs, textpage: object, number: int, turn: Turn) -> list[Word]:
    """The words on page ``number``, in the order in which they are printed."""
    words = []
    seen: set[tuple[str, int, int]] = set()
    letterings = Letterings(glyphs, textpage)
    for start, stop in runs_of(glyphs, letterings):
        set_as = letterings.at(start)
        em = set_as.size or glyphs.height[start]
        box = turn.box(*_extent(glyphs, start, stop, em, textpage))
        text = _spelled(glyphs, start, stop, textpage)
        places = _places(text, box)
        if not seen.isdisjoint(places):
            continue
        seen.update(places)
        quarter = glyphs.quarter[start]
        words.append(
            Word(
                text,
                number,
                box,
                size=round(em, 2),
                bold=set_as.bold,
                confidence=INVISIBLE_CONFIDENCE if set_as.invisible else 1.0,
                upright=quarter >= 0 and (quarter - turn.quarters) % 4 == 0,
            )
        )
    return words


def _places(text: str, box: Box) -> set[tuple[str, int, int]]:
    """What two words share that stand a fraction of a point apart: bold faked by printing the same word twice."""
    x, y = box.x0 / 2, box.top / 2
    left, right, above, below = round(x), round(x + 0.5), round(y), round(y + 0.5)
    return {(text, left, above), (text, left, below), (text, right, above), (text, right, below)}


def _spelled(glyphs: Glyphs, start: int, stop: int, textpage: object) -> str:
    """The run's text, raised figures as such: 10³ must never be read as 103, nor a footnote's mark as a digit."""
    text = glyphs.text[start:stop]
    if stop - start == 1 or glyphs.quarter[start] or _RAISED.keys().isdisjoint(text):
        return text
    # A stroke or a bracket stands higher and reaches lower than what is beside it, and says nothing of it.
    lettered = [i for i in range(start, stop) if glyphs.text[i].isalnum()] or range(start, stop)
    tallest = max(lettered, key=lambda i: glyphs.height[i])
    height, floor = glyphs.height[tallest], glyphs.y0[tallest]
    if min(glyphs.height[start:stop]) >= _SMALL * height:
        return text
    small = [
        index
        for index, sign in enumerate(text, start)
        if sign in _RAISED and glyphs.height[index] < _SMALL * height and glyphs.y0[index] - floor > _LIFT * height
    ]
    if not small:
        return text
    # Old-style figures are as small and claim to be as high, but stand on the same line: 0 beside 7.
    line = _base_line(glyphs, tallest, textpage)
    lifted = {i for i in small if _foot(glyphs, i, textpage) - line > _LEAST_LIFT * height}
    return "".join(_RAISED[sign] if index in lifted else sign for index, sign in enumerate(text, start))


def _foot(glyphs: Glyphs, index: int, textpage: object) -> float:
    """How low the character's ink reaches; what its font claims where pdfium does not know."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    known = pdfium_c.FPDFText_GetCharBox(
        textpage, glyphs.place[index], ctypes.byref(left), ctypes.byref(right), ctypes.byref(bottom), ctypes.byref(top)
    )
    return bottom.value if known else glyphs.y0[index]


def _base_line(glyphs: Glyphs, index: int, textpage: object) -> float:
    """The height of the line that the character stands on."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_c.FPDFText_GetCharOrigin(textpage, glyphs.place[index], ctypes.byref(x), ctypes.byref(y))
    return y.value


def _extent(glyphs: Glyphs, start: int, stop: int, em: float, textpage: object) -> tuple[float, float, float, float]:
    """The run's box; where the font claims far more height than its size, no higher than letters are."""
    if stop - start == 1:
        x0, x1, y0, y1 = glyphs.x0[start], glyphs.x1[start], glyphs.y0[start], glyphs.y1[start]
    else:
        x0, x1 = min(glyphs.x0[start:stop]), max(glyphs.x1[start:stop])
        y0, y1 = min(glyphs.y0[start:stop]), max(glyphs.y1[start:stop])
    if glyphs.quarter[start] % 2 or y1 - y0 <= TALLEST * em:
        return x0, y0, x1, y1
    line = _base_line(glyphs, start, textpage)
    up = 1 if glyphs.quarter[start] == 0 else -1
    low, high = sorted((line - 0.22 * em * up, line + 0.88 * em * up))
    return x0, max(y0, low), x1, max(min(y1, high), y0, low)
