"""One file from the storage folder through the reader into the tables.

A reader that was given up for dead may still be at work. Whoever begins takes a new token, and only the holder of the
token saves: nothing is lost, and nothing is saved twice.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from lotgate.errors import ReaderFailed, TakenOver
from lotgate.reporting.report import Failure
from lotgate.store import storage
from lotgate.store.models import Upload
from lotgate.store.services import reading
from lotgate.store.work.reader import READER
from lotgate.store.work.reading_job import DocumentRead, Outcome, PageRead

CLAIMS = 10
"""How often a file's reading may begin and be cut off, which need not be its fault, before it is set aside."""
_TELL_SECONDS = 1.0


def read(upload: int, *, claims: int) -> None:
    """Read it and save what came of it. ``claims``: how many workers, this one included, have begun on it."""
    token = secrets.token_hex(16)
    begun = reading.begin(upload=upload, token=token)
    if begun is None:
        return
    heard = _Heard(begun, token)
    try:
        if claims > CLAIMS:
            _set_aside(begun, token)
            return
        failure = READER.read(storage.original_path(begun.original_id), begun.name, heard.take)
        if failure is not None and reading.worth_another_try(begun, failure):
            reading.try_again(upload=upload, token=token)
            return
        failures = [*heard.failures, *([failure] if failure else [])]
        reading.save(upload=upload, token=token, documents=heard.documents, failures=failures, pages=heard.pages)
    except TakenOver:
        return


def _set_aside(upload: Upload, token: str) -> None:
    error = ReaderFailed(f"{upload.name}: its reading was begun {CLAIMS} times and never came to an end")
    reading.save(upload=upload.pk, token=token, documents=[], failures=[Failure.of(error, upload.name)], pages=0)


@dataclass(slots=True)
class _Heard:
    """What the reader has said so far. Pages go to the storage folder at once; progress is told once a second."""

    upload: Upload
    token: str
    documents: list[DocumentRead] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    pages: int = 0
    told_at: float = field(default_factory=time.monotonic)

    def take(self, outcome: Outcome) -> None:
        match outcome:
            case PageRead():
                storage.save_page(outcome.sha256, outcome.number, outcome.picture, outcome.words)
                self.pages += 1
                self._tell()
            case DocumentRead():
                self.documents.append(outcome)
            case Failure():
                self.failures.append(outcome)

    def _tell(self) -> None:
        if time.monotonic() - self.told_at >= _TELL_SECONDS:
            reading.tell_progress(upload=self.upload.pk, token=self.token, pages=self.pages)
            self.told_at = time.monotonic()
