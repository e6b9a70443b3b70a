"""Pictures of pages: small enough to sit inside a report, and marked for the people who work on lotgate."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw

from lotgate.model.geometry import Box
from lotgate.model.measurement import Status
from lotgate.reporting.report import DocumentReport, PageImage, Row

_QUALITY = 60
"""WebP quality at which 8-point print is still read without effort (about 60 KB a page at 110 dpi)."""

_NEAREST, _FARTHEST, _SIDES = 3.0, 12.0, 5.0
"""Points of the page shown above and below a value, at least and at most, and beside the outermost print."""
_TALLEST, _WIDEST = 200.0, 780.0
"""Points that one excerpt shows: values further apart get one each; a wider page is cut around its values."""
_SHARPEST = 1400
"""Pixels across an excerpt: 200 to the inch on a sheet of A4."""
_GAP = 2.0
_INK = 170
"""Grey level, of 255, below which a pixel is print and not paper."""
_COLOURS = {Status.FAIL: "#b00020", Status.UNDECIDED: "#a05a00", Status.PASS: "#1d5e2f"}


@dataclass(frozen=True, slots=True)
class Outline:
    """A box to draw over a page; ``label`` is a few ASCII characters, ``colour`` as Pillow names it."""

    box: Box
    colour: str
    label: str = ""
    width: int = 1


def compact(image: PageImage) -> PageImage:
    """The same page as a small WebP, fit to travel between processes and to lie in a report by the dozen."""
    with Image.open(io.BytesIO(image.data)) as picture:
        out = io.BytesIO()
        picture.convert("RGB").save(out, "WEBP", quality=_QUALITY, method=4)
    return replace(image, data=out.getvalue())


def data_uri(image: PageImage) -> str:
    """The picture as a data URI, so that a page that shows it needs nothing beside itself."""
    kind = "webp" if image.data[8:12] == b"WEBP" else "png"
    return f"data:image/{kind};base64,{base64.b64encode(image.data).decode('ascii')}"


def outlined(image: PageImage, outlines: Iterable[Outline]) -> bytes:
    """The page with the boxes drawn over it, as PNG."""
    with Image.open(io.BytesIO(image.data)) as opened:
        picture = opened.convert("RGB")
    scale_x, scale_y = picture.width / image.width, picture.height / image.height
    draw = ImageDraw.Draw(picture, "RGBA")
    for outline in outlines:
        box = outline.box
        corners = (box.x0 * scale_x, box.top * scale_y, box.x1 * scale_x, box.bottom * scale_y)
        draw.rectangle(corners, outline=outline.colour, width=outline.width)
        if outline.label:
            draw.text((corners[0] + 2, max(corners[1] - 11, 0)), outline.label, fill=outline.colour)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A strip of a page that shows values, each in a box: JPEG bytes, the size in points, and the page's number."""

    data: bytes
    width: float
    height: float
    page: int


def excerpts(document: DocumentReport) -> Mapping[Row, tuple[Excerpt, ...]]:
    """The evidence for every row that decided; none from pages whose picture is not at hand."""
    rows = dict.fromkeys(row for lot in document.lots for row in lot.deciding() if row.places)
    found: dict[Row, tuple[Excerpt, ...]] = dict.fromkeys(rows, ())
    for image in document.images:
        here = {row: boxes for row in rows if (boxes := [p.box for p in row.places if p.page == image.number])}
        if not here:
            continue
        with Image.open(io.BytesIO(image.data)) as opened:
            picture = opened.convert("RGB")
        for row, boxes in here.items():
            colour = _COLOURS[row.status or (Status.UNDECIDED if row.unsure else Status.PASS)]
            found[row] += tuple(_excerpt(picture, image, strip, colour) for strip in _strips(boxes))
    return found


def _strips(boxes: Iterable[Box]) -> list[list[Box]]:
    """The boxes in groups that stand close enough below each other to be shown in one excerpt."""
    strips: list[list[Box]] = []
    for box in sorted(dict.fromkeys(boxes), key=lambda one: (one.top, one.x0)):
        around = Box.around((*strips[-1], box)) if strips else box
        near = strips and box.top - max(one.bottom for one in strips[-1]) <= 2 * _FARTHEST
        if near and around.height <= _TALLEST:
            strips[-1].append(box)
        else:
            strips.append([box])
    return strips


def _excerpt(picture: Image.Image, image: PageImage, boxes: list[Box], colour: str) -> Excerpt:
    """The lines that hold the boxes, across the page from its first print to its last."""
    scale_x, scale_y = picture.width / image.width, picture.height / image.height
    values = Box.around(boxes)
    upper, lower = _lines(picture, values, scale_y)
    x0, x1 = _span(picture.crop((0, upper, picture.width, lower)), values, scale_x)
    left, right = round(x0 * scale_x), max(round(x1 * scale_x), round(x0 * scale_x) + 1)
    cut = picture.crop((left, upper, right, lower))
    draw = ImageDraw.Draw(cut)
    for box in boxes:
        corners = (
            (box.x0 - _GAP) * scale_x - left,
            (box.top - _GAP) * scale_y - upper,
            (box.x1 + _GAP) * scale_x - left,
            (box.bottom + _GAP) * scale_y - upper,
        )
        draw.rectangle(corners, outline=colour, width=max(2, round(scale_x)))
    if cut.width > _SHARPEST:
        cut = cut.resize((_SHARPEST, max(round(cut.height * _SHARPEST / cut.width), 1)))
    out = io.BytesIO()
    cut.save(out, "JPEG", quality=80, subsampling=0)
    return Excerpt(out.getvalue(), (right - left) / scale_x, (lower - upper) / scale_y, image.number)


def _lines(picture: Image.Image, values: Box, scale: float) -> tuple[int, int]:
    """The rows of pixels that hold the values, cut where the least print of the lines above and below is cut."""
    top, bottom = _within(values.top - _FARTHEST, values.bottom + _FARTHEST, picture.height / scale)
    upper, lower = round(top * scale), max(round(bottom * scale), round(top * scale) + 1)
    ink = _ink(picture.crop((0, upper, picture.width, lower)))
    rows = ink.resize((1, ink.height), Image.Resampling.BOX).tobytes()
    above = rows[: max(round((values.top - _NEAREST) * scale) - upper, 0)]
    below = rows[max(round((values.bottom + _NEAREST) * scale) - upper, 0) :][::-1]
    return upper + _clearest(above), lower - _clearest(below)


def _span(strip: Image.Image, values: Box, scale: float) -> tuple[float, float]:
    """From the first print on the strip to the last, in points; less of it on a page that is very wide."""
    print_box = _ink(strip).getbbox() or (0, 0, strip.width, 0)
    x0 = min(print_box[0] / scale, values.x0) - _SIDES
    x1 = max(print_box[2] / scale, values.x1) + _SIDES
    if x1 - x0 > _WIDEST:
        room = max(_WIDEST, values.width + 2 * _SIDES)
        x0 = max(x0, min(values.center_x - room / 2, x1 - room))
        x1 = x0 + room
    return _within(x0, x1, strip.width / scale)


def _within(low: float, high: float, end: float) -> tuple[float, float]:
    """The part of the range on the page; a point at the edge where a faulty file puts the range outside."""
    low = min(max(low, 0.0), end - 1)
    return low, min(max(high, low + 1), end)


def _ink(strip: Image.Image) -> Image.Image:
    """White where there is print, black where there is paper."""
    return strip.convert("L").point([255 if level < _INK else 0 for level in range(256)])


def _clearest(rows: bytes) -> int:
    """The first of the rows with the least print; 0 where there are none."""
    return rows.index(min(rows)) if rows else 0
