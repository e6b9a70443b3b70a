"""Text that knows the words it was printed in, so that any part of it can be shown on the page."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from lotgate.model.document import Word
from lotgate.model.evidence import Evidence, Fact
from lotgate.model.geometry import Box

_TOUCHING = 0.08
"""Share of the line's height below which two words are printed without a space."""
_WIDE = 0.9
"""Share of the line's height that parts two runs of words."""
_SAME_LINE = 0.5
_OVERPRINTED = 0.7


@dataclass(frozen=True)
class Printed:
    """A run of text; ``spans`` say where each of its words stands in ``text``, left to right."""

    text: str
    spans: tuple[tuple[int, int, Word], ...]

    @staticmethod
    def of(words: Sequence[Word]) -> Printed:
        """The words of one line, spaced as printed."""
        parts: list[str] = []
        spans: list[tuple[int, int, Word]] = []
        place = 0
        right: float | None = None
        for word in words:
            text, box = word.text, word.box
            if right is not None and box.x0 - right >= _TOUCHING * max(box.bottom - box.top, 1.0):
                parts.append(" ")
                place += 1
            parts.append(text)
            spans.append((place, place + len(text), word))
            place += len(text)
            right = box.x1
        return Printed("".join(parts), tuple(spans))

    @staticmethod
    def joined(parts: Iterable[Printed]) -> Printed:
        """Several runs as one, as a person would write them: no space between ideographs."""
        text, spans = "", []
        for part in parts:
            if text and part.text and not (_is_ideograph(text[-1]) and _is_ideograph(part.text[0])):
                text += " "
            spans += [(start + len(text), end + len(text), word) for start, end, word in part.spans]
            text += part.text
        return Printed(text, tuple(spans))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple([word for _, _, word in self.spans])

    @cached_property
    def box(self) -> Box:
        return Box.around([word.box for _, _, word in self.spans])

    def cut(self, start: int, end: int | None = None) -> Printed:
        """The part from ``start`` to ``end``, without white space at its ends."""
        end = len(self.text) if end is None else end
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        spans = tuple(
            (max(a, start) - start, min(b, end) - start, word) for a, b, word in self.spans if a < end and b > start
        )
        return Printed(self.text[start:end], spans)

    def without(self, leading: str, trailing: str = "") -> Printed:
        """The text without any of the characters ``leading`` at its start and ``trailing`` at its end."""
        start = len(self.text) - len(self.text.lstrip(leading))
        return self.cut(start, max(start, len(self.text.rstrip(trailing)) if trailing else len(self.text)))

    def fact(self, confidence: float) -> Fact:
        """The text as a fact; the least sure of its words bounds its confidence. ``ValueError`` without words."""
        sure = min((word.confidence for word in self.words), default=0.0)
        if any(_overprinted(a.box, b.box) for a, b in itertools.pairwise(self.words)):
            sure *= _OVERPRINTED
        return Fact(self.text, Evidence.of(self.words), round(confidence * sure, 4))


def _overprinted(one: Box, other: Box) -> bool:
    """Whether two words stand on each other: their order, and so the text, is a guess."""
    across = one.overlap_x(other) > 0.3 * min(one.width, other.width)
    return across and one.overlap_y(other) > 0.5 * min(one.height, other.height)


def runs_of(words: Iterable[Word]) -> list[list[Printed]]:
    """The lines that ``words`` of one cell stand on, top to bottom, each as its runs parted by wide gaps."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.box.center_y, w.box.x0)):
        if rows and abs(rows[-1][0].box.center_y - word.box.center_y) < _SAME_LINE * max(word.box.height, 1.0):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_runs(sorted(row, key=lambda w: w.box.x0)) for row in rows]


def _runs(row: Sequence[Word]) -> list[Printed]:
    runs: list[list[Word]] = [[row[0]]]
    for last, word in itertools.pairwise(row):
        if word.box.x0 - last.box.x1 > _WIDE * max(min(last.box.height, word.box.height), 1.0):
            runs.append([])
        runs[-1].append(word)
    return [Printed.of(run) for run in runs]


def is_chinese(text: str) -> bool:
    """Whether there is an ideograph in ``text``."""
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def _is_ideograph(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uff65"
