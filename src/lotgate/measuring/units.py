"""Exact conversion between the laboratory's units.

The list lives in :mod:`lotgate.lexicon.units`: the judge needs it too, and stages do not import each other.
"""

from __future__ import annotations

from lotgate.lexicon.units import Unit, convert, convert_difference, dimension_of, find_unit, same_unit

__all__ = ["Unit", "convert", "convert_difference", "dimension_of", "find_unit", "same_unit"]
