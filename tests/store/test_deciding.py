"""Signing: what may be signed, by whom, bound to what, and what it locks."""

import threading
from collections.abc import Callable

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.http import HttpRequest

from lotgate.correcting import StrikeItem
from lotgate.errors import Conflict, Forbidden
from lotgate.model.verdict import digest
from lotgate.store.models import Account, AuditEntry, Document, Lot, LotState, Material, Meaning, Role, Signature
from lotgate.store.selectors.review import review_of
from lotgate.store.selectors.review_lots import lots_of
from lotgate.store.services.deciding import Signer, refuse, reopen, seal_of, sign, signer
from lotgate.store.services.judging import rejudge
from lotgate.store.services.reviewing import correct, rule
from store.builders import PASSWORD, account, lots, released, site

pytestmark = pytest.mark.django_db
OPEN, ACCEPTABLE, VIOLATING = "citric-acid-borderless.pdf", "methanol-ruled.pdf", "polypropylene-two-level.pdf"
WRONG = PASSWORD[::-1]
STANDARDS = {OPEN: "citric-acid", ACCEPTABLE: "methanol", VIOLATING: "polypropylene"}


def arrived(file: str) -> Lot:
    released(STANDARDS[file])
    return lots(file)[0]


def request() -> HttpRequest:
    made = HttpRequest()
    made.META["REMOTE_ADDR"] = "192.0.2.1"
    made.method = "POST"
    return made


def proved(who: Account) -> Signer:
    return signer(request=request(), account=who, password=PASSWORD)


def signed(who: Account, lot: Lot, meaning: Meaning = Meaning.ACCEPT, reason: str = "") -> Signature:
    lot.refresh_from_db()
    return sign(signer=proved(who), lot=lot, meaning=meaning, reason=reason, seen=seal_of(lot))


def four_eyes(lot: Lot) -> None:
    assert lot.standard is not None
    Material.objects.create(site=lot.site, key=lot.standard.key, four_eyes=True)


def last_entry() -> AuditEntry:
    entry = AuditEntry.objects.order_by("-number").first()
    assert entry is not None
    return entry


def test_a_lot_that_meets_everything_is_accepted():
    lot, who = arrived(ACCEPTABLE), account(name="Li Wei")
    signature = signed(who, lot)
    lot.refresh_from_db()
    assert (lot.state, lot.decided_by, lot.decided_at) == (LotState.ACCEPTED, who, signature.signed_at)
    assert (signature.printed_name, signature.get_meaning_display()) == ("Li Wei", "Accepted")


def test_a_signature_carries_the_digests_of_what_was_signed_and_stands_in_the_trail():
    lot = arrived(ACCEPTABLE)
    signature = signed(account(), lot)
    document = Document.objects.get()
    assert signature.reading_digest == digest(document.reading)
    assert signature.verdict_digest == digest(lot.verdict or {})
    entry = last_entry()
    assert entry.action == "lot.signed"
    assert entry.old == {"state": "accept"}
    assert (entry.new["state"], entry.new["verdict_sha256"]) == ("accepted", signature.verdict_digest)


@pytest.mark.parametrize("file", [OPEN, VIOLATING])
@pytest.mark.parametrize("meaning", [Meaning.REFUSE, Meaning.REOPEN, Meaning.ACCEPT])
def test_a_lot_with_an_open_or_violated_requirement_is_not_accepted(file: str, meaning: Meaning):
    lot = arrived(file)
    with pytest.raises(Conflict):
        signed(account(Role.MANAGER), lot, meaning, "x")
    assert not Signature.objects.exists()


def test_a_doubt_ruled_fit_lets_the_lot_be_accepted():
    lot, who = arrived(OPEN), account()
    point = review_of(lots_of(who).get(pk=lot.pk), language="en").needs[0]
    rule(account=who, lot=lot, basis=point.basis, fit=True, reason="Below our own limit of detection")
    signed(who, lot)
    lot.refresh_from_db()
    assert lot.state == LotState.ACCEPTED


def test_a_violated_requirement_is_conceded_by_a_manager_with_a_reason():
    lot = arrived(VIOLATING)
    manager = account(Role.MANAGER)
    with pytest.raises(Forbidden):
        signed(account(Role.INSPECTOR), lot, Meaning.CONCESSION, "Good enough for regrind")
    with pytest.raises(Conflict, match="reason"):
        signed(manager, lot, Meaning.CONCESSION, "  ")
    signed(manager, lot, Meaning.CONCESSION, "Good enough for regrind")
    lot.refresh_from_db()
    assert lot.state == LotState.CONCESSION


