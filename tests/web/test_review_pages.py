"""The review page as owner, colleague and stranger: what they see, what they change, which files they get."""

import io
import re
from contextlib import closing

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from openpyxl import load_workbook

from lotgate.store.models import (
    Account,
    CorrectionRecord,
    Document,
    Lot,
    LotState,
    Material,
    Role,
    Ruling,
    Signature,
)
from lotgate.store.selectors.review import review_of
from store.builders import EXAMPLES, PASSWORD, account, lots, released, site

pytestmark = pytest.mark.django_db
CITRIC = "citric-acid-borderless.pdf"
FILES = ("pages/1", "words?at=1:0,0,10,10", "original", "report.pdf", "report.xlsx")
FORMS = ("item", "add", "strike", "assign", "header", "new-header", "column", "rule", "standard")


@pytest.fixture
def citric() -> Lot:
    released("citric-acid")
    return lots(CITRIC)[0]


def signed_in(who: Account) -> Client:
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture
def owner() -> Client:
    return signed_in(account(Role.INSPECTOR))


@pytest.fixture
def colleague() -> Client:
    """Sees everything at the site and changes nothing."""
    return signed_in(account(Role.AUDITOR))


@pytest.fixture
def stranger() -> Client:
    return signed_in(account(Role.ADMINISTRATOR, at=site("Plant two")))


def address(lot: Lot, part: str = "") -> str:
    return f"/lots/{lot.pk}/{part}"


def doubt(lot: Lot) -> tuple[str, str, int]:
    """Key and basis of the lot's first finding that wants a person, and its item."""
    point = review_of(Lot.objects.select_related("standard", "document").get(pk=lot.pk), language="en").needs[0]
    assert point.item is not None
    return point.key, point.basis, point.item


def lot_message(lot: Lot, lang: str) -> str:
    finding = next(one for one in (lot.verdict or {})["lots"][0]["findings"] if one["characteristic"] == "lead")
    message: str = finding["messages"][lang]
    return message


def test_the_page_shows_what_needs_a_person_first_with_its_reason(citric: Lot, owner: Client):
    text = owner.get(address(citric)).content.decode()
    assert text.index("“&lt; 0.5 ppm” means any value") < text.index("Citric Acid Monohydrate</span>")
    assert "1 finding wants you" in text


def test_the_reasons_are_in_the_accounts_language(citric: Lot):
    who = account(name="王芳")
    who.language = "zh-hans"
    who.save()
    text = signed_in(who).get(address(citric)).content.decode()
    assert escape(lot_message(citric, "zh")) in text


def test_no_style_and_no_script_stands_in_the_page(citric: Lot, owner: Client):
    text = owner.get(address(citric)).content.decode()
    assert " style=" not in text
    assert not re.findall(r"<script(?![^>]*(?:src=|application/json))", text)
    assert not re.findall(r"\son\w+=", text)


def test_a_colleague_sees_the_page_and_no_button_that_changes(citric: Lot, colleague: Client):
    text = colleague.get(address(citric)).content.decode()
    assert "Lead" in text
    assert "data-act=" not in text
    assert "data-sign=" not in text


@pytest.mark.parametrize("part", ["", "next", *FILES, "sign", "reopen", "refuse", *(f"edit/{form}" for form in FORMS)])
def test_a_stranger_finds_nothing(citric: Lot, stranger: Client, part: str):
    assert stranger.get(address(citric, part)).status_code == 404


@pytest.mark.parametrize("part", ["", *FILES, "sign", *(f"edit/{form}" for form in FORMS)])
def test_who_is_not_signed_in_is_sent_to_the_sign_in(citric: Lot, part: str):
    response = Client().get(address(citric, part))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/sign-in")


@pytest.mark.parametrize("part", FILES)
def test_a_colleague_gets_the_files(citric: Lot, colleague: Client, part: str):
    with closing(colleague.get(address(citric, part))) as response:
        assert response.status_code == 200


@pytest.mark.parametrize("part", ["sign", "reopen", "refuse", *(f"edit/{form}" for form in FORMS)])
def test_a_colleague_gets_no_form(citric: Lot, colleague: Client, part: str):
    assert colleague.get(address(citric, part)).status_code == 403


