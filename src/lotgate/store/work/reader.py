"""This process's reader: a process of its own, kept from file to file, so that a deadly file costs only itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lotgate.batch import Source, Worker
from lotgate.reporting.report import Failure
from lotgate.store.work.reading_job import Outcome, ReadingJob

SECONDS = 300.0
"""Time to each page, and to each document's reading once its pages are there."""


class Reader:
    """Reads one file at a time. Its process starts with the first file and is let go with :meth:`rest`."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._worker: Worker | None = None

    def wake(self) -> Worker:
        """Start the process, if it is not there, so that it gets ready while something else is done."""
        if self._worker is None:
            self._worker = Worker(ReadingJob(), self._seconds)
        return self._worker

    def read(self, path: Path, name: str, take: Callable[[Outcome], None]) -> Failure | None:
        """Gives ``take`` each page and document of the file; what ended the reading before its end, if anything did.

        What ``take`` raises ends the reading and the process.
        """
        worker = self.wake()
        try:
            return worker.work(Source(path, name), take)
        except BaseException:
            self.rest()
            raise

    def rest(self) -> None:
        """End the process, and give its memory back."""
        if self._worker is not None:
            self._worker.stop()
            self._worker = None


READER = Reader()
