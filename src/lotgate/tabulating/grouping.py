"""Lines of text into rows: which lines without values go with the row above, which with the row below, which alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lotgate.lexicon.shapes import is_unit_head

CLEARLY_NEARER = 0.85
"""A line belongs to its neighbour on one side where that is nearer than this share of the other side's distance."""
FARTHEST = 1.6
"""Lines farther apart than this many line heights are no longer one cell's text."""
_FEWEST_PAIRS, _MOST_PAIRED = 3, 0.9
"""Names with their translation in the line below, from which on a table prints all of them so."""


@dataclass(frozen=True, slots=True)
class Level:
    """A line of text in a table: its height on the page, and whether several columns hold something on it."""

    center: float
    height: float
    full: bool
    bold: bool = False
    continues: bool = False
    """True where its text begins as no name does: in lower case, or inside a bracket."""
    ideographs: bool = False
    """Whether its first words are written in ideographs, or hold some."""
    valued: bool = True
    """Whether it may hold a value behind its first words."""


def begins_inside(text: str) -> bool:
    """Whether ``text`` begins as no name does: in lower case, with a bracket or a sign that goes on, or as a unit."""
    return text[:1].islower() or text[:1] in "(（,，、)）&/" or is_unit_head(text)


def grouped(levels: Sequence[Level]) -> list[list[int]]:
    """The indices of ``levels``, top to bottom, grouped into rows. A full level is never joined to another full one."""
    full = [b.center - a.center for a, b in pairwise(levels) if a.full and b.full]
    # Where rows follow each other without a break, a line as far from its neighbour as they are is a row too.
    pitch = sorted(full)[len(full) // 2] if full else float("inf")
    joins = _translations(levels) or [_join(levels, i, CLEARLY_NEARER * pitch) for i in range(len(levels))]
    home = list(range(len(levels)))
    for i, join in enumerate(joins):
        if join == -1:
            home[i] = home[i - 1]
    for i in range(len(levels) - 1, -1, -1):
        if joins[i] == 1:
            home[i] = home[i + 1]
    rows: dict[int, list[int]] = {}
    for i, key in enumerate(home):
        rows.setdefault(key, []).append(i)
    return sorted(rows.values())


def _translations(levels: Sequence[Level]) -> list[int]:
    """The joins of a table that prints every name in two lines, Chinese over another language, evenly spaced.

    Its distances say nothing: what tells the rows is that below each full line whose name is in ideographs stands one
    whose words are not. A line of ideographs alone heads what follows. Empty for any other table.
    """
    full = [i for i, level in enumerate(levels) if level.full and level.ideographs]
    below = {i + 1 for i in full if i + 1 < len(levels) and _translates(levels[i + 1])}
    if len(below) < _FEWEST_PAIRS or len(below) < _MOST_PAIRED * len(full):
        return []
    return [-1 if i in below else 0 for i in range(len(levels))]


def _translates(level: Level) -> bool:
    return not level.ideographs and not (level.full and level.valued)


def _join(levels: Sequence[Level], i: int, most: float) -> int:
    """-1: with the level above; 1: with the one below; 0: a row of its own. ``most``: farther is never joined."""
    level = levels[i]
    if level.full:
        return 0
    above, below = _distance(levels, i - 1, i), _distance(levels, i, i + 1)
    if level.continues and above < most / CLEARLY_NEARER and i > 0 and _may_join(level, levels[i - 1]):
        return -1
    if min(above, below) > most:
        return 0
    if above < CLEARLY_NEARER * below:
        return -1 if _may_join(level, levels[i - 1]) else 0
    if below < CLEARLY_NEARER * above:
        return 1 if _may_join(level, levels[i + 1]) else 0
    return 0


def _distance(levels: Sequence[Level], i: int, j: int) -> float:
    if i < 0 or j >= len(levels):
        return float("inf")
    return levels[j].center - levels[i].center


def _may_join(level: Level, other: Level) -> bool:
    apart = abs(level.center - other.center)
    if apart > FARTHEST * max(level.height, other.height):
        return False
    # Bold above plain is a heading, unless the two all but touch.
    return level.bold == other.bold or apart < 0.7 * level.height
