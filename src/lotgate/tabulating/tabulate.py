"""The stage's recipe: stated tables, ruled tables, then what is left as lines and aligned tables."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence

from lotgate.model.document import Grid, Page, Word
from lotgate.model.geometry import Box
from lotgate.model.lines import lines_of, paragraph
from lotgate.model.table import Cell, Layout, Table, TableSource
from lotgate.tabulating.aligned import aligned_tables
from lotgate.tabulating.column_heads import is_head_line
from lotgate.tabulating.heads_above import with_heads_above
from lotgate.tabulating.rows import split_rows
from lotgate.tabulating.ruled import SNAP, Frame, Raster, rasters

_TYPED_RULE = re.compile(r"^(?:[-=_*~—─━]{5,}|[.…·‥]{4,})$")
"""A rule typed as a row of dashes, or dots that lead from a name to its value, say nothing themselves."""
_CONTAINER_LINES = 3
_LOWEST_CONTAINER = 30.0
_NEAR = 6.0
"""Points between heads and the rows under them, in which a bar's lower edge may stand as a row of its own."""


def tabulate(page: Page) -> Layout:
    """The page's tables and the lines outside them, each in reading order."""
    upright = [word for word in page.words if word.upright and not _TYPED_RULE.match(word.text)]
    tables = [_stated(page.number, grid) for grid in page.grids]
    free = upright
    for raster in rasters(page.rulings):
        table, free = _ruled(page.number, raster, free)
        if table is not None:
            tables.append(split_rows(table))
    lines = lines_of(free)
    tables, lines = with_heads_above(tables, lines)
    tables += aligned_tables(page.number, lines)
    return Layout(
        page.number,
        page.width,
        page.height,
        tuple(sorted(tables, key=lambda t: (t.box.top, t.box.x0))),
        tuple(lines),
        page.text_layer,
        page.title,
        page.seals,
        page.disputed,
    )


def _stated(number: int, grid: Grid) -> Table:
    cells = tuple(
        Cell(c.row, c.column, paragraph(c.words), c.box, c.words, c.row_span, c.column_span) for c in grid.cells
    )
    return Table(number, grid.box, cells, grid.rows, grid.columns, TableSource.STATED)


def _ruled(number: int, raster: Raster, words: Sequence[Word]) -> tuple[Table | None, list[Word]]:
    """The raster filled with the words that stand in it, and the words that stay outside."""
    inside: dict[Frame, list[Word]] = defaultdict(list)
    free: list[Word] = []
    find = _finder(raster)
    for word in words:
        frame = find(word.box.center_x, word.box.center_y)
        if frame is None:
            free.append(word)
        else:
            inside[frame].append(word)
    cells = []
    frames = _split_heads(raster, inside)
    containers = [frame for frame in frames if _is_container(inside.get(frame, []), frame, raster)]
    outside = {*containers, *(head for frame in containers for head in _heads_of(frame, frames, inside))}
    for frame in frames:
        held = inside.get(frame, [])
        if frame in outside:
            free += held
            held = []
        cells.append(
            Cell(
                frame.row,
                frame.column,
                paragraph(held),
                frame.box,
                tuple(sorted(held, key=lambda w: (w.box.top, w.box.x0))),
                frame.row_span,
                frame.column_span,
            )
        )
    if sum(bool(cell.text) for cell in cells) < 2:
        return None, list(words)
    return Table(number, raster.box, tuple(cells), raster.rows, raster.columns, TableSource.RULED), free


def _split_heads(raster: Raster, inside: dict[Frame, list[Word]]) -> list[Frame]:
    """The raster's frames; one over several columns that prints a segment over each of them is as many frames."""
    frames: list[Frame] = []
    by_row: dict[int, list[Frame]] = defaultdict(list)
    for frame in raster.frames:
        by_row[frame.row].append(frame)
    for frame in raster.frames:
        held = inside.get(frame, [])
        if frame.column_span < 2 or len(held) < 2:
            frames.append(frame)
            continue
        lines = lines_of(held)
        below = [f for f in by_row[frame.row + frame.row_span] if f.box.overlap_x(frame.box) > 1]
        if len(lines) != 1 or len(lines[0].segments) != len(below) or len(below) < 2 or frame.column_span < len(below):
            frames.append(frame)
            continue
        homes = [
            next((f for f in below if f.box.x0 <= s[0].box.x0 and s[-1].box.x1 <= f.box.x1), None)
            for s in lines[0].segments
        ]
        if None in homes or len(set(homes)) < len(below):
            frames.append(frame)
            continue
        del inside[frame]
        for home, segment in zip(homes, lines[0].segments, strict=True):
            assert home is not None  # noqa: S101 - checked above
            box = Box(home.box.x0, frame.box.top, home.box.x1, frame.box.bottom)
            part = Frame(frame.row, home.column, frame.row_span, home.column_span, box)
            inside[part] = list(segment)
            frames.append(part)
    return frames


def _finder(raster: Raster) -> Callable[[float, float], Frame | None]:
    """Which frame a point stands in, found through the raster's rows."""
    by_row: dict[int, list[Frame]] = defaultdict(list)
    tops = sorted({f.box.top for f in raster.frames})
    for frame in raster.frames:
        for index in range(bisect_left(tops, frame.box.top), bisect_left(tops, frame.box.bottom)):
            by_row[index].append(frame)

    def find(x: float, y: float) -> Frame | None:
        if not raster.box.holds(x, y):
            return None
        row = by_row.get(bisect_right(tops, y) - 1, [])
        return next((f for f in row if f.box.holds(x, y)), None)

    return find


def _heads_of(container: Frame, frames: Sequence[Frame], inside: dict[Frame, list[Word]]) -> list[Frame]:
    """The frames right above rows that no line parts, where they head the rows' columns: their table is aligned."""
    over = [f for f in frames if inside.get(f) and f.box.bottom <= container.box.top + SNAP and _over(f, container)]
    lowest = max((f.box.bottom for f in over), default=0.0)
    heads = [f for f in over if f.box.bottom > lowest - SNAP]
    words = [word for frame in heads for word in inside[frame]]
    if container.box.top - lowest > _NEAR or not any(map(is_head_line, lines_of(words))):
        return []
    return heads


def _over(frame: Frame, container: Frame) -> bool:
    return frame.box.overlap_x(container.box) > 0.5 * frame.box.width


def _is_container(words: Sequence[Word], frame: Frame, raster: Raster) -> bool:
    """A cell with several lines of several segments is a frame round other things, not a value."""
    fewest = _CONTAINER_LINES if frame.box.width >= 0.6 * raster.box.width else 2 * _CONTAINER_LINES
    if frame.box.height < _LOWEST_CONTAINER or len(words) < 2 * fewest:
        return False
    return sum(len(line.segments) > 1 for line in lines_of(words)) >= fewest
