"""The decision on a lot: signatures, the second pair of eyes, reopening.

A signature asks for the password again, shows printed name, time and meaning, and is bound to the digests of what was
on the signer's screen (21 CFR 11.50, 11.70, 11.200).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lotgate.errors import Conflict, Forbidden
from lotgate.model.verdict import Decision, digest
from lotgate.store.models import (
    DECIDED_STATES,
    OPEN_STATES,
    Account,
    Document,
    Lot,
    LotState,
    Material,
    Meaning,
    Ruling,
    Signature,
)
from lotgate.store.permissions import Permission, require
from lotgate.store.services import audit
from lotgate.store.services.judging import rejudge
from lotgate.store.standing import Standing, standing
from lotgate.store.verdicts import lot_verdict_of, reading_digest_of, seal_over, verdict_digest_of

OUTCOMES = {
    Meaning.ACCEPT: LotState.ACCEPTED,
    Meaning.CONCESSION: LotState.CONCESSION,
    Meaning.REJECT: LotState.REJECTED,
}
"""The meanings that decide, and the state that each leads to."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A person who has just given the password again; made by :func:`signer` only."""

    account: Account


def signer(*, request: HttpRequest, account: Account, password: str) -> Signer:
    """The person at the keyboard, proved by the password; ``Forbidden`` where it is wrong.

    A wrong one counts towards the throttling of sign-ins, so it must not be rolled back: call this outside of a
    transaction.
    """
    found = authenticate(request, username=account.username, password=password)
    if getattr(request, "axes_locked_out", False):
        request.axes_locked_out = False  # type: ignore[attr-defined]  # said here, not by a page of its own
        raise Forbidden(_("Too many wrong passwords: signing is closed to you for some minutes."))
    if found is None or found.pk != account.pk:
        raise Forbidden(_("The password is wrong."))
    return Signer(account)


def seal_of(lot: Lot) -> str:
    """The digest of all that a signature rests on: reading, verdict, rulings, earlier signatures.

    A page shows it, the signature gives it back: where it differs, something changed since the page was opened.
    """
    rulings = Ruling.objects.filter(lot=lot, undone_at=None).order_by("pk").values_list("pk", flat=True)
    signatures = Signature.objects.filter(lot=lot).order_by("pk").values_list("pk", flat=True)
    return seal_over(lot, rulings, signatures)


def standing_of(lot: Lot) -> Standing:
    """Where the lot stands after the rulings in force."""
    return standing(lot_verdict_of(lot), Ruling.objects.filter(lot=lot, undone_at=None).order_by("pk"))


def needs_second(lot: Lot) -> bool:
    """Whether the lot's material asks for four eyes."""
    return (
        lot.standard is not None
        and Material.objects.filter(site=lot.site_id, key=lot.standard.key, four_eyes=True).exists()
    )


@transaction.atomic
def sign(*, signer: Signer, lot: Lot, meaning: Meaning, reason: str, seen: str) -> Signature:
    """Decide on the lot, or, where it awaits a second signature, give that one.

    Accepting needs every finding passed or answered; accepting under concession needs a fail, no open doubt and a
    reason; rejecting a reason. ``seen`` is the seal that was on the screen. ``Conflict`` where one of these is missing,
    where the lot is decided, or where the second person is the first or says otherwise than the first.
    """
    account = signer.account
    require(account, Permission.CONCEDE if meaning == Meaning.CONCESSION else Permission.DECIDE)
    lot = _locked(account, lot)
    _check_state(lot)
    _check_seen(lot, seen)
    _check_meaning(lot, meaning, reason)
    second = lot.state == LotState.SECOND
    if second:
        _check_second(lot, account, meaning)
    elif lot.state not in OPEN_STATES:
        raise Conflict(_("This lot is not read yet."))
    signature = _signed(lot, account, meaning, reason, second=second)
    old = lot.state
    if not second and needs_second(lot):
        lot.state = LotState.SECOND
    else:
        lot.state, lot.decided_by, lot.decided_at = OUTCOMES[meaning], account, signature.signed_at
    lot.save(update_fields=["state", "decided_by", "decided_at"])
    _tell("lot.countersigned" if second else "lot.signed", lot, signature, old)
    return signature


@transaction.atomic
def refuse(*, signer: Signer, lot: Lot, reason: str, seen: str) -> Signature:
    """Do not give the second signature: the first no longer counts, and the lot is open again."""
    require(signer.account, Permission.DECIDE)
    lot = _locked(signer.account, lot)
    _check_seen(lot, seen)
    if lot.state != LotState.SECOND:
        raise Conflict(_("This lot does not await a second signature."))
    _check_reason(reason)
    return _opened(lot, signer.account, Meaning.REFUSE, reason, "lot.refused")


