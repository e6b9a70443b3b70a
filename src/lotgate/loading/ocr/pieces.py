"""Ink counted against what was read: figures and signs are drawn in one piece each, and more pieces are a doubt.

The engine says what it recognised, never what it passed over. A lost point, a lost sign of comparison and a figure
whose fine strokes did not print all leave pieces of ink that nothing was read from. Signs that touch make fewer pieces,
which says nothing.
"""

from __future__ import annotations

import re

import cv2
import numpy as np

from lotgate.loading.ocr.engine import Mark, Pixels, Reading

_PIECES = {**dict.fromkeys("0123456789.,-–—−+<>()/~～'′^*", 1), **dict.fromkeys("≤≥±:：=", 2), "%": 3, "℃": 2, "°": 1}
_PIECES |= {"i": 2, "j": 2}
"""Most pieces of ink that a sign is drawn in; letters not named here are of one."""
_UNIT = re.compile(r"[A-Za-z/%]{1,4}")
_LEAST = 0.09
"""Share of the print's height that a piece reaches at least in both directions; a point is about 0.12 high."""
_FAINT, _INK = 0.3, 0.55
"""From the paper's brightness (0) to the ink's (1): pieces hold together by what is faint, and have ink in them."""
_CONTRAST = 40.0
_EDGE = 0.15
_MOST = 400
_CROSSES = 0.97
"""Share of the picture's height that only lines of a table reach."""


def is_unit(text: str) -> bool:
    """Whether the text is so short and Latin that a lost sign ("°F", "µg") makes another unit or element of it."""
    return bool(_UNIT.fullmatch(text.strip()))


def is_unaccounted(line: Pixels, reading: Reading) -> bool:
    """Whether a line's picture has more pieces of ink where figures, or a unit, were read than they are drawn in."""
    marks = [mark for mark in reading.marks if not mark.text.isspace()]
    runs = [(0, len(marks) - 1)] if is_unit(reading.text) else _runs(marks)
    pieces = _pieces(line) if runs else []
    for first, last in runs:
        most = sum(_PIECES.get(mark.text, 1) for mark in marks[first : last + 1])
        start = (marks[first - 1].center + marks[first].center) / 2 if first else 0.0
        end = (marks[last].center + marks[last + 1].center) / 2 if last + 1 < len(marks) else 1.0
        if sum(start <= at <= end for at in pieces) > most:
            return True
    return False


def _runs(marks: list[Mark]) -> list[tuple[int, int]]:
    """First and last places of the runs of signs whose pieces are known, with a figure among them."""
    runs: list[tuple[int, int]] = []
    start = None
    for index in range(len(marks) + 1):
        known = index < len(marks) and marks[index].text in _PIECES and not marks[index].text.isalpha()
        if known and start is None:
            start = index
        elif not known and start is not None:
            if any(mark.text.isdecimal() for mark in marks[start:index]):
                runs.append((start, index - 1))
            start = None
    return runs


def _pieces(line: Pixels) -> list[float]:
    """Where the pieces of ink stand, as shares of the picture's width; a table's lines are none."""
    high, wide = line.shape[:2]
    paper, ink = float(np.percentile(line, 90)), float(np.percentile(line, 1))
    if paper - ink < _CONTRAST:
        return []
    faint = cv2.inRange(line, 0, int(paper - _FAINT * (paper - ink)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(faint, connectivity=8)
    inked = np.bincount(labels[line < paper - _INK * (paper - ink)], minlength=count)
    boxes = [tuple(int(v) for v in stats[i][:4]) for i in range(1, min(count, _MOST)) if inked[i]]
    tallest = float(np.percentile([box[3] for box in boxes], 80)) if boxes else 0.0
    least = max(2.0, _LEAST * tallest)
    return [
        (x + w / 2) / wide
        for x, y, w, h in boxes
        if w >= least and h >= least and not _is_at_edge(x, y, w, h, wide, high)
    ]


def _is_at_edge(x: int, y: int, w: int, h: int, wide: int, high: int) -> bool:
    """A table's line, the head or foot of another line of print."""
    if h >= _CROSSES * high or (w >= 0.9 * wide and h < 0.25 * high):
        return True
    beside = (x <= 1 or x + w >= wide - 1) and w < _EDGE * high
    above = y <= 1 or y + h >= high - 1 or y + h / 2 < 0.1 * high or y + h / 2 > 0.9 * high
    return beside or (above and (h < 0.3 * high or w > high))
