"""A page made straight for reading: upright, without the slant of a photograph and the skew of a scanner.

Nothing is thrown away: a :class:`Straightening` says for every point of the straight picture where it stands on the
page as shown, so that evidence stays exact.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from lotgate.loading.ocr.engine import OcrEngine, Pixels, Quad

_LOOKED_AT = 800
"""Pixels of the longer side on which the sheet is looked for."""
_SHEET = (0.25, 0.95)
"""Share of a photograph that a sheet covers which is worth cutting out."""
_BRIGHTNESS = (1.0, 0.75, 0.55)
"""Of the level that parts light from dark: a shadow may fall on half of the sheet."""
_SHEET_EDGE = 0.004
"""Share of the picture's width along the edge of a sheet in which the desk may still show."""
_A_SERIES = math.sqrt(2)
_LEAST_SKEW = math.radians(0.12)
_MOST_SKEW = math.radians(20)
_LEAST_CURL = math.radians(0.5)
"""Change of the slant over the whole page from which on it is more than chance."""
_ENOUGH_INK = 5_000
_LONG_STROKE = 30
"""Upright strokes of at least this part of the page's height are lines of a table."""
_LEANS_MUCH = math.radians(1.0)
"""A line of two pixels that leans so far is hardly upright over the length of such a stroke."""
_SAMPLED = 60_000
_TRIED, _GLIMPSE = 6, 10
"""Lines that tell which way is up, and how much of each, in heights of the line."""
_SURELY_UPRIGHT = 0.93
_SEEN_ASLANT = math.radians(0.35)
"""Slope over which the box of a line of print reaches into the next row of a dense table."""
_ROUNDS = 4
"""Of looking for the point that a slope carries to a given one; each leaves a tenth of the error and less."""

Perspective = tuple[tuple[float, float, float], ...]
"""The rows of a 3 x 3 matrix from the flat page to the photograph of it."""


