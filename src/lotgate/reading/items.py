"""Items from the tables and lines of each page, in reading order."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lotgate.lexicon.heads import Role, names_lots, roles_of
from lotgate.lexicon.shapes import folded, is_unit, is_value, is_verdict
from lotgate.model.certificate import Item
from lotgate.model.document import Word
from lotgate.model.evidence import Fact
from lotgate.model.geometry import Box
from lotgate.model.lines import joined, paragraph
from lotgate.model.table import Cell, Layout, Line, Table, TableSource
from lotgate.reading.across import read_across
from lotgate.reading.drafts import Draft, of_words
from lotgate.reading.grid import Grid
from lotgate.reading.heads import Head, Orientation, heads_of, pairs_labels
from lotgate.reading.listed import read_cells, read_lines
from lotgate.reading.names import parse_name
from lotgate.reading.rows import Context, read_rows

_LOT_CODE = re.compile(r"(?=(?:[^\s\d]*\d){4})[A-Z0-9][A-Za-z0-9/_.-]{4,}")
_SAME_COLUMN = 12.0
"""The edges of a table that goes on over the page stand at most this far, in points, from where they stood."""
_CAPTION_DISTANCE = 26.0
_LONGEST_CAPTION = 70
_SAYS_UNIT = re.compile(r"\s(?:单位|單位|単位|units?|einheit|unité|unidad)$", re.IGNORECASE)
_UNIT_STATED = re.compile(
    r"[(（,，;；\s](?:单位|units?|einheit)\s*[:：]\s*(?P<unit>[^()（）,，;；:：]+)(?:[)）]|\s*$)", re.IGNORECASE
)
"""A heading that says its figures' unit: "2. 金属杂质（ICP-MS，单位：ppb）", "Dimensions (unit: mm) n = 5"."""
_SPELLED_PERCENT = re.compile(r"(?:mass|weight)\s*%|percent", re.IGNORECASE)
_MOST_FACTS = 0.34
_INFERRED = 0.85
_FROM_CAPTION = 0.92


@dataclass(frozen=True, slots=True)
class _Open:
    """The last table read: the next page may go on with it without repeating its head."""

    page: int
    head: Head
    extents: tuple[tuple[float, float], ...]
    context: Context


