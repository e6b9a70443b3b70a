"""Stamps: where they stand, and the picture without the coloured ones so that the print beneath can be read.

Ink of one colour is nearly as bright as paper in the channel of that colour, while black print is dark in all three: in
the stamp's own channel only the print remains. That is done where a stamp stands and nowhere else, so that red or blue
print elsewhere on the page is kept. A black stamp is taken out as far as shade and shape tell it from print; what it
covers is doubted all the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from lotgate.loading.ocr.black_ink import without_black_stamp
from lotgate.loading.ocr.engine import Pixels

_SMALLEST, _LARGEST = 45.0, 190.0
"""Points across: company stamps are 30 to 58 mm, about 85 to 165 points; photographs make them smaller."""
_NARROWEST = 36.0
_SATURATED = 55
_INK = 40
_FAINT = 24
"""Of a colour where a stamp is looked for: half dry, or pale on a dim photograph."""
_BRIGHT = 150
_LOOKED_AT = 1.4
"""Pixels to the point in the picture where stamps are looked for."""
_GAPS = (4.0, 9.0)
"""Points between the strokes of one stamp: signs along the rim, and a rim that printed in pieces."""
_COLOURED = 60
"""Pixels of one colour, in the picture where stamps are looked for, under which there is no stamp."""
_ELLIPSE, _SIDE = 0.5, 0.75
"""Shares of an ellipse, and of each side of a frame, that ink in one piece must draw."""
_ROUND, _BENT, _SOLID = 0.65, 0.55, 0.8
"""Share of a circle that must be drawn: of one colour; in black without a table's lines, which take their share of it
with them; and in all that is black, where drawings and logos have circles too."""
_BLACK = 175
_STRAIGHT, _LETTER = 34.0, 14.0
"""Points: strokes straight for so long are lines of a table; what is no larger than this is a letter."""
_PANEL = 7.0
_DENSE, _SHADE = 25, 0.97
"""Percentile of a stamp's ink, which never lies evenly, that all but print is as bright as; what is darker is print."""
_PALE = 0.65
"""Of the paper's brightness: darker than the outlines of a stamp's strokes."""
_MOST_CIRCLES = 60
_BESIDE, _CLEARER = 0.06, 0.3
"""Share of its width that is looked at beyond a black circle, and how much less must be drawn there."""
_STEPS = (3, 2, 1)
"""Pixels by which a circle that was found is moved to where it is drawn."""
_ANGLES = np.linspace(0, 2 * math.pi, 180, endpoint=False)
_COSINES, _SINES = np.cos(_ANGLES), np.sin(_ANGLES)
_TO_EITHER_SIDE = np.arange(-2, 3)[:, None]
_HOPELESS = 0.6
"""Share of what must be drawn under which a circle found by chance is not moved about for more."""

RED, BLUE = 2, 0


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp's place in pixels, and the channel in which its ink is bright; ``None`` for black ink."""

    left: int
    top: int
    right: int
    bottom: int
    channel: int | None

    def scaled(self, ratio: float) -> Stamp:
        """The same stamp on a picture ``ratio`` times as fine."""
        left, top, right, bottom = (round(value * ratio) for value in (self.left, self.top, self.right, self.bottom))
        return Stamp(left, top, right, bottom, self.channel)

    def covers(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether any of the box lies within the stamp's ellipse."""
        x, y = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        wide, high = (self.right - self.left) / 2, (self.bottom - self.top) / 2
        off_x, off_y = min(max(x, left), right) - x, min(max(y, top), bottom) - y
        return (off_x / wide) ** 2 + (off_y / high) ** 2 < 1


def grey_without_stamps(picture: Pixels, stamps: Sequence[Stamp]) -> Pixels:
    """The picture in grey without its ``stamps``, as far as their ink can be told from print."""
    grey = _without_highlighter(picture)
    for stamp in stamps:
        place = np.s_[stamp.top : stamp.bottom, stamp.left : stamp.right]
        if stamp.channel is None:
            without_black_stamp(grey, stamp.left, stamp.top, stamp.right, stamp.bottom)
            continue
        own = picture[place][:, :, stamp.channel].astype(np.float32)
        white = _as_on_white(picture[place])
        ink, inked = _ink_of(white, stamp.channel), _ink_of(white, stamp.channel, _FAINT)
        if not ink.any():
            continue
        # What is bright in the stamp's own channel is made as bright as the paper around; print stays dark.
        level = float(np.percentile(own[ink], _DENSE))
        paper = float(np.percentile(own, 95))
        lifted = np.clip(own * paper / max(level, 1.0), 0, 255)
        # A picture keeps colour coarser than shade: an outline of each stroke is darker in that channel than its ink,
        # or has no colour any more. By its shade it is no print.
        tone, near = grey[place], _spread(inked)
        shade = _SHADE * float(np.percentile(tone[ink], _DENSE))
        lifted[inked & (tone >= shade)] = paper
        lifted[near & (tone >= max(shade, _PALE * paper))] = paper
        grey[place] = np.where(near, np.maximum(lifted, tone), tone).astype(np.uint8)
    return grey


def _without_highlighter(picture: Pixels) -> Pixels:
    """In grey, with what is as yellow as a highlighter as bright as its brightest channel."""
    _, green, red = cv2.split(picture)
    yellow = cv2.compare(cv2.min(green, red), _BRIGHT, cv2.CMP_GT)
    return cv2.copyTo(cv2.max(green, red), yellow, cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))


