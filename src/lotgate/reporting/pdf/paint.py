"""Sheets to bytes: the only place where marks meet reportlab's canvas."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from datetime import datetime

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from lotgate.reporting.pdf.fonts import REGULAR, Style, printable, registered, runs, width
from lotgate.reporting.pdf.sheets import HEIGHT, LEFT, ROOM, WIDTH, Fill, Link, Mark, Picture, Sheet, Words
from lotgate.reporting.pdf.text import lines
from lotgate.reporting.wording import Wording

_SMALL = Style(6.5, colour="#666666")
_HEAD_Y, _RULE_Y, _FOOT_Y = 34.0, HEIGHT - 44.0, HEIGHT - 33.0
_STROKE = 0.017
"""Width of the stroke that makes a glyph bold, as a share of the type size."""
_PAINTING = threading.Lock()
"""reportlab reads a font's tables with one file position a font, so two reports must not embed glyphs at once."""


def painted(sheets: Sequence[Sheet], *, title: str, words: Wording, at: datetime) -> bytes:
    """The PDF's bytes; ``at`` becomes its time of creation."""
    with _PAINTING:
        registered(REGULAR)
        out = io.BytesIO()
        canvas = Canvas(
            out,
            pagesize=(WIDTH, HEIGHT),
            invariant=1,
            pageCompression=1,
            lang="zh-CN" if words.lang == "zh" else words.lang,
            initialFontName=REGULAR,
        )
        canvas.setTitle(printable(title))
        canvas.setAuthor("lotgate")
        canvas.setCreator("lotgate")
        canvas.setSubject(printable(words("title_lot")))
        canvas.setDateFormatter(lambda *_: _pdf_date(at))
        canvas.setViewerPreference("DisplayDocTitle", "true")
        for number, sheet in enumerate(sheets, 1):
            _sheet(canvas, sheet, words("page_of", n=number, m=len(sheets)))
            canvas.showPage()
        canvas.save()
        return out.getvalue()


def _pdf_date(at: datetime) -> str:
    """ISO 32000-1, 7.9.4."""
    offset = f"{at:%z}"
    return f"D:{at:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"


def _sheet(canvas: Canvas, sheet: Sheet, page: str) -> None:
    if sheet.anchor:
        canvas.bookmarkPage(sheet.anchor)
        canvas.addOutlineEntry(printable(sheet.outline or sheet.anchor), sheet.anchor, 0)
    if sheet.head:
        first, *more = lines(sheet.head, _SMALL, ROOM)
        _words(canvas, Words(LEFT, _HEAD_Y, f"{first[:-1]}…" if more else first, _SMALL))
    for mark in sheet.marks:
        _mark(canvas, mark)
    _fill(canvas, Fill(LEFT, _RULE_Y, ROOM, 0, "#c8c8c8", 0.5))
    if sheet.foot:
        _words(canvas, Words(LEFT, _FOOT_Y, sheet.foot, _SMALL))
    _words(canvas, Words(LEFT + ROOM - width(page, _SMALL), _FOOT_Y, page, _SMALL))


def _mark(canvas: Canvas, mark: Mark) -> None:
    match mark:
        case Words():
            _words(canvas, mark)
        case Fill():
            _fill(canvas, mark)
        case Picture():
            low = HEIGHT - mark.y - mark.height
            canvas.drawImage(ImageReader(io.BytesIO(mark.data)), mark.x, low, mark.width, mark.height)
        case Link():
            low = HEIGHT - mark.y - mark.height
            canvas.linkRect("", mark.anchor, (mark.x, low, mark.x + mark.width, low + mark.height))


def _words(canvas: Canvas, mark: Words) -> None:
    text = canvas.beginText(mark.x, HEIGHT - mark.y)
    text.setFillColor(HexColor(mark.style.colour))
    for run in runs(mark.text, mark.style):
        text.setFont(run.font, mark.style.size)
        text.setTextRenderMode(2 if run.thick else 0)
        if run.thick:
            canvas.setStrokeColor(HexColor(mark.style.colour))
            canvas.setLineWidth(mark.style.size * _STROKE)
        text.textOut(run.text)
    text.setTextRenderMode(0)
    canvas.drawText(text)


def _fill(canvas: Canvas, mark: Fill) -> None:
    colour = HexColor(mark.colour)
    if mark.line:
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(mark.line)
    else:
        canvas.setFillColor(colour)
    y = HEIGHT - mark.y
    if mark.height:
        canvas.rect(mark.x, y - mark.height, mark.width, mark.height, stroke=bool(mark.line), fill=not mark.line)
    else:
        canvas.line(mark.x, y, mark.x + mark.width, y)
