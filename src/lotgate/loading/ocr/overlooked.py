"""Short print that an engine's search passes over: a dash, a lone figure or letter in a cell of a ruled table.

Engines search for lines, and what is hardly wider than high leaves too little trace in a picture of the whole page. In
a table the ruling lines say where print may stand, so what ink is left in a cell is looked at by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from lotgate.loading.ocr.crops import usual_height
from lotgate.loading.ocr.engine import Mark, Pixels, Quad, Reading
from lotgate.model.document import Ruling

_CLOSED = 1.5
"""Points by which ruling lines are drawn longer, so that they close a cell where they do not quite meet."""
_INSET = 0.12
"""Share of the print's height at a cell's rim that may be a ruling line a little out of true."""
_SMALLEST, _HIGHEST, _WIDEST = 0.2, 1.4, 4.0
"""Shares of the print's height: a speck is smaller, a drawing or a signature larger."""
_APART = 0.7
"""Share of the print's height between two signs that belong to different words."""
_MOST_IN_CELL, _PITCH = 3, 1.6
"""More pieces of ink in one row of a cell are a picture, a stamp or handwriting; rows are so many heights apart."""
_AROUND = 0.12
"""Share of the print's height that is left round the ink."""
_CONTRAST = 20
"""How much darker than the paper around it ink is, of 255."""
_DASH_WIDE, _DASH_FLAT = (0.2, 2.6), 0.28
"""Shares of the print's height: how wide a dash is, and how high at most."""
_SHORT_DASH, _SHORT_FLAT = 0.15, 1.2
"""Share of the print's height that a dash in small print is wide at least, and how wide it is to its height."""
_IN_COLUMN, _ALIKE, _FEWEST = 0.15, 2, 3
"""Share of the print's height by which dashes of a column stand out of line; pixels by which they differ; how many
are no specks."""
_SURE = 0.8
"""Other signs are taken for print from this mean confidence on."""


@dataclass(frozen=True, slots=True)
class Overlooked:
    """A piece of print that no line covers; ``dash`` where its shape says that it is one."""

    quad: Quad
    dash: bool


def overlooked(grey: Pixels, scale: float, print_: Sequence[Quad], rulings: Sequence[Ruling]) -> list[Overlooked]:
    """What stands in the cells of tables besides ``print_``; ``scale`` is pixels to the point."""
    height = usual_height(print_)
    if not rulings or not height:
        return []
    cells = _cells(grey.shape, scale, rulings)
    inks = list(_inks(grey, cells, print_, height))
    short = _short_dashes([piece for _, ink in inks for piece in ink], height)
    return [found for rows, ink in inks for found in _pieces(ink, short, rows, height)]


def as_dash(reading: Reading) -> Reading:
    """What the shape of a dash says, however the engine read it; as sure as the engine that there is but one sign."""
    return Reading((Mark("-", 0.0, 1.0, reading.mean if reading.text.strip() in _DASHES else _SURE),))


def is_drawn_as_dash(grey: Pixels, quad: Quad, reading: Reading, height: float) -> bool:
    """Whether a line of one sign is a dash, which engines also read as the ideograph for one or as a quotation mark.

    Turned, it is read as a figure 1. ``height`` is the usual line's.
    """
    text = reading.text.strip()
    if text in _DASHES:
        return True
    ink = _ink_of(grey, quad) if text in _STROKES or _FLAT.fullmatch(text) else None
    if ink is None:
        return False
    rows, columns = ink
    left, top, right, bottom = (int(end) for end in (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1))
    return _is_dash(left, top, right, bottom, height, least=_SHORT_DASH)  # the engine found print, no speck


def as_slash(reading: Reading) -> Reading:
    """What the shape of a slash says, however the engine read it."""
    return Reading((Mark("/", 0.0, 1.0, min(reading.mean, _SURE)),))


def is_drawn_as_slash(grey: Pixels, quad: Quad, reading: Reading) -> bool:
    """Whether a line of one sign is a slash, as cells without a value hold, which engines also read as a figure 1.

    It leans more than the stem of any letter, and is nothing but this stem.
    """
    ink = _ink_of(grey, quad) if reading.text.strip() in _STROKES else None
    if ink is None:
        return False
    rows, columns = ink
    if np.ptp(rows) < _LEAST_SLASH or not np.ptp(columns):
        return False
    straight = float(np.corrcoef(rows, columns)[0, 1])
    lean = straight * float(columns.std() / rows.std())
    return -_SLASH[1] <= lean <= -_SLASH[0] and straight <= -_STRAIGHT


def is_print(reading: Reading) -> bool:
    """Whether the engine made a word of the ink, not a guess of a speck."""
    return bool(reading.text.strip()) and reading.mean >= _SURE


_DASHES = frozenset("-–—―－一_")
_STROKES = frozenset("1lI|/丨")
_FLAT = re.compile(r"""["'“”‘’〃=~～·.,…]{1,3}""")
"""Other signs that a dash in a cell of its own is read as."""
_LEAST_SLASH = 8
"""Pixels that a slash is high at least."""
_SLASH, _STRAIGHT = (0.25, 1.2), 0.85
"""How far a slash leans to its height, and how well its ink lies on one line; of no fount's 1, be it slanted, both."""
_Piece = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""


def _ink_of(grey: Pixels, quad: Quad) -> tuple[Pixels, Pixels] | None:
    """The rows and columns of the ink in the upright box round ``quad``; ``None`` where there is none."""
    left, top = (max(0, int(min(corner[i] for corner in quad))) for i in (0, 1))
    right, bottom = (int(max(corner[i] for corner in quad)) + 1 for i in (0, 1))
    crop = grey[top:bottom, left:right]
    if not crop.size:
        return None
    paper, ink = float(np.percentile(crop, 90)), float(crop.min())
    rows, columns = np.nonzero(crop < (paper + ink) / 2)
    return (rows, columns) if paper - ink >= _CONTRAST and rows.size else None


