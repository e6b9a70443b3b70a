"""Pictures: a page each, without words until somebody reads them. Pixels are decoded only when they are asked for.

The home of Pillow among the loaders.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps, UnidentifiedImageError

from lotgate.errors import DamagedFile, TooLarge
from lotgate.loading.bounds import Bounds
from lotgate.model.document import Document, Page, Picture, Raster, TextLayer
from lotgate.model.geometry import Box

_A4_LONG = 842.0
_DPI = (72.0, 1200.0)
_HEAD = 262_144
_LONGEST_RASTER = 4_000
"""Pixels of a page handed on, whatever the picture has."""
_ORIENTATION = 0x0112
_LYING = (5, 6, 7, 8)
"""EXIF orientations that swap width and height (CIPA DC-008, 4.6.4)."""


def open_picture(data: bytes, name: str, bounds: Bounds) -> Document:
    """The picture in ``data``; a TIFF or GIF of several frames has several pages."""
    heif = data[4:8] == b"ftyp"  # no decoder with a permissive licence: such a page stays unread, and says so
    sizes = _heif_sizes(data) if heif else _sizes(data, bounds)
    for width, height, _ in sizes:
        if width * height > bounds.pixels:
            raise TooLarge(f"a picture of {width:,} x {height:,} pixels, more than {bounds.pixels:,}")

    def pages() -> Iterator[Page]:
        for number, (width, height, dpi) in enumerate(sizes, 1):
            scale = 72 / dpi if dpi else _A4_LONG / max(width, height)
            box = Box(0.0, 0.0, width * scale, height * scale)
            yield Page(number, box.x1, box.bottom, pictures=(Picture(box),), text_layer=TextLayer.NONE)

    def raster(number: int, dots_per_inch: float) -> Raster:
        width, height, dpi = sizes[number - 1]
        longest = max(width, height) * dots_per_inch / (dpi or max(width, height) * 72 / _A4_LONG)
        return _decoded(data, number - 1, min(longest, _LONGEST_RASTER))

    return Document(
        name, "picture", hashlib.sha256(data).hexdigest(), len(sizes), pages, raster=None if heif else raster
    )


def _decoded(data: bytes, frame: int, longest: float) -> Raster:
    """The frame as it is meant to be seen, its longer side as near to ``longest`` pixels as it has them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data)) as image:
                image.seek(frame)
                if image.format == "JPEG":
                    image.draft("RGB", (round(longest), round(longest)))  # decodes no more pixels than are wanted
                turned = ImageOps.exif_transpose(image)
        except Image.DecompressionBombError as error:
            raise TooLarge("a picture of more pixels than any scanner makes") from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
            raise DamagedFile("a picture that is broken or cut short") from error
    seen = _on_white(turned)
    scale = longest / max(seen.size)
    size = (max(1, round(seen.width * scale)), max(1, round(seen.height * scale)))
    seen = seen.resize(size, Image.Resampling.LANCZOS if scale < 1 else Image.Resampling.BICUBIC)
    return Raster(seen.width, seen.height, seen.tobytes())


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        paper.alpha_composite(layer)
        return paper.convert("RGB")
    if image.mode.startswith("I;16") or image.mode == "I":
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    return image.convert("RGB")


def encoded(raster: Raster, quarters: int = 0) -> bytes:
    """The pixels as PNG, turned clockwise by quarters."""
    picture = Image.frombytes("RGB", (raster.width, raster.height), raster.pixels)
    if quarters % 4:
        turns = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
        picture = picture.transpose(turns[quarters % 4])
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, or ``None`` for what is no readable picture."""
    try:
        width, height, _ = _sizes(data, Bounds(pages=1))[0]
    except (DamagedFile, TooLarge):
        return None
    return width, height


def _sizes(data: bytes, bounds: Bounds) -> list[tuple[int, int, float | None]]:
    sizes: list[tuple[int, int, float | None]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of large pictures; the bound on pixels refuses them
        try:
            with Image.open(io.BytesIO(data)) as image:
                for frame in range(bounds.pages + 1 if image.format == "TIFF" else 1):
                    if not _seek(image, frame):
                        break
                    width, height = image.size
                    if image.getexif().get(_ORIENTATION) in _LYING:
                        width, height = height, width
                    sizes.append((width, height, _resolution(image)))
        except Image.DecompressionBombError as error:
            raise TooLarge("a picture of more pixels than any scanner makes") from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error) as error:
            raise DamagedFile("a picture that is broken or cut short") from error
    if not sizes or min(min(width, height) for width, height, _ in sizes) < 1:
        raise DamagedFile("a picture without pixels")
    return sizes


def _seek(image: Image.Image, frame: int) -> bool:
    try:
        image.seek(frame)
    except EOFError:
        return False
    return True


def _resolution(image: Image.Image) -> float | None:
    """Dots per inch where the file states something believable (72 is what programs write that do not know)."""
    stated = image.info.get("dpi")
    try:
        dpi = float(stated[0]) if stated else 0.0
    except (TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError):
        return None
    return dpi if _DPI[0] < dpi <= _DPI[1] else None


def _heif_sizes(data: bytes) -> list[tuple[int, int, float | None]]:
    """HEIF (ISO/IEC 23008-12, 6.5.3): the largest 'ispe' box is the picture, the others are its tiles and thumbnail."""
    found = [
        struct.unpack(">II", data[at + 8 : at + 16])
        for at in (m.start() for m in re.finditer(b"ispe", data[:_HEAD]))
        if len(data) >= at + 16
    ]
    if not found:
        raise DamagedFile("a HEIC picture that is broken or cut short")
    width, height = max(found, key=lambda size: size[0] * size[1])
    if not width or not height:
        raise DamagedFile("a picture without pixels")
    return [(width, height, None)]