def changes(lot: Lot) -> dict[str, dict[str, str]]:
    key, basis, item = doubt(lot)
    return {
        "confirm": {"point": key, "basis": basis},
        "undo": {"act": "x"},
        f"edit/strike?item={item}": {"reason": "x"},
        "sign": {"meaning": "reject", "reason": "x", "password": PASSWORD, "seen": "x"},
    }


def test_a_colleague_and_a_stranger_change_nothing(citric: Lot, colleague: Client, stranger: Client):
    for part, data in changes(citric).items():
        assert colleague.post(address(citric, part), data).status_code == 403, part
        assert stranger.post(address(citric, part), data).status_code == 404, part
    assert not CorrectionRecord.objects.exists()
    assert not Signature.objects.exists()


def test_the_number_of_queries_does_not_grow(citric: Lot, owner: Client):
    lots("methanol-ruled.pdf")
    with CaptureQueriesContext(connection) as few:
        owner.get(address(citric))
    item = doubt(citric)[2]
    for text in ("0.1", "0.2", "0.3", "< 0.5"):
        data = {"result": text, "unit": "ppm", "name": "Lead", "reason": "Misread"}
        assert owner.post(address(citric, f"edit/item?item={item}"), data).status_code == 200
    released("steel-1.4510")
    lots("stainless-matrix.pdf")
    with CaptureQueriesContext(connection) as many:
        owner.get(address(citric))
    assert len(few) == len(many) <= 12


def test_the_next_lot_is_the_one_below_then_the_newest_then_the_inbox(citric: Lot, owner: Client):
    assert owner.get(address(citric, "next"))["Location"] == "/"
    (older,), (newer,) = lots("methanol-ruled.pdf"), lots("polypropylene-two-level.pdf")
    assert owner.get(address(newer, "next"))["Location"] == f"/lots/{older.pk}/"
    assert owner.get(address(citric, "next"))["Location"] == f"/lots/{newer.pk}/"
    Lot.objects.filter(pk=newer.pk).update(state=LotState.ACCEPTED)
    assert owner.get(address(citric, "next"))["Location"] == f"/lots/{older.pk}/"


def test_a_page_picture_may_be_kept_by_this_person_for_long(citric: Lot, owner: Client):
    response = owner.get(address(citric, "pages/1"))
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "private" in response["Cache-Control"]
    assert "immutable" in response["Cache-Control"]
    assert b"".join(response.streaming_content)[8:12] == b"WEBP"


@pytest.mark.parametrize(
    "part", ["pages/0", "pages/2", "pages/999", "words?at=", "words?at=1:1,2", "words?at=1:nan,0,1,1"]
)
def test_what_is_not_there_is_not_found(citric: Lot, owner: Client, part: str):
    assert owner.get(address(citric, part)).status_code == 404


def test_words_are_those_in_the_box(citric: Lot, owner: Client):
    fact = Document.objects.get().reading["header_evidence"]["batch"][0]
    x0, top, x1, bottom = fact["box"]
    answer = owner.get(address(citric, f"words?at=1:{x0 - 2},{top - 2},{x1 + 2},{bottom + 2}")).json()
    assert answer["text"] == "CM4K0917"
    assert owner.get(address(citric, "words?at=1:0,0,1,1")).json() == {"text": "", "at": None}


def test_the_original_comes_as_a_file_that_no_browser_shows(citric: Lot, owner: Client):
    response = owner.get(address(citric, "original"))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == f'attachment; filename="{CITRIC}"'
    assert b"".join(response.streaming_content) == (EXAMPLES / "certificates" / CITRIC).read_bytes()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report_comes_as_pdf_and_as_workbook(citric: Lot, owner: Client, lang: str):
    printed = owner.get(address(citric, f"report.pdf?lang={lang}"))
    assert printed.content.startswith(b"%PDF")
    assert printed["Content-Disposition"].startswith("attachment")
    book = load_workbook(io.BytesIO(owner.get(address(citric, f"report.xlsx?lang={lang}")).content))
    assert ("Lots" if lang == "en" else "批次") in book.sheetnames


