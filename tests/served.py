"""`lotgate serve` as people start it, for tests: a process of its own with a folder of its own."""

import json
import os
import socket
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

PATIENCE = 120
"""Seconds after which a test gives up waiting; nothing is said about how long it should take."""


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from lotgate.cli.main import main; main()", *arguments]


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LOTGATE_", "DATABASE_URL"))}
    del kept["DJANGO_SETTINGS_MODULE"]
    return {**kept, "LOTGATE_DATA": str(data), **more}


def health(port: int) -> dict[str, object]:
    try:
        with urlopen(f"http://127.0.0.1:{port}/health") as answer:
            found: dict[str, object] = json.load(answer)
            return found
    except HTTPError as unwell:
        with unwell:
            found = json.load(unwell)
            return {**found, "code": unwell.code}
    except (URLError, ConnectionError):
        return {}


def wait_for(port: int, **wanted: object) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = health(port)
        if all(found.get(name) == value for name, value in wanted.items()):
            return
        time.sleep(0.1)
    pytest.fail(f"waited for {wanted}, found {health(port)}")
