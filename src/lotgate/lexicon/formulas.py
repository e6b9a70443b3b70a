"""The language of derived characteristics: ``max(abs(stator - rotor))``, ``Ti >= 4*(C+N)``.

    formula    = sum [ (">=" | "<=" | ">" | "<" | "=") sum ]
    sum        = product { ("+" | "-") product }
    product    = sign { ("*" | "/") sign }
    sign       = [ "-" | "+" ] atom
    atom       = number | function "(" sum { "," sum } ")" | id | "(" sum ")"

Ids are letters, digits and ``_`` in any script, not starting with a digit. ``×``, ``÷``, ``−``, ``≥`` and ``≤`` are
read like their ASCII forms. Nothing is ever handed to Python's own ``eval``. Text that is not a formula raises
:class:`FormulaError` with the column; no text, however long or nested, raises anything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from lotgate.model.formula import FUNCTIONS, Arithmetic, Call, Condition, Formula, Literal, Negation, Node, Operand

MAX_LENGTH = 500
_MAX_DEPTH = 40
_COMPARISONS = (">=", "<=", ">", "<", "=")
_SAME = str.maketrans({"×": "*", "÷": "/", "−": "-", "（": "(", "）": ")", "，": ","})
_TOKEN = re.compile(r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)(?![\w.])|(?P<id>[^\W\d]\w*)|(?P<sign>>=|<=|[-+*/(),<>=]))")


class FormulaError(ValueError):
    """Not a formula; ``column`` counts from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(f"{message} (column {column})")
        self.column = column


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int


def parse_formula(text: str) -> Formula:
    """The formula that ``text`` writes; :class:`FormulaError` where it writes none."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"longer than {MAX_LENGTH} characters", MAX_LENGTH)
    parser = _Parser(_tokens(text.translate(_SAME).replace("≥", ">=").replace("≤", "<=")))
    return Formula(text.strip(), parser.formula())


def _tokens(text: str) -> list[_Token]:
    tokens, place = [], 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if not found or not found.lastgroup:
            column = place + len(text[place:]) - len(text[place:].lstrip()) + 1
            raise FormulaError(f"cannot read {text[column - 1]!r}", column)
        tokens.append(_Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup) + 1))
        place = found.end()
    return [*tokens, _Token("end", "the end", len(text) + 1)]


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0

    def formula(self) -> Node:
        left = self._sum()
        if sign := self._take(*_COMPARISONS):
            left = Condition(sign.text, left, self._sum())
        if self._now.kind != "end":
            raise FormulaError(f"did not expect {self._now.text!r}", self._now.column)
        return left

    @property
    def _now(self) -> _Token:
        return self._tokens[self._place]

    def _take(self, *signs: str) -> _Token | None:
        token = self._now
        if token.kind != "sign" or token.text not in signs:
            return None
        self._place += 1
        return token

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise FormulaError(f"expected {sign!r} before {self._now.text!r}", self._now.column)

    def _sum(self) -> Node:
        left = self._product()
        while sign := self._take("+", "-"):
            left = Arithmetic(sign.text, left, self._product())
        return left

    def _product(self) -> Node:
        left = self._sign()
        while sign := self._take("*", "/"):
            left = Arithmetic(sign.text, left, self._sign())
        return left

    def _sign(self) -> Node:
        if self._take("-"):
            return Negation(self._atom())
        self._take("+")
        return self._atom()

    def _atom(self) -> Node:
        token = self._now
        if self._depth > _MAX_DEPTH:
            raise FormulaError("too many brackets inside each other", token.column)
        if self._take("("):
            return self._inside()
        if token.kind in ("number", "id"):
            self._place += 1
        if token.kind == "number":
            return Literal(Decimal(token.text))
        if token.kind == "id":
            return self._call(token) if self._take("(") else Operand(token.text)
        raise FormulaError(f"expected a number or a characteristic before {token.text!r}", token.column)

    def _inside(self) -> Node:
        self._depth += 1
        node = self._sum()
        self._expect(")")
        self._depth -= 1
        return node

    def _call(self, name: _Token) -> Node:
        if name.text not in FUNCTIONS:
            raise FormulaError(f"no function {name.text!r}; there are {', '.join(FUNCTIONS)}", name.column)
        self._depth += 1
        arguments = [self._sum()]
        while self._take(","):
            arguments.append(self._sum())
        self._expect(")")
        self._depth -= 1
        if name.text == "abs" and len(arguments) != 1:
            raise FormulaError("abs takes one value", name.column)
        return Call(name.text, tuple(arguments))
