"""The lines of a page read, and those that carry a value read again from a finer picture."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np

from lotgate.loading.ocr.crops import (
    as_it_stands,
    closer,
    cut,
    is_cut_short,
    split_at_rulings,
    split_stacked,
    usual_height,
)
from lotgate.loading.ocr.engine import OcrEngine, Pixels, Quad, Reading
from lotgate.loading.ocr.overlooked import (
    Overlooked,
    as_dash,
    as_slash,
    is_drawn_as_dash,
    is_drawn_as_slash,
    is_print,
    overlooked,
)
from lotgate.loading.ocr.pieces import is_unaccounted, is_unit
from lotgate.loading.ocr.second_look import (
    CONFUSABLE,
    MOST,
    certainty,
    has_separator,
    lost_point,
    may_be_worded,
    needs_second_look,
    separators_disagree,
)
from lotgate.loading.ocr.separators import are_commas, tails, with_comma
from lotgate.loading.ocr.straighten import Straightening
from lotgate.loading.ocr.words import ReadLine
from lotgate.model.document import Ruling

_LEAST_MEAN = 0.5
"""A line read with less than this mean confidence is a drawing or a signature, not print."""
_SIGN_WIDE, _SIGN_HIGH, _SIGN_MARGIN = 1.5, 1.3, 0.4
"""How wide a lone sign's place is at most, to its height; how high, to the usual line's; what margin helps."""
_SIGN = re.compile(r"[<>≤≥±＜＞]|[0-9]{1,2}")


def lines_read(
    grey: Pixels,
    scale: float,
    quads: Sequence[Quad],
    rulings: Sequence[Ruling],
    engine: OcrEngine,
    *,
    is_blackened: Callable[[Quad], bool],
) -> list[ReadLine]:
    """What the lines at ``quads`` on the straight picture say, cell by cell, and what of a table was passed over.

    ``scale`` is pixels to the point. A line that a doubtful ruling cuts is doubted. Where a black stamp stood
    (``is_blackened``) no dashes are looked for: what it left looks like them.
    """
    places = split_stacked(grey, split_at_rulings(quads, rulings, scale))
    passed = [p for p in overlooked(grey, scale, places, rulings) if not (p.dash and is_blackened(p.quad))]
    lines = [*_read(grey, places, engine), *_overlooked(grey, passed, engine)]
    return [_doubted(line) if is_cut_short(line.quad, rulings, scale) else line for line in lines]


def looked_at_again(
    lines: Sequence[ReadLine],
    grey: Pixels,
    how: Straightening,
    ratio: float,
    engine: OcrEngine,
    *,
    is_stamped: Callable[[Quad], bool],
) -> list[ReadLine]:
    """The lines, each that carries a value with what a second look at a finer picture leaves of its certainty.

    ``grey`` is the page as shown, not straightened, ``ratio`` times as fine as the picture that ``how`` straightens.
    Where a stamp stood (``is_stamped``), a value in words is looked at again too: ink may hide a sign of it.
    """
    chosen = [
        i
        for i, line in enumerate(lines)
        if line.upright and (needs_second_look(line.reading) or (may_be_worded(line.reading) and is_stamped(line.quad)))
    ]
    crops = [closer(grey, lines[i].quad, how, ratio) for i in chosen]
    again = engine.read(crops)
    out = [replace(line, sure=min(line.sure, MOST)) for line in lines]
    for i, second in zip(chosen, again, strict=True):
        out[i] = _settled(lines[i], second)
        if lost_point(out[i].reading) and is_stamped(lines[i].quad):
            out[i] = _doubted(out[i])
    for i, crop in _with_units(chosen, crops, out, lambda i: closer(grey, lines[i].quad, how, ratio)):
        out[i] = _doubted(out[i]) if is_unaccounted(crop, out[i].reading) else out[i]
    if not separators_disagree(line.reading for line in out):
        return out
    if are_commas([tail for crop, second in zip(crops, again, strict=True) for tail in tails(crop, second)]):
        return [_with_comma(line) for line in out]
    return [_doubted(line) if has_separator(line.reading) else line for line in out]


def _read(grey: Pixels, quads: Sequence[Quad], engine: OcrEngine) -> list[ReadLine]:
    upright = _uprightness(quads)
    crops = [cut(grey, quad) if not up else as_it_stands(grey, quad) for quad, up in zip(quads, upright, strict=True)]
    read = engine.read(crops)
    lines = [ReadLine(quad, r, upright=up) for quad, r, up in zip(quads, read, upright, strict=True)]
    legible = [_is_legible(line.reading) for line in lines]
    lone = [i for i, line in enumerate(lines) if not legible[i] and _may_be_sign(line.quad, quads)]
    for i, second in zip(lone, engine.read([_with_margin(crops[i]) for i in lone]) if lone else (), strict=True):
        lines[i] = _doubted(replace(lines[i], reading=_nearer_to_sign(lines[i].reading, second)))
    usual = usual_height(quads)
    lines = [_as_drawn(grey, line, usual) for line in lines]
    return [line for i, line in enumerate(lines) if legible[i] or (i in lone and line.reading.text.strip())]


def _as_drawn(grey: Pixels, line: ReadLine, height: float) -> ReadLine:
    """A lone stroke as the dash or the slash that its shape makes it, however it was read."""
    if is_drawn_as_dash(grey, line.quad, line.reading, height):
        return replace(line, reading=as_dash(line.reading))
    return replace(line, reading=as_slash(line.reading)) if is_drawn_as_slash(grey, line.quad, line.reading) else line


def _is_legible(reading: Reading) -> bool:
    return bool(reading.text.strip()) and reading.mean >= _LEAST_MEAN


def _may_be_sign(quad: Quad, quads: Sequence[Quad]) -> bool:
    """Whether a place that could not be read may hold a lone sign: a limit without its ``≤`` would be another limit."""
    wide, high = math.dist(quad[0], quad[1]), math.dist(quad[0], quad[3])
    usual = float(np.median([math.dist(other[0], other[3]) for other in quads]))
    middle = (quad[0][1] + quad[3][1]) / 2
    beside = any(other[0][1] < middle < other[3][1] for other in quads if other is not quad)
    return beside and wide <= _SIGN_WIDE * high and high <= _SIGN_HIGH * usual


def _with_margin(crop: Pixels) -> Pixels:
    """The crop with paper around it, in which an engine that was trained on lines reads a lone sign better."""
    more = round(_SIGN_MARGIN * crop.shape[0])
    return cv2.copyMakeBorder(crop, more // 3, more // 3, more, more, cv2.BORDER_REPLICATE)


def _nearer_to_sign(first: Reading, second: Reading) -> Reading:
    """The surer of the two readings, one that says a sign or a figure before one that says letters."""
    return max(first, second, key=lambda reading: (bool(_SIGN.fullmatch(reading.text.strip())), reading.mean))


def _overlooked(grey: Pixels, found: Sequence[Overlooked], engine: OcrEngine) -> list[ReadLine]:
    """Short print in the cells of tables that the search for lines passed over."""
    read = engine.read([as_it_stands(grey, piece.quad) for piece in found]) if found else []
    lines = [ReadLine(piece.quad, reading) for piece, reading in zip(found, read, strict=True)]
    return [
        replace(line, reading=as_dash(line.reading)) if piece.dash else _as_drawn(grey, line, 0.0)
        for piece, line in zip(found, lines, strict=True)
        if piece.dash or is_print(line.reading)
    ]


def _uprightness(quads: Sequence[Quad]) -> list[bool]:
    """False for lines that run up or down; a lone figure 1 is high and narrow too, but no higher than a line."""
    sizes = [(math.dist(quad[0], quad[1]), math.dist(quad[0], quad[3])) for quad in quads]
    usual = float(np.median([min(size) for size in sizes])) if sizes else 0.0
    return [not (high > 1.5 * wide and high > 2.2 * usual) for wide, high in sizes]


def _with_units(
    chosen: Sequence[int], crops: Sequence[Pixels], lines: Sequence[ReadLine], crop_of: Callable[[int], Pixels]
) -> Iterator[tuple[int, Pixels]]:
    """The lines looked at again, by their places, with their pictures; and those that may be a unit, not read again."""
    yield from zip(chosen, crops, strict=True)
    yield from ((i, crop_of(i)) for i, line in enumerate(lines) if line.upright and is_unit(line.reading.text))


def _with_comma(line: ReadLine) -> ReadLine:
    """On a page of decimal commas: what was read as a point is shown as the comma it looks like, with doubt."""
    if not has_separator(line.reading) or "," in line.reading.text:
        return line
    return _doubted(replace(line, reading=with_comma(line.reading) or line.reading))


def _doubted(line: ReadLine) -> ReadLine:
    return replace(line, sure=min(line.sure, CONFUSABLE))


def _settled(line: ReadLine, second: Reading) -> ReadLine:
    """The line by the reading that is surer of its least sure character, and how sure the two together are."""
    first = line.reading
    better = second if second.marks and second.least > first.least else first
    return replace(line, reading=better, sure=min(line.sure, certainty(first, second)))
