"""A column dragged over on a page, as a correction for each item that stands beside it.

A line of the column belongs to the row that it stands beside. A line beside no row goes on with the line above or below
it, whichever is clearly nearer, if that is nearer than rows are to each other; a line with a name beside it that was
not read goes with none. Where that leaves a doubt, the rows in question get nothing: a person sets them one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from lotgate.correcting.corrected import Corrected
from lotgate.correcting.words import holds, text_of
from lotgate.model.certificate import Item
from lotgate.model.correction import ItemField, SetField
from lotgate.model.document import Word
from lotgate.model.evidence import Evidence
from lotgate.model.geometry import Box
from lotgate.model.lines import lines_of

_SAME_ROW = 0.5
"""Items share a row when the lower of their boxes stands beside the other by at least this share of its height."""
_BESIDE = 0.2
"""A line stands beside a row by more than this share of the lower of the two: the lines of a cell spread around it."""
_AS_MUCH = 0.6
"""Rows beside a line by less than this share of what the foremost is are only touched by it."""
_NEARER = 0.85
"""A line goes on with the one on a side where that is nearer than this share of the other side's distance."""
_FARTHEST = 1.6
"""Lines of one cell stand at most this many line heights apart."""
_NO_ROW = -1
"""Stands among a line's rows where it may be of none of them: a heading, or an item that was not read."""
_OF_THE_VALUE = frozenset({ItemField.RESULT, ItemField.VERDICT})
"""What each item of a row has for itself, where a row holds one for each sample."""
_OF_THE_ITEM = frozenset(ItemField) - {ItemField.SAMPLE, ItemField.SECTION}
"""What each item of a row has for itself, where items stand across the page and a row is a sample."""


@dataclass(frozen=True, slots=True)
class _Row:
    """Items that stand beside each other; ``value`` and ``name`` are the boxes that show which lines are theirs."""

    numbers: tuple[int, ...]
    value: Box
    name: Box


@dataclass(slots=True)
class _Line:
    """A line of the column: its words, its box as shown, and the rows that it may belong to."""

    words: tuple[Word, ...]
    box: Box
    rows: frozenset[int] = field(default_factory=frozenset)


def column(
    corrected: Corrected, words: Iterable[Word], page: int, box: Box, field: ItemField | str
) -> tuple[SetField, ...]:
    """What stands in ``box`` on ``page``, for the items beside it: one ``SetField`` each, in reading order.

    ``words`` are the page's. Where a row holds several items, one for each sample, a column of results or verdicts is
    for the one whose own it covers; other columns are for all of them. Where tables stand side by side, a column is for
    the items named before it. The corrections keep the confidence of their words: saying what a column is does not
    confirm what was recognised in it. Items without words beside them, or with words that could as well be another
    row's, are left out.
    """
    name = ItemField(field)
    upright = [word for word in words if word.upright]
    inside = [word for word in upright if holds(box, word)]
    others = [word for word in upright if not holds(box, word)]
    rows = _rows(corrected, page)
    lines = [_Line(line.words, _shown(line.words)) for line in lines_of(inside)]
    _beside(lines, rows)
    lines = [line for line in lines if line.rows or not rows or not _named_otherwise(line, others, rows)]
    _go_on(lines)
    changes: dict[int, SetField] = {}
    for i, row in enumerate(rows):
        own = [line for line in lines if i in line.rows]
        if not own or any(len(line.rows) > 1 for line in own):
            continue
        cell = [word for line in own for word in line.words]
        text, evidence = text_of(cell)
        sure = min(word.confidence for word in cell)
        for number in _meant(corrected, row, box, name):
            changes[number] = SetField(number, name, text, evidence, sure)
    return tuple(changes[number] for number in corrected.numbers if number in changes)


def _rows(corrected: Corrected, page: int) -> list[_Row]:
    """The page's rows from top to bottom, each with the numbers of its items."""
    on_page = [
        (number, item)
        for number, item in zip(corrected.numbers, corrected.certificate.items, strict=True)
        if _anchor(item).page == page
    ]
    rows: list[_Row] = []
    for number, item in sorted(on_page, key=lambda pair: _anchor(pair[1]).box.center_y):
        anchor = _anchor(item).box
        last = rows[-1] if rows else None
        if last and last.value.overlap_y(anchor) >= _SAME_ROW * min(last.value.height, anchor.height):
            rows[-1] = _Row((*last.numbers, number), Box.around((last.value, anchor)), last.name)
        else:
            name = item.name.evidence
            rows.append(_Row((number,), anchor, name.box if name.page == page else anchor))
    return rows


