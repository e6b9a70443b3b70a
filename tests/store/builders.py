"""What tests of the workbench put into the database."""

from datetime import UTC, date, datetime, time
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from django.utils import timezone

from lotgate.batch import Source as FileToRead
from lotgate.standards import loads
from lotgate.store import search, storage
from lotgate.store.models import (
    Account,
    Document,
    Lot,
    LotState,
    Original,
    Role,
    Site,
    Source,
    StandardState,
    StandardVersion,
    Upload,
    UploadState,
)
from lotgate.store.services import reading
from lotgate.store.services.receiving import receive
from lotgate.store.work.reading_job import DocumentRead, PageRead, ReadingJob

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DELIVERED = date(2025, 6, 1)
"""The day for which examples/expected.toml states the decisions."""
PASSWORD = "a quiet harbour"  # noqa: S105 - of people who exist in tests only
_numbers = count(1)


def site(name: str = "Plant one") -> Site:
    """The site of this name, made if it is not there."""
    return Site.objects.get_or_create(name=name)[0]


def account(role: Role = Role.INSPECTOR, *, at: Site | None = None, name: str = "Li Wei") -> Account:
    """A new account whose password is :data:`PASSWORD`."""
    made = Account(username=f"account-{next(_numbers)}", printed_name=name, role=role, site=at or site())
    made.set_password(PASSWORD)
    made.save()
    return made


def lot(by: Account, *, state: LotState = LotState.REVIEW, file: str = "", **facts: Any) -> Lot:
    """A lot of the account's site on a document of its own, as it lies in the inbox; no real reading behind it."""
    number = next(_numbers)
    original = Original.objects.create(sha256=f"{number:064x}", size=1)
    upload = Upload.objects.create(
        site=by.site, original=original, name=file or f"{number}.pdf", state=UploadState.READ
    )
    read = state not in (LotState.WAITING, LotState.READING, LotState.FAILED)
    document = Document.objects.create(
        site=by.site, upload=upload, sha256=original.sha256, name=upload.name, pages=1, reading={}, lotgate="0"
    )
    facts.setdefault("received_at", timezone.now())
    made = Lot(site=by.site, upload=upload, document=document if read else None, state=state, file=upload.name, **facts)
    made.save()
    search.keep([made])
    return made


def released(name: str, *, at: Site | None = None) -> StandardVersion:
    """The example standard of this name, released at the site."""
    text = (EXAMPLES / "standards" / f"{name}.toml").read_bytes().decode("utf-8")
    standard = loads(text)
    return StandardVersion.objects.create(
        site=at or site(),
        key=standard.id,
        number=standard.version.number,
        name=standard.name,
        text=text,
        digest=standard.digest,
        state=StandardState.RELEASED,
    )


def lots(file: str, *, at: Site | None = None, on: date = DELIVERED) -> list[Lot]:
    """The lots of an example certificate, received on that day, read, and judged by what the site has released."""
    with (EXAMPLES / "certificates" / file).open("rb") as stream:
        upload = receive(account=None, site=at or site(), name=file, stream=stream, source=Source.EXAMPLE)
    Upload.objects.filter(pk=upload.pk).update(received_at=datetime.combine(on, time(12), UTC))
    token = f"test-{upload.pk}"
    reading.begin(upload=upload.pk, token=token)
    pages, documents = _read(file)
    for page in pages:
        storage.save_page(page.sha256, page.number, page.picture, page.words)
    reading.save(upload=upload.pk, token=token, documents=documents, failures=[], pages=len(pages))
    return list(Lot.objects.filter(upload=upload).order_by("position"))


@cache
def _read(file: str) -> tuple[list[PageRead], list[DocumentRead]]:
    found = list(ReadingJob(ocr=False)(FileToRead(EXAMPLES / "certificates" / file, file)))
    return [one for one in found if isinstance(one, PageRead)], [one for one in found if isinstance(one, DocumentRead)]
