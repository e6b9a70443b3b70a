"""What the reader's process does with one file: yields each page as it is read, then each document. No Django here.

A document that fails is a result like the others, so that the documents beside it are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lotgate import pipeline
from lotgate.batch import Source
from lotgate.errors import LotgateError, ReaderFailed
from lotgate.model.certificate import Certificate
from lotgate.model.document import Document, Page
from lotgate.model.page_words import page_words_to_json
from lotgate.reporting.pictures import compact
from lotgate.reporting.report import Failure

DOTS_PER_INCH = 150.0
"""Of the pictures kept: 6-point print stays readable when a page fills a wide screen."""
_HELD = 200
"""Pages kept in memory between being shown and being read; those of a longer document are opened twice instead."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page: its document's hash, its number from 1, its picture as WebP and its words as plain JSON."""

    sha256: str
    number: int
    picture: bytes
    words: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """One document: the certificate's JSON. ``silent`` is true of what holds no certificate, such as a mail's body."""

    sha256: str
    name: str
    reading: dict[str, Any]
    silent: bool


Outcome = PageRead | DocumentRead | Failure


@dataclass(frozen=True, slots=True)
class ReadingJob:
    """Reads every document in a file. ``ocr=False`` leaves pages without readable text unread."""

    ocr: bool = True

    def __call__(self, source: Source) -> Iterator[Outcome]:
        for document in pipeline.documents(source.path, name=source.name, ocr=self.ocr):
            yield from _guarded(document)


def _guarded(document: Document) -> Iterator[Outcome]:
    try:
        yield from _read(document)
    except LotgateError as error:
        yield Failure.of(error, document.name)
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001 - a fault of lotgate's own is this document's failure, not the file's
        yield Failure.of(ReaderFailed(f"{document.name}: {type(fault).__name__}: {fault}"), document.name)


def _read(document: Document) -> Iterator[Outcome]:
    pages: list[Page] = []
    for page in document.pages():
        if page.number <= _HELD:
            pages.append(page)
        picture = compact(pipeline.page_image(document, page, DOTS_PER_INCH)).data
        yield PageRead(document.sha256, page.number, picture, storable(page_words_to_json(page)))
    if document.page_count <= _HELD:
        document = replace(document, open_pages=lambda: iter(pages))
    reading = pipeline.read_document(document)
    yield DocumentRead(document.sha256, document.name, storable(reading.to_json()), _says_nothing(reading))


def _says_nothing(reading: Certificate) -> bool:
    """True of what lies beside certificates in a mail or an archive and is none, such as a covering letter."""
    return not (reading.items or reading.header or reading.pages_unread)


def storable(value: Any) -> Any:
    """Plain JSON with U+FFFD for what PostgreSQL's text cannot hold: NUL and halves of surrogate pairs."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [storable(one) for one in value]
    if isinstance(value, dict):
        return {key: storable(one) for key, one in value.items()}
    return value
