"""Tables drawn with ruling lines: edges, raster, cells, each a small named step.

Lines are snapped to common places, those that touch form one drawing, its places form a raster, and raster squares
without a line between them form one cell. So spans, broken lines and open sides need no rule of their own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lotgate.model.document import Ruling
from lotgate.model.geometry import Box

SNAP = 3.0
"""Lines nearer than this, in points, are the same line."""
BRIDGED = 4.0
"""Gaps up to this, in points, belong to a dashed or broken line."""
SHORTEST = 6.0
_STRIP = 6.0
"""Points between two tables that stand close above each other: no line of text is as low."""
_FEWEST_SIDES = 3
"""Lines across, and upright ones, of the least table: two cells in two rows."""
BORDER_SHARE = 0.6
"""A side of a raster square is a border when a line covers this much of it."""
_LARGEST_RASTER = 40_000
_MOST_CROSSINGS = 4_000_000
"""Hatching and maps have more lines that may cross each other; the tables among them are not worth the time."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line at ``at`` on one axis, from ``start`` to ``end`` on the other."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Edges that touch one another."""

    horizontal: tuple[Edge, ...]
    vertical: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """An empty cell: its place in the raster and on the page."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Raster:
    """A drawing's cells."""

    box: Box
    rows: int
    columns: int
    frames: tuple[Frame, ...]


def rasters(rulings: Iterable[Ruling]) -> list[Raster]:
    """The rasters that the page's lines form, top to bottom; a lone box or rule forms none."""
    rulings = list(rulings)
    horizontal = merged(Edge(r.box.center_y, r.box.x0, r.box.x1) for r in rulings if r.horizontal)
    vertical = merged(Edge(r.box.center_x, r.box.top, r.box.bottom) for r in rulings if not r.horizontal)
    found = (raster(part) for drawing in drawings(horizontal, vertical) for part in parted(drawing))
    return sorted((r for r in found if r is not None), key=lambda r: (r.box.top, r.box.x0))


def merged(edges: Iterable[Edge]) -> list[Edge]:
    """Edges snapped to common places and joined over small gaps; what stays shorter than a letter is dropped."""
    out: list[Edge] = []
    for group in _clusters(sorted(edges, key=lambda e: e.at)):
        at = sum(e.at * (e.end - e.start + 0.1) for e in group) / sum(e.end - e.start + 0.1 for e in group)
        group.sort(key=lambda e: e.start)
        start, end = group[0].start, group[0].end
        for edge in group:
            if edge.start > end + BRIDGED:
                out.append(Edge(at, start, end))
                start, end = edge.start, edge.end
            start, end = min(start, edge.start), max(end, edge.end)
        out.append(Edge(at, start, end))
    return [e for e in out if e.end - e.start >= SHORTEST]


def _clusters(edges: Sequence[Edge]) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    for edge in edges:
        if groups and edge.at - groups[-1][0].at <= SNAP:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return groups


def drawings(horizontal: Sequence[Edge], vertical: Sequence[Edge]) -> list[Drawing]:
    """The edges grouped by touching."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    by_place = sorted(range(len(vertical)), key=lambda j: vertical[j].at)
    places = [vertical[j].at for j in by_place]
    within = [(bisect_left(places, h.start - SNAP), bisect_right(places, h.end + SNAP)) for h in horizontal]
    if sum(last - first for first, last in within) > _MOST_CROSSINGS:
        return []
    for i, (h, (first, last)) in enumerate(zip(horizontal, within, strict=True)):
        for j in by_place[first:last]:
            if vertical[j].start - SNAP <= h.at <= vertical[j].end + SNAP:
                parent[root(i)] = root(len(horizontal) + j)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = defaultdict(lambda: ([], []))
    for i, h in enumerate(horizontal):
        groups[root(i)][0].append(h)
    for j, v in enumerate(vertical):
        groups[root(len(horizontal) + j)][1].append(v)
    return [Drawing(tuple(hs), tuple(vs)) for hs, vs in groups.values() if hs and vs]


def parted(drawing: Drawing) -> list[Drawing]:
    """The tables of a drawing: two that stand so close above each other that their sides touch are two.

    Between them is a strip too low for any text, under the one's last line and over the other's first, and the columns
    of the lower one are its own. A double line inside a table parts nothing: the columns go on below it.
    """
    parts: list[Drawing] = []
    rest = drawing
    places = sorted({e.at for e in drawing.horizontal})
    for upper, lower in pairwise(places):
        if lower - upper > _STRIP:
            continue
        above, below = _above(rest, upper), _below(rest, lower)
        if _is_closed(above, upper) and _is_closed(below, lower) and _has_own_columns(below, above):
            parts.append(above)
            rest = below
    return [*parts, rest]


def _above(drawing: Drawing, at: float) -> Drawing:
    sides = (Edge(e.at, e.start, min(e.end, at)) for e in drawing.vertical if e.start < at - SNAP)
    return Drawing(tuple(e for e in drawing.horizontal if e.at <= at), tuple(sides))


def _below(drawing: Drawing, at: float) -> Drawing:
    sides = (Edge(e.at, max(e.start, at), e.end) for e in drawing.vertical if e.end > at + SNAP)
    return Drawing(tuple(e for e in drawing.horizontal if e.at >= at), tuple(sides))


def _is_closed(part: Drawing, at: float) -> bool:
    """Whether the line at ``at`` runs from the part's one side to the other."""
    if len(part.vertical) < _FEWEST_SIDES or len(part.horizontal) < _FEWEST_SIDES:
        return False
    left, right = min(e.at for e in part.vertical), max(e.at for e in part.vertical)
    return any(abs(e.start - left) <= SNAP and abs(e.end - right) <= SNAP for e in part.horizontal if e.at == at)


