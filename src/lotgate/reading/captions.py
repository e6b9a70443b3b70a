"""What is printed above a table and said of all its items: their section, their unit, the lot they belong to."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from lotgate.lexicon.heads import Role, names_lots, roles_of
from lotgate.lexicon.shapes import is_unit, is_value
from lotgate.model.document import Word
from lotgate.model.evidence import Fact
from lotgate.model.geometry import Box
from lotgate.model.lines import joined, paragraph
from lotgate.model.table import Cell, Line, Table
from lotgate.reading.context import Context
from lotgate.reading.drafts import of_words
from lotgate.reading.grid import Grid
from lotgate.reading.heads import Head, Orientation
from lotgate.reading.names import parse_name

_LOT_CODE = re.compile(r"(?=(?:[^\s\d]*\d){4})[A-Z0-9][A-Za-z0-9/_.-]{4,}")
_SAME_HEIGHT = 12.0
"""Tables side by side begin at most this far apart, in points."""
_CAPTION_DISTANCE = 26.0
_LONGEST_CAPTION = 70
_SAYS_UNIT = re.compile(r"\s(?:单位|單位|単位|units?|einheit|unité|unidad)$", re.IGNORECASE)
_UNIT_STATED = re.compile(
    r"[(（,，;；\s](?:单位|units?|einheit)\s*[:：]\s*(?P<unit>[^()（）,，;；:：]+)(?:[)）]|\s*$)", re.IGNORECASE
)
"""A heading that says its figures' unit: "2. 金属杂质（ICP-MS，单位：ppb）", "Dimensions (unit: mm) n = 5"."""
_SPELLED_PERCENT = re.compile(r"(?:mass|weight)\s*%|percent", re.IGNORECASE)
_FROM_CAPTION = 0.92


def _first_beside(table: Table, tables: Sequence[Table]) -> Table:
    """Of tables side by side under one head that comes again, the first: what is printed above it is said of all."""
    head = [cell.text for cell in table.cells if cell.row == 0]
    alike = (
        other
        for other in tables
        if abs(other.box.top - table.box.top) <= _SAME_HEIGHT and [c.text for c in other.cells if c.row == 0] == head
    )
    return min(alike, key=lambda other: other.box.x0)


def caption_of(table: Table, tables: Sequence[Table], lines: Sequence[Line]) -> Line | None:
    """The line right above a table that says something of all its items."""
    return _above_table(_first_beside(table, tables), lines)


def _above_table(table: Table, lines: Sequence[Line]) -> Line | None:
    """The short line right above a table: its heading."""
    nearest = _nearest_above(table, lines)
    if nearest is None or lot_in(nearest) or _unit_over(nearest):
        return nearest
    if len(nearest.segments) > 1 or len(nearest.text) > _LONGEST_CAPTION:
        return None
    return None if re.search(r"[:：]\s*\S", nearest.text) else nearest


def _nearest_above(table: Table, lines: Sequence[Line]) -> Line | None:
    above = [line for line in lines if 0 <= table.box.top - line.box.bottom + 2 <= _CAPTION_DISTANCE]
    over = [line for line in above if line.box.overlap_x(table.box) > 0]
    return max(over or above, key=lambda line: line.box.bottom, default=None)


def naming(grid: Grid, head: Head, lines: Sequence[Line], last: int) -> tuple[Context, int] | None:
    """The context of a table that reports one item, which the line right above names: "3. 熔点   方法：ChP 0612".

    With it the row after the item's: there, where no line parts them, the next item's name stands.
    """
    results = {
        row: cell for row in range(head.end, last) for c in head.of(Role.RESULT) if (cell := grid.at(row, c.index))
    }
    reported = [row for row, cell in results.items() if not _labels(cell.words)]
    if head.orientation is not Orientation.ITEMS_DOWN or head.of(Role.ITEM) or len(reported) != 1:
        return None
    if not head.of(Role.LIMIT, Role.MINIMUM, Role.MAXIMUM, Role.VERDICT):
        return None
    line = _nearest_above(grid.table, lines)
    if line is None or lot_in(line):
        return None
    first, *others = line.segments
    own = [first, *itertools.takewhile(lambda segment: not _labels(segment), others)]
    words = tuple(word for segment in own for word in segment)
    text = paragraph(words)
    if (
        len(own) + 1 < len(line.segments)
        or len(text) > _LONGEST_CAPTION
        or _labels(words)
        or is_value(parse_name(text).text)
    ):
        return None
    method = None
    if len(own) < len(line.segments):
        label, _, said = joined(line.segments[-1]).replace("：", ":").partition(":")
        if roles_of(label) != {Role.METHOD} or not said.strip():
            return None
        method = of_words(line.segments[-1], said.strip(), _FROM_CAPTION)
    name = Cell(0, 0, text, Box.around(word.box for word in words), words)
    return Context(name=(name,), method=method), reported[0] + 1


