"""Items from the tables and lines of each page, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lotgate.lexicon.heads import Role
from lotgate.lexicon.shapes import folded, is_verdict
from lotgate.model.certificate import Item
from lotgate.model.evidence import Fact
from lotgate.model.geometry import Box
from lotgate.model.table import Layout, Line, Table, TableSource
from lotgate.reading.across import read_across
from lotgate.reading.captions import above_head, caption_of, naming, under
from lotgate.reading.context import Context
from lotgate.reading.drafts import Draft
from lotgate.reading.grid import Grid
from lotgate.reading.heads import Head, Orientation, heads_of, pairs_labels
from lotgate.reading.listed import read_cells, read_lines
from lotgate.reading.rows import read_rows

_SAME_COLUMN = 12.0
"""The edges of a table that goes on over the page stand at most this far, in points, from where they stood."""
_MOST_FACTS = 0.34
_INFERRED = 0.85


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
            used = self._table(table, caption_of(table, layout.tables, layout.lines), layout.lines)
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
        start = under(caption)
        for head in heads:
            last = next((start for start in starts if start > head.first), grid.rows)
            panel = head.columns[0].index
            read = read_rows if head.orientation is Orientation.ITEMS_DOWN else read_across
            context = contexts.get(panel) or above_head(grid, head) or start
            if (named := naming(grid, head, lines, last)) is not None:
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
