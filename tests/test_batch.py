"""The batch runner, with files that behave as badly as files can."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lotgate.batch import Done, Source, run
from lotgate.errors import EmptyFile


def work(source: Source) -> Iterator[str]:
    """A job that does what the file's name says."""
    yield f"{source.name} began"
    match source.name:
        case "dies":
            os._exit(9)
        case "hangs":
            time.sleep(600)
        case "refused":
            raise EmptyFile("refused is empty")
        case "faulty":
            raise KeyError("a fault of ours")
        case "greedy":
            raise MemoryError
    yield f"{source.name} ended"


def done(*names: str, workers: int = 2, seconds: float = 30) -> list[Done[str]]:
    return list(run([Source(Path(name), name) for name in names], work, workers=workers, seconds=seconds))


def test_results_come_in_the_order_of_the_files():
    names = [f"file-{number}" for number in range(9)]
    assert [one.source.name for one in done(*names)] == names


def test_no_files_is_no_work():
    assert done() == []


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("dies", "reader-failed", "exit 9"),
        ("refused", "empty-file", "refused is empty"),
        ("faulty", "reader-failed", "KeyError"),
        ("greedy", "too-large", "more memory"),
    ],
)
def test_a_bad_file_gets_its_error_and_the_files_beside_it_are_worked_on(name: str, code: str, words: str):
    before, bad, after = done("before", name, "after", workers=1)
    assert before.results == ["before began", "before ended"]
    assert after.results == ["after began", "after ended"]
    assert bad.results == [f"{name} began"]
    assert bad.failure is not None
    assert bad.failure.code == code
    assert words in bad.failure.message


def test_a_file_that_takes_too_long_is_ended():
    bad, after = done("hangs", "after", workers=1, seconds=5)
    assert bad.failure is not None
    assert (bad.failure.code, bad.failure.exit_code) == ("took-too-long", 18)
    assert "--timeout" in bad.failure.advice
    assert after.failure is None


def test_what_a_file_gave_before_it_failed_is_kept():
    (one,) = done("dies")
    assert one.results == ["dies began"]
