"""Words into lines of text, and lines into the segments that wide gaps part."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from lotgate.model.document import Word
from lotgate.model.geometry import Box
from lotgate.model.table import Line

SEGMENT_GAP = 0.9
"""Share of the line's height that parts two segments; a space between words is 0.2 to 0.4."""


_SPACES = 1.5
"""Letters' widths that part two segments of a line in fixed-width print, where one space is as wide as a letter."""
_SAME_WIDTH = 1.02
_FEWEST_WORDS = 4


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines that ``words`` stand on, from top to bottom; raised and lowered signs belong to their line."""
    return [line_of(row) for row in _rows_of(words)]


def _rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """The words of each line, left to right."""
    rows: list[_Row] = []
    for word in sorted(words, key=_down):
        for row in reversed(rows[-4:]):
            if row.takes(word):
                row.add(word)
                break
        else:
            rows.append(_Row(word))
    if len(rows) < 2:
        return [sorted(row.words, key=_across) for row in rows]
    boxed = [(Box.around([w.box for w in row.words]), row.words) for row in rows]
    boxed.sort(key=lambda row: (row[0].center_y, row[0].x0))
    return [sorted(row, key=_across) for _, row in boxed]


def _down(word: Word) -> tuple[float, float]:
    box = word.box
    return (box.top + box.bottom) / 2, box.x0


def _across(word: Word) -> float:
    return word.box.x0


class _Row:
    """A line's words while they are gathered; what it is asked does not take longer the longer it is."""

    __slots__ = ("_centers", "_tallest", "words")

    def __init__(self, first: Word) -> None:
        self.words = [first]
        self._tallest = first
        self._centers = [(first.box.center_x, 0)]
        """Where each word's middle stands, and the word's place in ``words``; in order."""

    def add(self, word: Word) -> None:
        box, tallest = word.box, self._tallest.box
        if box.bottom - box.top > tallest.bottom - tallest.top:
            self._tallest = word
        insort(self._centers, (box.center_x, len(self.words)))
        self.words.append(word)

    def takes(self, word: Word) -> bool:
        """Whether ``word`` stands on the line: beside its tallest word and beside the one nearest to it."""
        if not _beside(word.box, self._tallest.box):
            return False
        nearest = self._nearest(word.box.center_x)
        return nearest is self._tallest or _beside(word.box, nearest.box)

    def _nearest(self, x: float) -> Word:
        centers = self._centers
        if len(centers) == 1:
            return self.words[0]
        index = bisect_left(centers, (x, 0))
        near = centers[index : index + 1]
        if index:
            near.append(centers[bisect_left(centers, (centers[index - 1][0], 0))])
        return self.words[min([(abs(center - x), place) for center, place in near])[1]]


def _beside(one: Box, two: Box) -> bool:
    # Asked of every word of every line, so that comparisons stand here in place of min(), max() and properties.
    top, bottom = one.top, one.bottom
    lower = bottom - top
    height = two.bottom - two.top
    if height < lower:  # noqa: PLR1730
        lower = height
    share = (bottom if bottom < two.bottom else two.bottom) - (top if top > two.top else two.top)  # noqa: FURB136
    if share < 0.4 * lower:
        return False
    # A word wholly under or over another is on the next line, however the boxes touch.
    return share > 0.75 * lower or one.overlap_x(two) < 0.5 * min(one.width, two.width)


def line_of(words: Sequence[Word]) -> Line:
    """The line that ``words``, left to right, make."""
    segments = segments_of(words)
    return Line(
        words[0].page,
        Box.around([w.box for w in words]),
        "   ".join(joined(segment) for segment in segments),
        tuple(words),
        segments,
    )


def segments_of(words: Sequence[Word]) -> tuple[tuple[Word, ...], ...]:
    """``words`` of one line, left to right, cut where the gap is wider than between words of a sentence."""
    if len(words) == 1:
        return (tuple(words),)
    last = words[0].box
    segments: list[list[Word]] = [[words[0]]]
    right = last.x1
    least = max(SEGMENT_GAP, _SPACES * _pitch(words))
    for word in words[1:]:
        box = word.box
        gap = box.x0 - right
        if gap > least and gap > SEGMENT_GAP * min(last.bottom - last.top, box.bottom - box.top):
            segments.append([word])
        else:
            segments[-1].append(word)
        if box.x1 > right:  # noqa: PLR1730
            right = box.x1
        last = box
    return tuple(tuple(segment) for segment in segments)


def _pitch(words: Sequence[Word]) -> float:
    """The width of a letter where all letters of the line are equally wide, as a typewriter's; else 0."""
    if len(words) < _FEWEST_WORDS:
        return 0.0
    widths = [(word.box.x1 - word.box.x0) / len(word.text) for word in words]
    least = min(widths)
    return least if max(widths) <= _SAME_WIDTH * least else 0.0


def joined(words: Sequence[Word]) -> str:
    """The words of one line as a person would write them: no space where none is printed."""
    if not words:
        return ""
    if len(words) == 1:
        return words[0].text
    parts = [words[0].text]
    right = words[0].box.x1
    for word in words[1:]:
        box = word.box
        gap = box.x0 - right
        if gap >= 0.08 and gap >= 0.08 * (box.bottom - box.top):
            parts.append(" ")
        parts.append(word.text)
        right = box.x1
    return "".join(parts)


def paragraph(words: Iterable[Word]) -> str:
    """The words of a cell, line by line; a line's break is a space, none between ideographs."""
    words = tuple(words)
    if len(words) == 1:
        return words[0].text
    text = ""
    for row in _rows_of(words):
        part = joined(row)
        if not text or (is_ideograph(text[-1]) and is_ideograph(part[0])):
            text += part
        elif text.endswith("-") and len(text) > 1 and text[-2].isalpha() and part[0].islower():
            text = text[:-1] + part
        else:
            text += " " + part
    return text


def is_ideograph(character: str) -> bool:
    """Chinese, Japanese or full-width punctuation: scripts that put no space between words."""
    return "\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or "\uff00" <= character <= "\uff65"
