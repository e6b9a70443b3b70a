"""One lot as the review page shows it: what needs a person, what passed, what was read beside, what people did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from lotgate.correcting import (
    AssignItem,
    ConfirmField,
    ConfirmHeader,
    Corrected,
    Correction,
    HeaderFact,
    ItemFact,
    ItemField,
    apply,
    correction_from_json,
    everywhere,
    facts_of,
)
from lotgate.lexicon.findings import FIELD_NAMES
from lotgate.model.certificate import Certificate, HeaderField
from lotgate.model.evidence import Fact
from lotgate.model.measurement import Status
from lotgate.model.standard import Characteristic
from lotgate.model.verdict import Finding, Place, Subject, Verdict
from lotgate.reporting.report import LotReport, Row, report_of_verdict
from lotgate.reporting.wording import wording
from lotgate.standards import loads
from lotgate.store.models import (
    DECIDED_STATES,
    CorrectionRecord,
    Document,
    Lot,
    LotState,
    Material,
    Ruling,
    Signature,
)
from lotgate.store.selectors.review_lines import (
    NEED,
    Act,
    HeaderLine,
    ItemLine,
    Point,
    Remedy,
    doubted,
    remedy_of,
)
from lotgate.store.standing import NEVER_RULED, Standing, answers, basis_of, is_open, standing, status_of
from lotgate.store.verdicts import seal_over, verdict_digest_of, verdict_of

_WEIGHED = (ItemField.RESULT, ItemField.NAME, ItemField.UNIT, ItemField.SAMPLE)
_ON_THE_STANDARD = NEVER_RULED | {"version-not-in-force"}
"""Codes of findings that speak of the buyer's standard, not of the standard that the certificate names."""


