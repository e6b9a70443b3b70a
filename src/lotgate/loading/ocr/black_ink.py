"""Black stamps taken out of a grey picture, as far as shade and shape tell their ink from print.

Ink that is paler than print is lifted by its shade, as on a grey scan of a red stamp. Of a stamp as black as print only
the ring is taken, since only its shape is known, and not where print crosses it. Either way what stood there is read
with doubt. A table's lines, which the stamp cut, are drawn through again.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from lotgate.loading.ocr.engine import Pixels

_TOLD_APART, _SHADES = 40.0, 24.0
"""Of 255: how much darker than a black stamp's ink print is where the two are told apart; how far the ink varies."""
_ANGLES = np.linspace(0, 2 * math.pi, 720, endpoint=False)
_RIM = (0.85, 1.02)
"""Where the ring is looked for, in half widths of the stamp's box, which has a little paper around it."""
_ABOUT = 2
"""Pixels to either side of a circle that its darkest is looked for: a worn ring is no exact circle."""
_DARKER = 0.85
"""Of the paper's brightness: what is darker is ink."""
_DRAWN = 0.6
"""Share of the way round on which a ring as black as print must be drawn to be taken out."""
_THICK, _STRAY = 0.035, 0.02
"""Of the box's width: how thick a ring is at most, and how far off its circle it is followed."""
_SIDE, _THIN = 0.14, 0.02
"""Of the box's width: how long a straight stroke is a table's line, and how thick it is at most."""
_MOST = 0.5
"""Share of a line's way through a stamp on which it must still be drawn."""
_LINE = 12.0
"""Of 255: how much darker than what is beside it a table's line is at least."""


def without_black_stamp(grey: Pixels, left: int, top: int, right: int, bottom: int) -> None:
    """Take a black or grey stamp's ink out of the picture in place, as far as it can be told from print."""
    own = grey[top:bottom, left:right]
    paper, print_ = float(np.percentile(own, 90)), float(np.percentile(own, 0.5))
    shade = _shade_of_ring(own)
    if shade > _DARKER * paper:
        return
    plain = _lifted(own, shade, paper, print_) if shade - print_ >= _TOLD_APART else _without_ring(own, paper)
    taken: Pixels = np.zeros(grey.shape, np.uint8)
    taken[top:bottom, left:right] = plain > own
    taken = cv2.dilate(taken, np.ones((3, 3), np.uint8)) > 0  # the edges of what was taken are a little paler too
    own[:] = plain
    beyond = round(2 * _SIDE * (right - left))
    place = np.s_[max(top - beyond, 0) : bottom + beyond, max(left - beyond, 0) : right + beyond]
    grey[place] = _with_lines_drawn_through(grey[place], taken[place], right - left)


