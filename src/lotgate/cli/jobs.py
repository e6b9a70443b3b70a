"""What a worker process does with one file: read it, or read and check it, and say what came of each document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lotgate import pipeline
from lotgate.batch import Source
from lotgate.errors import LotgateError, ReaderFailed
from lotgate.model.certificate import Certificate
from lotgate.model.delivery import Delivery
from lotgate.model.document import Document
from lotgate.model.measurement import RuleSet
from lotgate.model.standard import Standard
from lotgate.model.verdict import Decision
from lotgate.reporting.json_lines import (
    Style,
    failure_record,
    looks_saved,
    reading_json,
    record_json,
    saved_readings,
)
from lotgate.reporting.report import (
    DocumentReport,
    Entry,
    Failure,
    LotReport,
    PageImage,
    report_of_reading,
    report_of_verdict,
)
from lotgate.reporting.wording import wording

MAX_IMAGES = 40
"""Pages of one document that a report shows: more make a file that no browser opens and no mail takes gladly."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document, as the run's format has it: its JSON, or its entry in a report, which else only counts it."""

    json: bytes
    entry: Entry

    @staticmethod
    def failed(failure: Failure, style: Style | None) -> Outcome:
        return Outcome(record_json(failure_record(failure), style) if style else b"", failure)


@dataclass(frozen=True, slots=True)
class ReadJob:
    """Reads every document in a file. ``dots``: with pictures of the pages that hold something, at this resolution."""

    lang: str
    style: Style | None
    dots: float | None
    ocr: bool = True

    def __call__(self, source: Source) -> Iterator[Outcome]:
        for document in pipeline.documents(source.path, name=source.name, ocr=self.ocr):
            yield guarded(document.name, self.style, partial(self._read, document))

    def _read(self, document: Document) -> Outcome:
        certificate = pipeline.read_document(document)
        if self.style:
            return Outcome(reading_json(certificate, self.style), _counted(certificate.file, [None]))
        images = _images(document, _pages_of(certificate), self.dots) if self.dots else ()
        return Outcome(b"", report_of_reading(certificate, wording(self.lang), images))


@dataclass(frozen=True, slots=True)
class CheckJob:
    """Reads every document in a file, or takes the readings saved in it, and checks each."""

    standards: tuple[Standard, ...]
    delivery: Delivery
    rules: RuleSet | None
    lang: str
    style: Style | None
    dots: float | None
    ocr: bool = True

    def __call__(self, source: Source) -> Iterator[Outcome]:
        if _is_saved(source.path):
            yield from self._saved(source)
            return
        for document in pipeline.documents(source.path, name=source.name, ocr=self.ocr):
            yield guarded(document.name, self.style, partial(self._document, document, source))

    def _saved(self, source: Source) -> Iterator[Outcome]:
        for reading in saved_readings(source.path.read_bytes(), source.name):
            if isinstance(reading, Failure):
                yield Outcome.failed(reading, self.style)
            else:
                yield guarded(reading.file, self.style, partial(self._check, reading, None))

    def _document(self, document: Document, source: Source) -> Outcome:
        reading = pipeline.read_document(document)
        if document.name != source.name and _says_nothing(reading):
            if self.style:
                return Outcome(reading_json(reading, self.style), _counted(reading.file, [None]))
            return Outcome(b"", report_of_reading(reading, wording(self.lang)))
        return self._check(reading, document)

    def _check(self, reading: Certificate, document: Document | None) -> Outcome:
        verdict = pipeline.check_by_any(reading, self.standards, delivery=self.delivery, rules=self.rules)
        if self.style:
            lots = [lot.decision for lot in verdict.lots]
            return Outcome(record_json(verdict.to_json(), self.style), _counted(verdict.file, lots))
        pages = {p.page for lot in verdict.lots for finding in lot.findings for p in finding.places}
        images = _images(document, frozenset(pages), self.dots) if document and self.dots else ()
        return Outcome(b"", report_of_verdict(verdict, reading, wording(self.lang), images))


def _counted(file: str, decisions: Iterable[Decision | None]) -> DocumentReport:
    return DocumentReport(file, tuple(LotReport(decision, title="") for decision in decisions))


def guarded(name: str, style: Style | None, work: Callable[[], Outcome]) -> Outcome:
    """What ``work`` gives, or why it gave nothing; the documents beside this one are worked on either way."""
    try:
        return work()
    except LotgateError as error:
        return Outcome.failed(Failure.of(error, name), style)
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001 - a fault of lotgate's own is this document's failure, not the run's
        failure = Failure.of(ReaderFailed(f"{name}: {type(fault).__name__}: {fault}"), name)
        return Outcome.failed(failure, style)


def _says_nothing(reading: Certificate) -> bool:
    """True of what lies beside certificates in a mail or an archive and is none, such as a covering letter."""
    return not (reading.items or reading.header or reading.pages_unread)


def _is_saved(path: Path) -> bool:
    with path.open("rb") as file:
        return looks_saved(file.read(200))


def _images(document: Document, pages: frozenset[int], dots: float) -> tuple[PageImage, ...]:
    """Pictures of these pages, or of the first page where there is none: a report always shows the document."""
    from lotgate.reporting.pictures import compact  # noqa: PLC0415 - Pillow only where pictures are drawn

    shown = frozenset(sorted(pages)[:MAX_IMAGES] or [1])
    return tuple(map(compact, pipeline.images(document, shown, dots)))


def _pages_of(certificate: Certificate) -> frozenset[int]:
    facts = [fact.evidence.page for facts in certificate.header.values() for fact in facts]
    return frozenset([*facts, *(item.page for item in certificate.items), *certificate.pages_unread])
