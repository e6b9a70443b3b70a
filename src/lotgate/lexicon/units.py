"""The laboratory's units: spellings, dimensions and exact conversion.

The vocabulary is ``data/units.toml``. Factors are fractions, so no conversion loses a digit; a quotient that no
decimal can write (5/9 °F) is cut after 50 digits, far beyond any printed limit. A list of our own rather than pint's:
there ``ppm`` and ``%`` are pure numbers, so fractions of mass and volume would mix, and that is a wrong acceptance.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from importlib import resources

from lotgate.errors import AmbiguousUnit, IncompatibleUnits, UnknownUnit

_AMBIGUOUS = "ambiguous spellings"
_SIEVES = "sieve openings"
_EXACT = Context(prec=200)
_LONG = Context(prec=50)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-"))
_INVERSE = re.compile(r"[\s·]*([A-Za-zμ]+)\^?-([1-9])(?!\d)")
_POWER = re.compile(r"^[×xX*]?\s*10\^?([+-]?\d{1,2})(?=[^\d])\s*(.+)$")
_DROPPED = re.compile(r"[\s·⋅•∙*^.]")
NO_UNIT = frozenset({"", "-", "--", "/", "\\", "1", "n/a", "na", "none", "无", "—"})
"""What stands in a unit column where there is no unit."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. A value in it is ``(value + offset) * factor`` in the dimension's own unit."""

    symbol: str
    dimension: str
    factor: Fraction
    offset: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class _Table:
    by_spelling: dict[str, Unit]
    by_casefold: dict[str, frozenset[Unit]]
    ambiguous: dict[str, str]
    sieves: dict[Decimal, Decimal]


def fold_unit(text: str) -> str:
    """The spelling without what does not matter: width, spaces, dots of multiplication, dashes, exponent signs."""
    folded = text.translate(_SUPERSCRIPTS).translate(_DASHES)
    folded = unicodedata.normalize("NFKC", folded).replace("\u2044", "/").replace(" per ", "/")
    folded = _INVERSE.sub(lambda m: f"/{m[1]}{m[2] if m[2] != '1' else ''}", folded)
    return _DROPPED.sub("", folded)


def find_unit(text: str) -> Unit:
    """The unit that ``text`` spells; :class:`UnknownUnit` or :class:`AmbiguousUnit` where it spells none or two."""
    unit = _find(text)
    if isinstance(unit, Unit):
        return unit
    if unit is not None:
        raise AmbiguousUnit(f"the unit {text!r} can mean {unit}", unit=text)
    raise UnknownUnit(f"the unit {text!r} is not known", unit=text)


def is_unit(text: str) -> bool:
    """Whether ``text`` spells a unit, be it an ambiguous one."""
    return _find(text) is not None


@lru_cache(maxsize=4096)
def same_unit(one: str, other: str) -> bool:
    """Whether both name one unit, known or not: nothing is to be converted."""
    if fold_unit(one) == fold_unit(other):
        return True
    first, second = _find(one), _find(other)
    return isinstance(first, Unit) and isinstance(second, Unit) and _size(first) == _size(second)


def one_unit(printed: Sequence[str | None]) -> str | None:
    """The last of the printed units where all name one unit, ``""`` where none is printed; None where two differ."""
    named = [unit for unit in printed if unit]
    if not named:
        return ""
    return named[-1] if all(same_unit(named[-1], unit) for unit in named) else None


@lru_cache(maxsize=4096)
def dimension_of(text: str | None) -> str | None:
    """The dimension of the unit that ``text`` spells; None where it is unknown or ambiguous."""
    unit = _find(text) if text else None
    return unit.dimension if isinstance(unit, Unit) else None


def convert(value: Decimal, from_unit: str, to_unit: str) -> Decimal:
    """``value`` in ``to_unit``, exactly (50 digits where no decimal is exact).

    Temperatures are readings, not differences. Raises :class:`UnknownUnit`, :class:`AmbiguousUnit` or
    :class:`IncompatibleUnits`. Mesh converts to a length by ASTM E11's nominal openings, where it lists the number.
    """
    source, target = find_unit(from_unit), find_unit(to_unit)
    if source.dimension == "sieve" and target.dimension == "length":
        return convert(_opening(value, from_unit, to_unit), "µm", to_unit)
    if source.dimension != target.dimension:
        raise IncompatibleUnits(
            f"{from_unit} is a {source.dimension}, {to_unit} a {target.dimension}", unit=from_unit, target=to_unit
        )
    if _size(source) == _size(target):
        return value
    inner = (Fraction(value) + source.offset) * source.factor
    return decimal_of(inner / target.factor - target.offset)


