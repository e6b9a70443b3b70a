"""Lists of items under heads that nobody knows: the columns' roles from what stands in them, never without doubt."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from lotgate.lexicon.heads import Role, fold, roles_of
from lotgate.lexicon.shapes import is_unit_head
from lotgate.reading.columns import Column
from lotgate.reading.grid import Grid
from lotgate.reading.looks import Kind, Look, are_names, is_known, kind_of, known_share, look_of
from lotgate.reading.names import parse_name

_FIGURE = re.compile(r"-?\d+(?:\.\d+)?")
_LONGEST_HEAD = 60
_FEWEST_ROWS = 2
_MOST_ROWS = 40
_ENOUGH = 0.34
_UNLIKE = {
    Role.RESULT: (Kind.DATE, Kind.METHOD, Kind.UNIT, Kind.BOUND),
    Role.LIMIT: (Kind.DATE, Kind.METHOD, Kind.UNIT),
    Role.UNIT: (Kind.DATE, Kind.METHOD, Kind.VALUE, Kind.BOUND),
}
"""What a column under a head of this role does not hold."""
_MEANS = frozenset({"mean", "average", "avg", "平均", "平均值", "mittelwert", "moyenne", "media", "média"})
_SIDES = (Role.MINIMUM, Role.MAXIMUM)
_MEASURED = (Role.RESULT, Role.LIMIT)
_LIMITS = frozenset({Role.LIMIT, Role.MINIMUM, Role.MAXIMUM})


def are_heads(grid: Grid, row: int) -> bool:
    """Whether a row's cells can all head columns of a list: short words, no values or dates, no names of items."""
    cells = grid.starting(row)
    if cells and Role.SAMPLE in roles_of(cells[0].text) - {Role.ITEM}:
        return False
    if any(is_known(c.text) and not roles_of(c.text) for c in cells):
        return False
    return len(cells) > 1 and all(
        len(c.text) <= _LONGEST_HEAD
        and ":" not in c.text
        and "：" not in c.text
        and (kind_of(c.text) in (Kind.WORDS, Kind.VERDICT) or is_unit_head(c.text))
        for c in cells
    )


def lists_items(grid: Grid, first: int) -> bool:
    """Whether the rows from ``first`` on list items downwards: a column of names, beside it results, and a column of
    limits, units or methods; or names that the lexicon knows, or that carry their units.

    Where items run across, bounds, units and methods stand in rows of their own, and lots where the names would be.
    """
    columns = [texts_in(grid, column, first) for column in range(grid.columns)]
    named = next((i for i, texts in enumerate(columns) if are_names(texts)), None)
    if named is None:
        return False
    looks = {i: look_of(texts) for i, texts in enumerate(columns) if i != named and len(texts) >= _FEWEST_ROWS}
    if not any(look.values for look in looks.values()):
        return False
    if any(_describes(look, columns[i]) for i, look in looks.items()):
        return True
    names = columns[named]
    with_units = sum(parse_name(name).unit is not None for name in names)
    return known_share(names) >= _ENOUGH or with_units >= _ENOUGH * len(names)


def _describes(look: Look, texts: Sequence[str]) -> bool:
    """Limits, units or methods under one another: what every item of a list has."""
    if look.bounds and look.kinds[Kind.BOUND] >= _FEWEST_ROWS:
        return True
    units = look.is_mostly(Kind.UNIT) and look.kinds[Kind.UNIT] >= _FEWEST_ROWS
    methods = look.is_mostly(Kind.METHOD) and look.kinds[Kind.METHOD] >= _FEWEST_ROWS and len(set(texts)) > 1
    return units or methods


def texts_in(grid: Grid, column: int, first: int) -> list[str]:
    """The texts of ``column``'s own cells in the rows from ``first`` on, up to the first row without any."""
    texts = []
    for row in range(first, min(grid.rows, first + _MOST_ROWS)):
        if not grid.row(row):
            break
        cell = grid.at(row, column)
        if cell is not None and cell.row == row and cell.column_span == 1:
            texts.append(cell.text)
    return texts


def inferred(grid: Grid, columns: tuple[Column, ...], end: int) -> tuple[Column, ...]:
    """The columns with a role for those that have none and that the list lacks, each panel of columns for itself."""
    out: list[Column] = []
    for panel in _repeated(columns):
        out += _filled(grid, panel, end)
    return tuple(out)


