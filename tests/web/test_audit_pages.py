"""The audit pages: read by those who may, filtered, exported, proved."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import lotgate.store
from lotgate.store.models import Account, AuditEntry, Role
from lotgate.store.services.audit import record
from lotgate.web.audit.wording import ACTIONS, SUBJECTS
from store.builders import account, site

pytestmark = pytest.mark.django_db

PAGES = [("get", "audit:list", ()), ("get", "audit:export", ("csv",)), ("post", "audit:proof", ())]


@pytest.fixture
def auditor() -> Account:
    return account(Role.AUDITOR, name="Ann Auditor")


@pytest.fixture
def entries(auditor: Account) -> None:
    worker, other = account(name="Li Wei"), account(at=site("Plant two"), name="Sam Stranger")
    with transaction.atomic():
        record(
            action="lot.signed",
            subject=worker,
            actor=worker,
            site=worker.site,
            old={"state": "review", "lot": "L-1"},
            new={"state": "accepted", "lot": "L-1"},
            reason='<script>alert("x")</script>',
        )
        record(action="document.read", subject=auditor, actor=None, site=worker.site)
        record(action="lot.signed", subject=other, actor=other, site=other.site, reason="not yours")


def as_(one: Account) -> Client:
    client = Client()
    client.force_login(one)
    return client


def page(client: Client, **asked: str) -> str:
    return client.get(reverse("audit:list"), asked).content.decode()


@pytest.mark.parametrize(("method", "name", "arguments"), PAGES)
@pytest.mark.parametrize(
    ("role", "status"), [(Role.AUDITOR, 200), (Role.MANAGER, 200), (Role.ADMINISTRATOR, 200), (Role.INSPECTOR, 403)]
)
def test_only_roles_that_may_read_the_trail_see_it(role: Role, status: int, method: str, name: str, arguments: tuple):
    answer = getattr(as_(account(role)), method)(reverse(name, args=arguments))
    assert answer.status_code == status


@pytest.mark.parametrize(("method", "name", "arguments"), PAGES)
def test_who_is_not_signed_in_is_led_to_the_door(method: str, name: str, arguments: tuple):
    answer = getattr(Client(), method)(reverse(name, args=arguments))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("accounts:sign-in"))


@pytest.mark.usefixtures("entries")
def test_a_page_shows_changes_escaped_and_nothing_of_another_site(auditor: Account):
    text = page(as_(auditor))
    assert "<del>review</del>" in text
    assert "<ins>accepted</ins>" in text
    assert "L-1" not in text  # unchanged
    assert "&lt;script&gt;" in text
    assert "<script>alert" not in text
    assert "not yours" not in text


@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ({"action": "lot."}, True),
        ({"action": "document."}, False),
        ({"actor": "li w"}, True),
        ({"text": "ALERT"}, True),
        ({"text": "elsewhere"}, False),
        ({"since": "2020-01-01"}, True),
        ({"until": "2020-01-01"}, False),
        ({"since": "not a day"}, True),
    ],
)
def test_filters(auditor: Account, asked: dict[str, str], there: bool):
    assert ("<del>review</del>" in page(as_(auditor), **asked)) is there


def test_pages_follow_each_other_without_gap_or_repeat(auditor: Account):
    with transaction.atomic():
        for number in range(250):
            record(action=f"lot.step-{number}", subject=auditor, actor=None, site=auditor.site)
    client, seen, query = as_(auditor), [], ""
    while True:
        answer = client.get(reverse("audit:list") + f"?action=lot.&{query}")
        seen += [entry.number for entry, _, _ in answer.context["rows"]]
        if not answer.context["older"]:
            break
        query = answer.context["older"]
    assert len(seen) == len(set(seen)) == 250
    assert seen == sorted(seen, reverse=True)


def test_a_page_makes_the_same_number_of_queries_whatever_the_length(auditor: Account):
    client, counts = as_(auditor), []
    for _ in range(2):
        with transaction.atomic():
            for number in range(30):
                record(action=f"lot.step-{number}", subject=auditor, actor=None, site=auditor.site)
        client.get(reverse("audit:list"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("audit:list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("entries")
def test_exports_hold_what_the_page_shows_and_are_themselves_in_the_trail(auditor: Account):
    client = as_(auditor)
    body = b"".join(client.get(reverse("audit:export", args=("jsonl",)), {"action": "lot."}).streaming_content)
    (entry,) = [json.loads(line) for line in body.decode().splitlines()]
    assert entry["new"] == {"state": "accepted", "lot": "L-1"}
    answer = client.get(reverse("audit:export", args=("csv",)), {"action": "lot."})
    assert answer["Content-Disposition"].startswith("attachment")
    (row,) = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"), newline=""))
    assert row["mac"] == entry["mac"]
    assert AuditEntry.objects.filter(action="audit.exported", actor=auditor).count() == 2


def test_another_ending_is_no_page(auditor: Account):
    assert as_(auditor).get(reverse("audit:export", args=("pdf",))).status_code == 404


@pytest.mark.usefixtures("entries")
def test_the_proof_says_that_nothing_was_changed(auditor: Account):
    client = as_(auditor)
    for headers in ({}, {"HX-Request": "true"}):
        text = client.post(reverse("audit:proof"), headers=headers).content.decode()
        assert "nothing was changed" in text
        assert ("<html" in text) is not bool(headers)


@pytest.mark.usefixtures("entries", "unguarded")
def test_the_proof_says_what_was_changed(auditor: Account):
    AuditEntry.objects.filter(number=2).update(reason="other")
    text = as_(auditor).post(reverse("audit:proof")).content.decode()
    assert "Entry 2" in text
    assert "changed from outside" in text


def test_every_action_is_told_in_words():
    kinds = "|".join(kind.removesuffix(".") for kind, _ in SUBJECTS)
    sources = [
        path.read_text("utf-8") for path in Path(lotgate.store.__file__).parents[1].glob("[sw][te][ob]*/**/*.py")
    ]
    named = {name for text in sources for name in re.findall(rf'"((?:{kinds})\.[a-z-]+)"', text)}
    assert named - {"audit.key", "audit.anchor"} <= set(ACTIONS)
