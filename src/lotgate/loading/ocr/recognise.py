"""One page's picture to words and ruling lines: the recipe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import cv2
import numpy as np

from lotgate.loading.ocr.crops import cut
from lotgate.loading.ocr.engine import OcrEngine, Pixels, Quad, Reading, around
from lotgate.loading.ocr.formulas import with_formulas
from lotgate.loading.ocr.lines import lines_read, looked_at_again
from lotgate.loading.ocr.paper import cleaned, is_two_toned, softened
from lotgate.loading.ocr.rims import rims
from lotgate.loading.ocr.rulings import rulings_of
from lotgate.loading.ocr.second_look import CONFUSABLE
from lotgate.loading.ocr.stamps import BLUE, RED, Stamp, grey_without_stamps, stamps_of
from lotgate.loading.ocr.straighten import Straightening, flattened, straightened, turned, upright_quarters
from lotgate.loading.ocr.words import Place, words_of
from lotgate.model.document import Raster, Ruling, Seal, Word
from lotgate.model.geometry import Box

DOTS_PER_INCH = 200.0
CLOSER = 300.0
"""Dots per inch of the second look."""
_BLANK = 0.0005
"""Share of dark pixels under which a page without text is an empty page, not an unread one."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a page's picture says. ``quarters`` clockwise turn the page upright; sizes and boxes are of the turned page.

    ``blank`` is true where nothing is drawn at all.
    """

    quarters: int
    width: float
    height: float
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    blank: bool = False
    seals: tuple[Seal, ...] = ()


def recognise(
    raster: Callable[[float], Raster], number: int, size: tuple[float, float], engine: OcrEngine
) -> Recognised:
    """Page ``number``, ``size`` points large as it comes; ``raster`` gives its pixels at a number of dots per inch."""
    coarse = _pixels(raster(DOTS_PER_INCH))
    stamps, plain = _plain(coarse, size[0])
    faxed = is_two_toned(plain)
    # A stamp's strokes run into print, and the box of a line that they touch may leave a sign of it out.
    clear = softened(plain) if faxed else plain if stamps else coarse
    quarters, seen = upright_quarters(clear, engine, cut)
    width, height = size if quarters % 2 == 0 else size[::-1]
    page = turned(coarse, quarters)
    scale = page.shape[1] / width
    if quarters:
        stamps, plain = _plain(page, width)
    with ThreadPoolExecutor(1, thread_name_prefix="closer") as beside:
        coming = beside.submit(_closer, raster, quarters, page.shape[1], stamps, faxed=faxed)
        grey, how = straightened(cleaned(plain, faxed=faxed), flattened(plain, seen), seen)
        quads = engine.find(grey) if how.changes_lines else how.carried(seen)
        rulings = rulings_of(grey, scale, quads)
        shown, black = _shown(how, scale), [stamp for stamp in stamps if stamp.channel is None]
        first = lines_read(grey, scale, quads, rulings, engine, is_blackened=_lies_under(black, scale, shown))
        fine = coming.result()
    lines = looked_at_again(first, fine.grey, how, fine.ratio, engine, is_stamped=_lies_under(stamps, scale, shown))
    place = None if how.changes_nothing else shown
    blackened = _under(black, scale)
    printed = (word for line in lines for word in words_of(line, number, scale, place))
    words = tuple(with_formulas([_doubted(word) if blackened(word.place or word.box) else word for word in printed]))
    said = rims(fine.picture, scale * fine.ratio, fine.stamps, engine)
    seals = tuple(_seal(number, stamp, scale, reading) for stamp, reading in zip(stamps, said, strict=True))
    return Recognised(quarters, width, height, words, rulings, blank=not words and _is_blank(grey), seals=seals)


def _plain(page: Pixels, width: float) -> tuple[list[Stamp], Pixels]:
    """The stamps on a page ``width`` points wide, and the page in grey without them."""
    stamps = list(stamps_of(page, page.shape[1] / width))
    return stamps, grey_without_stamps(page, stamps)


@dataclass(frozen=True, slots=True)
class _Closer:
    """A picture for the second look, ``ratio`` times as fine as the first, as it is and in grey without stamps."""

    picture: Pixels
    grey: Pixels
    stamps: Sequence[Stamp]
    ratio: float


def _closer(
    raster: Callable[[float], Raster], quarters: int, wide: int, stamps: Sequence[Stamp], *, faxed: bool
) -> _Closer:
    """The finer picture of a page that is ``wide`` pixels wide on the first one; drawn while that is read."""
    picture = turned(_pixels(raster(CLOSER)), quarters)
    ratio = picture.shape[1] / wide
    fine_stamps = [stamp.scaled(ratio) for stamp in stamps]
    grey = cleaned(grey_without_stamps(picture, fine_stamps), ratio, faxed=faxed)
    return _Closer(picture, grey, fine_stamps, ratio)


def lines_on(raster: Callable[[float], Raster], width: float, engine: OcrEngine) -> list[Box]:
    """Where lines of print stand on a page ``width`` points wide, unread."""
    picture = _pixels(raster(DOTS_PER_INCH))
    scale = picture.shape[1] / width
    return [around(quad, scale) for quad in engine.find(picture)]


def _under(stamps: Sequence[Stamp], scale: float) -> Callable[[Box], bool]:
    """Whether one of the stamps covers a place, in points on the page as shown."""

    def is_under(box: Box) -> bool:
        edges = (box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale)
        return any(stamp.covers(*edges) for stamp in stamps)

    return is_under


def _lies_under(stamps: Sequence[Stamp], scale: float, shown: Place) -> Callable[[Quad], bool]:
    """Whether one of the stamps covers a line on the straight page."""
    is_under = _under(stamps, scale)
    return lambda quad: bool(stamps) and is_under(shown(around(quad, scale)))


def _doubted(word: Word) -> Word:
    """A word under a black stamp is never certain, since the stamp's strokes cannot be told from print."""
    return replace(word, confidence=min(word.confidence, CONFUSABLE))


def _seal(number: int, stamp: Stamp, scale: float, reading: Reading | None) -> Seal:
    box = Box(*(value / scale for value in (stamp.left, stamp.top, stamp.right, stamp.bottom)))
    colour = {RED: "red", BLUE: "blue", None: "black"}[stamp.channel]
    return Seal(
        number, box, colour, reading.text.strip() if reading else "", round(reading.least, 4) if reading else 0.0
    )


def _shown(how: Straightening, scale: float) -> Place:
    """Where a box on the straight page stands on the page as shown, both in points."""

    def place(box: Box) -> Box:
        xs = np.array([box.x0, box.x1, box.x1, box.x0]) * scale
        ys = np.array([box.top, box.top, box.bottom, box.bottom]) * scale
        x, y = how.shown(xs, ys)
        return Box(*(float(v) / scale for v in (x.min(), y.min(), x.max(), y.max())))

    return place


def _is_blank(grey: Pixels) -> bool:
    return float((grey < np.median(grey) - 60).mean()) < _BLANK


def _pixels(raster: Raster) -> Pixels:
    shape = (raster.height, raster.width, 3)
    return cv2.cvtColor(np.frombuffer(raster.pixels, np.uint8).reshape(shape), cv2.COLOR_RGB2BGR)
