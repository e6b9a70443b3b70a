"""The columns of a table whose items run across: which name the lots, and which item each of the others is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lotgate.lexicon.header_words import label_of
from lotgate.lexicon.heads import Role, fold, names_amounts, names_readings, roles_of
from lotgate.lexicon.shapes import folded, is_bounded, is_empty_mark, is_numeric, is_unit_head, is_value, is_verdict
from lotgate.model.evidence import Fact
from lotgate.model.table import Cell
from lotgate.reading.columns import Column, without_unit_line
from lotgate.reading.drafts import fact_of, of_words
from lotgate.reading.grid import Grid
from lotgate.reading.heads import Head
from lotgate.reading.inferred import texts_in
from lotgate.reading.looks import Kind, Look, is_known, look_of
from lotgate.reading.names import parse_name
from lotgate.reading.row_facts import is_specimen

_LOT_DIGITS = 5
_FEWEST_PAIRS = 2
_BOUNDED = frozenset({Role.LIMIT, Role.MINIMUM, Role.MAXIMUM})
_SAID_OF_ROWS = _BOUNDED | {Role.UNIT, Role.METHOD, Role.RESULT, Role.TYPICAL, Role.TOLERANCE}
_DIMENSIONS = re.compile(
    r"\D{0,2}\d+(?:[.,]\d+)?(?:\s*[x×*]\s*(?!10\d?$)\d+(?:[.,]\d+)?){1,2}(?:\s*mm)?", re.IGNORECASE
)
"""16 x 2500 x 12000: what was delivered, and nothing that was measured; 3 x 10^4 is a number."""
_DATE_INSIDE = re.compile(r"\d{4}[-./]\d|^\d{1,2}/[A-Z][a-z]{2}")


@dataclass(frozen=True, slots=True)
class Across:
    """An item's columns (several where specimens stand side by side), its name, and what the head says of it."""

    columns: tuple[Column, ...]
    name: Fact
    parts: tuple[str, ...]
    section: Fact | None
    unit: Fact | None
    worded: bool = False
    """Whether its results are words, "no visible impurities": a limit in words says so."""
    beside: Mapping[Role, Column] = field(default_factory=dict)
    """Columns of its own for the item's limit, unit or verdict, where heads repeat under each name."""
    strange: bool = False
    """What stands over the column is no name: figures, or a word that heads limits or results."""

    @property
    def key(self) -> str:
        return folded(self.name.text)


def side_title(grid: Grid, head: Head) -> Cell | None:
    """The cell at the side that covers the head and rows of results below it: what it says is said of all of them.

    The lots' head may cover the limits below the names as well.
    """
    title = next(iter(head.columns[0].heads), None)
    if title is None or title is not grid.at(head.first, head.columns[0].index) or roles_of(title.text):
        return None
    below = range(head.end, title.row + title.row_span)
    reported = (look_of(cell.text for cell in grid.starting(row)) for row in below)
    return title if any(not look.is_mostly(Kind.BOUND) for look in reported) else None


def sample_columns(grid: Grid, head: Head, first: int, last: int) -> list[Column]:
    """The columns that name what each row belongs to: by their head, else the first column of words."""
    named = head.of(Role.SAMPLE)
    if named:
        return [*named, *_beside_lots(grid, head, first, last)]
    column = next((c for c in head.columns if c.heads or any(grid.below(c.index, first, last))), head.columns[0])
    if column.role in _BOUNDED and len(column.heads) > 1 and column.heads[-2].column_span > 1:
        return []  # the first item's own limits, where every item has its limit and its result under its name
    texts = list(grid.below(column.index, first, last))
    words = [t for t in texts if not is_numeric(t) or len(re.sub(r"\D", "", t)) >= _LOT_DIGITS]
    if not texts or len(words) < 0.5 * len(texts):
        return []
    # A corner over several columns: "标准 | 上限" at the side, and below it "25A10031 | 熔炼".
    return [c for c in head.columns if c is column or (c.heads and column.heads and c.heads[-1] is column.heads[-1])]


def _beside_lots(grid: Grid, head: Head, first: int, last: int) -> list[Column]:
    """Columns that only say what some rows hold: "min" and "max" beside "Required", under no head or one for names."""
    found = []
    for column in head.columns:
        own = [c for row in range(first, last) if (c := grid.at(row, column.index)) and c.column == column.index]
        unnamed = not column.heads or column.role is Role.ITEM
        if unnamed and own and all(roles_of(cell.text) & _SAID_OF_ROWS for cell in own):
            found.append(column)
    return found