def convert_difference(value: Decimal, from_unit: str, to_unit: str) -> Decimal:
    """Like :func:`convert` for a difference or an uncertainty: 9 °F are 5 °C."""
    source, target = find_unit(from_unit), find_unit(to_unit)
    if source.dimension != target.dimension:
        return convert(value, from_unit, to_unit)
    return decimal_of(Fraction(value) * source.factor / target.factor)


def decimal_of(value: Fraction) -> Decimal:
    """The decimal equal to ``value``, or its first 50 digits where none is."""
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    context = _EXACT if denominator == 1 else _LONG
    quotient = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return quotient.normalize(context) if quotient.as_tuple().exponent != 0 else quotient


def units() -> tuple[Unit, ...]:
    """Every unit of the list, once."""
    return tuple(dict.fromkeys(_table().by_spelling.values()))


def _size(unit: Unit) -> tuple[str, Fraction, Fraction]:
    return unit.dimension, unit.factor, unit.offset


@lru_cache(maxsize=4096)
def _find(text: str) -> Unit | str | None:
    """The unit, the reason why the spelling is ambiguous, or None where it is unknown."""
    table, folded = _table(), fold_unit(text)
    if folded in table.ambiguous:
        return table.ambiguous[folded]
    if folded in table.by_spelling:
        return table.by_spelling[folded]
    scaled = _POWER.match(text.translate(_SUPERSCRIPTS).translate(_DASHES).strip())
    if scaled:
        inner = _find(scaled[2])
        if isinstance(inner, Unit) and not inner.offset:
            return Unit(text, inner.dimension, inner.factor * Fraction(10) ** int(scaled[1]))
    if len(folded) > 1 and (folded.isupper() or folded.islower()):
        candidates = table.by_casefold.get(folded.casefold(), frozenset())
        if len({_size(unit) for unit in candidates}) > 1:
            return " or ".join(sorted(unit.symbol for unit in candidates))
        return next(iter(candidates), None)
    return None


def _opening(mesh: Decimal, from_unit: str, to_unit: str) -> Decimal:
    try:
        return _table().sieves[mesh]
    except KeyError:
        raise IncompatibleUnits(f"ASTM E11 lists no sieve {mesh}", unit=from_unit, target=to_unit) from None


@lru_cache(maxsize=1)
def _table() -> _Table:
    """The data file as dictionaries; read once, at the first question, so that importing costs nothing."""
    raw = tomllib.loads(resources.files("lotgate.lexicon").joinpath("data/units.toml").read_text("utf-8"))
    ambiguous = {fold_unit(spelling): why[0] for spelling, why in raw.pop(_AMBIGUOUS).items()}
    sieves = {Decimal(mesh): Decimal(opening[0]) for mesh, opening in raw.pop(_SIEVES).items()}
    by_spelling: dict[str, Unit] = {}
    by_casefold: dict[str, set[Unit]] = {}
    for dimension, entries in raw.items():
        for symbol, (size, *spellings) in entries.items():
            unit = _unit(symbol, dimension, size)
            for spelling in (symbol, *spellings):
                _register(by_spelling, spelling, unit)
    for folded, unit in by_spelling.items():
        by_casefold.setdefault(folded.casefold(), set()).add(unit)
    return _Table(by_spelling, {key: frozenset(found) for key, found in by_casefold.items()}, ambiguous, sieves)


def _unit(symbol: str, dimension: str, size: str) -> Unit:
    factor, _, offset = size.partition("@")
    numerator, _, denominator = factor.partition("/")
    return Unit(symbol, dimension, Fraction(numerator) / Fraction(denominator or "1"), Fraction(offset or "0"))


def _register(table: dict[str, Unit], spelling: str, unit: Unit) -> None:
    folded = fold_unit(spelling)
    if table.setdefault(folded, unit) != unit:
        raise ValueError(f"units.toml: {spelling!r} is both {table[folded].symbol} and {unit.symbol}")
    for variant in {folded.replace("μ", "u"), folded.replace("L", "l"), folded.replace("μ", "u").replace("L", "l")}:
        table.setdefault(variant, unit)
