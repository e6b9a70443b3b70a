"""Ruling lines found in a picture, so that tables on scans are found as on digital pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np

from lotgate.loading.ocr.engine import Pixels, Quad, around
from lotgate.model.document import Ruling
from lotgate.model.geometry import Box

SHORTEST = 12.0
"""Points: longer than most strokes of letters, shorter than the sides of a cell."""
LONG = 45.0
"""Points: a line is a line by itself from this length on; a shorter one must join two such lines."""
_THICKEST = 5.0
"""Points: what is thicker is a bar, and its edges are the lines."""
_CONTRAST, _TIMES_NOISE, _NOISY = 10, 2.0, 4.0
"""A line is so much darker than the paper around it, of 255, and more on a noisy picture."""
_FILL = 190
"""Of 255: a head's ground is darker, in whatever colour; a shaded row is brighter."""
_EVEN, _TONES = 0.6, 25
"""Share of a bar that is as dark as its ground, within so many of 255; bold print, closed up to a bar, has 0.4."""
_MOSTLY, _BARE = 0.5, 0.15
"""Share of its width that every row of a bar fills, print in it left out; share up to which a column is paper."""
_STRONGER = 1.5
"""What is drawn on a bar differs from it by less than print from paper."""
_FRINGE = 4
"""Pixels round a bar that are its own blurred edge."""
_DIMMED = 9.0
"""Points from a bar in which a thin line is not seen, because the bar darkens what the line is compared with."""
_THIN = 3.5
_ASKEW = 0.03
"""Slope, under 2 degrees, that straightening may leave where a page is curled."""
_PALE, _PIECE, _NEARLY = 3.0, 24, 0.85
"""A pale line is so much darker than its sides, of 255, over pieces of so many pixels, in so large a share of them."""
_LOW, _LOW_RIM, _INKED = (5.0, SHORTEST + 4), 0.6, 0.95
"""Points between the lying lines of a low row; beside them nothing is asked, between them the side is all ink."""
_BESIDE, _LYING, _CROSSED = (0.6, 1.5), 2.5, 0.08
"""Points beside a line where a letter's other strokes run off it; points of the lying lines at its ends; the share of
its height where such strokes do so."""
_DOTTED = 1.8
"""Points between the dots of a dotted line, and of a line that a scanner broke."""
_DASH, _DASHES_APART, _ALREADY = 1.4, 4.0, 0.7
"""Points: a dashed line's dashes are at least so long, and the gaps between them are less. Share of it that is found as
lines by itself where it is no dashed line.
"""
_TOUCHING = 5.0
_MEETING = 2.0
"""Points between a line's end and the line that it ends on."""
_CELL = 2
"""Lying lines that the side of a cell meets."""
_INNER = 0.22
"""Share of the height of a line of print in from its edges; a stroke there is part of the print."""

_Stroke = tuple[float, float, float, float]


def rulings_of(grey: Pixels, scale: float, print_: Sequence[Quad]) -> tuple[Ruling, ...]:
    """The straight picture's lines in points; ``scale`` is pixels to the point, ``print_`` where text stands."""
    noise = _noise_of(grey)
    if noise > _NOISY:
        grey = cv2.medianBlur(grey, 3)
    contrast = _CONTRAST + _TIMES_NOISE * noise
    bars = list(_bars(grey, scale))
    grey = _turned_to_paper(grey, bars)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, contrast)
    dark = cv2.bitwise_or(dark, cv2.inRange(grey, 0, 90))
    texts = [around(quad, scale) for quad in print_]
    dashes = _without_print(dark, print_)
    flat = [_boxed(stroke, scale) for stroke in _strokes(dark, scale, lying=True)]
    flat += [box for box in _dashed(dashes, scale, lying=True) if not _drawn(box, flat)]
    flat = [box for box in flat if not _is_print(box, texts)]
    for x, y, wide, high in bars:
        flat += [_boxed((x, at, wide, 0), scale) for at in (y, y + high)]
    long_flat = [box for box in flat if box.width >= LONG]
    tall = [_boxed(stroke, scale) for stroke in _strokes(dark, scale, lying=False)]
    tall += [box for box in _dashed(dashes, scale, lying=False) if not _drawn(box, tall)]
    tall = [_between_lines(box, long_flat) for box in tall]
    sides = [
        _side_of_cells(box, long_flat) and _is_inked(dark, box, scale) and _stands_free(dark, box, scale)
        for box in tall
    ]
    tall = [
        box if side else _without_letters(box, texts)
        for box, side in zip(tall, sides, strict=True)
        if side or not _is_print(box, texts)
    ]
    long_tall = [box for box in tall if box.height >= LONG]
    flat = long_flat + [box for box in flat if box.width < LONG and _joins(box, long_tall, lying=True)]
    tall = long_tall + [box for box in tall if box.height < LONG and _joins(box, long_flat, lying=False)]
    tall = [_to_its_cells(box, flat, texts) for box in tall]
    tall = _through_bars(tall, [_boxed(bar, scale) for bar in bars], texts)
    tall += _low_sides(dark, scale, long_flat, tall)
    flat += _faint(grey, scale, (flat, tall), texts)
    return tuple(Ruling(box) for box in (*flat, *tall))


