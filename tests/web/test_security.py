"""What strangers, careless colleagues and hostile files try: doors, sessions, uploads, text that would be code."""

from __future__ import annotations

import csv
import io
import logging
import os
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from openpyxl import load_workbook

from lotgate.store.models import Account, Lot, LotState, Role, Upload, UploadState
from lotgate.store.services import audit, standards
from lotgate.store.services.reading import ATTEMPTS
from lotgate.store.work import queue
from lotgate.store.work.read_upload import read
from lotgate.store.work.reader import READER
from lotgate.web.layout.middleware import BoundedBody
from store.builders import EXAMPLES, PASSWORD, account, lots, released, site
from web.views import whole

pytestmark = pytest.mark.django_db

OWN = "a password of my own"
HOSTILE_NAMES = [
    "../../../etc/cron.d/lotgate",
    "..\\..\\windows\\system32\\x.pdf",
    "/etc/passwd",
    "coa\0.pdf",
    "x" * 5000 + ".pdf",
    "coa\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe",
    '"><script>alert(1)</script>.pdf',
    "coa.pdf\r\nSet-Cookie: a=b",
    "..",
    "",
]
CODE = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture
def inspector() -> Account:
    return account()


@pytest.fixture(autouse=True, scope="module")
def _reader_rests():
    yield
    READER.rest()


def as_(one: Account) -> Client:
    client = Client()
    client.force_login(one, "django.contrib.auth.backends.ModelBackend")
    return client


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(reverse("accounts:sign-in"), {"username": username, "password": password} | more)


def is_in(client: Client) -> bool:
    return client.get(reverse("accounts:me")).status_code == 200


def send(client: Client, name: str, data: bytes) -> dict[str, str]:
    file = SimpleUploadedFile("file", data)
    answer = client.post("/upload", {"files": file, "name": name}, headers={"Accept": "application/json"})
    (told,) = answer.json()["files"]
    return dict(told)


def read_all() -> None:
    while job := queue.claim("test"):
        read(job.args_kwargs["args"][0], claims=len(job.worker_ids))
        queue.finish(job, "test")


# Signing in, sessions, passwords


def test_a_session_that_somebody_planted_is_not_the_one_after_sign_in(inspector: Account):
    client = Client()
    client.get(reverse("accounts:sign-in"))
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = planted = session.session_key
    sign_in(client, inspector.username)
    assert client.cookies[django_settings.SESSION_COOKIE_NAME].value != planted
    stranger = Client()
    stranger.cookies[django_settings.SESSION_COOKIE_NAME] = planted
    assert not is_in(stranger)


def test_a_session_is_over_on_the_server_after_sign_out(inspector: Account):
    client = as_(inspector)
    kept = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    client.post(reverse("accounts:sign-out"))
    client.cookies[django_settings.SESSION_COOKIE_NAME] = kept
    assert not is_in(client)


def test_another_password_ends_the_other_sessions_and_not_this_one(inspector: Account):
    here, elsewhere = as_(inspector), as_(inspector)
    here.post(reverse("accounts:me"), {"old": PASSWORD, "password": OWN, "repeated": OWN})
    assert is_in(here)
    assert not is_in(elsewhere)


def test_the_sessions_cookie_is_kept_from_scripts_and_other_sites(inspector: Account):
    client = Client()
    sign_in(client, inspector.username)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("agent", ["one browser", "another {}"])
def test_guesses_are_counted_whatever_the_names_case_and_the_headers(inspector: Account, agent: str):
    name = inspector.username
    spellings = [name, name.upper(), name.title(), name.capitalize(), f" {name}"]
    for number, spelling in enumerate(spellings):
        headers = {"User-Agent": agent.format(number), "X-Forwarded-For": f"10.0.0.{number}"}
        guess = {"username": spelling, "password": "a wrong guess"}
        Client().post(reverse("accounts:sign-in"), guess, headers=headers)
    assert len(spellings) == django_settings.AXES_FAILURE_LIMIT
    assert sign_in(Client(), name.swapcase()).status_code == 429


