"""What tabulating finds: tables of cells, and the lines of text outside them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lotgate.model.document import Seal, TextLayer, Word
from lotgate.model.geometry import Box


class TableSource(StrEnum):
    """How a table was found: by its lines, by its alignment, or because the file itself states it."""

    RULED = "ruled"
    ALIGNED = "aligned"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its place in the table's raster; ``text`` joins its words as a person would read them."""

    row: int
    column: int
    text: str
    box: Box
    words: tuple[Word, ...] = ()
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Cells on a raster of ``rows`` x ``columns``; cells never overlap, places without a cell are empty."""

    page: int
    box: Box
    cells: tuple[Cell, ...]
    rows: int
    columns: int
    source: TableSource


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one base line, left to right; ``segments`` are its runs parted by wide gaps."""

    page: int
    box: Box
    text: str
    words: tuple[Word, ...]
    segments: tuple[tuple[Word, ...], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """One page cut into tables and the lines outside them, each in reading order."""

    page: int
    width: float
    height: float
    tables: tuple[Table, ...]
    lines: tuple[Line, ...]
    text_layer: TextLayer = TextLayer.GOOD
    title: str | None = None
    seals: tuple[Seal, ...] = ()
    disputed: tuple[Box, ...] = ()
