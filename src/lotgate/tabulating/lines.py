"""Words into lines of text, and lines into the segments that wide gaps part."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from lotgate.model.document import Word
from lotgate.model.geometry import Box
from lotgate.model.table import Line

SEGMENT_GAP = 0.9
"""Share of the line's height that parts two segments; a space between words is 0.2 to 0.4."""


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines that ``words`` stand on, from top to bottom; raised and lowered signs belong to their line."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.box.center_y, w.box.x0)):
        row = next((row for row in reversed(rows[-4:]) if _on_line(word, row)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    lines = [line_of(sorted(row, key=lambda w: w.box.x0)) for row in rows]
    return sorted(lines, key=lambda line: (line.box.center_y, line.box.x0))


def _on_line(word: Word, row: list[Word]) -> bool:
    tallest = max(row, key=lambda w: w.box.height)
    nearest = min(row, key=lambda w: abs(w.box.center_x - word.box.center_x))
    return _beside(word, tallest) and (nearest is tallest or _beside(word, nearest))


def _beside(word: Word, other: Word) -> bool:
    lower = min(word.box.height, other.box.height)
    share = word.box.overlap_y(other.box)
    if share < 0.4 * lower:
        return False
    # A word wholly under or over another is on the next line, however the boxes touch.
    return word.box.overlap_x(other.box) < 0.5 * min(word.box.width, other.box.width) or share > 0.75 * lower


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
    parts = [words[0].text]
    for last, word in itertools.pairwise(words):
        gap = word.box.x0 - last.box.x1
        parts.append(word.text if gap < 0.08 * max(word.box.height, 1.0) else " " + word.text)
    return "".join(parts)


def paragraph(words: Iterable[Word]) -> str:
    """The words of a cell, line by line; a line's break is a space, none between ideographs."""
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


def begins_inside(text: str) -> bool:
    """Whether ``text`` begins as no name does: in lower case, or with a bracket or a sign that goes on."""
    return text[:1].islower() or text[:1] in "(（,，、)）&/"
