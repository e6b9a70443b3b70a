"""The result in the limit's unit, or the reason why it cannot be known (RULES, "Units")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lotgate.errors import AmbiguousUnit, IncompatibleUnits, UnitError
from lotgate.judging.rules import EXACT
from lotgate.lexicon.units import NO_UNIT, convert, convert_difference, dimension_of, same_unit
from lotgate.model.measurement import (
    AbsentLimit,
    BareLimit,
    Censored,
    IntervalLimit,
    NotDetected,
    Number,
    RangeResult,
    Reason,
    Result,
    Several,
    Simple,
)

_WITHOUT_UNIT = frozenset({"acidity", "grade", "number", "water activity"})
"""Dimensions whose numbers mean the same with and without their name: pH 7 is 7."""
_MAYBE_MINUTES = re.compile(r"[0-9]\s*min\.?\s*$")
_PERCENT = frozenset({"mass fraction", "volume fraction", "mole fraction", "area fraction"})


@dataclass(frozen=True, slots=True)
class Converted:
    """``result`` in ``unit``. ``converted_from`` is the printed value where a conversion took place.

    ``as_fraction`` is a bare number not above 1 read as a fraction of the whole, where the limit is in %.
    """

    result: Result
    unit: str | None
    converted_from: str | None = None
    as_fraction: Number | None = None
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitDoubt:
    """Why the two cannot be compared."""

    reason: Reason


def join_units(
    limit: IntervalLimit | BareLimit | AbsentLimit, result: Result, limit_unit: str | None, result_unit: str | None
) -> Converted | UnitDoubt:
    """``result`` in the unit of ``limit``; each one's own unit comes before the one handed in."""
    wanted = limit.unit or _named(limit_unit)
    given = result.unit or _named(result_unit)
    if limit.unit is None and dimension_of(wanted) == "time" and _MAYBE_MINUTES.search(limit.text):
        return UnitDoubt(Reason("minimum-or-minutes", {"limit": limit.text}))
    if not isinstance(result, Number | Censored | NotDetected | RangeResult | Several):
        return Converted(result, wanted)
    if isinstance(result, NotDetected) and result.lod is None:
        return Converted(result, wanted)
    if given is None:
        notes = (Reason("unit-assumed", {"unit": wanted}),) if wanted else ()
        return Converted(result, wanted, as_fraction=_as_fraction(result, wanted), notes=notes)
    if wanted is None:
        if dimension_of(given) in _WITHOUT_UNIT or (isinstance(limit, AbsentLimit) and limit.below is None):
            return Converted(result, given)
        return UnitDoubt(Reason("limit-unit-missing", {"limit": limit.text, "result": result.text, "unit": given}))
    if same_unit(given, wanted):
        return Converted(result, wanted)
    return _convert(result, given, wanted)


def _named(unit: str | None) -> str | None:
    return unit.strip() if unit and unit.strip().casefold() not in NO_UNIT else None


def _as_fraction(result: Result, wanted: str | None) -> Number | None:
    """A bare 0.96 where % is asked may be a fraction."""
    if (
        not isinstance(result, Number)
        or not wanted
        or dimension_of(wanted) not in _PERCENT
        or not same_size_as_percent(wanted)
    ):
        return None
    return replace(result, value=result.value.scaleb(2, EXACT), other=None) if 0 < result.value <= 1 else None


def same_size_as_percent(unit: str) -> bool:
    """Whether one of ``unit`` is one hundredth of its whole."""
    return any(same_unit(unit, percent) for percent in ("%", "% v/v", "mol%", "area %"))


def _convert(result: Result, given: str, wanted: str) -> Converted | UnitDoubt:
    if "sieve" in (dimension_of(given), dimension_of(wanted)):
        # A mesh number has an opening only within a named series, and grows as the opening shrinks.
        return UnitDoubt(Reason("units-incompatible", {"given": given, "wanted": wanted}))
    try:
        changed = _changed(result, given, wanted)
    except AmbiguousUnit as error:
        return UnitDoubt(Reason("unit-ambiguous", {"unit": error.unit, "given": given, "wanted": wanted}))
    except IncompatibleUnits:
        return UnitDoubt(Reason(_why_incompatible(given, wanted), {"given": given, "wanted": wanted}))
    except UnitError as error:
        return UnitDoubt(Reason("unit-unknown", {"unit": error.unit, "given": given, "wanted": wanted}))
    return Converted(changed, wanted, converted_from=result.text if result.unit else f"{result.text} {given}")


def _why_incompatible(given: str, wanted: str) -> str:
    dimensions = {dimension_of(given), dimension_of(wanted)}
    if dimensions == {"mass fraction", "mass concentration"}:
        return "needs-density"
    return "units-incompatible"


def _changed(result: Result, given: str, wanted: str) -> Result:
    """Every number of ``result`` converted; other readings with it."""
    if isinstance(result, RangeResult):
        low, high = convert(result.low, given, wanted), convert(result.high, given, wanted)
        second = _changed(result.other, given, wanted) if result.other else None
        other_range = second if isinstance(second, RangeResult) else None
        return replace(result, low=low, high=high, unit=wanted, other=other_range)
    if isinstance(result, Several):
        mean = _number(result.mean, given, wanted) if result.mean else None
        values = tuple(_simple(value, given, wanted) for value in result.values)
        second = _changed(result.other, given, wanted) if result.other else None
        other_several = second if isinstance(second, Several) else None
        return replace(result, values=values, mean=mean, unit=wanted, other=other_several)
    return _simple(result, given, wanted) if isinstance(result, Number | Censored | NotDetected) else result


def _simple(result: Simple, given: str, wanted: str) -> Simple:
    if isinstance(result, Number):
        return _number(result, given, wanted)
    if isinstance(result, NotDetected):
        return result if result.lod is None else replace(result, lod=convert(result.lod, given, wanted), unit=wanted)
    other = replace(result.other, value=convert(result.other.value, given, wanted)) if result.other else None
    return replace(result, value=convert(result.value, given, wanted), unit=wanted, other=other)


def _number(result: Number, given: str, wanted: str) -> Number:
    uncertainty = None if result.uncertainty is None else convert_difference(result.uncertainty, given, wanted)
    other = _number(result.other, given, wanted) if result.other else None
    value = convert(result.value, given, wanted)
    return replace(result, value=value, uncertainty=uncertainty, unit=wanted, other=other)