def test_guesses_at_ones_own_page_and_under_a_signature_count_too(inspector: Account):
    client = as_(inspector)
    for _ in range(django_settings.AXES_FAILURE_LIMIT):
        client.post(reverse("accounts:me"), {"old": "a wrong guess", "password": OWN, "repeated": OWN})
    assert client.post(reverse("accounts:me"), {"old": PASSWORD, "password": OWN, "repeated": OWN}).status_code == 429
    inspector.refresh_from_db()
    assert inspector.check_password(PASSWORD)


def test_no_password_is_in_any_log_or_table(caplog: pytest.LogCaptureFixture):
    typed = ["my old passwort", "the password I want", "what I typed instead", "the temporary one", "under a signature"]
    old, wanted, slip, temporary, signature = typed
    administrator, client = account(Role.ADMINISTRATOR), Client()
    with caplog.at_level(logging.DEBUG):
        sign_in(client, administrator.username, slip)
        sign_in(client, administrator.username)
        client.post(reverse("accounts:me"), {"old": old, "password": wanted, "repeated": wanted})
        client.post(reverse("accounts:me"), {"old": PASSWORD, "password": wanted, "repeated": wanted})
        reset = reverse("accounts:reset", args=(account().pk,))
        client.post(reset, {"password": temporary, "repeated": temporary, "reason": "lost"})
        released("methanol")
        (lot,) = lots("methanol-ruled.pdf")
        client.post(reverse("review:sign", args=(lot.pk,)), {"meaning": "accept", "password": signature, "seen": "x"})
    assert AccessAttempt.objects.exists()
    everything = caplog.text + "".join(str(row) for model in apps.get_models() for row in model.objects.values())
    assert [one for one in (*typed, PASSWORD) if one in everything] == []


@pytest.mark.parametrize(
    "away", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/", "javascript:alert(1)", "\0"]
)
def test_no_way_leads_elsewhere(inspector: Account, away: str):
    client = Client()
    assert sign_in(client, inspector.username, next=away)["Location"] == "/"
    assert client.post(reverse("accounts:language"), {"language": "en", "next": away})["Location"] == "/"
    parts = {"HX-Request": "true", "HX-Current-URL": away.replace("\0", "%00")}
    gone = Client().get("/", headers=parts)["HX-Redirect"]
    assert gone.startswith(f"{reverse('accounts:sign-in')}?next=")
    assert sign_in(Client(), inspector.username, next=away)["Location"] == "/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_host_that_is_not_ours_gets_nothing(inspector: Account, method: str):
    answer = getattr(as_(inspector), method)(reverse("accounts:me"), headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "elsewhere.example" not in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers


# How it is run


def test_the_settings_for_https_pass_djangos_deployment_checks(tmp_path: Path):
    variables = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "TZ", "LANG")}
    variables |= {
        "DJANGO_SETTINGS_MODULE": "lotgate.web.settings",
        "LOTGATE_DATA": str(tmp_path),
        "LOTGATE_BASE_URL": "https://lotgate.example.com",
    }
    check = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(check, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    shown = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.DEBUG)"
    told = subprocess.run([sys.executable, "-c", shown], env=variables, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "True", "False"]
    kept = [path for path in tmp_path.iterdir() if path.suffix == ".key"]
    assert len(kept) == 2
    assert [path.name for path in kept if path.stat().st_mode & 0o077] == []


