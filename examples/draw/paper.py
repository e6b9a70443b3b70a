"""The sheet of paper: text, tables, seals and signature lines on PDF pages, placed in points from the top left."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

from examples.draw.content import Placed, Row, place
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

CHINESE_FONT = "DroidSansFallbackFull.ttf"
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
LEADING = 1.3
SEAL_RED = (208, 32, 38, 235)


class FontMissingError(RuntimeError):
    """The Chinese font is not installed; its message says how to get it."""


@cache
def chinese_font() -> Path:
    """Droid Sans Fallback (Apache-2.0, TrueType outlines, which reportlab needs); ``FontMissingError`` when absent."""
    for folder in FONT_FOLDERS:
        if found := sorted(folder.rglob(CHINESE_FONT)):
            return found[0]
    raise FontMissingError(f"{CHINESE_FONT} is not installed; on Debian: apt install fonts-droid-fallback")


@cache
def register_fonts() -> frozenset[int]:
    """Makes the fonts known to reportlab and returns the characters that the Chinese one draws.

    Droid Sans Fallback has no Latin letters, so each run of text takes the font that has its characters;
    Bitstream Vera comes with reportlab.
    """
    chinese = TTFont("Chinese", str(chinese_font()))
    pdfmetrics.registerFont(chinese)
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    pdfmetrics.registerFont(TTFont("Vera-Bold", "VeraBd.ttf"))
    return frozenset(chinese.face.charToGlyph)


class Paper:
    """Pages under the pen. ``latin`` is `Vera`, or a family that every PDF reader has: `Helvetica`, `Times`."""

    def __init__(self, title: str, *, latin: str = "Vera", wide: bool = False) -> None:
        self._chinese = register_fonts()
        self.width, self.height = landscape(A4) if wide else A4
        self._stream = io.BytesIO()
        # invariant: no clock and no random id in the file, so that a second run gives the same bytes
        self._canvas = Canvas(self._stream, pagesize=(self.width, self.height), invariant=True)
        self._canvas.setTitle(title)
        self._latin = {"Times": ("Times-Roman", "Times-Bold")}.get(latin, (latin, f"{latin}-Bold"))
        self.page = 1

    def text(self, x: float, y: float, text: str, *, size: float = 9, bold: bool = False, align: str = "left") -> float:
        """Writes one line on the base line ``y``; ``x`` is its left end, middle or right end after ``align``.

        Returns where the text ends on the right.
        """
        runs = list(self._runs(text, bold=bold))
        widths = [pdfmetrics.stringWidth(run, font, size) for font, run in runs]
        x -= {"left": 0.0, "center": 0.5, "right": 1.0}[align] * sum(widths)
        for (font, run), width in zip(runs, widths, strict=True):
            self._canvas.setFont(font, size)
            self._canvas.drawString(x, self.height - y, run)
            x += width
        return x

    def rule(self, x0: float, y0: float, x1: float, y1: float, *, width: float = 0.6) -> None:
        self._canvas.setLineWidth(width)
        self._canvas.line(x0, self.height - y0, x1, self.height - y1)

    def table(
        self,
        x: float,
        top: float,
        widths: Sequence[float],
        rows: Sequence[Row],
        *,
        align: str = "",
        size: float = 8.5,
        ruled: bool = True,
        pad: float = 5,
    ) -> float:
        """Draws ``rows`` and returns the bottom. ``align`` holds one of l, c, r for each column; default all c."""
        placed = place(rows)
        lefts = [x + sum(widths[:n]) for n in range(len(widths) + 1)]
        tops = self._row_tops(placed, len(rows), top, size, pad)
        for spot in placed:
            cell = spot.cell
            edge = (lefts[spot.column], lefts[spot.column + cell.columns], tops[spot.row], tops[spot.row + cell.rows])
            side = {"l": "left", "r": "right"}.get(align[spot.column : spot.column + 1], "center")
            self._cell_text(edge, cell.text, size=size, bold=cell.bold, align=cell.align or side, pad=pad)
        if ruled:
            self._rulings(placed, lefts, tops)
        return tops[-1]

    def signatures(self, y: float, roles: Sequence[tuple[str, str]], *, x: float = 60, step: float = 160) -> None:
        """A signature line for each role, with the name that stands on it."""
        for n, (role, name) in enumerate(roles):
            left = x + n * step
            line = max(left + 54, self.text(left, y, role) + 6)
            self.text(line + 8, y - 2, name)
            self.rule(line, y + 2, left + step - 24, y + 2, width=0.4)

    def seal(self, x: float, y: float, company: str, words: str, *, size: float = 104) -> None:
        """A round red seal, as a picture with a clear ground, its middle at ``x, y``."""
        picture = ImageReader(draw_seal(company, words))
        self._canvas.drawImage(picture, x - size / 2, self.height - y - size / 2, size, size, mask="auto")

    def next_page(self) -> None:
        self._canvas.showPage()
        self.page += 1

    def finish(self) -> bytes:
        self._canvas.save()
        return self._stream.getvalue()

    def _runs(self, text: str, *, bold: bool) -> Iterator[tuple[str, str]]:
        def font(character: str) -> str:
            if ord(character) in self._chinese:
                return "Chinese"
            named = self._latin[bold]
            in_win_ansi = character.encode("cp1252", "ignore") != b""
            return named if named.startswith("Vera") or in_win_ansi else ("Vera", "Vera-Bold")[bold]

        for name, characters in groupby(text, font):
            yield name, "".join(characters)

    def _row_tops(self, placed: Sequence[Placed], rows: int, top: float, size: float, pad: float) -> list[float]:
        lines = [1] * rows
        for spot in placed:
            if spot.cell.rows == 1:
                lines[spot.row] = max(lines[spot.row], spot.cell.text.count("\n") + 1)
        tops = [top]
        for count in lines:
            tops.append(tops[-1] + count * size * LEADING + pad)
        return tops

    def _cell_text(
        self, edge: tuple[float, float, float, float], text: str, *, size: float, bold: bool, align: str, pad: float
    ) -> None:
        left, right, top, bottom = edge
        lines = text.split("\n")
        x = {"left": left + pad, "center": (left + right) / 2, "right": right - pad}[align]
        y = (top + bottom - len(lines) * size * LEADING) / 2 + size
        for n, line in enumerate(lines):
            self.text(x, y + n * size * LEADING, line, size=size, bold=bold, align=align)

    def _rulings(self, placed: Sequence[Placed], lefts: Sequence[float], tops: Sequence[float]) -> None:
        edges: dict[tuple[float, float, float, float], None] = {}
        for spot in placed:
            columns = range(spot.column, spot.column + spot.cell.columns + 1)
            rows = range(spot.row, spot.row + spot.cell.rows + 1)
            for y in (tops[rows[0]], tops[rows[-1]]):
                edges |= {(lefts[a], y, lefts[b], y): None for a, b in pairwise(columns)}
            for x in (lefts[columns[0]], lefts[columns[-1]]):
                edges |= {(x, tops[a], x, tops[b]): None for a, b in pairwise(rows)}
        for x0, y0, x1, y1 in edges:
            self.rule(x0, y0, x1, y1)


def draw_seal(company: str, words: str, *, pixels: int = 300) -> Image.Image:
    """The seal of ``company``: a ring, a star, the name on the upper arc and ``words`` below the star."""
    seal = Image.new("RGBA", (pixels, pixels), (255, 255, 255, 0))
    pen = ImageDraw.Draw(seal)
    middle, ring = pixels / 2, pixels * 0.47
    pen.ellipse((middle - ring, middle - ring, middle + ring, middle + ring), outline=SEAL_RED, width=7)
    spikes = [(middle + radius * math.sin(n * math.pi / 5), middle - radius * math.cos(n * math.pi / 5))
              for n, radius in enumerate([pixels * 0.15, pixels * 0.06] * 5)]  # fmt: skip
    pen.polygon(spikes, fill=SEAL_RED)
    font = ImageFont.truetype(str(chinese_font()), int(pixels * 0.095))
    pen.text((middle, pixels * 0.76), words, font=font, fill=SEAL_RED, anchor="mm")
    arc = min(270.0, 20.0 * len(company))
    for n, character in enumerate(company):
        angle = -arc / 2 + arc * n / max(1, len(company) - 1)
        tile = Image.new("RGBA", (pixels, pixels), (255, 255, 255, 0))
        ImageDraw.Draw(tile).text((middle, pixels * 0.14), character, font=font, fill=SEAL_RED, anchor="mm")
        seal.alpha_composite(tile.rotate(-angle, resample=Image.Resampling.BICUBIC))
    return seal