def _anchor(item: Item) -> Evidence:
    """Where the item's row is: its result says it better than a name that is printed over several rows."""
    return (item.result or item.name).evidence


def _shown(words: Sequence[Word]) -> Box:
    return Box.around(word.place or word.box for word in words)


def _beside(lines: Sequence[_Line], rows: Sequence[_Row]) -> None:
    """Give each line the rows that it stands beside, by their values, else by their names."""
    for line in lines:
        by_value = _foremost(line.box, [row.value for row in rows])
        by_name = _foremost(line.box, [row.name for row in rows])
        # A name printed over several rows says of none of them that the line is its own.
        line.rows = by_value or (by_name if len(by_name) == 1 else frozenset())


def _foremost(line: Box, rows: Sequence[Box]) -> frozenset[int]:
    """The rows that the line stands beside more than beside others."""
    shares = {i: _share(line, row) for i, row in enumerate(rows) if _share(line, row) > _BESIDE}
    most = max(shares.values(), default=0.0)
    return frozenset(i for i, share in shares.items() if share >= _AS_MUCH * most)


def _share(line: Box, row: Box) -> float:
    """How much of the lower of the two stands beside the other."""
    return line.overlap_y(row) / max(min(line.height, row.height), 1.0)


def _named_otherwise(line: _Line, others: Sequence[Word], rows: Sequence[_Row]) -> bool:
    """Whether a name that is no item's stands beside a line without a row: the line is of a row that was not read."""
    names = Box.around(row.name for row in rows)
    beside = (word.place or word.box for word in others)
    return any(names.overlap_x(box) > 0 and line.box.top <= box.center_y <= line.box.bottom for box in beside)


def _go_on(lines: Sequence[_Line]) -> None:
    """Give each line that stands beside no row those of the line that it goes on with."""
    known = [line for line in lines if line.rows]
    steps = [b.box.center_y - a.box.center_y for a, b in pairwise(known) if a.rows != b.rows]
    pitch = _NEARER * median(steps) if steps else float("inf")
    joins = {i: _neighbours(lines, i) for i, line in enumerate(lines) if not line.rows}
    for i, others in joins.items():
        if any(_apart(lines[i], lines[j]) > pitch for j in others):
            lines[i].rows = frozenset({_NO_ROW})
    changed = True
    while changed:
        changed = False
        for i, others in joins.items():
            rows = lines[i].rows.union(*(lines[j].rows for j in others))
            changed = changed or rows != lines[i].rows
            lines[i].rows = rows


def _neighbours(lines: Sequence[_Line], i: int) -> list[int]:
    """The line that line ``i`` goes on with; both where neither is clearly nearer, none where both are far."""
    reach = _FARTHEST * max(lines[i].box.height, 1.0)
    apart = {j: _apart(lines[i], lines[j]) for j in (i - 1, i + 1) if 0 <= j < len(lines)}
    near = sorted((j for j in apart if apart[j] <= reach), key=lambda j: apart[j])
    return near[:1] if len(near) > 1 and apart[near[0]] < _NEARER * apart[near[1]] else near


def _apart(one: _Line, other: _Line) -> float:
    return abs(one.box.center_y - other.box.center_y)


def _meant(corrected: Corrected, row: _Row, box: Box, name: ItemField) -> Sequence[int]:
    """Which of the row's items the column is for."""
    items = {number: item for number in row.numbers if (item := corrected.item(number))}
    names = {item.name.evidence for item in items.values()}
    across = len(names) > 1 and not any(_share(row.value, one.box) > _BESIDE for one in names)
    if len(names) > 1 and not across:
        items = _of_panel(items, box)
    if len(items) == 1 or name not in (_OF_THE_VALUE if not across else _OF_THE_ITEM):
        return tuple(items)
    covered = tuple(number for number, item in items.items() if _covers(box, item))
    return covered if len(covered) == 1 else ()


def _of_panel(items: Mapping[int, Item], box: Box) -> dict[int, Item]:
    """The items of one panel, where panels stand side by side: those under the last name before the column."""
    before = [item.name.evidence.box.x0 for item in items.values() if item.name.evidence.box.x0 <= box.center_x]
    last = max(before, default=None)
    return {number: item for number, item in items.items() if item.name.evidence.box.x0 == last}


def _covers(box: Box, item: Item) -> bool:
    """Whether the item's own value stands in the column."""
    return item.result is not None and box.x0 <= item.result.evidence.box.center_x <= box.x1