@transaction.atomic
def reopen(*, signer: Signer, lot: Lot, reason: str, seen: str) -> Signature:
    """Open a decided lot again: its signatures stay on record and no longer count."""
    require(signer.account, Permission.REOPEN)
    lot = _locked(signer.account, lot)
    _check_seen(lot, seen)
    if not lot.decided:
        raise Conflict(_("Only a decided lot can be reopened."))
    _check_reason(reason)
    return _opened(lot, signer.account, Meaning.REOPEN, reason, "lot.reopened")


def _opened(lot: Lot, account: Account, meaning: Meaning, reason: str, action: str) -> Signature:
    Signature.objects.filter(lot=lot, superseded=False).update(superseded=True)
    signature = _signed(lot, account, meaning, reason, second=meaning == Meaning.REFUSE, superseded=True)
    old, now = lot.state, standing_of(lot)
    lot.state, lot.decided_by, lot.decided_at = LotState(now.decision), None, None
    lot.save(update_fields=["state", "decided_by", "decided_at"])
    with suppress(Conflict):  # other lots of the document are still signed as they stand: this one stays as it was
        rejudge(_document_of(lot), keep_assignments=False)
    lot.refresh_from_db()
    _tell(action, lot, signature, old)
    return signature


def _locked(account: Account, lot: Lot) -> Lot:
    # The document before the lot, as everywhere, so that two writers never wait for each other.
    Document.objects.select_for_update(of=("self",)).filter(lots=lot, site=account.site_id).first()
    return Lot.objects.select_for_update().get(pk=lot.pk, site=account.site_id)


def _document_of(lot: Lot) -> Document:
    if lot.document is None:
        raise Conflict(_("This lot is not read yet."))
    return lot.document


def _check_state(lot: Lot) -> None:
    if lot.state in DECIDED_STATES:
        raise Conflict(_("This lot is already decided: %(state)s.") % {"state": lot.get_state_display()})
    if lot.state not in OPEN_STATES:
        raise Conflict(_("This lot is not read yet."))


def _check_seen(lot: Lot, seen: str) -> None:
    if seen != seal_of(lot):
        raise Conflict(_("The lot changed since you opened it; nothing was signed."))
    document = _document_of(lot)
    if digest(document.current or document.reading) != reading_digest_of(lot):
        raise Conflict(_("The verdict is not of the reading as it stands; nothing was signed."))


def _check_meaning(lot: Lot, meaning: Meaning, reason: str) -> None:
    if meaning not in OUTCOMES:
        raise Conflict(_("This is not a decision."))
    if meaning != Meaning.ACCEPT:
        _check_reason(reason)
    if meaning == Meaning.REJECT:
        return
    now = standing_of(lot)
    if now.doubts or (not now.fails and now.decision is not Decision.ACCEPT):
        raise Conflict(_("Findings are still undecided: each must be confirmed, corrected or ruled on."))
    if meaning == Meaning.ACCEPT and now.fails:
        raise Conflict(_("A requirement is violated: the lot can only be accepted under concession."))
    if meaning == Meaning.CONCESSION and not now.fails:
        raise Conflict(_("Nothing is violated: the lot needs no concession."))


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Conflict(_("This needs a reason."), advice=_("Write why, then sign again."))


def _check_second(lot: Lot, account: Account, meaning: Meaning) -> None:
    first = Signature.objects.get(lot=lot, superseded=False)
    if first.signed_by_id == account.pk:
        raise Conflict(_("The second signature is another person's."))
    if first.meaning != meaning:
        raise Conflict(_("The first signature says otherwise; refuse it first."))
    if (first.reading_digest, first.verdict_digest) != (reading_digest_of(lot), verdict_digest_of(lot)):
        raise Conflict(_("The verdict changed since the first signature; refuse it first."))


def _signed(
    lot: Lot, account: Account, meaning: Meaning, reason: str, *, second: bool, superseded: bool = False
) -> Signature:
    return Signature.objects.create(
        lot=lot,
        meaning=meaning,
        reason=reason.strip(),
        second=second,
        signed_by=account,
        printed_name=account.printed_name,
        reading_digest=reading_digest_of(lot),
        verdict_digest=verdict_digest_of(lot),
        superseded=superseded,
    )


def _tell(action: str, lot: Lot, signature: Signature, old: str) -> None:
    rulings = Ruling.objects.filter(lot=lot, undone_at=None).order_by("pk").values_list("pk", flat=True)
    audit.record(
        action=action,
        subject=lot,
        actor=signature.signed_by,
        site=lot.site,
        old={"state": str(old)},
        new={
            "state": str(lot.state),
            "signature": signature.pk,
            "meaning": str(signature.meaning),
            "printed_name": signature.printed_name,
            "reading_sha256": signature.reading_digest,
            "verdict_sha256": signature.verdict_digest,
            "rulings": list(rulings),
        },
        reason=signature.reason,
    )
