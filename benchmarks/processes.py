"""Work shared over processes, its results in the order of the tasks."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def add_jobs(parser: ArgumentParser) -> None:
    parser.add_argument("--jobs", type=int, default=1, help="processes that share the work, each on cores of its own")


def shared(work: Callable[[Task], Result], tasks: Iterable[Task], jobs: int) -> Iterator[Result]:
    """What ``work``, a function of a module, makes of each task; in this process where ``jobs`` is 1."""
    if jobs == 1:
        yield from map(work, tasks)
        return
    context = get_context("spawn")
    numbers = context.Queue()
    for number in range(jobs):
        numbers.put(number)
    with ProcessPoolExecutor(jobs, context, initializer=_on_own_cores, initargs=(numbers, jobs)) as pool:
        yield from pool.map(work, tasks)


def _on_own_cores(numbers: Any, jobs: int) -> None:
    """The engine starts a thread for each core it sees: without this, every process would crowd them all."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        own = cores[numbers.get() :: jobs]
        if own:
            os.sched_setaffinity(0, own)
