"""The queue of jobs in the database, with what django-tasks-db's own worker lacks: a lease.

A claimed job belongs to the worker named last in ``worker_ids`` while that worker's row in ``Worker`` is fresh. Jobs of
the dead go back into the queue; only a job's present owner may finish it or put it off.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lotgate.store.models import Worker

LEASE = timedelta(seconds=30)
"""Without a sign of life for so long, a worker counts as dead."""
MOST_CLAIMS = 12
"""Workers that may die over one job; then it is set aside as failed. Reading gives up before that, and says so."""
_FORGET_AFTER = timedelta(days=7)
Job = DBTaskResult[Any, Any]


def live(worker: str) -> None:
    """Say that the worker lives, by the database's clock: machines' own may differ."""
    if not Worker.objects.filter(id=worker).update(seen_at=Now()):
        Worker.objects.get_or_create(id=worker, defaults={"seen_at": Now()})


def bury(worker: str) -> None:
    """Say that the worker is no more: its jobs go back with the next look."""
    Worker.objects.filter(id=worker).delete()


def living() -> list[str]:
    """The workers that gave a sign of life within the lease, the eldest first."""
    fresh = Worker.objects.filter(seen_at__gt=Now() - LEASE)
    return list(fresh.order_by("started_at", "id").values_list("id", flat=True))


def waiting() -> int:
    """Jobs that could begin now."""
    return DBTaskResult.objects.ready().count()


def claim(worker: str) -> Job | None:
    """The next job, now the worker's own; None where there is none."""
    if not DBTaskResult.objects.ready().exists():  # a look that takes no lock
        return None
    with transaction.atomic():
        job = DBTaskResult.objects.ready().get_locked()
        if job is not None:
            job.claim(worker)
        return job


def finish(job: Job, worker: str, error: BaseException | None = None) -> None:
    """Close the job; nothing where it was given to another meanwhile."""
    with transaction.atomic():
        if (held := _held(job.pk, worker)) is None:
            return
        if error is None:
            held.set_successful(None)
        else:
            held.set_failed(error)


def put_off(job: Job, worker: str, wait: timedelta = timedelta(0)) -> None:
    """Back into the queue, to begin again after ``wait``."""
    with transaction.atomic():
        if (held := _held(job.pk, worker)) is not None:
            held.status, held.run_after = TaskResultStatus.READY, timezone.now() + wait
            held.save(update_fields=["status", "run_after"])


def give_back(worker: str) -> int:
    """Jobs of the dead, and of this idle ``worker``, back into the queue; how many."""
    alive = set(living()) - {worker}
    count = 0
    for pk, owners in DBTaskResult.objects.running().values_list("pk", "worker_ids"):
        if owners and owners[-1] in alive:
            continue
        with transaction.atomic():
            held = _held(pk, owners[-1] if owners else None)
            if held is None:
                continue
            if len(owners) >= MOST_CLAIMS:
                held.set_failed(RuntimeError(f"{len(owners)} workers ended over this job"))
            else:
                held.status = TaskResultStatus.READY
                held.save(update_fields=["status"])
            count += 1
    return count


def forget() -> None:
    """Drop what was finished long ago, and the rows of workers long dead."""
    long_ago = timezone.now() - _FORGET_AFTER
    DBTaskResult.objects.finished().filter(finished_at__lt=long_ago).delete()
    Worker.objects.filter(seen_at__lt=long_ago).delete()


def _held(job: UUID, worker: str | None) -> Job | None:
    """The job, locked, if it is running and the worker's own."""
    running = DBTaskResult.objects.running().select_for_update(of=("self",))
    held: Job | None = running.filter(pk=job).first()
    owner = held.worker_ids[-1] if held and held.worker_ids else None
    return held if owner == worker else None
