"""How characters are set: their size as printed, bold or not, visible or not."""

from __future__ import annotations

import ctypes
import math
from typing import NamedTuple

import pypdfium2.raw as pdfium_c

from lotgate.loading.pdf import calls
from lotgate.loading.pdf.glyphs import Glyphs, font_name

_INVISIBLE = 3
_BOLD = 600


class Lettering(NamedTuple):
    """``size`` is the font's as printed, in points: the nominal size under the text matrix; 0 where nobody knows."""

    size: float
    bold: bool
    invisible: bool


class Letterings:
    """The lettering of a page's characters; asked once for each text object, whose characters are all set alike."""

    def __init__(self, glyphs: Glyphs, textpage: object) -> None:
        self._glyphs, self._textpage = glyphs, textpage
        self._address = calls.address_of(textpage)
        self._known: dict[int, Lettering] = {}
        self._bold_fonts: dict[int | None, bool] = {}
        self._matrix = pdfium_c.FS_MATRIX()
        self._matrix_ref = ctypes.byref(self._matrix)

    def at(self, index: int) -> Lettering:
        """How the glyph at ``index`` is set."""
        place = self._glyphs.place[index]
        text_object: int | None = calls.text_object(self._address, place)
        if text_object is None:
            return Lettering(self._size(place), _is_bold(self._textpage, place), invisible=False)
        known = self._known.get(text_object)
        if known is None:
            invisible = calls.text_render_mode(text_object) == _INVISIBLE
            known = self._known[text_object] = Lettering(self._size(place), self._bold(text_object, place), invisible)
        return known

    def size_at(self, index: int) -> float:
        """The size of the glyph at ``index``; its own height where the font's size is not known."""
        return self.at(index).size or self._glyphs.height[index]

    def _size(self, place: int) -> float:
        matrix = self._matrix
        size: float = pdfium_c.FPDFText_GetFontSize(self._textpage, place)
        if not pdfium_c.FPDFText_GetMatrix(self._textpage, place, self._matrix_ref):
            return 0.0
        printed = size * math.hypot(matrix.c, matrix.d)
        return printed if printed > 0.5 else 0.0

    def _bold(self, text_object: int, place: int) -> bool:
        font: int | None = calls.text_object_font(text_object)
        if font not in self._bold_fonts:
            self._bold_fonts[font] = _is_bold(self._textpage, place)
        return self._bold_fonts[font]


def _is_bold(textpage: object, place: int) -> bool:
    """By the font's weight, or by its name: many files state no weight, or the same for every font."""
    return pdfium_c.FPDFText_GetFontWeight(textpage, place) >= _BOLD or b"bold" in font_name(textpage, place)