@pytest.mark.parametrize("part", ["report.html", "report.pdf?lang=fr"])
def test_there_is_no_other_report(citric: Lot, owner: Client, part: str):
    assert owner.get(address(citric, part)).status_code == 404


def test_a_confirmed_finding_gives_the_findings_as_they_stand(citric: Lot, owner: Client):
    key, basis, _ = doubt(citric)
    response = owner.post(address(citric, "confirm"), {"point": key, "basis": basis})
    assert response.status_code == 409  # nothing was doubted in its reading: it wants a ruling
    response = owner.post(address(citric, "confirm"), {"point": key, "basis": "another"})
    assert response.status_code == 409


def test_a_ruling_by_form(citric: Lot, owner: Client):
    key, basis, _ = doubt(citric)
    form = owner.get(address(citric, f"edit/rule?point={key}")).content.decode()
    assert basis in form
    data = {"basis": basis, "fit": "no", "reason": "Measured 0.4"}
    text = owner.post(address(citric, f"edit/rule?point={key}"), data).content.decode()
    assert not Ruling.objects.get().fit
    assert "Ruled not met" in text
    assert 'hx-swap-oob="true"' in text


def test_a_form_without_a_reason_comes_back_with_its_fault(citric: Lot, owner: Client):
    key, basis, _ = doubt(citric)
    response = owner.post(address(citric, f"edit/rule?point={key}"), {"basis": basis, "fit": "yes", "reason": " "})
    assert response["HX-Retarget"] == "#editor"
    assert not Ruling.objects.exists()


def test_an_item_is_edited_by_the_words_dragged_over(citric: Lot, owner: Client):
    fact = Document.objects.get().reading["header_evidence"]["quantity"][0]
    x0, top, x1, bottom = fact["box"]
    item = doubt(citric)[2]
    spot = f"1:{x0 - 2},{top - 2},{x1 + 2},{bottom + 2}"
    data = {"result": fact["text"], "result_at": spot, "unit": "ppm", "name": "Lead", "reason": "Misread"}
    owner.post(address(citric, f"edit/item?item={item}"), data)
    (change,) = [one.body for one in CorrectionRecord.objects.all() if one.body["field"] == "result"]
    assert change["evidence"]["words"] == fact["words"]


@pytest.mark.parametrize("spot", ["9:0,0,10,10", "1:0,0,10", "1:10,0,0,10", "1:nan,0,1,1", "0:0,0,1,1", "x"])
def test_a_place_that_is_none_is_refused(citric: Lot, owner: Client, spot: str):
    item = doubt(citric)[2]
    data = {"result": "1", "result_at": spot, "name": "Lead", "reason": "Misread"}
    assert owner.post(address(citric, f"edit/item?item={item}"), data)["HX-Retarget"] == "#editor"
    header = {"text": "CM4K0918", "text_at": spot, "reason": "Misread"}
    assert owner.post(address(citric, "edit/header?field=batch&position=0"), header)["HX-Retarget"] == "#editor"
    assert not CorrectionRecord.objects.exists()


def test_an_item_is_added_where_its_name_stands_and_assigned(citric: Lot, owner: Client):
    data = {"name": "Pb", "name_at": "1:80,100,120,110", "result": "0.1", "unit": "ppm", "reason": "Missed"}
    owner.post(address(citric, "edit/add"), {**data, "characteristic": "lead"})
    assert [one.body["type"] for one in CorrectionRecord.objects.all()] == ["AddItem", "AssignItem"]
    assert len({one.act for one in CorrectionRecord.objects.all()}) == 1
    without = owner.post(address(citric, "edit/add"), {**data, "name_at": ""})
    assert without["HX-Retarget"] == "#editor"


def test_a_struck_item_is_restored(citric: Lot, owner: Client):
    item = doubt(citric)[2]
    assert "Struck" in owner.post(address(citric, f"edit/strike?item={item}"), {"reason": "x"}).content.decode()
    owner.post(address(citric, f"edit/restore?item={item}"), {"reason": "x"})
    assert doubt(citric)[2] == item


