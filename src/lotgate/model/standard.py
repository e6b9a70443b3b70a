"""The buyer's standard: what a lot of one material must be, and what its certificate must show.

One :class:`Standard` is one version. Versions of the same standard share ``id`` and lie beside each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from importlib import import_module
from os import PathLike
from typing import Any

from lotgate.errors import StandardError
from lotgate.model.certificate import HeaderField
from lotgate.model.formula import Formula
from lotgate.model.measurement import Limit, RuleSet


class InspectionDocument(StrEnum):
    """The kinds of EN 10204; a later one satisfies a demand for an earlier one."""

    DECLARATION = "2.1"
    TEST_REPORT = "2.2"
    CERTIFICATE_3_1 = "3.1"
    CERTIFICATE_3_2 = "3.2"


@dataclass(frozen=True, slots=True)
class Version:
    """Which version this is, from which day it counts, who wrote it and why. ``until`` is its last day."""

    number: str
    effective: date | None = None
    until: date | None = None
    author: str | None = None
    reason: str | None = None

    def covers(self, day: date) -> bool:
        return (self.effective is None or self.effective <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Material:
    """What the standard is about: all names certificates may give it; ``grades`` where only some are bought."""

    names: tuple[str, ...]
    grades: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.names:
            raise ValueError("a standard is about a material: give at least one name")


@dataclass(frozen=True, slots=True)
class Demands:
    """What the certificate itself must show. Days count from the delivery's date."""

    inspection_document: InspectionDocument | None = None
    manufacturers: tuple[str, ...] = ()
    expiry_margin_days: int | None = None
    max_age_days: int | None = None
    fields: tuple[HeaderField, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """Another limit or demand for one grade, one supplier or both. None leaves what the characteristic says."""

    grade: str | None = None
    supplier: str | None = None
    limit: Limit | None = None
    required: bool | None = None


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One property that the lot must have.

    ``limit`` is None where the variants or a condition in ``formula`` carry the requirement. ``unit`` is the limit's.
    ``section`` parts same names on one certificate ("Residual solvents": Methanol). ``readings`` is how many values
    there must be at least. ``density`` (g/mL) lets mass be compared with volume.
    """

    id: str
    name: str
    limit: Limit | None = None
    unit: str | None = None
    aliases: tuple[str, ...] = ()
    section: str | None = None
    methods: tuple[str, ...] = ()
    method_required: bool = False
    required: bool = True
    readings: int = 1
    formula: Formula | None = None
    density: Decimal | None = None
    variants: tuple[Variant, ...] = ()
    rules: RuleSet = field(default_factory=RuleSet)
    note: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name a certificate may print for it, the standard's own first."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Standard:
    """One version of what the buyer asks of a material. ``digest`` is the SHA-256 of its canonical text."""

    id: str
    name: str
    version: Version
    material: Material
    characteristics: tuple[Characteristic, ...]
    demands: Demands = field(default_factory=Demands)
    rules: RuleSet = field(default_factory=RuleSet)
    draft: bool = False
    note: str | None = None
    digest: str = field(default="", compare=False)
    source: str | None = field(default=None, compare=False)
    """The file it came from, for messages; no judgement depends on it."""

    def __hash__(self) -> int:
        """Cheap, because standards are keys of the matching index; equality still compares everything."""
        return hash((self.id, self.version.number, self.digest))

    def characteristic(self, name: str) -> Characteristic | None:
        """The characteristic with this id."""
        return next((c for c in self.characteristics if c.id == name), None)

    # The file form of a standard has a grammar and so lives in a stage, which the model may not import. These three
    # give it the place where people look for it; they are the only door, and they are opened only when called.

    @staticmethod
    def load(path: str | PathLike[str]) -> Standard:
        """The standard in a TOML or Excel file; ``StandardError`` where it has faults or is not exactly one."""
        loaded: tuple[Standard, ...] = import_module("lotgate.standards").load(path)
        if len(loaded) != 1:
            raise StandardError(
                f"{path} holds {len(loaded)} standards", advice="Name one file, or use lotgate.standards.load."
            )
        return loaded[0]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON types only, keys always in the same order."""
        data: dict[str, Any] = import_module("lotgate.standards.json_form").standard_to_json(self)
        return data

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Standard:
        """The standard that ``data`` describes; ``SchemaError`` or ``StandardError`` where it describes none."""
        standard: Standard = import_module("lotgate.standards.json_form").standard_from_json(data)
        return standard
