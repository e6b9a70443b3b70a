"""Excel workbooks, Word documents, web pages and mails from the same rows as the PDF pages, without a clock."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from examples.draw.content import Cell, Row, place
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

FIXED = datetime(2025, 1, 1)  # noqa: DTZ001  office files keep local time without a zone
THIN = Border(*(Side(style="thin"),) * 4)


def workbook(title: str, rows: Sequence[Row], widths: Sequence[float]) -> bytes:
    """A workbook of one sheet named ``title``; ``widths`` of its columns are in characters."""
    book = Workbook()
    book.properties.created = FIXED
    sheet = book.worksheets[0]
    sheet.title = title
    for spot in place(rows):
        _sheet_cell(sheet, spot.row + 1, spot.column + 1, spot.cell)
    for n, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    stream = io.BytesIO()
    book.save(stream)
    return _repack(stream.getvalue())


def word_document(
    *, heading: Sequence[str], facts: Sequence[Row], rows: Sequence[Row], after: Sequence[str], footer: str
) -> bytes:
    """A Word document: the company in the page's header, centred headings, a table of facts, a table of tests, text."""
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = FIXED
    document.core_properties.author = "examples.draw"
    document.styles["Normal"].font.size = Pt(9)
    document.sections[0].header.paragraphs[0].text = heading[0]
    document.sections[0].footer.paragraphs[0].text = footer
    for line in heading[1:]:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(line).bold = True
    for block in (facts, rows):
        _word_table(document, block)
        document.add_paragraph()
    for line in after:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return _repack(stream.getvalue())


def web_table(rows: Sequence[Row], *, heads: int = 1) -> str:
    """The rows as an HTML table; the first ``heads`` rows are head cells."""
    lines = []
    for n, row in enumerate(rows):
        tag = "th" if n < heads else "td"
        cells = (cell if isinstance(cell, Cell) else Cell(cell) for cell in row)
        lines.append("<tr>" + "".join(_web_cell(tag, cell) for cell in cells) + "</tr>")
    return "<table>\n" + "\n".join(lines) + "\n</table>"


def mail(*, sender: str, to: str, subject: str, body: str, attachments: Sequence[tuple[str, str, bytes]]) -> bytes:
    """A mail with ``attachments`` as (file name, MIME type, bytes)."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = "Tue, 11 Mar 2025 09:20:00 +0800"
    message["Message-ID"] = "<20250311.0920@example.com>"
    message.set_content(body)
    for name, kind, content in attachments:
        main, sub = kind.split("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    message.set_boundary("=_lotgate_examples")
    return message.as_bytes()


def _sheet_cell(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    last_row, last_column = row + cell.rows - 1, column + cell.columns - 1
    target = sheet.cell(row, column)
    # a spreadsheet keeps 0.10 as the number 0.1 and the format that shows it as 0.10
    target.value = float(cell.text) if cell.number_format else cell.text or None
    target.number_format = cell.number_format or "General"
    target.font = Font(name="SimSun", size=11, bold=cell.bold)
    target.alignment = Alignment(horizontal=cell.align or "center", vertical="center", wrap_text=not cell.align)
    for r in range(row, last_row + 1):
        for c in range(column, last_column + 1):
            sheet.cell(r, c).border = THIN
    if cell.rows > 1 or cell.columns > 1:
        sheet.merge_cells(start_row=row, start_column=column, end_row=last_row, end_column=last_column)


def _word_table(document: Document, rows: Sequence[Row]) -> None:
    placed = place(rows)
    columns = max(spot.column + spot.cell.columns for spot in placed)
    table = document.add_table(rows=len(rows), cols=columns)
    table.style = "Table Grid"
    for spot in placed:
        cell = table.cell(spot.row, spot.column)
        if spot.cell.rows > 1 or spot.cell.columns > 1:
            cell = cell.merge(table.cell(spot.row + spot.cell.rows - 1, spot.column + spot.cell.columns - 1))
        cell.text = spot.cell.text


def _web_cell(tag: str, cell: Cell) -> str:
    spans = f' colspan="{cell.columns}"' * (cell.columns > 1) + f' rowspan="{cell.rows}"' * (cell.rows > 1)
    return f"<{tag}{spans}>" + html.escape(cell.text).replace("\n", "<br>") + f"</{tag}>"


def _repack(archive: bytes) -> bytes:
    """The office file without the clock: fixed times in the archive and in its properties."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2025-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, date_time=(2025, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(entry, content)
    return stream.getvalue()