class ItemReader:
    """Collects items page by page; remembers the last table for one that goes on."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._open: _Open | None = None
        self._page_head: frozenset[tuple[int, str]] | None = None
        """The first rows' cells on the first page, each with its height there: what comes again heads every page."""

    def take(self, layout: Layout) -> Layout:
        """Read a page's items; what is left of the page is returned for the header."""
        tables: list[Table] = []
        taken: list[Table] = []
        for table in layout.tables:
            used = self._table(table, _caption(_first_beside(table, layout.tables), layout.lines), layout.lines)
            left = _without_rows(table, used)
            if used:
                taken.append(_only_rows(table, used))
            if left is not None and not (used and table.source is TableSource.ALIGNED):
                tables.append(left)
        if self._page_head is None:
            self._page_head = frozenset(_first_cells(layout.tables))
        boxes = [table.box for table in taken if table.source is TableSource.ALIGNED]
        lines = [rest for line in layout.lines if (rest := _unread(line, boxes))]
        drafts, spoken = read_lines(lines, beside_table=bool(taken))
        self.drafts += drafts
        return replace(layout, tables=tuple(tables), lines=tuple(x for i, x in enumerate(lines) if i not in spoken))

    def finish(
        self, grades: Sequence[str], products: Sequence[str], subjects: Mapping[int, Fact], *, specification: bool
    ) -> tuple[Item, ...]:
        """All items, with the limits of the grade that ``grades`` name where the tables have grade columns.

        Where none is named, a product's own name may say which it is: "聚氯化铝（液体）" beside 液体 and 固体.

        An item without a sample of its own belongs to its page's subject, where ``subjects`` has one.

        Rows without a result are items only in a document that reports no result at all: a specification. What a
        titled specification puts behind its names are limits.
        """
        drafts = self.drafts
        if specification and not any(d.limit or d.limits for d in drafts if d.result):
            drafts = [replace(d, limit=d.result, result=None) if d.result else d for d in drafts]
        reported = any(d.result for d in drafts)
        return tuple(_item(d, grades, products, subjects) for d in drafts if d.result or not reported)

    def unanswered(self) -> list[Fact]:
        """The names of rows that have a limit and no result."""
        return [draft.name for draft in self.drafts if not draft.result and (draft.limit or draft.limits)]

    def lots(self) -> list[Fact]:
        """The lots that head rows or columns of results, each once."""
        seen: dict[str, Fact] = {}
        for draft in self.drafts:
            if draft.sample is not None and draft.lot:
                seen.setdefault(folded(draft.sample.text), draft.sample)
        return list(seen.values())

    def _table(self, table: Table, caption: Line | None, lines: Sequence[Line]) -> set[int]:
        """Read one table under its caption; the rows that were items or their heads."""
        grid = Grid(table)
        used: set[int] = set()
        heads = heads_of(grid)
        starts = sorted({h.first for h in heads}) or [grid.rows]
        if starts[0] > 0:
            used |= self._go_on(grid, starts[0])
        if not heads and not used and table.source is not TableSource.ALIGNED:
            drafts, used = read_cells(grid, range(grid.rows))
            self.drafts += drafts
            return used
        contexts: dict[int, Context] = self._inherited(table, heads)
        start = _under(caption)
        for head in heads:
            last = next((start for start in starts if start > head.first), grid.rows)
            panel = head.columns[0].index
            read = read_rows if head.orientation is Orientation.ITEMS_DOWN else read_across
            context = contexts.get(panel) or _above(grid, head) or start
            if (named := _naming(grid, head, lines, last)) is not None:
                context, last = named
            drafts, rows, contexts[panel] = read(grid, head, head.end, last, context)
            if not drafts:
                used |= set(range(head.first, head.end)) | rows if rows else set()
                continue
            self.drafts += drafts
            used |= rows | set(range(head.first, head.end))
            self._open = _Open(table.page, head, tuple(grid.extents), contexts[panel])
        return used

    def _heads_page(self, grid: Grid) -> bool:
        """The form's own head, printed on every page at the same height."""
        return any(cell in (self._page_head or ()) for cell in _first_cells([grid.table]))

    def _inherited(self, table: Table, heads: Sequence[Head]) -> dict[int, Context]:
        """What a table that goes on over the page, its head repeated, keeps of the page before: section and lot."""
        before = self._open
        if before is None or not heads or before.page == table.page or _texts(heads[0]) != _texts(before.head):
            return {}
        return {heads[0].columns[0].index: replace(before.context, name=())}

    def _go_on(self, grid: Grid, last: int) -> set[int]:
        """Rows above the first head belong to the table before, if their columns stand in the same places."""
        before = self._open
        head = _moved(before, grid) if before is not None else None
        if before is None or head is None or self._heads_page(grid) or _states_facts(grid, last):
            return set()
        read = read_rows if head.orientation is Orientation.ITEMS_DOWN else read_across
        drafts, rows, context = read(grid, head, 0, last, before.context)
        self.drafts += drafts
        self._open = replace(before, page=grid.table.page, context=context)
        return rows if drafts else set()


def _first_cells(tables: Sequence[Table]) -> Iterator[tuple[int, str]]:
    for table in tables:
        yield from ((round(table.box.top), cell.text) for cell in table.cells if cell.row == 0 and cell.text)


def _states_facts(grid: Grid, last: int) -> bool:
    """Rows of labels with their values: the delivery's facts, printed again at the head of each page."""
    paired = sum(pairs_labels(grid.starting(row)) for row in range(last))
    return paired >= _MOST_FACTS * sum(bool(grid.row(row)) for row in range(last)) > 0


def _first_beside(table: Table, tables: Sequence[Table]) -> Table:
    """Of tables side by side under one head that comes again, the first: what is printed above it is said of all."""
    head = [cell.text for cell in table.cells if cell.row == 0]
    alike = (
        other
        for other in tables
        if abs(other.box.top - table.box.top) <= _SAME_COLUMN and [c.text for c in other.cells if c.row == 0] == head
    )
    return min(alike, key=lambda other: other.box.x0)


def _caption(table: Table, lines: Sequence[Line]) -> Line | None:
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


def _naming(grid: Grid, head: Head, lines: Sequence[Line], last: int) -> tuple[Context, int] | None:
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


def _under(caption: Line | None) -> Context:
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


def _above(grid: Grid, head: Head) -> Context | None:
    """A heading in the table's own row above the head, over all of it or over this one of several panels."""
    first, last = head.columns[0].index, head.columns[-1].index
    cells = grid.row(head.first - 1) if head.first else []
    panels = [*cells, *(grid.row(head.first) if last - first + 1 < grid.columns else [])]
    own = [c for c in panels if c.column == first and c.column + c.column_span - 1 == last]
    cells = own[:1] or cells
    if len(cells) != 1 or cells[0].column_span < 2 or len(cells[0].text) > _LONGEST_CAPTION or ":" in cells[0].text:
        return None
    return _headed(of_words(cells[0].words, cells[0].text, _FROM_CAPTION))


