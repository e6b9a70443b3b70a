"""A line as an engine read it, cut into words with boxes and confidences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lotgate.loading.ocr.engine import Mark, Quad, Reading
from lotgate.model.document import Word
from lotgate.model.geometry import Box

_PADDING = 0.1
"""Share of its height that an engine's box of a line stands above and below the print."""
_HALF_WIDTH, _HALF_WIDTH_WIDE = 0.19, 0.4
"""Half of a Latin letter's and of an ideograph's width, as a share of the line's height."""
_HALF_WIDTH_SIGN, _SIGNS = 0.27, frozenset("≤≥±≠≈<>=+~%")
_OPENING, _CLOSING = frozenset("（［【《〈「『〔"), frozenset("）］】》〉」』〕，。、；：")
_OPENING_ROUND, _CLOSING_ROUND = frozenset("(（"), frozenset(")）")
_LAST_NARROW = "\u2e7f"
"""Behind it stand ideographs, and the punctuation that is as wide as they."""
_EMPTY_SIDE, _INKED_SIDE = 0.6, 0.2
"""Brackets and points as wide as an ideograph have their ink on one side of that width."""
_MARGIN = 0.2
"""Share of the line's height that its print begins and ends within the engine's box at most."""
_WIDE_GAP = 0.55
_LEAST_GAP = 0.12
"""Share of the line's height that a printed space is wide at least; less would be read as no space."""
_EM = 0.75
"""Size of the print as a share of the box's height."""

_RAISED = re.compile("[-–−](?=[⁰¹²³⁴⁵⁶⁷⁸⁹])")
"""A dash before raised figures is raised too: 10⁻⁵."""

Place = Callable[[Box], Box]
"""From a box on the straight page, in points, to the one on the page as shown."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of text: where it stands on the straight picture, in pixels, and what it says.

    ``sure`` bounds the confidence of every word with a digit or a sign of comparison in it.
    """

    quad: Quad
    reading: Reading
    sure: float = 1.0
    upright: bool = True


@dataclass(frozen=True, slots=True)
class _Span:
    """A character with its edges as shares of the line's width."""

    mark: Mark
    left: float
    right: float


def words_of(line: ReadLine, page: int, scale: float, place: Place | None) -> Iterator[Word]:
    """The line's words, left to right, in points; ``scale`` is pixels to the point."""
    wide = max(line.quad[1][0] - line.quad[0][0], 1.0)
    high = max(line.quad[3][1] - line.quad[0][1], line.quad[2][1] - line.quad[1][1], 1.0)
    for run in _runs(line.reading, high / wide if line.upright else wide / high):
        spans = run[1:] if _begins_with_speck(run) else run
        text = _RAISED.sub("⁻", "".join(span.mark.text for span in spans))
        confidence = confidence_of([span.mark for span in spans], line.sure)
        box = _box(line, spans[0].left, spans[-1].right, scale)
        size = round(_EM * min(high, wide) / scale if not line.upright else _EM * high / scale, 2)
        shown = place(box) if place else None
        yield Word(text, page, box, size=size, confidence=confidence, upright=line.upright, place=shown)


def _begins_with_speck(spans: Sequence[_Span]) -> bool:
    """No word begins with a raised point before a stroke ("/50 g")."""
    return [span.mark.text for span in spans[:2]] == ["·", "/"]


def confidence_of(marks: list[Mark], sure: float) -> float:
    """The least sure character's confidence; for what carries a value, no more than the second look left."""
    least = min(mark.confidence for mark in marks)
    return round(min(least, sure), 4)


def _box(line: ReadLine, left: float, right: float, scale: float) -> Box:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = line.quad
    if not line.upright:
        xs, ys = (ax, bx, cx, dx), (ay, by, cy, dy)
        return Box(min(xs) / scale, min(ys) / scale, max(xs) / scale, max(ys) / scale)
    middle = (left + right) / 2
    top, bottom = ay + (by - ay) * middle, dy + (cy - dy) * middle
    padding = _PADDING * (bottom - top)
    start, end = ax + (bx - ax) * left, ax + (bx - ax) * right
    return Box(start / scale, (top + padding) / scale, max(end, start) / scale, max(bottom - padding, top) / scale)


def _runs(reading: Reading, flatness: float) -> Iterator[list[_Span]]:
    """The characters between spaces and wide gaps; ``flatness`` is the line's height to its width."""
    spans = _spans(reading, flatness)
    run: list[_Span] = []
    for last, span in pairwise([None, *spans]):
        if span is None:
            continue
        spaced = span.mark.text.isspace()
        if run and (spaced or (last is not None and span.left - last.right > _WIDE_GAP * flatness)):
            yield run
            run = []
        if not spaced:
            run.append(span)
    if run:
        yield run


def _spans(reading: Reading, flatness: float) -> list[_Span]:
    """Each character with its edges: a usual width round its middle, never beyond the middle between two."""
    printed = [mark for mark in reading.marks if not mark.text.isspace()]
    edges: dict[int, tuple[float, float]] = {}
    after_space = _follow_space(reading)
    texts = _with_wide_brackets([mark.text for mark in printed])
    for index, mark in enumerate(printed):
        before, after = _sides(texts[index])
        edges[index] = (max(mark.center - flatness * before, 0.0), min(mark.center + flatness * after, 1.0))
    if printed:  # the engine sees a line's first letter late and its last one early
        edges[0] = (min(edges[0][0], _MARGIN * flatness), edges[0][1])
        last = len(printed) - 1
        edges[last] = (edges[last][0], max(edges[last][1], 1 - _MARGIN * flatness))
    for index in range(1, len(printed)):
        (left, right), (own_left, own_right) = edges[index - 1], edges[index]
        gap = _LEAST_GAP * flatness if index in after_space else 0.0
        if own_left - right < gap:
            middle = (printed[index - 1].center + printed[index].center) / 2
            right, own_left = max(middle - gap / 2, 0.0), min(middle + gap / 2, 1.0)
            edges[index - 1] = (min(left, right), max(right, min(left, right)))
            edges[index] = (own_left, max(own_left, own_right))
    placed = iter(edges.values())
    return [
        _Span(mark, mark.center, mark.center) if mark.text.isspace() else _Span(mark, *next(placed))
        for mark in reading.marks
    ]


def _with_wide_brackets(texts: Sequence[str]) -> list[str]:
    """The signs of a line, its brackets as wide as its ideographs where one closes and the next opens: ``)(``.

    Engines read wide brackets as narrow ones, and then the paper beside both seems to part two cells.
    """
    if not any(text > _LAST_NARROW for text in texts):
        return list(texts)
    wide = list(texts)
    for index, (first, second) in enumerate(pairwise(texts)):
        if first in _CLOSING_ROUND and second in _OPENING_ROUND:
            wide[index : index + 2] = "）（"
    return wide


def _sides(text: str) -> tuple[float, float]:
    """How far a character reaches to the left and right of where its ink is, as shares of the line's height."""
    if text in _OPENING:
        return _EMPTY_SIDE, _INKED_SIDE
    if text in _CLOSING:
        return _INKED_SIDE, _EMPTY_SIDE
    half = _HALF_WIDTH_SIGN if text in _SIGNS else _HALF_WIDTH_WIDE if text > _LAST_NARROW else _HALF_WIDTH
    return half, half


def _follow_space(reading: Reading) -> set[int]:
    """Which printed characters, counted without spaces, come after one."""
    found, count, spaced = set(), 0, False
    for mark in reading.marks:
        if mark.text.isspace():
            spaced = True
            continue
        if spaced:
            found.add(count)
        count, spaced = count + 1, False
    return found