def _labels(segment: Sequence[Word]) -> bool:
    return ":" in joined(segment) or "：" in joined(segment)


def lot_in(line: Line) -> Fact | None:
    """The lot that a line right above a table names: "Batch: 154032117   Quantity: 1 000 kg"."""
    first = " ".join(word.text for word in line.segments[0])
    label, _, value = first.replace("：", ":").partition(":")
    if ":" not in first and "：" not in first and _LOT_CODE.fullmatch(line.segments[0][-1].text):
        label, _, value = first.rpartition(" ")  # "Batch 0004417730"
    if not value.strip() or Role.SAMPLE not in roles_of(label) or not names_lots(label):
        return None
    return of_words(line.segments[0], value.split()[0], _FROM_CAPTION)


def under(caption: Line | None) -> Context:
    """What a table's heading says of its items: their section, and a unit for those that print none."""
    if caption is None:
        return Context()
    if lot := lot_in(caption):
        return Context(sample=lot, lot=True)
    if unit := _unit_over(caption):
        words = caption.segments[0]
        stated = _UNIT_STATED.search(joined(words))
        heading = re.split(r"[(（]", joined(words)[: stated.start()])[0].strip() if stated else ""
        return Context(unit=unit, section=of_words(words, heading, _FROM_CAPTION) if heading else None)
    text = " ".join(word.text for word in caption.words)
    return _headed(of_words(caption.words, text.rstrip(":："), _FROM_CAPTION))


def _unit_over(line: Line) -> Fact | None:
    """The unit of the figures under a line of heads, of which one names them all: "Product   Items (%)"."""
    if stated := _unit_stated(line):
        return stated
    texts = [joined(segment) for segment in line.segments]
    if len(texts) == 1 or any(is_value(text) or ":" in text or "：" in text for text in texts):
        return None
    found = [
        of_words(segment, unit, _FROM_CAPTION)
        for segment, text in zip(line.segments, texts, strict=True)
        if roles_of(text) & {Role.ITEM, Role.RESULT} and (unit := parse_name(text).unit)
    ]
    return found[0] if len(found) == 1 else None


def _unit_stated(line: Line) -> Fact | None:
    """The unit that a line says all the figures below it have: "测试结果 Test results   单位 Unit: mg/kg"."""
    for segment in line.segments:
        label, colon, unit = " ".join(word.text for word in segment).replace("：", ":").strip("()（） ").partition(":")
        named = roles_of(label) == {Role.UNIT} or _SAYS_UNIT.search(label.strip())
        if colon and named and is_unit(unit.strip()):
            return of_words(segment, unit.strip(), _FROM_CAPTION)
        if (stated := _UNIT_STATED.search(joined(segment))) and is_unit(stated["unit"].strip()):
            return of_words(segment, stated["unit"].strip(), _FROM_CAPTION)
    return None


def _headed(heading: Fact) -> Context:
    """A heading's section, and its unit as printed: "(wt %)"; "weight %" says of what the figures are parts."""
    unit = parse_name(heading.text).unit
    if unit and _SPELLED_PERCENT.search(unit):
        unit = "%"
    return Context(section=heading, unit=replace(heading, text=unit) if unit else None)


def above_head(grid: Grid, head: Head) -> Context | None:
    """A heading in the table's own row above the head, over all of it or over this one of several panels."""
    first, last = head.columns[0].index, head.columns[-1].index
    cells = grid.row(head.first - 1) if head.first else []
    panels = [*cells, *(grid.row(head.first) if last - first + 1 < grid.columns else [])]
    own = [c for c in panels if c.column == first and c.column + c.column_span - 1 == last]
    cells = own[:1] or cells
    if len(cells) != 1 or cells[0].column_span < 2 or len(cells[0].text) > _LONGEST_CAPTION or ":" in cells[0].text:
        return None
    return _headed(of_words(cells[0].words, cells[0].text, _FROM_CAPTION))
