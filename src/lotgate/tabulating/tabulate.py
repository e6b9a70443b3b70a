"""The stage's recipe: stated tables, ruled tables, then what is left as lines and aligned tables."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from lotgate.lexicon.shapes import is_bounded, is_empty_mark, is_value, is_verdict
from lotgate.model.document import Grid, Page, Word
from lotgate.model.geometry import Box
from lotgate.model.lines import joined, lines_of, paragraph
from lotgate.model.table import Cell, Layout, Table, TableSource
from lotgate.tabulating.aligned import aligned_tables
from lotgate.tabulating.column_heads import is_head_line
from lotgate.tabulating.heads_above import with_heads_above
from lotgate.tabulating.rows import split_rows
from lotgate.tabulating.ruled import SNAP, Frame, Raster, rasters
from lotgate.tabulating.typed_frames import with_typed_rulings

_TYPED_RULE = re.compile(r"^(?:[-=_*~—─━]{5,}|[.…·‥]{4,})$")
"""A rule typed as a row of dashes, or dots that lead from a name to its value, say nothing themselves."""
_CONTAINER_LINES = 3
_LOWEST_CONTAINER = 30.0
_FEWEST_VALUES, _MOST_VALUES = 4, 0.6
"""Segments in a row that no line parts, and how many of them are values, from which on it is a row of a table."""
_FEWEST_HEADS, _FEWEST_ROWS, _MOST_ALIKE = 2, 3, 0.8
"""Rows in which each cell holds as many segments as the heads over it, and how many of all rows do."""
_NEAR = 6.0
"""Points between heads and the rows under them, in which a bar's lower edge may stand as a row of its own."""


def tabulate(page: Page) -> Layout:
    """The page's tables and the lines outside them, each in reading order."""
    words, rulings = with_typed_rulings([word for word in page.words if word.upright], page.rulings)
    free = [word for word in words if not _TYPED_RULE.match(word.text)]
    tables = [_stated(page.number, grid) for grid in page.grids]
    opened: list[Word] = []
    for raster in rasters(rulings):
        inside, outside = _held(raster, free)
        if columns := _open_columns(raster, inside):
            tables += [table for words in columns for table in aligned_tables(page.number, lines_of(words))]
            opened += [word for words in columns for word in words]
            free = outside
            continue
        table, freed = _ruled(page.number, raster, inside)
        if table is not None:
            tables.append(split_rows(table))
            free = outside + freed
    lines = lines_of(free)
    tables, lines = with_heads_above(tables, lines)
    tables += aligned_tables(page.number, lines)
    if opened:
        lines = lines_of([*(word for line in lines for word in line.words), *opened])
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


def _ruled(number: int, raster: Raster, inside: dict[Frame, list[Word]]) -> tuple[Table | None, list[Word]]:
    """The raster filled with the words that its frames hold, and those of them that belong to no cell."""
    freed: list[Word] = []
    cells = []
    frames = _split_rows(_split_heads(raster, inside), raster, inside)
    containers = [frame for frame in frames if _is_container(inside.get(frame, []), frame, raster)]
    outside = {*containers, *(part for frame in containers for part in _unparted(frame, frames, inside))}
    for frame in frames:
        held = inside.get(frame, [])
        if frame in outside:
            freed += held
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
        return None, []
    return Table(number, raster.box, tuple(cells), raster.rows, raster.columns, TableSource.RULED), freed


def _held(raster: Raster, words: Sequence[Word]) -> tuple[dict[Frame, list[Word]], list[Word]]:
    """The words that each of the raster's frames holds, and those outside all of them."""
    inside: dict[Frame, list[Word]] = defaultdict(list)
    free: list[Word] = []
    find = _finder(raster)
    for word in words:
        frame = find(word.box.center_x, word.box.center_y)
        if frame is None:
            free.append(word)
        else:
            inside[frame].append(word)
    return inside, free


def _open_columns(raster: Raster, inside: Mapping[Frame, list[Word]]) -> list[list[Word]]:
    """The words of each of the raster's columns, where lines part only the rows, and space the columns in each.

    Each cell of the first row holds a line of heads, and below it stands a line of as many segments, row after row:
    an aligned table in a frame, or several side by side.
    """
    counts: dict[int, list[int]] = defaultdict(list)
    held: dict[int, list[Word]] = defaultdict(list)
    for frame in raster.frames:
        lines = lines_of(inside.get(frame, ()))
        if frame.row == 0 and not (len(lines) == 1 and is_head_line(lines[0])):
            return []
        counts[frame.column].append(len(lines[0].segments) if len(lines) == 1 else 0)
        held[frame.column] += inside.get(frame, ())
    for heads, *rows in counts.values():
        if heads < _FEWEST_HEADS or len(rows) < _FEWEST_ROWS or rows.count(heads) < _MOST_ALIKE * len(rows):
            return []
    return list(held.values())


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


