"""Which characters print one word: those of one base line, without white space or a wide gap between them."""

from __future__ import annotations

from collections.abc import Iterator

from lotgate.loading.pdf.glyphs import SPACED, Glyphs
from lotgate.loading.pdf.lettering import Letterings

TALLEST = 1.3
"""Fonts claim up to this many times their size for a line; more is a fault of the font."""
_WORD_GAP = 0.22
"""Share of the line's height that parts two words."""
_HINTED_GAP = 0.1
"""The same where pdfium thinks so too."""
_DOUBLE, _DOUBLED = "ft", 0.38
"""The letters that fonts draw twice at once, and what share of its height neither is wide alone."""
_TRACKED = 0.08
"""Print is letter-spaced where its usual gap is more than this share of its height."""


def runs_of(glyphs: Glyphs, letterings: Letterings) -> Iterator[tuple[int, int]]:
    """The words, each by the index of its first character and the one after its last."""
    x0, x1, aparts = glyphs.x0, glyphs.x1, glyphs.apart
    for start, stop in _print_lines(glyphs):
        if stop - start == 1:
            yield start, stop
            continue
        if glyphs.quarter[start] == 0:
            gaps = [right - left for left, right in zip(x1[start : stop - 1], x0[start + 1 : stop], strict=True)]
        else:
            gaps = [_gap(glyphs, index) for index in range(start + 1, stop)]
        height = max(min(glyphs.height[start], TALLEST * letterings.size_at(start)), 1.0)
        # Letter-spaced print: what is wide elsewhere is the usual distance here.
        close = sorted([gap for gap in gaps if gap < 0.5 * height])
        tracking = max(0.0, close[len(close) // 2]) if len(close) > 3 else 0.0
        tracked = tracking > _TRACKED * height
        limit = _WORD_GAP * height + (tracking if tracked else 0.0)
        hint = limit if tracked else _HINTED_GAP * height
        first = start
        for index, gap in enumerate(gaps, start + 1):
            apart = aparts[index]
            if gap > limit or (apart and (apart >= SPACED or gap > hint)):
                yield first, index
                first = index
        yield first, stop


def _print_lines(glyphs: Glyphs) -> Iterator[tuple[int, int]]:
    """Characters that follow each other on one base line, in the order in which they are printed."""
    columns = (glyphs.x0, glyphs.y0, glyphs.x1, glyphs.y1, glyphs.height, glyphs.quarter)
    start = 0
    left, right, low, high, tall, turned = 0.0, 0.0, 0.0, 0.0, 0.0, -2
    # Asked of every character: comparisons are several times as fast as min() and max(), or a call.
    for index, (x0, y0, x1, y1, height, quarter) in enumerate(zip(*columns, strict=True)):
        if quarter == turned == 0:
            least = tall if tall < height else height  # noqa: FURB136
            if least < 1.0:  # noqa: PLR1730
                least = 1.0
            shared = (high if high < y1 else y1) - (low if low > y0 else y0)  # noqa: FURB136
            follows = -0.6 * least <= x0 - right <= 3 * least and shared >= 0.35 * least
            if not follows and x0 == left and x1 == right and y0 == low and y1 == high:
                follows = _is_ligature(glyphs, index)
        else:
            follows = quarter == turned and _follows_turned(glyphs, index)
        if not follows:
            if index:
                yield start, index
            start = index
        left, right, low, high, tall, turned = x0, x1, y0, y1, height, quarter
    if glyphs.place:
        yield start, len(glyphs.place)


def _is_ligature(glyphs: Glyphs, index: int) -> bool:
    """Whether a character shares one drawing with that before it: "fi", "ff", "tt"; the same drawn twice is bold.

    Both are given the drawing's box, and "ff" is wider than "f".
    """
    sign = glyphs.text[index]
    if sign != glyphs.text[index - 1]:
        return True
    return sign in _DOUBLE and glyphs.x1[index] - glyphs.x0[index] > _DOUBLED * glyphs.height[index]


def _follows_turned(glyphs: Glyphs, index: int) -> bool:
    """Whether a character that is not upright goes on with the one before it."""
    last = index - 1
    least = max(min(glyphs.height[last], glyphs.height[index]), 1.0)
    if not -0.6 * least <= _gap(glyphs, index) <= 3 * least:
        return False
    low, high = (glyphs.x0, glyphs.x1) if glyphs.quarter[index] % 2 else (glyphs.y0, glyphs.y1)
    return min(high[last], high[index]) - max(low[last], low[index]) >= 0.35 * least


def _gap(glyphs: Glyphs, index: int) -> float:
    """The distance from the character before, in the direction of reading."""
    last = index - 1
    if glyphs.quarter[last] == 0:
        return glyphs.x0[index] - glyphs.x1[last]
    if glyphs.quarter[last] == 1:
        return glyphs.y0[index] - glyphs.y1[last]
    if glyphs.quarter[last] == 2:
        return glyphs.x0[last] - glyphs.x1[index]
    return glyphs.y0[last] - glyphs.y1[index]
