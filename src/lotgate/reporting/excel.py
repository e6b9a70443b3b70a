"""A report as a workbook: lots, findings and failures, each a sheet with filters.

Text from documents can never become a formula: a cell that starts like one is stored as text and quoted, so that it
stays text when a person edits it (OWASP, CSV injection).
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

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


def workbook(entries: Sequence[Entry], words: Wording) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    documents = [entry for entry in entries if isinstance(entry, DocumentReport)]
    _lots(book, documents, words)
    _findings(book, documents, words)
    _failures(book, [entry for entry in entries if isinstance(entry, Failure)], words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lots(book: Workbook, documents: list[DocumentReport], words: Wording) -> None:
    lots = [(document, lot) for document in documents for lot in document.lots]
    labels = list(dict.fromkeys(fact.name for _, lot in lots for fact in lot.facts))
    heads = [*(words(key) for key in ("decision", "lot", "standard", "file", "notes")), *labels]
    sheet = _sheet(book, words("lots"), heads, (14, 20, 28, 34, 40, *(22 for _ in labels)))
    for number, (document, lot) in enumerate(lots, 2):
        facts = {fact.name: fact.value for fact in lot.facts}
        notes = [*lot.notes, *([words("unused", names=", ".join(lot.unused))] if lot.unused else [])]
        texts = (lot.lot, lot.standard, document.file, "\n".join(notes), *(facts.get(k) for k in labels))
        _state(sheet, number, lot.state, words)
        _texts(sheet, number, 2, texts)


def _findings(book: Workbook, documents: list[DocumentReport], words: Wording) -> None:
    keys = ("status", "item", "value", "limit", "why", "page", "confidence", "product", "lot", "file")
    sheet = _sheet(book, words("findings"), [words(key) for key in keys], (14, 34, 20, 20, 60, 7, 11, 30, 20, 34))
    found = [(document.file, lot, row) for document in documents for lot in document.lots for row in lot.rows]
    for number, (file, lot, row) in enumerate(found, 2):
        if row.status:
            _state(sheet, number, row.status, words)
        _texts(sheet, number, 2, (row.name, row.value, row.limit, row.why))
        if row.places:
            sheet.cell(number, 6, row.page)
            sheet.cell(number, 7, round(row.confidence, 2))
        _texts(sheet, number, 8, (lot.title, lot.lot, file))


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
    for column, width in enumerate(widths, 1):
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
