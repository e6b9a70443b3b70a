"""Builders of real files, so that every test shows what it reads and nobody's document is kept here."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

import openpyxl
from PIL import Image

from lotgate.loading import load
from lotgate.model.document import Document, Grid, Page, Word


def only(data: bytes, name: str = "file") -> Document:
    (document,) = load(data, name=name)
    return document


def first_page(data: bytes) -> Page:
    return next(only(data).pages())


def lines(words: Iterable[Word]) -> list[str]:
    """The words as printed lines, top to bottom."""
    by_top: dict[float, list[Word]] = {}
    for word in words:
        by_top.setdefault(round(word.box.top, 1), []).append(word)
    return [" ".join(w.text for w in sorted(by_top[top], key=lambda w: w.box.x0)) for top in sorted(by_top)]


def cells(grid: Grid) -> dict[tuple[int, int], str]:
    """(row, column) -> text, lines parted by ``/``; spans as ``text [rows x columns]``."""
    shown: dict[tuple[int, int], str] = {}
    for cell in grid.cells:
        span = f" [{cell.row_span}x{cell.column_span}]" if (cell.row_span, cell.column_span) != (1, 1) else ""
        shown[cell.row, cell.column] = "/".join(lines(cell.words)) + span
    return shown


def all_text(page: Page) -> list[str]:
    grid_lines = [line for grid in page.grids for cell in grid.cells for line in lines(cell.words)]
    return lines(page.words) + grid_lines


def zip_of(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELATION = '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'


def raw_xlsx(sheet: str | bytes) -> bytes:
    """A workbook of one sheet whose XML is given."""
    book = '<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": _RELATION,
        "xl/worksheets/sheet1.xml": sheet,
    }
    return zip_of(parts)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def raw_docx(body: str, **more: str) -> bytes:
    """A Word file whose body XML is given."""
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return zip_of({"[Content_Types].xml": _CONTENT_TYPES, "word/document.xml": document, **more})


def raw_ods(table: str, styles: str = "", prologue: str = "") -> bytes:
    """An OpenDocument spreadsheet whose table XML is given."""
    content = (
        f'{prologue}<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def picture(kind: str, size: tuple[int, int] = (300, 200), **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "white").save(buffer, kind, **options)
    return buffer.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def entity_bomb(root: str = "worksheet", content: str = "<sheetData/>&lol9;") -> str:
    """A billion laughs: ten entities, each ten times the one before."""
    entities = "".join(f'<!ENTITY lol{i} "{f"&lol{i - 1};" * 10}">' for i in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY lol0 "lol">{entities}]><{root}>{content}</{root}>'
