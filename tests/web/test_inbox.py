"""The inbox page and the door for files, for an inspector, an auditor and a stranger."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lotgate.store.models import Account, AuditEntry, Lot, LotState, Role, Upload, UploadState
from lotgate.store.selectors.inbox import PAGE
from store.builders import account, lot, lots, released, site

pytestmark = pytest.mark.django_db
XHR = {"Accept": "application/json"}


@pytest.fixture
def inspector() -> Account:
    return account(name="Chen Jing")


@pytest.fixture
def page(inspector: Account) -> Client:
    return signed_in(inspector)


def signed_in(person: Account) -> Client:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def text_of(client: Client, address: str = "/", **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def file(content: bytes = b"%PDF-1.7 nothing", name: str = "coa.pdf") -> io.BytesIO:
    stream = io.BytesIO(content)
    stream.name = name
    return stream


def test_an_empty_inbox_says_what_to_do(page: Client) -> None:
    assert "Try the example deliveries" in text_of(page)
    assert "Try the example deliveries" not in text_of(signed_in(account(Role.AUDITOR)))


def test_a_row_says_what_is_known_of_the_lot(page: Client, inspector: Account) -> None:
    earlier = lot(inspector, number="L1", product="Methanol")
    lot(
        inspector,
        state=LotState.REJECT,
        number="L1",
        product="氯化铝",
        supplier="Works",
        fails=2,
        doubts=1,
        repeats=earlier,
    )
    shown = text_of(page)
    for words in ("Reject proposed", "氯化铝", "Works", "same lot on", "L1"):
        assert words in shown


def test_a_strangers_inbox_is_another(inspector: Account) -> None:
    lot(inspector, product="Methanol")
    assert "Methanol" not in text_of(signed_in(account(at=site("Elsewhere"))))


def test_nobody_sees_it_without_signing_in(client: Client) -> None:
    assert client.get("/")["Location"] == "/accounts/sign-in?next=/"
    assert client.post("/upload", {"files": file()})["Location"] == "/accounts/sign-in?next=/upload"


def test_search_gives_a_part_of_the_page(page: Client, inspector: Account) -> None:
    lot(inspector, product="Methanol")
    lot(inspector, product="Ethanol")
    part = text_of(page, "/?q=methanol", **{"HX-Request": "true"})
    assert "<html" not in part
    assert "Methanol" in part
    assert "Ethanol" not in part


@pytest.mark.parametrize("address", ["/?since=never&state=odd&tab=9&sort=verdict&at=%5B%5D", "/?at=[%22x%22,1,0]"])
def test_an_address_that_makes_no_sense_is_no_error(page: Client, inspector: Account, address: str) -> None:
    lot(inspector)
    text_of(page, address)


def test_pages_lead_on_and_back(page: Client, inspector: Account) -> None:
    for number in range(PAGE + 1):
        lot(inspector, product=f"Product {number:03}")
    first = page.get("/?sort=product")
    assert "Product 000" in first.content.decode()
    second = page.get("/" + first.context["after"])
    assert [lot.product for lot in second.context["page"].lots] == [f"Product {PAGE:03}"]
    assert page.get("/" + second.context["before"]).context["page"].lots[0].product == "Product 000"


def test_only_rows_in_work_make_the_page_ask_again(page: Client, inspector: Account) -> None:
    lot(inspector)
    assert "every 2s" not in text_of(page)
    lot(inspector, state=LotState.READING)
    assert "every 2s" in text_of(page)
    assert 'name="poll"' in text_of(page)  # what a page asks by itself keeps no session alive


def test_a_failed_row_says_why_and_is_read_again(page: Client, inspector: Account) -> None:
    failed = lot(inspector, state=LotState.FAILED, file="broken.pdf")
    reason = {"error_code": "damaged-file", "error_message": "no page tree", "error_advice": "Ask the sender."}
    Upload.objects.filter(pk=failed.upload_id).update(state=UploadState.FAILED, **reason)
    shown = text_of(page)
    for words in ("broken.pdf", "Damaged file", "no page tree", "Ask the sender.", "Read again"):
        assert words in shown
    address = f"/uploads/{failed.upload_id}/read-again"
    assert signed_in(account(at=site("Elsewhere"))).post(address).status_code == 404
    assert signed_in(account(Role.AUDITOR)).post(address).status_code == 403
    assert page.post(address, {"back": "?tab=failed"})["Location"] == "/?tab=failed"
    assert page.post(address).status_code == 409
    assert Lot.objects.get().state == LotState.WAITING


def test_files_come_in_by_script_one_by_one(page: Client) -> None:
    answer = page.post("/upload", {"files": file(), "name": "folder/coa.pdf"}, headers=XHR)
    assert answer.json()["files"] == [{"name": "folder/coa.pdf", "text": "In the inbox", "result": "received"}]
    again = page.post("/upload", {"files": file()}, headers=XHR).json()["files"][0]
    assert again["result"] == "known"
    assert Lot.objects.get().file == "folder/coa.pdf"


def test_a_refused_file_says_why(page: Client, settings) -> None:
    settings.UPLOAD_BYTES = 4
    refused = page.post("/upload", {"files": file()}, headers=XHR).json()["files"][0]
    assert refused["result"] == "refused"
    assert "Split the file" in refused["text"]
    assert not Lot.objects.exists()


def test_files_come_in_without_script(page: Client) -> None:
    assert "multipart/form-data" in text_of(page, "/upload")
    answer = page.post("/upload", {"files": [file(b"one", "a.pdf"), file(b"two", "b.pdf")]}, follow=True)
    assert Lot.objects.count() == 2
    assert "b.pdf: In the inbox" in answer.content.decode()
    assert page.post("/upload", {})["Location"] == "/upload"


def test_an_auditor_brings_nothing_in() -> None:
    auditor = signed_in(account(Role.AUDITOR))
    assert auditor.get("/upload").status_code == 403
    assert auditor.post("/upload", {"files": file()}, headers=XHR).status_code == 403
    assert auditor.post("/examples").status_code == 403
    assert not AuditEntry.objects.filter(action="upload.received").exists()


def test_the_examples_are_one_click_away(page: Client) -> None:
    assert page.post("/examples")["Location"] == "/"
    assert Lot.objects.filter(state=LotState.WAITING).exists()


@pytest.mark.parametrize("address", ["/", "/?q=methanol&sort=product&since=2020-01-01", "/?tab=review&supplier=w"])
def test_the_number_of_queries_does_not_grow(page: Client, inspector: Account, address: str) -> None:
    lot(inspector, product="Methanol", supplier="Works")
    page.get(address)
    few = queries(page, address)
    for number in range(300):
        lot(inspector, product="Methanol", supplier="Works", number=str(number))
    assert queries(page, address) == few <= 9


def queries(page: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        page.get(address)
    return len(captured)


def test_a_review_makes_as_many_queries_in_an_inbox_of_any_size() -> None:
    released("methanol")
    reviewed = lots("methanol-ruled.pdf")[0]
    inspector = account()
    page, address = signed_in(inspector), f"/lots/{reviewed.pk}/"
    page.get(address)
    few = queries(page, address)
    for number in range(300):
        lot(inspector, number=str(number))
    assert queries(page, address) == few <= 12
