"""A derived characteristic as a tree: what ``lexicon.formulas`` reads and ``judging.derived`` works out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Literal:
    """A number as written."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Operand:
    """The readings of the characteristic with this id."""

    id: str


@dataclass(frozen=True, slots=True)
class Negation:
    """``-x``."""

    of: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left operator right`` with one of ``+ - * /``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """One of :data:`FUNCTIONS` of one or more arguments."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """``left operator right`` with one of ``>= <= > < =``; only ever the root."""

    operator: str
    left: Node
    right: Node


Node = Literal | Operand | Negation | Arithmetic | Call | Condition

FUNCTIONS = ("max", "min", "mean", "range", "sum", "abs")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as written and as understood."""

    text: str
    root: Node

    @property
    def is_condition(self) -> bool:
        """True when the formula is itself the requirement (``Ti >= 4*(C+N)``) and needs no limit."""
        return isinstance(self.root, Condition)

    @property
    def operands(self) -> tuple[str, ...]:
        """The ids it names, each once, in the order in which they are written."""
        return tuple(dict.fromkeys(_ids(self.root)))


def _ids(node: Node) -> Iterator[str]:
    match node:
        case Operand(name):
            yield name
        case Negation(of):
            yield from _ids(of)
        case Arithmetic(_, left, right) | Condition(_, left, right):
            yield from _ids(left)
            yield from _ids(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from _ids(argument)
        case Literal():
            return
