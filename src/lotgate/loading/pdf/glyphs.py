"""The characters of a page, each with its place, as pdfium hands them over."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from lotgate.loading.pdf import calls

MAX_CHARACTERS_PER_PAGE = 200_000
SPACED, HINTED = 2, 1
"""White space before a character: the document itself prints it, or pdfium only thinks that it should be there."""
_ASKEW = 0.06
"""Share of a quarter turn, about 5 degrees."""
_NOWHERE = math.inf
_SYMBOL_SIGNS = {0xA3: ord("≤"), 0xB3: ord("≥")}
"""What the Symbol font prints where a file gives only its codes (ISO 32000-1, annex D.5)."""
_SPACES = frozenset((0x20, 0x0A, 0x0D, 0x09, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009, 0x200B))
_HYPHENS = (0xFFFE, 0x02)
"""pdfium's marks for a hyphen at a line's end."""


@dataclass(slots=True)
class Glyphs:
    """A page's characters in pdfium's user space, in the order in which they are printed.

    Columns of plain numbers and no object a character, since a page has thousands. ``height`` is across the base line,
    ``quarter`` counts quarter turns of it, -1 where it is askew; ``place`` is pdfium's index; ``apart`` is ``SPACED``,
    ``HINTED``, both or 0.
    """

    text: str = ""
    x0: list[float] = field(default_factory=list)
    y0: list[float] = field(default_factory=list)
    x1: list[float] = field(default_factory=list)
    y1: list[float] = field(default_factory=list)
    height: list[float] = field(default_factory=list)
    quarter: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    apart: list[int] = field(default_factory=list)
    suspicious: int = 0
    """How many characters have no trustworthy meaning."""


def glyphs_of(textpage: pdfium.PdfTextPage) -> Glyphs:
    """The page's characters without its white space; the first ``MAX_CHARACTERS_PER_PAGE``."""
    raw = textpage.raw
    address = calls.address_of(raw)
    get_loose, get_angle = calls.loose_char_box, calls.char_angle
    loose = pdfium_c.FS_RECTF()
    loose_ref = ctypes.byref(loose)
    glyphs = Glyphs()
    texts: list[str] = []
    x0s, y0s, x1s, y1s = glyphs.x0, glyphs.y0, glyphs.x1, glyphs.y1
    heights, quarters, places, aparts = glyphs.height, glyphs.quarter, glyphs.place, glyphs.apart
    high = 0
    apart = SPACED
    for index, code in enumerate(_codes(textpage)):
        if 0x20 < code < 0x7F or 0x4E00 <= code <= 0x9FFF:
            sign, high = code, 0
        elif code in _SPACES:
            # pdfium invents spaces where letters stand apart; the document's own part words, the others are a hint.
            apart |= HINTED if pdfium_c.FPDFText_IsGenerated(raw, index) == 1 else SPACED
            continue
        elif 0xD800 <= code < 0xDC00:
            high = code
            continue
        else:
            sign, high = _sign(code, high), 0
            if sign in _SYMBOL_SIGNS and b"symbol" in font_name(raw, index):
                sign = _SYMBOL_SIGNS[sign]
            if sign < 0x20 or sign == 0xFFFD or 0xE000 <= sign <= 0xF8FF:
                glyphs.suspicious += 1
                if sign < 0x20:
                    continue
        get_loose(address, index, loose_ref)
        x0, y0, x1, y1 = loose.left, loose.bottom, loose.right, loose.top
        if not (-_NOWHERE < x0 <= x1 < _NOWHERE and -_NOWHERE < y0 <= y1 < _NOWHERE):
            continue
        angle = get_angle(address, index)
        quarter = _quarter(angle) if angle else 0
        texts.append(chr(sign))
        x0s.append(x0)
        y0s.append(y0)
        x1s.append(x1)
        y1s.append(y1)
        heights.append(x1 - x0 if quarter % 2 else y1 - y0)
        quarters.append(quarter)
        places.append(index)
        aparts.append(apart)
        apart = 0
    glyphs.text = "".join(texts)
    return glyphs


def _codes(textpage: pdfium.PdfTextPage) -> Iterable[int]:
    """Each character's code: asked for at once where that leaves none out, else one by one."""
    raw = textpage.raw
    count = min(textpage.count_chars(), MAX_CHARACTERS_PER_PAGE)
    units = (ctypes.c_ushort * (count + 1))()
    # FPDFText_GetText passes over what has no meaning, and gives two units for what lies beyond the first plane.
    if pdfium_c.FPDFText_GetText(raw, 0, count, units) == count + 1:
        codes: list[int] = units[:count]
        if not any(0xD800 <= code < 0xE000 for code in set(codes)):
            return codes
    get_unicode = pdfium_c.FPDFText_GetUnicode
    return (get_unicode(raw, index) for index in range(count))


def _sign(code: int, high: int) -> int:
    """The character that ``code`` stands for: the second half of a pair that ``high`` begins, or pdfium's own mark."""
    if 0xDC00 <= code < 0xE000 and high:
        return 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
    return 0x2D if code in _HYPHENS else code


def _quarter(angle: float) -> int:
    """Quarter turns of a character's base line, against the clock; -1 where it is askew, as in a stamp's rim.

    ``angle`` is pdfium's, which runs with the clock.
    """
    quarters = angle / (math.pi / 2)
    nearest = round(quarters)
    return -nearest % 4 if abs(quarters - nearest) <= _ASKEW else -1


def font_name(textpage: object, index: int) -> bytes:
    """The name of a character's font in lower case, cut off at 63 bytes."""
    name = ctypes.create_string_buffer(64)
    pdfium_c.FPDFText_GetFontInfo(textpage, index, name, len(name), None)
    return name.value.lower()
