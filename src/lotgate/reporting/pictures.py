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

_CONTEXT, _SIDES = 8.0, 5.0
"""Points of the page shown above and below a value, and beside the outermost print."""
_TALLEST, _WIDEST = 200.0, 560.0
"""Points that one excerpt shows: values further apart get one each; a wider page is cut around its values."""
_GAP = 2.0
_INK = 170
"""Grey level, of 255, below which a pixel is print and not paper."""
_COLOURS = {Status.FAIL: "#b00020", Status.UNDECIDED: "#a05a00"}
_CALM = "#1d5e2f"


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
            colour = _COLOURS.get(row.status, _CALM) if row.status else _CALM
            found[row] += tuple(_excerpt(picture, image, strip, colour) for strip in _strips(boxes))
    return found


def _strips(boxes: Iterable[Box]) -> list[list[Box]]:
    """The boxes in groups that stand close enough below each other to be shown in one excerpt."""
    strips: list[list[Box]] = []
    for box in sorted(dict.fromkeys(boxes), key=lambda one: (one.top, one.x0)):
        around = Box.around((*strips[-1], box)) if strips else box
        near = strips and box.top - max(one.bottom for one in strips[-1]) <= 2 * _CONTEXT
        if near and around.height <= _TALLEST:
            strips[-1].append(box)
        else:
            strips.append([box])
    return strips


def _excerpt(picture: Image.Image, image: PageImage, boxes: list[Box], colour: str) -> Excerpt:
    """The lines that hold the boxes, across the page from its first print to its last."""
    scale_x, scale_y = picture.width / image.width, picture.height / image.height
    values = Box.around(boxes)
    top, bottom = _within(values.top - _CONTEXT, values.bottom + _CONTEXT, image.height)
    upper, lower = round(top * scale_y), max(round(bottom * scale_y), round(top * scale_y) + 1)
    first, last = _printed(picture.crop((0, upper, picture.width, lower)))
    x0, x1 = min(first / scale_x, values.x0) - _SIDES, max(last / scale_x, values.x1) + _SIDES
    if x1 - x0 > _WIDEST:
        room = max(_WIDEST, values.width + 2 * _SIDES)
        x0 = max(x0, min(values.center_x - room / 2, x1 - room))
        x1 = x0 + room
    x0, x1 = _within(x0, x1, image.width)
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
    out = io.BytesIO()
    cut.save(out, "JPEG", quality=85, subsampling=0)
    return Excerpt(out.getvalue(), (right - left) / scale_x, (lower - upper) / scale_y, image.number)


def _within(low: float, high: float, end: float) -> tuple[float, float]:
    """The part of the range on the page; a point at the edge where a faulty file puts the range outside."""
    low = min(max(low, 0.0), end - 1)
    return low, min(max(high, low + 1), end)


def _printed(strip: Image.Image) -> tuple[int, int]:
    """The first and last column of pixels that are not paper; the whole strip where all is paper or none is."""
    ink = strip.convert("L").point([255 if level < _INK else 0 for level in range(256)])
    box = ink.getbbox()
    return (box[0], box[2]) if box else (0, strip.width)
