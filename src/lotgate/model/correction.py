"""What a person changes in a reading: one small value for each act, to be kept, shown and applied again.

A list of corrections belongs to one reading; it grows at its end, and what is undone is taken from its end. Items and
header facts are named by **numbers that never change**: an item of the reading by its index there; the items that the
list adds go on counting in the order in which it adds them. What is struck or removed keeps its number. Facts of a
header field are counted likewise, each field from 0.

`lotgate.correcting.apply` makes the corrected reading. Each correction has a JSON form, ``lotgate.correction/1``
(:func:`correction_to_json`, :func:`correction_from_json`).

A value that cannot be meant (a negative number, a field that does not exist, an item without a name) raises
``ValueError`` at birth; ``field`` may be given as its plain string.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lotgate.model.certificate import HeaderField
from lotgate.model.evidence import Evidence

SCHEMA = "lotgate.correction/1"


class ItemField(StrEnum):
    """The strings of an item that a person may change; the values are the item's attributes."""

    NAME = "name"
    RESULT = "result"
    UNIT = "unit"
    LIMIT = "limit"
    METHOD = "method"
    SECTION = "section"
    SAMPLE = "sample"
    VERDICT = "verdict"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person enters, and the words on the page that show it.

    ``evidence`` is what `lotgate.correcting.words_in` gave for the place dragged over. On a page without words (a
    picture that could not be read) it is the box that the person drew and the text itself:
    ``Evidence(page, box, (text,))``. None means the place that the value would have anyway: see where it is used.
    """

    text: str
    evidence: Evidence | None = None

    def __post_init__(self) -> None:
        _check_text(self.text)


@dataclass(frozen=True, slots=True)
class SetField:
    """A string of an item reads otherwise; ``""`` takes an optional one away (all but the name).

    Without ``evidence`` the fact keeps its place; a string that the item did not have gets its name's place.
    ``confidence`` is 1 for what a person typed or looked at. What a whole column brings keeps the confidence of its
    words: the person said what the column is, not that each of its figures was recognised.
    """

    item: int
    field: ItemField
    text: str
    evidence: Evidence | None = None
    confidence: float = 1.0

    def __post_init__(self) -> None:
        _check_number("item", self.item)
        object.__setattr__(self, "field", ItemField(self.field))
        if self.field is ItemField.NAME or not isinstance(self.text, str):
            _check_text(self.text)
        if not isinstance(self.confidence, float | int) or not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence {self.confidence} is not between 0 and 1")


@dataclass(frozen=True, slots=True)
class ConfirmField:
    """A string of an item was read right: its confidence becomes 1, its text stays."""

    item: int
    field: ItemField

    def __post_init__(self) -> None:
        _check_number("item", self.item)
        object.__setattr__(self, "field", ItemField(self.field))


@dataclass(frozen=True, slots=True)
class AddItem:
    """An item that the reader missed. The name needs evidence; what has none stands where the name stands.

    It takes its place in the reading behind the item above it on the page.
    """

    name: Entry
    result: Entry | None = None
    unit: Entry | None = None
    limit: Entry | None = None
    method: Entry | None = None
    section: Entry | None = None
    sample: Entry | None = None
    verdict: Entry | None = None

    def __post_init__(self) -> None:
        if self.name.evidence is None:
            raise ValueError("the name of an added item needs its place on the page")


@dataclass(frozen=True, slots=True)
class StrikeItem:
    """What was read as an item is none, or does not count: the judgement no longer sees it."""

    item: int

    def __post_init__(self) -> None:
        _check_number("item", self.item)


@dataclass(frozen=True, slots=True)
class RestoreItem:
    """A struck item counts again, with all that was corrected on it before."""

    item: int

    def __post_init__(self) -> None:
        _check_number("item", self.item)


@dataclass(frozen=True, slots=True)
class AssignItem:
    """The item means this characteristic of the standard (its ``id``), whatever its name says.

    ``""`` says that it means none of them. None takes an assignment back: the name decides again. Whether the standard
    has such a characteristic is for `pipeline.check` to say. A doubt about how the name was read is another thing, and
    stays until the name is confirmed or set.
    """

    item: int
    characteristic: str | None

    def __post_init__(self) -> None:
        _check_number("item", self.item)
        if self.characteristic is not None and not isinstance(self.characteristic, str):
            raise ValueError(f"not the id of a characteristic: {self.characteristic!r}")


@dataclass(frozen=True, slots=True)
class SetHeader:
    """A fact of the header reads otherwise.

    The number after the field's last adds a fact, which needs ``evidence``; only ``batch`` may have several. A removed
    fact that is set stands there again. Otherwise the fact keeps its place where ``evidence`` is not given.
    """

    field: HeaderField
    position: int
    text: str
    evidence: Evidence | None = None

    def __post_init__(self) -> None:
        _check_number("position", self.position)
        object.__setattr__(self, "field", HeaderField(self.field))
        _check_text(self.text)


@dataclass(frozen=True, slots=True)
class ConfirmHeader:
    """A fact of the header was read right: its confidence becomes 1."""

    field: HeaderField
    position: int

    def __post_init__(self) -> None:
        _check_number("position", self.position)
        object.__setattr__(self, "field", HeaderField(self.field))


@dataclass(frozen=True, slots=True)
class RemoveHeader:
    """The certificate does not say this: the fact is taken from the header."""

    field: HeaderField
    position: int

    def __post_init__(self) -> None:
        _check_number("position", self.position)
        object.__setattr__(self, "field", HeaderField(self.field))


Correction = (
    SetField | ConfirmField | AddItem | StrikeItem | RestoreItem | AssignItem | SetHeader | ConfirmHeader | RemoveHeader
)


def correction_to_json(correction: Correction) -> dict[str, Any]:
    """Plain JSON types only: ``schema``, ``type`` (the class's name) and the correction's own fields."""
    from lotgate.model.correction_codec import correction_to_json as to_json  # noqa: PLC0415 - it imports this module

    return to_json(correction)


def correction_from_json(data: Mapping[str, Any]) -> Correction:
    """The correction that ``data`` describes; ``SchemaError`` where it describes none."""
    from lotgate.model.correction_codec import correction_from_json as from_json  # noqa: PLC0415 - see above

    return from_json(data)


def _check_number(what: str, value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{what} is a number from 0, not {value!r}")


def _check_text(value: object) -> None:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"not a text: {value!r}")