def _lifted(grey: Pixels, shade: float, paper: float, print_: float) -> Pixels:
    """The picture without ink of this shade, what it covers as dark as it was.

    Ink of the stamp is what covers small areas in the shade of its ring; print is darker, and its pale edges are
    thinner than any stroke of a stamp. A table's lines may have that shade too.
    """
    near = cv2.inRange(grey, int(shade - _SHADES), int(min(shade + _SHADES, paper - _SHADES / 2)))
    near = np.where(_lines_inside_ring(grey), 0, near).astype(np.uint8)
    inked = cv2.dilate(cv2.morphologyEx(near, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.ones((5, 5), np.uint8)) > 0
    lifted = (grey.astype(np.float32) - print_) * (paper - print_) / (shade - _SHADES / 2 - print_) + print_
    return np.where(inked, np.clip(lifted, grey, paper), grey).astype(np.uint8)


def _lines_inside_ring(grey: Pixels) -> Pixels:
    """Where a table's lines run, but for the ring itself, which is as straight for a while."""
    high, wide = grey.shape
    y, x = np.mgrid[0:high, 0:wide]
    off = np.hypot((x - wide / 2), (y - high / 2) * wide / high) - _radius_of_ring(grey)
    lines = _lying_lines(grey, wide) | _lying_lines(np.ascontiguousarray(grey.T), wide).T
    return lines & (np.abs(off) > _THICK * wide)


def _shade_of_ring(grey: Pixels) -> float:
    """How dark the ink of a round stamp's ring is, in the middle of its stroke: by the darkest circle near the rim."""
    half = grey.shape[1] / 2
    around = _unrolled(grey, np.linspace(_RIM[0] * half, _RIM[1] * half, math.ceil((_RIM[1] - _RIM[0]) * half)))
    darkest = cv2.erode(around, np.ones((1, 2 * _ABOUT + 1), np.uint8))
    return float(np.median(darkest, axis=0).min())


def _unrolled(grey: Pixels, radii: Pixels) -> Pixels:
    """The picture along circles about its middle: a row for each angle, a column for each radius (of the width)."""
    columns, rows = _places(grey, radii)
    return cv2.remap(grey, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _places(grey: Pixels, radii: Pixels) -> tuple[Pixels, Pixels]:
    high, wide = grey.shape
    columns = wide / 2 + radii * np.cos(_ANGLES)[:, None]
    rows = high / 2 + radii * high / wide * np.sin(_ANGLES)[:, None]
    return columns.astype(np.float32), rows.astype(np.float32)


def _without_ring(grey: Pixels, paper: float) -> Pixels:
    """The picture without its ring, which stays where ink goes on both inside and outside of it: there print crosses.

    The ring is followed round: for each angle where the darkest is near the circle, evened out over its neighbours.
    """
    wide = grey.shape[1]
    stray, thick = max(2, round(_STRAY * wide)), max(2, round(_THICK * wide / 2))
    middle = _radius_of_ring(grey)
    reach = stray + 2 * thick
    around = _unrolled(grey, middle + np.arange(-reach, reach + 1))
    course = _course_of_ring(around, reach, stray)
    dark = around < (paper + float(around.min())) / 2
    own = np.arange(len(_ANGLES))
    drawn = np.stack([dark[own, course + off] for off in range(-thick, thick + 1)], axis=1)
    if drawn.any(axis=1).mean() < _DRAWN:
        return grey
    thick = min(thick, math.ceil(float(np.median(drawn.sum(axis=1))) / 2) + 1)
    crossed = dark[own, course - thick - 1] & dark[own, course + thick + 1]
    crossed = cv2.dilate(np.tile(crossed, 3)[:, None].astype(np.uint8), np.ones((7, 1), np.uint8))
    crossed = crossed[len(own) : 2 * len(own), 0] > 0
    mask = np.zeros(grey.shape, np.uint8)
    columns, rows = _places(grey, np.stack([middle - reach + course + off for off in (-thick, thick)], axis=1))
    for index in own[~crossed]:
        after = (index + 1) % len(own)
        quad = [(columns[i, side], rows[i, side]) for i, side in ((index, 0), (index, 1), (after, 1), (after, 0))]
        cv2.fillConvexPoly(mask, np.rint(np.array(quad)).astype(np.int32), 255)
    ink = cv2.dilate(cv2.inRange(grey, 0, int(_DARKER * paper)), np.ones((3, 3), np.uint8))
    return np.where((mask > 0) & (ink > 0), np.maximum(grey, round(paper)), grey).astype(np.uint8)


def _radius_of_ring(grey: Pixels) -> float:
    half = grey.shape[1] / 2
    radii = np.linspace(_RIM[0] * half, _RIM[1] * half, math.ceil((_RIM[1] - _RIM[0]) * half))
    around = cv2.blur(_unrolled(grey, radii), (2 * _ABOUT + 1, 1))
    return float(radii[int(np.mean(around, axis=0).argmin())])


def _course_of_ring(around: Pixels, reach: int, stray: int) -> Pixels:
    """For each angle the column in which the middle of the ring's stroke runs."""
    smooth = cv2.blur(around, (3, 9))[:, reach - stray : reach + stray + 1]
    darkest = (smooth.argmin(axis=1) + reach - stray).astype(np.float32)
    thrice = np.tile(darkest, 3)
    window = np.lib.stride_tricks.sliding_window_view(thrice, 31)
    start = len(darkest) - 15
    return np.rint(np.median(window[start : start + len(darkest)], axis=1)).astype(int)


def _with_lines_drawn_through(plain: Pixels, taken: Pixels, size: int) -> Pixels:
    """The picture with straight strokes that end on both sides of ``taken`` ink drawn through it."""
    lying = _with_lying_lines(plain, taken, size)
    upright = _with_lying_lines(np.ascontiguousarray(plain.T), taken.T, size).T
    return np.minimum(lying, upright)


def _with_lying_lines(plain: Pixels, taken: Pixels, size: int) -> Pixels:
    """The picture with level strokes drawn through ``taken`` ink, where most of what they cross is drawn."""
    drawn = np.pad(_level(plain, size), ((0, 0), (1, 1)))
    shade = np.pad(plain, ((0, 0), (1, 1))).ravel()
    runs = drawn | np.pad(taken, ((0, 0), (1, 1)))
    drawn, runs = drawn.ravel(), runs.ravel()
    before = np.concatenate([[0], np.cumsum(drawn)])
    edges: Pixels = np.flatnonzero(np.diff(runs.astype(np.int8))) + 1
    out = shade.copy()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if before[end] - before[start] >= max(_SIDE * size, _MOST * (end - start)):
            places = start + np.flatnonzero(drawn[start:end])
            first, last = int(places[0]), int(places[-1]) + 1
            out[first:last] = np.minimum(shade[first:last], round(float(shade[places].mean())))
    through = out.reshape(len(plain), -1)[:, 1:-1]
    return np.where(taken, through, plain).astype(np.uint8)


def _lying_lines(grey: Pixels, size: int) -> Pixels:
    """Strokes that run level for longer than any of a sign or a stamp's marks, about a stamp of this size."""
    side = max(3, round(_SIDE * size))
    level = _level(grey, size).astype(np.uint8)
    return cv2.morphologyEx(level, cv2.MORPH_OPEN, np.ones((1, side), np.uint8)) > 0


def _level(grey: Pixels, size: int) -> Pixels:
    """Where ink is as low as a table's line, also across strokes, as dark as it, that such a line crosses."""
    thin = max(3, round(_THIN * size))
    depth = cv2.subtract(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((thin, 1), np.uint8)), grey)
    low = depth >= _LINE
    joined = cv2.morphologyEx(low.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, 2 * thin), np.uint8)) > 0
    beside = cv2.dilate(np.where(low, grey, 0).astype(np.uint8), np.ones((1, 2 * thin + 1), np.uint8))
    return low | (joined & (grey <= beside))
