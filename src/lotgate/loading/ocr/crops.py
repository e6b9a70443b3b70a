"""Pictures of single lines, cut out of a page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np

from lotgate.loading.ocr.engine import Pixels, Quad
from lotgate.loading.ocr.straighten import Straightening
from lotgate.model.document import Ruling
from lotgate.model.geometry import Box

_NARROWEST = 4.0
"""Pixels of a piece between two ruling lines that can still hold a sign."""


def cut(picture: Pixels, quad: Quad) -> Pixels:
    """The line in ``quad``, upright; one that runs up or down is turned to run to the right."""
    wide, high = _size(quad)
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(quad, np.float32), target)
    crop = cv2.warpPerspective(picture, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
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
    """The lines, each cut where an upright ruling passes all through it: what stands in two cells is two lines."""
    upright = [ruling.box for ruling in rulings if not ruling.horizontal]
    return [piece for quad in quads for piece in _pieces(quad, upright, scale)]


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
            inset = 1.5 if start != edges[0] else 0.0
            first, last = start + inset, end - (1.5 if end != edges[-1] else 0.0)
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
