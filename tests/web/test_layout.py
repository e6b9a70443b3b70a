"""The frame of every page: errors say what to do next, parts of pages get what pages get, no inline script or style."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

import lotgate.web
from lotgate.errors import Conflict, Forbidden, TooLarge
from lotgate.store.models import AuditEntry, Role
from store.builders import account

pytestmark = pytest.mark.django_db
ERRORS = {"forbidden": Forbidden("no"), "conflict": Conflict("stale"), "large": TooLarge("102 MB of 100 MB")}


def fails(_request: HttpRequest, kind: str) -> HttpResponse:
    if kind == "fault":
        raise RuntimeError("a fault in the program")
    raise ERRORS[kind]


urlpatterns = [path("fails/<kind>", fails), path("", include("lotgate.web.urls"))]
handler404, handler500 = "lotgate.web.layout.failures.not_found", "lotgate.web.layout.failures.broken"


@pytest.fixture
def inspector(client: Client) -> Iterator[Client]:
    client.force_login(account(Role.INSPECTOR), "django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF="web.test_layout"):
        yield client


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("forbidden", 403, "Ask a colleague"),
        ("conflict", 409, "Open the page again"),
        ("large", 413, "Split the file"),
        ("fault", 500, "Nothing was changed"),
    ],
)
def test_an_error_is_a_page_that_says_what_to_do(inspector: Client, kind: str, status: int, words: str) -> None:
    page = inspector.get(f"/fails/{kind}")
    assert page.status_code == status
    assert words in page.content.decode()
    assert "a fault in the program" not in page.content.decode()


def test_an_error_in_a_part_is_a_message(inspector: Client) -> None:
    part = inspector.post("/fails/conflict", headers={"HX-Request": "true"})
    assert part.status_code == 409
    assert part["HX-Retarget"] == "#messages"
    assert "stale" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_a_part_asked_for_without_sign_in_leads_to_the_sign_in(client: Client) -> None:
    with override_settings(ROOT_URLCONF="web.test_layout"):
        headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/lots/7/"}
        part = client.get("/fails/conflict", headers=headers)
    assert part.status_code == 204
    assert part["HX-Redirect"] == "/accounts/sign-in?next=/lots/7/"


def test_a_missing_page_is_a_page(inspector: Client) -> None:
    page = inspector.get("/nowhere")
    assert page.status_code == 404
    assert "does not exist" in page.content.decode()


def test_an_account_changes_its_language_for_good(inspector: Client) -> None:
    inspector.post("/accounts/language", {"language": "zh-hans", "next": "/nowhere"})
    assert "此页面不存在" in inspector.get("/nowhere").content.decode()
    entry = AuditEntry.objects.get(action="account.language")
    assert (entry.old, entry.new) == ("en", "zh-hans")


def test_before_sign_in_a_browser_keeps_its_language(client: Client) -> None:
    account()
    answer = client.post("/accounts/language", {"language": "zh-hans", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
    assert "登录" in client.get("/accounts/sign-in").content.decode()


def test_no_template_has_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:|hx-on", re.IGNORECASE)
    faults = [
        f"{template.name}: {found.group()}"
        for template in Path(lotgate.web.__file__).parent.glob("**/templates/**/*.html")
        for found in inline.finditer(template.read_text("utf-8"))
    ]
    assert faults == []
