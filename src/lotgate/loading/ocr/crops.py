"""Pictures of single lines, cut out of a page."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np

from lotgate.loading.ocr.engine import Corner, Pixels, Quad
from lotgate.loading.ocr.straighten import Straightening
from lotgate.model.document import Ruling
from lotgate.model.geometry import Box

_NARROWEST = 4.0
"""Pixels of a piece between two ruling lines that can still hold a sign."""
_ALONG, _OFF, _KEPT = 0.6, 2.5, 0.4
"""Share of a line along a lying ruling; pixels on each side of that; share of the line's height that is kept."""
_STACKED, _STANDING = 1.45, 2.2
"""Heights of the page's usual line: what is higher may be two lines, what is higher still and narrow stands upright."""
_LEAST_LINE = 0.4
"""Share of the usual line's height that the print of each of two lines has at least."""
_FAINT = 0.35
"""From the paper's brightness (0) to that of the ink (1): what is brighter is paper."""
_INSET = 1.5
"""Pixels from the middle of a ruling to a piece beside it."""
_SHORT = 2.0
"""Heights of a line of print; rulings of a row are longer, and cross more than one row where they part columns."""


def cut(picture: Pixels, quad: Quad) -> Pixels:
    """The line in ``quad``, upright; one that runs up or down is turned to run to the right."""
    wide, high = _size(quad)
    crop = as_it_stands(picture, quad)
    return np.ascontiguousarray(np.rot90(crop)) if high > 1.5 * wide else crop


def closer(page: Pixels, quad: Quad, how: Straightening, ratio: float) -> Pixels:
    """The line again, a little wider, from a picture of the page as shown that is ``ratio`` times as fine."""
    wide, high = _size(quad)
    edge = 0.06 * high
    down, across = np.mgrid[-edge : high + edge : 1 / ratio, -edge : wide + edge : 1 / ratio]
    u, v = across / wide, down / high
    corners = np.array(quad)
    x, y = (
        (1 - u) * (1 - v) * corners[0][i]
        + u * (1 - v) * corners[1][i]
        + u * v * corners[2][i]
        + (1 - u) * v * corners[3][i]
        for i in (0, 1)
    )
    at_x, at_y = how.shown(x, y)
    to_x, to_y = (at_x * ratio).astype(np.float32), (at_y * ratio).astype(np.float32)
    return cv2.remap(page, to_x, to_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def split_at_rulings(quads: Sequence[Quad], rulings: Sequence[Ruling], scale: float) -> list[Quad]:
    """The lines, each cut where a ruling passes all through it: what stands in two cells is two lines.

    A ruling along a line's edge is left out of it: an engine would read it as a dash, a point or a figure.
    """
    upright = [ruling.box for ruling in rulings if not ruling.horizontal]
    lying = [ruling.box for ruling in rulings if ruling.horizontal]
    pieces = [piece for quad in quads for piece in _pieces(quad, upright, scale)]
    return [part for piece in pieces for part in _between(piece, lying, scale)]


def _between(quad: Quad, lying: Sequence[Box], scale: float) -> Iterator[Quad]:
    """What of the line stands above, between and below the lying rulings that pass through it."""
    wide, high = _size(quad)
    if high > 1.5 * wide:
        yield quad
        return
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    left, right, middle = min(ax, dx) / scale, max(bx, cx) / scale, ((ay + by) / 2, (cy + dy) / 2)
    shares = sorted(
        (box.center_y * scale - middle[0]) / max(middle[1] - middle[0], 1.0)
        for box in lying
        if min(box.x1, right) - max(box.x0, left) > _ALONG * (right - left)
    )
    off = _OFF / high
    cuts = [share for share in shares if -off < share < 1 + off]
    edges = [(0.0, 0.0), *((share - off, share + off) for share in cuts), (1.0, 1.0)]
    parts = [(max(above[1], 0.0), min(below[0], 1.0)) for above, below in pairwise(edges)]
    kept = [part for part in parts if part[1] - part[0] >= _KEPT]
    if not cuts or not kept:
        yield quad
        return
    first, second = _side(quad, 0, 3), _side(quad, 1, 2)
    for top, bottom in kept:
        yield first(top), second(top), second(bottom), first(bottom)


def split_stacked(picture: Pixels, quads: Sequence[Quad]) -> list[Quad]:
    """The lines of the straight picture, each that holds two, one above the other, cut between them.

    In a narrow cell "C" over "%" is as wide as it is high, and is found as one line.
    """
    usual = usual_height(quads)
    return [part for quad in quads for part in (_levels(picture, quad, usual) if usual else [quad])]


def usual_height(quads: Sequence[Quad]) -> float:
    """The usual height of a line that runs to the right; 0 where there is none."""
    sizes = map(_size, quads)
    heights = [high for wide, high in sizes if high <= 1.5 * wide]
    return float(np.median(heights)) if heights else 0.0


def _levels(picture: Pixels, quad: Quad, usual: float) -> list[Quad]:
    wide, high = _size(quad)
    if high < _STACKED * usual or (high > 1.5 * wide and high > _STANDING * usual):
        return [quad]
    left, right = _side(quad, 0, 3), _side(quad, 1, 2)
    crop = as_it_stands(picture, quad)
    paper, ink = float(np.percentile(crop, 90)), float(np.percentile(crop, 2))
    inked = (crop < paper - _FAINT * (paper - ink)).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inked.astype(np.int8), [0]])))
    bands = [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]
    if bands and bands[-1][1] == high and bands[-1][1] - bands[-1][0] < _LEAST_LINE * usual:
        bands.pop()  # the edge of a ruling line
    lines = [band for band in bands if band[1] - band[0] >= _LEAST_LINE * usual]
    if len(lines) < 2 or len(lines) != len(bands):
        return [quad]
    cuts = [0.0, *((above[1] + below[0]) / 2 / high for above, below in pairwise(lines)), 1.0]
    return [(left(a), right(a), right(b), left(b)) for a, b in pairwise(cuts)]


