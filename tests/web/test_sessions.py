"""Sessions end, guessing is slowed down, and both are in the audit trail."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from lotgate.store.models import Account, AuditEntry
from lotgate.web.accounts.sessions import POLL
from store.builders import PASSWORD, account

pytestmark = pytest.mark.django_db

MINE = "/accounts/sign-out"


@pytest.fixture
def inspector() -> Account:
    return account()


@pytest.fixture
def signed_in(inspector: Account) -> Client:
    client = Client()
    sign_in(client, inspector.username, PASSWORD)
    client.get("/")
    return client


def sign_in(client: Client, username: str, password: str):
    return client.post(reverse("accounts:sign-in"), {"username": username, "password": password})


def turn_back(client: Client, **moments: int) -> None:
    session = client.session
    for name, seconds in moments.items():
        session[name] -= seconds
    session.save()


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_session_goes_on_while_somebody_works(signed_in: Client):
    turn_back(signed_in, seen=int(settings.SESSION_IDLE.total_seconds()) - 60)
    signed_in.get("/")
    assert is_in(signed_in)
    turn_back(signed_in, seen=int(settings.SESSION_IDLE.total_seconds()) - 60)
    signed_in.get("/")
    assert is_in(signed_in)


def test_a_session_ends_when_nobody_is_there(signed_in: Client):
    turn_back(signed_in, seen=int(settings.SESSION_IDLE.total_seconds()) + 60)
    answer = signed_in.get("/?page=2")
    assert not is_in(signed_in)
    assert answer.url.startswith(reverse("accounts:sign-in"))


def test_a_session_ends_after_a_working_day(signed_in: Client):
    turn_back(signed_in, begun=int(settings.SESSION_LONGEST.total_seconds()) + 60)
    signed_in.get("/")
    assert not is_in(signed_in)


def test_a_page_that_asks_by_itself_keeps_no_session_alive(signed_in: Client):
    limit = int(settings.SESSION_IDLE.total_seconds())
    turn_back(signed_in, seen=limit - 60)
    signed_in.get("/", headers={"HX-Request": "true", "HX-Trigger-Name": POLL})
    turn_back(signed_in, seen=120)
    answer = signed_in.get("/", headers={"HX-Request": "true", "HX-Trigger-Name": POLL})
    assert answer.headers["HX-Redirect"] == reverse("accounts:sign-in")


def test_guessing_a_password_is_slowed_down(inspector: Account):
    client = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, inspector.username, "a wrong guess")
    answer = sign_in(client, inspector.username, PASSWORD)
    assert answer.status_code == 429
    assert not is_in(client)


def test_somebody_elses_guesses_do_not_lock_a_colleague_out(inspector: Account):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(Client(REMOTE_ADDR="10.0.0.9"), inspector.username, "a wrong guess")
    here = Client(REMOTE_ADDR="10.0.0.1")
    sign_in(here, inspector.username, PASSWORD)
    assert is_in(here)


def test_the_trail_tells_who_came_and_who_was_refused(inspector: Account):
    client = Client()
    sign_in(client, inspector.username, "a wrong guess")
    sign_in(client, "nobody by this name", "a wrong guess")
    sign_in(client, inspector.username, PASSWORD)
    client.post(reverse("accounts:sign-out"))
    actions = AuditEntry.objects.order_by("number").values_list("action", "subject_id")
    mine = str(inspector.pk)
    assert list(actions) == [
        ("account.password-refused", mine),
        ("account.signed-in", mine),
        ("account.signed-out", mine),
    ]


def test_a_closed_account_cannot_sign_in(inspector: Account):
    inspector.is_active = False
    inspector.save()
    client = Client()
    sign_in(client, inspector.username, PASSWORD)
    assert not is_in(client)
