"""A worker: takes jobs from the queue until it is told to stop, and says all the while that it lives.

Killed at any point, it loses nothing: its job goes to another, and only one of the two saves what came of it.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from datetime import timedelta
from types import FrameType
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django_tasks import TaskContext

from lotgate.store import storage
from lotgate.store.work import queue
from lotgate.store.work.reader import READER
from lotgate.store.work.watching import Watch

BEAT_SECONDS = 5.0
LOOK_SECONDS = 0.5
REST_SECONDS = 60.0
"""Idle for so long, the reader's process is let go."""
RETRY_AFTER = timedelta(seconds=30)
_HOUSEKEEPING_SECONDS = 3600.0
logger = logging.getLogger(__name__)


def new_name() -> str:
    """A name that no other worker on any machine has."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{uuid4().hex[:12]}"


def run(name: str, *, watch: Watch | None = None) -> None:
    """Work as ``name`` until SIGTERM or SIGINT, which also stop a job in hand and put it back."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    stopped = threading.Event()
    queue.live(name)
    threading.Thread(target=_beat, args=(name, stopped), daemon=True).start()
    try:
        if queue.waiting():
            READER.wake()
        _Shift(name, watch).work()
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        stopped.set()
        READER.rest()
        queue.give_back(name)
        queue.bury(name)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _beat(name: str, stopped: threading.Event) -> None:
    while not stopped.wait(BEAT_SECONDS):
        try:
            close_old_connections()
            queue.live(name)
        except (DatabaseError, InterfaceError):
            logger.warning("the database did not take a sign of life; trying again")
            connection.close()


class _Shift:
    """The endless round: housekeeping now and then, jobs while there are any, rest when there are none."""

    def __init__(self, name: str, watch: Watch | None) -> None:
        self._name, self._watch = name, watch
        self._idle_since = time.monotonic()
        self._looked_at = self._tidied_at = float("-inf")

    def work(self) -> None:
        while True:
            try:
                close_old_connections()
                self._look_around()
                worked = self._one_job()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("the database is not there or busy, trying again: %s", error)
                connection.close()
                worked = False
            if not worked:
                self._rest()

    def _look_around(self) -> None:
        now = time.monotonic()
        if now - self._looked_at < BEAT_SECONDS:
            return
        self._looked_at = now
        queue.give_back(self._name)
        if self._watch is not None and queue.living()[:1] == [self._name]:  # one pair of eyes is enough
            self._watch.look()
        if now - self._tidied_at >= _HOUSEKEEPING_SECONDS:
            self._tidied_at = now
            queue.forget()
            storage.tidy()

    def _one_job(self) -> bool:
        job = queue.claim(self._name)
        if job is None:
            return False
        try:
            _perform(job)
        except (DatabaseError, InterfaceError):
            raise  # the job is ours and not in hand: it goes back with the next look
        except Exception as error:
            logger.exception("the job %s failed", job.task_path)
            self._failed(job, error)
        else:
            queue.finish(job, self._name)
        self._idle_since = time.monotonic()
        return True

    def _failed(self, job: queue.Job, error: Exception) -> None:
        """A fault around the job, such as a full disk: again later, but not for ever."""
        if len(job.worker_ids) >= queue.MOST_CLAIMS:
            queue.finish(job, self._name, error)
        else:
            queue.put_off(job, self._name, RETRY_AFTER)

    def _rest(self) -> None:
        if time.monotonic() - self._idle_since > REST_SECONDS:
            READER.rest()
        time.sleep(LOOK_SECONDS)


def _perform(job: queue.Job) -> None:
    task = job.task
    result: Any = job.task_result
    context = (TaskContext(task_result=result),) if task.takes_context else ()
    task.call(*context, *result.args, **result.kwargs)