# Files from strangers


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_is_shown_and_never_followed(inspector: Account, name: str, tmp_path: Path):
    client = as_(inspector)
    assert send(client, name, b"certificate of nothing")["result"] == "received"
    upload = Upload.objects.get()
    assert 0 < len(upload.name) <= 400
    assert not re.search(r"[\x00-\x1f\u202e]|\.\.", upload.name)
    inside = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.parts[:2] for path in inside} == {("storage", "originals")}
    answer = whole(client.get(reverse("review:original", args=(Lot.objects.get().pk,))))
    assert_download(answer)
    assert "Set-Cookie" not in answer.headers
    assert "<script>alert(1)" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.html", b"<!DOCTYPE html><script>alert(document.domain)</script>"),
        ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("x.xml", b'<?xml version="1.0"?><x xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></x>'),
        ("x.pdf", b"%PDF-1.7 but no more"),
        ("x.exe", b"MZ\x90"),
    ],
)
def test_no_file_is_served_under_its_own_type(inspector: Account, name: str, data: bytes):
    client = as_(inspector)
    send(client, name, data)
    assert_download(whole(client.get(reverse("review:original", args=(Lot.objects.get().pk,)))))


def assert_download(answer: HttpResponse) -> None:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_a_body_beyond_the_bound_is_refused_unread(inspector: Account, settings):
    request = RequestFactory().generic("POST", "/upload", CONTENT_LENGTH=str(settings.REQUEST_BYTES + 1))
    request.user = inspector
    request._stream = None  # type: ignore[attr-defined] - whoever reads it fails
    answer = BoundedBody(lambda _request: HttpResponse())(request)
    assert answer.status_code == 413
    assert "MB at once" in answer.content.decode()
    settings.REQUEST_BYTES = 1000
    answer = as_(inspector).post("/upload", {"files": SimpleUploadedFile("x.pdf", b"x" * 1000)})
    assert answer.status_code == 413
    assert not Upload.objects.exists()


def test_a_file_beyond_the_bound_is_refused_and_says_so(inspector: Account, settings):
    settings.UPLOAD_BYTES = 2**20
    told = send(as_(inspector), "large.pdf", b"x" * (2**20 + 1))
    assert told["result"] == "refused"
    assert "1 MB" in told["text"]


