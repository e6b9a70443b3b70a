"""Mass against volume: with the density that the standard states, a concentration becomes a mass fraction."""

from __future__ import annotations

from dataclasses import replace
from decimal import Context, Decimal

from lotgate.errors import UnitError
from lotgate.lexicon.units import convert, dimension_of
from lotgate.model.measurement import Censored, Number, Result

_FRACTION, _CONCENTRATION = "mass fraction", "mass concentration"
_EXACT = Context(prec=50)


def by_mass(result: Result, unit: str | None, wanted: str | None, density: Decimal) -> tuple[Result, str | None]:
    """``result`` in kg/kg where it is a concentration and ``wanted`` a mass fraction; else both as they were.

    ``density`` is the material's in g/mL: a mass fraction is the concentration divided by it.
    """
    printed = getattr(result, "unit", None) or unit
    if not isinstance(result, Number | Censored) or printed is None:
        return result, unit
    if dimension_of(wanted) != _FRACTION or dimension_of(printed) != _CONCENTRATION:
        return result, unit
    try:
        value = _EXACT.divide(convert(result.value, printed, "g/mL"), density)
    except UnitError:
        return result, unit
    return replace(result, value=value, unit="kg/kg"), "kg/kg"
