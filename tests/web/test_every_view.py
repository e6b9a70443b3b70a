"""Every view of the workbench, asked by everybody: a view without a rule in ``views.RULES`` fails here first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lotgate.store.models import Account, LotState, Role, Upload, UploadState
from lotgate.store.permissions import GRANTS, Permission
from lotgate.store.services import standards
from lotgate.web.review.kinds import FORMS
from store.builders import EXAMPLES, account, lot, lots, released, site
from web.views import PATTERNS, RULES, Open, Things, address, ask, whole

pytestmark = pytest.mark.django_db

ASKED = [(name, method) for name, rule in RULES.items() for method in rule.methods]
OWNED = [(name, method) for name, method in ASKED if RULES[name].kind or RULES[name].names]
NOBODYS = 999_999_999
FAULTS = {409, 422}
"""What an act may answer to empty data: it was allowed to try."""
FINE = {"health": {503}, "accounts:first-visit": {404}}
HOSTILE = [
    "\0",
    "9" * 5000,
    "-1",
    "9" * 30,
    "٣",
    "0001-01-01",
    "9999-12-31",
    "' OR 1=1 --",
    "%",
    "\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "{{ 7 }}",
    "x" * 20_000,
    "[" * 5000,
    f"{'9' * 300}:0,0,1,1",
    "1:-1e308,-1e308,1e308,1e308",
    "1:5,5,1,1",
    '["0001-01-01T00:00:00+14:00", 1, 0]',
    '["2026-01-01", 99999999999999999999, 1]',
    '["\\u0000", 1, 0]',
]


@pytest.fixture
def things() -> Things:
    """What site one has; its account is the administrator."""
    return of_site("Plant one")


def of_site(name: str) -> Things:
    by = account(Role.ADMINISTRATOR, at=site(name), name=f"Administrator of {name}")
    text = (EXAMPLES / "standards" / "ethyl-acetate.toml").read_bytes()
    version = standards.read_in(account=by, name="x.toml", data=text)
    failed = lot(by, state=LotState.FAILED, file=f"cannot be read at {name}.pdf")
    Upload.objects.filter(pk=failed.upload_id).update(state=UploadState.FAILED)
    released("citric-acid", at=by.site)
    return Things(by, version, lots("citric-acid-borderless.pdf", at=by.site)[0], failed)


def as_(one: Account, **more: bool) -> Client:
    client = Client(**more)
    client.force_login(one, "django.contrib.auth.backends.ModelBackend")
    return client


@contextmanager
def afterwards_undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def to_the_door(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(reverse("accounts:sign-in"))


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode("utf-8", "replace")


def test_every_view_has_a_rule_and_every_rule_a_view():
    assert set(PATTERNS) == set(RULES)


@pytest.mark.parametrize(("name", "method"), ASKED)
def test_who_is_not_signed_in_sees_the_door_only(things: Things, name: str, method: str):
    answer = ask(Client(), name, method, things)
    if RULES[name].gate(method) is Open.TO_ALL:
        assert not to_the_door(answer)
        assert answer.status_code in {200, 302, 404, 422, 503}
    else:
        assert to_the_door(answer)


@pytest.mark.parametrize("role", Role)
def test_each_role_may_what_its_rules_say(things: Things, role: Role):
    person, wrong = account(role), []
    for name, method in ASKED:
        gate = RULES[name].gate(method)
        with afterwards_undone():
            status = ask(as_(person), name, method, things).status_code
        refused = isinstance(gate, Permission) and gate not in GRANTS[role]
        if (status == 403) is not refused or (status >= 404 and status not in FINE.get(name, FAULTS)):
            wrong.append((name, method, status))
    assert wrong == []


def test_no_view_knows_another_method(things: Things):
    client = as_(things.account)
    others = [(name, other) for name, rule in RULES.items() for other in {"get", "post"} - set(rule.methods)]
    others += [(name, other) for name in RULES for other in ("put", "delete")]
    found = {(name, other): ask(client, name, other, things).status_code for name, other in others}
    known = {"accounts:first-visit": 404, "accounts:sign-in": 302}
    assert {key: status for key, status in found.items() if status not in {405, known.get(key[0])}} == {}


@pytest.mark.parametrize(("name", "method"), OWNED)
def test_what_another_site_has_is_like_what_nobody_has(things: Things, name: str, method: str):
    stranger = as_(of_site("Plant two").account)
    theirs, nobodys = ask(stranger, name, method, things), ask(stranger, name, method, things, number=NOBODYS)
    assert theirs.status_code == nobodys.status_code == 404
    assert without_tokens(text_of(theirs)) == without_tokens(text_of(nobodys))


def without_tokens(text: str) -> str:
    """A page without what differs each time it is asked for: its tokens, and its own address."""
    return re.sub(r'\b[A-Za-z0-9]{64}\b|name="next" value="[^"]*"', "", text)


@pytest.mark.parametrize("name", [name for name, method in ASKED if method == "get" and not RULES[name].kind])
def test_no_list_shows_another_sites_things(things: Things, name: str):
    with afterwards_undone():
        text = text_of(ask(as_(of_site("Plant two").account), name, "get", things, number=NOBODYS))
    assert "Plant one" not in text


@pytest.mark.parametrize("name", [name for name, method in ASKED if method == "post"])
def test_nothing_is_done_without_the_forms_token(things: Things, name: str):
    for client in (as_(things.account, enforce_csrf_checks=True), Client(enforce_csrf_checks=True)):
        answer = ask(client, name, "post", things)
        assert answer.status_code == 403 or to_the_door(answer)


@pytest.mark.parametrize(("name", "method"), ASKED)
def test_every_answer_forbids_what_a_stranger_could_use(things: Things, name: str, method: str):
    for client in (Client(), as_(things.account)):
        with afterwards_undone():
            guarded(ask(client, name, method, things))


@pytest.mark.parametrize(
    "path", ["/nowhere", "/static/layout/lotgate.css", "/static/layout/gate.svg", "/static/nowhere"]
)
def test_files_and_missing_pages_are_guarded_alike(client: Client, path: str):
    guarded(whole(client.get(path)))


@pytest.mark.parametrize(("name", "method"), ASKED)
def test_no_cache_keeps_what_only_accounts_may_see(things: Things, name: str, method: str):
    with afterwards_undone():
        kept = ask(as_(things.account), name, method, things).headers["Cache-Control"]
    assert "private" in kept
    assert "no-store" in kept or name == "review:page"


def guarded(answer: HttpResponse) -> None:
    """Content, frames, types and referrers are bound as OWASP's secure headers have it."""
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize(("name", "method"), ASKED)
def test_no_strangers_text_breaks_a_view(things: Things, name: str, method: str):
    """Every field that a page or an address has, filled with what nobody foresaw: an answer below 500 each time."""
    client, where = as_(things.account), address(name, things)
    fields = fields_of(name, things, client)
    for text in HOSTILE:
        with afterwards_undone():
            answer = whole(getattr(client, method)(where, dict.fromkeys(fields, text)))
            assert answer.status_code < 500 or name == "health", text
            assert "<script>alert(1)</script>" not in text_of(answer)


@pytest.mark.parametrize("kind", FORMS)
def test_no_strangers_text_breaks_a_form_of_the_review(things: Things, kind: str):
    client, where = as_(things.account), reverse("review:edit", args=(things.lot.pk, kind))
    targets = ("item", "point", "field", "position", "characteristic")
    for text in HOSTILE:
        for target in (f"?item=0&field=product&point={text}", "?" + urlencode(dict.fromkeys(targets, text))):
            fields = set(re.findall(r'\bname="([\w-]+)"', text_of(client.get(where + target))))
            with afterwards_undone():
                assert client.post(where + target, dict.fromkeys(fields | {"reason"}, text)).status_code < 500


def fields_of(name: str, things: Things, client: Client) -> set[str]:
    """Names of fields in the view's page, and those that addresses and buttons carry beside."""
    known = {"q", "text", "next", "page", "before", "after", "at", "version", "seen", "reason", "number", "why", "back"}
    if "get" not in RULES[name].methods:
        return known
    return known | set(re.findall(r'\bname="([\w-]+)"', text_of(ask(client, name, "get", things)))) - {"viewport"}
