"""Pages drawn in plain text: two spaces part segments, `# ` before a line sets it large, `|` parts cells."""

from __future__ import annotations

import itertools
import re

from lotgate.model.certificate import HeaderField
from lotgate.model.document import Page, Word
from lotgate.model.evidence import Fact
from lotgate.model.geometry import Box
from lotgate.model.table import Cell, Layout, Table, TableSource
from lotgate.reading.header import HeaderReader
from lotgate.tabulating import tabulate

LETTER, IDEOGRAPH, LINE, HEIGHT = 6.0, 10.0, 14.0, 10.0
PAGE_WIDTH, PAGE_HEIGHT = 700.0, 842.0


def words_of(line: str, top: float, *, left: float = 40.0, page: int = 1) -> list[Word]:
    """The words of one drawn line."""
    large = line.startswith("# ")
    line = line.removeprefix("# ")
    places = [0.0, *itertools.accumulate(IDEOGRAPH if "\u2e80" <= c <= "\uffef" else LETTER for c in line)]
    return [
        Word(
            m[0],
            page,
            Box(left + places[m.start()], top, left + places[m.end()], top + HEIGHT),
            20 if large else 10,
            large,
        )
        for m in re.finditer(r"\S+", line)
    ]


def page(text: str, *tables: Table, number: int = 1) -> Layout:
    """A page of drawn lines, with ``tables`` on it besides."""
    lines = text.strip("\n").splitlines()
    words = [word for n, line in enumerate(lines) for word in words_of(line, 40 + n * LINE, page=number)]
    layout = tabulate(Page(number, PAGE_WIDTH, PAGE_HEIGHT, tuple(words)))
    return Layout(number, layout.width, layout.height, (*layout.tables, *tables), layout.lines, title=layout.title)


def table(text: str, *, top: float = 200.0, source: TableSource = TableSource.RULED, width: float = 120.0) -> Table:
    """A ruled table: a line a row, ``|`` between cells, ``\\`` for a line's break inside one."""
    rows = [row.strip().strip("|").split("|") for row in text.strip().splitlines()]
    cells = []
    for r, row in enumerate(rows):
        for c, content in enumerate(row):
            box = Box(40 + c * width, top + r * 30, 40 + (c + 1) * width, top + (r + 1) * 30)
            lines = content.strip().split("\\")
            words = [w for n, line in enumerate(lines) for w in words_of(line, box.top + n * 12, left=box.x0 + 2)]
            cells.append(Cell(r, c, " ".join(line.strip() for line in lines), box, tuple(words)))
    columns = max(len(row) for row in rows)
    box = Box(40, top, 40 + columns * width, top + len(rows) * 30)
    return Table(1, box, tuple(cells), len(rows), columns, source)


def facts(*layouts: Layout) -> dict[str, str | list[str]]:
    """The header as read: a list for the batches, else the text."""
    found = read(*layouts)
    return {
        field.value: [fact.text for fact in several] if field is HeaderField.BATCH else several[0].text
        for field, several in found.items()
    }


def read(*layouts: Layout) -> dict[HeaderField, tuple[Fact, ...]]:
    """The header's facts."""
    reader = HeaderReader()
    for layout in layouts:
        reader.take(layout)
    return dict(reader.facts([]))
