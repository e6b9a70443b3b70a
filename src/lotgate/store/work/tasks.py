"""The kinds of jobs in the queue. Their bodies are imported when they run: who queues a job does not load its tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_tasks import task

if TYPE_CHECKING:
    from django_tasks import TaskContext


@task(takes_context=True)
def read_upload(context: TaskContext, upload: int) -> None:
    """Read the file that arrived as ``upload``."""
    from lotgate.store.work.read_upload import read  # noqa: PLC0415 - see above

    read(upload, claims=context.attempt)


@task()
def rejudge_site(site: int, key: str = "") -> None:
    """Judge anew all that is undecided at a site, after a standard of the id ``key`` was released or withdrawn."""
    from lotgate.store.services.judging import rejudge_open  # noqa: PLC0415 - see above

    rejudge_open(site=site, key=key)
