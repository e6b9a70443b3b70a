"""A PDF as a document: opened, its pages read one at a time and drawn where somebody wants to see them."""

from __future__ import annotations

import ctypes
import hashlib
import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from lotgate.errors import DamagedFile, ProtectedFile, TooLarge
from lotgate.loading.bounds import Bounds
from lotgate.loading.pdf.drawing import MAX_FORM_DEPTH, Drawing
from lotgate.loading.pdf.glyphs import glyphs_of
from lotgate.loading.pdf.outlines import Outlines
from lotgate.loading.pdf.trust import text_layer
from lotgate.loading.pdf.turn import Turn
from lotgate.loading.pdf.words import words_of
from lotgate.model.document import Document, Page, Raster, TextLayer

MAX_PAGES = 5_000
MOST_PIXELS = Bounds().pixels
_PDFIUM = RLock()
"""pdfium is not safe for threads, as pypdfium2's documentation says: one call at a time, whatever its document."""
_PAGES_AT_ONCE = 50
"""pdfium keeps what it has read until the file is closed; so many pages later it is opened anew."""


class _File:
    """A PDF's bytes, or a file that is left on the disk, where it must stay as it is until it was read."""

    def __init__(self, content: bytes | Path) -> None:
        self._content = content
        self._state = self._stated()

    def _stated(self) -> tuple[int, int] | None:
        if isinstance(self._content, bytes):
            return None
        found = self._content.stat()
        return found.st_size, found.st_mtime_ns

    def sha256(self) -> str:
        if isinstance(self._content, bytes):
            return hashlib.sha256(self._content).hexdigest()
        with self._content.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def open(self) -> pdfium.PdfDocument:
        if self._stated() != self._state:
            raise DamagedFile("the PDF was changed while it was being read", advice="Read it again.")
        try:
            return pdfium.PdfDocument(self._content)
        except pdfium.PdfiumError as error:
            if "password" in str(error).lower():
                raise ProtectedFile("the PDF is encrypted and needs a password") from error
            raise DamagedFile(f"the PDF cannot be opened: {error}") from error


def open_pdf(content: bytes | Path, name: str) -> Document:
    """The document in ``content``; ``ProtectedFile``, ``DamagedFile`` or ``TooLarge`` where it cannot be read.

    A file named by its path is read where it lies, a part at a time, and never held in memory whole.
    """
    file = _File(content)
    with _PDFIUM, closing(file.open()) as pdf:
        count = len(pdf)
    if count == 0:
        raise DamagedFile(f"{name}: a PDF without pages")
    if count > MAX_PAGES:
        raise TooLarge(f"{name}: {count} pages, more than the {MAX_PAGES} that are read")
    return Document(
        name,
        "pdf",
        file.sha256(),
        count,
        lambda: _pages(file, count),
        picture=lambda number, dots_per_inch: _picture(file, number, dots_per_inch),
        raster=lambda number, dots_per_inch: _raster(file, number, dots_per_inch),
    )


def _picture(file: _File, number: int, dots_per_inch: float) -> bytes:
    """Page ``number`` (from 1) as RGB picture bytes in PNG."""
    out = io.BytesIO()
    with _rendered(file, number, dots_per_inch) as bitmap:
        bitmap.to_pil().save(out, "PNG", compress_level=1)
    return out.getvalue()


def _raster(file: _File, number: int, dots_per_inch: float) -> Raster:
    """Page ``number`` (from 1) as pixels; blank where the page is too broken to draw."""
    with _rendered(file, number, dots_per_inch) as bitmap:
        row = 3 * bitmap.width
        pixels = memoryview(bitmap.buffer)
        rows = (pixels[start : start + row] for start in range(0, bitmap.stride * bitmap.height, bitmap.stride))
        return Raster(bitmap.width, bitmap.height, b"".join(rows))


@contextmanager
def _rendered(file: _File, number: int, dots_per_inch: float) -> Iterator[pdfium.PdfBitmap]:
    """The page's pixels in RGB, as long as they are asked for."""
    with _PDFIUM, closing(file.open()) as pdf, closing(pdf[number - 1]) as page:
        _refuse_huge_pictures(page)
        with closing(page.get_textpage()) as textpage:
            plain = Turn.of(page)
            turned = plain.level(glyphs_of(textpage).quarter)
        longest = max(page.get_size()) or 1.0
        scale = min(dots_per_inch / 72, 4_000 / longest)
        rotation = (turned.quarters - plain.quarters) % 4 * 90
        with closing(page.render(scale=scale, rotation=rotation, rev_byteorder=True)) as bitmap:
            yield bitmap


def _refuse_huge_pictures(page: pdfium.PdfPage) -> None:
    """``TooLarge`` before a picture of more pixels than any scanner makes is unpacked: a few hundred KB may hold it."""
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    for picture in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=MAX_FORM_DEPTH):
        pdfium_c.FPDFImageObj_GetImagePixelSize(picture.raw, ctypes.byref(wide), ctypes.byref(high))
        if wide.value * high.value > MOST_PIXELS:
            size = f"{wide.value:,} x {high.value:,} pixels, more than {MOST_PIXELS:,}"
            raise TooLarge(f"a page holds a picture of {size}")


def _pages(file: _File, count: int) -> Iterator[Page]:
    for first in range(0, count, _PAGES_AT_ONCE):
        with _PDFIUM:
            pdf, outlines = file.open(), Outlines()
        try:
            for index in range(first, min(first + _PAGES_AT_ONCE, count)):
                yield _numbered(pdf, index, outlines)
        finally:
            with _PDFIUM:
                pdf.close()


def _numbered(pdf: pdfium.PdfDocument, index: int, outlines: Outlines) -> Page:
    """The page at ``index``; broken where it cannot be opened."""
    with _PDFIUM:
        try:
            page = pdf[index]
        except pdfium.PdfiumError:
            return Page(index + 1, 595.0, 842.0, text_layer=TextLayer.BROKEN)
        with closing(page):
            return _page(page, index + 1, outlines)


def _page(page: pdfium.PdfPage, number: int, outlines: Outlines) -> Page:
    with closing(page.get_textpage()) as textpage:
        glyphs = glyphs_of(textpage)
        turn = Turn.of(page).level(glyphs.quarter)
        words = words_of(glyphs, textpage.raw, number, turn)
        is_contradicted = outlines.contradict(glyphs, textpage.raw)
    drawn = Drawing.of(page, turn)
    width, height = turn.size
    return Page(
        number,
        width,
        height,
        words=tuple(words),
        rulings=tuple(drawn.rulings),
        pictures=tuple(drawn.pictures),
        text_layer=text_layer(words, glyphs.suspicious, drawn, is_contradicted=is_contradicted),
    )