@pytest.mark.parametrize("file", [OPEN, ACCEPTABLE])
def test_only_what_is_violated_and_nothing_undecided_is_conceded(file: str):
    lot = arrived(file)
    with pytest.raises(Conflict):
        signed(account(Role.MANAGER), lot, Meaning.CONCESSION, "x")


@pytest.mark.parametrize("file", [OPEN, ACCEPTABLE, VIOLATING])
def test_any_lot_is_rejected_with_a_reason(file: str):
    lot, who = arrived(file), account()
    with pytest.raises(Conflict, match="reason"):
        signed(who, lot, Meaning.REJECT)
    signed(who, lot, Meaning.REJECT, "Bags torn")
    lot.refresh_from_db()
    assert lot.state == LotState.REJECTED


def test_a_decided_lot_is_not_decided_again():
    lot, who = arrived(ACCEPTABLE), account()
    signed(who, lot)
    with pytest.raises(Conflict, match="already decided"):
        signed(who, lot, Meaning.REJECT, "x")


def test_a_lot_without_a_standard_is_never_accepted():
    (lot,) = lots(ACCEPTABLE)
    for meaning in (Meaning.ACCEPT, Meaning.CONCESSION):
        with pytest.raises(Conflict):
            signed(account(Role.MANAGER), lot, meaning, "x")


def test_what_changed_since_the_page_was_opened_is_not_signed():
    lot, who = arrived(ACCEPTABLE), account()
    seen = seal_of(lot)
    correct(account=account(), lot=lot, corrections=[StrikeItem(0)], reason="a colleague's")
    with pytest.raises(Conflict, match="changed"):
        sign(signer=proved(who), lot=lot, meaning=Meaning.REJECT, reason="x", seen=seen)


def test_a_verdict_of_another_reading_is_not_signed():
    lot, who = arrived(ACCEPTABLE), account()
    document = Document.objects.get()
    document.current = {**document.reading, "file": "changed behind the workbench's back"}
    document.save()
    with pytest.raises(Conflict, match="reading"):
        signed(who, lot)


def test_a_wrong_password_signs_nothing_and_counts_towards_the_throttling():
    who = account()
    with pytest.raises(Forbidden, match="password"):
        signer(request=request(), account=who, password=WRONG)
    assert AccessAttempt.objects.get(username=who.username).failures_since_start == 1


def test_after_too_many_wrong_passwords_the_right_one_does_not_sign_either(settings):
    who = account()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        with pytest.raises(Forbidden):
            signer(request=request(), account=who, password=WRONG)
    with pytest.raises(Forbidden):
        proved(who)


def test_two_people_sign_where_the_material_asks_for_four_eyes():
    lot, first, second = arrived(ACCEPTABLE), account(), account()
    four_eyes(lot)
    signed(first, lot)
    lot.refresh_from_db()
    assert (lot.state, lot.decided_by) == (LotState.SECOND, None)
    with pytest.raises(Conflict, match="another person"):
        signed(first, lot)
    with pytest.raises(Conflict, match="otherwise"):
        signed(second, lot, Meaning.REJECT, "x")
    signature = signed(second, lot)
    lot.refresh_from_db()
    assert (lot.state, lot.decided_by, signature.second) == (LotState.ACCEPTED, second, True)
    assert last_entry().action == "lot.countersigned"


def test_the_second_of_a_concession_may_concede_too():
    lot = arrived(VIOLATING)
    four_eyes(lot)
    signed(account(Role.MANAGER), lot, Meaning.CONCESSION, "Regrind")
    with pytest.raises(Forbidden):
        signed(account(Role.INSPECTOR), lot, Meaning.CONCESSION, "Regrind")
    signed(account(Role.MANAGER), lot, Meaning.CONCESSION, "Regrind")


def test_the_second_person_may_refuse():
    lot, first, second = arrived(ACCEPTABLE), account(), account()
    four_eyes(lot)
    signed(first, lot)
    lot.refresh_from_db()
    with pytest.raises(Conflict, match="reason"):
        refuse(signer=proved(second), lot=lot, reason="", seen=seal_of(lot))
    refuse(signer=proved(second), lot=lot, reason="Wrong supplier", seen=seal_of(lot))
    lot.refresh_from_db()
    assert lot.state == LotState.ACCEPT
    assert not Signature.objects.filter(superseded=False).exists()
    assert (last_entry().action, last_entry().reason) == ("lot.refused", "Wrong supplier")
    signed(first, lot)