def test_names_in_an_archive_lead_nowhere(inspector: Account, tmp_path: Path):
    packed = io.BytesIO()
    sample = (EXAMPLES / "certificates" / "propanol.html").read_bytes()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../outside.html", sample)
        archive.writestr("/absolute.html", sample.replace(b"25-IPA-0331", b"25-IPA-0332"))
    send(as_(inspector), "two.zip", packed.getvalue())
    read_all()
    assert set(Lot.objects.values_list("number", flat=True)) == {"25-IPA-0331", "25-IPA-0332"}
    assert not [lot.file for lot in Lot.objects.all() if ".." in lot.file or lot.file.startswith("/")]
    assert {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*") if path.is_file()} == {"storage"}


def test_an_archive_that_unpacks_without_end_is_set_aside(inspector: Account):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros.pdf", "w") as member:
        for _ in range(400):
            member.write(bytes(2**20))
    assert len(packed.getvalue()) < 2**20
    send(as_(inspector), "bomb.zip", packed.getvalue())
    upload = Upload.objects.get()
    for _ in range(ATTEMPTS):
        read(upload.pk, claims=1)
    upload.refresh_from_db()
    assert (upload.state, upload.error_code) == (UploadState.FAILED, "too-large")
    assert Lot.objects.get().state == LotState.FAILED


# Text that would be code


class Code(HTMLParser):
    """Finds what a browser would run, or load from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if any(name.startswith("on") or name in ("style", "srcdoc") for name in given):
            self.found.append(f"<{tag} {given}>")
        data = given.get("type") == "application/json"
        if tag in ("style", "iframe", "object", "embed", "base") or (
            tag == "script" and "src" not in given and not data
        ):
            self.found.append(f"<{tag}>")
        for name in ("src", "href", "action", "formaction", "hx-get", "hx-post"):
            if given.get(name, "/").strip().lower().startswith(("javascript:", "data:", "http:", "https:", "//")):
                self.found.append(f"<{tag} {name}={given[name]}>")
        if given.get("src") == "x":
            self.found.append(f"<{tag} src=x>")


@pytest.fixture
def hostile(tmp_path: Path) -> tuple[Client, Lot]:
    """A site where every text that people or files can bring in is code."""
    place = site(f"Plant {CODE}"[:120])
    by = account(Role.ADMINISTRATOR, at=place, name=f"Eve {CODE}"[:120])
    text = (EXAMPLES / "standards" / "2-propanol.toml").read_text("utf-8")
    quoted = CODE.replace('"', '\\"')
    text = text.replace('"2-Propanol for cleaning"', f'"{quoted}"').replace('"Non-volatile matter"', f'"{quoted}"')
    version = standards.read_in(account=by, name="x.toml", data=text.encode())
    standards.release(account=by, version=version, seen=version.digest, reason=CODE)
    standards.next_version(account=by, version=version, number=CODE[:40], reason=CODE)
    escaped = CODE.replace("<", "&lt;").replace(">", "&gt;")
    page = (EXAMPLES / "certificates" / "propanol.html").read_text("utf-8")
    for word in ("Quillstone Solvents B.V.", "QS-7709-25", "Colour", "Characteristic", "25-IPA-0331"):
        page = page.replace(word, f"{word} {escaped}")
    file = tmp_path / f"{CODE.replace('/', '')}.html"
    file.write_text(page, "utf-8")
    (lot,) = lots(str(file), at=place)
    client = as_(by)
    edit = reverse("review:edit", args=(lot.pk, "item"))
    fields = dict.fromkeys(("name", "result", "unit", "limit", "method"), CODE)
    client.post(f"{edit}?item=3", fields | {"reason": CODE})
    return client, lot


def test_text_stays_text_on_every_page(hostile: tuple[Client, Lot]):
    client, lot = hostile
    assert "onerror" in str(lot.product + lot.supplier + lot.number + lot.certificate_no + lot.file)
    forms = ("item?item=3", "strike?item=3", "assign?item=3", "add", "header?field=product", "new-header", "standard")
    versions = [f"/standards/{pk}/{part}" for pk in versions_of(lot) for part in ("", "impact", "form", "text")]
    first, second = sorted(versions_of(lot))[:2]
    pages = [
        *("/", f"/?q={CODE}", "/accounts/", "/accounts/me", "/accounts/site", "/audit/", f"/audit/?text={CODE}"),
        *("/standards/", f"/standards/?text={CODE}", f"/standards/compare?before={first}&after={second}", *versions),
        *(f"/lots/{lot.pk}/{part}" for part in ("", "sign", *(f"edit/{form}" for form in forms))),
        f"/accounts/{client.session['_auth_user_id']}",
    ]
    seen = 0
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        text, parser = answer.content.decode(), Code()
        parser.feed(text)
        assert parser.found == [], page
        seen += "onerror" in text
    assert seen > len(pages) * 0.8


def versions_of(lot: Lot) -> list[int]:
    return [version.pk for version in lot.site.standards.all()]


def test_text_stays_text_in_the_workbook(hostile: tuple[Client, Lot]):
    client, lot = hostile
    formula = '=HYPERLINK("http://elsewhere.example";"x")'
    edit = reverse("review:edit", args=(lot.pk, "item"))
    client.post(f"{edit}?item=2", {"name": formula, "result": "+1", "unit": "@x", "limit": "-2", "reason": formula})
    answer = client.get(reverse("review:report", args=(lot.pk, "xlsx")))
    book = load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert formula in {cell.value for cell in cells}
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []


@pytest.mark.parametrize("reason", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＠x"])
def test_text_stays_text_in_the_trails_file(reason: str):
    by = account(Role.AUDITOR)
    audit.record(action="lot.signed", subject=by, actor=by, site=by.site, reason=reason, new=reason)
    text = whole(as_(by).get(reverse("audit:export", args=("csv",)))).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    (row,) = [row for row in rows if row["action"] == "lot.signed"]
    assert row["reason"] == row["new"] == f"'{reason}"
