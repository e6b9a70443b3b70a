"""What a row says under its heads: its results, their unit, its limit, and the rest that its columns name."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from lotgate.lexicon.heads import Role
from lotgate.lexicon.shapes import (
    is_bounded,
    is_dash,
    is_empty_mark,
    is_not_detected,
    is_numeric,
    is_value,
    is_verdict,
    starts_numeric,
)
from lotgate.model.document import Word
from lotgate.model.evidence import Fact
from lotgate.model.table import Cell
from lotgate.reading.columns import SAMPLING, Column
from lotgate.reading.context import CROWDED, SURE, UNSURE
from lotgate.reading.drafts import fact_of, of_words
from lotgate.reading.grid import Grid
from lotgate.reading.heads import Head
from lotgate.reading.printed_limits import between, one_of_whole, toleranced, with_sign
from lotgate.reading.printed_units import trailing_unit, unbracketed, unit_of_limit, without_quantity

_SPECIMEN = re.compile(
    r"^(?:#?\d{1,2}|(?:平均值?|均值|代表值|中值)?\s*(?:AVE?\.?|AVG\.?|mean|average|mittel|moyenne)?"
    r"|(?:min|max)(?:\.|imum)?|最[小大]值?|第\s?[一二三四五六七八九十\d]{1,2}\s?[次个组])$",
    re.IGNORECASE,
)
_HAS_DIGIT = re.compile(r"\d")
_FOOTNOTE = re.compile(r"^(?P<value>.*\d)\s*(?:\[[\d⁰¹²³⁴-⁹]+\]|\*+)$")
_VALUE_BOUND_VALUE = 3


class RowFacts:
    """Asks a table's rows for what stands under ``head``."""

    def __init__(self, grid: Grid, head: Head) -> None:
        self.grid = grid
        self.head = head
        self.sure = SURE[grid.table.source]
        self.names = head.of(Role.ITEM)
        self.results = head.of(Role.RESULT)

    def at(self, row: int, column: Column) -> Cell | None:
        """What the row has in a column; nothing where the name's own cell reaches over it."""
        cell = self.grid.at(row, column.index)
        return None if any(cell is self.grid.at(row, name.index) for name in self.names) else cell

    def first(self, row: int, role: Role, label: str | None = None) -> Fact | None:
        """The first that the row says of ``role``; under a lot's head only what belongs to the lot ``label``."""
        for column in self.head.of(role):
            if label is not None and column.label not in (None, label):
                continue
            cell = self.at(row, column)
            if cell and not (role is not Role.VERDICT and is_empty_mark(cell.text)):
                return fact_of(cell, self.sure if column.sure else UNSURE)
        return None

    def unit(self, row: int) -> Fact | None:
        """What stands in the unit's column."""
        for column in self.head.of(Role.UNIT):
            cell = self.at(row, column)
            if cell and not is_empty_mark(cell.text):
                sure = self.sure if column.sure else UNSURE
                return fact_of(cell, sure, without_quantity(unbracketed(re.sub(r"^\d\s+(?=\D)", "", cell.text))))
        return None

    def unit_for(
        self,
        result: tuple[Column, Cell] | None,
        printed: Fact | None,
        limit: Fact | None,
        name_unit: str | None,
        name_words: tuple[Word, ...],
    ) -> Fact | None:
        """The unit beside the value, in its column, in the head, in the name, or beside the limit, in this order."""
        if result is not None:
            column, cell = result
            unit = trailing_unit(cell.text)
            if unit and (len(unit) > 1 or unit in "%‰" or printed is None):
                return fact_of(cell, self.sure, unit)
            if printed is not None:
                return printed
            if column.unit and is_value(cell.text):
                head = next((h for h in reversed(column.heads) if column.unit in h.text), column.heads[-1])
                return fact_of(head, self.sure, column.unit)
        if printed is not None:
            return printed
        if name_unit:
            return of_words(name_words, name_unit, self.sure)
        worded = result is not None and not is_value(result[1].text)
        bounded = limit is not None and (is_bounded(limit.text) or starts_numeric(limit.text))
        if limit is not None and bounded and not worded and (unit := unit_of_limit(limit.text)):
            return Fact(unit, limit.evidence, limit.confidence)
        for column in self.head.of(Role.LIMIT, Role.MINIMUM, Role.MAXIMUM):
            if column.unit:
                return fact_of(column.heads[-1], self.sure, column.unit)
        return None

    def results_in(self, row: int) -> list[tuple[list[tuple[Column, Cell]], Fact | None]]:
        """The row's results: one group a sample; in a group, the same value in several units or repeats."""
        found = [(c, cell) for c in self.results if (cell := self.grid.at(row, c.index))]
        found = [(c, cell) for i, (c, cell) in enumerate(found) if all(cell is not other for _, other in found[:i])]
        if not found:
            return [([], None)]
        one_unit = len({c.unit for c in self.results}) == 1
        labelled = [c for c in self.results if c.label and (one_unit or not c.unit) and not is_specimen(c.label)]
        if len(labelled) < 2 or len(labelled) < len(self.results) - 1:
            return [(found, None)]
        if any(not is_dash(cell.text) for _, cell in found):
            # "湿基 | 干基": what was not found on one basis has no result there; a lot without one is told.
            found = [(c, cell) for c, cell in found if not is_dash(cell.text) or _HAS_DIGIT.search(c.label or "")]
        return [([(c, cell)], self._sample_over(c)) for c, cell in found]

    def _sample_over(self, column: Column) -> Fact | None:
        """The lot or specimen that heads a column of results, or the word that it is their mean."""
        if not column.label:
            mean = column.heads[-1] if column.heads and is_specimen(column.heads[-1].text) else None
            return fact_of(mean, self.sure) if mean else None
        head = next((h for h in reversed(column.heads) if column.label in h.text), column.heads[-1])
        return fact_of(head, self.sure, column.label)

    def value(self, column: Column, cell: Cell) -> Fact:
        """A result's cell, without the mark of a footnote behind the figure."""
        fact = fact_of(cell, self.sure if column.sure else UNSURE)
        if (match := _FOOTNOTE.match(fact.text)) and is_numeric(match["value"]):
            fact = replace(fact, text=match["value"])
        if holds_several(cell) and any(word.confidence < 1 for word in cell.words):
            # On a picture two values in one cell may be two readings, or one value in pieces.
            fact = replace(fact, confidence=min(fact.confidence, CROWDED))
        return fact

    def limit(self, row: int, sign: str | None) -> tuple[Fact | None, tuple[tuple[str, Fact | None], ...]]:
        """The limit printed for the row; one a grade where the table has grade columns."""
        columns = self.head.of(Role.LIMIT)
        graded = [c for c in columns if c.label]
        if len(graded) > 1:
            return None, tuple((c.label or "", self._of_column(row, c, sign)) for c in graded)
        cells = [cell for c in columns if (cell := self.at(row, c)) and not is_dash(cell.text)]
        minimum, maximum = self._bound(row, Role.MINIMUM), self._bound(row, Role.MAXIMUM)
        if minimum is not None and minimum is maximum:
            return fact_of(minimum, self.sure), ()
        target = cells[0] if cells and is_numeric(cells[0].text) else self._bound(row, Role.TYPICAL)
        if minimum and maximum and target and maximum.text.startswith("+"):
            return toleranced(target, [maximum, minimum], self.sure), ()  # 50, upper +2, lower -1
        if minimum or maximum:
            bounds = self.head.of(Role.MINIMUM, Role.MAXIMUM)
            return between(minimum, maximum, self.sure if all(c.sure for c in bounds) else UNSURE), ()
        tolerances = [
            cell for column in self.head.of(Role.TOLERANCE) if (cell := self.at(row, column)) and not is_dash(cell.text)
        ]
        if target and tolerances:
            return toleranced(target, tolerances, self.sure), ()
        if not cells and (plan := self._sampling(row)):
            return plan, ()
        if tolerances and not cells and not target:
            return fact_of(tolerances[0], self.sure), ()  # whole limits under "Tolerance": "25.0 ± 0.8", "> 120"
        if cells:
            joined, agree = one_of_whole(list(dict.fromkeys(cells)))
            text = " ".join(c.text for c in joined)
            sure = self.sure if agree and all(c.sure for c in columns) else UNSURE
            return with_sign(of_words(tuple(w for c in joined for w in c.words), text, sure), sign), ()
        return None, ()

    def _sampling(self, row: int) -> Fact | None:
        """The limit that a sampling plan makes: "n=5, c=2, m=100, M=1000"."""
        parts = [(c, cell) for c in self.head.of(Role.SAMPLING) if (cell := self.at(row, c))]
        parts = [(c, cell) for c, cell in parts if not is_dash(cell.text)]
        if not parts:
            return None
        signs = {c.index: f"{c.heads[-1].text}=" for c, _ in parts if c.heads[-1].text in SAMPLING}
        text = ", ".join(f"{signs.get(c.index, '')}{cell.text}" for c, cell in parts)
        return of_words(tuple(word for _, cell in parts for word in cell.words), text, UNSURE)

    def _of_column(self, row: int, column: Column, sign: str | None) -> Fact | None:
        cell = self.at(row, column)
        return with_sign(fact_of(cell, self.sure), sign) if cell and not is_dash(cell.text) else None

    def _bound(self, row: int, role: Role) -> Cell | None:
        for column in self.head.of(role):
            cell = self.at(row, column)
            if cell and not is_dash(cell.text):
                return cell
        return None


def holds_several(cell: Cell) -> bool:
    """Two values with nothing between them: no range, no uncertainty, no exponent; or a dash before a value.

    A value with its verdict behind it is two cells' print as well: "未检出 合格".
    """
    values = [is_numeric(w.text) or is_not_detected(w.text) for w in cell.words]
    if len(values) > 1 and values[0] and is_verdict(cell.words[-1].text):
        return True
    if len(values) > 1 and values[1] and is_dash(cell.words[0].text):
        return True
    if (
        len(values) == _VALUE_BOUND_VALUE
        and values[0]
        and values[2]
        and cell.words[1].text.strip(".") in ("max", "min")
    ):
        return True  # "0.50 max 0.01"
    return any(one and other for one, other in pairwise(values))


def is_specimen(head: str) -> bool:
    """A head that numbers one of several readings, or their mean: no lot of its own."""
    return bool(_SPECIMEN.match(head.strip()))