def _noise_of(grey: Pixels) -> float:
    """How far pixels stray from their neighbours, of 255; paper and print without noise give 0."""
    sample = grey[::3, ::3]
    return float(np.median(cv2.absdiff(sample, cv2.medianBlur(grey, 5)[::3, ::3])))


def _without_print(dark: Pixels, print_: Sequence[Quad]) -> Pixels:
    """The ink beside all print, in which strokes that stand in one line are dashes."""
    ink = dark.copy()
    cv2.fillPoly(ink, [np.array(quad, np.int32) for quad in print_], 0)
    return ink


def _dashed(ink: Pixels, scale: float, *, lying: bool) -> list[Box]:
    """Lines of dashes that stand farther apart than a scanner breaks a line; leading dots are none."""
    length = max(3, round(_DASH * scale))
    dashes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length) if lying else (length, 1), np.uint8))
    return [_boxed(stroke, scale) for stroke in _strokes(dashes, scale, lying=lying, apart=_DASHES_APART)]


def _drawn(box: Box, lines: Sequence[Box]) -> bool:
    """Whether lines that were found already cover most of this one."""
    lying = box.width >= box.height
    if lying:
        covered = sum(max(o.overlap_x(box), 0.0) for o in lines if abs(o.center_y - box.center_y) < _MEETING)
    else:
        covered = sum(max(o.overlap_y(box), 0.0) for o in lines if abs(o.center_x - box.center_x) < _MEETING)
    return covered > _ALREADY * max(box.width, box.height)


def _strokes(dark: Pixels, scale: float, *, lying: bool, apart: float = _DOTTED) -> Iterator[_Stroke]:
    """Runs of ink in one direction, as x, y, width and height."""
    length = max(9, round(SHORTEST * scale))
    gap = max(3, round(apart * scale))
    along, across, broken = ((1, length), (3, 1), (1, gap)) if lying else ((length, 1), (1, 3), (gap, 1))
    mask = cv2.dilate(dark, np.ones(across, np.uint8))  # a line a little out of true runs over several rows
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones(broken, np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones(along, np.uint8))
    count, _, stats, middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for index in range(1, min(count, 5_000)):
        x, y, wide, high, area = (int(value) for value in stats[index][:5])
        thick, long = (high, wide) if lying else (wide, high)
        # A line a little out of true is thin for its length, however high its box is.
        if area / long <= _THIN * scale and thick <= max(_THICKEST * scale, _ASKEW * long) and long >= 3 * thick:
            middle = float(middles[index][1 if lying else 0])
            yield (x, middle, wide, 0) if lying else (middle, y, 0, high)


def _turned_to_paper(grey: Pixels, bars: Sequence[tuple[int, int, int, int]]) -> Pixels:
    """The page with each bar as white as paper, and what is drawn on it as dark as on paper, white lines too."""
    if not bars:
        return grey
    grey = grey.copy()
    for x, y, wide, high in bars:
        inner = (slice(y + _FRINGE, y + high - _FRINGE), slice(x + _FRINGE, x + wide - _FRINGE))
        ground = float(np.median(grey[inner])) if high > 2 * _FRINGE else 0.0
        drawn = np.clip(255 - _STRONGER * np.abs(grey[inner].astype(np.float32) - ground), 0, 255).astype(np.uint8)
        grey[max(y - _FRINGE, 0) : y + high + _FRINGE, max(x - _FRINGE, 0) : x + wide + _FRINGE] = 255
        grey[inner] = drawn
    return grey


