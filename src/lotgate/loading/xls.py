"""XLS workbooks (BIFF, Excel 97 to 2003): each visible sheet a page, its cells as Excel displays them.

The one home of xlrd.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from decimal import Decimal

import xlrd
from xlrd.biffh import (
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_ERROR,
    XL_CELL_NUMBER,
    XL_CELL_TEXT,
    XLRDError,
    error_text_from_code,
)
from xlrd.book import Book

from lotgate.errors import DamagedFile, ProtectedFile
from lotgate.loading.bounds import Bounds
from lotgate.loading.number_format import BUILTIN, show_number, show_text
from lotgate.loading.scripts import raised
from lotgate.loading.sheet import Merge, Sheet, Shown
from lotgate.model.document import Document, Page

_TWIPS = 20
_COLUMN_UNIT = 5.25 / 256
_SUPERSCRIPT = 1
_BOLD = 600


def open_xls(data: bytes, name: str, bounds: Bounds) -> Document:
    """The workbook in ``data``."""
    book = _open(data)
    shown = [i for i in range(book.nsheets) if book.sheet_by_index(i).visibility == 0]
    hidden = [sheet.name for sheet in map(book.sheet_by_index, range(book.nsheets)) if sheet.visibility]

    def pages() -> Iterator[Page]:
        for number, index in enumerate(shown, 1):
            yield _read_sheet(book, index, bounds).page(number)

    warnings = tuple(f"hidden sheet left out: {title}" for title in hidden)
    return Document(name, "xls", hashlib.sha256(data).hexdigest(), len(shown), pages, warnings)


def _open(data: bytes) -> Book:
    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except XLRDError as error:
        if "encrypted" in str(error).lower():
            raise ProtectedFile("an Excel file with a password") from error
        raise DamagedFile("an Excel file (XLS) that is broken or cut short") from error


def _read_sheet(book: Book, index: int, bounds: Bounds) -> Sheet:
    source = book.sheet_by_index(index)
    sheet = Sheet(source.name, bounds.cells)
    for row in range(source.nrows):
        for column in range(source.row_len(row)):
            _read_cell(book, source, sheet, row, column)
    for first_row, last_row, first_column, last_column in source.merged_cells:
        sheet.merges.append(Merge(first_row, first_column, last_row - 1, last_column - 1))
    for row, info in source.rowinfo_map.items():
        if info.hidden:
            sheet.hidden_rows.add(row)
        elif info.height:
            sheet.heights[row] = info.height / _TWIPS
    for column, layout in source.colinfo_map.items():
        if layout.hidden:
            sheet.hidden_columns.append(range(column, column + 1))
        else:
            sheet.widths[column] = layout.width * _COLUMN_UNIT
    return sheet


def _read_cell(book: Book, source: xlrd.sheet.Sheet, sheet: Sheet, row: int, column: int) -> None:
    kind, value = source.cell_type(row, column), source.cell_value(row, column)
    if value == "" or kind not in (XL_CELL_TEXT, XL_CELL_NUMBER, XL_CELL_DATE, XL_CELL_BOOLEAN, XL_CELL_ERROR):
        return
    style = book.xf_list[source.cell_xf_index(row, column)]
    font = book.font_list[style.font_index]
    code = _code(book, style.format_key)
    if kind == XL_CELL_TEXT:
        runs = source.rich_text_runlist_map.get((row, column), ())
        text = show_text(_with_superscripts(book, str(value), runs), code)
    elif kind == XL_CELL_BOOLEAN:
        text = "TRUE" if value else "FALSE"
    elif kind == XL_CELL_ERROR:
        text = error_text_from_code.get(int(value), "#ERR!")
    else:
        text = show_number(Decimal(repr(float(value))), code, date1904=bool(book.datemode))
    bold = font.weight >= _BOLD or bool(font.bold)
    sheet.show(row, column, Shown(text, bold, min(max(font.height / _TWIPS, 4.0), 72.0)))


def _code(book: Book, key: int) -> str:
    if key in BUILTIN and key < 50 and key != 0:
        stated = book.format_map.get(key)
        # Excel writes the codes it also has built in for some keys; 14 and 22 are the reader's own region's.
        return BUILTIN[key] if stated is None or key in (14, 22) else stated.format_str or "General"
    found = book.format_map.get(key)
    return found.format_str if found is not None and found.format_str else BUILTIN.get(key, "General")


def _with_superscripts(book: Book, text: str, runs: tuple[tuple[int, int], ...] | list[tuple[int, int]]) -> str:
    """Rich text runs are (first character, font); what stands before the first run has the cell's own font."""
    if not runs:
        return text
    ends = [start for start, _ in runs[1:]] + [len(text)]
    parts = [text[: runs[0][0]]]
    for (start, font), end in zip(runs, ends, strict=True):
        part = text[start:end]
        parts.append(raised(part) if book.font_list[font].escapement == _SUPERSCRIPT else part)
    return "".join(parts)
