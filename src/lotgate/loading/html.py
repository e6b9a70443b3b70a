"""Web pages: block text as lines, tables with their spans; scripts, styles and hidden parts left out."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator

from lotgate.errors import DamagedFile, TooLarge
from lotgate.loading.bounds import Bounds
from lotgate.loading.encodings import decoded_text
from lotgate.loading.flow import Block, Drawn, Table, TableCell, Text, flow_pages, unwrapped
from lotgate.loading.markup import Element, inner_text, local_name, parse_html
from lotgate.loading.scripts import raised
from lotgate.model.document import Document

_UNSEEN = frozenset(
    ("script", "style", "head", "template", "noscript", "svg", "object", "iframe", "audio", "video", "datalist", "")
)
_BLOCKS = frozenset({
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
    *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html"),
    *("legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "td", "th", "tr", "tbody", "thead"),
    *("tfoot", "ul"),
})  # fmt: skip
_HEADINGS = {"h1": 18.0, "h2": 15.0, "h3": 13.0, "h4": 11.0, "h5": 10.0, "h6": 9.0}
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDER_CHARSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
}
_MOST_COLUMNS = 200
_DEEPEST = 150
_DEEPEST_TABLE = 5


def open_html(data: bytes, name: str, bounds: Bounds) -> Document:
    """The page in ``data``, in whatever encoding it states or seems to have."""
    text = _decoded(data)
    if len(text) > 4 * bounds.characters:
        raise TooLarge(f"a web page of {len(text):,} characters")
    root = parse_html(text)
    if root is None:
        raise DamagedFile("a web page with nothing in it")
    pages = tuple(flow_pages(_Reader(bounds).read(root)))
    return Document(name, "html", hashlib.sha256(data).hexdigest(), len(pages), lambda: iter(pages))


def known_encoding(charset: str) -> str | None:
    """Python's name for a declared character set, widened where senders declare a smaller one than they use."""
    try:
        found = codecs.lookup(_WIDER_CHARSETS.get(charset.lower(), charset))
    except (LookupError, ValueError):
        return None
    return found.name if found._is_text_encoding else None


def _decoded(data: bytes) -> str:
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        declared = _CHARSET.search(data[:8192])
        encoding = known_encoding(declared[1].decode("ascii")) if declared else None
        if encoding and not encoding.startswith("utf-16"):  # what could be read as ASCII so far is not UTF-16
            return data.decode(encoding, "replace")
    return decoded_text(data) or data.decode("utf-8", "replace")


class _Reader:
    """Walks the page, gathering inline text until a block ends."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._cells = self._characters = self._tables = 0
        self._blocks: list[Block] = []
        self._inline: list[str] = []

    def read(self, root: Element) -> list[Block]:
        """Everything that the page shows, in order."""
        self._visit(root, 0)
        self._flush()
        return self._blocks

    def _visit(self, element: Element, depth: int) -> None:
        tag = local_name(element).lower()
        if tag in _UNSEEN or _is_hidden(element):
            return
        if depth > _DEEPEST:
            self._say(inner_text(element))
        elif tag == "table" and self._tables < _DEEPEST_TABLE:
            self._flush()
            self._blocks.extend(unwrapped(self._table(element, depth)))
        elif tag == "br":
            self._inline.append("\n")
        elif tag == "img":
            self._picture(element)
        elif tag in ("input", "select", "textarea"):
            self._say(_field_value(element, tag))
        elif tag in ("sup", "sub"):
            inner = inner_text(element)
            self._say(raised(inner) if tag == "sup" else inner)
        elif tag in _BLOCKS or tag == "table":
            self._flush()
            self._inside(element, depth)
            self._flush(tag)
        else:
            self._inside(element, depth)

    def _inside(self, element: Element, depth: int) -> None:
        keep = local_name(element).lower() == "pre"
        self._say(element.text or "", keep=keep)
        for node in element:
            self._visit(node, depth + 1)
            self._say(node.tail or "", keep=keep)

    def _say(self, text: str, *, keep: bool = False) -> None:
        self._characters += len(text)
        if self._characters > self._bounds.characters:
            raise TooLarge(f"more than {self._bounds.characters:,} characters of text")
        self._inline.append(text if keep else _SPACE.sub(" ", text))

    def _picture(self, element: Element) -> None:
        # Rulers and tracking dots state a tiny size; anything else may be a scanned certificate.
        sizes = [element.get("width") or "", element.get("height") or ""]
        if not any(size.rstrip("px").isdigit() and int(size.rstrip("px")) < 100 for size in sizes if len(size) < 8):
            self._flush()
            self._blocks.append(Drawn())

    def _flush(self, tag: str = "") -> None:
        text = "".join(self._inline)
        self._inline = []
        if tag != "pre":
            text = "\n".join(re.sub(" {2,}", " ", line).strip(" ") for line in text.split("\n"))
        if text.strip():
            self._blocks.append(
                Text(text.strip("\n"), tag in _HEADINGS or tag == "th", _HEADINGS.get(tag, 10.0), tag == "pre")
            )

    def _table(self, element: Element, depth: int) -> Table:
        for caption in element.iterchildren("caption"):
            self._visit(caption, depth + 1)
        self._tables += 1
        cells: list[TableCell] = []
        taken: dict[int, int] = {}  # column -> rows from here on that a span from above still covers
        rows = list(_rows(element))
        self._count(len(rows))
        for row, tr in enumerate(rows):
            column = 0
            covered = taken
            taken = {c: left - 1 for c, left in covered.items() if left > 1}
            for td in (node for node in tr if local_name(node).lower() in ("td", "th")):
                while column in covered:
                    column += 1
                across = _span(td, "colspan", _MOST_COLUMNS)
                down = min(_span(td, "rowspan", len(rows)), len(rows) - row)
                across = min(across, next((c for c in range(across) if column + c in covered), across) or 1)
                if column + across > _MOST_COLUMNS:
                    raise TooLarge(f"a table of more than {_MOST_COLUMNS:,} columns")
                cells.append(TableCell(row, column, self._cell(td, depth), down, across))
                if down > 1:
                    taken |= dict.fromkeys(range(column, column + across), down - 1)
                column += across
        self._tables -= 1
        return Table(tuple(cells))

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > self._bounds.cells:
            raise TooLarge(f"more than {self._bounds.cells:,} table rows and cells")

    def _cell(self, td: Element, depth: int) -> tuple[Block, ...]:
        self._count(1)
        outer, self._blocks = self._blocks, []
        if not _is_hidden(td):
            self._inside(td, depth + 1)
            self._flush(local_name(td).lower())
        inner, self._blocks = self._blocks, outer
        return tuple(inner)


def _rows(table: Element) -> Iterator[Element]:
    for node in table:
        tag = local_name(node).lower()
        if tag == "tr" and not _is_hidden(node):
            yield node
        elif tag in ("thead", "tbody", "tfoot") and not _is_hidden(node):
            yield from _rows(node)


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _span(cell: Element, name: str, most: int) -> int:
    text = (cell.get(name) or "1").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        return 1
    return min(int(text) or most, most)  # 0 means "to the end"


def _field_value(element: Element, tag: str) -> str:
    """What a form's field shows."""
    if tag == "textarea":
        return element.text or ""
    if tag == "select":
        options = list(element.iter("option"))
        chosen = [node for node in options if node.get("selected") is not None] or options[:1]
        return " ".join(inner_text(node) for node in chosen)
    kind = (element.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if element.get("checked") is not None else "□"
    return element.get("value") or "" if kind in ("text", "number", "date", "email", "tel", "url", "search") else ""
