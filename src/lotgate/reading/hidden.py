"""Results that a coloured seal may hide: places of results that it covers and that nothing was read from.

What stands under coloured ink is read, so a red seal on results is no doubt by itself, and most certificates carry one.
It is a doubt where a row has its name, or a column its head, and the result between others of its kind is missing just
where the seal stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from lotgate.model.certificate import Item
from lotgate.model.document import Seal
from lotgate.model.evidence import Fact
from lotgate.model.geometry import Box
from lotgate.model.table import Table

_IN_ROW = 3
"""Results beside one another from which on they are a row, in which another may be missing."""


def hides_result(seal: Seal, items: Sequence[Item], unanswered: Sequence[Fact], tables: Sequence[Table]) -> bool:
    """Whether a result is missing where the seal stands, in one of its page's ``tables``.

    ``unanswered`` are the names of rows that have a limit and no result.
    """
    results = [item.result.evidence.box for item in items if item.result and item.page == seal.page]
    names = [fact.evidence.box for fact in unanswered if fact.evidence.page == seal.page]
    return any(
        covers(seal.box, place)
        for table in tables
        for place in _missing(table, list(_within(table.box, results)), list(_within(table.box, names)))
    )


def covers(seal: Box, box: Box, beyond: float = 0.0) -> bool:
    """Whether the seal's ellipse reaches the box, or stands less than ``beyond`` above or below it."""
    off_x = min(max(seal.center_x, box.x0), box.x1) - seal.center_x
    off_y = min(max(seal.center_y, box.top - beyond), box.bottom + beyond) - seal.center_y
    return (2 * off_x / max(seal.width, 1.0)) ** 2 + (2 * off_y / max(seal.height, 1.0)) ** 2 < 1


def _within(table: Box, boxes: Iterable[Box]) -> Iterator[Box]:
    return (box for box in boxes if table.holds(box.center_x, box.center_y))


def _missing(table: Table, results: list[Box], names: Sequence[Box]) -> Iterator[Box]:
    """The places in the table where a result is missing, as far as its rows and columns show it."""
    cells = [cell.box for cell in table.cells if cell.text]
    for column in _grouped(results, Box.overlap_x):
        around = Box.around(column)
        rows = [name for name in names if not any(name.overlap_y(result) > 0 for result in column)]
        rows += [cell for cell in cells if cell.x1 <= around.x0 and _is_between(cell, column, Box.overlap_y)]
        yield from (Box(around.x0, row.top, around.x1, row.bottom) for row in rows)
    for row in _grouped(results, Box.overlap_y):
        around = Box.around(row)
        if len(row) >= _IN_ROW:
            above = [cell for cell in cells if cell.bottom <= around.top]
            heads = [head for head in above if _is_between(head, row, Box.overlap_x) and not _heads_group(head, above)]
            yield from (Box(head.x0, around.top, head.x1, around.bottom) for head in heads)


def _heads_group(head: Box, above: Sequence[Box]) -> bool:
    """Whether other heads stand under this one: then it is theirs."""
    return any(other.top >= head.bottom and other.overlap_x(head) > 0 for other in above)


def _is_between(cell: Box, results: Sequence[Box], overlap: Callable[[Box, Box], float]) -> bool:
    """Whether some of the results stand before the cell and some behind it, and none beside it."""
    across = overlap is Box.overlap_x
    before = [result for result in results if (result.x1 < cell.x0 if across else result.bottom < cell.top)]
    behind = [result for result in results if (result.x0 > cell.x1 if across else result.top > cell.bottom)]
    return bool(before) and bool(behind) and len(before) + len(behind) == len(results)


def _grouped(results: Sequence[Box], overlap: Callable[[Box, Box], float]) -> list[list[Box]]:
    """The results that stand in one column, or in one row, by which of their sides they share."""
    groups: list[list[Box]] = []
    for box in results:
        own = [group for group in groups if any(overlap(box, other) > 0 for other in group)]
        groups = [group for group in groups if group not in own]
        groups.append([box, *(other for group in own for other in group)])
    return groups
