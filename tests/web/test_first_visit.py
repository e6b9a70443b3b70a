"""The first visit opens the site once, whoever else tries at the same time; the sign-in says what it wants."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from lotgate.errors import Conflict
from lotgate.store.models import Account, AuditEntry, Role
from lotgate.store.services.accounts import open_site
from store.builders import PASSWORD, account

FORM = {
    "site": "Plant 7",
    "printed_name": "Chen Jing",
    "username": "chen",
    "password": "quiet-river-stones",
    "repeated": "quiet-river-stones",
    "language": "zh-hans",
}


@pytest.mark.django_db
def test_every_address_leads_to_the_first_visit_until_there_is_an_account(client: Client) -> None:
    page = client.get("/accounts/sign-in?next=/", follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/first-visit"
    answer = client.post("/accounts/first-visit", FORM)
    assert answer["Location"] == "/"
    opened = Account.objects.get()
    assert (opened.role, opened.site.name, opened.language) == (Role.ADMINISTRATOR, "Plant 7", "zh-hans")
    assert client.session["_auth_user_id"] == str(opened.pk)
    actions = list(AuditEntry.objects.order_by("number").values_list("action", flat=True))
    assert actions == ["site.opened", "account.opened", "account.signed-in"]
    assert client.get("/accounts/first-visit").status_code == 404
    assert Client().post("/accounts/first-visit", FORM | {"username": "mallory"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"repeated": "another"}, "differ"),
        ({"password": "short", "repeated": "short"}, "too short"),
        ({"password": "chen-jing-1", "repeated": "chen-jing-1"}, "similar"),
        ({"site": ""}, "required"),
    ],
)
def test_what_is_wrong_stands_at_the_field(client: Client, change: dict[str, str], words: str) -> None:
    page = client.post("/accounts/first-visit", FORM | change, headers={"Accept-Language": "en"})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "quiet-river-stones" not in page.content.decode()
    assert not Account.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_opens_the_site() -> None:
    together = Barrier(2)

    def visit(name: str) -> str:
        together.wait()
        try:
            open_site(site=name, printed_name=name, username=name, password=FORM["password"], language="en")
        except Conflict:
            return "too late"
        finally:
            connection.close()
        return "opened"

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(visit, ("one", "other"))) == ["opened", "too late"]
    assert Account.objects.count() == 1


@pytest.mark.django_db
def test_signing_in_and_being_slowed_down(client: Client) -> None:
    person = account(Role.INSPECTOR)
    wrong = {"username": person.username, "password": "wrong"}
    refused = client.post("/accounts/sign-in", wrong)
    assert "Please enter a correct" in refused.content.decode()
    for _ in range(3):
        client.post("/accounts/sign-in", wrong)
    slowed = client.post("/accounts/sign-in", wrong)
    assert slowed.status_code == 429
    assert "Try again in 5 minutes" in slowed.content.decode()
    assert client.post("/accounts/sign-in", wrong | {"password": PASSWORD}).status_code == 429


@pytest.mark.django_db
def test_whoever_is_signed_in_needs_no_sign_in(client: Client) -> None:
    client.force_login(account(Role.INSPECTOR), "django.contrib.auth.backends.ModelBackend")
    assert client.get("/accounts/sign-in")["Location"] == "/"
