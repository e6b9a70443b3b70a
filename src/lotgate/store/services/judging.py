"""Judging a document's lots: its current reading by the site's released standards, on the day it was received.

The verdict is the judge's alone, on what people corrected and by the standard that they chose, where they did; their
rulings count beside it. A lot that was signed is never touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lotgate import pipeline
from lotgate.correcting import Corrected, apply, correction_from_json
from lotgate.errors import Conflict
from lotgate.lexicon.parties import same_material
from lotgate.model.certificate import Certificate, HeaderField
from lotgate.model.delivery import Delivery
from lotgate.model.standard import Standard
from lotgate.model.verdict import LotVerdict, Verdict
from lotgate.standards import choose, loads
from lotgate.store import search
from lotgate.store.models import CorrectionRecord, Document, Lot, LotState, StandardState, StandardVersion
from lotgate.store.models.lots import DECIDED_STATES
from lotgate.store.services import audit
from lotgate.store.standing import standing

LOCKED_STATES = (*DECIDED_STATES, LotState.SECOND)
"""A signature stands under what these say."""
_ASIDE = 10_000
"""Above every place in a verdict."""
_PARSED: dict[str, Standard] = {}
"""By digest of the text: parsing one takes as long as judging by it."""


@transaction.atomic
def rejudge(document: Document, *, keep_assignments: bool = True) -> list[Lot]:
    """Judge the document anew, with people's corrections, and bring its lots up to date; in the verdict's order.

    Rows follow their lot's number, else their place. A lot that the reading no longer names loses its row; ``Conflict``
    where that row was signed or ruled on, or where a signed lot would have to move. ``CorrectionError`` where an item
    is assigned to a characteristic that the standard does not have; without ``keep_assignments`` its name decides.
    """
    document = Document.objects.select_for_update(of=("self",)).select_related("site", "upload").get(pk=document.pk)
    corrected, delivery = _corrected(document), _delivery(document)
    versions = _candidates(document, corrected.certificate, delivery)
    standards = tuple(versions.values())
    assigned = corrected.assigned
    if not keep_assignments:
        assigned = _fitting(assigned, choose(standards, corrected.certificate, delivery).standard)
    verdict = pipeline.check_by_any(corrected.certificate, standards, delivery=delivery, assigned=assigned)
    rows = _rows(document, verdict.lots)
    for position, row in enumerate(rows):
        if row.state not in LOCKED_STATES:
            _bring_up_to_date(row, position, document, corrected.certificate, verdict, versions)
    search.keep(rows, corrected.certificate)
    return rows


def trial(document: Document, standard: Standard) -> Verdict:
    """What ``standard`` would say of the document as it reads now; nothing is changed."""
    corrected = _corrected(document)
    assigned = _fitting(corrected.assigned, standard)
    return pipeline.check(corrected.certificate, standard, delivery=_delivery(document), assigned=assigned)


def rejudge_open(*, site: int, key: str = "") -> int:
    """Judge all of a site's documents with a lot that nobody signed; how many. ``key``: the standard that changed.

    Each in a transaction of its own; a changed proposal leaves its entry in the audit trail.
    """
    waiting = Lot.objects.filter(site=site, document__isnull=False).exclude(state__in=LOCKED_STATES)
    documents = list(
        Document.objects.filter(pk__in=waiting.values("document")).order_by("pk").values_list("pk", flat=True)
    )
    for pk in documents:
        with suppress(Conflict):  # it has a signed lot that would have to change: it stays as it was signed
            _rejudge_and_record(pk, key)
    return len(documents)


def released(site_id: int, day: date) -> dict[int, Standard]:
    """The site's released standards that are in force on the day, by their rows' keys."""
    rows = StandardVersion.objects.filter(site_id=site_id, state=StandardState.RELEASED)
    return {pk: one for pk, one in _parsed(rows).items() if one.version.covers(day)}


def _parsed(rows: QuerySet[StandardVersion]) -> dict[int, Standard]:
    digests: dict[int, str] = dict(rows.order_by("pk").values_list("pk", "digest"))
    for pk, text in rows.filter(pk__in=[pk for pk, one in digests.items() if one not in _PARSED]).values_list(
        "pk", "text"
    ):
        _PARSED[digests[pk]] = loads(text)
    return {pk: _PARSED[one] for pk, one in digests.items()}


def _corrected(document: Document) -> Corrected:
    records = CorrectionRecord.objects.filter(document=document, undone_at=None).order_by("id")
    corrections = [correction_from_json(body) for body in records.values_list("body", flat=True)]
    return apply(Certificate.from_json(document.reading), corrections)


def _delivery(document: Document) -> Delivery:
    """The buyer's own facts: the day on which the file came."""
    return Delivery(date=timezone.localdate(document.upload.received_at))


