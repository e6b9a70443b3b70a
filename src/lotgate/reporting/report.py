"""What a report shows, before it has a form: documents, their lots, and a row for every finding or fact.

Built from a verdict or a reading; console, HTML and Excel draw it. Every sentence is already in the reader's language,
except the fixed words of the forms (:mod:`lotgate.reporting.wording`). Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version

from lotgate.errors import LotgateError
from lotgate.lexicon.findings import FIELD_NAMES
from lotgate.model.certificate import Certificate, HeaderField, Item
from lotgate.model.measurement import Status
from lotgate.model.verdict import Decision, Finding, Place, Subject, Verdict, digest, reading_digest
from lotgate.reporting.record import DECIDING, CorrectionLine, Meaning, Provenance, SignatureLine
from lotgate.reporting.wording import Wording

_UNKNOWN = Provenance()
_UNSURE = 0.9
"""Confidence below which a person should look at a value that was only read."""
_NEED = (Status.FAIL, Status.UNDECIDED, Status.PASS, None)


@dataclass(frozen=True, slots=True)
class Row:
    """One finding, or with ``status`` None one fact that was only read. ``value`` and ``limit`` carry their units.

    ``why`` is one sentence or empty. ``places`` are where the value stands on the pages, the most telling first.
    """

    name: str
    value: str = ""
    limit: str = ""
    status: Status | None = None
    why: str = ""
    places: tuple[Place, ...] = ()
    about_delivery: bool = False
    """True for what the header must show (material, lot, dates), False for what was tested."""

    @property
    def needs_eyes(self) -> bool:
        return self.status in (Status.FAIL, Status.UNDECIDED)

    @property
    def page(self) -> int | None:
        return self.places[0].page if self.places else None

    @property
    def confidence(self) -> float:
        return min((place.confidence for place in self.places), default=1.0)

    @property
    def unsure(self) -> bool:
        return self.confidence < _UNSURE


@dataclass(frozen=True, slots=True)
class LotReport:
    """One lot; ``decision`` is None where it was read and not judged. ``facts`` are about the delivery.

    ``final`` is what people decided (accepted, rejected, under concession), beside the machine's ``decision``.
    """

    decision: Decision | None
    title: str
    lot: str | None = None
    standard: str | None = None
    facts: tuple[Row, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    """Items on the certificate that the standard does not ask for."""
    final: Meaning | None = None
    signatures: tuple[SignatureLine, ...] = ()
    corrections: tuple[CorrectionLine, ...] = ()
    provenance: Provenance = _UNKNOWN

    def __post_init__(self) -> None:
        if self.final is not None and self.final not in DECIDING:
            raise ValueError(f"{self.final} does not decide on a lot")

    @property
    def state(self) -> str:
        """The key of the decision's word."""
        return str(self.decision) if self.decision else "read"

    @property
    def outcome(self) -> str:
        """The key of the word for what people decided, else for the machine's decision."""
        return f"signed_{self.final}" if self.final else self.state

    def rows_by_need(self) -> tuple[Row, ...]:
        """Fails, then undecided, then the rest; within each as they stand on the document."""
        return tuple(sorted(self.rows, key=lambda row: _NEED.index(row.status)))

    def deciding(self) -> tuple[Row, ...]:
        """The rows that the outcome rests on: what stood in the way of accepting, or else every row.

        Where nothing was decided, the rows that a person should look at.
        """
        if self.decision is None and self.final is None:
            return tuple(row for row in self.rows if row.unsure)
        against = tuple(row for row in self.rows if row.needs_eyes)
        accepted = self.decision is Decision.ACCEPT or self.final in (Meaning.ACCEPTED, Meaning.CONCESSION)
        return self.rows if accepted or not against else against

    def passed(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.status is Status.PASS)


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page's picture (PNG or WebP bytes) and the page's size in points, which boxes are measured in."""

    number: int
    width: float
    height: float
    data: bytes


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """One document with the lots it covers, and the pictures of its pages where a report shows them."""

    file: str
    lots: tuple[LotReport, ...] = ()
    images: tuple[PageImage, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that gave nothing, and why. ``exit_code`` is the command line's where it was the only document."""

    file: str
    code: str
    message: str
    advice: str
    exit_code: int = 1

    @staticmethod
    def of(error: LotgateError, file: str) -> Failure:
        """The failure that ``error`` was for ``file``."""
        return Failure(file, error.code, error.message, error.advice, error.exit_code)


