"""The lines of the review page: findings, facts about the delivery, items, and what people did."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lotgate.correcting import HeaderFact, ItemFact
from lotgate.judging.requirements import CONFIDENT
from lotgate.lexicon.findings import FIELD_NAMES
from lotgate.model.certificate import HeaderField, Item
from lotgate.model.evidence import Fact
from lotgate.model.measurement import Status
from lotgate.model.verdict import Finding
from lotgate.reporting.report import Row, with_unit
from lotgate.store.models import CorrectionRecord, Ruling
from lotgate.store.standing import NEVER_RULED, name_of

NEED = {Status.FAIL: 0, Status.UNDECIDED: 1, Status.PASS: 2}
"""The order of findings: what needs a person first."""


class Remedy(StrEnum):
    """What settles a finding, and what Enter does on it."""

    CONFIRM = "confirm"
    """The reading is doubted: somebody looks and says that it is right."""
    ASSIGN = "assign"
    """The name is doubted: somebody says that it means the characteristic."""
    RULE = "rule"
    """Anything else that is undecided: somebody answers it, with a reason."""
    CHOOSE = "choose"
    """No standard fits: somebody chooses one."""
    NONE = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One finding. ``row`` is as reports show it; ``status`` is after the ruling; ``facts`` are what it rests on."""

    index: int
    finding: Finding
    row: Row
    basis: str
    status: Status
    open: bool
    facts: tuple[ItemFact | HeaderFact, ...]
    remedy: Remedy
    ruling: Ruling | None = None
    was: str | None = None
    """What the machine had read, where a person changed the value."""

    @property
    def key(self) -> str:
        """Its name on the page."""
        return f"p{self.index}"

    @property
    def name(self) -> str:
        """The same after it was judged anew."""
        return name_of(self.finding)

    @property
    def item(self) -> int | None:
        return next((fact.number for fact in self.facts if isinstance(fact, ItemFact)), None)

    @property
    def header(self) -> HeaderFact | None:
        return next((fact for fact in self.facts if isinstance(fact, HeaderFact)), None)

    @property
    def needs_eyes(self) -> bool:
        return self.open or self.status is Status.FAIL


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """A fact about the delivery and the findings that rest on it."""

    field: HeaderField
    position: int
    label: str
    fact: Fact
    points: tuple[Point, ...]

    @property
    def key(self) -> str:
        return f"h-{self.field}-{self.position}"

    @property
    def status(self) -> Status | None:
        """The worst of its findings'; undecided for a doubted fact that no finding rests on."""
        own = Status.UNDECIDED if self.fact.confidence < CONFIDENT else None
        return min((point.status for point in self.points), key=lambda one: NEED[one], default=own)

    @property
    def confirmable(self) -> bool:
        """Whether somebody may say that it was read right, without a finding that asks."""
        return not self.points and self.fact.confidence < CONFIDENT


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item of the certificate by its number; ``assigned`` is what a person said that it means."""

    number: int
    item: Item
    assigned: str | None = None

    @property
    def key(self) -> str:
        return f"i-{self.number}"

    @property
    def name(self) -> str:
        return " · ".join(fact.text for fact in (self.item.sample, self.item.section, self.item.name) if fact)

    @property
    def value(self) -> str:
        return with_unit(
            self.item.result.text if self.item.result else None, self.item.unit.text if self.item.unit else None
        )


@dataclass(slots=True)
class Act:
    """One thing that a person did to the lot: corrections made at once, or a ruling (``subject`` is what it is on)."""

    name: str
    records: list[CorrectionRecord] = field(default_factory=list)
    ruling: Ruling | None = None
    subject: str = ""
    undoable: bool = False

    @property
    def one(self) -> CorrectionRecord | Ruling:
        return self.ruling or self.records[0]

    @property
    def at(self) -> datetime:
        return self.one.made_at

    @property
    def undone(self) -> bool:
        return self.one.undone_at is not None


def subject_of(record: CorrectionRecord, language: str) -> str:
    """What the correction is about: the item's name as printed, or the header field's name in the language."""
    names = {str(name): label[language] for name, label in FIELD_NAMES.items()}
    about_header = record.body.get("type") in ("SetHeader", "ConfirmHeader", "RemoveHeader")
    return names.get(record.subject, record.subject) if about_header else record.subject


def remedy_of(finding: Finding, facts: tuple[ItemFact | HeaderFact, ...]) -> Remedy:
    """What settles an open finding that rests on ``facts``."""
    if finding.code in NEVER_RULED:
        return Remedy.CHOOSE
    if finding.code == "low-confidence" and facts:
        return Remedy.CONFIRM
    if finding.code == "proposed" and facts:
        return Remedy.ASSIGN
    return Remedy.RULE


def doubted(fact: Fact | None) -> bool:
    """Whether the fact was read with too little confidence to decide."""
    return fact is not None and fact.confidence < CONFIDENT