def _candidates(document: Document, reading: Certificate, delivery: Delivery) -> dict[int, Standard]:
    """The standard that a person chose; else those released that are about the material, or all where none is.

    A site's only standard is not meant for every certificate: where the material is another, there is none.
    """
    chosen = _parsed(StandardVersion.objects.filter(pk=document.chosen_standard_id or 0, state=StandardState.RELEASED))
    if chosen or delivery.date is None:
        return chosen
    candidates = released(document.site_id, delivery.date)
    product = reading.first(HeaderField.PRODUCT)
    if product is None:
        return candidates
    fitting = {pk: one for pk, one in candidates.items() if same_material(product, one.material.names)}
    return fitting or (candidates if len({one.id for one in candidates.values()}) > 1 else {})


def _fitting(assigned: Mapping[int, str], standard: Standard | None) -> dict[int, str]:
    """The assignments that still mean something by the standard."""
    measured = {one.id for one in standard.characteristics if one.formula is None} if standard else set()
    return {item: one for item, one in assigned.items() if not one or one in measured}


def _rows(document: Document, lots: Sequence[LotVerdict]) -> list[Lot]:
    """A row for each lot: those that are there, and new ones; what is left over is removed."""
    left = list(document.lots.select_for_update().order_by("position"))
    rows: dict[int, Lot] = {}
    for position, lot in enumerate(lots):
        row = next((one for one in left if one.number == _number(lot)), None)
        if row is not None:
            left.remove(row)
            rows[position] = row
    for position in (one for one in range(len(lots)) if one not in rows):
        rows[position] = left.pop(0) if left else Lot(site=document.site, document=document)
    for row in left:
        _remove(row)
    _settle({position: row for position, row in rows.items() if row.pk and row.position != position})
    return [rows[position] for position in range(len(lots))]


def _remove(row: Lot) -> None:
    if row.state in LOCKED_STATES or row.signatures.exists() or row.rulings.exists():
        raise Conflict(
            f"lot {row} was signed or ruled on and would no longer be on the certificate",
            advice="Take the rulings on it back, or give it a lot number that stays.",
        )
    row.repeated_by.update(repeats=None)
    row.delete()


def _settle(moved: dict[int, Lot]) -> None:
    """Move rows to their new places, first out of each other's way."""
    if any(row.state in LOCKED_STATES for row in moved.values()):
        raise Conflict("a signed lot would have to change its place on the certificate", advice="Reopen it first.")
    for position, row in moved.items():
        Lot.objects.filter(pk=row.pk).update(position=_ASIDE + position)
    for position, row in moved.items():
        Lot.objects.filter(pk=row.pk).update(position=position)


def _bring_up_to_date(
    row: Lot,
    position: int,
    document: Document,
    reading: Certificate,
    verdict: Verdict,
    versions: Mapping[int, Standard],
) -> None:
    lot = verdict.lots[position]
    rulings = row.rulings.filter(undone_at=None) if row.pk else ()
    now = standing(lot, rulings)
    row.upload, row.position, row.file = document.upload, position, document.name
    row.received_at = document.upload.received_at
    row.number = _number(lot)
    row.product = _header(reading, HeaderField.PRODUCT, 300)
    row.supplier = _header(reading, HeaderField.SUPPLIER, 300)
    row.certificate_no = _header(reading, HeaderField.CERTIFICATE_NO, 200)
    row.standard_id, row.verdict = _used(verdict, versions), verdict.to_json()
    row.state, row.fails, row.doubts = LotState(now.decision), now.fails, now.doubts
    row.repeats = _earlier(row, document)
    row.save()


def _used(verdict: Verdict, versions: Mapping[int, Standard]) -> int | None:
    digest = verdict.standard.digest if verdict.standard else None
    return next((pk for pk, one in versions.items() if one.digest == digest), None)


def _number(lot: LotVerdict) -> str:
    return (lot.lot or "")[:200]


def _header(reading: Certificate, name: HeaderField, most: int) -> str:
    return (reading.first(name) or "")[:most]


def _earlier(row: Lot, document: Document) -> Lot | None:
    """The latest row that came before with the same lot of the same supplier, on another document."""
    if not row.number:
        return None
    same = Lot.objects.filter(site=document.site, number=row.number, supplier=row.supplier)
    before = same.filter(pk__lt=row.pk) if row.pk else same
    return before.exclude(document=document).order_by("-pk").first()


@transaction.atomic
def _rejudge_and_record(pk: int, key: str) -> None:
    document = Document.objects.select_for_update().get(pk=pk)
    before = {lot.pk: _proposal(lot) for lot in document.lots.all()}
    for lot in rejudge(document, keep_assignments=False):
        old, new = before.get(lot.pk), _proposal(lot)
        if old != new:
            reason = f"standard {key}" if key else ""
            audit.record(
                action="lot.judged", subject=lot, actor=None, site=document.site, old=old, new=new, reason=reason
            )


def _proposal(lot: Lot) -> dict[str, Any]:
    return {"state": lot.state, "standard": lot.standard_id, "fails": lot.fails, "doubts": lot.doubts}
