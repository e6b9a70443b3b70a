"""What tests of the workbench put into the database."""

from itertools import count
from typing import Any

from django.utils import timezone

from lotgate.store import search
from lotgate.store.models import Account, Document, Lot, LotState, Original, Role, Site, Upload, UploadState

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
