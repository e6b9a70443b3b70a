"""A worker's round: it says that it lives, takes jobs, outlives faults, and stops in order."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from lotgate.store.models import Worker
from lotgate.store.work import queue, worker
from lotgate.store.work.tasks import rejudge_site
from store.builders import site

PATIENCE = 60

pytestmark = pytest.mark.django_db


class StoppedError(Exception):
    """What ends a shift in a test, in place of a signal."""


@pytest.fixture
def shift(monkeypatch: pytest.MonkeyPatch) -> worker._Shift:
    """A shift that ends when there is nothing left to do."""

    def stop(_seconds: float) -> None:
        raise StoppedError

    monkeypatch.setattr(worker.time, "sleep", stop)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test's own transaction must go on
    queue.live("me")
    return worker._Shift("me", None)


def test_jobs_are_done_until_there_are_none(shift: worker._Shift):
    for _ in range(3):
        rejudge_site.enqueue(site().pk)
    with pytest.raises(StoppedError):
        shift.work()
    assert DBTaskResult.objects.successful().count() == 3


def test_a_fault_around_a_job_puts_it_off(shift: worker._Shift, monkeypatch: pytest.MonkeyPatch):
    def full(_job: queue.Job) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(worker, "_perform", full)
    rejudge_site.enqueue(site().pk)
    with pytest.raises(StoppedError):
        shift.work()
    job = DBTaskResult.objects.get()
    assert job.status == "READY"
    assert job.run_after > timezone.now()


def test_a_database_that_is_away_is_waited_for_and_the_job_is_not_lost(
    shift: worker._Shift, monkeypatch: pytest.MonkeyPatch
):
    def away(_job: queue.Job) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(worker.connection, "close", lambda: None)
    monkeypatch.setattr(worker, "_perform", away)
    rejudge_site.enqueue(site().pk)
    with pytest.raises(StoppedError):
        shift.work()
    assert queue.give_back("me") == 1
    assert queue.waiting() == 1


def test_a_worker_silent_for_the_lease_is_dead():
    queue.live("one")
    queue.live("two")
    Worker.objects.filter(id="one").update(seen_at=timezone.now() - queue.LEASE - timedelta(seconds=1))
    assert queue.living() == ["two"]


def test_what_was_finished_long_ago_is_forgotten():
    rejudge_site.enqueue(site().pk)
    job = queue.claim("me")
    queue.finish(job, "me")
    queue.forget()
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=8))
    queue.forget()
    assert DBTaskResult.objects.count() == 0
