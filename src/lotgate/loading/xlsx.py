"""XLSX workbooks (ECMA-376): each visible sheet a page, its cells as Excel displays them.

Read straight from the XML as a stream: a sheet of a million empty rows costs seconds and no memory.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from posixpath import join, normpath

from lotgate.errors import TooLarge, UnsupportedFormat
from lotgate.loading.bounds import Bounds
from lotgate.loading.markup import Element, attribute, child, children, local_name, parse_xml, stream_xml
from lotgate.loading.number_format import BUILTIN, show_number, show_text
from lotgate.loading.package import Package, open_package
from lotgate.loading.scripts import raised
from lotgate.loading.sheet import Merge, Sheet, Shown
from lotgate.model.document import Document, Page

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_CHARACTER_WIDTH = 5.25
"""Points a character of a column's width (Calibri 11: 7 pixels of 0.75 points)."""
_MOST_MERGES = 20_000


@dataclass(frozen=True, slots=True)
class _SheetEntry:
    title: str
    part: str


@dataclass(frozen=True, slots=True)
class _Style:
    code: str = "General"
    bold: bool = False
    size: float = 11.0


_PLAIN = _Style()


@dataclass(frozen=True, slots=True)
class _Book:
    strings: tuple[str, ...]
    styles: tuple[_Style, ...]
    date1904: bool


def open_xlsx(data: bytes, name: str, bounds: Bounds) -> Document:
    """The workbook in ``data``; sheets are parsed as they are asked for."""
    package = open_package(data, bounds)
    workbook_part = _workbook_part(package)
    workbook = parse_xml(package.read(workbook_part), workbook_part)
    sheets, hidden = _sheets(package, workbook, workbook_part)
    if len(sheets) > bounds.pages:
        raise TooLarge(f"{name}: {len(sheets):,} sheets, more than {bounds.pages:,}")
    warnings = tuple(f"hidden sheet left out: {title}" for title in hidden)

    def pages() -> Iterator[Page]:
        fresh = open_package(data, bounds)
        book = _book(fresh, workbook, workbook_part)
        for number, entry in enumerate(sheets, 1):
            yield _read_sheet(fresh, entry, book, bounds).page(number)

    return Document(name, "xlsx", hashlib.sha256(data).hexdigest(), len(sheets), pages, warnings)


