"""What stands at the side of rows whose items run across: lots' names, or words for what the row says of each item."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lotgate.lexicon.heads import Role, names_lots, roles_of
from lotgate.lexicon.shapes import is_empty_mark, is_method, is_unit, is_unit_head
from lotgate.model.evidence import Fact
from lotgate.model.table import Cell
from lotgate.reading.across_columns import Across
from lotgate.reading.columns import Column, without_word
from lotgate.reading.drafts import fact_of, of_words
from lotgate.reading.grid import Grid
from lotgate.reading.looks import Kind, look_of
from lotgate.reading.printed_units import unbracketed

_SIDE_ROLES = frozenset(Role) - {Role.ITEM, Role.SAMPLE, Role.SECTION}
STATED = (
    Role.TOLERANCE,
    Role.MINIMUM,
    Role.MAXIMUM,
    Role.LIMIT,
    Role.UNIT,
    Role.METHOD,
    Role.VERDICT,
    Role.TYPICAL,
)
BOUNDS = (Role.LIMIT, Role.MINIMUM, Role.MAXIMUM)
_STANDARD = re.compile(r"(?:[A-Z]{2,4}\s)?(?:EN|ISO|DIN|ASTM|ASME|AMS|JIS|GB(?:/T)?|BS|NF|UNI|UNE|API|SAE)\b")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
FEWEST_CELLS = 2
_WORDY = 3


class Sides:
    """What the words at the side say of each row, and what the rows hold whose word is none that the lexicon knows.

    ``roles`` are the words', by row. Of the rows without one ``bounds`` hold limits; ``strange`` have a word where the
    others have a lot's number: perhaps a limit too.
    """

    def __init__(self, grid: Grid, samples: Sequence[Column], items: Sequence[Across], rows: range) -> None:
        self.roles = {row: _side_role(grid, row, samples, items) for row in rows}
        unknown = [row for row in rows if self.roles[row] is None]
        cells = {row: list(dict.fromkeys(cells_in(grid, row, items))) for row in unknown}
        looks = {row: look_of(c.text for c in found) for row, found in cells.items() if len(found) >= FEWEST_CELLS}
        reported = sum(len(cells_in(grid, row, items)) >= FEWEST_CELLS for row in rows)
        bounded = {row for row, look in looks.items() if look.is_mostly(Kind.BOUND)}
        # "EN 573-3" among the casts: what the standard requires of each.
        required = {row for row in looks if (name := sample_of(grid, row, samples, 1)) and _is_standard(name.text)}
        bounded |= required if len(required) < reported else set()
        self.bounds = frozenset(bounded if bounded and len(bounded) < reported else ())
        names = {row: name.text for row in looks if (name := sample_of(grid, row, samples, 1))}
        codes = {row for row, name in names.items() if any(c.isdigit() for c in name) and len(name.split()) < _WORDY}
        # "6063 国标值" among "R250901": a word too, however many figures it holds.
        plain = {row for row in codes if not _IDEOGRAPH.search(names[row])}
        codes = plain or codes
        words = {row for row in names if row not in codes} - self.bounds
        self.strange = frozenset(words if codes else ())
        self.known = len(unknown) < len(rows)


def _is_standard(text: str) -> bool:
    """A standard's code and no lot's number: "EN 573-3", "ASTM A106 Gr. B"."""
    return is_method(text) and _STANDARD.match(text) is not None


def _side_role(grid: Grid, row: int, samples: Sequence[Column], items: Sequence[Across]) -> Role | None:
    """What a row says of every item, by the word at its side: unit, limit, minimum; ``None`` for a lot's row."""
    found: list[Role] = []
    for column in samples:
        cell = grid.at(row, column.index)
        if cell is None:
            continue
        # "SPEC. MIN" as it stands, before "MIN" is taken for minutes.
        roles = (roles_of(cell.text) or roles_of(_without_unit(cell.text))) & _SIDE_ROLES
        if {Role.RESULT, Role.LIMIT} <= roles:  # "Passing": what the sieves let through, or what they must
            bounded = look_of(c.text for c in cells_in(grid, row, items)).is_mostly(Kind.BOUND)
            roles -= {Role.RESULT if bounded else Role.LIMIT}
        if roles:
            found.append(next((role for role in (*STATED, Role.RESULT) if role in roles), next(iter(roles))))
    if found:
        # "Required" beside "min" in the next column: the narrower word says what the row holds.
        return next((role for role in found if role in (Role.MINIMUM, Role.MAXIMUM)), found[0])
    cells = cells_in(grid, row, items)
    units = sum(is_unit_head(c.text) for c in cells)
    if len(cells) >= 2 and units and all(is_unit(c.text) or is_empty_mark(c.text) for c in cells):
        return Role.UNIT
    return None


def _without_unit(text: str) -> str:
    """ "Max. ppm" as "Max."."""
    first, _, last = text.rpartition(" ")
    return first if first and is_unit_head(last) else text


def side_unit(grid: Grid, row: int, samples: Sequence[Column], sure: float) -> Fact | None:
    """The unit behind the word at a row's side."""
    for column in samples:
        cell = grid.at(row, column.index)
        last = cell.text.rpartition(" ")[2] if cell else ""
        if cell and last != cell.text and is_unit_head(last) and not roles_of(last):
            return fact_of(cell, sure, unbracketed(last))
    return None


def unit_of_bounds(grid: Grid, sides: Sides, samples: Sequence[Column], sure: float) -> Fact | None:
    """The unit that the row of limits says at its side: "标准 Limit (ppm)" """
    stated = (row for row, role in sides.roles.items() if role in BOUNDS)
    return next((unit for row in stated if (unit := side_unit(grid, row, samples, sure))), None)


def cells_in(grid: Grid, row: int, items: Sequence[Across]) -> list[Cell]:
    """What the row has under the items."""
    return [c for item in items for column in item.columns if (c := grid.at(row, column.index))]


def unit_at_side(samples: Sequence[Column], sure: float) -> Fact | None:
    """The unit of all the figures, where the lots' head is a unit or says one: "Chemical composition, %"."""
    whole = next((fact_of(h, sure) for c in samples for h in c.heads if is_unit_head(h.text)), None)
    corner = next((c for c in samples if c.unit and c.role is not Role.SAMPLE), None)
    return whole or (fact_of(corner.heads[-1], sure, corner.unit) if corner else None)


def are_lots(grid: Grid, samples: Sequence[Column], rows: range) -> bool:
    """Whether the head over the rows' names says that they are lots, or each name does: "炉号 25A10031"."""
    if any(names_lots(cell.text) for column in samples for cell in column.heads):
        return True
    names = [text for column in samples for row in rows if (text := grid.text(row, column.index))]
    return any(without_word(text) != text and names_lots(text) for text in names)


def naming_columns(samples: Sequence[Column], side: Role | None) -> Sequence[Column]:
    """The columns that name a row's lot: where one beside the lots' says that it holds results, the lots' own."""
    if side is None:
        return samples
    lots = [column for column in samples if column.role is Role.SAMPLE]
    return lots if len(lots) < len(samples) else []


def sample_of(grid: Grid, row: int, samples: Sequence[Column], sure: float) -> Fact | None:
    """The lot or specimen that the row names, without the word for it: "Heat K47213" as the number alone."""
    cells = list(dict.fromkeys(c for column in samples if (c := grid.at(row, column.index))))
    if not cells:
        return None
    return of_words(tuple(w for c in cells for w in c.words), without_word(" ".join(c.text for c in cells)), sure)
