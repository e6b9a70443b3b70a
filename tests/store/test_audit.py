"""The audit trail: whatever is done to the table behind its back is found, and the database itself refuses to do it."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from lotgate.errors import Forbidden
from lotgate.store.audit_chain import Head, faults, mac_of, read_anchor, write_anchor
from lotgate.store.models import Account, AuditEntry, AuditHead, Role, Site
from lotgate.store.selectors.audit import AuditFilter, entries, verify
from lotgate.store.services.audit import record
from store.builders import account, site

KEY = b"a key for tests"
LENGTH = 12
TRIALS = 1000


@pytest.fixture
def inspector(db) -> Account:  # noqa: ARG001 - the database must be there
    return account(Role.INSPECTOR)


def write(account: Account, count: int, action: str = "lot.signed") -> None:
    for number in range(count):
        record(action=action, subject=account, actor=account, site=account.site, old=number, new={"a": number})


def chain(length: int) -> list[dict]:
    rows, last = [], ""
    for number in range(1, length + 1):
        row = {
            "number": number,
            "at": datetime(2026, 1, 1, 8, 0, number, tzinfo=UTC),
            "site_id": 1,
            "actor_id": number % 3,
            "actor_name": "Li Wei",
            "action": "lot.signed",
            "subject_type": "lot",
            "subject_id": str(number),
            "subject_name": f"Lot {number}",
            "old": None,
            "new": {"state": "accepted", "value": "<0.5"},
            "reason": "",
        }
        last = row["mac"] = mac_of(row, last, KEY)
        rows.append(row)
    return rows


def head_of(rows: list[dict]) -> Head:
    return Head.of(len(rows), rows[-1]["mac"], KEY)


def edit(rows: list[dict], dice: random.Random) -> None:
    row = dice.choice(rows)
    changed = {
        "at": datetime(2025, 1, 1, tzinfo=UTC),
        "site_id": 2,
        "actor_id": 99,
        "actor_name": "Wang Fang",
        "action": "lot.reopened",
        "subject_type": "standard",
        "subject_id": "4711",
        "subject_name": "another",
        "old": {"state": "rejected"},
        "new": {"state": "accepted", "value": "0"},
        "reason": "none",
        "mac": "0" * 64,
    }
    field = dice.choice(sorted(changed))
    row[field] = changed[field]


def delete(rows: list[dict], dice: random.Random) -> None:
    del rows[dice.randrange(len(rows))]


def delete_and_renumber(rows: list[dict], dice: random.Random) -> None:
    delete(rows, dice)
    for number, row in enumerate(rows, 1):
        row["number"] = number


def swap(rows: list[dict], dice: random.Random) -> None:
    one, other = dice.sample(range(len(rows)), 2)
    for field in ("actor_id", "subject_id", "subject_name", "at", "mac"):
        rows[one][field], rows[other][field] = rows[other][field], rows[one][field]


def truncate(rows: list[dict], dice: random.Random) -> None:
    del rows[dice.randrange(len(rows)) :]


def insert(rows: list[dict], dice: random.Random) -> None:
    place = dice.randrange(len(rows) + 1)
    rows.insert(place, dict(dice.choice(rows)))
    for number, row in enumerate(rows, 1):
        row["number"] = number


def forge(rows: list[dict], dice: random.Random) -> None:
    """Edit an entry and make every MAC after it anew, without the key."""
    first = dice.randrange(len(rows))
    rows[first]["new"] = {"state": "rejected"}
    last = rows[first - 1]["mac"] if first else ""
    for row in rows[first:]:
        last = row["mac"] = mac_of(row, last, b"a guess")


TAMPERING = (edit, delete, delete_and_renumber, swap, truncate, insert, forge)


def test_an_untouched_chain_has_no_fault():
    rows = chain(LENGTH)
    assert faults(rows, head_of(rows), head_of(rows), KEY) == []


def test_every_one_of_a_thousand_tamperings_is_found():
    dice = random.Random(20260101)  # noqa: S311 - chosen by chance, not secret
    missed = []
    for trial in range(TRIALS):
        rows = chain(LENGTH)
        head = head_of(rows)
        tamper = TAMPERING[trial % len(TAMPERING)]
        tamper(rows, dice)
        if not faults(rows, head, Head(0, "", ""), KEY):
            missed.append((trial, tamper.__name__))
    assert missed == []


@pytest.mark.parametrize("kept", range(LENGTH))
def test_a_tail_cut_off_together_with_an_old_head_is_found_by_the_anchor(kept: int):
    rows = chain(LENGTH)
    shorter = chain(kept)
    old_head = head_of(shorter) if shorter else Head(0, "", "")
    assert faults(shorter, old_head, Head(0, "", ""), KEY) == []
    assert faults(shorter, old_head, head_of(rows), KEY)


def test_an_anchor_that_was_edited_is_a_fault(tmp_path: Path):
    rows = chain(LENGTH)
    for text in ("3 abc def", "nonsense", ""):
        (tmp_path / "anchor").write_text(text)
        assert faults(rows, head_of(rows), read_anchor(tmp_path / "anchor"), KEY)


def test_the_anchor_never_goes_back(tmp_path: Path):
    long, short = head_of(chain(5)), head_of(chain(4))
    for head in (long, short):
        write_anchor(tmp_path / "anchor", head)
    assert read_anchor(tmp_path / "anchor") == long


def test_record_writes_a_chain_that_verifies(inspector: Account, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write(inspector, 5)
    assert verify() == []
    assert read_anchor(settings.AUDIT_ANCHOR).number == AuditEntry.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_record_refuses_to_stand_alone():
    with pytest.raises(transaction.TransactionManagementError):
        record(action="lot.signed", subject=Site(name="x"), actor=None, site=None)


def test_a_change_that_is_rolled_back_leaves_no_entry(inspector: Account):
    write(inspector, 1)
    with transaction.atomic():
        write(inspector, 1)
        transaction.set_rollback(True)
    write(inspector, 1)
    assert [entry.number for entry in AuditEntry.objects.order_by("number")] == [1, 2]
    assert verify() == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE store_auditentry SET reason = 'x' WHERE number = 2", "DELETE FROM store_auditentry WHERE number = 3"],
)
def test_the_database_refuses_to_change_the_trail(inspector: Account, statement: str):
    write(inspector, 3)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify() == []


@pytest.mark.usefixtures("unguarded")
def test_verify_finds_an_edit_that_went_past_the_database(inspector: Account):
    write(inspector, 4)
    AuditEntry.objects.filter(number=2).update(new={"a": 7})
    assert [fault.number for fault in verify()] == [2]


@pytest.mark.usefixtures("unguarded")
def test_verify_finds_a_cut_off_tail(inspector: Account, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write(inspector, 4)
    AuditEntry.objects.filter(number__gt=2).delete()
    assert verify()
    last = AuditEntry.objects.get(number=2).mac
    AuditHead.objects.update(number=2, last=last, mac=Head.of(2, last, settings.AUDIT_KEY).mac)
    assert [fault.number for fault in verify()] == [4]


def test_verify_finds_an_entry_beyond_the_head(inspector: Account):
    write(inspector, 2)
    stray = AuditEntry.objects.get(number=2)
    stray.number = 3
    stray.save(force_insert=True)
    assert verify()


def test_only_who_may_read_the_trail_reads_it(inspector: Account):
    with pytest.raises(Forbidden):
        entries(inspector, AuditFilter())


def test_an_auditor_sees_their_own_site_and_what_the_program_did(inspector: Account):
    auditor = account(Role.AUDITOR, at=inspector.site)
    stranger = account(Role.AUDITOR, at=site("Plant two"))
    write(inspector, 2)
    record(action="document.read", subject=inspector, actor=None, site=inspector.site)
    record(action="server.started", subject=inspector, actor=None, site=None)
    assert [entry.number for entry in entries(auditor, AuditFilter())] == [4, 3, 2, 1]
    assert [entry.number for entry in entries(stranger, AuditFilter())] == [4]
    assert [entry.number for entry in entries(auditor, AuditFilter(actor="li", action="lot."))] == [2, 1]
    assert entries(auditor, AuditFilter(subject=f"account:{inspector.pk}", text="li wei")).count() == 4
    assert not entries(auditor, AuditFilter(until=datetime(2020, 1, 1, tzinfo=UTC).date())).exists()
