"""A document as its loader sees it: pages of words, ruling lines and pictures, before any meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from lotgate.model.geometry import Box


@dataclass(frozen=True, slots=True)
class Word:
    """Characters printed next to each other, as printed.

    ``confidence`` is the source's own, 0 to 1: 1 for a text layer or a cell, the engine's figure for OCR.
    ``size`` is the font size in points. A word never contains white space at its ends. ``upright`` is false for
    text that runs in another direction than the page's (a label along the edge, a watermark).

    ``box`` is where the word stands among the others, on a page that was straightened for reading if it had to be;
    ``place`` is where it then stands on the page as shown, ``None`` where that is the same.
    """

    text: str
    page: int
    box: Box
    size: float = 10.0
    bold: bool = False
    confidence: float = 1.0
    upright: bool = True
    place: Box | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line drawn on the page: horizontal when ``box`` is wider than high, else vertical."""

    box: Box

    @property
    def horizontal(self) -> bool:
        return self.box.width >= self.box.height


@dataclass(frozen=True, slots=True)
class Picture:
    """A place on the page covered by an image."""

    box: Box


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table whose structure the file itself states (spreadsheet, Word, HTML); indices from 0."""

    row: int
    column: int
    words: tuple[Word, ...]
    box: Box
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table stated by the file. Cells do not overlap; empty cells may be left out."""

    box: Box
    cells: tuple[GridCell, ...]
    rows: int
    columns: int
    loose: bool = False
    """True for a spreadsheet's sheet, where one grid holds headings, key-value blocks and tables together."""


@dataclass(frozen=True, slots=True)
class Raster:
    """A page's picture as pixels: red, green and blue, a byte each, row by row from the top left."""

    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """A stamp found on a page's picture: its place on the page as shown and its colour ("red", "blue", "black").

    ``text`` is what stands along its rim, empty where that is not legible; ``confidence`` (0 to 1) is of the text.
    """

    page: int
    box: Box
    colour: str
    text: str = ""
    confidence: float = 0.0


class TextLayer(StrEnum):
    """How far a page's own text can be trusted."""

    GOOD = "good"
    NONE = "none"
    """No text, but something is drawn: a scan or a picture."""
    BROKEN = "broken"
    """Text is there but cannot be what is printed: mojibake, or fonts without a usable character map."""
    EMPTY = "empty"
    """Nothing on the page at all."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page (or sheet, or message body). ``number`` counts from 1.

    Words inside a grid are not repeated in ``words``.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    pictures: tuple[Picture, ...] = ()
    grids: tuple[Grid, ...] = ()
    text_layer: TextLayer = TextLayer.GOOD
    title: str | None = None
    """The sheet's name, where the file has one."""
    seals: tuple[Seal, ...] = ()
    """Stamps, looked for on pages that are read from their pictures."""
    disputed: tuple[Box, ...] = ()
    """Places, on the page as shown, where an invisible text and the picture over it give different figures."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document: a file, or one part of a mail or archive. Its pages are read from the bytes as they are asked for.

    ``name`` is for people ("delivery.eml/coa.pdf"); nothing is decided from it. ``sha256`` is of the document's own
    bytes.
    """

    name: str
    format: str
    sha256: str
    page_count: int
    open_pages: Callable[[], Iterator[Page]] = field(repr=False, compare=False)
    warnings: tuple[str, ...] = ()
    picture: Callable[[int, float], bytes] | None = field(default=None, repr=False, compare=False)
    """Page number (from 1) and dots per inch to the page's own picture as PNG; None where the format has none."""
    raster: Callable[[int, float], Raster] | None = field(default=None, repr=False, compare=False)
    """Page number and dots per inch to the pixels of what is printed, coarser where they would be too many."""

    def pages(self) -> Iterator[Page]:
        """The pages in order, one at a time, so that a long file never stands in memory whole."""
        return self.open_pages()
