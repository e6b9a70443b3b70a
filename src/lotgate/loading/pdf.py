"""PDF with a text layer: words, ruling lines and pictures of each page, through pdfium.

pdfium counts from the page's bottom left and ignores the page's rotation; everything is turned here, once, into
points from the top left of the page as it is seen (ISO 32000-1, 8.3.2.3 and table 30, Rotate).
"""

from __future__ import annotations

import ctypes
import hashlib
import io
import math
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from lotgate.errors import DamagedFile, ProtectedFile, TooLarge
from lotgate.model.document import Document, Page, Picture, Raster, Ruling, TextLayer, Word
from lotgate.model.geometry import Box

MAX_PAGES = 5_000
MAX_CHARACTERS_PER_PAGE = 200_000
MAX_OBJECTS_PER_PAGE = 100_000
MAX_FORM_DEPTH = 6
_PAGES_AT_ONCE = 50
"""pdfium keeps what it has read until the file is closed; so many pages later it is opened anew."""
THIN = 2.5
"""A filled rectangle at most this thick, in points, is a line."""
INVISIBLE_CONFIDENCE = 0.8
"""Text drawn in no colour over a picture was put there by somebody's OCR, of unknown quality."""
_INVISIBLE = 3
_BOLD = 600
_WORD_GAP = 0.22
"""Share of the line's height that parts two words."""
_HINTED_GAP = 0.1
"""The same where pdfium thinks so too."""
_TRACKED = 0.08
"""Print is letter-spaced where its usual gap is more than this share of its height."""
_RAISED = dict(zip("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻", strict=True))
_SMALL, _LIFT = 0.84, 0.16
"""A raised figure is at most this high, and lifted by at least this share of the height of the letters beside it."""
_ASKEW = 0.06
"""Share of a quarter turn, about 5 degrees."""
_ENOUGH_TO_TURN = 50
_TALLEST = 1.3
"""Fonts claim up to this many times their size for a line; more is a fault of the font."""
_FULL_PAGE = 0.7


def open_pdf(data: bytes, name: str) -> Document:
    """The document in ``data``; ``ProtectedFile``, ``DamagedFile`` or ``TooLarge`` where it cannot be read."""
    with closing(_open(data)) as pdf:
        count = len(pdf)
    if count == 0:
        raise DamagedFile(f"{name}: a PDF without pages")
    if count > MAX_PAGES:
        raise TooLarge(f"{name}: {count} pages, more than the {MAX_PAGES} that are read")
    return Document(
        name,
        "pdf",
        hashlib.sha256(data).hexdigest(),
        count,
        lambda: _pages(data, count),
        picture=lambda number, dots_per_inch: render_page(data, number, dots_per_inch),
        raster=lambda number, dots_per_inch: render_raster(data, number, dots_per_inch),
    )


def render_page(data: bytes, number: int, dots_per_inch: float = 110) -> bytes:
    """Page ``number`` (from 1) as RGB picture bytes in PNG."""
    out = io.BytesIO()
    _rendered(data, number, dots_per_inch).save(out, "PNG", compress_level=1)
    return out.getvalue()


def render_raster(data: bytes, number: int, dots_per_inch: float) -> Raster:
    """Page ``number`` (from 1) as pixels; blank where the page is too broken to draw."""
    picture = _rendered(data, number, dots_per_inch)
    return Raster(picture.width, picture.height, picture.tobytes())


def _rendered(data: bytes, number: int, dots_per_inch: float) -> Any:
    """The page as pypdfium2 hands it over, a picture of Pillow's in RGB."""
    with closing(_open(data)) as pdf, closing(pdf[number - 1]) as page:
        with closing(page.get_textpage()) as textpage:
            plain = _Turn.of(page)
            turned = plain.level(_glyphs(textpage)[0])
        longest = max(page.get_size()) or 1.0
        scale = min(dots_per_inch / 72, 4_000 / longest)
        bitmap = page.render(scale=scale, rotation=(turned.quarters - plain.quarters) % 4 * 90)
        return bitmap.to_pil().convert("RGB")


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ProtectedFile("the PDF is encrypted and needs a password") from error
        raise DamagedFile(f"the PDF cannot be opened: {error}") from error


