"""Decimal commas and points told apart by their shape: a comma's tail hangs below the line that figures stand on.

On a coarse scan an engine reads many commas as points, some of them surely. How far the sign hangs down is measured in
the picture; one sign proves little, a whole page of them does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np

from lotgate.loading.ocr.engine import Mark, Pixels, Reading

_HIGH, _LOW = 0.7, 0.5
"""Shares of the line's tallest sign: a figure is at least so high, a point or comma at most."""
_COMMA = 0.06
"""Share of a figure's height that half of a page's commas hang down at least; points do by 0.02 at most."""
_INK = 0.35
"""From the paper's brightness (0) to the middle between paper and ink (1): a tail is fainter than a figure."""
_ENOUGH = 20
"""Signs measured on a page that say which they are."""
_FIGURE = re.compile(r"[<>≤≥±+-]?\s*[0-9]+\.[0-9]+")


def are_commas(measured: Sequence[float]) -> bool:
    """Whether the signs between the figures of a page, by their ``tails``, are commas."""
    return len(measured) >= _ENOUGH and median(measured) >= _COMMA


def with_comma(reading: Reading) -> Reading | None:
    """A lone figure with its point as the comma that it must be; ``None`` where the reading is no such figure."""
    if not _FIGURE.fullmatch(reading.text.strip()):
        return None
    return Reading(tuple(replace(mark, text=",") if mark.text == "." else mark for mark in reading.marks))


def tails(line: Pixels, reading: Reading) -> list[float]:
    """How far each point or comma between two figures hangs below them, in heights of a figure."""
    signs = [
        sign
        for before, sign, after in zip(reading.marks, reading.marks[1:], reading.marks[2:], strict=False)
        if sign.text in ".," and before.text.isdecimal() and after.text.isdecimal()
    ]
    if not signs or line.shape[0] < 12:
        return []
    middle, _ = cv2.threshold(line, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = cv2.inRange(line, 0, int(_INK * middle + (1 - _INK) * np.percentile(line, 90)))
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes = [tuple(int(v) for v in stats[i][:4]) for i in range(1, min(count, 200))]
    tallest = max((high for _, _, _, high in boxes), default=0)
    figures = [box for box in boxes if box[3] >= _HIGH * tallest and box[3] < 0.98 * line.shape[0]]
    small = [box for box in boxes if 2 <= box[3] <= _LOW * tallest]
    if not figures:
        return []
    return [t for sign in signs if (t := _tail(sign, figures, small, line.shape[1])) is not None]


def _tail(sign: Mark, figures: Sequence[tuple[int, ...]], small: Sequence[tuple[int, ...]], width: int) -> float | None:
    at = sign.center * width
    beside = sorted(figures, key=lambda box: abs(box[0] + box[2] / 2 - at))[:2]
    foot = median(top + high for _, top, _, high in beside)
    height = median(high for _, _, _, high in beside)
    near = [
        box
        for box in small
        if abs(box[0] + box[2] / 2 - at) < 0.5 * height
        and foot - 0.35 * height < box[1] + box[3] / 2 < foot + 0.3 * height
    ]
    if not near:
        return None
    _, top, _, high = min(near, key=lambda box: abs(box[0] + box[2] / 2 - at))
    return float((top + high - foot) / height)