@dataclass(frozen=True, slots=True)
class Straightening:
    """From points of the straight picture to points of the page as shown, both in pixels.

    ``slant`` is the slope of printed lines at a place: its value at the page's middle, its change by width and by
    height (a curled page, a keystone); ``lean`` is how far upright lines lean from it. ``sheet`` is the perspective of
    a photograph.
    """

    width: int
    height: int
    slant: tuple[float, float, float] = (0.0, 0.0, 0.0)
    lean: float = 0.0
    sheet: Perspective | None = None
    margin: tuple[int, int] | None = None
    """Pixels beside and above the sheet of a photograph: what lies there is the desk."""

    @property
    def changes_nothing(self) -> bool:
        return self.sheet is None and self.slant == (0.0, 0.0, 0.0) and not self.lean

    @property
    def changes_lines(self) -> bool:
        """Whether lines of print lie so differently on the straight picture that they are found better there."""
        level, by_width, by_height = self.slant
        return self.sheet is not None or max(abs(level), abs(by_width), abs(by_height)) > _SEEN_ASLANT

    def shown(self, x: Pixels, y: Pixels) -> tuple[Pixels, Pixels]:
        """Where the points stand on the page as shown; arrays in, arrays out, a row and a column too."""
        x, y = self._sloped(x, y)
        return (x, y) if self.sheet is None else _seen_through(self.sheet, x, y)

    def straight(self, x: Pixels, y: Pixels) -> tuple[Pixels, Pixels]:
        """The other way: where points of the page as shown stand on the straight picture, to a tenth of a pixel."""
        if self.sheet is not None:
            x, y = _seen_through(np.linalg.inv(np.array(self.sheet)), x, y)
        level_x, level_y = x, y
        for _ in range(_ROUNDS):
            at_x, at_y = self._sloped(level_x, level_y)
            level_x, level_y = level_x + x - at_x, level_y + y - at_y
        return level_x, level_y

    def carried(self, quads: Sequence[Quad]) -> list[Quad]:
        """Lines found on the page as shown, where they stand on the straight picture."""
        if self.changes_nothing or not quads:
            return list(quads)
        corners = np.array(quads, np.float64)
        x, y = self.straight(corners[:, :, 0], corners[:, :, 1])
        return [tuple((float(a), float(b)) for a, b in zip(*quad, strict=True)) for quad in zip(x, y, strict=True)]  # type: ignore[misc]

    def _sloped(self, x: Pixels, y: Pixels) -> tuple[Pixels, Pixels]:
        """Points of the straight picture on the flat sheet whose lines slope and lean."""
        level, by_width, by_height = self.slant
        dx, dy = x - self.width / 2, y - self.height / 2
        drop = dx * (level + by_width * dx / (2 * self.width) + by_height * dy / self.height)
        return x - (level + self.lean) * dy, y + drop

    def apply(self, picture: Pixels) -> Pixels:
        """The straight picture; what lies beyond the page is white."""
        if self.changes_nothing:
            return picture
        columns: Pixels = np.arange(self.width, dtype=np.float32)[None, :]
        rows: Pixels = np.arange(self.height, dtype=np.float32)[:, None]
        at_x, at_y = self.shown(columns, rows)
        to_x, to_y = (at.astype(np.float32, copy=False) for at in (at_x, at_y))
        straight = cv2.remap(picture, to_x, to_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
        if self.margin:
            beside, above = self.margin
            straight[:above] = straight[self.height - above :] = 255
            straight[:, :beside] = straight[:, self.width - beside :] = 255
        return straight


def straightened(picture: Pixels, flat: Straightening, seen: Sequence[Quad]) -> tuple[Pixels, Straightening]:
    """The upright grey ``picture`` made ``flat`` and then level, and how; ``seen`` are the lines of text on it."""
    straight = flat.apply(picture)
    slant = slant_of(flat.carried(seen), straight)
    lean = lean_of(straight, slant[0]) - slant[0]
    if slant == (0.0, 0.0, 0.0) and abs(lean) < _LEAST_SKEW:
        return straight, flat
    level = replace(flat, slant=slant, lean=lean)
    return level.apply(picture), level


def upright_quarters(
    picture: Pixels, engine: OcrEngine, cut: Callable[[Pixels, Quad], Pixels]
) -> tuple[int, list[Quad]]:
    """Quarter turns clockwise that bring the picture upright, and the lines of text found on it then.

    Which way is up is told by trying which way its longest lines can be read.
    """
    lines = engine.find(picture)
    lying = sum(_length(quad) for quad in lines if not _is_standing(quad))
    standing = sum(_length(quad) for quad in lines if _is_standing(quad))
    quarters = 1 if standing > lying else 0
    if quarters:
        picture = turned(picture, 1)
        lines = engine.find(picture)  # an engine that is made for lying lines finds standing ones less well
    longest = sorted((quad for quad in lines if not _is_standing(quad)), key=_length)[-_TRIED:]
    if not longest:
        return 0, []
    crops = [cut(picture, _beginning(quad)) for quad in longest]
    here = _legibility(engine, crops)
    if here >= _SURELY_UPRIGHT or here >= _legibility(engine, [turned(crop, 2) for crop in crops]):
        return quarters, lines
    high, wide = picture.shape[:2]
    return (quarters + 2) % 4, [_upside_down(quad, wide, high) for quad in lines]


def _beginning(quad: Quad) -> Quad:
    """The first part of a long line: enough to see which way its letters stand."""
    share = min(1.0, _GLIMPSE * _thickness(quad) / max(_length(quad), 1.0))
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    return (
        (ax, ay),
        (ax + (bx - ax) * share, ay + (by - ay) * share),
        (dx + (cx - dx) * share, dy + (cy - dy) * share),
        (dx, dy),
    )


def _upside_down(quad: Quad, wide: int, high: int) -> Quad:
    a, b, c, d = ((wide - x, high - y) for x, y in quad)
    return (c, d, a, b)


def _legibility(engine: OcrEngine, crops: Sequence[Pixels]) -> float:
    readings = engine.read(crops)
    return sum(reading.mean for reading in readings) / len(readings)


def turned(picture: Pixels, quarters: int) -> Pixels:
    """The picture turned clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(picture, -quarters % 4))


def slant_of(lines: Sequence[Quad], grey: Pixels) -> tuple[float, float, float]:
    """The slope of the lines of text: at the middle, its change by width, its change by height; zeros if straight."""
    height, width = grey.shape
    long = [quad for quad in lines if _length(quad) > 2.5 * _thickness(quad) and not _is_standing(quad)]
    if len(long) < 3:
        return (0.0, 0.0, 0.0)
    slopes = np.array([_slope(quad) for quad in long])
    x, y = _ink_within(lines, grey)
    level = sharpest((x, y), _median(slopes, np.array([_length(quad) for quad in long])))
    by_width = _change(level, x, y, x < width / 2)
    by_height = _change(level, x, y, y < height / 2)
    if not _LEAST_SKEW < max(abs(level), abs(by_width) / 2, abs(by_height) / 2) < _MOST_SKEW:
        return (0.0, 0.0, 0.0)
    return (level, by_width, by_height)


def _change(level: float, x: Pixels, y: Pixels, first: Pixels) -> float:
    """How much the slope changes from one side of the page to the other, seen from its two halves."""
    if min(first.sum(), (~first).sum()) < _ENOUGH_INK:
        return 0.0
    change = 2 * (sharpest((x[~first], y[~first]), level) - sharpest((x[first], y[first]), level))
    return change if abs(change) > _LEAST_CURL else 0.0


def lean_of(grey: Pixels, usual: float) -> float:
    """How far the page's upright lines lean to the left at their lower end; ``usual`` where there are none.

    Where that is much they are looked for as they lean: a thin line is nowhere upright for long there.
    """
    high, wide = grey.shape
    sheared = usual if abs(usual) > _LEANS_MUCH else 0.0
    dark = cv2.inRange(grey, 0, 140)
    if sheared:
        back = np.array([[1, sheared, -sheared * high / 2], [0, 1, 0]], np.float32)
        dark = cv2.warpAffine(dark, back, (wide, high), flags=cv2.INTER_NEAREST)
    upright = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((high // _LONG_STROKE, 1), np.uint8))
    y, x = np.nonzero(upright)
    if len(x) < high:
        return usual
    return sheared - sharpest((y, x), sheared - usual)


def sharpest(ink: tuple[Pixels, Pixels], first: float) -> float:
    """The slope, near ``first``, along which the ink gathers most in lines: rows of text, or a table's edges.

    ``ink`` are the places along and across the lines.
    """
    along, across = ink
    if not len(along):
        return first
    step = max(1, len(along) // _SAMPLED)
    along, across = along[::step].astype(np.float32), across[::step].astype(np.float32)
    best = first
    for reach, step_size in ((math.radians(1.2), math.radians(0.1)), (math.radians(0.1), math.radians(0.02))):
        tried = np.arange(best - reach, best + reach + step_size / 2, step_size)
        best = float(max(tried, key=lambda slope: _gathered(across - slope * along)))
    return best


def _gathered(places: Pixels) -> float:
    counts = np.bincount((places - places.min()).astype(np.int32)).astype(np.float64)
    return float((counts * counts).sum())


def _ink_within(lines: Sequence[Quad], grey: Pixels) -> tuple[Pixels, Pixels]:
    """Dark points where text stands: x and y."""
    mask = np.zeros(grey.shape, np.uint8)
    cv2.fillPoly(mask, [np.array(quad, np.int32) for quad in lines if not _is_standing(quad)], 255)
    y, x = np.nonzero(cv2.bitwise_and(mask, cv2.inRange(grey, 0, 140)))
    return x, y


def _median(values: Pixels, weights: Pixels) -> float:
    order = np.argsort(values)
    summed = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(summed, summed[-1] / 2)])


def flattened(grey: Pixels, lines: Sequence[Quad]) -> Straightening:
    """The perspective of a bright sheet on a darker ground taken back; nothing where there is none.

    ``lines`` are the lines of text on the picture: a sheet that leaves one of them out is none.
    """
    height, width = grey.shape
    quad = next((quad for quad in _sheets_of(grey) if _holds(quad, lines)), None)
    if quad is None:
        return Straightening(width, height)
    wide = (math.dist(quad[0], quad[1]) + math.dist(quad[3], quad[2])) / 2
    high = (math.dist(quad[0], quad[3]) + math.dist(quad[1], quad[2])) / 2
    ratio = max(wide, high) / min(wide, high)
    if not 1.1 < ratio < 1.8:
        return Straightening(width, height)
    ratio = _A_SERIES if abs(ratio - _A_SERIES) < 0.2 else ratio  # foreshortened A4 is still A4
    target = _fitted(width, height, ratio if wide > high else 1 / ratio)
    matrix = cv2.getPerspectiveTransform(target, quad.astype(np.float32))
    sheet = tuple((float(a), float(b), float(c)) for a, b, c in matrix)
    beside, above = (max(1, round(float(edge) + _SHEET_EDGE * width)) for edge in target[0])
    return Straightening(width, height, sheet=sheet, margin=(beside, above))


def _seen_through(perspective: Pixels | Perspective, x: Pixels, y: Pixels) -> tuple[Pixels, Pixels]:
    (a, b, c), (d, e, f), (g, h, i) = perspective
    depth = g * x + h * y + i
    return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth


def _holds(sheet: Pixels, lines: Sequence[Quad]) -> bool:
    outline = sheet.astype(np.float32)
    return all(
        cv2.pointPolygonTest(outline, (sum(p[0] for p in quad) / 4, sum(p[1] for p in quad) / 4), measureDist=False) > 0
        for quad in lines
    )


def _sheets_of(grey: Pixels) -> Iterator[Pixels]:
    """The corners of a bright sheet, clockwise from the top left; several where darker parts may belong to it."""
    scale = _LOOKED_AT / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(small, (7, 7), 0)
    middle, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    for share in _BRIGHTNESS:
        quad = _outlined(cv2.inRange(smooth, middle * share, 255))
        if quad is not None:
            yield _clockwise(quad / scale)


def _outlined(bright: Pixels) -> Pixels | None:
    """The corners of the largest bright area, where it has four."""
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = cv2.convexHull(max(outlines, key=cv2.contourArea))
    corners = cv2.approxPolyDP(outline, 0.03 * cv2.arcLength(outline, closed=True), closed=True).reshape(-1, 2)
    share = cv2.contourArea(outline) / (bright.shape[0] * bright.shape[1])
    if len(corners) != 4 or not _SHEET[0] < share < _SHEET[1]:
        return None
    if cv2.contourArea(corners) < 0.93 * cv2.contourArea(outline):
        return None
    return corners


def _fitted(width: int, height: int, ratio: float) -> Pixels:
    """The largest rectangle of this width to height in the middle of the picture."""
    wide, high = min(width, height * ratio), min(height, width / ratio)
    x, y = (width - wide) / 2, (height - high) / 2
    return np.array([[x, y], [x + wide, y], [x + wide, y + high], [x, y + high]], np.float32)


def _clockwise(corners: Pixels) -> Pixels:
    """From the top left on."""
    sums, differences = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    order = [sums.argmin(), differences.argmax(), sums.argmax(), differences.argmin()]
    return corners[order]


def _slope(quad: Quad) -> float:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    return math.atan2(by - ay + cy - dy, bx - ax + cx - dx)


def _length(quad: Quad) -> float:
    return max(_across(quad), _down(quad))


def _thickness(quad: Quad) -> float:
    return max(min(_across(quad), _down(quad)), 1.0)


def _is_standing(quad: Quad) -> bool:
    return _down(quad) > 1.5 * _across(quad)


def _across(quad: Quad) -> float:
    return math.dist(quad[0], quad[1])


def _down(quad: Quad) -> float:
    return math.dist(quad[0], quad[3])
