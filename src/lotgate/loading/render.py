"""A synthetic page as a picture, so that evidence can be shown on spreadsheets, Word files and mails as on a PDF."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from lotgate.model.document import Grid, Page, TextLayer, Word

_LONGEST_SIDE = 6_000
"""Pixels; longer pages are drawn smaller."""
_PAPER, _INK, _LINE, _PICTURE = "white", "#1a1a1a", "#b8bec6", "#eef1f4"
_SMALLEST_FONT, _LARGEST_FONT = 4, 200
_FONT_PLACES = (
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Medium.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simsun.ttc",
)

_LATIN_SHARE = 0.92
"""Pillow's Latin face is wider than the one that the widths of words are taken from."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def draw_page(page: Page, scale: float = 1.5) -> Image.Image:
    """The page's tables and words, ``scale`` pixels to the point, less where the page is very long."""
    scale = min(scale, _LONGEST_SIDE / max(page.width, page.height, 1.0))
    size = (max(1, round(page.width * scale)), max(1, round(page.height * scale)))
    picture = Image.new("RGB", size, _PAPER)
    brush = ImageDraw.Draw(picture)
    if page.text_layer is not TextLayer.GOOD:
        for place in page.pictures:
            box = place.box
            brush.rectangle((box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale), _PICTURE, _LINE)
    for grid in page.grids:
        _draw_grid(brush, grid, scale)
    for word in (*page.words, *(w for grid in page.grids for cell in grid.cells for w in cell.words)):
        _draw_word(brush, word, scale)
    for ruling in page.rulings:
        box = ruling.box
        brush.line((box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale), _INK)
    return picture


def _draw_grid(brush: ImageDraw.ImageDraw, grid: Grid, scale: float) -> None:
    for cell in grid.cells:
        box = cell.box
        brush.rectangle((box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale), outline=_LINE)


def _draw_word(brush: ImageDraw.ImageDraw, word: Word, scale: float) -> None:
    """The word, shrunk until it fits the width of its box."""
    size = round(word.size * scale * _LATIN_SHARE) if word.text.isascii() else round(word.size * scale)
    room = max(word.box.width * scale, 1.0)
    font = _font(word.text, size)
    wide = brush.textlength(word.text, font)
    if wide > room:
        font = _font(word.text, int(size * room / wide))
    place = (word.box.x0 * scale, word.box.center_y * scale)
    brush.text(place, word.text, _INK, font, anchor="lm", stroke_width=0.3 if word.bold else 0)


def _font(text: str, size: int) -> Font:
    size = min(max(size, _SMALLEST_FONT), _LARGEST_FONT)
    return _sized(None if text.isascii() else _wide_font(), size)


@lru_cache(maxsize=64)
def _sized(file: str | None, size: int) -> Font:
    if file is not None:
        try:
            return ImageFont.truetype(file, size)
        except OSError:
            pass
    return ImageFont.load_default(size)  # the Latin face that comes with Pillow; other signs are shown as boxes


@lru_cache(maxsize=1)
def _wide_font() -> str | None:
    """A font file on this machine that has Chinese, if there is one."""
    listed = [*_FONT_PLACES, *_listed_by_fontconfig()]
    return next((file for file in listed if Path(file).is_file()), None)


def _listed_by_fontconfig() -> list[str]:
    program = shutil.which("fc-list")
    if program is None:
        return []
    command = [program, ":lang=zh-cn", "--format", "%{file}\n"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return []
    files = {line.strip() for line in listed.stdout.splitlines() if line.strip()}
    drawable = (file for file in files if file.lower().endswith((".ttf", ".ttc", ".otf")))
    return sorted(drawable, key=lambda file: ("bold" in file.lower(), "serif" in file.lower(), file))