def _split_rows(frames: Sequence[Frame], raster: Raster, inside: dict[Frame, list[Word]]) -> list[Frame]:
    """The frames; a row of values that only its head parts into columns is a frame for each value.

    A value under two columns of which neither has another keeps both.
    """
    columns = _extents(raster)
    out: list[Frame] = []
    for frame in frames:
        lines = lines_of(inside.get(frame, ()))
        parts = _under_columns(lines[0].segments, frame, columns) if len(lines) == 1 else []
        if not parts:
            out.append(frame)
            continue
        del inside[frame]
        for part, words in parts:
            inside[part] = words
            out.append(part)
    return out


def _extents(raster: Raster) -> dict[int, tuple[float, float]]:
    """Where each column stands that some frame has to itself."""
    return {f.column: (f.box.x0, f.box.x1) for f in raster.frames if f.column_span == 1}


def _under_columns(
    segments: Sequence[Sequence[Word]], frame: Frame, columns: Mapping[int, tuple[float, float]]
) -> list[tuple[Frame, list[Word]]]:
    """A frame for each segment of a row of values, over the columns that it stands in; empty for any other row."""
    own = range(frame.column, frame.column + frame.column_span)
    if not all(c in columns for c in own) or not _are_cells([joined(s) for s in segments], frame.column_span):
        return []
    parts: list[tuple[Frame, list[Word]]] = []
    free = frame.column
    for segment in segments:
        x0, x1 = segment[0].box.x0, segment[-1].box.x1
        held = [c for c in own if min(x1, columns[c][1]) - max(x0, columns[c][0]) > 0]
        if not held or held[0] < free:
            return []
        free = held[-1] + 1
        box = Box(columns[held[0]][0], frame.box.top, columns[held[-1]][1], frame.box.bottom)
        parts.append((Frame(frame.row, held[0], frame.row_span, len(held), box), list(segment)))
    return parts


def _are_cells(texts: Sequence[str], columns: int) -> bool:
    """Whether a row's segments are its cells: many of them values, or as many as columns, none of them mere words.

    The second is a row whose pale lines a stamp took with it: "≤ 7.0 %   5.8 %   合格".
    """
    values = sum(is_value(text) or is_empty_mark(text) for text in texts)
    if len(texts) >= _FEWEST_VALUES and values >= _MOST_VALUES * len(texts):
        return True
    stated = all(is_value(t) or is_empty_mark(t) or is_bounded(t) or is_verdict(t) for t in texts)
    return len(texts) == columns > 1 and values > 0 and stated


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


def _unparted(container: Frame, frames: Sequence[Frame], inside: dict[Frame, list[Word]]) -> list[Frame]:
    """The frames beside rows that no line parts and those right above, where these head columns: an aligned table."""
    band = [f for f in frames if (f.row, f.row_span) == (container.row, container.row_span)]
    over = [f for f in frames if inside.get(f) and f.box.bottom <= container.box.top + SNAP and _over(f, band)]
    lowest = max((f.box.bottom for f in over), default=0.0)
    heads = [f for f in over if f.box.bottom > lowest - SNAP]
    words = [word for frame in heads for word in inside[frame]]
    if container.box.top - lowest > _NEAR or not any(map(is_head_line, lines_of(words))):
        return []
    return [*band, *heads]


def _over(frame: Frame, band: Sequence[Frame]) -> bool:
    return any(frame.box.overlap_x(below.box) > 0.5 * frame.box.width for below in band)


def _is_container(words: Sequence[Word], frame: Frame, raster: Raster) -> bool:
    """A cell with several lines of several segments is a frame round other things, not a value."""
    fewest = _CONTAINER_LINES if frame.box.width >= 0.6 * raster.box.width else 2 * _CONTAINER_LINES
    if frame.box.height < _LOWEST_CONTAINER or len(words) < 2 * fewest:
        return False
    return sum(len(line.segments) > 1 for line in lines_of(words)) >= fewest
