"""Places for documents that state text and tables but no coordinates: Word, web pages, mails, sheets, plain text.

The places are synthetic: honest about order, lines, gaps and cells, so that evidence can be drawn on a picture of the
page, and nothing more. Latin characters are as wide as Helvetica's, Chinese ones a whole em.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lotgate.model.document import Grid, GridCell, Page, Picture, TextLayer, Word
from lotgate.model.geometry import Box

PAGE_WIDTH = 595.0
PAGE_HEIGHT = 842.0
MARGIN = 42.0
_LEADING = 1.4
_TAB = 36.0
_SMALLEST_TAB = 2.0  # em: a tab must stay visible as a gap
_SPACE = 0.3
_PADDING = 3.0
_LINE_WIDTH = PAGE_WIDTH - 2 * MARGIN
_AFTER_TABLE = 6.0
_MOST_ABOVE = 8
"""Paragraphs that stay with the table under them."""
_HAIR = 0.01
_NARROWEST = 12.0
_WIDEST = 360.0
"""A column grows with its content up to here; longer lines wrap."""
# Widths of the signs from space to tilde in hundredths of an em: Helvetica's, from its published metrics file.
_LATIN = (
    28, 28, 36, 56, 56, 89, 67, 19, 33, 33, 39, 58, 28, 33, 28, 28, 56, 56, 56, 56, 56, 56, 56, 56,
    56, 56, 28, 28, 58, 58, 58, 56, 102, 67, 67, 72, 72, 67, 61, 78, 72, 28, 50, 67, 56, 83, 72, 78,
    67, 78, 72, 67, 61, 72, 67, 94, 67, 67, 61, 28, 28, 28, 47, 56, 33, 56, 56, 50, 56, 56, 28, 56,
    56, 22, 22, 50, 22, 83, 56, 56, 56, 56, 33, 50, 28, 56, 50, 72, 50, 50, 50, 33, 26, 33, 58,
)  # fmt: skip
_PICTURE_HEIGHT = 80.0
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_PIECE = re.compile(r"\S+|\s+")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: lines parted by ``\\n``, gaps as tabs or runs of spaces. ``fixed`` keeps columns of plain text."""

    text: str
    bold: bool = False
    size: float = 10.0
    fixed: bool = False
    wrap: bool = True


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell and what stands in it; indices from 0."""

    row: int
    column: int
    blocks: tuple[Block, ...]
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A stated table. ``widths`` and ``heights`` are those the file states, in points, by index."""

    cells: tuple[TableCell, ...]
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A new page starts."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture in the flow; its size is not known before it is decoded."""


Block = Text | Table | Break | Drawn


def unwrapped(table: Table) -> tuple[Block, ...]:
    """What a table holds when it is there for layout only: a frame of one cell, or one column around other tables."""
    one_column = all(cell.column == 0 and cell.column_span == 1 for cell in table.cells)
    frames = any(isinstance(block, Table) for cell in table.cells for block in cell.blocks)
    if not table.loose and (len(table.cells) == 1 or (one_column and frames)):
        return tuple(block for cell in table.cells for block in cell.blocks)
    return (table,)


@dataclass(slots=True)
class Placed:
    """Words, grids and pictures at their places on page ``page``."""

    page: int = 1
    words: list[Word] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


def flow_pages(blocks: Iterable[Block]) -> Iterator[Page]:
    """The blocks, one under the other, on as many pages as they need; at least one page.

    Tables are never cut, and a second table that does not fit goes to a new page with the lines that stand above it:
    a file of several certificates, one after the other, comes apart where its pages do.
    """
    cursor, placed = MARGIN, Placed()
    for group in _groups(blocks):
        second_table = isinstance(group[-1], Table) and bool(placed.grids)
        needed = sum(_height(block, _LINE_WIDTH) for block in group) if second_table else 0.0
        full = cursor + needed > PAGE_HEIGHT - MARGIN
        if (full or isinstance(group[0], Break)) and _is_used(placed):
            yield page_of(placed)
            cursor, placed = MARGIN, Placed(placed.page + 1)
        for block in group:
            cursor += place(block, placed, MARGIN, cursor, _LINE_WIDTH) + (
                _AFTER_TABLE if isinstance(block, Table) else 0
            )
    if _is_used(placed) or placed.page == 1:
        yield page_of(placed)


