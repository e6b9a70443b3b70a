"""How fast the workbench's pages are with a great many lots, and how many queries each makes.

    python benchmarks/web.py [--lots 100000] [--folder FOLDER] [--database URL] [--rounds 60]

Fills a database once (FOLDER is kept and used again): the example deliveries are read and judged as usual, and then
copied with lots, suppliers, days and states of their own, readings, verdicts and search words included. Each page is
asked for through the whole WSGI stack, in turn with a bare view behind the same middleware; the ratio to it is what
can be compared between machines, and the processor's time of this process what a busy machine cannot spoil. The goal
is a 95th percentile of 200 ms at most.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from html import unescape
from itertools import cycle, islice
from pathlib import Path
from typing import Any

GOAL_MS = 200
BATCH = 500
SUPPLIERS = 300
YEARS = 3
STATES = {"accepted": 80, "concession": 2, "rejected": 4, "review": 8, "accept": 4, "reject": 1.5, "failed": 0.5}
"""How often each is met, in per cent."""
urlpatterns: list[Any] = []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lots", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="keep the data here, and use what is here already")
    parser.add_argument("--database", help="the URL of an empty PostgreSQL database; SQLite in the folder without it")
    parser.add_argument("--rounds", type=int, default=60)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        prepare(arguments.folder or Path(temporary), arguments.database)
        began = time.monotonic()
        if fill(arguments.lots):
            print(f"filled in {time.monotonic() - began:.0f} s")
        return measure(arguments.rounds)


def prepare(folder: Path, database: str | None) -> None:
    """Django on the folder and the database, with a bare view beside the workbench's."""
    os.environ |= {"LOTGATE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "lotgate.web.settings"}
    if database:
        os.environ["DATABASE_URL"] = database
    import django
    from django.conf import settings

    settings.ROOT_URLCONF = __name__
    django.setup()
    from django.core.management import call_command
    from django.http import HttpResponse
    from django.urls import include, path

    urlpatterns.extend([path("bare", lambda _request: HttpResponse("bare")), path("", include("lotgate.web.urls"))])
    call_command("migrate", verbosity=0)


def fill(lots: int) -> bool:
    """Lots until there are so many; False where there were enough."""
    from django.db import connection

    from lotgate.store.models import Account, Lot
    from lotgate.store.services.accounts import open_site
    from lotgate.store.services.examples import deliver

    if Lot.objects.count() >= lots:
        return False
    if not Account.objects.exists():
        person = {"printed_name": "Chen Jing", "username": "chen", "password": "quiet-river-stones", "language": "en"}
        deliver(account=open_site(site="Plant 1", **person))
        read_all()
    copy(lots - Lot.objects.count())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # what its autovacuum does after a while
    return True


def read_all() -> None:
    """What a worker does, here."""
    from lotgate.store.work import queue
    from lotgate.store.work.read_upload import read
    from lotgate.store.work.reader import READER

    while job := queue.claim("benchmark"):
        read(job.args_kwargs["args"][0], claims=len(job.worker_ids))
        queue.finish(job, "benchmark")
    READER.rest()


def copy(lots: int) -> None:
    """The examples again and again: what differs from lot to lot differs, what is long is as long."""
    from django.db import transaction

    from lotgate.model.certificate import Certificate
    from lotgate.store import search
    from lotgate.store.models import Account, Document, Lot, Original, Upload

    chance = random.Random(1)  # noqa: S311 - the same lots in every run
    account = Account.objects.get()
    patterns = [
        (document, list(document.lots.order_by("position")), Certificate.from_json(document.reading))
        for document in Document.objects.order_by("pk")[:20]
    ]
    spoken = {lot.pk: search.words(lot, certificate) for _, own, certificate in patterns for lot in own}
    offset, made = Original.objects.count(), 0
    wanted = cycle(patterns)
    while made < lots:
        batch = list(islice(wanted, BATCH))
        with transaction.atomic():
            hashes = [f"{offset + number:064x}" for number in range(len(batch))]
            offset += len(batch)
            Original.objects.bulk_create([Original(sha256=sha256, size=50_000) for sha256 in hashes])
            uploads = Upload.objects.bulk_create(
                [_changed(one.upload, original_id=sha256) for (one, _, _), sha256 in zip(batch, hashes, strict=True)]
            )
            documents = Document.objects.bulk_create(
                [
                    _changed(one, upload=upload, sha256=upload.original_id)
                    for (one, _, _), upload in zip(batch, uploads, strict=True)
                ]
            )
            copies = [
                (lot.pk, _another(lot, document, account, chance))
                for (_, own, _), document in zip(batch, documents, strict=True)
                for lot in own
            ]
            rows = Lot.objects.bulk_create([lot for _, lot in copies])
            search.write(
                {
                    row.pk: spoken[pattern] | search.words(row, None)
                    for (pattern, _), row in zip(copies, rows, strict=True)
                }
            )
        made += len(rows)


def _changed(row: Any, **changes: Any) -> Any:
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    for name, value in changes.items():
        fields.pop(f"{name}_id", None)
        fields[name] = value
    return type(row)(**fields)


def _another(lot: Any, document: Any, account: Any, chance: random.Random) -> Any:
    from lotgate.store.models.lots import DECIDED_STATES

    state = chance.choices(list(STATES), list(STATES.values()))[0]
    received = lot.received_at - timedelta(minutes=chance.randrange(YEARS * 365 * 24 * 60))
    decided = {"decided_by": account, "decided_at": received + timedelta(hours=2)} if state in DECIDED_STATES else {}
    return _changed(
        lot,
        upload=document.upload,
        document=document,
        state=state,
        number=f"{lot.number}-{chance.randrange(10**6):06}",
        supplier=f"{lot.supplier} {chance.randrange(SUPPLIERS)}",
        received_at=received,
        **decided,
    )


def measure(rounds: int) -> int:
    """Ask for each page in turn with the bare view, print what it took; 1 where a page misses the goal."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from lotgate.store.models import Account, Lot

    client = Client(headers={"host": "localhost"})
    client.force_login(Account.objects.get(), "django.contrib.auth.backends.ModelBackend")
    print(f"{connection.vendor}, {Lot.objects.count()} lots, {rounds} rounds")
    print(f"{'page':34}{'p50 ms':>8}{'p95 ms':>8}{'cpu ms':>8}{'of bare':>9}{'queries':>9}")
    slow = []
    for name, addresses in pages(client):
        asked = list(islice(cycle(addresses), rounds))
        client.get(asked[0])
        with CaptureQueriesContext(connection) as captured:
            client.get(asked[-1])
            queries = len(captured)
        own, busy, bare = [], [], []
        for address in asked:
            began = time.process_time()
            own.append(timed(client.get, address))
            busy.append((time.process_time() - began) * 1000)
            bare.append(timed(client.get, "/bare"))
        middle, high = statistics.median(own), sorted(own)[int(0.95 * len(own))]
        ratio = middle / statistics.median(bare)
        print(f"{name:34}{middle:8.1f}{high:8.1f}{statistics.median(busy):8.1f}{ratio:9.1f}{queries:9}", flush=True)
        if high > GOAL_MS:
            slow.append(name)
    print(f"over {GOAL_MS} ms: {', '.join(slow) or 'none'}")
    return bool(slow)


def timed(get: Callable[[str], Any], address: str) -> float:
    """Milliseconds until the whole answer is there."""
    began = time.perf_counter()
    answer = get(address)
    taken = (time.perf_counter() - began) * 1000
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return taken


def pages(client: Any) -> Iterator[tuple[str, Sequence[str]]]:
    """The pages and the addresses that are asked for in turn."""
    from lotgate.store.models import Lot, LotState, StandardVersion

    chance = random.Random(2)  # noqa: S311 - the same pages in every run
    some = [
        Lot.objects.defer("verdict").get(pk=pk)
        for pk in chance.sample(list(Lot.objects.exclude(document=None).values_list("pk", flat=True)), 60)
    ]
    yield "inbox, first page", ["/"]
    yield "inbox, page 50", [_turned(client, "/", 49)]
    yield "inbox, a state's page 20", [_turned(client, "/?tab=review", 19)]
    yield "inbox, by product", ["/?sort=product", "/?sort=-product"]
    yield "inbox, by decision", ["/?sort=-decided"]
    yield "inbox, decided", ["/?tab=decided"]
    yield "a state, by product", [f"/?tab={tab}&sort=product" for tab in ("review", "sign", "failed")]
    yield "filter: nothing is in this state", ["/?tab=work"]
    keys = StandardVersion.objects.order_by("key").values_list("key", flat=True)
    yield "filter: standard", [f"/?standard={key}" for key in keys]
    yield "filter: days", [f"/?since={lot.received_at:%Y-%m-%d}&until={lot.received_at:%Y-%m-%d}" for lot in some]
    yield "filter: supplier", [f"/?supplier={lot.supplier}" for lot in some]
    yield "search: rare (a lot)", [f"/?q={lot.number}" for lot in some]
    yield "search: common (every lot)", ["/?q=pdf", "/?q=20"]
    yield "search: Chinese", ["/?q=甲醇", "/?q=聚丙烯树脂", "/?q=水分"]
    yield "search: a value", ["/?q=99.8", "/?q=0.03"]
    yield "search: none", ["/?q=zzz 99.123"]
    yield "search common, filter rare", [f"/?q=pdf&state={LotState.SECOND}"]
    yield "all at once", [f"/?q=pdf&tab=sign&standard={key}&since=2000-01-01&sort=lot" for key in keys]
    for lot in some:
        _lay_pages(lot.document)
    yield "review", [f"/lots/{lot.pk}/" for lot in some]


def _lay_pages(document: Any) -> None:
    """A copy's pages are those of the example that it is a copy of."""
    from django.conf import settings

    pages = settings.STORAGE / "pages"
    example = type(document).objects.filter(name=document.name).earliest("pk")
    if not (pages / document.sha256).exists():
        (pages / document.sha256).symlink_to(pages / example.sha256, target_is_directory=True)


def _turned(client: Any, address: str, times: int) -> str:
    for _ in range(times):
        link = re.search(r'rel="next" href="([^"]+)"', client.get(address).content.decode())
        if link is None:
            return address
        address = "/" + unescape(link.group(1))
    return address


if __name__ == "__main__":
    raise SystemExit(main())
