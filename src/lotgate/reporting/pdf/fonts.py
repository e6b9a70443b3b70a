"""The report's own fonts: Latin and signs in two weights, Chinese in one, chosen character by character."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD, CHINESE = "DejaVuSansCondensed", "DejaVuSansCondensed-Bold", "DroidSansFallback"
REPLACEMENT = "\ufffd"
_THICK_FROM = 11.0
"""Points from which Chinese is drawn bold: on a screen, strokes around smaller characters run into each other."""
_INKLESS = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Hints for breaking and joining, which show nothing anywhere."""
_SPACES = dict.fromkeys(map(ord, "\t\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks: size in points, colour as RGB hex."""

    size: float = 9.0
    bold: bool = False
    colour: str = "#1a1a1a"

    @property
    def leading(self) -> float:
        """Points from line to line."""
        return round(self.size * 1.38, 2)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in one font; ``thick`` where a weight that the font lacks is drawn by a stroke around it."""

    text: str
    font: str
    thick: bool = False


@cache
def registered(name: str) -> TTFont:
    """The font, loaded once and known to reportlab by its name."""
    font = TTFont(name, io.BytesIO(files(__package__).joinpath("fonts", f"{name}.ttf").read_bytes()))
    pdfmetrics.registerFont(font)
    return font


@cache
def _font_of(character: str, *, bold: bool) -> str | None:
    """The font that has the character; None where none has or where it would act and not show."""
    if unicodedata.category(character)[0] == "C":
        return None
    names = (BOLD if bold else REGULAR, CHINESE)
    return next((name for name in names if ord(character) in registered(name).face.charToGlyph), None)


def printable(text: str) -> str:
    """The text with a visible sign in the place of each character that cannot be shown; line breaks are kept."""
    text = text.replace("\r\n", "\n").translate(_SPACES).translate(_INKLESS)
    return "".join(c if c == "\n" or _font_of(c, bold=False) else REPLACEMENT for c in text)


def unprintable(text: str) -> frozenset[str]:
    """The characters that :func:`printable` replaces."""
    kept = text.replace("\n", "").translate(_SPACES).translate(_INKLESS)
    return frozenset(c for c in kept if not _font_of(c, bold=False))


def runs(text: str, style: Style) -> Iterator[Run]:
    """Printable text without line breaks, cut where the font changes."""
    for font, characters in groupby(text, lambda c: _font_of(c, bold=style.bold) or REGULAR):
        thick = style.bold and font == CHINESE and style.size >= _THICK_FROM
        yield Run("".join(characters), registered(font).fontName, thick)


def width(text: str, style: Style) -> float:
    """Points that printable text takes on one line."""
    return float(sum(pdfmetrics.stringWidth(run.text, run.font, style.size) for run in runs(text, style)))