def test_a_column_is_shown_before_it_is_applied(citric: Lot, owner: Client):
    items = Document.objects.get().reading["items"]
    boxes = [one["evidence"]["limit"]["box"] for one in items if "limit" in one["evidence"]]
    spot = f"1:{min(b[0] for b in boxes) - 2},{boxes[0][1] - 2},{max(b[2] for b in boxes) + 2},{boxes[-1][3] + 2}"
    data = {"column_at": spot, "role": "result", "reason": "Column misunderstood"}
    preview = owner.post(address(citric, "edit/column"), data)
    assert preview["HX-Retarget"] == "#editor"
    assert "99.5 - 100.5 %" in preview.content.decode()
    assert not CorrectionRecord.objects.exists()
    shown = re.search(r'name="shown" value="(\w+)"', preview.content.decode())
    assert shown is not None
    other = owner.post(address(citric, "edit/column"), {**data, "role": "limit", "shown": shown[1]})
    assert other["HX-Retarget"] == "#editor"
    assert not CorrectionRecord.objects.exists()
    owner.post(address(citric, "edit/column"), {**data, "shown": shown[1]})
    assert CorrectionRecord.objects.count() > 5
    assert len({one.act for one in CorrectionRecord.objects.all()}) == 1


def test_a_header_fact_is_fixed_added_and_taken_away(citric: Lot, owner: Client):
    owner.post(address(citric, "edit/header?field=batch&position=0"), {"text": "CM4K0918", "reason": "Misread"})
    citric.refresh_from_db()
    assert citric.number == "CM4K0918"
    owner.post(address(citric, "edit/header?field=supplier&position=0"), {"text": "", "reason": "Not stated"})
    citric.refresh_from_db()
    assert citric.supplier == ""
    data = {"field": "expires", "text": "2026-09-16", "text_at": "1:300,300,360,310", "reason": "Missed"}
    owner.post(address(citric, "edit/new-header"), data)
    assert Document.objects.get().current["header"]["expires"] == "2026-09-16"


@pytest.mark.parametrize(
    "part", ["edit/item?item=9999", "edit/item", "edit/rule?point=p99", "edit/header?field=x", "edit/x"]
)
def test_a_form_on_what_is_not_there_is_not_found(citric: Lot, owner: Client, part: str):
    assert owner.get(address(citric, part)).status_code == 404


def sealed(client: Client, lot: Lot, part: str = "sign") -> str:
    found = re.search(r'name="seen" value="(\w+)"', client.get(address(lot, part)).content.decode())
    assert found is not None
    return found[1]


def test_signing_by_form_and_reopening(owner: Client):
    released("methanol")
    (lot,) = lots("methanol-ruled.pdf")
    data = {"meaning": "accept", "reason": "", "password": PASSWORD, "seen": sealed(owner, lot)}
    wrong = owner.post(address(lot, "sign"), {**data, "password": "no"})
    assert "The password is wrong." in wrong.content.decode()
    assert owner.post(address(lot, "sign"), data)["HX-Refresh"] == "true"
    lot.refresh_from_db()
    assert lot.state == LotState.ACCEPTED
    assert "data-act=" not in owner.get(address(lot)).content.decode()
    assert owner.get(address(lot, "reopen")).status_code == 403
    manager = signed_in(account(Role.MANAGER))
    again = {"meaning": "reopen", "password": PASSWORD, "seen": sealed(manager, lot, "reopen"), "reason": ""}
    assert "This needs a reason." in manager.post(address(lot, "reopen"), again).content.decode()
    assert manager.post(address(lot, "reopen"), {**again, "reason": "Complaint"})["HX-Refresh"] == "true"
    lot.refresh_from_db()
    assert lot.state == LotState.ACCEPT


def test_too_many_wrong_passwords_are_told_in_the_dialog(citric: Lot, owner: Client, settings):
    data = {"meaning": "reject", "reason": "x", "password": "no", "seen": sealed(owner, citric)}
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = owner.post(address(citric, "sign"), data)
    assert response.status_code == 200
    assert "Too many wrong passwords" in response.content.decode()
    response = owner.post(address(citric, "sign"), {**data, "password": PASSWORD})
    assert "Too many wrong passwords" in response.content.decode()
    assert not Signature.objects.exists()


