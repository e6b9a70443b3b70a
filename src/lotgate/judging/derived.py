"""Works out a derived characteristic in Decimal from the readings of others.

A reading belongs to a place (a pole, a specimen, or none). ``a - b`` of two rows of readings pairs them by place; a
single value pairs with every place. ``max``, ``min``, ``mean``, ``range`` and ``sum`` reduce all they get to one value.
Anything missing, unpaired or divided by zero gives :class:`NoValue` with the reason, never a number and never an error.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow, localcontext
from typing import TypeVar

from lotgate.model.formula import Arithmetic, Call, Condition, Formula, Literal, Negation, Node, Operand

PRECISION = 50
_PLACES_SHOWN = 3
_T = TypeVar("_T")

Row = Mapping[str, Decimal]
"""Readings by the place they belong to; the key ``""`` is the one value that belongs to no place."""

_OPERATORS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}


class NoValue(Exception):  # noqa: N818 - a result of the evaluation, not a fault of the program
    """The formula has no value here; ``code`` and ``detail`` say why."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


def value_of(formula: Formula, readings: Mapping[str, Row]) -> Decimal:
    """The one value of a formula without comparison; :class:`NoValue` where it has none, or has several."""
    return _with_context(lambda: _single(_row(formula.root, readings)))


def holds(formula: Formula, readings: Mapping[str, Row]) -> tuple[bool, Decimal, Decimal]:
    """Whether a condition holds at every place, with the two sides of the place where it is closest to failing."""
    root = formula.root
    if not isinstance(root, Condition):
        raise TypeError(f"not a condition: {formula.text}")
    return _with_context(lambda: _judge(root, readings))


def _judge(root: Condition, readings: Mapping[str, Row]) -> tuple[bool, Decimal, Decimal]:
    pairs = _paired(_row(root.left, readings), _row(root.right, readings))
    compare = _COMPARISONS[root.operator]
    outcomes = [(compare(left, right), left, right) for left, right in pairs.values()]
    return min(outcomes, key=lambda o: (o[0], _margin(root.operator, o[1], o[2])))


def _margin(sign: str, left: Decimal, right: Decimal) -> Decimal:
    if sign == "=":
        return -abs(left - right)
    return left - right if sign.startswith(">") else right - left


def _with_context(work: Callable[[], _T]) -> _T:
    with localcontext(Context(prec=PRECISION, traps=[DivisionByZero, InvalidOperation, Overflow])):
        try:
            return work()
        except DivisionByZero as error:
            raise NoValue("division-by-zero") from error
        except DecimalException as error:
            raise NoValue("no-value", type(error).__name__) from error


def _row(node: Node, readings: Mapping[str, Row]) -> Row:
    match node:
        case Literal(value):
            return {"": value}
        case Operand(name):
            return _reading(name, readings)
        case Negation(of):
            return {place: -value for place, value in _row(of, readings).items()}
        case Arithmetic(sign, left, right):
            work = _OPERATORS[sign]
            pairs = _paired(_row(left, readings), _row(right, readings))
            return {place: work(a, b) for place, (a, b) in pairs.items()}
        case Call("abs", (argument,)):
            return {place: abs(value) for place, value in _row(argument, readings).items()}
        case Call(name, arguments):
            values = [value for argument in arguments for value in _row(argument, readings).values()]
            return {"": _reduced(name, values)}
    raise NoValue("no-value", str(node))


def _reading(name: str, readings: Mapping[str, Row]) -> Row:
    row = readings.get(name)
    if not row:
        raise NoValue("operand-missing", name)
    return row


def _paired(left: Row, right: Row) -> Mapping[str, tuple[Decimal, Decimal]]:
    if set(left) == set(right):
        return {place: (left[place], right[place]) for place in left}
    if set(right) == {""}:
        return {place: (value, right[""]) for place, value in left.items()}
    if set(left) == {""}:
        return {place: (left[""], value) for place, value in right.items()}
    alone = sorted(set(left) ^ set(right))
    more = " …" if len(alone) > _PLACES_SHOWN else ""
    raise NoValue("unpaired", ", ".join(alone[:_PLACES_SHOWN]) + more)


def _single(row: Row) -> Decimal:
    if len(row) != 1:
        raise NoValue("several-values", str(len(row)))
    return next(iter(row.values()))


def _reduced(function: str, values: list[Decimal]) -> Decimal:
    match function:
        case "max":
            return max(values)
        case "min":
            return min(values)
        case "sum":
            return sum(values, Decimal(0))
        case "range":
            return max(values) - min(values)
        case "mean":
            return sum(values, Decimal(0)) / len(values)
    raise NoValue("no-value", function)
