"""Many files through one job, in worker processes: a file can be slow, huge or deadly, and costs only itself.

``run`` gives results in the order of the files. A worker that dies, runs out of memory or takes too long for one
document gives that document an error and is replaced.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, TypeVar

from lotgate.errors import LotgateError, ReaderFailed, TookTooLong, TooLarge
from lotgate.reporting.report import Failure

Result = TypeVar("Result")

MEMORY_BYTES = 4 * 2**30
"""Address space that one worker may use, where the system can bound it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to work on; ``name`` is what people see and what outputs call it."""

    path: Path
    name: str


Job = Callable[[Source], Iterator[Result]]
"""What is done with a file: yields a result for each document in it. Must be picklable."""


@dataclass(slots=True)
class Done(Generic[Result]):
    """What came of one file: the results it gave, and why it gave no more, if it failed."""

    source: Source
    results: list[Result] = field(default_factory=list)
    failure: Failure | None = None


def run(sources: Sequence[Source], job: Job[Result], *, workers: int, seconds: float) -> Iterator[Done[Result]]:
    """One :class:`Done` for each source, in order. ``seconds`` bounds each document, not the whole file."""
    waiting = deque(enumerate(sources))
    crew = [Worker(job, seconds) for _ in range(min(workers, len(sources)))]
    finished: dict[int, Done[Result]] = {}
    due = 0
    try:
        while due < len(sources):
            for worker in crew:
                if worker.idle and waiting:
                    worker.give(*waiting.popleft())
            for worker in _ready(crew):
                if (ended := worker.listen()) is not None:
                    finished[ended[0]] = ended[1]
            while due in finished:
                yield finished.pop(due)
                due += 1
    finally:
        for worker in crew:
            worker.stop()


def _ready(crew: Sequence[Worker]) -> list[Worker]:
    """The workers that said something, died, or are out of time; waits until there is one."""
    busy = [worker for worker in crew if not worker.idle]
    left = min(worker.deadline for worker in busy) - time.monotonic()
    talking = wait([worker.connection for worker in busy], timeout=max(left, 0))
    now = time.monotonic()
    return [worker for worker in busy if worker.connection in talking or worker.deadline <= now]


class Worker:
    """A process that works on one file at a time, and starts anew after a file that killed it.

    It ends when the process that made it ends, however that happens. ``seconds`` bounds the time to each result.
    """

    def __init__(self, job: Job[Any], seconds: float) -> None:
        self._context, self._job, self._seconds = multiprocessing.get_context("spawn"), job, seconds
        self._index = -1
        self._done: Done[Any] | None = None
        self.deadline = 0.0
        self._start()

    def _start(self) -> None:
        self.connection, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(theirs, self._job), daemon=True)
        self._process.start()
        theirs.close()

    def work(self, source: Source, take: Callable[[Any], object]) -> Failure | None:
        """The whole of one file, each result given to ``take`` as it comes; why there were no more, if it failed."""
        self.give(0, source)
        while True:
            wait([self.connection], timeout=max(self.deadline - time.monotonic(), 0))
            done, ended = self._done, self.listen()
            assert done is not None  # noqa: S101 - busy since give()
            while done.results:
                take(done.results.pop(0))
            if ended is not None:
                return done.failure

    @property
    def idle(self) -> bool:
        return self._done is None

    def give(self, index: int, source: Source) -> None:
        self._index, self._done = index, Done(source)
        self.deadline = time.monotonic() + self._seconds
        with suppress(OSError):  # already dead: listen() finds that out
            self.connection.send(source)

    def listen(self) -> tuple[int, Done[Any]] | None:
        """The file's number and what came of it, once it is finished."""
        done = self._done
        assert done is not None  # noqa: S101 - only busy workers are listened to
        try:
            if not self.connection.poll():
                return self._end(TookTooLong(f"{done.source.name} took more than {self._seconds:g} seconds"))
            kind, value = self.connection.recv()
        except (EOFError, OSError):
            self._process.join(1)
            how = f"exit {self._process.exitcode}"
            return self._end(ReaderFailed(f"{done.source.name}: the reader's process ended ({how})"))
        if kind == "result":
            done.results.append(value)
            self.deadline = time.monotonic() + self._seconds
            return None
        done.failure = value
        self._done = None
        return self._index, done

    def _end(self, error: LotgateError) -> tuple[int, Done[Any]]:
        done = self._done
        assert done is not None  # noqa: S101 - see listen()
        done.failure, self._done = Failure.of(error, done.source.name), None
        self.stop()
        self._start()
        return self._index, done

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()


def _serve(connection: Connection, job: Job[Any]) -> None:
    """The worker's life: files in, results out, until it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends its workers itself
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _bound_memory()
    while True:
        try:
            source = connection.recv()
        except EOFError:
            return
        error: LotgateError | None = None
        try:
            for result in job(source):
                connection.send(("result", result))
        except LotgateError as raised:
            error = raised
        except MemoryError:
            error = TooLarge(f"{source.name} needs more memory than one document may use")
        except Exception as fault:  # noqa: BLE001 - whatever happens, the files beside this one are read
            error = ReaderFailed(f"{source.name}: {type(fault).__name__}: {fault}")
        connection.send(("end", Failure.of(error, source.name) if error else None))


def _end_with_parent() -> None:
    """A parent that was killed stops nobody: without this, a file that hangs would hang for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _bound_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - POSIX only

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
