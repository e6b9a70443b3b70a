"""What a round stamp says along its rim: the band of signs unrolled into a line and read as one."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np

from lotgate.loading.ocr.engine import OcrEngine, Pixels, Reading
from lotgate.loading.ocr.stamps import RED, Stamp

_OUTER, _INNER = 0.93, 0.6
"""Where signs stand between the middle and the ring, as shares of the radius."""
_MIDDLE = 0.8
_EDGE = 3.0
"""Points that a stamp's place reaches beyond its ring."""
_LEAST_MEAN = 0.6
_SHORTEST = 4
_FILLED = 0.04
"""Share of a column of the band that ink must cover to be part of a sign."""


def rims(picture: Pixels, scale: float, stamps: Sequence[Stamp], engine: OcrEngine) -> list[Reading | None]:
    """The reading of each coloured stamp's rim, in order; ``None`` where nothing legible stands there.

    ``scale`` is pixels of ``picture`` to the point; the stamps' places are in its pixels.
    """
    bands = {i: _band(picture, stamp, scale) for i, stamp in enumerate(stamps) if _is_round(stamp)}
    read = dict(zip(bands, engine.read(list(bands.values())), strict=True)) if bands else {}
    return [read[i] if i in read and _is_legible(read[i]) else None for i in range(len(stamps))]


def _is_round(stamp: Stamp) -> bool:
    wide, high = stamp.right - stamp.left, stamp.bottom - stamp.top
    return stamp.channel is not None and 0.85 < wide / max(high, 1) < 1.18


def _is_legible(reading: Reading) -> bool:
    return len(reading.text.strip()) >= _SHORTEST and reading.mean >= _LEAST_MEAN


def _band(picture: Pixels, stamp: Stamp, scale: float) -> Pixels:
    """The rim's signs on a straight line, dark on white, from the gap at the foot clockwise round to it."""
    x, y = (stamp.left + stamp.right) / 2, (stamp.top + stamp.bottom) / 2
    radius = (stamp.right - stamp.left + stamp.bottom - stamp.top) / 4 - _EDGE * scale
    place = np.s_[stamp.top : stamp.bottom, stamp.left : stamp.right]
    plain = _ink_alone(picture[place], stamp.channel)
    turns = np.linspace(0, 2 * math.pi, max(32, round(2 * math.pi * _MIDDLE * radius)), endpoint=False)
    reach = np.linspace(_OUTER, _INNER, max(8, round((_OUTER - _INNER) * radius)))[:, None] * radius
    columns = (x - stamp.left - reach * np.sin(turns)[None]).astype(np.float32)
    rows = (y - stamp.top + reach * np.cos(turns)[None]).astype(np.float32)
    band = cv2.remap(plain, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    return _from_gap(band)


def _ink_alone(picture: Pixels, channel: int | None) -> Pixels:
    """The stamp's ink dark on white; print of any other colour is left out."""
    blue, green, red = (picture[:, :, i].astype(np.float32) for i in range(3))
    own = red - np.maximum(green, blue) if channel == RED else blue - red
    most = max(float(np.percentile(own, 97)), 20.0)
    paper = max(float(np.percentile(own, 30)), 0.0)
    return (255 - np.clip((own - paper) / max(most - paper, 1.0), 0, 1) * 255).astype(np.uint8)


def _from_gap(band: Pixels) -> Pixels:
    """The band turned so that it starts and ends in its widest gap, which is then cut off."""
    outer = band[band.shape[0] // 10 : band.shape[0] // 2]  # a line of print across the foot reaches less far out
    inked = (outer < 128).mean(axis=0) > _FILLED
    places = np.nonzero(inked)[0]
    if len(places) < 2:
        return band
    gaps: Pixels = np.diff(np.append(places, places[0] + band.shape[1]))
    widest = int(gaps.argmax())
    first = int(places[(widest + 1) % len(places)])
    length = band.shape[1] - int(gaps[widest]) + 1
    margin = band.shape[0] // 4
    turned = np.roll(band, margin - first, axis=1)[:, : length + 2 * margin]
    return np.ascontiguousarray(turned)
