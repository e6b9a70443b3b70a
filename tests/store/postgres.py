"""A PostgreSQL server of one's own, thrown away afterwards.

``python tests/store/postgres.py COMMAND …`` runs a command with ``DATABASE_URL`` and ``LOTGATE_TEST_DATABASE_URL`` set
to one: ``python tests/store/postgres.py python -m pytest tests/store tests/web`` runs the workbench's tests on it.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_PATIENCE = 60
_QUICK = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
"""The data need not survive a power cut: they do not survive the test."""


class AbsentError(Exception):
    """There is no PostgreSQL to start here; says why."""


@contextmanager
def server() -> Iterator[str]:
    """The URL of a running, empty server; ``AbsentError`` where none can be started."""
    binaries, user = _binaries(), _user()
    folder = Path(tempfile.mkdtemp(prefix="lotgate-postgres-"))
    try:
        if user:
            shutil.chown(folder, user)
        data, port = folder / "data", _free_port()
        _run([binaries / "initdb", "-D", data, "-U", "lotgate", "--auth=trust", "--no-sync", "-E", "UTF8"], user)
        listen = ("-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}", "-p", str(port))
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([binaries / "postgres", "-D", data, *listen, *_QUICK], user=user, stderr=log)
        try:
            _wait([binaries / "pg_isready", "-h", "127.0.0.1", "-p", str(port)], process, folder / "log")
            yield f"postgres://lotgate@127.0.0.1:{port}/postgres"
        finally:
            process.send_signal(signal.SIGINT)  # a "fast" shutdown: it does not wait for who is still connected
            process.wait(_PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    found = [Path(path).resolve().parent for path in [shutil.which("initdb")] if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    for folder in found:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise AbsentError("PostgreSQL's server programs are not installed")


def _user() -> str | None:
    """The server refuses to run as root; the system's own user for it, or nobody, runs it then."""
    return None if os.getuid() else "postgres" if Path("/var/lib/postgresql").exists() else "nobody"


def _run(command: list[Path | str], user: str | None) -> None:
    done = subprocess.run(command, user=user, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise AbsentError(f"{command[0]} failed: {done.stderr.strip()}")


def _wait(command: list[Path | str], process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while subprocess.run(command, capture_output=True, check=False).returncode:
        if process.poll() is not None or time.monotonic() > end:
            raise AbsentError(f"the server did not start: {log.read_text(errors='replace')[-500:]}")
        time.sleep(0.1)


def _free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


if __name__ == "__main__":
    with server() as url:
        names = dict.fromkeys(("DATABASE_URL", "LOTGATE_TEST_DATABASE_URL"), url)
        sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, **names}, check=False).returncode)
