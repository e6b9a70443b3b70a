"""A report as a workbook: lots, findings, signatures, corrections and failures, each a sheet with filters.

Text from documents can never become a formula: a cell that starts like one is stored as text and quoted, so that it
stays text when a person edits it (OWASP, CSV injection).
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from lotgate.reporting.pictures import Excerpt, excerpts
from lotgate.reporting.record import timestamp
from lotgate.reporting.report import DocumentReport, Entry, Failure
from lotgate.reporting.wording import Wording

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff\\ud800-\\udfff]")
_LONGEST = 32_767
"""Characters that one cell of Excel holds."""
_RED, _AMBER, _GREEN = "F8CBCB", "FDE9B8", "CDEBD0"
_FILLS = {
    "reject": _RED,
    "fail": _RED,
    "review": _AMBER,
    "undecided": _AMBER,
    "accept": _GREEN,
    "pass": _GREEN,
}
_PIXELS, _HIGHEST = 96 / 72, 400.0
"""Pixels a point, as Excel sizes pictures; points that a row may be high (Excel's own limit is 409)."""
_SIGNED = ("final", "document_sha256", "verdict_sha256")
_WHY_WIDTH, _LINE, _WIDE_FROM = 60, 15.0, 0x2E80
"""Characters that the reason's column holds, points a line takes, and the first code point that takes two places."""
_WIDEST = 400.0
"""Points that a picture takes in its cell at most."""


def workbook(entries: Sequence[Entry], words: Wording, *, pictures: bool = False) -> bytes:
    """The workbook's bytes. ``pictures``: with the evidence of what decided, where the entries have page images."""
    book = Workbook()
    book.remove(book.worksheets[0])
    documents = [entry for entry in entries if isinstance(entry, DocumentReport)]
    _lots(book, documents, words)
    _findings(book, documents, words, pictures=pictures)
    _signatures(book, documents, words)
    _corrections(book, documents, words)
    _failures(book, [entry for entry in entries if isinstance(entry, Failure)], words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lots(book: Workbook, documents: list[DocumentReport], words: Wording) -> None:
    lots = [(document, lot) for document in documents for lot in document.lots]
    labels = list(dict.fromkeys(fact.name for _, lot in lots for fact in lot.facts))
    keys = ("decision", "lot", "standard", "file", "notes")
    heads = [*map(words, keys), *labels, *map(words, _SIGNED)]
    sheet = _sheet(book, words("lots"), heads, (14, 20, 28, 34, 40, *(22 for _ in heads[len(keys) :])))
    for number, (document, lot) in enumerate(lots, 2):
        facts = {fact.name: fact.value for fact in lot.facts}
        notes = [*lot.notes, *([words("unused", names=", ".join(lot.unused))] if lot.unused else [])]
        texts = (lot.lot, lot.standard, document.file, "\n".join(notes), *(facts.get(k) for k in labels))
        final = words(f"meaning_{lot.final}") if lot.final else None
        _state(sheet, number, lot.state, words)
        digests = (lot.provenance.document_sha256, lot.provenance.verdict_sha256)
        _texts(sheet, number, 2, (*texts, final, *digests))


def _findings(book: Workbook, documents: list[DocumentReport], words: Wording, *, pictures: bool) -> None:
    keys = ["status", "item", "value", "limit", "why", "page", "confidence", "product", "lot", "file"]
    keys += ["evidence"] if pictures else []
    sheet = _sheet(
        book, words("findings"), [words(key) for key in keys], (14, 34, 20, 20, _WHY_WIDTH, 7, 11, 30, 20, 34, 80)
    )
    shown = [excerpts(document) if pictures else {} for document in documents]
    found = [
        (document.file, lot, row, evidence.get(row, ()))
        for document, evidence in zip(documents, shown, strict=True)
        for lot in document.lots
        for row in lot.rows
    ]
    for number, (file, lot, row, evidence) in enumerate(found, 2):
        if row.status:
            _state(sheet, number, row.status, words)
        _texts(sheet, number, 2, (row.name, row.value, row.limit, row.why))
        if row.places:
            for column, figure in ((6, row.page), (7, round(row.confidence, 2))):
                sheet.cell(number, column, figure).alignment = Alignment(vertical="top")
        _texts(sheet, number, 8, (lot.title, lot.lot, file))
        _pictures(sheet, number, len(keys), evidence, lines=_line_count(row.why, _WHY_WIDTH))


def _pictures(sheet: Worksheet, row: int, column: int, found: Sequence[Excerpt], *, lines: int) -> None:
    """The excerpts beside each other from ``column`` on, the row high enough for the highest and for its text."""
    highest = 0.0
    for place, excerpt in enumerate(found):
        scale = min(1.0, _WIDEST / excerpt.width, _HIGHEST / excerpt.height)
        image = Image(io.BytesIO(excerpt.data))
        image.width, image.height = round(excerpt.width * scale * _PIXELS), round(excerpt.height * scale * _PIXELS)
        sheet.add_image(image, f"{get_column_letter(column + place)}{row}")
        highest = max(highest, excerpt.height * scale)
    if highest:
        sheet.row_dimensions[row].height = max(highest + 4, min(lines * _LINE, _HIGHEST))


def _line_count(text: str, width: int) -> int:
    """About how many lines the text takes in a column; Excel fits no row by itself that has a height of its own."""
    return sum(1 + sum(2 if ord(c) >= _WIDE_FROM else 1 for c in line) // width for line in text.split("\n"))


def _signatures(book: Workbook, documents: list[DocumentReport], words: Wording) -> None:
    signed = [(entry.file, lot.lot, line) for entry in documents for lot in entry.lots for line in lot.signatures]
    if not signed:
        return
    keys = ("meaning", "name", "account", "signed_at", "reason", "lot", "file")
    sheet = _sheet(book, words("signatures"), [words(key) for key in keys], (28, 24, 20, 30, 60, 20, 34))
    for number, (file, lot, line) in enumerate(signed, 2):
        meaning = words(f"meaning_{line.meaning}")
        _texts(sheet, number, 1, (meaning, line.name, line.account, timestamp(line.at), line.reason, lot, file))


def _corrections(book: Workbook, documents: list[DocumentReport], words: Wording) -> None:
    made = [(entry.file, lot.lot, line) for entry in documents for lot in entry.lots for line in lot.corrections]
    if not made:
        return
    keys = ("item", "old_value", "new_value", "name", "signed_at", "reason", "lot", "file")
    sheet = _sheet(book, words("corrections"), [words(key) for key in keys], (34, 24, 24, 24, 30, 60, 20, 34))
    for number, (file, lot, line) in enumerate(made, 2):
        values = (line.old or words("added"), line.new or words("struck"))
        _texts(sheet, number, 1, (line.what, *values, line.who, timestamp(line.at), line.why, lot, file))


def _failures(book: Workbook, failures: list[Failure], words: Wording) -> None:
    if not failures:
        return
    keys = ("file", "code", "message", "advice")
    sheet = _sheet(book, words("failures"), [words(key) for key in keys], (40, 22, 60, 60))
    for number, failure in enumerate(failures, 2):
        _texts(sheet, number, 1, (failure.file, failure.code, failure.message, failure.advice))


def _sheet(book: Workbook, title: str, heads: list[str], widths: Sequence[int]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title)
    _texts(sheet, 1, 1, heads)
    for column, width in enumerate(widths[: len(heads)], 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.cell(1, column).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}1"
    return sheet


def _state(sheet: Worksheet, row: int, state: str, words: Wording) -> None:
    cell = _text(sheet, row, 1, words(state))
    if colour := _FILLS.get(state):
        cell.fill = PatternFill("solid", start_color=colour)


def _texts(sheet: Worksheet, row: int, column: int, texts: Sequence[str | None]) -> None:
    for offset, text in enumerate(texts):
        if text:
            _text(sheet, row, column + offset, text)


def _text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    clean = _UNPRINTABLE.sub("\ufffd", text)[:_LONGEST]
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged in a sheet of our own
    cell.value = clean
    cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if clean.startswith(_FORMULA):
        cell.quotePrefix = True
    return cell
