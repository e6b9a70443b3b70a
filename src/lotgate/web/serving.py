"""``lotgate serve``: the HTTP server, and its workers as children that are replaced when they die."""

from __future__ import annotations

import errno
import ipaddress
import multiprocessing
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import waitress
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection

from lotgate.errors import Conflict
from lotgate.store.work import queue
from lotgate.store.work.worker import new_name
from lotgate.web.environment import Environment
from lotgate.web.prepare import migrate
from lotgate.web.working import work

THREADS = 8
STOP_SECONDS = 10.0
"""A worker that has not ended by then is killed; its job goes back into the queue all the same."""
_LOOK_SECONDS = 1.0


def serve(host: str, port: int, *, workers: int, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT, after bringing the tables up to date; ``ready`` gets the address, once it answers.

    ``Conflict`` where the port is taken.
    """
    migrate()
    environment: Environment = settings.ENVIRONMENT
    proxy = {"trusted_proxy": environment.proxy, "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}
    try:
        server = waitress.create_server(
            get_wsgi_application(),
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            max_request_body_size=settings.REQUEST_BYTES + 1,
            **(proxy if environment.secure else {}),
        )
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise Conflict(f"port {port} is in use", advice="Stop what uses it, or choose another: --port") from error
    crew = Crew(workers)
    signal.signal(signal.SIGTERM, _stop)
    crew.start()
    ready(address(environment, host, port))
    try:
        server.run()  # returns on SystemExit and KeyboardInterrupt
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        server.close()
        crew.stop()


def address(environment: Environment, host: str, port: int) -> str:
    """Where people find the workbench: the base URL where one is set, else this machine."""
    if environment.base_url_given:
        return f"{environment.base_url}/"
    return f"http://{'localhost' if only_here(host) or host in ('0.0.0.0', '::') else host}:{port}/"  # noqa: S104


def only_here(host: str) -> bool:
    """True of an address that no other machine reaches."""
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


class Crew:
    """So many workers, each replaced when it ends."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._context = multiprocessing.get_context("spawn")
        self._crew: dict[str, multiprocessing.process.BaseProcess] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()
        for process in self._crew.values():
            process.terminate()
        for process in self._crew.values():
            process.join(STOP_SECONDS)
            if process.is_alive():
                process.kill()
                process.join()

    def _keep(self) -> None:
        while True:
            for name, process in list(self._crew.items()):
                if not process.is_alive():
                    process.close()
                    del self._crew[name]
                    _bury(name)
            while len(self._crew) < self._size:
                self._hire()
            if self._stopped.wait(_LOOK_SECONDS):
                return

    def _hire(self) -> None:
        name = new_name()
        process = self._context.Process(target=work, args=(name,), name=name)
        process.start()
        self._crew[name] = process


def _bury(name: str) -> None:
    """Its job is free at once, not only when its lease ends."""
    with suppress(DatabaseError):
        queue.bury(name)
    connection.close()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
