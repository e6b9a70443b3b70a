"""What a column's cells look like, whatever its head says: bounds, values, units, methods, names, a count of rows.

Heads are words, and words are endless. What stands under them is not: limits carry their sign, units are units, row
numbers count. These looks find a table whose heads nobody knows, and say where a known head and its column disagree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lotgate.lexicon.characteristics import find
from lotgate.lexicon.header_words import label_of
from lotgate.lexicon.heads import Role, roles_of
from lotgate.lexicon.shapes import (
    is_bounded,
    is_date,
    is_empty_mark,
    is_method,
    is_not_detected,
    is_unit,
    is_unit_head,
    is_value,
    is_verdict,
    starts_numeric,
)
from lotgate.reading.names import parse_name

_MOST = 0.6
_FEWEST = 2
_CENSORED = "<>＜＞ "
"""A number with < or > is a censored result as often as a limit."""
_CODE = re.compile(r"^(?=.*\d)(?=.*[A-Z])[A-Z0-9][A-Z0-9/._-]{2,}$")
_SIDE = frozenset(
    {Role.LIMIT, Role.MINIMUM, Role.MAXIMUM, Role.RESULT, Role.UNIT, Role.TYPICAL, Role.METHOD, Role.SAMPLE}
)


class Kind(StrEnum):
    """What one cell's text looks like."""

    EMPTY = "empty"
    DATE = "date"
    UNIT = "unit"
    METHOD = "method"
    BOUND = "bound"
    VALUE = "value"
    VERDICT = "verdict"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Look:
    """A column's cells by kind; ``counts`` where they only number the rows."""

    filled: int
    kinds: Counter[Kind]
    counts: bool

    def is_mostly(self, *kinds: Kind) -> bool:
        """Whether most of what is said in the column is of ``kinds``; dashes say nothing."""
        said = self.filled - self.kinds[Kind.EMPTY]
        return said >= 1 and sum(self.kinds[kind] for kind in kinds) >= _MOST * said

    @property
    def bounds(self) -> bool:
        """A column of limits: bounds, words where a limit is a description, and hardly a bare number."""
        bound, value = self.kinds[Kind.BOUND], self.kinds[Kind.VALUE]
        return bound >= 1 and bound >= 0.4 * (self.filled - self.kinds[Kind.EMPTY]) and value <= 0.3 * bound

    @property
    def values(self) -> bool:
        """A column of results: figures, and verdicts or words where an item has none."""
        value = self.kinds[Kind.VALUE]
        return not self.counts and value >= max(1, 0.3 * self.filled) and self.kinds[Kind.BOUND] <= 0.3 * value


def kind_of(text: str) -> Kind:
    """What ``text`` looks like; a lone letter is never taken for a unit."""
    if is_empty_mark(text):
        return Kind.EMPTY
    if is_date(text):
        return Kind.DATE
    if is_not_detected(text):
        return Kind.VALUE
    if any(c.isdigit() for c in text) and is_bounded(text.lstrip(_CENSORED)) and not _CODE.match(text):
        return Kind.METHOD if is_method(text) and not starts_numeric(text) else Kind.BOUND
    if is_unit_head(text) or (is_unit(text) and not is_value(text) and not find(text)):
        return Kind.UNIT
    if is_method(text) and not starts_numeric(text):
        return Kind.METHOD
    if is_value(text):
        return Kind.VALUE
    return Kind.VERDICT if is_verdict(text) else Kind.WORDS


def look_of(texts: Iterable[str]) -> Look:
    """How a column with ``texts`` looks."""
    said = [text for text in texts if text]
    numbers = [text.strip(" .、)）") for text in said]
    first = int(numbers[0]) if numbers and numbers[0].isdecimal() and len(numbers[0]) <= 2 else None
    counts = first in (0, 1) and len(numbers) >= _FEWEST and numbers == [str(first + n) for n in range(len(numbers))]
    return Look(len(said), Counter(map(kind_of, said)), counts)


def are_names(texts: Sequence[str]) -> bool:
    """Whether a column's texts can name items: words, hardly one twice, neither codes nor heads of rows
    nor labels."""
    said = [text for text in texts if text]
    if len(said) < _FEWEST or len(set(said)) < 0.8 * len(said):
        return False
    words = sum(kind_of(text) in (Kind.WORDS, Kind.UNIT) or bool(find(text)) for text in said)
    codes = sum(bool(_CODE.match(text)) and not find(text) for text in said)
    heads = sum(not find(text) and (bool(roles_of(text) & _SIDE) or _is_label(text)) for text in said)
    return words >= 0.7 * len(said) and codes <= 0.3 * len(said) and heads <= 0.3 * len(said)


def _is_label(text: str) -> bool:
    """The label of a fact about the delivery: "Batch No.", 生产日期."""
    label = label_of(text.rstrip(":： "))
    return label is not None and label.field is not None


def known_share(texts: Iterable[str]) -> float:
    """The share of ``texts`` that name a characteristic of the lexicon."""
    said = [text for text in texts if text]
    return sum(is_known(text) for text in said) / len(said) if said else 0.0


def is_known(name: str) -> bool:
    """Whether the lexicon holds a characteristic by ``name`` or a usable part of it."""
    return bool(find(name)) or any(find(part) for part in parse_name(name).parts)