def _has_own_columns(part: Drawing, other: Drawing) -> bool:
    return any(all(abs(e.at - o.at) > SNAP for o in other.vertical) for e in part.vertical)


def raster(drawing: Drawing) -> Raster | None:
    """The drawing's cells; ``None`` where it has no inner line, so that it is only a box round some text."""
    xs = _places(drawing.vertical, drawing.horizontal)
    ys = _places(drawing.horizontal, drawing.vertical)
    rows, columns = len(ys) - 1, len(xs) - 1
    if columns < 2 or rows < 1 or rows * columns > _LARGEST_RASTER:
        return None
    right = _borders(drawing.vertical, xs, ys)
    below = _borders(drawing.horizontal, ys, xs)
    regions = _regions(rows, columns, right, below)
    frames = tuple(
        Frame(r0, c0, r1 - r0 + 1, c1 - c0 + 1, Box(xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1]))
        for r0, c0, r1, c1 in regions
    )
    if len(frames) < 2:
        return None
    return Raster(Box(xs[0], ys[0], xs[-1], ys[-1]), rows, columns, frames)


def _places(edges: Sequence[Edge], crossing: Sequence[Edge]) -> list[float]:
    """The places of ``edges``, and the ends of the lines that cross them where a side is left open."""
    starts, ends = [e.start for e in crossing], [e.end for e in crossing]
    places: list[float] = []
    for at in sorted(e.at for e in edges):
        if not places or at - places[-1] > SNAP:
            places.append(at)
    if places[0] - min(starts) > 3 * SNAP:
        places.insert(0, min(starts))
    if max(ends) - places[-1] > 3 * SNAP:
        places.append(max(ends))
    return places


def _borders(edges: Sequence[Edge], places: Sequence[float], across: Sequence[float]) -> set[tuple[int, int]]:
    """(i, k): the stretch ``across[k]..across[k + 1]`` of ``places[i]`` is covered by a line."""
    covered: dict[tuple[int, int], float] = defaultdict(float)
    for edge in edges:
        stretches = range(max(0, bisect_right(across, edge.start) - 1), bisect_left(across, edge.end))
        for i in range(bisect_left(places, edge.at - 2 * SNAP), bisect_right(places, edge.at + 2 * SNAP)):
            if abs(places[i] - edge.at) > SNAP:
                continue
            for k in stretches[: len(across) - 1 - stretches.start]:
                share = min(edge.end, across[k + 1]) - max(edge.start, across[k])
                if share > 0:
                    covered[i, k] += share
    return {(i, k) for (i, k), length in covered.items() if length >= BORDER_SHARE * (across[k + 1] - across[k])}


def _regions(
    rows: int, columns: int, right: set[tuple[int, int]], below: set[tuple[int, int]]
) -> list[tuple[int, int, int, int]]:
    """Squares without a border between them, as (row, column, last row, last column); always rectangles."""
    spans: list[set[tuple[int, int]]] = []
    for row in range(rows):
        spans.append(set())
        start = 0
        for column in range(columns):
            if column == columns - 1 or (column + 1, row) in right:
                spans[row].add((start, column))
                start = column + 1
    open_: dict[tuple[int, int], tuple[int, int]] = {}
    regions = []
    for row in range(rows):
        here = spans[row]
        for key in list(open_):
            first, last = key
            closed = any((row, column) in below for column in range(first, last + 1))
            if key not in here or closed:
                top, bottom = open_.pop(key)
                regions.append((top, first, bottom, last))
        for key in here:
            top = open_[key][0] if key in open_ else row
            open_[key] = (top, row)
    regions += [(top, first, bottom, last) for (first, last), (top, bottom) in open_.items()]
    return sorted(regions)