def _side(quad: Quad, upper: int, lower: int) -> Callable[[float], Corner]:
    """The point on one side of the quad at a share of its height."""
    (ax, ay), (bx, by) = quad[upper], quad[lower]
    return lambda share: (ax + (bx - ax) * share, ay + (by - ay) * share)


def as_it_stands(picture: Pixels, quad: Quad) -> Pixels:
    """The line cut without turning, whatever its shape."""
    wide, high = _size(quad)
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(quad, np.float32), target)
    return cv2.warpPerspective(picture, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def is_cut_short(quad: Quad, rulings: Sequence[Ruling], scale: float) -> bool:
    """Whether the line begins or ends at a ruling hardly longer than the line is high.

    Strokes of two signs under one another may look like such a ruling, and then it parts what is one value.
    """
    left, right = min(quad[0][0], quad[3][0]), max(quad[1][0], quad[2][0])
    top, bottom = min(quad[0][1], quad[1][1]), max(quad[2][1], quad[3][1])
    return any(
        min(abs(box.center_x * scale - left), abs(box.center_x * scale - right)) < 2 * _INSET
        and box.height * scale < _SHORT * (bottom - top)
        and min(box.bottom * scale, bottom) - max(box.top * scale, top) > 0.5 * (bottom - top)
        for box in (ruling.box for ruling in rulings if not ruling.horizontal)
    )


def _pieces(quad: Quad, upright: Sequence[Box], scale: float) -> Iterator[Quad]:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    left, right = max(ax, dx), min(bx, cx)
    top, bottom = min(ay, by), max(cy, dy)
    inner, edge = 0.3 * (bottom - top), 0.2 * (bottom - top)
    places = sorted(
        box.center_x * scale
        for box in upright
        if box.top * scale < top + edge
        and bottom - edge < box.bottom * scale
        and left + inner < box.center_x * scale < right - inner
    )
    if not places:
        yield quad
        return
    edges = [min(ax, dx), *places, max(bx, cx)]
    for start, end in pairwise(edges):
        if end - start > _NARROWEST:
            inset = _INSET if start != edges[0] else 0.0
            first, last = start + inset, end - (_INSET if end != edges[-1] else 0.0)
            if last - first > _NARROWEST:
                yield (
                    (first, _on(first, quad, 0)),
                    (last, _on(last, quad, 0)),
                    (last, _on(last, quad, 3)),
                    (first, _on(first, quad, 3)),
                )


def _on(x: float, quad: Quad, corner: int) -> float:
    """The height of the upper (0) or lower (3) side of the quad at ``x``."""
    (ax, ay), (bx, by) = (quad[0], quad[1]) if corner == 0 else (quad[3], quad[2])
    return ay + (by - ay) * (x - ax) / max(bx - ax, 1.0)


def _size(quad: Quad) -> tuple[int, int]:
    wide = max(math.dist(quad[0], quad[1]), math.dist(quad[3], quad[2]))
    high = max(math.dist(quad[0], quad[3]), math.dist(quad[1], quad[2]))
    return max(2, round(wide)), max(2, round(high))
