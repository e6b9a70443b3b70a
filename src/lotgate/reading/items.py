"""Items from the tables and lines of each page, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lotgate.lexicon.shapes import folded
from lotgate.model.certificate import Item
from lotgate.model.evidence import Fact
from lotgate.model.geometry import Box
from lotgate.model.table import Layout, Line, Table, TableSource
from lotgate.reading.across import read_across
from lotgate.reading.drafts import Draft
from lotgate.reading.grid import Grid
from lotgate.reading.heads import Head, Orientation, heads_of
from lotgate.reading.listed import read_lines
from lotgate.reading.rows import Context, read_rows

_SAME_COLUMN = 12.0
"""Columns of a table that goes on over the page stand at most this far, in points, from where they stood."""


@dataclass(frozen=True, slots=True)
class _Open:
    """The last table read: the next page may go on with it without repeating its head."""

    page: int
    head: Head
    centers: tuple[float, ...]
    context: Context


class ItemReader:
    """Collects items page by page; remembers the last table for one that goes on."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._open: _Open | None = None

    def take(self, layout: Layout) -> Layout:
        """Read a page's items; what is left of the page is returned for the header."""
        tables: list[Table] = []
        taken: list[Table] = []
        for table in layout.tables:
            used = self._table(table)
            rest = _without_rows(table, used)
            if used:
                taken.append(table)
            if rest is not None and not (used and table.source is TableSource.ALIGNED):
                tables.append(rest)
        lines = [rest for line in layout.lines if (rest := _unread(line, taken))]
        drafts, spoken = read_lines(lines)
        self.drafts += drafts
        return replace(layout, tables=tuple(tables), lines=tuple(x for i, x in enumerate(lines) if i not in spoken))

    def finish(self, grades: Sequence[str], *, specification: bool) -> tuple[Item, ...]:
        """All items, with the limits of the grade that ``grades`` name where the tables have grade columns.

        Rows without a result are items only in a document that reports no result at all: a specification. What a
        titled specification puts behind its names are limits.
        """
        drafts = self.drafts
        if specification and not any(d.limit or d.limits for d in drafts if d.result):
            drafts = [replace(d, limit=d.result, result=None) if d.result else d for d in drafts]
        reported = any(d.result for d in drafts)
        return tuple(_item(d, grades) for d in drafts if d.result or not reported)

    def lots(self) -> list[Fact]:
        """The lots that head rows or columns of results, each once."""
        seen: dict[str, Fact] = {}
        for draft in self.drafts:
            if draft.sample is not None:
                seen.setdefault(folded(draft.sample.text), draft.sample)
        return list(seen.values())

    def _table(self, table: Table) -> set[int]:
        """Read one table; the rows that were items or their heads."""
        grid = Grid(table)
        used: set[int] = set()
        heads = heads_of(grid)
        starts = sorted({h.first for h in heads}) or [grid.rows]
        if starts[0] > 0:
            used |= self._go_on(grid, starts[0])
        contexts: dict[int, Context] = self._inherited(table, heads)
        for head in heads:
            last = next((start for start in starts if start > head.first), grid.rows)
            panel = head.columns[0].index
            read = read_rows if head.orientation is Orientation.ITEMS_DOWN else read_across
            drafts, rows, contexts[panel] = read(grid, head, head.end, last, contexts.get(panel, Context()))
            if not drafts:
                used |= set(range(head.first, head.end)) | rows if rows else set()
                continue
            self.drafts += drafts
            used |= rows | set(range(head.first, head.end))
            self._open = _Open(table.page, head, tuple(grid.centers), contexts[panel])
        return used

    def _inherited(self, table: Table, heads: Sequence[Head]) -> dict[int, Context]:
        """What a table that goes on over the page, its head repeated, keeps of the page before: section and lot."""
        before = self._open
        if before is None or not heads or before.page == table.page or _texts(heads[0]) != _texts(before.head):
            return {}
        return {heads[0].columns[0].index: replace(before.context, name=())}

    def _go_on(self, grid: Grid, last: int) -> set[int]:
        """Rows above the first head belong to the table before, if their columns stand in the same places."""
        before = self._open
        if before is None or len(before.centers) != grid.columns:
            return set()
        if any(abs(a - b) > _SAME_COLUMN for a, b in zip(before.centers, grid.centers, strict=True) if a >= 0 <= b):
            return set()
        read = read_rows if before.head.orientation is Orientation.ITEMS_DOWN else read_across
        drafts, rows, context = read(grid, before.head, 0, last, before.context)
        self.drafts += drafts
        self._open = replace(before, page=grid.table.page, context=context)
        return rows if drafts else set()


def _texts(head: Head) -> list[str]:
    return [cell.text for column in head.columns for cell in column.heads]


def _without_rows(table: Table, used: set[int]) -> Table | None:
    cells = tuple(c for c in table.cells if c.row not in used)
    if not any(c.text for c in cells):
        return None
    return replace(table, cells=cells)


def _unread(line: Line, tables: Iterable[Table]) -> Line | None:
    """The line without the segments that stand in a table that was read."""
    boxes = [t.box for t in tables if t.source is TableSource.ALIGNED]
    kept = [s for s in line.segments if not any(_stands_in(s[0].box, box) for box in boxes)]
    if len(kept) == len(line.segments):
        return line
    if not kept:
        return None
    words = tuple(word for segment in kept for word in segment)
    text = "   ".join(" ".join(word.text for word in segment) for segment in kept)
    return Line(line.page, Box.around(w.box for w in words), text, words, tuple(kept))


def _stands_in(word: Box, table: Box) -> bool:
    return table.holds(min(max(word.center_x, table.x0), word.x1), word.center_y)


def _item(draft: Draft, grades: Sequence[str]) -> Item:
    limit = _of_grade(draft.limits, grades) if draft.limits else draft.limit
    return Item(
        name=draft.name,
        name_parts=draft.name_parts,
        result=draft.result,
        section=draft.section,
        sample=draft.sample,
        method=draft.method,
        unit=draft.unit,
        limit=limit,
        also=draft.also,
        verdict=draft.verdict,
    )


def _of_grade(limits: tuple[tuple[str, Fact], ...], grades: Sequence[str]) -> Fact | None:
    """The stated grade's limit; one that all grades share; else none, since nothing says which applies."""
    named = [(folded(label), limit) for label, limit in limits]
    for wanted in map(folded, grades):
        exact = [limit for label, limit in named if label == wanted]
        partly = [limit for label, limit in named if label in wanted or wanted in label]
        for found in (exact, partly):
            if len({folded(limit.text) for limit in found}) == 1:
                return found[0]
    return limits[0][1] if len({limit for _, limit in named}) == 1 else None
