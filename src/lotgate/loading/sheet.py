"""One sheet of a spreadsheet as a page: what is shown, with merged cells, and without what is hidden or empty."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from lotgate.errors import TooLarge
from lotgate.loading.flow import Placed, Table, TableCell, Text, page_of, place
from lotgate.model.document import Page, Picture
from lotgate.model.geometry import Box

_EDGE = 20.0
_EMPTY_RUN = 2
"""Empty rows or columns kept in a row: enough to part two blocks; a million of them say nothing more."""
_MOST_COVERED = 500_000


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows."""

    text: str
    bold: bool = False
    size: float = 10.0


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells joined into one; first and last row and column, both included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """A sheet while it is read; all indices from 0, all sizes in points."""

    title: str | None
    most_cells: int
    cells: dict[tuple[int, int], Shown] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    has_picture: bool = False

    def show(self, row: int, column: int, shown: Shown) -> None:
        """Fill a cell; ``TooLarge`` when the sheet has more than its bound. Blank text leaves it empty."""
        if not shown.text.strip():
            return
        if len(self.cells) >= self.most_cells:
            raise TooLarge(f"the sheet {self.title or ''} has more than {self.most_cells:,} filled cells")
        self.cells[row, column] = shown

    def page(self, number: int) -> Page:
        """The page that shows the sheet."""
        visible = {at: shown for at, shown in self.cells.items() if self._visible(*at)}
        merges, covered = self._merges_in_use(visible)
        visible = {at: shown for at, shown in visible.items() if at not in covered}
        rows = _raster([r for r, _ in visible], [(m.top, m.bottom) for m in merges.values()])
        columns = _raster([c for _, c in visible], [(m.left, m.right) for m in merges.values()])
        rows = [r for r in rows if r not in self.hidden_rows]
        columns = [c for c in columns if not self._column_hidden(c)]
        placed = Placed(number)
        if visible:
            place(self._table(visible, merges, rows, columns), placed, _EDGE, _EDGE, 0.0)
        elif self.has_picture:
            placed.pictures.append(Picture(Box(_EDGE, _EDGE, 575.0, 822.0)))
        return page_of(placed, self.title)

    def _visible(self, row: int, column: int) -> bool:
        return row not in self.hidden_rows and not self._column_hidden(column)

    def _column_hidden(self, column: int) -> bool:
        return any(column in hidden for hidden in self.hidden_columns)

    def _merges_in_use(
        self, visible: dict[tuple[int, int], Shown]
    ) -> tuple[dict[tuple[int, int], Merge], set[tuple[int, int]]]:
        """Merges by the cell that shows their text, cut to the used area, none over another; and what they cover."""
        last_row = max((r for r, _ in visible), default=0)
        last_column = max((c for _, c in visible), default=0)
        kept: dict[tuple[int, int], Merge] = {}
        covered: set[tuple[int, int]] = set()
        shown: set[tuple[int, int]] = set()
        for merge in self.merges:
            cut = Merge(merge.top, merge.left, min(merge.bottom, last_row), min(merge.right, last_column))
            anchor = (cut.top, cut.left)
            size = max(0, cut.bottom - cut.top + 1) * max(0, cut.right - cut.left + 1)
            at = self._first_visible(cut)
            if anchor not in self.cells or at is None or not 0 < size <= _MOST_COVERED - len(covered):
                continue
            area = {(r, c) for r in range(cut.top, cut.bottom + 1) for c in range(cut.left, cut.right + 1)}
            if not area.isdisjoint(covered) or not area.isdisjoint(shown):
                continue
            covered |= area - {at}
            shown.add(at)
            kept[at] = Merge(*at, cut.bottom, cut.right)
            visible[at] = self.cells[anchor]  # also when the anchor's own row or column is hidden
        return kept, covered

    def _first_visible(self, merge: Merge) -> tuple[int, int] | None:
        row = next((r for r in range(merge.top, merge.bottom + 1) if r not in self.hidden_rows), None)
        column = next((c for c in range(merge.left, merge.right + 1) if not self._column_hidden(c)), None)
        return None if row is None or column is None else (row, column)

    def _table(
        self,
        visible: dict[tuple[int, int], Shown],
        merges: dict[tuple[int, int], Merge],
        rows: list[int],
        columns: list[int],
    ) -> Table:
        row_at = {row: i for i, row in enumerate(rows)}
        column_at = {column: i for i, column in enumerate(columns)}
        cells: list[TableCell] = []
        for at in sorted(visible):
            shown, merge = visible[at], merges.get(at)
            row, column = row_at[at[0]], column_at[at[1]]
            down = bisect_left(rows, merge.bottom + 1) - row if merge else 1
            across = bisect_left(columns, merge.right + 1) - column if merge else 1
            text = Text(shown.text.strip(), shown.bold, shown.size)
            cells.append(TableCell(row, column, (text,), max(1, down), max(1, across)))
        widths = {column_at[c]: w for c, w in self.widths.items() if c in column_at}
        heights = {row_at[r]: h for r, h in self.heights.items() if r in row_at}
        return Table(tuple(cells), widths, heights, loose=True)


def _raster(filled: Iterable[int], spans: Iterable[tuple[int, int]]) -> list[int]:
    """The rows (or columns) to show: filled ones, those inside merges, and short runs of empty ones between them."""
    used = set(filled)
    for first, last in spans:
        used.update(range(first, last + 1))
    kept: list[int] = []
    for index in sorted(used):
        start = kept[-1] + 1 if kept else 0
        kept.extend(range(max(start, index - _EMPTY_RUN), index))
        kept.append(index)
    return kept
