"""A table as rows and columns: which cell stands at a place, spans resolved."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from lotgate.model.table import Cell, Table


class Grid:
    """A table's cells by place. A cell with spans stands at every place that it covers."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = table.rows
        self.columns = table.columns
        self._rows: dict[int, list[Cell]] = {}
        self._at = {
            (row, column): cell
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }

    def at(self, row: int, column: int) -> Cell | None:
        """The cell with text at a place; ``None`` where nothing is printed."""
        cell = self._at.get((row, column))
        return cell if cell is not None and cell.text else None

    def text(self, row: int, column: int) -> str:
        cell = self.at(row, column)
        return cell.text if cell else ""

    def row(self, row: int) -> list[Cell]:
        """The distinct cells with text that cover ``row``, left to right."""
        found = self._rows.get(row)
        if found is None:
            cells = (self.at(row, column) for column in range(self.columns))
            found = self._rows[row] = list({id(cell): cell for cell in cells if cell is not None}.values())
        return list(found)

    def starting(self, row: int) -> list[Cell]:
        """The distinct cells with text whose first row is ``row``."""
        return [cell for cell in self.row(row) if cell.row == row]

    def below(self, column: int, first: int, last: int) -> Iterator[str]:
        """The texts in ``column`` from row ``first`` to before ``last``, a cell once."""
        previous: Cell | None = None
        for row in range(first, last):
            cell = self.at(row, column)
            if cell is not None and cell is not previous:
                yield cell.text
            previous = cell

    @cached_property
    def extents(self) -> list[tuple[float, float]]:
        """Where each column stands on the page: from its leftmost to its rightmost edge among cells of its own."""
        places: list[tuple[float, float]] = []
        for column in range(self.columns):
            boxes = [c.box for row in range(self.rows) if (c := self._at.get((row, column))) and c.column_span == 1]
            if boxes:
                places.append((min(b.x0 for b in boxes), max(b.x1 for b in boxes)))
            else:
                places.append(places[-1] if places else (self.table.box.x0, self.table.box.x0))
        return places
