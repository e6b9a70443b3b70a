"""A worker's process, started by ``lotgate worker`` or, as its child, by ``lotgate serve``."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading

from lotgate.web.prepare import prepare, wait_until_migrated


def work(name: str | None = None) -> None:
    """Work until SIGTERM, SIGINT or, for a child, the end of its server."""
    prepare()
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    from lotgate.store.work import worker  # noqa: PLC0415
    from lotgate.store.work.watching import Watch  # noqa: PLC0415

    if (server := multiprocessing.parent_process()) is not None:
        threading.Thread(target=_end_after, args=(server,), daemon=True).start()
    wait_until_migrated()
    environment = settings.ENVIRONMENT
    watch = Watch(environment.watch, environment.watch_site) if environment.watch else None
    worker.run(name or worker.new_name(), watch=watch)


def _end_after(server: multiprocessing.process.BaseProcess) -> None:
    server.join()
    os.kill(os.getpid(), signal.SIGTERM)
