"""The verdict on a certificate: a decision for each lot, a finding for each requirement, and what it was made from.

The same reading, standard, rules and delivery give the same bytes of JSON: no clock, no order of chance.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from lotgate.model.certificate import Certificate, Item
from lotgate.model.codec import item_to_json
from lotgate.model.delivery import Delivery
from lotgate.model.evidence import Fact
from lotgate.model.geometry import Box
from lotgate.model.measurement import Status

SCHEMA = "lotgate.verdict/1"


class Decision(StrEnum):
    """What to do with a lot."""

    ACCEPT = "accept"
    REJECT = "reject"
    REVIEW = "review"


class Subject(StrEnum):
    """What a finding is about."""

    CHARACTERISTIC = "characteristic"
    """A characteristic of the standard."""
    HEADER = "header"
    """Material, lot, dates, maker: is this the right certificate, and is it valid?"""
    DOCUMENT = "document"
    """The certificate against itself."""


@dataclass(frozen=True, slots=True)
class Place:
    """A value on a page that a finding rests on: what is printed, where, and how sure the reading is."""

    text: str
    page: int
    box: Box
    confidence: float

    @staticmethod
    def of(fact: Fact) -> Place:
        return Place(fact.text, fact.evidence.page, fact.evidence.box, fact.confidence)


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement and what came of it.

    ``code`` names the reason for programs (``missing``, ``compared``, ``wrong-lot`` …), ``messages`` says it in one
    sentence for each language. ``limit`` is the standard's text, ``item`` and ``result`` the certificate's.
    """

    subject: Subject
    name: str
    status: Status
    code: str
    messages: Mapping[str, str]
    characteristic: str | None = None
    limit: str | None = None
    unit: str | None = None
    required: bool = True
    item: str | None = None
    result: str | None = None
    result_unit: str | None = None
    rule: str | None = None
    places: tuple[Place, ...] = ()

    def message(self, lang: str = "en") -> str:
        """The sentence in ``lang``, or in English where there is none."""
        return self.messages.get(lang) or self.messages["en"]

    @property
    def missing(self) -> bool:
        """True when the certificate says nothing on the requirement."""
        return self.code in ("missing", "missing-optional")

    @property
    def holds_back(self) -> bool:
        """True when the lot cannot be accepted because of this finding."""
        return self.status is not Status.PASS and self.code != "missing-optional"


@dataclass(frozen=True, slots=True)
class LotVerdict:
    """The decision on one lot. ``reasons`` are the findings that kept it from being accepted, worst first."""

    lot: str | None
    decision: Decision
    findings: tuple[Finding, ...]

    @property
    def reasons(self) -> tuple[Finding, ...]:
        failed = tuple(f for f in self.findings if f.status is Status.FAIL)
        return failed + tuple(f for f in self.findings if f.status is Status.UNDECIDED and f.holds_back)


@dataclass(frozen=True, slots=True)
class StandardUsed:
    """The standard that judged, so that the verdict can be proved again."""

    id: str
    name: str
    version: str
    digest: str
    draft: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything concluded from one certificate. ``standard`` is None where no single standard fits it."""

    file: str
    document_sha256: str
    reading_sha256: str
    standard: StandardUsed | None
    rules: Mapping[str, str]
    lotgate: str
    lots: tuple[LotVerdict, ...]
    delivery: Delivery | None = None
    unused: tuple[str, ...] = field(default=())
    """Names of items on the certificate that no characteristic of the standard asks for."""
    assigned: Mapping[int, str] = field(default_factory=dict)
    """What a person said that items of the reading mean, by their index: a characteristic's id, or ``""`` for none."""

    @property
    def decision(self) -> Decision:
        """The worst of the lots': reject, then review, then accept. No lot at all is a review."""
        decisions = {lot.decision for lot in self.lots}
        for decision in (Decision.REJECT, Decision.REVIEW):
            if decision in decisions:
                return decision
        return Decision.ACCEPT if decisions else Decision.REVIEW

    def to_json(self) -> dict[str, Any]:
        """Plain JSON types only, keys always in the same order."""
        from lotgate.model.verdict_codec import verdict_to_json  # noqa: PLC0415 - the codec imports this module

        return verdict_to_json(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Verdict:
        """The verdict that ``data`` describes; ``SchemaError`` where it does not describe one."""
        from lotgate.model.verdict_codec import verdict_from_json  # noqa: PLC0415 - the codec imports this module

        return verdict_from_json(data)


def canonical(data: Mapping[str, Any]) -> bytes:
    """The one text of a JSON object: keys sorted, no white space, UTF-8."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(data: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text."""
    return hashlib.sha256(canonical(data)).hexdigest()


def reading_digest(certificate: Certificate) -> str:
    """:func:`digest` of the certificate's JSON form, made item by item: a long one never stands in memory as JSON."""
    whole = canonical(replace(certificate, items=()).to_json())
    # No text in it can hold these characters: its quotation marks would stand behind a backslash.
    head, empty, tail = whole.partition(b'"items":[]')
    found = hashlib.sha256(head + empty[:-1])
    for number, item in enumerate(certificate.items):
        found.update((b"," if number else b"") + canonical(item_to_json(item)))
    found.update(b"]" + tail)
    return found.hexdigest()


def evidence_of(item: Item) -> tuple[Fact, ...]:
    """The facts of an item that a judgement rests on, the result first."""
    return tuple(f for f in (item.result, item.name, item.unit, item.sample) if f is not None)
