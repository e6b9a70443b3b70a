"""A certificate as read: header facts and items, all as printed, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lotgate.model.document import Seal
from lotgate.model.evidence import Fact

SCHEMA = "lotgate.certificate/1"


class Kind(StrEnum):
    """What sort of document it is."""

    COA = "coa"
    MTC = "mtc"
    TEST_REPORT = "test-report"
    REFERENCE = "srm"
    CALIBRATION = "calibration"
    INSPECTION = "inspection"
    SPECIFICATION = "spec"
    UNKNOWN = "unknown"


class HeaderField(StrEnum):
    """The facts about the delivery, in the order in which they are shown."""

    PRODUCT = "product"
    GRADE = "grade"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    CERTIFICATE_NO = "certificate_no"
    BATCH = "batch"
    QUANTITY = "quantity"
    ORDER_NO = "order_no"
    MANUFACTURED = "manufactured"
    EXPIRES = "expires"
    RETEST = "retest"
    REPORTED = "reported"
    STANDARD = "standard"
    CONCLUSION = "conclusion"
    INSPECTION_DOCUMENT = "inspection_document"
    """The kind by EN 10204, as printed: "EN 10204 - 3.1"."""


@dataclass(frozen=True, slots=True)
class Item:
    """One reported value. All strings as printed; ``name_parts`` are the name's usable parts, one for each language."""

    name: Fact
    name_parts: tuple[str, ...]
    result: Fact | None
    section: Fact | None = None
    sample: Fact | None = None
    method: Fact | None = None
    unit: Fact | None = None
    limit: Fact | None = None
    also: tuple[Fact, ...] = ()
    verdict: Fact | None = None

    @property
    def page(self) -> int:
        return (self.result or self.name).evidence.page

    @property
    def confidence(self) -> float:
        """The least of the confidences of the facts that a judgement rests on."""
        facts = (self.name, self.result, self.limit, self.unit, self.sample)
        return min(f.confidence for f in facts if f is not None)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something on the document that a person must look at, in one sentence; ``page`` where it has a place."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """One document read. ``header`` holds only the fields found; only ``batch`` may have several facts."""

    file: str
    sha256: str
    kind: Kind
    languages: tuple[str, ...]
    header: Mapping[HeaderField, tuple[Fact, ...]]
    items: tuple[Item, ...]
    doubts: tuple[Doubt, ...] = ()
    pages: int = 1
    pages_unread: tuple[int, ...] = field(default=())
    """Pages whose text could not be read (no or broken text layer); nothing on them is in ``items``."""
    seals: tuple[Seal, ...] = ()
    """Stamps on pages that were read from their pictures; a page with text of its own is not searched for any."""

    def first(self, name: HeaderField) -> str | None:
        """The field's text, the first one where there are several."""
        facts = self.header.get(name, ())
        return facts[0].text if facts else None

    def to_json(self) -> dict[str, Any]:
        """The JSON contract: label fields as plain strings, with ``evidence`` beside them."""
        from lotgate.model.codec import certificate_to_json  # noqa: PLC0415 - the codec imports this module

        return certificate_to_json(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Certificate:
        """The certificate that ``data`` describes; ``SchemaError`` where it does not describe one."""
        from lotgate.model.codec import certificate_from_json  # noqa: PLC0415 - the codec imports this module

        return certificate_from_json(data)
