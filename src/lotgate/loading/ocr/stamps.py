"""Red and blue stamps, separated by colour so that the print beneath can be read.

Ink of one colour is nearly as bright as paper in the channel of that colour, while black print is dark in all three: in
the stamp's own channel only the print remains. That is done where a stamp stands and nowhere else, so that red or blue
print elsewhere on the page is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from lotgate.loading.ocr.engine import Pixels

_SMALLEST, _LARGEST = 45.0, 190.0
"""Points across: company stamps are 30 to 58 mm, about 85 to 165 points; photographs make them smaller."""
_NARROWEST = 36.0
_SATURATED = 55
_INK = 40
_BRIGHT = 150
_LOOKED_AT = 1.4
"""Pixels to the point in the picture where stamps are looked for."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp's place in pixels, and the channel (0 blue, 2 red) in which its ink is bright."""

    left: int
    top: int
    right: int
    bottom: int
    channel: int


def grey_without_stamps(picture: Pixels, scale: float) -> tuple[Pixels, list[Stamp]]:
    """The picture in grey without its coloured stamps, and the stamps; ``scale`` is pixels to the point."""
    grey = _without_highlighter(picture)
    stamps = list(stamps_of(picture, scale))
    for stamp in stamps:
        place = np.s_[stamp.top : stamp.bottom, stamp.left : stamp.right]
        own = picture[place][:, :, stamp.channel].astype(np.float32)
        inked = _ink_of(picture[place], stamp.channel)
        if not inked.any():
            continue
        # What is bright in the stamp's own channel is made as bright as the paper around; print stays dark.
        level = float(np.percentile(own[inked], 60))
        paper = float(np.percentile(own, 95))
        lifted = np.clip(own * paper / max(level, 1.0), 0, 255)
        grey[place] = np.where(_spread(inked), np.maximum(lifted, grey[place]), grey[place]).astype(np.uint8)
    return grey, stamps


def _without_highlighter(picture: Pixels) -> Pixels:
    """In grey, with what is as yellow as a highlighter as bright as its brightest channel."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    yellow = cv2.min(picture[:, :, 1], picture[:, :, 2]) > _BRIGHT
    return np.where(yellow, np.maximum(picture[:, :, 1], picture[:, :, 2]), grey)


def stamps_of(picture: Pixels, scale: float) -> Iterator[Stamp]:
    """Stamps: ink of one colour, as large as a stamp, drawn as a frame with signs inside."""
    shrunk = min(1.0, _LOOKED_AT / scale)
    small = cv2.resize(picture, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
    points = scale * shrunk
    for channel in (2, 0):
        ink = _ink_of(small, channel).astype(np.uint8) * 255
        reach = max(3, round(4 * points))
        joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        for index in range(1, min(count, 2_000)):
            x, y, wide, high = (int(value) for value in stats[index][:4])
            if _is_stamp(ink[y : y + high, x : x + wide], labels[y : y + high, x : x + wide] == index, points):
                edge = round(3 * points)
                box = (x - edge, y - edge, x + wide + edge, y + high + edge)
                left, top, right, bottom = (round(value / shrunk) for value in box)
                rows, columns = picture.shape[:2]
                yield Stamp(max(left, 0), max(top, 0), min(right, columns), min(bottom, rows), channel)


def _is_stamp(ink: Pixels, own: Pixels, points: float) -> bool:
    """Whether the ink reaches round all four sides of a box of a stamp's size and shape."""
    high, wide = ink.shape
    if not (_SMALLEST * points <= max(high, wide) <= _LARGEST * points) or min(high, wide) < max(
        _NARROWEST * points, 0.45 * max(high, wide)
    ):
        return False
    drawn = (ink > 0) & own
    if not 0.04 < drawn.mean() < 0.75:
        return False
    rim_x, rim_y = max(2, wide // 6), max(2, high // 6)
    sides = (drawn[:rim_y], drawn[-rim_y:], drawn[:, :rim_x].T, drawn[:, -rim_x:].T)
    return all(side.any(axis=0).mean() > 0.3 for side in sides)


def _ink_of(picture: Pixels, channel: int) -> Pixels:
    """Where the picture is clearly red (2) or blue (0), also through pale or overlaid ink."""
    blue, green, red = (picture[:, :, i].astype(np.int16) for i in range(3))
    if channel == 2:
        return (red - np.maximum(green, blue) > _INK) & (red > _SATURATED)
    return (blue - red > _INK) & (blue > _SATURATED) & (blue - green > _INK // 3)


def _spread(inked: Pixels) -> Pixels:
    return cv2.dilate(inked.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
