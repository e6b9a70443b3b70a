"""`lotgate serve` as people start it: a process of its own, its workers, its end."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from lotgate.web.environment import Environment
from lotgate.web.serving import address, only_here
from served import PATIENCE, command, environment, free_port, health, wait_for


def children(pid: int) -> list[int]:
    """Of every thread: Linux lists a child with the thread that made it."""
    lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(one) for text in lists for one in text.split()]


def workers(pid: int) -> list[int]:
    """The server's children but for the tracker of multiprocessing."""
    return [one for one in children(pid) if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    server = subprocess.Popen(
        command("serve", "--port", str(port)), env=environment(tmp_path / "data"), stdout=subprocess.PIPE, text=True
    )
    try:
        wait_for(port, status="ok")
        yield server, port
    finally:
        server.kill()
        server.communicate()


def test_it_says_where_it_is_answers_and_ends_in_order(served: tuple[subprocess.Popen[str], int]):
    server, port = served
    assert health(port) == {"status": "ok", "database": True, "storage": True, "workers": 1, "queue": 0}
    server.send_signal(signal.SIGTERM)
    out, _ = server.communicate(timeout=PATIENCE)
    assert server.returncode == 0
    assert f"http://localhost:{port}/" in out


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to find the server's children")
def test_a_worker_that_is_killed_is_replaced_and_none_outlives_its_server(served: tuple[subprocess.Popen[str], int]):
    server, port = served
    (first,) = workers(server.pid)
    os.kill(first, signal.SIGKILL)
    end = time.monotonic() + PATIENCE
    while first in workers(server.pid) or not workers(server.pid):
        assert time.monotonic() < end
        time.sleep(0.1)
    (second,) = workers(server.pid)
    wait_for(port, workers=1)
    server.kill()
    while Path(f"/proc/{second}").exists() and "Z" not in Path(f"/proc/{second}/stat").read_text().rsplit(")")[-1]:
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_port_in_use_is_said(tmp_path: Path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            command("serve", "--port", port),
            env=environment(tmp_path / "data"),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 52
    assert f"port {port} is in use" in done.stderr


def test_without_a_worker_it_is_unwell_and_says_so(client, db):  # noqa: ARG001 - the database must be there
    answer = client.get("/health", headers={"host": "localhost"})
    assert answer.status_code == 503
    assert answer.json() == {"status": "unwell", "database": True, "storage": True, "workers": 0, "queue": 0}


def test_a_storage_folder_that_takes_nothing_is_unwell(client, db, settings, tmp_path: Path):  # noqa: ARG001
    (tmp_path / "file").write_text("no folder")
    settings.STORAGE = tmp_path / "file"
    assert client.get("/health", headers={"host": "localhost"}).json()["storage"] is False


@pytest.mark.parametrize(
    ("host", "only"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("10.1.2.3", False), ("x", False)],  # noqa: S104
)
def test_who_can_reach_an_address(host: str, only: bool):
    assert only_here(host) is only


def test_the_address_told_is_the_one_people_use(tmp_path: Path):
    here = {"LOTGATE_DATA": str(tmp_path)}
    assert address(Environment.of(here), "127.0.0.1", 8123) == "http://localhost:8123/"
    public = Environment.of(here | {"LOTGATE_BASE_URL": "https://lotgate.example.com"})
    assert address(public, "127.0.0.1", 8123) == "https://lotgate.example.com/"