def _cells(shape: tuple[int, ...], scale: float, rulings: Sequence[Ruling]) -> tuple[Pixels, list[_Piece | None]]:
    """Which cell each pixel stands in, and each cell's box; ``None`` for what ruling lines do not enclose."""
    high, wide = shape[:2]
    free: Pixels = np.full((high, wide), 255, np.uint8)
    for ruling in rulings:
        box, longer = ruling.box, _CLOSED
        x, y = (longer, 0) if ruling.horizontal else (0, longer)
        start = (round((box.x0 - x) * scale), round((box.top - y) * scale))
        end = (round((box.x1 + x) * scale), round((box.bottom + y) * scale))
        cv2.line(free, start, end, 0, 3)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(free, connectivity=4)
    boxes: list[_Piece | None] = [None]
    for x, y, w, h, area in (map(int, stats[i]) for i in range(1, count)):
        enclosed = x > 0 and y > 0 and x + w < wide and y + h < high and area > 0.9 * w * h
        boxes.append((x, y, x + w, y + h) if enclosed else None)
    return labels, boxes


def _inks(
    grey: Pixels, cells: tuple[Pixels, list[_Piece | None]], print_: Sequence[Quad], height: float
) -> Iterator[tuple[float, list[_Piece]]]:
    """The pieces of ink in each cell that no line of print covers, and how many rows of print the cell has room for."""
    labels, boxes = cells
    around = 2 * round(height) + 1
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, _CONTRAST)
    covered = np.zeros(grey.shape, np.uint8)
    cv2.fillPoly(covered, [np.array(quad, np.int32) for quad in print_], 255)
    count, _, stats, middles = cv2.connectedComponentsWithStats(dark, connectivity=8)
    inks: dict[int, list[_Piece]] = {}
    for i in range(1, count):
        x, y, w, h, _ = (int(value) for value in stats[i])
        if max(w, h) < _SHORT_DASH * height or h > _HIGHEST * height or w > _WIDEST * height:
            continue
        cell = int(labels[min(int(middles[i][1]), grey.shape[0] - 1), min(int(middles[i][0]), grey.shape[1] - 1)])
        box = boxes[cell]
        if box is None or not _within((x, y, x + w, y + h), box, _INSET * height):
            continue
        if not covered[y : y + h, x : x + w].any():
            inks.setdefault(cell, []).append((x, y, x + w, y + h))
    for cell, ink in inks.items():
        if (box := boxes[cell]) is not None:
            yield (box[3] - box[1]) / (_PITCH * height), ink


def _within(piece: _Piece, cell: _Piece, inset: float) -> bool:
    return (
        piece[0] > cell[0] + inset
        and piece[1] > cell[1] + inset
        and piece[2] < cell[2] - inset
        and piece[3] < cell[3] - inset
    )


def _short_dashes(ink: Sequence[_Piece], height: float) -> set[_Piece]:
    """What is too small to be told from a speck by its shape, but stands in line with others like it, as dashes do."""
    flat = [piece for piece in ink if _is_flat(piece, height)]
    if len(flat) < _FEWEST:
        return set()
    sides = np.array(flat)
    middles, sizes = (sides[:, :2] + sides[:, 2:]) / 2, sides[:, 2:] - sides[:, :2]
    found: set[_Piece] = set()
    for piece, middle, size in zip(flat, middles, sizes, strict=True):
        across, down = abs(middles - middle).T
        alike = (abs(sizes - size) <= _ALIKE).all(axis=1)
        if (alike & (across <= _IN_COLUMN * height) & (down > height / 2)).sum() >= _FEWEST - 1:
            found.add(piece)
    return found


def _is_flat(piece: _Piece, height: float) -> bool:
    wide, high = piece[2] - piece[0], piece[3] - piece[1]
    return wide < height and high <= _DASH_FLAT * height and wide >= _SHORT_FLAT * high


def _pieces(ink: list[_Piece], short: set[_Piece], rows: float, height: float) -> Iterator[Overlooked]:
    """The words that the ink of one cell makes; ``short`` are dashes by their company, not by their shape."""
    words: list[_Piece] = []
    for piece in sorted(ink):
        if max(piece[2] - piece[0], piece[3] - piece[1]) < _SMALLEST * height and piece not in short:
            continue
        last = words[-1] if words else None
        if (
            last
            and piece[0] - last[2] < _APART * height
            and min(piece[3], last[3]) - max(piece[1], last[1]) > -0.3 * height
        ):
            words[-1] = (last[0], min(last[1], piece[1]), max(last[2], piece[2]), max(last[3], piece[3]))
        else:
            words.append(piece)
    if len(words) > _MOST_IN_CELL * max(1.0, rows):
        return
    for word in words:
        left, top, right, bottom = word
        dash = word in short or _is_dash(left, top, right, bottom, height)
        if max(right - left, bottom - top) < 2 * _SMALLEST * height and not dash:
            continue
        if bottom - top > _HIGHEST * height:
            continue
        middle, half = (top + bottom) / 2, max((bottom - top) / 2 + _AROUND * height, height / 2)
        x0, x1 = left - _AROUND * height, right + _AROUND * height
        quad = ((x0, middle - half), (x1, middle - half), (x1, middle + half), (x0, middle + half))
        yield Overlooked(quad, dash)


def _is_dash(left: int, top: int, right: int, bottom: int, height: float, least: float = _DASH_WIDE[0]) -> bool:
    wide, high = right - left, bottom - top
    return least * height <= wide <= _DASH_WIDE[1] * height and high <= _DASH_FLAT * height and wide >= 1.5 * high
