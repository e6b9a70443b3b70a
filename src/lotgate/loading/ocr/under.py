"""Lines under stamps: found again where a stamp was taken away, since its strokes run into the print."""

from __future__ import annotations

from collections.abc import Sequence

from lotgate.loading.ocr.engine import OcrEngine, Pixels, Quad, around
from lotgate.loading.ocr.stamps import Stamp
from lotgate.model.geometry import Box

_AROUND = 0.25
"""Share of a stamp's size around it that is looked at too, so that lines are seen whole."""
_SAME = 0.5
"""Share of a line's own area within another from which on it is that line."""


def lines_under(stamps: Sequence[Stamp], plain: Pixels, seen: Sequence[Quad], engine: OcrEngine) -> list[Quad]:
    """The lines ``seen``, those that a stamp touches found anew on the ``plain`` picture, which is without it."""
    lines = list(seen)
    for stamp in stamps:
        lines = _found_again(stamp, plain, lines, engine)
    return lines


def _found_again(stamp: Stamp, plain: Pixels, lines: Sequence[Quad], engine: OcrEngine) -> list[Quad]:
    mark = Box(stamp.left, stamp.top, stamp.right, stamp.bottom)
    untouched = [quad for quad in lines if not _touches(around(quad), mark)]
    region = _looked_at(mark, [around(quad) for quad in lines if _touches(around(quad), mark)], plain)
    left, top = round(region.x0), round(region.top)
    picture = plain[top : round(region.bottom), left : round(region.x1)]
    found = [_moved(quad, left, top) for quad in engine.find(picture)]
    kept = [around(quad) for quad in untouched]
    return [*untouched, *(quad for quad in found if not _stands_there(around(quad), kept))]


def _looked_at(mark: Box, touched: Sequence[Box], plain: Pixels) -> Box:
    """The stamp and the whole of the lines that it touches."""
    high, wide = plain.shape[:2]
    edge = _AROUND * max(mark.width, mark.height)
    whole = Box.around([mark, *touched])
    return Box(
        max(whole.x0 - edge, 0), max(whole.top - edge, 0), min(whole.x1 + edge, wide), min(whole.bottom + edge, high)
    )


def _touches(line: Box, mark: Box) -> bool:
    return line.overlap_x(mark) > 0 and line.overlap_y(mark) > 0


def _stands_there(line: Box, kept: Sequence[Box]) -> bool:
    own = line.width * line.height
    return any(
        line.overlap_x(other) > 0 and line.overlap_x(other) * line.overlap_y(other) > _SAME * own for other in kept
    )


def _moved(quad: Quad, left: int, top: int) -> Quad:
    a, b, c, d = ((x + left, y + top) for x, y in quad)
    return (a, b, c, d)