def _repeated(columns: tuple[Column, ...]) -> list[tuple[Column, ...]]:
    """The columns, cut where all the heads come again."""
    heads = [" ".join(h.text for h in c.heads) for c in columns]
    half = next((n for n in range(2, len(heads) // 2 + 1) if len(heads) % n == 0 and _same(heads, n)), None)
    if half is None:
        return [columns]
    return [columns[start : start + half] for start in range(0, len(columns), half)]


def _same(heads: Sequence[str], period: int) -> bool:
    first = heads[:period]
    whole = all(heads[start : start + period] == first for start in range(0, len(heads), period))
    return whole and any(first) and not any(a == b for a, b in pairwise(first))


def _filled(grid: Grid, columns: tuple[Column, ...], end: int) -> list[Column]:
    looks = {c.index: look_of(texts_in(grid, c.index, end)) for c in columns}
    columns = _certified(_declared(_with_own_names(grid, columns, looks, end), looks), looks)
    columns = _with_spread(columns, looks)
    named = [c for c in columns if c.role in (Role.ITEM, None) and are_names(texts_in(grid, c.index, end))]
    # Under one head with the names stand their sub-items: "Sieve residue | 125 µm, %".
    sub_items = [c for c in columns if c.heads and any(c.heads == other.heads for other in named)]
    out = [_checked(c, looks[c.index], named=bool(named) and c not in (*named, *sub_items)) for c in columns]

    def give(role: Role, fitting: Sequence[Column]) -> None:
        for column in fitting:
            out[out.index(column)] = replace(column, role=role, sure=False)

    def free() -> list[Column]:
        return [c for c in out if c.role is None]

    roles = {c.role for c in out}
    if Role.ITEM not in roles:
        give(Role.ITEM, [c for c in free() if are_names(texts_in(grid, c.index, end))][:1])
    give(Role.NUMBER, [c for c in free() if looks[c.index].counts])
    if Role.UNIT not in roles:
        give(Role.UNIT, [c for c in free() if looks[c.index].is_mostly(Kind.UNIT)][:1])
    if Role.METHOD not in roles:
        give(Role.METHOD, [c for c in free() if looks[c.index].is_mostly(Kind.METHOD)][:1])
    if not roles & _LIMITS:
        give(Role.LIMIT, [c for c in free() if looks[c.index].bounds])
    _complete_bounds(grid, out, looks, end)
    if Role.RESULT not in roles:
        give(Role.RESULT, _results(out, [c for c in free() if looks[c.index].values]))
    if any(looks[c.index].values and not c.heads for c in free()):
        # A column of values without a head may hold the results as well.
        out = [replace(c, sure=False) if c.role is Role.RESULT else c for c in out]
    if any(looks[c.index].bounds for c in free()):
        # Another column of limits: which of them holds, nothing says.
        out = [replace(c, sure=False) if c.role in _LIMITS else c for c in out]
    return out


def _with_own_names(grid: Grid, columns: tuple[Column, ...], looks: Mapping[int, Look], end: int) -> tuple[Column, ...]:
    """The first column as the items' where names stand under a word for limits: "技术指标 | 单位 | 标准值 | 结果"."""
    first = columns[0]
    others = columns[1:]
    if first.role is not Role.LIMIT or not any(c.role is Role.RESULT and looks[c.index].values for c in others):
        return columns
    named = any(c.role is Role.ITEM or (c.role is None and are_names(texts_in(grid, c.index, end))) for c in others)
    texts = texts_in(grid, first.index, end)
    if named or looks[first.index].kinds[Kind.BOUND] or not are_names(texts):
        return columns
    sure = any(c.role in _LIMITS and looks[c.index].bounds for c in others)
    return (replace(first, role=Role.ITEM, sure=sure), *others)


def _declared(columns: tuple[Column, ...], looks: Mapping[int, Look]) -> tuple[Column, ...]:
    """Of two columns headed as limits, of which one bounds and the other holds bare figures, the figures only declare:
    "标示值 | 检测值 | 允许范围". They may bind as well, which leaves a doubt.
    """
    limits = [c for c in columns if c.role is Role.LIMIT]
    bounding = [c for c in limits if looks[c.index].bounds]
    if not bounding:
        return columns
    bare = [c for c in limits if looks[c.index].values and not looks[c.index].kinds[Kind.BOUND]]
    if not bare:
        return columns
    kept = (replace(c, sure=False) if c in bounding else c for c in columns)
    return tuple(replace(c, role=Role.TYPICAL) if c in bare else c for c in kept)


def _certified(columns: tuple[Column, ...], looks: Mapping[int, Look]) -> tuple[Column, ...]:
    """ "标准值 | 不确定度" without a result: a reference material's certified values, which no limit has."""
    roles = {c.role for c in columns}
    if Role.UNCERTAINTY not in roles or roles & {Role.RESULT, Role.VERDICT, Role.MINIMUM, Role.MAXIMUM}:
        return columns
    limits = [c for c in columns if c.role is Role.LIMIT]
    if len(limits) != 1 or not looks[limits[0].index].values:
        return columns
    return tuple(replace(c, role=Role.RESULT) if c in limits else c for c in columns)


def _with_spread(columns: tuple[Column, ...], looks: Mapping[int, Look]) -> tuple[Column, ...]:
    """Least and greatest beside a mean, where other columns hold the limits: how far the readings went.

    "LSL | USL | n | Mean | Min | Max": the columns before the mean are the limits.
    """
    bounds = [c for c in columns if c.role in (Role.LIMIT, None) and looks[c.index].bounds]
    spread = [c for c in columns if c.role in (Role.MINIMUM, Role.MAXIMUM)]
    results = [c for c in columns if c.role is Role.RESULT or _is_mean(c)]
    if len(spread) == 2 * len(_SIDES) and results:
        bounds, spread = spread[: len(_SIDES)], [c for c in spread[len(_SIDES) :] if c.index > results[0].index]
    if not bounds or sorted(c.role or "" for c in spread) != sorted(_SIDES) or not results:
        return columns
    if not all(looks[c.index].values for c in spread):
        return columns
    return tuple(replace(c, role=_in_statistics(c, spread)) for c in columns)


def _is_mean(column: Column) -> bool:
    return column.role is None and bool(column.heads) and fold(column.heads[-1].text) in _MEANS


def _in_statistics(column: Column, spread: Sequence[Column]) -> Role | None:
    """The column's role beside a mean and its ``spread``: "n" counts the readings there, and is no nitrogen."""
    if column in spread:
        return Role.UNCERTAINTY
    if _is_mean(column):
        return Role.RESULT
    counts = column.role is None and bool(column.heads) and column.heads[-1].text in ("n", "N")
    return Role.OTHER if counts else column.role


def _complete_bounds(grid: Grid, columns: list[Column], looks: Mapping[int, Look], end: int) -> None:
    """Beside a minimum without a maximum, or a maximum without one, the column that bounds the rows on that side."""
    roles = {c.role: c for c in columns if c.role in (Role.MINIMUM, Role.MAXIMUM)}
    if len(roles) != 1:
        return
    ((role, known),) = roles.items()
    other = Role.MAXIMUM if role is Role.MINIMUM else Role.MINIMUM
    own = _figures(grid, known, end)
    for column in columns:
        if column.role is not None or not column.heads or not looks[column.index].values:
            continue
        columns[known.index - columns[0].index] = replace(known, sure=False)
        figures = _figures(grid, column, end)
        pairs = [(own[row], figures[row]) for row in own.keys() & figures.keys()]
        if all(a < b if role is Role.MINIMUM else b < a for a, b in pairs) and _excludes(own, figures):
            columns[columns.index(column)] = replace(column, role=other, sure=False)
            return


def _excludes(own: Mapping[int, float], other: Mapping[int, float]) -> bool:
    """Whether some row has one bound alone: a column of results has a value in every row."""
    return bool(own.keys() ^ other.keys())


def _figures(grid: Grid, column: Column, end: int) -> dict[int, float]:
    found: dict[int, float] = {}
    for row in range(end, min(grid.rows, end + _MOST_ROWS)):
        text = grid.text(row, column.index).replace(",", ".")
        if _FIGURE.fullmatch(text):
            found[row] = float(text)
    return found


def _checked(column: Column, look: Look, *, named: bool) -> Column:
    """The column as its head says, but a count of rows is none of it, and what contradicts the head leaves a doubt.

    Values are no names where another column is ``named``: "Test" beside "Analysis value".
    """
    if named and column.role is Role.ITEM and look.values:
        return replace(column, role=None, sure=False)
    if look.counts and column.role in (Role.ITEM, Role.METHOD):
        return replace(column, role=Role.NUMBER)
    unlike = _UNLIKE.get(column.role, ()) if column.role else ()
    if look.filled and ((unlike and look.is_mostly(*unlike)) or (look.counts and column.role in _MEASURED)):
        return replace(column, sure=False)
    return column


def _results(columns: Sequence[Column], fitting: list[Column]) -> list[Column]:
    """Of the columns that can hold the results, the one without a head, the first behind the limits before others;
    else all of them: repeated measurements, perhaps.
    """
    limits = [c.index for c in columns if c.role in _LIMITS]
    blank = [c for c in fitting if not c.heads]
    return [c for c in blank if limits and c.index > max(limits)][:1] or blank[:1] or fitting