def _bars(grey: Pixels, scale: float) -> Iterator[tuple[int, int, int, int]]:
    """Filled areas, as heads of tables printed white on a dark ground are."""
    filled = cv2.inRange(grey, 0, _FILL)
    side: Pixels = np.ones((max(3, round(_THICKEST * scale)),) * 2, np.uint8)
    mask = cv2.morphologyEx(filled, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, side)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((side.shape[0], 3 * side.shape[0]), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for index in range(1, min(count, 1_000)):
        x, y, wide, high, _ = (int(value) for value in stats[index])
        if wide < LONG * scale:
            continue
        place = (slice(y, y + high), slice(x, x + wide))
        for rows, columns in _solid(mask[place], filled[place], scale):
            top, bottom, left, right = y + rows[0], y + rows[1], x + columns[0], x + columns[1]
            if float((mask[top:bottom, left:right] > 0).mean()) < _EVEN:
                continue
            inside = grey[top:bottom, left:right].astype(np.int16)
            ground = float(np.median(inside))
            if ground < _FILL and float((np.abs(inside - ground) < _TONES).mean()) >= _EVEN:
                yield left, top, right - left, bottom - top


def _solid(mask: Pixels, filled: Pixels, scale: float) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The rows and columns of each bar in a filled area, without the bold print below that the area runs into.

    Bars of tables that stand side by side are parted by more paper than a white line has.
    """
    thick = round(_THICKEST * scale)
    for top, bottom in _stretches((mask > 0).mean(axis=1) >= _MOSTLY, 0):
        if bottom - top < thick:
            continue
        inked = (filled[top:bottom] > 0).mean(axis=0) > _BARE
        for left, right in _stretches(inked, thick):
            if right - left >= LONG * scale:
                yield (top, bottom), (left, right)


def _stretches(holds: Pixels, bridged: int) -> list[tuple[int, int]]:
    """The start and end of each stretch where ``holds`` is true; gaps of up to ``bridged`` are part of a stretch."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], holds.astype(np.int8), [0]])))
    found: list[tuple[int, int]] = []
    for start, end in edges.reshape(-1, 2):
        if found and start - found[-1][1] <= bridged:
            found[-1] = (found[-1][0], int(end))
        else:
            found.append((int(start), int(end)))
    return found


def _through_bars(tall: Sequence[Box], bars: Sequence[Box], texts: Sequence[Box]) -> list[Box]:
    """The upright lines, each that ends at a bar prolonged through it, or up to it where print on it is in the way.

    A head printed white on black often shows no lines; its columns are those of the table that it stands on. One that
    shows some has columns of its own, and the lines below only reach it; so they do where it holds a title only.
    """
    whole = {bar for bar in bars if any(_is_inside(box, bar) for box in tall) or _printed_on(bar, texts) == 1}
    out = []
    for box in tall:
        top, bottom, x = box.top, box.bottom, box.center_x
        for bar in (bar for bar in bars if bar.x0 - _MEETING < x < bar.x1 + _MEETING):
            crossed = any(text.x0 < x < text.x1 and text.overlap_y(bar) > 0 for text in texts)
            if abs(box.top - bar.bottom) < _DIMMED:
                inner = bar.x0 + _DIMMED < x < bar.x1 - _DIMMED
                top = bar.bottom if crossed or (inner and bar in whole) else bar.top
            if abs(box.bottom - bar.top) < _DIMMED:
                bottom = bar.top
        out.append(Box(box.x0, top, box.x1, bottom))
    return out


def _printed_on(bar: Box, texts: Sequence[Box]) -> int:
    return sum(bar.holds(text.center_x, text.center_y) for text in texts)


def _is_inside(box: Box, bar: Box) -> bool:
    """Whether the upright line parts columns of the bar; its own ends do not."""
    inner = bar.x0 + _DIMMED < box.center_x < bar.x1 - _DIMMED
    return inner and box.overlap_y(bar) > 0.7 * box.height and box.height > 0.3 * bar.height


def _low_sides(dark: Pixels, scale: float, flat: Sequence[Box], tall: Sequence[Box]) -> list[Box]:
    """The sides of cells that are lower than any stroke looked for: in a table's low rows, where its columns part."""
    rows = sorted(flat, key=lambda box: box.center_y)
    found: dict[tuple[int, int], Box] = {}
    for index, upper in enumerate(rows):
        for lower in rows[index + 1 :]:
            high = lower.center_y - upper.center_y
            if high > _LOW[1]:
                break
            left, right = max(upper.x0, lower.x0), min(upper.x1, lower.x1)
            if high < _LOW[0] or right - left < LONG:
                continue
            for x in {box.center_x for box in tall if left - _MEETING < box.center_x < right + _MEETING}:
                side = Box(x, upper.center_y, x, lower.center_y)
                if not _covered(side, tall) and _is_inked(dark, side, scale):
                    found[round(x), round(side.top)] = side
    return list(found.values())


def _covered(side: Box, tall: Sequence[Box]) -> bool:
    return any(abs(box.center_x - side.x0) < _MEETING and box.overlap_y(side) > 0.5 * side.height for box in tall)


def _is_inked(dark: Pixels, side: Box, scale: float) -> bool:
    """Whether a line without a gap runs all the way down."""
    inner = scale * _LOW_RIM
    rows = slice(round(side.top * scale + inner), max(round(side.bottom * scale - inner), 0))
    columns = slice(max(round((side.x0 - 1) * scale), 0), round((side.x0 + 1) * scale) + 1)
    strip = dark[rows, columns]
    return bool(strip.size) and float((strip > 0).mean(axis=0).max()) > _INKED


def _stands_free(dark: Pixels, side: Box, scale: float) -> bool:
    """Whether hardly any ink runs off the line to either side, as it does off a letter's stem in a row as low as it."""
    if side.height >= LONG:
        return True
    inner = scale * _LYING  # the lying lines run off to both sides too
    strip = dark[round(side.top * scale + inner) : max(round(side.bottom * scale - inner), 0)]
    middle, near, far = side.center_x * scale, scale * _BESIDE[0], scale * _BESIDE[1]
    left = strip[:, max(round(middle - far), 0) : max(round(middle - near), 0)]
    right = strip[:, round(middle + near) : round(middle + far)]
    crossed = (left > 0).all(axis=1) | (right > 0).all(axis=1)
    return not crossed.size or float(crossed.mean()) < _CROSSED


def _faint(grey: Pixels, scale: float, lines: tuple[Sequence[Box], Sequence[Box]], texts: Sequence[Box]) -> list[Box]:
    """Lying lines that go on, too pale to be seen in one place, from one column into the next: on shaded cells.

    ``lines`` are the lying and the upright ones.
    """
    flat, tall = lines
    found: dict[tuple[int, int], Box] = {}
    places = sorted({round(box.center_x, 1) for box in tall})
    for line in flat:
        if line.width < LONG:
            continue
        y = line.center_y
        through = [x for x in places if any(abs(box.center_x - x) < 1 and box.top < y < box.bottom for box in tall)]
        for left, right in pairwise(through):
            stretch = Box(left, y, right, y)
            meets = any(line.x0 - _MEETING < x < line.x1 + _MEETING for x in (left, right))
            if not meets or right - left < SHORTEST:
                continue
            drawn = sum(
                o.overlap_x(stretch) for o in flat if abs(o.center_y - y) < _MEETING and o.overlap_x(stretch) > 0
            )
            printed = any(_runs_through(stretch, text) for text in texts)
            if drawn < 0.5 * (right - left) and not printed and _is_darker(grey, stretch, scale):
                found[round(left), round(y)] = stretch
    return list(found.values())


def _runs_through(line: Box, text: Box) -> bool:
    inner = _INNER * text.height
    return text.top + inner < line.center_y < text.bottom - inner and text.overlap_x(line) > 0


def _is_darker(grey: Pixels, line: Box, scale: float) -> bool:
    """Whether nearly everywhere along the line it is darker than what is above and below it."""
    reach = round(_MEETING * scale)
    middle, start, end = round(line.center_y * scale), round(line.x0 * scale) + reach, round(line.x1 * scale) - reach
    strip = grey[max(middle - 2 * reach, 0) : middle + 2 * reach + 1, start:end]
    if strip.shape[0] <= 4 * reach or not strip.shape[1]:
        return False
    pieces = np.array_split(strip.astype(np.float32), max(1, strip.shape[1] // _PIECE), axis=1)
    darker = 0
    for piece in pieces:
        levels = piece.mean(axis=1)
        paper = min(float(np.median(levels[:reach])), float(np.median(levels[-reach:])))
        darker += paper - float(levels[reach:-reach].min()) > _PALE
    return darker >= _NEARLY * len(pieces)


def _is_print(box: Box, texts: Sequence[Box]) -> bool:
    """Whether the stroke belongs to letters: it lies within a line of print and hardly reaches out of it.

    Strokes of letters that stand under each other may seem one, and so may those of figures beside each other.
    """
    if box.width < box.height < LONG:
        through = (text.overlap_y(box) for text in texts if text.x0 < box.center_x < text.x1)
        return sum(share for share in through if share > 0) > 0.7 * box.height
    if box.width < box.height:
        return any(text.x0 < box.center_x < text.x1 and box.overlap_y(text) > 0.7 * box.height for text in texts)
    through = (box.overlap_x(text) for text in texts if _passes_through(box, text))
    return sum(share for share in through if share > 0) > 0.7 * box.width


def _passes_through(box: Box, text: Box) -> bool:
    """Whether the lying stroke stands as high as the middle of the line of print."""
    inner = _INNER * min(text.height, text.width)
    return text.top + inner < box.center_y < text.bottom - inner


def _side_of_cells(box: Box, flat: Sequence[Box]) -> bool:
    """Whether the upright stroke runs from one lying line to another, as the side of a cell does and no letter."""
    return _ends_on(box, flat, box.top) and _ends_on(box, flat, box.bottom)


def _between_lines(box: Box, flat: Sequence[Box]) -> Box:
    """The short upright stroke from the first to the last lying line that it meets, if it meets two.

    The side of a low cell runs on into a letter that stands right below it, in a cell as wide as several.
    """
    if box.height >= LONG:
        return box
    met = [line.center_y for line in flat if _ends_on(box, [line], line.center_y)]
    met = [y for y in met if box.top - _MEETING < y < box.bottom + _MEETING]
    if not met or max(met) - min(met) < SHORTEST:
        return box
    return Box(box.x0, min(met), box.x1, max(met))


def _ends_on(box: Box, flat: Sequence[Box], end: float) -> bool:
    return any(
        abs(line.center_y - end) < _MEETING and line.x0 - _MEETING < box.center_x < line.x1 + _MEETING for line in flat
    )


def _without_letters(box: Box, texts: Sequence[Box]) -> Box:
    """The upright line without the stroke of a letter that stands right above or below it and seems to prolong it."""
    top, bottom = box.top, box.bottom
    for text in texts:
        if not text.x0 + text.height / 2 < box.center_x < text.x1 - text.height / 2:
            continue
        inner = _INNER * text.height
        if text.top + inner / 2 < top < text.bottom < bottom:
            top = text.bottom
        if top < text.top < bottom < text.bottom - inner / 2:
            bottom = text.top
    return Box(box.x0, top, box.x1, bottom)


def _to_its_cells(box: Box, flat: Sequence[Box], texts: Sequence[Box]) -> Box:
    """The upright line without the stroke of a letter that prolongs it beyond the table's first or last lying line."""
    met = [line.center_y for line in flat if line.x0 - _MEETING < box.center_x < line.x1 + _MEETING]
    met = [y for y in met if box.top - _MEETING < y < box.bottom + _MEETING]
    if len(met) < _CELL:
        return box
    first, last = min(met), max(met)
    top, bottom = box.top, box.bottom
    for text in texts:
        if not text.x0 - _MEETING < box.center_x < text.x1 + _MEETING:
            continue
        if text.top - _MEETING < top < first - _MEETING < text.bottom:
            top = first
        if text.top < last + _MEETING < bottom < text.bottom + _MEETING:
            bottom = last
    return Box(box.x0, top, box.x1, bottom)


def _joins(box: Box, others: Sequence[Box], *, lying: bool) -> bool:
    """Whether the line runs from one of the others to another."""
    near = [other for other in others if other.overlap_x(box) > -_TOUCHING and other.overlap_y(box) > -_TOUCHING]
    ends = (box.x0, box.x1) if lying else (box.top, box.bottom)
    places = [other.center_x if lying else other.center_y for other in near]
    return all(any(abs(place - end) < _TOUCHING for place in places) for end in ends)


def _boxed(stroke: _Stroke, scale: float) -> Box:
    x, y, wide, high = (value / scale for value in stroke)
    return Box(x, y, x + wide, y + high)
