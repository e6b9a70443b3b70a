"""ODS spreadsheets (OpenDocument 1.2): each visible sheet a page; cells hold the very text that was displayed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from lotgate.errors import ProtectedFile, TooLarge
from lotgate.loading.bounds import Bounds
from lotgate.loading.markup import Element, attribute, child, children, local_name, parse_xml
from lotgate.loading.package import open_package
from lotgate.loading.scripts import raised
from lotgate.loading.sheet import Merge, Sheet, Shown
from lotgate.model.document import Document, Page

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_ROW_GROUPS = ("table-row-group", "table-header-rows", "table-rows")
_COLUMN_GROUPS = ("table-column-group", "table-header-columns", "table-columns")
_MOST_REPEATED = 1_000
"""A filled cell or row repeated more often than this is a pattern, not a table; the rest is left out."""
_HIDDEN = ("collapse", "filter")
_LAST = 1_048_576


def open_ods(data: bytes, name: str, bounds: Bounds) -> Document:
    """The spreadsheet in ``data``."""
    package = open_package(data, bounds)
    if package.has(_MANIFEST) and b"encryption-data" in package.read(_MANIFEST):
        raise ProtectedFile("an OpenDocument file with a password")
    content = package.read(_CONTENT)
    if len(content) > bounds.part_bytes:
        raise TooLarge(f"{name}: {len(content):,} bytes of content")
    root = parse_xml(content, _CONTENT)
    styles = _Styles(root)
    tables = [table for table in _tables(root) if not styles.hides(table)]
    hidden = [attribute(table, "name") or "" for table in _tables(root) if styles.hides(table)]

    def pages() -> Iterator[Page]:
        for number, table in enumerate(tables, 1):
            yield _Reader(table, styles, bounds).sheet.page(number)

    warnings = tuple(f"hidden sheet left out: {title}" for title in hidden)
    return Document(name, "ods", hashlib.sha256(data).hexdigest(), len(tables), pages, warnings)


def _tables(root: Element) -> Iterator[Element]:
    body = child(root, "body")
    spreadsheet = child(body, "spreadsheet") if body is not None else None
    return iter(()) if spreadsheet is None else children(spreadsheet, "table")


class _Styles:
    """The few facts about styles that change what is seen."""

    def __init__(self, root: Element) -> None:
        self._hidden: set[str] = set()
        self._bold: set[str] = set()
        self._raised: set[str] = set()
        automatic = child(root, "automatic-styles")
        for style in () if automatic is None else children(automatic, "style"):
            name = attribute(style, "name") or ""
            for properties in style:
                if attribute(properties, "display") == "false":
                    self._hidden.add(name)
                if attribute(properties, "font-weight") == "bold":
                    self._bold.add(name)
                if (attribute(properties, "text-position") or "").startswith("super"):
                    self._raised.add(name)

    def hides(self, table: Element) -> bool:
        return attribute(table, "style-name") in self._hidden

    def bold(self, cell: Element) -> bool:
        return attribute(cell, "style-name") in self._bold

    def raises(self, span: Element) -> bool:
        return attribute(span, "style-name") in self._raised


class _Reader:
    """Reads one table into ``sheet``."""

    def __init__(self, table: Element, styles: _Styles, bounds: Bounds) -> None:
        self._styles = styles
        self.sheet = Sheet(attribute(table, "name"), bounds.cells)
        self._column = self._row = 0
        self._read_columns(table)
        self._read_rows(table)

    def _read_columns(self, parent: Element) -> None:
        for element in parent:
            tag = local_name(element)
            if tag in _COLUMN_GROUPS:
                self._read_columns(element)
            elif tag == "table-column":
                count = _repeated(element, "number-columns-repeated")
                if attribute(element, "visibility") in _HIDDEN:
                    self.sheet.hidden_columns.append(range(self._column, self._column + count))
                self._column += count

    def _read_rows(self, parent: Element) -> None:
        for element in parent:
            tag = local_name(element)
            if tag in _ROW_GROUPS:
                self._read_rows(element)
            elif tag == "table-row":
                self._read_row(element)

    def _read_row(self, element: Element) -> None:
        count = _repeated(element, "number-rows-repeated")
        hidden = attribute(element, "visibility") in _HIDDEN
        cells = list(self._cells(element)) if not hidden else []
        if cells:
            for row in range(self._row, self._row + min(count, _MOST_REPEATED)):
                for column, shown, down, across in cells:
                    self.sheet.show(row, column, shown)
                    if down > 1 or across > 1:
                        self.sheet.merges.append(Merge(row, column, row + down - 1, column + across - 1))
        elif hidden:
            self.sheet.hidden_rows.update(range(self._row, self._row + min(count, _MOST_REPEATED)))
        self._row += count

    def _cells(self, row: Element) -> Iterator[tuple[int, Shown, int, int]]:
        column = 0
        for cell in row:
            if local_name(cell) not in ("table-cell", "covered-table-cell"):
                continue
            count = _repeated(cell, "number-columns-repeated")
            text = self._text(cell)
            if text.strip() and local_name(cell) == "table-cell":
                shown = Shown(text, self._styles.bold(cell))
                down, across = _repeated(cell, "number-rows-spanned"), _repeated(cell, "number-columns-spanned")
                for i in range(min(count, _MOST_REPEATED)):
                    yield column + i, shown, down, across
            column += count

    def _text(self, cell: Element) -> str:
        return "\n".join("".join(self._inline(p)) for p in children(cell, "p"))

    def _inline(self, element: Element) -> Iterator[str]:
        yield element.text or ""
        for node in element:
            tag = local_name(node)
            if tag == "s":
                yield " " * min(_repeated(node, "c"), 200)
            elif tag == "tab":
                yield "\t"
            elif tag == "line-break":
                yield "\n"
            elif tag not in ("annotation", "ruby-text", ""):
                text = "".join(self._inline(node))
                yield raised(text) if self._styles.raises(node) else text
            yield node.tail or ""


def _repeated(element: Element, name: str) -> int:
    text = attribute(element, name) or "1"
    return min(max(int(text), 1), _LAST) if text.isascii() and text.isdigit() and len(text) < 10 else 1
