"""Taking files in: the original is kept, the inbox gets a row at once, and the reading is queued."""

from __future__ import annotations

import re
import unicodedata
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lotgate.errors import Conflict, Forbidden
from lotgate.store import search, storage
from lotgate.store.models import Account, Lot, LotState, Original, Site, Source, Upload, UploadState
from lotgate.store.permissions import Permission, require
from lotgate.store.services import audit
from lotgate.store.work.tasks import read_upload

LONGEST_NAME = 400
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Characters that show nothing or turn the direction of what follows: "gpj.exe" must not pass for a picture."""


def receive(*, account: Account | None, site: Site, name: str, stream: BinaryIO, source: Source) -> Upload:
    """Keep a file and queue its reading. Without an account it is the program that takes it, from the watched folder.

    The same bytes at the same site are not read twice: the upload's ``same_as`` then names the earlier one, which is
    tried again if it could not be read. ``TooLarge`` beyond the settings' bound, ``Forbidden`` for another site.
    """
    if account is not None:
        require(account, Permission.RECEIVE)
        if account.site_id != site.pk:
            raise Forbidden(f"{account.printed_name} does not work at {site.name}")
    sha256, size = storage.keep(stream, limit=settings.UPLOAD_BYTES)
    with transaction.atomic():
        Original.objects.get_or_create(sha256=sha256, defaults={"size": size})
        original = Original.objects.select_for_update().get(sha256=sha256)  # two at once: the second sees the first
        earlier = Upload.objects.filter(site=site, original=original, same_as=None).first()
        upload = Upload.objects.create(
            site=site,
            original=original,
            name=shown_name(name),
            source=source,
            received_by=account,
            same_as=earlier,
            state=UploadState.READ if earlier else UploadState.WAITING,
            finished_at=timezone.now() if earlier else None,
        )
        new = {"name": upload.name, "sha256": sha256, "size": size, "source": str(source)}
        if earlier is not None:
            new["same_as"] = earlier.pk
        audit.record(action="upload.received", subject=upload, actor=account, site=site, new=new)
        if earlier is None:
            _expect(upload)
        elif earlier.state == UploadState.FAILED:
            _again(earlier, account)
    return upload


@transaction.atomic
def read_again(*, account: Account, upload: Upload) -> Upload:
    """Queue once more a file that could not be read, or not wholly; ``Conflict`` while it is waiting or was read."""
    require(account, Permission.RECEIVE)
    upload = Upload.objects.select_for_update().get(pk=upload.pk, site=account.site)
    if upload.state != UploadState.FAILED and not upload.error_code:
        raise Conflict(f"{upload.name} has not failed")
    _again(upload, account)
    return upload


def shown_name(name: str) -> str:
    """A stranger's file name as it may be shown: one line, no unseen characters, folders above it left out."""
    text = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in _UNSEEN)
    parts = [part.strip() for part in re.split(r"[\\/]+", text)]
    return "/".join(part for part in parts if part.strip("."))[-LONGEST_NAME:] or "unnamed"


def _expect(upload: Upload) -> None:
    """The inbox's row for a file not read yet, and the job that reads it: in one transaction, so neither is lost."""
    lot = Lot.objects.create(site=upload.site, upload=upload, file=upload.name, received_at=upload.received_at)
    search.keep([lot])
    read_upload.enqueue(upload.pk)


def _again(upload: Upload, account: Account | None) -> None:
    upload.state, upload.attempts, upload.finished_at = UploadState.WAITING, 0, None
    upload.error_code = upload.error_message = upload.error_advice = ""
    upload.save()
    Lot.objects.filter(upload=upload, document=None).update(state=LotState.WAITING, file=upload.name)
    audit.record(action="upload.read-again", subject=upload, actor=account, site=upload.site)
    read_upload.enqueue(upload.pk)
