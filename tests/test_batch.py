"""The batch runner, with files that behave as badly as files can."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lotgate.batch import Done, Source, Worker, run
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


def test_a_worker_gives_results_as_they_come_and_says_what_ended_them():
    worker, taken = Worker(work, 30), []
    try:
        failure = worker.work(Source(Path("dies"), "dies"), taken.append)
        assert failure is not None
        assert (taken, failure.code) == (["dies began"], "reader-failed")
        assert worker.work(Source(Path("after"), "after"), taken.append) is None
        assert taken == ["dies began", "after began", "after ended"]
    finally:
        worker.stop()


_HANGS = """
import multiprocessing, sys
from pathlib import Path
from lotgate.batch import Source, Worker
from test_batch import work
if __name__ == "__main__":
    def began(_):
        print(multiprocessing.active_children()[0].pid, flush=True)
    Worker(work, 600).work(Source(Path("hangs"), "hangs"), began)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see a process end")
def test_a_worker_in_the_midst_of_a_file_ends_with_the_process_that_made_it(tmp_path: Path):
    script = tmp_path / "hangs.py"
    script.write_text(_HANGS)
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    parent = subprocess.Popen(
        [sys.executable, script], env={**os.environ, "PYTHONPATH": paths}, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = Path("/proc", parent.stdout.readline().strip())
    assert child.exists()
    parent.kill()
    parent.communicate()
    end = time.monotonic() + 60
    while child.exists() and " Z " not in (child / "stat").read_text():
        assert time.monotonic() < end
        time.sleep(0.1)
