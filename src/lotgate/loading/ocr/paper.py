"""Paper made fit for reading: shadows evened, and pages in black and white without any grey, as faxes are, softened.

Engines learn from pictures with grey in them; the steps along the edges of two-toned print mislead them.
"""

from __future__ import annotations

import cv2
import numpy as np

from lotgate.loading.ocr.engine import Pixels

_DARK, _LIGHT = 60, 195
_LEAST_GREY = 0.42
"""Pixels between dark and light for each step across an edge, below which a page has two tones; scans have 0.5 to 3."""
_SPECK = 3
"""Pixels of a speck at most."""
_ALONE = 13
"""Side of the square round a speck that is free of other ink; a decimal point stands nearer to its figures."""
_UNEVEN = 25.0
"""Spread of the paper's brightness, of 255, from which on shadows are evened."""
_SOFT = 0.8
"""Standard deviation, in pixels at 200 dots an inch, of the blur."""


def cleaned(grey: Pixels, ratio: float = 1.0, *, faxed: bool) -> Pixels:
    """The page evened, or softened where it is ``faxed``; ``ratio`` is its fineness to 200 dots an inch."""
    return softened(grey, ratio) if faxed else evened(grey)


def is_two_toned(grey: Pixels) -> bool:
    """Whether the page, at 200 dots an inch, has next to nothing between black and white."""
    ink = grey < (_DARK + _LIGHT) // 2
    steps = int((ink[:, 1:] != ink[:, :-1]).sum()) + int((ink[1:] != ink[:-1]).sum())
    return steps > 0 and int(((grey >= _DARK) & (grey < _LIGHT)).sum()) < _LEAST_GREY * steps


def softened(grey: Pixels, ratio: float = 1.0) -> Pixels:
    """The two-toned page without specks and with soft edges; ``ratio`` is its fineness to 200 dots an inch."""
    return cv2.GaussianBlur(_without_specks(grey), (0, 0), _SOFT * ratio)


def evened(grey: Pixels) -> Pixels:
    """The page as if lit evenly: divided by the brightness of the paper, where that varies."""
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21)
    if np.percentile(paper, 95) - np.percentile(paper, 5) < _UNEVEN:
        return grey
    paper = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32)
    return np.clip(grey.astype(np.float32) * 245 / np.maximum(paper, 60), 0, 255).astype(np.uint8)


def _without_specks(grey: Pixels) -> Pixels:
    ink = cv2.inRange(grey, 0, (_DARK + _LIGHT) // 2)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] <= _SPECK
    small[0] = False
    specks = small[labels]
    print_ = np.where(specks, 0, ink).astype(np.uint8)
    near = cv2.dilate(print_, np.ones((_ALONE, _ALONE), np.uint8))
    return np.where(specks & (near == 0), 255, grey).astype(np.uint8)
