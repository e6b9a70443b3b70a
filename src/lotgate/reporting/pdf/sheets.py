"""Marks on sheets of A4: blocks of a known height, stacked from the top, that go to the next sheet where one is full.

Coordinates are points from the sheet's top left corner.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from lotgate.reporting.pdf.fonts import Style
from lotgate.reporting.pdf.text import lines

WIDTH, HEIGHT = 595.28, 841.89
LEFT, TOP, BOTTOM = 48.0, 52.0, 62.0
ROOM = WIDTH - 2 * LEFT
TALLEST = HEIGHT - TOP - BOTTOM
_LINES_A_BLOCK = 30
"""Lines of one cell that stay together: more are cut, so that text of any length flows over pages."""


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text, ``y`` its baseline."""

    x: float
    y: float
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Fill:
    """A rectangle, filled, or with ``line`` only outlined; a height of 0 makes a rule."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    line: float = 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG in a rectangle."""

    x: float
    y: float
    width: float
    height: float
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Link:
    """A place that leads to the sheet with this anchor."""

    x: float
    y: float
    width: float
    height: float
    anchor: str


Mark = Words | Fill | Picture | Link


@dataclass(frozen=True, slots=True)
class Block:
    """Marks that stay together, ``y`` counted from the block's top."""

    height: float
    marks: tuple[Mark, ...] = ()

    def shifted(self, y: float, x: float = 0.0) -> tuple[Mark, ...]:
        """The marks, moved."""
        return tuple(replace(mark, x=mark.x + x, y=mark.y + y) for mark in self.marks)


def stacked(blocks: Iterable[Block]) -> Block:
    """The blocks as one, each below the last."""
    height = 0.0
    marks: list[Mark] = []
    for block in blocks:
        marks += block.shifted(height)
        height += block.height
    return Block(height, tuple(marks))


def gap(height: float) -> Block:
    """Empty space."""
    return Block(height)


def rule(colour: str = "#c8c8c8", width: float = 0.5, x: float = 0.0, length: float = ROOM) -> Block:
    """A hair line across the sheet."""
    return Block(width, (Fill(x, 0, length, 0, colour, width),))


@dataclass(frozen=True, slots=True)
class Cell:
    """Text in a column that starts at ``x`` and is ``width`` wide."""

    x: float
    width: float
    text: str
    style: Style


def row(cells: Sequence[Cell], pad: float = 3.0) -> tuple[Block, ...]:
    """Cells beside each other: one block, or several where a text is very long."""
    broken = [(cell, lines(cell.text, cell.style, cell.width)) for cell in cells]
    longest = max(len(texts) for _, texts in broken)
    blocks = []
    for start in range(0, longest, _LINES_A_BLOCK):
        marks = [
            Words(cell.x, pad + place * cell.style.leading + cell.style.size, text, cell.style)
            for cell, texts in broken
            for place, text in enumerate(texts[start : start + _LINES_A_BLOCK])
            if text
        ]
        height = max(len(texts[start : start + _LINES_A_BLOCK]) * cell.style.leading for cell, texts in broken)
        blocks.append(Block(height + 2 * pad, tuple(marks)))
    return tuple(blocks)


@dataclass(slots=True)
class Sheet:
    """One page: its marks, and what is written at its head and foot."""

    head: str = ""
    foot: str = ""
    anchor: str = ""
    outline: str = ""
    marks: list[Mark] = field(default_factory=list)


@dataclass(slots=True)
class Flow:
    """Sheets being filled. ``repeated`` is put at the top of every sheet that the flow begins by itself."""

    sheets: list[Sheet] = field(default_factory=list)
    repeated: Block | None = None
    _y: float = TALLEST
    _head: str = ""
    _foot: str = ""

    def begin(self, *, head: str, foot: str, anchor: str) -> None:
        """A new sheet, the first of a lot; the sheets after it carry ``head``."""
        self.repeated, self._head, self._foot = None, head, foot
        self.sheets.append(Sheet("", foot, anchor, head))
        self._y = 0.0

    def add(self, *blocks: Block) -> None:
        """Puts each block below the last, on a new sheet where the current one is full."""
        for block in blocks:
            if self._y and self._y + block.height > TALLEST:
                self._turn()
            self._put(block)

    def together(self, blocks: Sequence[Block]) -> None:
        """The blocks on one sheet where they fit on one at all."""
        if sum(block.height for block in blocks) <= TALLEST - (self.repeated.height if self.repeated else 0):
            self.add(stacked(blocks))
        else:
            self.add(*blocks)

    def _turn(self) -> None:
        self.sheets.append(Sheet(self._head, self._foot))
        self._y = 0.0
        if self.repeated:
            self._put(self.repeated)

    def _put(self, block: Block) -> None:
        self.sheets[-1].marks += block.shifted(TOP + self._y, LEFT)
        self._y += block.height
