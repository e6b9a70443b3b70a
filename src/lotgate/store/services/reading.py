"""What readers say to the tables: a reading begins, goes on, is tried again, ends. Only the token's holder may."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from importlib.metadata import version

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lotgate.errors import TakenOver
from lotgate.reporting.report import Failure
from lotgate.store import search
from lotgate.store.models import Document, Lot, LotState, Upload, UploadState
from lotgate.store.services import audit
from lotgate.store.services.judging import rejudge
from lotgate.store.work.reading_job import DocumentRead
from lotgate.store.work.tasks import read_upload

ATTEMPTS = 2
RETRY_AFTER = timedelta(seconds=20)
_MAY_PASS = frozenset({"reader-failed", "took-too-long", "too-large"})
"""Failures of the reader and not, or not surely, of the file: on a machine with less to do it may succeed."""


@transaction.atomic
def begin(*, upload: int, token: str) -> Upload | None:
    """Take the file over under a new ``token``, whoever reads it now; None where it is already read or set aside."""
    taken = Upload.objects.select_for_update().get(pk=upload)
    if taken.state in (UploadState.READ, UploadState.FAILED):
        return None
    taken.state, taken.token, taken.pages_read = UploadState.READING, token, 0
    taken.save(update_fields=["state", "token", "pages_read"])
    _unread(taken).update(state=LotState.READING)
    return taken


def tell_progress(*, upload: int, token: str, pages: int) -> None:
    """How many pages are read; ``TakenOver`` without the current token."""
    if not Upload.objects.filter(pk=upload, token=token).update(pages_read=pages):
        raise TakenOver("another reader has taken this file over")


def worth_another_try(upload: Upload, failure: Failure) -> bool:
    """True for a first failure that may not be the file's own."""
    return failure.code in _MAY_PASS and upload.attempts + 1 < ATTEMPTS


@transaction.atomic
def try_again(*, upload: int, token: str) -> None:
    """Put the file back into the queue after an attempt that failed."""
    held = _held(upload, token)
    held.attempts += 1
    held.state, held.token = UploadState.WAITING, ""
    held.save(update_fields=["attempts", "state", "token"])
    _unread(held).update(state=LotState.WAITING)
    read_upload.using(run_after=timezone.now() + RETRY_AFTER).enqueue(held.pk)


@transaction.atomic
def save(
    *, upload: int, token: str, documents: Sequence[DocumentRead], failures: Sequence[Failure], pages: int
) -> None:
    """Save all that one file gave, with its lots and their verdicts, at once. ``TakenOver`` without the current token.

    What says nothing, such as a mail's own text, makes a lot only where the file holds nothing else. A document that
    the site had before is not kept twice: the upload names it among the ``known``.
    """
    held = _held(upload, token)
    telling = [one for one in documents if not one.silent] or ([] if failures else list(documents[:1]))
    kept, known = _keep(held, telling)
    waiting = _unread(held).first()
    if failures:
        waiting = waiting or Lot(site=held.site, upload=held, received_at=held.received_at)
        waiting.state, waiting.file = LotState.FAILED, ", ".join(dict.fromkeys(one.file for one in failures))[:400]
        waiting.save()
        search.keep([waiting])
    elif waiting is not None and kept:
        waiting.document = kept[0]
        waiting.save(update_fields=["document"])
    elif waiting is not None:
        waiting.delete()
    held.known.add(*known)
    for document in kept:
        rejudge(document)
        _record(document)
    _close(held, failures, pages, read=bool(documents))


def _keep(upload: Upload, readings: Sequence[DocumentRead]) -> tuple[list[Document], list[Document]]:
    """The documents that are new at the site, in the file's order, and those that another file brought before."""
    rows: dict[str, Document] = {}
    new: set[str] = set()
    for one in sorted(readings, key=lambda one: one.sha256):  # one order, so that two readers cannot block each other
        rows[one.sha256], created = Document.objects.get_or_create(
            site=upload.site,
            sha256=one.sha256,
            defaults={
                "upload": upload,
                "name": one.name[:400],
                "pages": one.reading["pages"],
                "reading": one.reading,
                "lotgate": version("lotgate"),
            },
        )
        if created:
            new.add(one.sha256)
    order = dict.fromkeys(one.sha256 for one in readings)
    known = [row for sha256, row in rows.items() if sha256 not in new and row.upload_id != upload.pk]
    return [rows[sha256] for sha256 in order if sha256 in new], known


def _close(upload: Upload, failures: Sequence[Failure], pages: int, *, read: bool) -> None:
    upload.state = UploadState.READ if read or not failures else UploadState.FAILED
    upload.attempts += 1
    upload.token, upload.pages_read, upload.finished_at = "", pages, timezone.now()
    upload.error_code = failures[0].code if failures else ""
    upload.error_message = "\n".join(dict.fromkeys(one.message for one in failures))
    upload.error_advice = "\n".join(dict.fromkeys(one.advice for one in failures))
    upload.save()
    if failures:
        new = {"code": upload.error_code, "message": upload.error_message}
        audit.record(action="upload.failed", subject=upload, actor=None, site=upload.site, new=new)


def _record(document: Document) -> None:
    lots = [
        {"lot": lot.number, "state": lot.state, "standard": str(lot.standard) if lot.standard else None}
        for lot in document.lots.order_by("position").select_related("standard")
    ]
    new = {"sha256": document.sha256, "lots": lots, "lotgate": document.lotgate}
    audit.record(action="document.read", subject=document, actor=None, site=document.site, new=new)


def _held(upload: int, token: str) -> Upload:
    held = Upload.objects.select_for_update(of=("self",)).select_related("site").get(pk=upload)
    if held.token != token:
        raise TakenOver("another reader has taken this file over")
    return held


def _unread(upload: Upload) -> QuerySet[Lot]:
    return Lot.objects.filter(upload=upload, document=None)
