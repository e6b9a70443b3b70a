"""Ruling lines found in a picture, so that tables on scans are found as on digital pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from lotgate.loading.ocr.engine import Pixels, Quad, around
from lotgate.model.document import Ruling
from lotgate.model.geometry import Box

SHORTEST = 12.0
"""Points: longer than most strokes of letters, shorter than the sides of a cell."""
LONG = 45.0
"""Points: a line is a line by itself from this length on; a shorter one must join two such lines."""
_THICKEST = 5.0
"""Points: what is thicker is a bar, and its edges are the lines."""
_CONTRAST, _TIMES_NOISE, _NOISY = 10, 2.0, 4.0
"""A line is so much darker than the paper around it, of 255, and more on a noisy picture."""
_FRINGE = 4
"""Pixels round a bar that are its own blurred edge."""
_THIN = 3.5
_ASKEW = 0.03
"""Slope, under 2 degrees, that straightening may leave where a page is curled."""
_DOTTED = 1.8
"""Points between the dots of a dotted line, and of a line that a scanner broke."""
_TOUCHING = 5.0
_INNER = 0.22
"""Share of the height of a line of print in from its edges; a stroke there is part of the print."""

_Stroke = tuple[float, float, float, float]


def rulings_of(grey: Pixels, scale: float, print_: Sequence[Quad]) -> tuple[Ruling, ...]:
    """The straight picture's lines in points; ``scale`` is pixels to the point, ``print_`` where text stands."""
    noise = _noise_of(grey)
    if noise > _NOISY:
        grey = cv2.medianBlur(grey, 3)
    contrast = _CONTRAST + _TIMES_NOISE * noise
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, contrast)
    black = cv2.inRange(grey, 0, 110)
    dark = cv2.bitwise_or(dark, cv2.inRange(grey, 0, 90))
    bars = list(_bars(black, scale))
    for x, y, wide, high in bars:
        dark[max(y - _FRINGE, 0) : y + high + _FRINGE, max(x - _FRINGE, 0) : x + wide + _FRINGE] = 0
    texts = [_in_points(around(quad), scale) for quad in print_]
    flat = [box for stroke in _strokes(dark, scale, lying=True) if not _is_print(box := _boxed(stroke, scale), texts)]
    tall = [box for stroke in _strokes(dark, scale, lying=False) if not _is_print(box := _boxed(stroke, scale), texts)]
    tall = [_without_letters(box, texts) for box in tall]
    for x, y, wide, high in bars:
        flat += [_boxed((x, at, wide, 0), scale) for at in (y, y + high)]
    long_flat = [box for box in flat if box.width >= LONG]
    long_tall = [box for box in tall if box.height >= LONG]
    flat = long_flat + [box for box in flat if box.width < LONG and _joins(box, long_tall, lying=True)]
    tall = long_tall + [box for box in tall if box.height < LONG and _joins(box, long_flat, lying=False)]
    return tuple(Ruling(box) for box in (*flat, *tall))


def _noise_of(grey: Pixels) -> float:
    """How far pixels stray from their neighbours, of 255; paper and print without noise give 0."""
    sample = grey[::3, ::3]
    return float(np.median(cv2.absdiff(sample, cv2.medianBlur(grey, 5)[::3, ::3])))


def _strokes(dark: Pixels, scale: float, *, lying: bool) -> Iterator[_Stroke]:
    """Runs of ink in one direction, as x, y, width and height."""
    length = max(9, round(SHORTEST * scale))
    gap = max(3, round(_DOTTED * scale))
    along, across, broken = ((1, length), (3, 1), (1, gap)) if lying else ((length, 1), (1, 3), (gap, 1))
    mask = cv2.dilate(dark, np.ones(across, np.uint8))  # a line a little out of true runs over several rows
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones(broken, np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones(along, np.uint8))
    count, _, stats, middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for index in range(1, min(count, 5_000)):
        x, y, wide, high, area = (int(value) for value in stats[index][:5])
        thick, long = (high, wide) if lying else (wide, high)
        # A line a little out of true is thin for its length, however high its box is.
        if area / long <= _THIN * scale and thick <= max(_THICKEST * scale, _ASKEW * long) and long >= 3 * thick:
            middle = float(middles[index][1 if lying else 0])
            yield (x, middle, wide, 0) if lying else (middle, y, 0, high)


def _bars(black: Pixels, scale: float) -> Iterator[tuple[int, int, int, int]]:
    """Filled areas, as heads of tables printed white on black are: their insides hold no lines."""
    side: Pixels = np.ones((max(3, round(_THICKEST * scale)),) * 2, np.uint8)
    mask = cv2.morphologyEx(black, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, side)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((side.shape[0], 3 * side.shape[0]), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for index in range(1, min(count, 1_000)):
        x, y, wide, high, area = (int(value) for value in stats[index][:5])
        if area >= 0.6 * wide * high:
            yield x, y, wide, high


def _is_print(box: Box, texts: Sequence[Box]) -> bool:
    """Whether the stroke belongs to letters: it lies within a line of print and hardly reaches out of it."""
    for text in texts:
        inner = _INNER * min(text.height, text.width)
        if box.overlap_x(text) < 0 or box.overlap_y(text) < 0:
            continue
        if box.width >= box.height:
            within = text.top + inner < box.center_y < text.bottom - inner
            if within and box.overlap_x(text) > 0.7 * box.width:
                return True
        elif text.x0 < box.center_x < text.x1 and box.overlap_y(text) > 0.7 * box.height:
            return True
    return False


def _without_letters(box: Box, texts: Sequence[Box]) -> Box:
    """The upright line without the stroke of a letter that stands right above or below it and seems to prolong it."""
    top, bottom = box.top, box.bottom
    for text in texts:
        if not text.x0 + text.height / 2 < box.center_x < text.x1 - text.height / 2:
            continue
        inner = _INNER * text.height
        if text.top + inner / 2 < top < text.bottom < bottom:
            top = text.bottom
        if top < text.top < bottom < text.bottom - inner / 2:
            bottom = text.top
    return Box(box.x0, top, box.x1, bottom)


def _joins(box: Box, others: Sequence[Box], *, lying: bool) -> bool:
    """Whether the line runs from one of the others to another."""
    near = [other for other in others if other.overlap_x(box) > -_TOUCHING and other.overlap_y(box) > -_TOUCHING]
    ends = (box.x0, box.x1) if lying else (box.top, box.bottom)
    places = [other.center_x if lying else other.center_y for other in near]
    return all(any(abs(place - end) < _TOUCHING for place in places) for end in ends)


def _boxed(stroke: _Stroke, scale: float) -> Box:
    x, y, wide, high = (value / scale for value in stroke)
    return Box(x, y, x + wide, y + high)


def _in_points(box: Box, scale: float) -> Box:
    return Box(box.x0 / scale, box.top / scale, box.x1 / scale, box.bottom / scale)