def _pages(data: bytes, count: int) -> Iterator[Page]:
    for first in range(0, count, _PAGES_AT_ONCE):
        with closing(_open(data)) as pdf:
            for index in range(first, min(first + _PAGES_AT_ONCE, count)):
                try:
                    page = pdf[index]
                except pdfium.PdfiumError:
                    yield Page(index + 1, 595.0, 842.0, text_layer=TextLayer.BROKEN)
                    continue
                with closing(page):
                    yield _page(page, index + 1)


def _page(page: pdfium.PdfPage, number: int) -> Page:
    with closing(page.get_textpage()) as textpage:
        glyphs, suspicious = _glyphs(textpage)
        turn = _Turn.of(page).level(glyphs)
        words = _words(glyphs, textpage.raw, number, turn)
    drawn = _Drawing(turn)
    drawn.collect(page)
    width, height = turn.size
    return Page(
        number,
        width,
        height,
        words=tuple(words),
        rulings=tuple(drawn.rulings),
        pictures=tuple(drawn.pictures),
        text_layer=_text_layer(words, suspicious, drawn, turn),
    )


@dataclass(frozen=True, slots=True)
class _Turn:
    """From pdfium's user space to points from the top left of the page as seen."""

    left: float
    bottom: float
    width: float
    height: float
    quarters: int

    @staticmethod
    def of(page: pdfium.PdfPage) -> _Turn:
        left, bottom, right, top = page.get_bbox()
        return _Turn(left, bottom, right - left, top - bottom, (page.get_rotation() // 90) % 4)

    def level(self, glyphs: list[_Glyph]) -> _Turn:
        """The same page the way most of its text runs: a landscape sheet printed on a portrait page is read turned."""
        if len(glyphs) < _ENOUGH_TO_TURN:
            return self
        quarter, count = Counter(g.quarter for g in glyphs).most_common(1)[0]
        return replace(self, quarters=quarter) if quarter >= 0 and count > 0.6 * len(glyphs) else self

    @property
    def size(self) -> tuple[float, float]:
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        if self.quarters == 0:
            return x, self.height - y
        if self.quarters == 1:
            return y, x
        if self.quarters == 2:
            return self.width - x, y
        return self.height - y, self.width - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


# --- words ---

_LEADERS = re.compile(r"[.\-_=*·…—─]{4,}")
_SYMBOL_SIGNS = {0xA3: ord("≤"), 0xB3: ord("≥")}
"""What the Symbol font prints where a file gives only its codes (ISO 32000-1, annex D.5)."""
_SPACES = frozenset((0x20, 0x0A, 0x0D, 0x09, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009, 0x200B))


class _Glyph(NamedTuple):
    """A character in pdfium's user space; a tuple, since a page has thousands.

    ``height`` is across the base line, ``place`` pdfium's index. ``spaced`` when the document itself prints white space
    before it, ``hinted`` when pdfium thinks that it should have.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    height: float
    quarter: int
    place: int
    spaced: bool
    hinted: bool = False


def _words(glyphs: list[_Glyph], textpage: object, number: int, turn: _Turn) -> list[Word]:
    words = []
    seen: set[tuple[str, int, int]] = set()
    fonts: dict[int, bool] = {}
    for run in _runs(glyphs, textpage):
        first = run[0]
        em = _em(first, textpage)
        box = turn.box(*_extent(run, em, textpage))
        text = _spelled(run)
        # Bold faked by printing twice leaves the same word a fraction of a point away.
        xs = {round(box.x0 / 2), round(box.x0 / 2 + 0.5)}
        ys = {round(box.top / 2), round(box.top / 2 + 0.5)}
        places = [(text, x, y) for x in xs for y in ys]
        if not seen.isdisjoint(places):
            continue
        seen.update(places)
        bold, invisible = _style(textpage, first.place, fonts)
        words.append(
            Word(
                text,
                number,
                box,
                size=round(em, 2),
                bold=bold,
                confidence=INVISIBLE_CONFIDENCE if invisible else 1.0,
                upright=first.quarter >= 0 and (first.quarter - turn.quarters) % 4 == 0,
            )
        )
    return words


def _style(textpage: object, index: int, fonts: dict[int, bool]) -> tuple[bool, bool]:
    """Whether a character is bold, and whether it is invisible; ``fonts`` remembers which of the page's are bold."""
    text_object = pdfium_c.FPDFText_GetTextObject(textpage, index)
    if not text_object:
        return _is_bold(textpage, index), False
    font = pdfium_c.FPDFTextObj_GetFont(text_object)
    key = ctypes.addressof(font.contents) if font else 0
    if key not in fonts:
        fonts[key] = _is_bold(textpage, index)
    return fonts[key], pdfium_c.FPDFTextObj_GetTextRenderMode(text_object) == _INVISIBLE


def _glyphs(textpage: pdfium.PdfTextPage) -> tuple[list[_Glyph], int]:
    """The page's characters, and how many of them have no trustworthy meaning."""
    raw = textpage.raw
    get_unicode, is_generated = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_IsGenerated
    get_loose, get_angle = pdfium_c.FPDFText_GetLooseCharBox, pdfium_c.FPDFText_GetCharAngle
    loose = pdfium_c.FS_RECTF()
    loose_ref = ctypes.byref(loose)
    glyphs: list[_Glyph] = []
    suspicious = high = 0
    spaced, hinted = True, False
    for index in range(min(textpage.count_chars(), MAX_CHARACTERS_PER_PAGE)):
        code = get_unicode(raw, index)
        if 0x20 < code < 0x7F or 0x4E00 <= code <= 0x9FFF:
            high = 0
        elif code in _SPACES:
            # pdfium invents spaces where letters stand apart; the document's own part words, the others are a hint.
            invented = is_generated(raw, index) == 1
            spaced, hinted = spaced or not invented, hinted or invented
            continue
        elif 0xD800 <= code < 0xDC00:
            high = code
            continue
        else:
            if 0xDC00 <= code < 0xE000 and high:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            high = 0
            if code in (0xFFFE, 0x02):  # pdfium's mark for a hyphen at a line's end
                code = 0x2D
            if code < 0x20 or code == 0xFFFD or 0xE000 <= code <= 0xF8FF:
                suspicious += 1
                if code < 0x20:
                    continue
            if code in _SYMBOL_SIGNS and _is_symbol_font(raw, index):
                code = _SYMBOL_SIGNS[code]
        get_loose(raw, index, loose_ref)
        x0, y0, x1, y1 = loose.left, loose.bottom, loose.right, loose.top
        if x1 < x0 or y1 < y0 or not math.isfinite(x0 + x1 + y0 + y1):
            continue
        angle = get_angle(raw, index)
        quarter = _quarter(angle) if angle else 0
        height = x1 - x0 if quarter % 2 else y1 - y0
        glyphs.append(_Glyph(chr(code), x0, y0, x1, y1, height, quarter, index, spaced, hinted))
        spaced = hinted = False
    return glyphs, suspicious


def _spelled(run: list[_Glyph]) -> str:
    """The run's text, raised figures as such: 10³ must never be read as 103, nor a footnote's mark as a digit."""
    text = "".join([g.text for g in run])
    if run[0].quarter or _RAISED.keys().isdisjoint(text):
        return text
    tallest = max(run, key=attrgetter("height"))
    height = tallest.height
    return "".join(
        _RAISED[g.text]
        if g.text in _RAISED and g.height < _SMALL * height and g.y0 - tallest.y0 > _LIFT * height
        else g.text
        for g in run
    )


def _extent(run: list[_Glyph], em: float, textpage: object) -> tuple[float, float, float, float]:
    """The run's box; where the font claims far more height than its size, no higher than letters are."""
    first = run[0]
    _, x0s, y0s, x1s, y1s, *_ = zip(*run, strict=True)
    x0, x1, y0, y1 = min(x0s), max(x1s), min(y0s), max(y1s)
    if first.quarter % 2 or y1 - y0 <= _TALLEST * em:
        return x0, y0, x1, y1
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_c.FPDFText_GetCharOrigin(textpage, first.place, ctypes.byref(x), ctypes.byref(y))
    up = 1 if first.quarter == 0 else -1
    low, high = sorted((y.value - 0.22 * em * up, y.value + 0.88 * em * up))
    return x0, max(y0, low), x1, max(min(y1, high), y0, low)


def _em(glyph: _Glyph, textpage: object) -> float:
    """The font's size as printed: the nominal size under the text matrix."""
    matrix = pdfium_c.FS_MATRIX()
    size: float = pdfium_c.FPDFText_GetFontSize(textpage, glyph.place)
    if not pdfium_c.FPDFText_GetMatrix(textpage, glyph.place, ctypes.byref(matrix)):
        return glyph.height
    em = size * math.hypot(matrix.c, matrix.d)
    return em if em > 0.5 else glyph.height


def _quarter(angle: float) -> int:
    """Quarter turns of a character's base line, against the clock; -1 where it is askew, as in a stamp's rim.

    ``angle`` is pdfium's, which runs with the clock.
    """
    quarters = angle / (math.pi / 2)
    nearest = round(quarters)
    return -nearest % 4 if abs(quarters - nearest) <= _ASKEW else -1


def _is_bold(textpage: object, index: int) -> bool:
    """By the font's weight, or by its name: many files state no weight, or the same for every font."""
    return pdfium_c.FPDFText_GetFontWeight(textpage, index) >= _BOLD or b"bold" in _font_name(textpage, index)


def _is_symbol_font(textpage: object, index: int) -> bool:
    return b"symbol" in _font_name(textpage, index)


def _font_name(textpage: object, index: int) -> bytes:
    name = ctypes.create_string_buffer(64)
    pdfium_c.FPDFText_GetFontInfo(textpage, index, name, len(name), None)
    return name.value.lower()


def _runs(glyphs: list[_Glyph], textpage: object) -> Iterator[list[_Glyph]]:
    """Words: characters of one line without white space or a wide gap between them."""
    for line in _print_lines(glyphs):
        level = line[0].quarter == 0
        gaps = [b.x0 - a.x1 if level else _gap(a, b) for a, b in pairwise(line)]
        height = max(min(line[0].height, _TALLEST * _em(line[0], textpage)), 1.0)
        # Letter-spaced print: what is wide elsewhere is the usual distance here.
        close = sorted(gap for gap in gaps if gap < 0.5 * height)
        tracking = max(0.0, close[len(close) // 2]) if len(close) > 3 else 0.0
        tracked = tracking > _TRACKED * height
        limit = _WORD_GAP * height + (tracking if tracked else 0.0)
        hint = limit if tracked else _HINTED_GAP * height
        run = [line[0]]
        for gap, glyph in zip(gaps, line[1:], strict=True):
            if glyph.spaced or gap > limit or (glyph.hinted and gap > hint):
                yield run
                run = []
            run.append(glyph)
        yield run


def _print_lines(glyphs: list[_Glyph]) -> Iterator[list[_Glyph]]:
    """Characters that follow each other on one base line, in the order in which they are printed."""
    line: list[_Glyph] = []
    for glyph in glyphs:
        if line and not _follows(line[-1], glyph):
            yield line
            line = []
        line.append(glyph)
    if line:
        yield line


def _follows(last: _Glyph, glyph: _Glyph) -> bool:
    if glyph.quarter != last.quarter:
        return False
    # Asked of every character; comparisons are several times as fast as min() and max().
    height = last.height if last.height < glyph.height else glyph.height  # noqa: FURB136
    if height < 1.0:  # noqa: PLR1730
        height = 1.0
    if not -0.6 * height <= (glyph.x0 - last.x1 if glyph.quarter == 0 else _gap(last, glyph)) <= 3 * height:
        return False
    if glyph.quarter % 2:
        a0, a1, b0, b1 = last.x0, last.x1, glyph.x0, glyph.x1
    else:
        a0, a1, b0, b1 = last.y0, last.y1, glyph.y0, glyph.y1
    return (a1 if a1 < b1 else b1) - (a0 if a0 > b0 else b0) >= 0.35 * height  # noqa: FURB136


def _gap(last: _Glyph, glyph: _Glyph) -> float:
    """The distance from one character to the next in the direction of reading."""
    if last.quarter == 0:
        return glyph.x0 - last.x1
    if last.quarter == 1:
        return glyph.y0 - last.y1
    if last.quarter == 2:
        return last.x0 - glyph.x1
    return last.y0 - glyph.y1


# --- lines and pictures ---

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _Drawing:
    """The page's ruling lines and pictures, gathered from its objects and the forms inside them."""

    def __init__(self, turn: _Turn) -> None:
        self.turn = turn
        self.rulings: list[Ruling] = []
        self.pictures: list[Picture] = []
        self.objects = 0

    def collect(self, page: pdfium.PdfPage) -> None:
        count = pdfium_c.FPDFPage_CountObjects(page.raw)
        raw, get_object = page.raw, pdfium_c.FPDFPage_GetObject
        for index in range(min(count, MAX_OBJECTS_PER_PAGE)):
            self._object(get_object(raw, index), _IDENTITY, 0)

    def _object(self, raw: object, matrix: _Matrix, depth: int) -> None:
        self.objects += 1
        if self.objects > MAX_OBJECTS_PER_PAGE:
            return
        kind = pdfium_c.FPDFPageObj_GetType(raw)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            return
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            self._path(raw, _times(_matrix_of(raw), matrix))
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            corners = [_apply(_times(_matrix_of(raw), matrix), x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
            xs, ys = [c[0] for c in corners], [c[1] for c in corners]
            self.pictures.append(Picture(self.turn.box(min(xs), min(ys), max(xs), max(ys))))
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            inner = _times(_matrix_of(raw), matrix)
            for index in range(pdfium_c.FPDFFormObj_CountObjects(raw)):
                self._object(pdfium_c.FPDFFormObj_GetObject(raw, index), inner, depth + 1)

    def _path(self, raw: object, matrix: _Matrix) -> None:
        count = pdfium_c.FPDFPath_CountSegments(raw)
        if not 2 <= count <= 2_000:
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDFPath_GetDrawMode(raw, ctypes.byref(fill), ctypes.byref(stroke))
        for outline in _outlines(raw, count, matrix):
            if outline is None:
                continue
            if stroke.value:
                for (ax, ay), (bx, by) in pairwise(outline):
                    self._line(ax, ay, bx, by)
            elif fill.value:
                self._filled(outline)

    def _line(self, ax: float, ay: float, bx: float, by: float) -> None:
        if abs(ax - bx) <= 1.0 or abs(ay - by) <= 1.0:
            box = self.turn.box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
            if max(box.width, box.height) >= 1.5:
                self.rulings.append(Ruling(box))

    def _filled(self, outline: list[tuple[float, float]]) -> None:
        """A thin filled rectangle is a line; a larger one shades cells, and its edges part them."""
        xs, ys = [p[0] for p in outline], [p[1] for p in outline]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if min(x1 - x0, y1 - y0) <= THIN:
            self._line_through(x0, y0, x1, y1)

    def _line_through(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if x1 - x0 >= y1 - y0:
            self._line(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
        else:
            self._line((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def _outlines(raw: object, count: int, matrix: _Matrix) -> Iterator[list[tuple[float, float]] | None]:
    """Each subpath's corners; ``None`` for one with curves, which is a drawing and no table line."""
    x, y = ctypes.c_float(), ctypes.c_float()
    x_ref, y_ref = ctypes.byref(x), ctypes.byref(y)
    corners: list[tuple[float, float]] = []
    curved = False
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(raw, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO and corners:
            yield None if curved else corners
            corners, curved = [], False
        if kind == pdfium_c.FPDF_SEGMENT_BEZIERTO:
            curved = True
        pdfium_c.FPDFPathSegment_GetPoint(segment, x_ref, y_ref)
        corners.append(_apply(matrix, x.value, y.value))
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            corners.append(corners[0])
    if corners:
        yield None if curved else corners


def _matrix_of(raw: object) -> _Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(raw, ctypes.byref(matrix)):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(m: _Matrix, n: _Matrix) -> _Matrix:
    """First ``m``, then ``n`` (ISO 32000-1, 8.3.4)."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(m: _Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


# --- trust ---


def _text_layer(words: list[Word], suspicious: int, drawn: _Drawing, turn: _Turn) -> TextLayer:
    """Whether the page's text says what is printed."""
    width, height = turn.size
    pictured = sum(p.box.width * p.box.height for p in drawn.pictures) >= _FULL_PAGE * width * height
    text = "".join(w.text for w in words)
    if len(text) < 12 and (drawn.pictures or drawn.objects > 50):
        return TextLayer.NONE
    if not text:
        return TextLayer.NONE if drawn.objects else TextLayer.EMPTY
    if suspicious > 0.1 * (len(text) + suspicious) or not _plausible(text):
        return TextLayer.BROKEN
    return TextLayer.NONE if pictured and len(text) < 40 else TextLayer.GOOD


def _plausible(text: str) -> bool:
    """Certificates are mostly letters, digits and ideographs; a wrong character map gives signs and rare letters."""
    text = _LEADERS.sub("", text)
    if len(text) < 40:
        return True
    common = sum((c.isascii() and c.isalnum()) or "\u4e00" <= c <= "\u9fff" for c in text)
    latin_oddities = Counter(
        c for c in text if "\u0080" <= c <= "\u024f" and c not in "°±µ²³·×®©§½¼éèüöäßñçáíóúåøæ«»£¥"
    )
    return common >= 0.45 * len(text) and latin_oddities.total() <= 0.15 * len(text)
