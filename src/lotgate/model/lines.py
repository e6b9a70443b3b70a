"""Words into lines of text, and lines into the segments that wide gaps part."""

from __future__ import annotations

import itertools
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from lotgate.model.document import Word
from lotgate.model.geometry import Box
from lotgate.model.table import Line

SEGMENT_GAP = 0.9
"""Share of the line's height that parts two segments; a space between words is 0.2 to 0.4."""


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines that ``words`` stand on, from top to bottom; raised and lowered signs belong to their line."""
    rows: list[_Row] = []
    for word in sorted(words, key=lambda w: (w.box.center_y, w.box.x0)):
        row = next((row for row in reversed(rows[-4:]) if row.takes(word)), None)
        if row is None:
            row = _Row(word)
            rows.append(row)
        row.add(word)
    lines = [line_of(sorted(row.words, key=lambda w: w.box.x0)) for row in rows]
    return sorted(lines, key=lambda line: (line.box.center_y, line.box.x0))


class _Row:
    """A line's words while they are gathered; what it is asked does not take longer the longer it is."""

    __slots__ = ("_centers", "_tallest", "words")

    def __init__(self, first: Word) -> None:
        self.words: list[Word] = []
        self._tallest = first
        self._centers: list[tuple[float, int]] = []
        """Where each word's middle stands, and the word's place in ``words``; in order."""

    def add(self, word: Word) -> None:
        if word.box.height > self._tallest.box.height:
            self._tallest = word
        insort(self._centers, (word.box.center_x, len(self.words)))
        self.words.append(word)

    def takes(self, word: Word) -> bool:
        """Whether ``word`` stands on the line: beside its tallest word and beside the one nearest to it."""
        if not _beside(word, self._tallest):
            return False
        nearest = self._nearest(word.box.center_x)
        return nearest is self._tallest or _beside(word, nearest)

    def _nearest(self, x: float) -> Word:
        centers = self._centers
        index = bisect_left(centers, (x, 0))
        near = centers[index : index + 1]
        if index:
            near.append(centers[bisect_left(centers, (centers[index - 1][0], 0))])
        return self.words[min((abs(center - x), place) for center, place in near)[1]]


def _beside(word: Word, other: Word) -> bool:
    one, two = word.box, other.box
    lower = min(one.height, two.height)
    share = one.overlap_y(two)
    if share < 0.4 * lower:
        return False
    # A word wholly under or over another is on the next line, however the boxes touch.
    return share > 0.75 * lower or one.overlap_x(two) < 0.5 * min(one.width, two.width)


def line_of(words: Sequence[Word]) -> Line:
    """The line that ``words``, left to right, make."""
    segments = segments_of(words)
    return Line(
        words[0].page,
        Box.around(w.box for w in words),
        "   ".join(joined(segment) for segment in segments),
        tuple(words),
        segments,
    )


def segments_of(words: Sequence[Word]) -> tuple[tuple[Word, ...], ...]:
    """``words`` of one line, left to right, cut where the gap is wider than between words of a sentence."""
    segments: list[list[Word]] = [[words[0]]]
    right = words[0].box.x1
    for last, word in itertools.pairwise(words):
        height = max(min(last.box.height, word.box.height), 1.0)
        if word.box.x0 - right > SEGMENT_GAP * height:
            segments.append([])
        segments[-1].append(word)
        right = max(right, word.box.x1)
    return tuple(tuple(segment) for segment in segments)


def joined(words: Sequence[Word]) -> str:
    """The words of one line as a person would write them: no space where none is printed."""
    if not words:
        return ""
    if len(words) == 1:
        return words[0].text
    parts = [words[0].text]
    for last, word in itertools.pairwise(words):
        gap = word.box.x0 - last.box.x1
        parts.append(word.text if gap < 0.08 * max(word.box.height, 1.0) else " " + word.text)
    return "".join(parts)


def paragraph(words: Iterable[Word]) -> str:
    """The words of a cell, line by line; a line's break is a space, none between ideographs."""
    words = tuple(words)
    if len(words) == 1:
        return words[0].text
    text = ""
    for line in lines_of(words):
        part = joined(line.words)
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
