"""What people change on a lot: who may, what it does, what it leaves in the trail, and when it is refused."""

from collections.abc import Callable

import pytest

from lotgate.correcting import AddItem, AssignItem, ConfirmField, Entry, ItemField, SetField, SetHeader, StrikeItem
from lotgate.errors import Conflict, CorrectionError, Forbidden
from lotgate.model.certificate import HeaderField
from lotgate.model.evidence import Evidence
from lotgate.model.geometry import Box
from lotgate.store.models import (
    Account,
    AuditEntry,
    CorrectionRecord,
    Document,
    Lot,
    LotState,
    Role,
    Ruling,
    StandardState,
)
from lotgate.store.selectors.review import Review, review_of
from lotgate.store.selectors.review_lines import Point
from lotgate.store.selectors.review_lots import lots_of
from lotgate.store.services.reviewing import choose_standard, correct, last_act, rule, undo
from store.builders import account, lots, released, site

pytestmark = pytest.mark.django_db
CITRIC = "citric-acid-borderless.pdf"


@pytest.fixture
def inspector() -> Account:
    return account()


@pytest.fixture
def citric() -> Lot:
    """One doubt, on lead."""
    released("citric-acid")
    return lots(CITRIC)[0]


def looked_at(lot: Lot) -> Review:
    return review_of(lots_of(account(Role.AUDITOR)).get(pk=lot.pk), language="en")


def doubt(lot: Lot) -> Point:
    return looked_at(lot).needs[0]


def last_entry() -> AuditEntry:
    entry = AuditEntry.objects.order_by("-number").first()
    assert entry is not None
    return entry


def test_a_corrected_value_is_judged_at_once(citric: Lot, inspector: Account):
    lead = doubt(citric)
    assert lead.item is not None
    change = SetField(lead.item, ItemField.RESULT, "< 0.2 ppm")
    correct(account=inspector, lot=citric, corrections=[change], reason="Misread")
    citric.refresh_from_db()
    assert (citric.state, citric.fails, citric.doubts) == (LotState.ACCEPT, 0, 0)
    assert citric.document is not None
    assert citric.document.current != citric.document.reading


def test_a_correction_leaves_who_what_old_new_and_why(citric: Lot, inspector: Account):
    lead = doubt(citric)
    assert lead.item is not None
    change = SetField(lead.item, ItemField.RESULT, "0.6 ppm")
    (record,) = correct(account=inspector, lot=citric, corrections=[change], reason="Misread")
    assert (record.subject, record.old, record.new) == ("Lead", "< 0.5 ppm", "0.6 ppm")
    assert (record.made_by, record.reason) == (inspector, "Misread")
    entry = last_entry()
    assert (entry.action, entry.actor, entry.reason) == ("document.corrected", inspector, "Misread")
    assert entry.old == [{"subject": "Lead", "value": "< 0.5 ppm"}]
    assert entry.new[0]["value"] == "0.6 ppm"
    assert entry.new[0]["correction"]["type"] == "SetField"


def test_the_machines_reading_never_changes(citric: Lot, inspector: Account):
    before = Document.objects.get().reading
    correct(account=inspector, lot=citric, corrections=[StrikeItem(0)], reason="Not a result")
    assert Document.objects.get().reading == before


def test_a_struck_item_no_longer_counts_and_its_requirement_is_missing(citric: Lot, inspector: Account):
    lead = doubt(citric)
    assert lead.item is not None
    correct(account=inspector, lot=citric, corrections=[StrikeItem(lead.item)], reason="Not a result")
    assert doubt(citric).finding.code == "missing"


def test_an_added_item_is_judged(citric: Lot, inspector: Account):
    lead = doubt(citric)
    assert lead.item is not None
    correct(account=inspector, lot=citric, corrections=[StrikeItem(lead.item)], reason="Not a result")
    place = Evidence(1, Box(80, 100, 120, 110), ("Lead",))
    added = AddItem(name=Entry("Lead", place), result=Entry("0.1"), unit=Entry("ppm"))
    correct(account=inspector, lot=citric, corrections=[added], reason="Missed")
    citric.refresh_from_db()
    assert citric.state == LotState.ACCEPT


def test_an_item_assigned_to_nothing_leaves_the_requirement_missing(citric: Lot, inspector: Account):
    lead = doubt(citric)
    assert lead.item is not None
    correct(account=inspector, lot=citric, corrections=[AssignItem(lead.item, "")], reason="Another metal")
    assert doubt(citric).finding.code == "missing"


def test_an_item_is_assigned_only_to_what_the_standard_has(citric: Lot, inspector: Account):
    with pytest.raises(CorrectionError, match="no such characteristic"):
        correct(account=inspector, lot=citric, corrections=[AssignItem(0, "gold")], reason="x")