def test_a_meaning_that_may_not_be_signed_is_no_choice(citric: Lot, owner: Client):
    text = owner.get(address(citric, "sign")).content.decode()
    assert "Accepted" not in text
    assert "must first be confirmed" in text
    data = {"meaning": "accept", "reason": "x", "password": PASSWORD, "seen": sealed(owner, citric)}
    owner.post(address(citric, "sign"), data)
    assert not Signature.objects.exists()


def test_four_eyes_by_form(owner: Client):
    standard = released("methanol")
    Material.objects.create(site=standard.site, key=standard.key, four_eyes=True)
    (lot,) = lots("methanol-ruled.pdf")
    assert "four eyes" in owner.get(address(lot, "sign")).content.decode()
    data = {"meaning": "accept", "reason": "", "password": PASSWORD}
    owner.post(address(lot, "sign"), {**data, "seen": sealed(owner, lot)})
    page = owner.get(address(lot)).content.decode()
    assert "A second person must sign." in page
    assert "data-decide" not in page
    again = owner.post(address(lot, "sign"), {**data, "seen": sealed(owner, lot)})
    assert "another person" in again.content.decode()
    second = signed_in(account(Role.MANAGER))
    assert "data-decide" in second.get(address(lot)).content.decode()
    assert "Rejected" not in second.get(address(lot, "sign")).content.decode()
    refusal = {"meaning": "refuse", "reason": "Wrong drum", "password": PASSWORD}
    second.post(address(lot, "refuse"), {**refusal, "seen": sealed(second, lot, "refuse")})
    assert "Wrong drum" in second.get(address(lot)).content.decode()
    owner.post(address(lot, "sign"), {**data, "seen": sealed(owner, lot)})
    second.post(address(lot, "sign"), {**data, "seen": sealed(second, lot)})
    lot.refresh_from_db()
    assert lot.state == LotState.ACCEPTED


def test_the_history_tells_what_was_done_in_the_readers_words(citric: Lot, owner: Client):
    owner.post(address(citric, "edit/header?field=batch&position=0"), {"text": "CM4K0918", "reason": "Misread"})
    data = {"result": "< 0.5 ppm", "unit": "mg/kg", "name": "Lead", "reason": "Misread"}
    text = owner.post(address(citric, f"edit/item?item={doubt(citric)[2]}"), data).content.decode()
    assert "Corrected <strong>lot</strong>" in text
    assert "<strong>Lead · Unit</strong>" in text
    book = load_workbook(io.BytesIO(owner.get(address(citric, "report.xlsx?lang=zh")).content))
    assert any("批号" in str(row) for row in book.worksheets[-1].values)


def test_a_lot_that_a_correction_takes_away_leads_to_another_on_the_document(owner: Client):
    released("ethyl-acetate")
    one, other = lots("ethyl-acetate-two-lots.pdf")
    response = owner.post(address(other, "edit/header?field=batch&position=1"), {"text": "", "reason": "Not a lot"})
    assert response["HX-Redirect"] == address(one)
    assert not Lot.objects.filter(pk=other.pk).exists()


def test_what_changed_meanwhile_is_told_in_the_dialog(citric: Lot, owner: Client):
    seen = sealed(owner, citric)
    owner.post(address(citric, f"edit/strike?item={doubt(citric)[2]}"), {"reason": "x"})
    data = {"meaning": "reject", "reason": "x", "password": PASSWORD, "seen": seen}
    assert "The lot changed since you opened it" in owner.post(address(citric, "sign"), data).content.decode()
    assert not Signature.objects.exists()


def test_a_lot_without_a_standard_shows_what_was_read(owner: Client):
    (lot,) = lots(CITRIC)
    text = owner.get(address(lot)).content.decode()
    assert "Choose a standard" in text
    assert "Read on the certificate" in text


def test_a_lot_that_is_not_read_says_so(citric: Lot, owner: Client):
    Lot.objects.filter(pk=citric.pk).update(document=None, verdict=None, state=LotState.FAILED)
    assert owner.get(address(citric)).status_code == 200
    assert owner.get(address(citric, "sign")).status_code == 404
