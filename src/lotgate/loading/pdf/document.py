"""A PDF as a document: opened, its pages read one at a time and drawn where somebody wants to see them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pypdfium2 as pdfium

from lotgate.errors import DamagedFile, ProtectedFile, TooLarge
from lotgate.loading.pdf.drawing import Drawing
from lotgate.loading.pdf.glyphs import glyphs_of
from lotgate.loading.pdf.trust import text_layer
from lotgate.loading.pdf.turn import Turn
from lotgate.loading.pdf.words import words_of
from lotgate.model.document import Document, Page, Raster, TextLayer

MAX_PAGES = 5_000
_PAGES_AT_ONCE = 50
"""pdfium keeps what it has read until the file is closed; so many pages later it is opened anew."""


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
            plain = Turn.of(page)
            turned = plain.level(glyphs_of(textpage).quarter)
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
        glyphs = glyphs_of(textpage)
        turn = Turn.of(page).level(glyphs.quarter)
        words = words_of(glyphs, textpage.raw, number, turn)
    drawn = Drawing.of(page, turn)
    width, height = turn.size
    return Page(
        number,
        width,
        height,
        words=tuple(words),
        rulings=tuple(drawn.rulings),
        pictures=tuple(drawn.pictures),
        text_layer=text_layer(words, glyphs.suspicious, drawn),
    )