def _workbook_part(package: Package) -> str:
    if package.has("xl/workbook.xml"):
        return "xl/workbook.xml"
    if package.has("xl/workbook.bin"):
        raise UnsupportedFormat("a binary workbook (XLSB) is not read", advice="Save it as XLSX and send it again.")
    root = parse_xml(package.read("_rels/.rels"), "_rels/.rels")
    for relation in root:
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return str(relation.get("Target") or "").lstrip("/")
    raise UnsupportedFormat("an office package without a workbook")


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What ``part`` points to: id -> (last word of the type, part name)."""
    folder, _, file = part.rpartition("/")
    rels = join(folder, "_rels", f"{file}.rels")
    if not package.has(rels):
        return {}
    found: dict[str, tuple[str, str]] = {}
    for relation in parse_xml(package.read(rels), rels):
        target, kind = relation.get("Target") or "", (relation.get("Type") or "").rpartition("/")[2]
        path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
        found[relation.get("Id") or ""] = (kind, path)
    return found


def _sheets(package: Package, workbook: Element, part: str) -> tuple[list[_SheetEntry], list[str]]:
    targets = relations(package, part)
    shown: list[_SheetEntry] = []
    hidden: list[str] = []
    listed = child(workbook, "sheets")
    for sheet in () if listed is None else children(listed, "sheet"):
        title = sheet.get("name") or ""
        kind, target = targets.get(attribute(sheet, "id") or "", ("", ""))
        if kind != "worksheet":
            continue
        if sheet.get("state") in ("hidden", "veryHidden"):
            hidden.append(title)
        else:
            shown.append(_SheetEntry(title, target))
    return shown, hidden


def _book(package: Package, workbook: Element, part: str) -> _Book:
    targets = dict(relations(package, part).values())
    strings: tuple[str, ...] = ()
    if (shared := targets.get("sharedStrings")) and package.has(shared):
        with package.open(shared) as stream:
            strings = tuple(_rich_text(item) for item in stream_xml(stream, shared, ("si",)))
    styles: tuple[_Style, ...] = ()
    if (sheet_styles := targets.get("styles")) and package.has(sheet_styles):
        styles = _styles(parse_xml(package.read(sheet_styles), sheet_styles))
    properties = child(workbook, "workbookPr")
    date1904 = properties is not None and properties.get("date1904") in ("1", "true")
    return _Book(strings, styles, date1904)


def _styles(root: Element) -> tuple[_Style, ...]:
    codes = dict(BUILTIN)
    if (formats := child(root, "numFmts")) is not None:
        codes |= {_whole(f.get("numFmtId")): f.get("formatCode") or "General" for f in formats}
    listed = child(root, "fonts")
    fonts = [_font(font) for font in children(listed, "font")] if listed is not None else []
    cell_formats = child(root, "cellXfs")
    styles: list[_Style] = []
    for xf in () if cell_formats is None else children(cell_formats, "xf"):
        font = _whole(xf.get("fontId"))
        bold, size = fonts[font] if font < len(fonts) else (False, 11.0)
        styles.append(_Style(codes.get(_whole(xf.get("numFmtId")), "General"), bold, size))
    return tuple(styles)


def _font(font: Element) -> tuple[bool, float]:
    bold, size = child(font, "b"), child(font, "sz")
    try:
        points = float(size.get("val") or 11) if size is not None else 11.0
    except ValueError:
        points = 11.0
    return bold is not None and bold.get("val") not in ("0", "false"), min(max(points, 4.0), 72.0)


def _read_sheet(package: Package, entry: _SheetEntry, book: _Book, bounds: Bounds) -> Sheet:
    sheet = Sheet(entry.title, bounds.cells)
    row = -1
    with package.open(entry.part) as stream:
        for element in stream_xml(stream, entry.part, ("row", "col", "mergeCell", "drawing", "legacyDrawing")):
            tag = local_name(element)
            if tag == "row":
                row = _read_row(element, sheet, book, row + 1)
            elif tag == "col":
                _read_columns(element, sheet)
            elif tag == "mergeCell":
                if (merge := _merge(element.get("ref") or "")) and len(sheet.merges) < _MOST_MERGES:
                    sheet.merges.append(merge)
            elif tag == "drawing":
                sheet.has_picture = True
    return sheet


def _read_row(element: Element, sheet: Sheet, book: _Book, expected: int) -> int:
    """Read one row; its index, which a row may leave out when it follows the one before."""
    number = element.get("r")
    row = _whole(number) - 1 if number else expected
    if not len(element) or not 0 <= row < _LAST_ROW:
        return row
    filled = len(sheet.cells)
    column = -1
    for cell in element:
        reference = _REFERENCE.fullmatch(cell.get("r") or "")
        column = column_index(reference[1]) if reference else column + 1
        if len(cell) and column < _LAST_COLUMN:
            _read_cell(cell, sheet, book, row, column)
    if element.get("hidden") in ("1", "true"):
        sheet.hidden_rows.add(row)
    elif len(sheet.cells) > filled and (height := element.get("ht")):
        sheet.heights[row] = _points(height)
    return row


def _read_cell(cell: Element, sheet: Sheet, book: _Book, row: int, column: int) -> None:
    style_index = _whole(cell.get("s"))
    style = book.styles[style_index] if style_index < len(book.styles) else _PLAIN
    sheet.show(row, column, Shown(_displayed(cell, style.code, book), style.bold, style.size))


def _displayed(cell: Element, code: str, book: _Book) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        inline = child(cell, "is")
        return "" if inline is None else show_text(_rich_text(inline), code)
    value = child(cell, "v")
    text = (value.text or "") if value is not None else ""
    if not text:
        formula = child(cell, "f")
        # A formula that no program has computed yet: showing it is honest, and it can never be taken for a value.
        return "" if formula is None or kind == "str" or not formula.text else f"={formula.text}"
    if kind == "s":
        index = _whole(text)
        return show_text(book.strings[index], code) if index < len(book.strings) else ""
    if kind == "b":
        return "TRUE" if text == "1" else "FALSE"
    if kind == "n":
        return _number(text, code, date1904=book.date1904)
    return text if kind in ("e", "d") else show_text(text, code)


def _number(text: str, code: str, *, date1904: bool) -> str:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return text
    return show_number(value, code, date1904=date1904) if abs(value.adjusted()) < 400 else text


def _rich_text(element: Element) -> str:
    """A string item's text: its runs in order, without the phonetic guide."""
    parts: list[str] = []
    for node in element:
        tag = local_name(node)
        if tag == "t":
            parts.append(node.text or "")
        elif tag == "r":
            text = "".join(t.text or "" for t in children(node, "t"))
            parts.append(raised(text) if _is_superscript(node) else text)
    return _unescaped("".join(parts))


def _is_superscript(run: Element) -> bool:
    properties = child(run, "rPr")
    align = child(properties, "vertAlign") if properties is not None else None
    return align is not None and align.get("val") == "superscript"


def _unescaped(text: str) -> str:
    # ECMA-376 22.9.2.19: characters that XML cannot hold are written _xHHHH_.
    if "_x" not in text:
        return text
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)) if m[1].lower()[0] != "d" else "", text)


def _read_columns(element: Element, sheet: Sheet) -> None:
    first, last = _whole(element.get("min")) - 1, min(_whole(element.get("max")), _LAST_COLUMN)
    if first < 0 or last <= first:
        return
    if element.get("hidden") in ("1", "true"):
        if len(sheet.hidden_columns) < _LAST_COLUMN // 64:
            sheet.hidden_columns.append(range(first, last))
        return
    width = _points(element.get("width") or "") * _CHARACTER_WIDTH
    sheet.widths.update(dict.fromkeys(range(first, min(last, first + 256)), width))


def _merge(reference: str) -> Merge | None:
    first, _, last = reference.partition(":")
    start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if not start or not end:
        return None
    merge = Merge(int(start[2]) - 1, column_index(start[1]), int(end[2]) - 1, column_index(end[1]))
    return merge if 0 <= merge.top <= merge.bottom and merge.left <= merge.right else None


def column_index(letters: str) -> int:
    """``A`` is 0, ``AA`` is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _whole(text: str | None) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _points(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value < 10_000 else 0.0