Entry = DocumentReport | Failure


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lots ended how."""

    reject: int = 0
    review: int = 0
    accept: int = 0
    read: int = 0
    failed: int = 0

    @staticmethod
    def of(entries: Iterable[Entry]) -> Tally:
        """The counts over ``entries``."""
        states = [lot.state for entry in entries if isinstance(entry, DocumentReport) for lot in entry.lots]
        return Tally(
            reject=states.count("reject"),
            review=states.count("review"),
            accept=states.count("accept"),
            read=states.count("read"),
            failed=sum(isinstance(entry, Failure) for entry in entries),
        )


def report_of_verdict(
    verdict: Verdict, certificate: Certificate, words: Wording, images: tuple[PageImage, ...] = ()
) -> DocumentReport:
    """The report on a judged certificate; one entry for each lot, in the verdict's order."""
    used = verdict.standard
    standard = f"{used.name} {words('version', n=used.version)}" if used else None
    notes = (words("draft_standard"),) if used and used.draft else ()
    provenance = Provenance(
        document_sha256=verdict.document_sha256,
        reading_sha256=verdict.reading_sha256,
        verdict_sha256=digest(verdict.to_json()),
        standard_id=used.id if used else "",
        standard_version=used.version if used else "",
        standard_digest=used.digest if used else "",
        lotgate=verdict.lotgate,
    )
    lots = tuple(
        LotReport(
            decision=lot.decision,
            title=certificate.first(HeaderField.PRODUCT) or "",
            lot=lot.lot,
            standard=standard,
            facts=_facts(certificate, words),
            rows=tuple(_finding_row(finding, words) for finding in lot.findings),
            notes=notes,
            unused=verdict.unused,
            provenance=provenance,
        )
        for lot in verdict.lots
    )
    return DocumentReport(verdict.file, lots, images)


def report_of_reading(certificate: Certificate, words: Wording, images: tuple[PageImage, ...] = ()) -> DocumentReport:
    """The report on a certificate that was read and not judged."""
    notes = tuple(doubt.message for doubt in certificate.doubts)
    if not certificate.items:
        notes = (words("no_items"), *notes)
    lot = LotReport(
        decision=None,
        title=certificate.first(HeaderField.PRODUCT) or "",
        lot=", ".join(fact.text for fact in certificate.header.get(HeaderField.BATCH, ())) or None,
        facts=_facts(certificate, words),
        rows=tuple(_item_row(item) for item in certificate.items),
        notes=notes,
        provenance=Provenance(certificate.sha256, reading_digest(certificate), lotgate=version("lotgate")),
    )
    return DocumentReport(certificate.file, (lot,), images)


def _finding_row(finding: Finding, words: Wording) -> Row:
    return Row(
        name=_label(finding.name, words) if finding.subject is Subject.HEADER else finding.name,
        value=with_unit(finding.result, finding.result_unit),
        limit=with_unit(finding.limit, finding.unit),
        status=finding.status,
        why=finding.message(words.lang),
        places=finding.places,
        about_delivery=finding.subject is Subject.HEADER,
    )


def _label(name: str, words: Wording) -> str:
    """What a header finding is about, in the reader's language: a header field, or one of the judge's own checks."""
    if name in set(HeaderField):
        return _field_label(HeaderField(name), words)
    key = f"name_{name.replace(' ', '_')}"
    return words(key) if key in words.words else name


def _field_label(name: HeaderField, words: Wording) -> str:
    label = FIELD_NAMES[name][words.lang]
    return label[:1].upper() + label[1:]


def _item_row(item: Item) -> Row:
    name = " · ".join(part.text for part in (item.sample, item.section, item.name) if part)
    return Row(
        name=name,
        value=with_unit(item.result.text if item.result else None, item.unit.text if item.unit else None),
        limit=item.limit.text if item.limit else "",
        places=tuple(Place.of(fact) for fact in (item.result, item.name, item.limit, item.unit) if fact),
    )


def _facts(certificate: Certificate, words: Wording) -> tuple[Row, ...]:
    return tuple(
        Row(_field_label(name, words), ", ".join(f.text for f in facts), places=tuple(Place.of(f) for f in facts))
        for name in HeaderField
        if (facts := certificate.header.get(name, ()))
    )


def with_unit(text: str | None, unit: str | None) -> str:
    """``text`` with its unit behind it, unless the text is not a quantity or already ends in the unit."""
    if not text:
        return ""
    if not unit or unit in text or not any(c.isdigit() for c in text):
        return text
    return f"{text} {unit}"
