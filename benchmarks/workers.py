"""Workers that are killed all the time: is every certificate read, and none twice?

    python benchmarks/workers.py --certificates 500                    # SQLite
    python benchmarks/workers.py --certificates 500 --postgres         # a PostgreSQL server of its own

Copies of the example certificates, told apart by a trailing comment, go into a new workbench; `lotgate worker`
processes read them, and every few seconds one of these is killed (SIGKILL) and another started, so long as anything
was read since the last kill: a machine too busy to start a worker in that time proves nothing. Prints what was found as
JSON and ends with 1 where a certificate is lost or saved twice.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CERTIFICATES = sorted((ROOT / "examples" / "certificates").glob("*.pdf"))
WORKER = [sys.executable, "-c", "from lotgate.cli.main import main; main()", "worker"]
STANDSTILL = 180.0
"""Seconds without a file done after which the run is given up."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--certificates", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kill-every", type=float, default=4.0, metavar="SECONDS")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lotgate-workers-") as folder, _database(postgres=options.postgres) as url:
        os.environ["LOTGATE_DATA"] = folder
        if url:
            os.environ["DATABASE_URL"] = url
        from lotgate.web.prepare import migrate, prepare

        prepare()
        migrate()
        deliver(options.certificates)
        began = time.monotonic()
        kills = read_all(options.workers, options.kill_every, random.Random(options.seed))  # noqa: S311 - no secret
        found = {"database": "postgres" if url else "sqlite", "kills": kills, **examine(options.certificates)}
        found["seconds"] = round(time.monotonic() - began, 1)
    print(json.dumps(found))
    return 1 if found["lost"] or found["twice"] or found["faults"] else 0


def _database(*, postgres: bool) -> Any:
    if not postgres:
        return nullcontext(os.environ.get("DATABASE_URL"))
    sys.path.insert(0, str(ROOT / "tests"))
    from store.postgres import server

    return server()


def deliver(count: int) -> None:
    from lotgate.store.models import Account, Role, Site, Source
    from lotgate.store.services import examples
    from lotgate.store.services.receiving import receive

    site = Site.objects.create(name="Benchmark")
    person = Account.objects.create(username="bench", printed_name="Bench", role=Role.ADMINISTRATOR, site=site)
    for path in sorted((examples.examples() / "standards").glob("*.toml")):
        examples.put(account=person, path=path)
    for number in range(count):
        original = CERTIFICATES[number % len(CERTIFICATES)]
        data = original.read_bytes() + f"\n% copy {number}\n".encode()
        name = f"{original.stem}/{number}.pdf"
        receive(account=person, site=site, name=name, stream=io.BytesIO(data), source=Source.BROWSER)


def read_all(workers: int, kill_every: float, dice: random.Random) -> int:
    """Start workers, kill one now and then, until nothing is left to do; how many were killed."""
    from lotgate.store.models import Upload, UploadState

    unread = Upload.objects.filter(state__in=(UploadState.WAITING, UploadState.READING))
    with _crew(workers) as crew:
        kills, left, moved_at, killed_at = 0, unread.count(), time.monotonic(), time.monotonic()
        while left and time.monotonic() - moved_at < STANDSTILL:
            time.sleep(0.2)
            if moved_at > killed_at and time.monotonic() - killed_at >= kill_every:
                victim = dice.randrange(workers)
                crew[victim].kill()
                crew[victim].wait()
                crew[victim] = _worker()
                kills, killed_at = kills + 1, time.monotonic()
            now = unread.count()
            if now != left:
                left, moved_at = now, time.monotonic()
    return kills


def _worker() -> subprocess.Popen[bytes]:
    """A worker that starts as quickly as an installed one, from compiled modules, whatever this process was told."""
    compiled = {
        "PYTHONPYCACHEPREFIX": str(Path(os.environ["LOTGATE_DATA"]) / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    return subprocess.Popen(WORKER, stdout=subprocess.DEVNULL, env={**os.environ, **compiled})


@contextmanager
def _crew(size: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    crew = [_worker() for _ in range(size)]
    try:
        yield crew
    finally:
        for worker in crew:
            worker.terminate()
        for worker in crew:
            worker.wait()


def examine(count: int) -> dict[str, Any]:
    """What is in the tables, against what should be: a document for each file, its lots once, told once."""
    from lotgate.store import storage
    from lotgate.store.models import AuditEntry, Document, Lot, Upload, UploadState
    from lotgate.store.selectors.audit import verify

    told = Counter(AuditEntry.objects.filter(action="document.read").values_list("subject_id", flat=True))
    documents = list(Document.objects.select_related("upload").prefetch_related("lots"))
    of_upload = Counter(document.upload_id for document in documents)
    twice = [pk for pk, times in [*told.items(), *of_upload.items()] if times > 1]
    lots: dict[str, set[int]] = {}
    for document in documents:
        rows = list(document.lots.all())
        lots.setdefault(document.name.split("/")[0], set()).add(len(rows))
        if any(len(row.verdict["lots"]) != len(rows) for row in rows):
            twice.append(document.pk)
    whole = [
        document
        for document in documents
        if document.lots.all()
        and told[str(document.pk)] == 1
        and all(storage.page_picture(document.sha256, number + 1).exists() for number in range(document.pages))
    ]
    read = Upload.objects.filter(state=UploadState.READ, error_code="").count()
    uneven = sum(len(numbers) > 1 for numbers in lots.values())
    unread = Lot.objects.filter(document=None).count()
    return {
        "certificates": count,
        "read": read,
        "lots": Lot.objects.count(),
        "lost": count - min(read, len(whole)) + unread,
        "twice": len(twice) + uneven,
        "faults": len(verify()),
    }


if __name__ == "__main__":
    sys.exit(main())