def _texts(head: Head) -> list[str]:
    return [cell.text for column in head.columns for cell in column.heads]


def _moved(before: _Open, grid: Grid) -> Head | None:
    """The head of a table on the page before, for a table whose columns stand in the same places without one."""
    if before.page == grid.table.page or not grid.extents:
        return None
    left, right = before.extents[0][0], before.extents[-1][1]
    box = grid.table.box
    if abs(box.x0 - left) > _SAME_COLUMN or abs(box.x1 - right) > _SAME_COLUMN:
        return None
    columns = []
    for index, (x0, x1) in enumerate(grid.extents):
        middle = (x0 + x1) / 2
        under = [c for c in before.head.columns if before.extents[c.index][0] <= middle <= before.extents[c.index][1]]
        if under:
            columns.append(replace(under[0], index=index))
    if not columns or (
        not any(c.role is Role.ITEM for c in columns) and before.head.orientation is Orientation.ITEMS_DOWN
    ):
        return None
    return replace(before.head, first=0, end=0, columns=tuple(columns))


def _without_rows(table: Table, used: set[int]) -> Table | None:
    cells = tuple(c for c in table.cells if c.row not in used)
    if not any(c.text for c in cells):
        return None
    return replace(table, cells=cells)


def _only_rows(table: Table, rows: set[int]) -> Table:
    """The part of the table that was read: what stands between and below its rows stays to be read as lines."""
    cells = tuple(c for c in table.cells if c.row in rows)
    return replace(table, cells=cells, box=Box.around(c.box for c in cells))


def _unread(line: Line, boxes: Sequence[Box]) -> Line | None:
    """The line without the segments that stand in ``boxes``, those of aligned tables that were read."""
    near = [box for box in boxes if box.top <= line.box.bottom and line.box.top <= box.bottom]
    kept = [s for s in line.segments if not any(_stands_in(s[0].box, box) for box in near)]
    if len(kept) == len(line.segments):
        return line
    if not kept:
        return None
    words = tuple(word for segment in kept for word in segment)
    text = "   ".join(" ".join(word.text for word in segment) for segment in kept)
    return Line(line.page, Box.around(w.box for w in words), text, words, tuple(kept))


def _stands_in(word: Box, table: Box) -> bool:
    return table.holds(min(max(word.center_x, table.x0), word.x1), word.center_y)


def _item(draft: Draft, grades: Sequence[str], products: Sequence[str], subjects: Mapping[int, Fact]) -> Item:
    limit = draft.limit
    if draft.limits:
        limit = _of_grade(draft.limits, grades) or _of_product(draft.limits, products)
    return Item(
        name=draft.name,
        name_parts=draft.name_parts,
        result=draft.result,
        section=draft.section,
        sample=draft.sample or subjects.get(draft.name.evidence.page),
        method=draft.method,
        unit=draft.unit,
        limit=limit,
        also=draft.also,
        verdict=draft.verdict,
    )


def _of_grade(limits: Sequence[tuple[str, Fact | None]], grades: Sequence[str]) -> Fact | None:
    """The stated grade's limit; one that all grades share; else none, since nothing says which applies."""
    for grade in grades:
        exact = [limit for label, limit in limits if folded(label) == folded(grade)]
        # "合格" concludes that the lot conforms; it does not state the grade 合格品.
        short = len(grade) == 1 or not is_verdict(grade)
        partly = [limit for label, limit in limits if _says(grade, label) or (short and _says(label, grade))]
        for found in (exact, partly):
            if _all_alike(found):
                return found[0]
    every = [limit for _, limit in limits]
    return every[0] if _all_alike(every) else None


def _of_product(limits: Sequence[tuple[str, Fact | None]], products: Sequence[str]) -> Fact | None:
    """The limit of the form that a product's name holds, as an inference; Latin letters are in too many names."""
    named = [limit for label, limit in limits if not label.isascii() and any(_says(p, label) for p in products)]
    if not named or not _all_alike(named) or named[0] is None:
        return None
    return replace(named[0], confidence=min(named[0].confidence, _INFERRED))


def _says(text: str, label: str) -> bool:
    """Whether ``text`` holds ``label``, a Latin one as a word of its own: A is a grade in "Grade A", not in "Pass"."""
    if not label.isascii():
        return folded(label) in folded(text)
    flags = re.IGNORECASE if len(label) > 1 else re.NOFLAG
    return bool(re.search(rf"(?<![A-Za-z\d]){re.escape(label)}(?![A-Za-z\d])", text, flags))


def _all_alike(limits: Sequence[Fact | None]) -> bool:
    return len({folded(limit.text) if limit else None for limit in limits}) == 1
