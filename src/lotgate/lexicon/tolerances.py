"""Tolerances: 10±0.1, 50+2/-1, 100±5%, ±0.5, and the bounds they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal

from lotgate.lexicon.comparisons import Token
from lotgate.lexicon.units import one_unit, same_unit
from lotgate.model.measurement import Bound, IntervalLimit, decimals_of

_EXACT = Context(prec=100)
_SHAPES = re.compile(r"P?NPN|PN|NN[SC]?N|NNRN|NRN[SC]?N")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A nominal and how far it may go ``up`` and ``down`` (signed), with the units printed at both and beside them."""

    text: str
    nominal: Decimal
    up: Decimal
    down: Decimal
    nominal_unit: str | None
    unit: str | None
    column: str | None

    def limit(self) -> IntervalLimit | str:
        """The bounds, or the reason why there are none."""
        if self.up < self.down:
            return "reversed"
        absolute = self._absolute()
        if self.unit is None or not same_unit(self.unit, "%"):
            return absolute
        return self._with_percent(absolute)

    def _absolute(self) -> IntervalLimit | str:
        whole = one_unit((self.column, self.nominal_unit, self.unit))
        if whole is None:
            return "two-units"
        lower, upper = Bound(_EXACT.add(self.nominal, self.down)), Bound(_EXACT.add(self.nominal, self.up))
        return IntervalLimit(self.text, lower, upper, whole or None, self.nominal)

    def _with_percent(self, absolute: IntervalLimit | str) -> IntervalLimit | str:
        """A tolerance in %: of the nominal, unless the nominal itself is in %; where nothing tells, both readings."""
        if self.nominal_unit and same_unit(self.nominal_unit, "%"):
            return absolute
        named = self.nominal_unit or self.column
        if self.nominal < 0 or (not self.nominal and self.nominal_unit is None):
            return absolute
        low, high = Bound(_share(self.nominal, self.down)), Bound(_share(self.nominal, self.up))
        relative = IntervalLimit(self.text, low, high, named or "%", self.nominal)
        if isinstance(absolute, str) or (named and not same_unit(named, "%")):
            return relative
        # No unit but the tolerance's %: either the whole limit is in %, or the share is of the nominal.
        same = (absolute.lower, absolute.upper) == (relative.lower, relative.upper)
        return relative if same else replace(relative, other=absolute)


def read_tolerance(
    text: str, numbers: Sequence[Token], kinds: str, units: Sequence[str | None], column: str | None
) -> IntervalLimit | str | None:
    """The limit that a tolerance makes; a reason where it makes none; None where the tokens are no tolerance."""
    values = [number.value for number in numbers if number.value is not None]
    parts = _deviation(values, kinds, numbers) or _about_nominal(values, kinds, numbers)
    if parts is None:
        return None
    nominal, up, down = parts
    alone = kinds in ("PN", "NSN")
    given = units if alone else units[1:]
    unit = next((one for one in reversed(given) if one), None)
    return Tolerance(text, nominal, up, down, None if alone else units[0], unit, column).limit()


def _deviation(
    values: Sequence[Decimal], kinds: str, numbers: Sequence[Token]
) -> tuple[Decimal, Decimal, Decimal] | None:
    """``±0.5`` and ``+0.1/-0.3``: how far something may be off, around zero."""
    if kinds == "PN":
        return Decimal(0), values[0], -values[0]
    signs = {number.text[0] for number in numbers if number.signed}
    if kinds == "NSN" and signs == {"+", "-"}:
        return Decimal(0), max(values), min(values)
    return None


def _about_nominal(
    values: Sequence[Decimal], kinds: str, numbers: Sequence[Token]
) -> tuple[Decimal, Decimal, Decimal] | None:
    if _SHAPES.fullmatch(kinds) is None:
        return None
    if kinds == "NPN":
        return values[0], values[1], -values[1]
    if kinds.startswith("NR"):
        # "50-1/+2": the first dash is the sign of the lower tolerance.
        return (values[0], values[2], -values[1]) if numbers[2].signed else None
    if kinds == "NNRN":
        return (values[0], values[1], -values[2]) if numbers[1].signed else None
    unsigned = [number for number in numbers[1:] if number.value and not number.signed]
    return None if unsigned else (values[0], max(values[1:]), min(values[1:]))


def _share(nominal: Decimal, percent: Decimal) -> Decimal:
    """``nominal`` and ``percent`` of it, exactly, with at least the nominal's digits."""
    exact = _EXACT.add(nominal, _EXACT.multiply(nominal, percent).scaleb(-2)).normalize(_EXACT)
    places = max(decimals_of(nominal), decimals_of(exact), 0)
    return exact.quantize(Decimal(1).scaleb(-places), context=_EXACT)
