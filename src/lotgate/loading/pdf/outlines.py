"""Whether letters are drawn as what a file says they are: a character map may give a plausible but wrong text.

A figure's outline tells its class: 8 has two holes, 0, 6 and 9 have one, 4 one or none, all others none. A style of
drawing may lose a hole, where a stroke ends open, but gives none to a 3 or a T. So a map that takes some figures or
capitals for others shows in holes where there can be none. One that exchanges figures without holes (2 and 5) does not.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from itertools import pairwise

import pypdfium2.raw as pdfium_c

from lotgate.loading.pdf import calls
from lotgate.loading.pdf.glyphs import Glyphs

_FIGURES = {**dict.fromkeys("12357", 0), **dict.fromkeys("469", 1), "8": 2}
_CAPITALS = {**dict.fromkeys("CEFHLNST", 0), **dict.fromkeys("ADOPQR", 1), "B": 2}
_HOLES = _FIGURES | _CAPITALS
"""What they are drawn with. A nought may have a stroke or a point inside, and says nothing."""
_OPEN = frozenset("4")
"""May be drawn with a hole less by anybody."""
_WRONG_FIGURES, _WRONG_CAPITALS, _LEAST_SHARE = 2, 3, 0.3
"""So many of a font's figures, or of its capitals, at least this share: its map is wrong if one has too many holes."""
_LOOKED_AT = 150
"""Characters of a page that are asked for their font, spread evenly over it."""
_MOST_SEGMENTS = 400
_SIZE = 1_000.0

_Extent = tuple[float, float, float, float]


class Outlines:
    """What is known of the fonts of one open file; each character of a font is looked at once."""

    def __init__(self) -> None:
        self._judged: dict[bytes, dict[str, int]] = defaultdict(dict)

    def contradict(self, glyphs: Glyphs, textpage: object) -> bool:
        """Whether a font on the page draws other figures or capitals than the page's text says."""
        places = [i for i, sign in enumerate(glyphs.text) if sign in _HOLES]
        address = calls.address_of(textpage)
        fonts: dict[int, dict[str, int]] = {}
        for i in places[:: max(1, len(places) // _LOOKED_AT)]:
            text_object = calls.text_object(address, glyphs.place[i])
            font = calls.text_object_font(text_object) if text_object else None
            if not font:
                continue
            if font not in fonts:
                fonts[font] = self._of(font)
            judged, sign = fonts[font], glyphs.text[i]
            if sign not in judged:
                judged[sign] = _off(sign, _holes(font, sign))
        return any(_is_wrong(judged) for judged in fonts.values())

    def _of(self, font: int) -> dict[str, int]:
        """What was found of the font on earlier pages, where its name is its own: a subset's, "ABCDEF+Arial"."""
        name = ctypes.create_string_buffer(64)
        calls.font_base_name(font, name, len(name))
        return self._judged[name.value] if name.value[6:7] == b"+" else {}


def _off(sign: str, holes: int) -> int:
    """How many holes too many, or too few, are drawn."""
    off = holes - _HOLES[sign]
    return 0 if off < 0 and sign in _OPEN else off


def _is_wrong(judged: dict[str, int]) -> bool:
    """Whether signs are drawn otherwise, one of them with a hole that it never has."""
    figures = [judged[sign] for sign in _FIGURES if sign in judged]
    capitals = [judged[sign] for sign in _CAPITALS if sign in judged]
    off = [sum(one != 0 for one in some) for some in (figures, capitals)]
    return (max(figures, default=0) > 0 and off[0] >= _WRONG_FIGURES) or (
        max(capitals, default=0) > 0 and off[1] >= max(_WRONG_CAPITALS, _LEAST_SHARE * len(capitals))
    )


def _holes(font: int, sign: str) -> int:
    """How many of the outlines that are drawn for the sign lie within another one."""
    extents = _extents(font, sign)
    return sum(any(_is_within(inner, outer) for outer in extents) for inner in extents)


def _is_within(inner: _Extent, outer: _Extent) -> bool:
    return outer[0] < inner[0] and outer[1] < inner[1] and inner[2] < outer[2] and inner[3] < outer[3]


def _extents(font: int, sign: str) -> list[_Extent]:
    """How far each outline of the sign reaches; none where it has only one, or the font gives none."""
    path = calls.glyph_path(font, ord(sign), _SIZE)
    count = calls.glyph_segments(path) if path else 0
    segments = [calls.glyph_segment(path, index) for index in range(min(count, _MOST_SEGMENTS))]
    starts = [i for i, segment in enumerate(segments) if calls.segment_type(segment) == pdfium_c.FPDF_SEGMENT_MOVETO]
    if len(starts) < 2:
        return []
    x, y = ctypes.c_float(), ctypes.c_float()
    x_ref, y_ref = ctypes.byref(x), ctypes.byref(y)
    extents = []
    for start, end in pairwise([*starts, len(segments)]):
        xs, ys = [], []
        for segment in segments[start:end]:
            calls.segment_point(segment, x_ref, y_ref)
            xs.append(x.value)
            ys.append(y.value)
        if end - start > 2:
            extents.append((min(xs), min(ys), max(xs), max(ys)))
    return extents
