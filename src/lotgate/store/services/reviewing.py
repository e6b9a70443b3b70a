"""What inspectors change on a lot before it is decided: corrections of the reading, rulings, the choice of a standard.

A correction changes the document's reading and so touches every lot on it: once one of them carries a signature, it is
refused. Everything is judged anew in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lotgate.correcting import AssignItem, Correction, apply, correction_to_json
from lotgate.errors import Conflict, CorrectionError
from lotgate.model.certificate import Certificate
from lotgate.standards import loads
from lotgate.store.corrections import Change, change_of, corrections_of
from lotgate.store.models import (
    DECIDED_STATES,
    OPEN_STATES,
    Account,
    CorrectionRecord,
    Document,
    Lot,
    LotState,
    Ruling,
    StandardState,
    StandardVersion,
)
from lotgate.store.permissions import Permission, require
from lotgate.store.services import audit
from lotgate.store.services.judging import rejudge
from lotgate.store.standing import NEVER_RULED, basis_of, name_of
from lotgate.store.verdicts import lot_verdict_of

_RULING = "ruling-"


@transaction.atomic
def correct(*, account: Account, lot: Lot, corrections: Sequence[Correction], reason: str) -> list[CorrectionRecord]:
    """Make ``corrections`` to the reading of the lot's document as one act, and judge its lots anew.

    ``CorrectionError`` where one does not fit the reading as it stands, ``Conflict`` where a lot on it is signed.
    """
    require(account, Permission.CORRECT)
    document = _unsigned_document(account, lot)
    _check_assignments(lot, corrections)
    made = corrections_of(document)
    reading = Certificate.from_json(document.reading)
    before = apply(reading, made)
    after = apply(reading, [*made, *corrections])
    act = uuid4().hex
    changes = [change_of(correction, before, after) for correction in corrections]
    records = [
        _recorded(document, account, act, correction, change, reason)
        for correction, change in zip(corrections, changes, strict=True)
    ]
    _save_current(document, after.certificate)
    audit.record(
        action="document.corrected",
        subject=document,
        actor=account,
        site=document.site,
        old=[change.old_to_json() for change in changes],
        new=[change.new_to_json() for change in changes],
        reason=reason,
    )
    rejudge(document, keep_assignments=False)
    return records


@transaction.atomic
def undo(*, account: Account, lot: Lot, act: str) -> None:
    """Take back what was done last on the lot, a correction's act or a ruling: the one that ``act`` names.

    ``Conflict`` where something was done since: later corrections rest on earlier ones.
    """
    require(account, Permission.CORRECT)
    document = _unsigned_document(account, lot)
    if last_act(lot) != act or not act:
        raise Conflict(_("Something else was done since; only what was done last can be undone."))
    if act.startswith(_RULING):
        _undo_ruling(account, lot, Ruling.objects.get(pk=act.removeprefix(_RULING), lot=lot))
    else:
        _undo_corrections(account, document, act)
    rejudge(document, keep_assignments=False)


def last_act(lot: Lot) -> str:
    """The name of what was done last and can be undone; empty where there is nothing."""
    record = CorrectionRecord.objects.filter(document=lot.document_id, undone_at=None).last()
    ruling = Ruling.objects.filter(lot=lot, undone_at=None).last()
    if ruling and (record is None or ruling.made_at > record.made_at):
        return f"{_RULING}{ruling.pk}"
    return record.act if record else ""


@transaction.atomic
def rule(*, account: Account, lot: Lot, basis: str, fit: bool, reason: str) -> Ruling:
    """Answer the finding whose digest is ``basis``, which the machine left undecided: fit or not, and why.

    ``Conflict`` where no finding of the lot is that any more, or where it is not undecided.
    """
    require(account, Permission.CORRECT)
    document = _unsigned_document(account, lot, siblings=False)
    lot.refresh_from_db()
    findings = {basis_of(finding): finding for finding in lot_verdict_of(lot).findings}
    finding = findings.get(basis)
    if finding is None:
        raise Conflict(_("The finding changed since it was shown."))
    if not finding.holds_back or finding.status != "undecided" or finding.code in NEVER_RULED:
        raise Conflict(_("Only what the machine left undecided can be ruled on."))
    ruling = Ruling.objects.create(
        lot=lot, finding=name_of(finding), basis=basis, fit=fit, reason=reason, made_by=account
    )
    audit.record(
        action="lot.ruled",
        subject=lot,
        actor=account,
        site=lot.site,
        old={"finding": ruling.finding, "status": "undecided", "said": finding.message()},
        new={"finding": ruling.finding, "status": "fit" if fit else "unfit"},
        reason=reason,
    )
    rejudge(document, keep_assignments=False)
    return ruling


@transaction.atomic
def choose_standard(
    *, account: Account, lot: Lot, standard: StandardVersion | None, instead_of: int | None, reason: str
) -> None:
    """Judge the lot's document by ``standard``, or by whichever fits where it is None.

    ``instead_of`` is the chosen standard that the person saw; ``Conflict`` where it is another by now.
    """
    require(account, Permission.CORRECT)
    document = _unsigned_document(account, lot)
    if document.chosen_standard_id != instead_of:
        raise Conflict(_("Somebody chose another standard meanwhile."))
    if standard and (standard.site_id != account.site_id or standard.state != StandardState.RELEASED):
        raise Conflict(_("Only a released standard can be chosen."))
    old = document.chosen_standard
    document.chosen_standard = standard
    document.save(update_fields=["chosen_standard"])
    audit.record(
        action="document.standard-chosen",
        subject=document,
        actor=account,
        site=document.site,
        old=_named(old),
        new=_named(standard),
        reason=reason,
    )
    rejudge(document, keep_assignments=False)


def _check_assignments(lot: Lot, corrections: Sequence[Correction]) -> None:
    """Only what the standard measures can be meant. Earlier assignments may no longer fit: then the name decides."""
    wanted = {one.characteristic for one in corrections if isinstance(one, AssignItem)} - {None, ""}
    if wanted:
        known = {one.id for one in loads(lot.standard.text).characteristics} if lot.standard else set()
        if wanted - known:
            raise CorrectionError(_("The standard has no such characteristic."))


def _named(standard: StandardVersion | None) -> dict[str, str] | None:
    return {"id": standard.key, "version": standard.number, "digest": standard.digest} if standard else None


def _unsigned_document(account: Account, lot: Lot, *, siblings: bool = True) -> Document:
    """The lot's document, locked with its lots; ``Conflict`` where one of them is signed.

    With ``siblings`` off only the lot itself must not be signed.
    """
    document = Document.objects.select_for_update(of=("self",)).get(lots=lot, site=account.site_id)
    for one in Lot.objects.select_for_update().filter(document=document).order_by("pk"):
        if one.pk == lot.pk or siblings:
            _check_unsigned(one)
    return document


def _check_unsigned(lot: Lot) -> None:
    if lot.state in DECIDED_STATES:
        raise Conflict(_("Lot %(lot)s is decided and locked; it must be reopened first.") % {"lot": lot})
    if lot.state == LotState.SECOND:
        raise Conflict(_("Lot %(lot)s awaits its second signature; that must be refused first.") % {"lot": lot})
    if lot.state not in OPEN_STATES:
        raise Conflict(_("Lot %(lot)s is not read yet.") % {"lot": lot})


def _recorded(
    document: Document, account: Account, act: str, correction: Correction, change: Change, reason: str
) -> CorrectionRecord:
    return CorrectionRecord.objects.create(
        document=document,
        act=act,
        body=correction_to_json(correction),
        subject=change.subject[:300],
        old=change.old,
        new=change.new,
        reason=reason,
        made_by=account,
    )


def _undo_corrections(account: Account, document: Document, act: str) -> None:
    records = list(CorrectionRecord.objects.filter(document=document, act=act, undone_at=None))
    for record in records:
        record.undone_at, record.undone_by = timezone.now(), account
        record.save(update_fields=["undone_at", "undone_by"])
    _save_current(document, apply(Certificate.from_json(document.reading), corrections_of(document)).certificate)
    audit.record(
        action="document.correction-undone",
        subject=document,
        actor=account,
        site=document.site,
        old=[{"subject": record.subject, "value": record.new, "correction": record.body} for record in records],
        new=[{"subject": record.subject, "value": record.old} for record in records],
    )


def _undo_ruling(account: Account, lot: Lot, ruling: Ruling) -> None:
    ruling.undone_at, ruling.undone_by = timezone.now(), account
    ruling.save(update_fields=["undone_at", "undone_by"])
    audit.record(
        action="lot.ruling-undone",
        subject=lot,
        actor=account,
        site=lot.site,
        old={"finding": ruling.finding, "status": "fit" if ruling.fit else "unfit"},
        new={"finding": ruling.finding, "status": "undecided"},
    )


def _save_current(document: Document, certificate: Certificate) -> None:
    plain = certificate.to_json()
    document.current = None if plain == document.reading else plain
    document.save(update_fields=["current"])