def test_what_awaits_no_second_signature_cannot_be_refused():
    lot = arrived(ACCEPTABLE)
    with pytest.raises(Conflict):
        refuse(signer=proved(account()), lot=lot, reason="x", seen=seal_of(lot))


def test_reopening_supersedes_the_signatures_and_asks_for_a_reason():
    lot, manager = arrived(ACCEPTABLE), account(Role.MANAGER)
    signed(account(), lot)
    lot.refresh_from_db()
    with pytest.raises(Conflict, match="reason"):
        reopen(signer=proved(manager), lot=lot, reason=" ", seen=seal_of(lot))
    reopen(signer=proved(manager), lot=lot, reason="Complaint 17", seen=seal_of(lot))
    lot.refresh_from_db()
    assert (lot.state, lot.decided_by, lot.decided_at) == (LotState.ACCEPT, None, None)
    assert [one.meaning for one in Signature.objects.filter(superseded=True)] == ["accept", "reopen"]
    assert (last_entry().action, last_entry().reason) == ("lot.reopened", "Complaint 17")
    correct(account=manager, lot=lot, corrections=[StrikeItem(0)], reason="now it may be")


def test_only_a_decided_lot_is_reopened_and_only_by_a_manager():
    lot = arrived(ACCEPTABLE)
    with pytest.raises(Conflict):
        reopen(signer=proved(account(Role.MANAGER)), lot=lot, reason="x", seen=seal_of(lot))
    signed(account(), lot)
    lot.refresh_from_db()
    with pytest.raises(Forbidden):
        reopen(signer=proved(account(Role.INSPECTOR)), lot=lot, reason="x", seen=seal_of(lot))


def test_judging_again_leaves_a_signed_lot_as_it_was_signed():
    lot = arrived(ACCEPTABLE)
    signed(account(), lot)
    lot.refresh_from_db()
    before = lot.verdict
    released("citric-acid")
    rejudge(Document.objects.get())
    lot.refresh_from_db()
    assert (lot.state, lot.verdict) == (LotState.ACCEPTED, before)


SIGNINGS: list[Callable[[Signer, Lot], object]] = [
    lambda who, lot: sign(signer=who, lot=lot, meaning=Meaning.REJECT, reason="x", seen=seal_of(lot)),
    lambda who, lot: refuse(signer=who, lot=lot, reason="x", seen=seal_of(lot)),
    lambda who, lot: reopen(signer=who, lot=lot, reason="x", seen=seal_of(lot)),
]


@pytest.mark.parametrize("act", SIGNINGS)
def test_an_auditor_signs_nothing(act: Callable[[Signer, Lot], object]):
    lot = arrived(ACCEPTABLE)
    with pytest.raises(Forbidden):
        act(proved(account(Role.AUDITOR)), lot)


@pytest.mark.parametrize("act", SIGNINGS)
def test_another_site_has_no_such_lot(act: Callable[[Signer, Lot], object]):
    lot = arrived(ACCEPTABLE)
    with pytest.raises(Lot.DoesNotExist):
        act(proved(account(Role.MANAGER, at=site("Plant two"))), lot)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_sign_at_once_one_signs():
    lot = arrived(ACCEPTABLE)
    seen = seal_of(lot)
    people = [proved(account()), proved(account())]
    together, outcomes = threading.Barrier(2), []

    def one(who: Signer) -> None:
        together.wait()
        try:
            sign(signer=who, lot=lot, meaning=Meaning.ACCEPT, reason="", seen=seen)
            outcomes.append("signed")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "signed"]
    assert Signature.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_correction_made_while_somebody_signs_is_refused_or_stops_the_signature():
    lot = arrived(ACCEPTABLE)
    seen, who, colleague = seal_of(lot), proved(account()), account()
    together, outcomes = threading.Barrier(2), []

    def run(act: Callable[[], object], name: str) -> None:
        together.wait()
        try:
            act()
            outcomes.append(name)
        except Conflict:
            outcomes.append(f"no {name}")
        finally:
            connection.close()

    def signing() -> object:
        return sign(signer=who, lot=lot, meaning=Meaning.ACCEPT, reason="", seen=seen)

    def correcting() -> object:
        return correct(account=colleague, lot=lot, corrections=[StrikeItem(0)], reason="x")

    threads = [
        threading.Thread(target=run, args=(signing, "signature")),
        threading.Thread(target=run, args=(correcting, "correction")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) in (["correction", "no signature"], ["no correction", "signature"])
