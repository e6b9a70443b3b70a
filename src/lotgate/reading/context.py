"""What one row, table or page leaves to the next, and how sure what is read of a table can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lotgate.lexicon.heads import Role
from lotgate.model.evidence import Fact
from lotgate.model.table import Cell, TableSource

SURE = {TableSource.RULED: 0.99, TableSource.STATED: 0.99, TableSource.ALIGNED: 0.97}
UNSURE = 0.85
"""A column whose role was inferred, not printed."""
CROWDED = 0.8
"""Values that stand in one cell, or rows of which nobody can say where they end."""


@dataclass(frozen=True, slots=True)
class Context:
    """What earlier rows said and later rows inherit."""

    section: Fact | None = None
    sample: Fact | None = None
    lot: bool = False
    name: tuple[Cell, ...] = ()
    unit: Fact | None = None
    """From a heading, for items that print none."""
    grouped: bool = False
    """Whether the heading stands in a row with a unit or a method, which end at the first item with one of its own."""
    method: Fact | None = None
    """From the line that names the one item of a table without names."""
    said: Mapping[tuple[Role, str], Cell] = field(default_factory=dict)
    """For items across: what a head's rows say of an item by its name, for a head further down that repeats it."""