def test_an_assignment_that_another_standard_does_not_know_hinders_nothing(citric: Lot, inspector: Account):
    methanol = released("methanol")
    correct(account=inspector, lot=citric, corrections=[AssignItem(0, "lead")], reason="x")
    choose_standard(account=inspector, lot=citric, standard=methanol, instead_of=None, reason="Trial")
    correct(account=inspector, lot=citric, corrections=[StrikeItem(1)], reason="x")
    for _ in range(2):
        undo(account=inspector, lot=citric, act=last_act(citric))
    assert not looked_at(citric).corrected.assigned


def test_a_corrected_header_fact_names_the_lot_anew(citric: Lot, inspector: Account):
    change = SetHeader(HeaderField.BATCH, 0, "CM4K0918")
    correct(account=inspector, lot=citric, corrections=[change], reason="Misread")
    citric.refresh_from_db()
    assert citric.number == "CM4K0918"


def test_a_correction_that_does_not_fit_changes_nothing(citric: Lot, inspector: Account):
    with pytest.raises(CorrectionError):
        correct(account=inspector, lot=citric, corrections=[StrikeItem(9999)], reason="x")
    assert not CorrectionRecord.objects.exists()


def test_undoing_goes_back_step_by_step(citric: Lot, inspector: Account):
    lead = doubt(citric)
    assert lead.item is not None
    for text in ("0.1 ppm", "0.6 ppm"):
        change = SetField(lead.item, ItemField.RESULT, text)
        correct(account=inspector, lot=citric, corrections=[change], reason="Misread")
    undo(account=inspector, lot=citric, act=last_act(citric))
    assert looked_at(citric).standing.doubts == 0
    undo(account=inspector, lot=citric, act=last_act(citric))
    citric.refresh_from_db()
    assert citric.state == LotState.REVIEW
    assert Document.objects.get().current is None
    assert last_act(citric) == ""
    assert last_entry().action == "document.correction-undone"


def test_what_was_done_in_one_act_is_undone_in_one(citric: Lot, inspector: Account):
    correct(account=inspector, lot=citric, corrections=[StrikeItem(0), StrikeItem(1)], reason="Not results")
    undo(account=inspector, lot=citric, act=last_act(citric))
    assert not looked_at(citric).struck


def test_only_the_last_act_can_be_undone(citric: Lot, inspector: Account):
    correct(account=inspector, lot=citric, corrections=[StrikeItem(0)], reason="x")
    first = last_act(citric)
    correct(account=inspector, lot=citric, corrections=[StrikeItem(1)], reason="x")
    with pytest.raises(Conflict):
        undo(account=inspector, lot=citric, act=first)
    with pytest.raises(Conflict):
        undo(account=inspector, lot=citric, act="")


def test_a_ruling_settles_a_doubt_and_can_be_undone(citric: Lot, inspector: Account):
    ruling = rule(account=inspector, lot=citric, basis=doubt(citric).basis, fit=True, reason="Asked the supplier")
    citric.refresh_from_db()
    assert (citric.state, citric.doubts) == (LotState.ACCEPT, 0)
    assert (last_entry().action, last_entry().reason) == ("lot.ruled", "Asked the supplier")
    undo(account=inspector, lot=citric, act=last_act(citric))
    citric.refresh_from_db()
    ruling.refresh_from_db()
    assert (citric.state, citric.doubts) == (LotState.REVIEW, 1)
    assert ruling.undone_by == inspector
    assert last_entry().action == "lot.ruling-undone"


def test_a_doubt_ruled_unfit_proposes_rejection(citric: Lot, inspector: Account):
    rule(account=inspector, lot=citric, basis=doubt(citric).basis, fit=False, reason="Measured 0.4 ourselves")
    citric.refresh_from_db()
    assert (citric.state, citric.fails, citric.doubts) == (LotState.REJECT, 1, 0)


def test_a_correction_asks_again_what_was_ruled_on(citric: Lot, inspector: Account):
    lead = doubt(citric)
    assert lead.item is not None
    rule(account=inspector, lot=citric, basis=lead.basis, fit=True, reason="Seen")
    change = SetField(lead.item, ItemField.RESULT, "< 0.8 ppm")
    correct(account=inspector, lot=citric, corrections=[change], reason="Misread")
    citric.refresh_from_db()
    assert citric.state == LotState.REVIEW
    with pytest.raises(Conflict):
        rule(account=inspector, lot=citric, basis=lead.basis, fit=True, reason="Seen")


def test_what_passed_and_what_violates_cannot_be_ruled_on(inspector: Account):
    released("polypropylene")
    (lot,) = lots("polypropylene-two-level.pdf")
    points = {str(point.status): point for point in looked_at(lot).points}
    for status in ("fail", "pass"):
        with pytest.raises(Conflict):
            rule(account=inspector, lot=lot, basis=points[status].basis, fit=True, reason="x")


