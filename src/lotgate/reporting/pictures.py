"""Pictures of pages: small enough to sit inside a report, and marked for the people who work on lotgate."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw

from lotgate.model.geometry import Box
from lotgate.reporting.report import PageImage

_QUALITY = 60
"""WebP quality at which 8-point print is still read without effort (about 60 KB a page at 110 dpi)."""


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