def stamps_of(picture: Pixels, scale: float) -> Iterator[Stamp]:
    """Stamps, ``scale`` pixels to the point.

    Ink of one colour, as large as a stamp, drawn as a frame with signs inside or in a circle; black ink in a circle.
    """
    shrunk = min(1.0, _LOOKED_AT / scale)
    small = cv2.resize(picture, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
    points = scale * shrunk
    white = _paper_made_white(small)
    found: list[tuple[int, int, int, int]] = []
    for channel in (RED, BLUE):
        ink = _ink_of(white, channel, _FAINT).astype(np.uint8) * 255
        if cv2.countNonZero(ink) < _COLOURED:
            continue
        framed = [(_weight(_drawn(ink, box), box), box) for box in _framed(ink, points)]
        for _, box in sorted((*framed, *_circles(ink, points, _ROUND)), reverse=True):
            if not any(_overlap(box, other) for other in found):
                found.append(box)
                yield _stamp(box, points, shrunk, picture, channel)
    inks: dict[int, Pixels] = {}
    dark = cv2.inRange(cv2.cvtColor(white, cv2.COLOR_BGR2GRAY), 0, _BLACK)
    for _, box in sorted(_circles(_bent(dark, points), points, _BENT), reverse=True):
        if _is_ring(dark, box) and not any(_overlap(box, other) for other in found):
            found.append(box)
            inks = inks or {channel: _ink_of(white, channel).astype(np.uint8) for channel in (RED, BLUE)}
            yield _stamp(box, points, shrunk, picture, _colour_of_ring(inks, box))


def _stamp(box: tuple[int, int, int, int], points: float, shrunk: float, picture: Pixels, channel: int | None) -> Stamp:
    edge = round(3 * points)
    x, y, wide, high = box
    left, top, right, bottom = (round(v / shrunk) for v in (x - edge, y - edge, x + wide + edge, y + high + edge))
    rows, columns = picture.shape[:2]
    return Stamp(max(left, 0), max(top, 0), min(right, columns), min(bottom, rows), channel)


def _overlap(box: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether the two share more than half of the smaller one."""
    wide = min(box[0] + box[2], other[0] + other[2]) - max(box[0], other[0])
    high = min(box[1] + box[3], other[1] + other[3]) - max(box[1], other[1])
    return min(wide, high) > 0 and wide * high > 0.55 * min(box[2] * box[3], other[2] * other[3])


def _framed(ink: Pixels, points: float) -> Iterator[tuple[int, int, int, int]]:
    """Boxes round ink that reaches along all four of their sides."""
    for gap in _GAPS:
        reach = max(3, round(gap * points))
        joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        for index in range(1, min(count, 2_000)):
            x, y, wide, high = (int(value) for value in stats[index][:4])
            if _is_stamp(ink[y : y + high, x : x + wide], labels[y : y + high, x : x + wide] == index, points):
                yield x, y, wide, high


def _is_stamp(ink: Pixels, own: Pixels, points: float) -> bool:
    """Whether the ink runs round a box of a stamp's size and shape, as an ellipse or along all four sides."""
    high, wide = ink.shape
    if not (_SMALLEST * points <= max(high, wide) <= _LARGEST * points) or min(high, wide) < max(
        _NARROWEST * points, 0.45 * max(high, wide)
    ):
        return False
    drawn = (ink > 0) & own
    if not 0.04 < drawn.mean() < 0.55 or _is_filled(drawn, points):
        return False
    if _drawn(drawn, (0, 0, wide, high)) >= _ELLIPSE:
        return True
    rim_x, rim_y = max(2, wide // 12), max(2, high // 12)
    sides = (drawn[:rim_y], drawn[-rim_y:], drawn[:, :rim_x].T, drawn[:, -rim_x:].T)
    return all(side.any(axis=0).mean() >= _SIDE for side in sides)


def _is_filled(drawn: Pixels, points: float) -> bool:
    """A coloured panel or picture, where a stamp is drawn in strokes: its star is its largest area."""
    side = max(3, round(_PANEL * points))
    area = cv2.morphologyEx(drawn.astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return float(area.sum()) > 0.4 * float(drawn.sum())


def _weight(drawn: float, box: tuple[int, int, int, int]) -> float:
    """Of two places for one stamp the one with more of its circle drawn, and the outer one of two rings."""
    return drawn * math.sqrt(box[2] + box[3])


def _circles(ink: Pixels, points: float, least_drawn: float) -> Iterator[tuple[float, tuple[int, int, int, int]]]:
    """Boxes round circles of a stamp's size of which at least ``least_drawn`` is drawn, each with its weight."""
    smooth = cv2.GaussianBlur(ink, (5, 5), 0)
    least, most = round(_SMALLEST * points / 2), round(_LARGEST * points / 2)
    circles = cv2.HoughCircles(
        smooth, cv2.HOUGH_GRADIENT, 2, least, param1=120, param2=50, minRadius=least, maxRadius=most
    )
    for x, y, radius in [] if circles is None else circles[0][:_MOST_CIRCLES]:
        box = (round(x - radius), round(y - radius), round(2 * radius), round(2 * radius))
        if _drawn(ink, box) < _HOPELESS * least_drawn:
            continue
        drawn, box = _settled(ink, box)
        left, top, wide, high = box
        within = ink[max(top, 0) : top + high, max(left, 0) : left + wide] > 0
        if drawn >= least_drawn and not _is_filled(within, points):
            yield _weight(drawn, box), box


def _colour_of_ring(inks: Mapping[int, Pixels], box: tuple[int, int, int, int]) -> int | None:
    """The channel of a ring found by its darkness: on a pale blue head a blue one is no ring of its colour alone."""
    return next((channel for channel, ink in inks.items() if _drawn(ink, box) >= _ROUND), None)


def _is_ring(dark: Pixels, box: tuple[int, int, int, int]) -> bool:
    """Whether the circle is a stroke on the page and not one of the many that a square code or a picture is full of."""
    left, top, wide, high = box
    more = round(_BESIDE * wide)
    drawn = _drawn(dark, box)
    beside = _drawn(dark, (left - more, top - more, wide + 2 * more, high + 2 * more))
    return drawn >= _SOLID and drawn - beside >= _CLEARER


def _settled(ink: Pixels, box: tuple[int, int, int, int]) -> tuple[float, tuple[int, int, int, int]]:
    """How much of the circle is drawn, and the box moved to where most is: the search is a few pixels out."""
    drawn = _drawn(ink, box)
    for step in _STEPS:
        left, top, size, _ = box
        around = [
            (left + x - grown, top + y - grown, size + 2 * grown, size + 2 * grown)
            for x in (-step, 0, step)
            for y in (-step, 0, step)
            for grown in (-step, 0, step)
        ]
        drawn, box = max((drawn, box), *((_drawn(ink, other), other) for other in around))
    return drawn, box


def _bent(dark: Pixels, points: float) -> Pixels:
    """Dark strokes that are long and not straight: neither letters nor a table's lines, which slow the search."""
    straight = max(3, round(_STRAIGHT * points))
    for shape in ((1, straight), (straight, 1)):
        dark = cv2.subtract(dark, cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(shape, np.uint8)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    large: Pixels = np.zeros(count, np.uint8)
    large[1:] = np.where(stats[1:, 2:4].max(axis=1) >= _LETTER * points, 255, 0)
    return large[labels]


def _drawn(ink: Pixels, box: tuple[int, int, int, int]) -> float:
    """The share of the ellipse in the box that ink covers, a little to either side allowed."""
    left, top, wide, high = box
    columns = np.rint(left + wide / 2 + (wide / 2 + _TO_EITHER_SIDE) * _COSINES).astype(np.intp)
    rows = np.rint(top + high / 2 + (high / 2 + _TO_EITHER_SIDE) * _SINES).astype(np.intp)
    inside = (rows >= 0) & (rows < ink.shape[0]) & (columns >= 0) & (columns < ink.shape[1])
    np.clip(rows, 0, ink.shape[0] - 1, out=rows)
    np.clip(columns, 0, ink.shape[1] - 1, out=columns)
    return np.count_nonzero(((ink[rows, columns] > 0) & inside).any(axis=0)) / len(_ANGLES)


def _paper_made_white(small: Pixels) -> Pixels:
    """The picture as on white paper in even light: a yellow cast or a shadow makes no colour of its own."""
    tiny = cv2.resize(small, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(tiny, np.ones((9, 9), np.uint8)), 21)
    paper = cv2.resize(paper, small.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.divide(small, cv2.max(paper, 60), scale=245)


def _as_on_white(picture: Pixels) -> Pixels:
    """A stamp's surroundings as on white paper, by the paper's own colour there."""
    gain = 245 / np.maximum(np.percentile(picture.reshape(-1, 3), 90, axis=0), 60)
    return np.clip(picture * gain, 0, 255).astype(np.uint8)


def _ink_of(picture: Pixels, channel: int, least: int = _INK) -> Pixels:
    """Where the picture is clearly red or blue, also through pale or overlaid ink."""
    blue, green, red = (picture[:, :, i].astype(np.int16) for i in range(3))
    if channel == RED:
        own = red - np.maximum(green, blue)
        return (own > least) & (red > _SATURATED) & (green - blue < own)  # orange is a highlighter's
    return (blue - red > least) & (blue > _SATURATED) & (blue - green > least // 3)


def _spread(inked: Pixels) -> Pixels:
    return cv2.dilate(inked.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
