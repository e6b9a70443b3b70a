"""DOCX documents (ECMA-376): paragraphs, tables and text boxes in body order, headers first and footers last.

Read straight from the XML, since merged cells, nested tables, text boxes and content controls are all needed in place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from lotgate.errors import TooLarge
from lotgate.loading.bounds import Bounds
from lotgate.loading.docx_text import Paragraph, read_paragraph
from lotgate.loading.flow import Block, Break, Drawn, Table, TableCell, Text, flow_pages, unwrapped
from lotgate.loading.markup import Element, attribute, child, children, local_name, parse_xml
from lotgate.loading.package import Package, open_package
from lotgate.loading.xlsx import relations
from lotgate.model.document import Document

_MAIN = "word/document.xml"
_TWIPS = 20
_TRANSPARENT = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
_MOST_COLUMNS = 512
_DEEPEST = 5
"""Tables within tables; deeper ones are read as text."""


def open_docx(data: bytes, name: str, bounds: Bounds) -> Document:
    """The document in ``data``. Page breaks are those that Word wrote into the file when it last drew it."""
    package = open_package(data, bounds)
    main = _main_part(package)
    parts = [main, *_headers_and_footers(package, main)]
    roots = {part: _parse(package, part, bounds) for part in parts}
    headers = [p for p in parts[1:] if local_name(roots[p]) == "hdr"]
    footers = [p for p in parts[1:] if local_name(roots[p]) == "ftr"]
    body = child(roots[main], "body")

    blocks: list[Block] = []
    for part in headers:
        blocks.extend(b for b in _Reader(bounds).blocks(roots[part]) if not isinstance(b, Break))
    if body is not None:
        blocks.extend(_Reader(bounds).blocks(body))
    for part in footers:
        blocks.extend(b for b in _Reader(bounds).blocks(roots[part]) if not isinstance(b, Break))
    pages = tuple(flow_pages(blocks))
    return Document(name, "docx", hashlib.sha256(data).hexdigest(), len(pages), lambda: iter(pages))


def _parse(package: Package, part: str, bounds: Bounds) -> Element:
    data = package.read(part)
    if len(data) > bounds.part_bytes:
        raise TooLarge(f"a Word file with {len(data):,} bytes of text markup")
    return parse_xml(data, part)


def _main_part(package: Package) -> str:
    if package.has(_MAIN):
        return _MAIN
    targets = dict(relations(package, "").values())
    return targets.get("officeDocument", _MAIN)


def _headers_and_footers(package: Package, main: str) -> list[str]:
    """Each header and footer part once, in the order of their relation ids; their text is the same on every page."""
    found = [target for _, (kind, target) in sorted(relations(package, main).items()) if kind in ("header", "footer")]
    return [part for part in dict.fromkeys(found) if package.has(part)][:60]


@dataclass(slots=True)
class _Spot:
    """A cell while its table is read; a vertical merge grows ``row_span``."""

    row: int
    column: int
    column_span: int
    blocks: tuple[Block, ...]
    row_span: int = 1


class _Reader:
    """Reads block content, keeping count of what it has read."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._characters = self._cells = 0

    def blocks(self, parent: Element, depth: int = 0) -> Iterator[Block]:
        """The blocks in ``parent``, in order."""
        for element in parent:
            tag = local_name(element)
            if tag == "p":
                yield from self._paragraph(element, depth)
            elif tag == "tbl" and depth < _DEEPEST:
                yield from unwrapped(self._table(element, depth + 1))
            elif tag in _TRANSPARENT or tag == "tbl" or tag in ("tr", "tc"):
                yield from self.blocks(element, depth)

    def _paragraph(self, element: Element, depth: int) -> Iterator[Block]:
        paragraph = read_paragraph(element)
        self._characters += len(paragraph.text)
        if self._characters > self._bounds.characters:
            raise TooLarge(f"more than {self._bounds.characters:,} characters of text")
        if paragraph.break_before:
            yield Break()
        if not paragraph.boxes or paragraph.text.strip():
            yield _text(paragraph)
        for box in paragraph.boxes if depth < _DEEPEST else ():
            yield from self.blocks(box, depth + 1)
        if paragraph.has_picture:
            yield Drawn()
        if paragraph.break_after:
            yield Break()

    def _table(self, element: Element, depth: int) -> Table:
        spots: list[_Spot] = []
        open_above: dict[int, _Spot] = {}
        row = -1
        for row, tr in enumerate(_rows(element)):
            open_above = self._row(tr, row, open_above, spots, depth)
        grid = child(element, "tblGrid")
        widths = {i: _twips(col, "w") for i, col in enumerate(children(grid, "gridCol"))} if grid is not None else {}
        cells = (TableCell(s.row, s.column, s.blocks, s.row_span, s.column_span) for s in spots)
        return Table(tuple(cells), widths)

    def _row(self, tr: Element, row: int, above: dict[int, _Spot], spots: list[_Spot], depth: int) -> dict[int, _Spot]:
        """Read one row; the spots at its foot, by column, which a vertical merge in the next row continues."""
        column = _skipped_before(tr)
        below: dict[int, _Spot] = {}
        last: _Spot | None = None
        for tc in _cells(tr):
            span = _span(tc)
            if column + span > _MOST_COLUMNS:
                raise TooLarge(f"a table of more than {_MOST_COLUMNS} columns")
            spot = above.get(column)
            if _continues(tc, "vMerge") and spot is not None and spot.column_span == span:
                spot.row_span = row - spot.row + 1
            elif _continues(tc, "hMerge") and last is not None:
                last.column_span += span
                spot = last
            else:
                spot = self._spot(tc, row, column, span, depth)
                spots.append(spot)
            below[spot.column] = last = spot
            column += span
        return below

    def _spot(self, tc: Element, row: int, column: int, span: int, depth: int) -> _Spot:
        self._cells += 1
        if self._cells > self._bounds.cells:
            raise TooLarge(f"more than {self._bounds.cells:,} table cells")
        blocks = [b for b in self.blocks(tc, depth) if not isinstance(b, Break)]
        while len(blocks) > 1 and isinstance(blocks[-1], Text) and not blocks[-1].text.strip():
            blocks.pop()
        return _Spot(row, column, span, tuple(blocks))


def _text(paragraph: Paragraph) -> Text:
    return Text(paragraph.text, paragraph.bold, paragraph.size)


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        tag = local_name(element)
        if tag == "tr":
            properties = child(element, "trPr")
            if properties is None or child(properties, "del") is None:
                yield element
        elif tag in _TRANSPARENT:
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        tag = local_name(element)
        if tag == "tc":
            yield element
        elif tag in _TRANSPARENT:
            yield from _cells(element)


def _skipped_before(row: Element) -> int:
    properties = child(row, "trPr")
    before = child(properties, "gridBefore") if properties is not None else None
    return min(_whole(before), _MOST_COLUMNS) if before is not None else 0


def _span(cell: Element) -> int:
    properties = child(cell, "tcPr")
    span = child(properties, "gridSpan") if properties is not None else None
    return max(1, _whole(span)) if span is not None else 1


def _continues(cell: Element, merge: str) -> bool:
    """Whether the cell continues the one above (or before); without a value the attribute means that."""
    properties = child(cell, "tcPr")
    found = child(properties, merge) if properties is not None else None
    return found is not None and attribute(found, "val") != "restart"


def _whole(element: Element) -> int:
    text = attribute(element, "val") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _twips(element: Element, name: str) -> float:
    text = attribute(element, name) or ""
    return int(text) / _TWIPS if text.isascii() and text.isdigit() and len(text) < 7 else 0.0