@dataclass(frozen=True)
class Review:
    """Everything about one lot. Made by :func:`review_of`; what costs is worked out when it is asked for."""

    lot: Lot
    document: Document
    verdict: Verdict
    records: tuple[CorrectionRecord, ...]
    rulings: tuple[Ruling, ...]
    signatures: tuple[Signature, ...]
    siblings: tuple[Lot, ...]
    four_eyes: bool
    language: str
    corrected: Corrected = field(repr=False)

    @property
    def locked(self) -> bool:
        """Whether nothing on the document may be corrected: a lot on it is signed."""
        return any(one.state in DECIDED_STATES or one.state == LotState.SECOND for one in self.siblings)

    @property
    def awaits_second(self) -> bool:
        return self.lot.state == LotState.SECOND

    @property
    def first_signature(self) -> Signature | None:
        return next((one for one in self.signatures if not one.superseded), None)

    @property
    def others(self) -> tuple[Lot, ...]:
        """The other lots on the document."""
        return tuple(one for one in self.siblings if one.pk != self.lot.pk)

    @cached_property
    def standing(self) -> Standing:
        return standing(self.verdict.lots[self.lot.position], self.answers)

    @cached_property
    def answers(self) -> tuple[Ruling, ...]:
        """The rulings that were not taken back."""
        return tuple(ruling for ruling in self.rulings if ruling.undone_at is None)

    @cached_property
    def seal(self) -> str:
        return seal_over(self.lot, [one.pk for one in self.answers], [one.pk for one in self.signatures])

    @cached_property
    def last_act(self) -> str:
        return next((act.name for act in self.history if act.undoable), "")

    @cached_property
    def standard(self) -> tuple[Characteristic, ...]:
        """The characteristics of the standard that judged."""
        return loads(self.lot.standard.text).characteristics if self.lot.standard else ()

    @cached_property
    def report(self) -> LotReport:
        """The lot as a report shows it, without what people did."""
        alone = replace(self.verdict, lots=(self.verdict.lots[self.lot.position],))
        (report,) = report_of_verdict(alone, self.corrected.certificate, wording(self.language)).lots
        return replace(report, provenance=replace(report.provenance, verdict_sha256=verdict_digest_of(self.lot)))

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every finding, what needs a person first: fails, then what is open, then the rest as on the document."""
        given = answers(self.answers)
        findings = self.verdict.lots[self.lot.position].findings
        points = [
            self._point(index, finding, row, given)
            for index, (finding, row) in enumerate(zip(findings, self.report.rows, strict=True))
        ]
        return tuple(sorted(points, key=lambda point: (not point.needs_eyes, NEED[point.status])))

    @property
    def needs(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.needs_eyes)

    @property
    def settled(self) -> tuple[Point, ...]:
        """What passed, was answered, or is not required."""
        return tuple(point for point in self.points if not point.needs_eyes)

    def line(self, key: str) -> HeaderLine | None:
        """The header fact with this name on the page."""
        return next((line for line in self.header if line.key == key), None)

    def point(self, key: str) -> Point | None:
        """The finding with this name on the page."""
        return next((point for point in self.points if point.key == key), None)

    @cached_property
    def header(self) -> tuple[HeaderLine, ...]:
        """The facts about the delivery, in the order of the fields."""
        certificate, positions = self.corrected.certificate, self.corrected.positions
        return tuple(
            HeaderLine(name, position, self._label(name), fact, self._about(HeaderFact(name, position)))
            for name in HeaderField
            for position, fact in zip(positions.get(name, ()), certificate.header.get(name, ()), strict=True)
        )

    def _about(self, fact: HeaderFact) -> tuple[Point, ...]:
        return tuple(p for p in self.points if p.finding.subject is Subject.HEADER and fact in p.facts)

    @property
    def absent_fields(self) -> tuple[tuple[HeaderField, str], ...]:
        """The header fields that can be added."""
        there = set(self.corrected.certificate.header) - {HeaderField.BATCH}
        return tuple((name, self._label(name)) for name in HeaderField if name not in there)

    @cached_property
    def other_items(self) -> tuple[ItemLine, ...]:
        """Items that the standard does not ask for; all of them where no standard judged."""
        unused = set(self.verdict.unused)
        resting = {fact.number for p in self.points for fact in p.facts if isinstance(fact, ItemFact)}
        return tuple(
            line
            for line in self.items
            if self.verdict.standard is None
            or (line.number not in resting and (line.item.name.text in unused or line.assigned == ""))
        )

    @cached_property
    def items(self) -> tuple[ItemLine, ...]:
        """Every item that counts, in reading order."""
        pairs = zip(self.corrected.numbers, self.corrected.certificate.items, strict=True)
        return tuple(
            ItemLine(number, item, self.corrected.assigned.get(index)) for index, (number, item) in enumerate(pairs)
        )

    @property
    def struck(self) -> tuple[ItemLine, ...]:
        return tuple(ItemLine(number, item) for number, item in self.corrected.struck.items())

    def item(self, number: int) -> ItemLine | None:
        """The item of this number, a struck one too."""
        return next((line for line in (*self.items, *self.struck) if line.number == number), None)

    @cached_property
    def history(self) -> tuple[Act, ...]:
        """What people did, the latest first; only the latest that stands can be undone."""
        acts: dict[str, Act] = {}
        for record in self.records:
            acts.setdefault(record.act, Act(record.act, records=[])).records.append(record)
        names = {point.basis: point.row.name for point in self.points}
        for ruling in self.rulings:
            subject = names.get(ruling.basis, ruling.finding)
            acts[f"ruling-{ruling.pk}"] = Act(f"ruling-{ruling.pk}", ruling=ruling, subject=subject)
        ordered = sorted(acts.values(), key=lambda act: act.at, reverse=True)
        latest = next((act for act in ordered if not act.undone), None)
        if latest and not self.locked:
            latest.undoable = True
        return tuple(ordered)

    def confirmation(self, point: Point | HeaderLine) -> tuple[Correction, ...]:
        """What Enter corrects on a doubted reading or name: every doubted string of what the finding rests on."""
        if isinstance(point, HeaderLine):
            return everywhere(self.corrected, ConfirmHeader(point.field, point.position))
        if point.remedy is Remedy.ASSIGN and point.item is not None:
            return (AssignItem(point.item, point.finding.characteristic),)
        wanted: list[Correction] = []
        for fact in point.facts:
            if isinstance(fact, HeaderFact):
                wanted.append(ConfirmHeader(fact.field, fact.position))
            elif line := self.item(fact.number):
                wanted += [ConfirmField(fact.number, name) for name in _WEIGHED if doubted(getattr(line.item, name))]
        return tuple(dict.fromkeys(one for each in wanted for one in everywhere(self.corrected, each)))

    def _label(self, name: HeaderField) -> str:
        label = FIELD_NAMES[name][self.language]
        return label[:1].upper() + label[1:]

    def _point(self, index: int, finding: Finding, row: Row, given: dict[str, Ruling]) -> Point:
        facts = facts_of(finding, self.corrected)
        if finding.code in _ON_THE_STANDARD:
            facts, row = (), replace(row, name=wording(self.language)("name_standard"))
        basis = basis_of(finding)
        still_open = is_open(finding, given)
        return Point(
            index,
            finding,
            row,
            basis,
            status_of(finding, given),
            still_open,
            facts,
            remedy_of(finding, facts) if still_open else Remedy.NONE,
            given.get(basis),
            next((fact.was for fact in self._facts_at(facts) if fact.was is not None), None),
        )

    def _facts_at(self, facts: tuple[ItemFact | HeaderFact, ...]) -> Iterator[Fact]:
        for one in facts[:1]:
            found: Fact | None = None
            if isinstance(one, ItemFact):
                item = self.corrected.item(one.number)
                found = getattr(item, one.field) if item else None
            elif one.position in self.corrected.positions.get(one.field, ()):
                place = self.corrected.positions[one.field].index(one.position)
                found = self.corrected.certificate.header[one.field][place]
            if found:
                yield found


def review_of(lot: Lot, *, language: str) -> Review:
    """The review of a lot that was read and judged. ``language`` is one of the reports' (en, zh)."""
    document = lot.document
    assert document is not None  # noqa: S101 - what is not read has no review
    records = tuple(CorrectionRecord.objects.filter(document=document).select_related("made_by", "undone_by"))
    made = [correction_from_json(one.body) for one in records if one.undone_at is None]
    return Review(
        lot=lot,
        document=document,
        verdict=verdict_of(lot),
        records=records,
        rulings=tuple(Ruling.objects.filter(lot=lot).select_related("made_by", "undone_by")),
        signatures=tuple(Signature.objects.filter(lot=lot).select_related("signed_by")),
        siblings=tuple(Lot.objects.filter(document=document).defer("verdict").order_by("position")),
        four_eyes=lot.standard is not None
        and Material.objects.filter(site=lot.site_id, key=lot.standard.key, four_eyes=True).exists(),
        language=language,
        corrected=apply(Certificate.from_json(document.reading), made),
    )


def boxes(review: Review) -> Iterator[dict[str, object]]:
    """A box for every value on the pages, what needs eyes last so that it lies on top."""
    for other in review.other_items:
        yield from _box(
            other.key, "other", f"{other.name} {other.value}", (Place.of(other.item.result or other.item.name),)
        )
    for line in review.header:
        yield from _box(line.key, "fact", f"{line.label}: {line.fact.text}", (Place.of(line.fact),))
    for point in reversed(review.points):
        look = "optional" if point.status is Status.UNDECIDED and not point.open else str(point.status)
        yield from _box(point.key, look, f"{point.row.name} {point.row.value}", point.row.places)


def _box(key: str, look: str, title: str, places: tuple[Place, ...]) -> Iterator[dict[str, object]]:
    for place in places:
        box = place.box
        at = [box.x0, box.top, round(box.width, 2), round(box.height, 2)]
        yield {"key": key, "look": look, "title": title.strip(), "page": place.page, "at": at}