def test_no_ruling_replaces_a_standard(inspector: Account):
    (lot,) = lots(CITRIC)
    with pytest.raises(Conflict):
        rule(account=inspector, lot=lot, basis=doubt(lot).basis, fit=True, reason="x")


def test_a_standard_chosen_by_hand_judges(inspector: Account):
    citric, methanol = released("citric-acid"), released("methanol")
    (lot,) = lots(CITRIC)
    choose_standard(account=inspector, lot=lot, standard=methanol, instead_of=None, reason="Trial")
    lot.refresh_from_db()
    assert lot.standard == methanol
    assert last_entry().action == "document.standard-chosen"
    with pytest.raises(Conflict):
        choose_standard(account=inspector, lot=lot, standard=citric, instead_of=None, reason="Somebody was faster")
    choose_standard(account=inspector, lot=lot, standard=None, instead_of=methanol.pk, reason="Wrong one")
    lot.refresh_from_db()
    assert lot.standard == citric


def test_only_a_released_standard_of_ones_own_site_can_be_chosen(citric: Lot, inspector: Account):
    draft = released("methanol")
    draft.state = StandardState.DRAFT
    draft.save()
    for standard in (draft, released("methanol", at=site("Plant two"))):
        with pytest.raises(Conflict):
            choose_standard(account=inspector, lot=citric, standard=standard, instead_of=None, reason="x")


CHANGES: list[Callable[[Account, Lot], object]] = [
    lambda who, lot: correct(account=who, lot=lot, corrections=[StrikeItem(0)], reason="x"),
    lambda who, lot: undo(account=who, lot=lot, act=last_act(lot)),
    lambda who, lot: rule(account=who, lot=lot, basis=doubt(lot).basis, fit=True, reason="x"),
    lambda who, lot: choose_standard(account=who, lot=lot, standard=None, instead_of=None, reason="x"),
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("state", [LotState.ACCEPTED, LotState.REJECTED, LotState.CONCESSION, LotState.SECOND])
def test_a_signed_lot_is_locked(citric: Lot, inspector: Account, change: Callable[[Account, Lot], object], state: str):
    correct(account=inspector, lot=citric, corrections=[StrikeItem(1)], reason="before")
    Lot.objects.filter(pk=citric.pk).update(state=state)
    with pytest.raises(Conflict, match=r"decided|second signature"):
        change(inspector, citric)


def test_a_signed_lot_locks_the_reading_of_the_other_lots_on_its_document(inspector: Account):
    released("ethyl-acetate")
    one, other = lots("ethyl-acetate-two-lots.pdf")
    Lot.objects.filter(pk=one.pk).update(state=LotState.ACCEPTED)
    with pytest.raises(Conflict):
        correct(account=inspector, lot=other, corrections=[StrikeItem(0)], reason="x")


def test_a_correction_touches_every_lot_of_the_document(inspector: Account):
    released("ethyl-acetate")
    one, other = lots("ethyl-acetate-two-lots.pdf")
    reviewed = looked_at(other)
    water = next(point for point in reviewed.points if point.status == "fail")
    assert water.item is not None
    change = ConfirmField(water.item, ItemField.RESULT)
    correct(account=inspector, lot=one, corrections=[change], reason="Compared with the page")
    other.refresh_from_db()
    assert CorrectionRecord.objects.count() == 1
    assert other.state == LotState.REJECT


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", [Role.AUDITOR])
def test_an_auditor_changes_nothing(citric: Lot, change: Callable[[Account, Lot], object], role: Role):
    entries = AuditEntry.objects.count()
    with pytest.raises(Forbidden):
        change(account(role), citric)
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize("change", CHANGES)
def test_another_site_has_no_such_lot(citric: Lot, change: Callable[[Account, Lot], object]):
    with pytest.raises(Document.DoesNotExist):
        change(account(at=site("Plant two")), citric)
    assert not Ruling.objects.exists()


def test_what_enter_confirms_is_every_doubted_string_of_the_finding(inspector: Account):
    released("citric-acid")
    (lot,) = lots(CITRIC)
    document = Document.objects.get()
    lead = next(one for one in document.reading["items"] if one["name"] == "Lead")
    lead["result"], lead["confidence"] = "0.2 ppm", 0.6
    lead["evidence"]["result"]["confidence"] = lead["evidence"]["name"]["confidence"] = 0.6
    document.save()
    change = ConfirmField(document.reading["items"].index(lead), ItemField.NAME)
    correct(account=inspector, lot=lot, corrections=[change], reason="x")
    point = doubt(lot)
    assert point.finding.code == "low-confidence"
    correct(account=inspector, lot=lot, corrections=looked_at(lot).confirmation(point), reason="Compared")
    lot.refresh_from_db()
    assert lot.state == LotState.ACCEPT