def _groups(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Each table with the few lines above it, each other block alone, each break alone."""
    waiting: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            yield [*waiting, block]
            waiting = []
        elif isinstance(block, Break):
            yield from ([held] for held in waiting)
            yield [block]
            waiting = []
        else:
            waiting.append(block)
            if len(waiting) > _MOST_ABOVE:
                yield [waiting.pop(0)]
    yield from ([held] for held in waiting)


def _is_used(placed: Placed) -> bool:
    return bool(placed.words or placed.grids or placed.pictures)


def page_of(placed: Placed, title: str | None = None) -> Page:
    """The page that holds ``placed``, as large as needed."""
    boxes = [w.box for w in placed.words] + [g.box for g in placed.grids] + [p.box for p in placed.pictures]
    filled = placed.words or any(cell.words for grid in placed.grids for cell in grid.cells)
    unread = TextLayer.NONE if placed.pictures else TextLayer.EMPTY
    return Page(
        number=placed.page,
        width=max([PAGE_WIDTH, *(b.x1 + MARGIN for b in boxes)]),
        height=max([PAGE_HEIGHT, *(b.bottom + MARGIN for b in boxes)]),
        words=tuple(placed.words),
        pictures=tuple(placed.pictures),
        grids=tuple(placed.grids),
        text_layer=TextLayer.GOOD if filled else unread,
        title=title,
    )


def place(block: Block, into: Placed, left: float, top: float, width: float) -> float:
    """Put the block at (left, top), appending to ``into``; the height that it took."""
    if isinstance(block, Text):
        return _place_text(block, into, left, top, width)
    if isinstance(block, Table):
        return _place_table(block, into, left, top)
    if isinstance(block, Drawn):
        into.pictures.append(Picture(Box(left, top, left + width, top + _PICTURE_HEIGHT)))
        return _PICTURE_HEIGHT
    return 0.0


def _place_text(block: Text, into: Placed, left: float, top: float, width: float) -> float:
    lead = block.size * _LEADING
    lines = _lines(block, width)
    for i, line in enumerate(lines):
        upper = top + i * lead + 0.1 * block.size
        for text, x, wide in line:
            box = Box(left + x, upper, left + x + max(min(wide, width), 0.1), upper + 1.2 * block.size)
            into.words.append(Word(text, into.page, box, block.size, block.bold))
    return lead * max(1, len(lines))


_Line = list[tuple[str, float, float]]


def _lines(block: Text, width: float) -> list[_Line]:
    """Words with their offset and width, by line: printed lines, wrapped where they are wider than ``width``."""
    lines: list[_Line] = []
    for printed in _INVISIBLE.sub("", block.text).splitlines() or [""]:
        lines.extend(_wrapped(printed, block, width))
    return lines


def _wrapped(printed: str, block: Text, width: float) -> Iterator[_Line]:
    line: _Line = []
    x = 0.0
    for match in _PIECE.finditer(printed):
        piece = match[0]
        if piece[0].isspace():
            x = _after_gap(piece, x, block)
            continue
        wide = em(piece, fixed=block.fixed) * block.size
        if block.wrap and line and x + wide > width + _HAIR:
            yield line
            line, x = [], 0.0
        for part, part_width in _cut(piece, wide, width, block):
            if line and part_width < wide and line[-1][1] + line[-1][2] + part_width > width:
                yield line
                line, x = [], 0.0
            line.append((part, x, part_width))
            x += part_width
    yield line


def _cut(piece: str, wide: float, width: float, block: Text) -> Iterator[tuple[str, float]]:
    """A run that is wider than the whole line (Chinese prose has no spaces) in parts that fit."""
    if not block.wrap or wide <= width + _HAIR:
        yield piece, wide
        return
    part, used = "", 0.0
    for char in piece:
        step = em(char, fixed=block.fixed) * block.size
        if part and used + step > width:
            yield part, used
            part, used = "", 0.0
        part, used = part + char, used + step
    yield part, used


def _after_gap(gap: str, x: float, block: Text) -> float:
    em_width = block.size
    for char in gap:
        if char == "\t":
            stop = _TAB * (int(x / _TAB) + 1)
            x = max(stop, x + _SMALLEST_TAB * em_width)
        elif char == "\u3000":
            x += em_width
        else:
            x += (0.5 if block.fixed or len(gap) > 1 else _SPACE) * em_width
    return x


def em(text: str, *, fixed: bool = False) -> float:
    """The text's width in em; ``fixed`` for a typewriter's, where every sign is half an em or a whole one."""
    if fixed:
        return len(text) * 0.5 if text.isascii() else sum(max(0.5, _char_em(c)) if c > "\x7f" else 0.5 for c in text)
    return sum(map(_char_em, text))


@lru_cache(maxsize=4096)
def _char_em(char: str) -> float:
    if " " <= char <= "~":
        return _LATIN[ord(char) - 32] / 100
    if unicodedata.combining(char):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.56


def _natural_width(block: Block) -> float:
    """The width that the block takes when nothing wraps."""
    if isinstance(block, Table):
        return sum(_column_widths(block))
    if isinstance(block, Text):
        lines = _lines(Text(block.text, size=block.size, fixed=block.fixed, wrap=False), _WIDEST)
        return max((x + wide for line in lines for _, x, wide in line[-1:]), default=0.0)
    return _WIDEST if isinstance(block, Drawn) else 0.0


def _cell_width(cell: TableCell) -> float:
    text = max((_natural_width(b) for b in cell.blocks if not isinstance(b, Table)), default=0.0)
    inner = max((_natural_width(b) for b in cell.blocks if isinstance(b, Table)), default=0.0)
    return max(min(text, _WIDEST), inner) + 2 * _PADDING


def _column_widths(table: Table) -> list[float]:
    columns = max((c.column + c.column_span for c in table.cells), default=0)
    widths = [max(_NARROWEST, min(table.widths.get(i, 0.0), 2 * _WIDEST)) for i in range(columns)]
    spanning: list[TableCell] = []
    for cell in table.cells:
        if cell.column_span > 1:
            spanning.append(cell)
        else:
            widths[cell.column] = max(widths[cell.column], _cell_width(cell))
    for cell in spanning:
        last = cell.column + cell.column_span
        widths[last - 1] += max(0.0, _cell_width(cell) - sum(widths[cell.column : last]))
    return widths


def _edges(sizes: list[float], start: float) -> list[float]:
    edges = [start]
    for size in sizes:
        edges.append(edges[-1] + size)
    return edges


def _place_table(table: Table, into: Placed, left: float, top: float) -> float:
    rows = max((c.row + c.row_span for c in table.cells), default=0)
    if not rows:
        return 0.0
    xs = _edges(_column_widths(table), left)
    ys = _edges(_row_heights(table, rows, xs), top)
    cells: list[GridCell] = []
    inner = Placed()
    for cell in table.cells:
        box = Box(xs[cell.column], ys[cell.row], xs[cell.column + cell.column_span], ys[cell.row + cell.row_span])
        content = _place_cell(cell, into.page, box)
        inner.grids.extend(content.grids)
        into.pictures.extend(content.pictures)
        cells.append(GridCell(cell.row, cell.column, tuple(content.words), box, cell.row_span, cell.column_span))
    columns = len(xs) - 1
    into.grids.append(Grid(Box(left, top, xs[-1], ys[-1]), tuple(cells), rows, columns, table.loose))
    into.grids.extend(inner.grids)
    return ys[-1] - top


def _place_cell(cell: TableCell, page: int, box: Box) -> Placed:
    content = Placed(page)
    y = box.top + 1
    for block in cell.blocks:
        y += place(block, content, box.x0 + _PADDING, y, _inner_width(box.width))
    return content


def _inner_width(width: float) -> float:
    return max(width - 2 * _PADDING, 1.0)


def _row_heights(table: Table, rows: int, xs: list[float]) -> list[float]:
    heights = [min(max(table.heights.get(i, 0.0), 13.0), 400.0) for i in range(rows)]
    spanning: list[tuple[TableCell, float]] = []
    for cell in table.cells:
        height = _cell_height(cell, xs[cell.column + cell.column_span] - xs[cell.column])
        if cell.row_span > 1:
            spanning.append((cell, height))
        else:
            heights[cell.row] = max(heights[cell.row], height)
    for cell, height in spanning:
        last = cell.row + cell.row_span
        heights[last - 1] += max(0.0, height - sum(heights[cell.row : last]))
    return heights


def _cell_height(cell: TableCell, width: float) -> float:
    return 2 + sum(_height(block, _inner_width(width)) for block in cell.blocks)


def _height(block: Block, width: float) -> float:
    """What :func:`place` will answer, without placing: doing it twice a level would double with every nested table."""
    if isinstance(block, Text):
        lead = block.size * _LEADING
        if "\n" not in block.text and em(block.text, fixed=block.fixed) * block.size < width:
            return lead
        return lead * max(1, len(_lines(block, width)))
    if isinstance(block, Table):
        rows = max((c.row + c.row_span for c in block.cells), default=0)
        return sum(_row_heights(block, rows, _edges(_column_widths(block), 0.0)))
    return _PICTURE_HEIGHT if isinstance(block, Drawn) else 0.0