def items_across(grid: Grid, head: Head, samples: Sequence[Column], first: int, last: int, sure: float) -> list[Across]:
    """The items that the columns beside the lots hold, left to right; neighbours of one name are one item."""
    if paired := _paired(grid, head, samples, first, sure):
        return paired
    items: list[Across] = []
    limits = [row for row in range(first, last) if _names_limits(grid, row, samples)]
    for column in head.columns:
        if column in samples:
            continue
        worded = not _holds_values(grid, column, first, last)
        # The word at a limit's side may stand under heads beside it too: "Requirement" under lot and direction.
        stated = [cell.text for row in limits if (cell := grid.at(row, column.index)) and cell.column == column.index]
        if worded and not any(_is_described(text) for text in stated):
            continue
        bounded = any(is_bounded(text) for text in stated)
        item = _item(column, sure, worded=worded, bounded=bounded)
        if item is None:
            continue
        if items and items[-1].name == item.name and items[-1].section == item.section:
            items[-1] = replace(items[-1], columns=(*items[-1].columns, column))
        else:
            items.append(item)
    return items


def _item(column: Column, sure: float, *, worded: bool, bounded: bool) -> Across | None:
    """The column's item; a thickness or a weight is one where a limit is printed for it (``bounded``)."""
    if column.role not in (None, Role.RESULT) and not (bounded and column.role is Role.OTHER):
        return None
    if not column.heads:
        return None
    label = label_of(column.heads[-1].text)
    if label is not None and label.field is not None:
        return None
    heads = [h for h in column.heads if not (_says_unit(h.text) and len(column.heads) > 1)]
    figure = len(heads) > 1 and is_specimen(heads[-1].text)
    # A lone figure under a name of one column counts no specimens: "C" over "2" may scale what stands below.
    scale = heads[-1].text if figure and heads[-1].text.isdecimal() and heads[-2].column_span == 1 else None
    if figure:
        heads.pop()
    if not heads:
        return None
    # Figures between the names and the results: a scale, or a second line of names below. Not understood.
    strange = scale is not None or any(is_numeric(h.text) for h in heads)
    own = without_unit_line(heads[-1])
    strange = strange or (column.role is Role.RESULT and not names_amounts(own.text) and not is_known(own.text))
    groups = [h for h in heads[:-1] if h.column_span > own.column_span]
    stacked = [h for h in heads[:-1] if h not in groups]
    words = tuple(w for h in [*stacked, own] for w in h.words)
    name = parse_name(" ".join(h.text for h in [*stacked, own]))
    unit = None
    if name.unit or column.unit:
        unit = of_words(words if name.unit else column.heads[-1].words, name.unit or column.unit or "", sure)
    if scale is not None:
        unit = None
    section = fact_of(groups[-1], sure) if groups else None
    return Across((column,), of_words(words, name.text, sure), name.parts, section, unit, worded, strange=strange)


def _says_unit(text: str) -> bool:
    """A unit under a name, or the dash in place of one."""
    return is_unit_head(text) or is_empty_mark(text)


def _paired(grid: Grid, head: Head, samples: Sequence[Column], first: int, sure: float) -> list[Across]:
    """The items where the same few heads stand under each name: "Limit | Result" under C, under Si, under Mn."""
    groups: dict[Cell, list[Column]] = {}
    for column in head.columns:
        if column not in samples and len(column.heads) > 1 and column.heads[-2].column_span > 1:
            group = groups.setdefault(column.heads[-2], [])
            if not group or group[-1].heads[-1] is not column.heads[-1]:
                group.append(column)
    under = [[fold(column.heads[-1].text) for column in columns] for columns in groups.values()]
    if len(under) < _FEWEST_PAIRS or len(under[0]) < _FEWEST_PAIRS or any(texts != under[0] for texts in under):
        return []
    items = []
    for over, held in groups.items():
        readings = [c for c in held if names_readings(c.heads[-1].text)]
        columns = [c for c in held if c not in readings]
        looks = [look_of(texts_in(grid, column.index, first)) for column in columns]
        results = [c for c, look in zip(columns, looks, strict=True) if c.role is Role.RESULT or _reports(c, look)]
        beside = {c.role or Role.LIMIT: c for c in columns if c not in results}
        if len(results) != 1 or not set(beside) & _BOUNDED:
            return []
        name = parse_name(over.text)
        unit = of_words(over.words, name.unit, sure) if name.unit else None
        fact = of_words(over.words, name.text, sure)
        items.append(Across((*results, *readings), fact, name.parts, None, unit, beside=beside))
    return items


def _reports(column: Column, look: Look) -> bool:
    return column.role is None and look.values


def _holds_values(grid: Grid, column: Column, first: int, last: int) -> bool:
    texts = [t for t in grid.below(column.index, first, min(last, first + 60)) if t]
    values = sum(is_reported(t) and not _DATE_INSIDE.search(t) for t in texts)
    return bool(texts) and values >= 0.5 * len(texts)


def _names_limits(grid: Grid, row: int, samples: Sequence[Column]) -> bool:
    return any((cell := grid.at(row, c.index)) and Role.LIMIT in roles_of(cell.text) for c in samples)


def _is_described(text: str) -> bool:
    return not is_value(text) and not is_empty_mark(text)


def is_reported(text: str) -> bool:
    """Whether a cell of a matrix can be a result: a value or a verdict, no words."""
    return (is_value(text) or is_verdict(text)) and not _DIMENSIONS.fullmatch(text.strip())
