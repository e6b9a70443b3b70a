"""The review of a lot as an inspector does it: by keyboard, and with the mouse on the page."""

from collections.abc import Callable
from typing import Any

import pytest

from lotgate.store.models import Account, CorrectionRecord, Document, Lot, LotState, Ruling, Signature
from lotgate.store.services.judging import rejudge
from store.builders import PASSWORD, account, lots, released

playwright = pytest.importorskip("playwright.sync_api")
expect: Any = playwright.expect
pytestmark = pytest.mark.django_db(transaction=True)
Page = Any
Open = Callable[..., Page]


@pytest.fixture
def inspector(live_server: object) -> Account:  # noqa: ARG001 - before the first row, so that its tables are there
    return account(name="Li Wei")


@pytest.fixture
def citric(inspector: Account) -> Lot:  # noqa: ARG001 - as above
    """One doubt, on lead, which wants a ruling."""
    released("citric-acid")
    return lots("citric-acid-borderless.pdf")[0]


def doubted(standard: str, file: str, *names: str) -> Lot:
    """A lot on which these items were read with too little confidence."""
    released(standard)
    lot = lots(file)[0]
    document = Document.objects.get(pk=lot.document_id)
    for item in document.reading["items"]:
        if any(name in item["name"] for name in names):
            item["confidence"] = item["evidence"]["result"]["confidence"] = 0.6
    document.save()
    rejudge(document)
    lot.refresh_from_db()
    return lot


def current(page: Page) -> Any:
    return page.locator("[data-point][aria-current]")


def opened(open_as: Open, who: Account, lot: Lot, **options: object) -> Page:
    page = open_as(who, f"/lots/{lot.pk}/", **options)
    page.wait_for_function("document.querySelector('.sheet rect') !== null")
    return page


def state_of(lot: Lot) -> str:
    return Lot.objects.get(pk=lot.pk).state


def drag(page: Page, box: list[float], sheet: int = 1) -> None:
    """Drag over a box on the page, given in points."""
    layer = page.locator(f'.sheet[data-page="{sheet}"] svg')
    layer.evaluate(
        "(svg, top) => svg.closest('.scroller').scrollTo(0, svg.clientHeight * top / svg.viewBox.baseVal.height - 80)",
        box[1],
    )
    frame = layer.bounding_box()
    size = layer.evaluate("svg => [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height]")
    across, down = frame["width"] / size[0], frame["height"] / size[1]
    page.mouse.move(frame["x"] + (box[0] - 2) * across, frame["y"] + (box[1] - 1) * down)
    page.mouse.down()
    page.mouse.move(frame["x"] + (box[2] + 2) * across, frame["y"] + (box[3] + 1) * down, steps=4)
    page.mouse.up()


def item_named(name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in Document.objects.get().reading["items"] if name in one["name"])
    return found


def test_two_doubts_are_confirmed_and_the_lot_is_signed_by_keyboard_alone(open_as: Open, inspector: Account):
    lot = doubted("lithium-carbonate", "lithium-carbonate-two-pages.pdf", "水分", "氯化物")
    assert (lot.state, lot.doubts) == (LotState.REVIEW, 2)
    page = opened(open_as, inspector, lot)
    expect(page.locator(".summary")).to_contain_text("2 findings want you")
    first = current(page).get_attribute("data-name")
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_contain_text("1 finding wants you")
    assert current(page).get_attribute("data-name") != first
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_contain_text("Every requirement is met")
    page.keyboard.press("d")
    expect(page.locator("#sign [name=password]")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_contain_text("Decided and locked")
    assert state_of(lot) == LotState.ACCEPTED
    assert Signature.objects.get().printed_name == "Li Wei"


def test_a_decided_lot_takes_no_key_and_offers_no_button(open_as: Open, inspector: Account, citric: Lot):
    Lot.objects.filter(pk=citric.pk).update(state=LotState.REJECTED)
    page = opened(open_as, inspector, citric)
    for key in ("j", "Enter", "e", "x", "a", "n", "c", "u", "d"):
        page.keyboard.press(key)
    page.wait_for_load_state("networkidle")
    assert page.locator("#editor, [data-act], #sign[open]").count() == 0


def test_j_and_k_move_and_the_page_follows(open_as: Open, inspector: Account):
    released("lithium-carbonate")
    lot = lots("lithium-carbonate-two-pages.pdf")[0]
    page = opened(open_as, inspector, lot)
    page.keyboard.press("j")
    page.keyboard.press("j")
    key = current(page).get_attribute("data-point")
    expect(page.locator("rect.on").first).to_have_attribute("data-key", key)
    page.keyboard.press("k")
    assert current(page).get_attribute("data-point") != key
    last = page.locator(".point").last
    last.locator(".pick").click()
    expect(page.locator("#page-now")).to_have_text("2")
    expect(page.locator("rect.on").first).to_be_in_viewport()


def test_a_place_on_the_page_chooses_its_finding(open_as: Open, inspector: Account, citric: Lot):
    page = opened(open_as, inspector, citric)
    page.locator("rect.pass").nth(2).click()
    key = page.locator("rect.on").first.get_attribute("data-key")
    assert current(page).get_attribute("data-point") == key
    expect(current(page)).to_be_in_viewport()


def test_a_value_is_edited_by_typing(open_as: Open, inspector: Account, citric: Lot):
    page = opened(open_as, inspector, citric)
    page.keyboard.press("e")
    expect(page.locator("#editor [name=result]")).to_be_focused()
    page.keyboard.type("< 0.2 ppm")
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_contain_text("Every requirement is met")
    record = CorrectionRecord.objects.get(body__field="result")
    assert (record.old, record.new, record.reason) == ("< 0.5 ppm", "< 0.2 ppm", "Misread")


def test_a_value_is_edited_by_dragging_over_words(open_as: Open, inspector: Account, citric: Lot):
    arsenic = item_named("Arsenic")["evidence"]["result"]
    page = opened(open_as, inspector, citric)
    page.keyboard.press("e")
    expect(page.locator("#editor [name=result]")).to_be_focused()
    drag(page, arsenic["box"])
    expect(page.locator("#editor [name=result]")).to_have_value("< 0.2 ppm")
    expect(page.locator("rect.picked")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_contain_text("Every requirement is met")
    record = CorrectionRecord.objects.get(body__field="result")
    assert record.body["evidence"]["words"] == arsenic["words"]


def test_a_missed_item_is_added_by_dragging_over_name_and_result(open_as: Open, inspector: Account, citric: Lot):
    lead, arsenic = item_named("Lead")["evidence"], item_named("Arsenic")["evidence"]
    page = opened(open_as, inspector, citric)
    page.keyboard.press("x")
    expect(page.locator("#editor [name=reason]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(current(page)).to_contain_text("the certificate does not report it")
    page.keyboard.press("n")
    expect(page.locator("#editor [name=name]")).to_be_focused()
    drag(page, lead["name"]["box"])
    expect(page.locator("#editor [name=name]")).to_have_value("Lead")
    expect(page.locator("#editor [name=result]")).to_be_focused()
    drag(page, arsenic["result"]["box"])
    expect(page.locator("#editor [name=result]")).to_have_value("< 0.2 ppm")
    page.locator("#editor [name=reason]").press("Enter")
    expect(page.locator(".summary")).to_contain_text("Every requirement is met")


def test_a_struck_item_is_restored_by_undo(open_as: Open, inspector: Account, citric: Lot):
    page = opened(open_as, inspector, citric)
    page.keyboard.press("x")
    expect(page.locator("#editor [name=reason]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-fold=struck]")).to_be_attached()
    page.keyboard.press("u")
    expect(page.locator("[data-fold=struck]")).not_to_be_attached()
    expect(page.locator(".summary")).to_contain_text("1 finding wants you")


def test_an_item_is_assigned(open_as: Open, inspector: Account, citric: Lot):
    page = opened(open_as, inspector, citric)
    page.keyboard.press("a")
    expect(page.locator("#editor select")).to_be_focused()
    page.locator("#editor select").select_option("mercury")
    page.locator("#editor [name=reason]").press("Enter")
    expect(page.locator(".summary")).to_contain_text("2 findings want you")
    assert CorrectionRecord.objects.get().body["characteristic"] == "mercury"


def test_a_finding_is_ruled_on(open_as: Open, inspector: Account, citric: Lot):
    page = opened(open_as, inspector, citric)
    page.keyboard.press("Enter")
    expect(page.locator("#editor [name=reason]")).to_be_focused()
    page.keyboard.press("Enter")
    assert not Ruling.objects.exists()
    page.keyboard.type("Our own limit of detection is lower")
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_contain_text("Every requirement is met")
    assert Ruling.objects.get().fit


def test_a_column_is_shown_before_it_is_applied(open_as: Open, inspector: Account, citric: Lot):
    limits = [one["evidence"]["limit"]["box"] for one in Document.objects.get().reading["items"] if one["limit"]]
    page = opened(open_as, inspector, citric)
    page.keyboard.press("c")
    expect(page.locator("#editor")).to_be_visible()
    drag(page, [min(b[0] for b in limits), limits[-3][1], max(b[2] for b in limits), limits[-1][3]])
    page.locator("#editor select").select_option("result")
    page.locator("#editor button.primary").click()
    expect(page.locator("#editor tbody tr")).to_have_count(3)
    page.locator("#editor select").select_option("limit")
    page.locator("#editor button.primary").click()
    expect(page.locator("#editor tbody ins")).to_have_count(0)
    page.locator("#editor select").select_option("result")
    page.locator("#editor button.primary").click()
    expect(page.locator("#editor tbody ins")).to_have_count(3)
    assert not CorrectionRecord.objects.exists()
    page.locator("#editor button.primary").click()
    expect(page.locator("#editor")).not_to_be_attached()
    assert CorrectionRecord.objects.count() == 3


def test_a_header_fact_is_fixed(open_as: Open, inspector: Account, citric: Lot):
    page = opened(open_as, inspector, citric)
    page.locator("#h-batch-0 .pick").click()
    page.keyboard.press("e")
    expect(page.locator("#editor [name=text]")).to_be_focused()
    page.keyboard.type("CM4K0918")
    page.keyboard.press("Enter")
    expect(page.locator("#lot-head h1")).to_contain_text("CM4K0918")
    expect(page.locator("#h-batch-0")).to_contain_text("CM4K0917")


def test_escape_closes_a_form_and_changes_nothing(open_as: Open, inspector: Account, citric: Lot):
    page = opened(open_as, inspector, citric)
    page.keyboard.press("e")
    expect(page.locator("#editor [name=result]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#editor")).not_to_be_attached()
    expect(page.locator(".scroller.picking")).not_to_be_attached()
    assert not CorrectionRecord.objects.exists()


def test_the_page_zooms_by_key_and_wheel(open_as: Open, inspector: Account, citric: Lot):
    page = opened(open_as, inspector, citric)
    page.keyboard.press("z")
    expect(page.locator("#zoom-now")).to_have_text("250 %")
    expect(page.locator("rect.on").first).to_be_in_viewport()
    page.keyboard.press("z")
    expect(page.locator("#zoom-now")).to_have_text("100 %")
    page.keyboard.press("+")
    expect(page.locator("#zoom-now")).to_have_text("125 %")
    page.keyboard.press("0")
    page.locator("#pages").hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    expect(page.locator("#zoom-now")).not_to_have_text("100 %")


def test_the_keys_are_listed(open_as: Open, inspector: Account, citric: Lot):
    page = opened(open_as, inspector, citric)
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_contain_text("Assign the item to a characteristic")


def test_a_wrong_password_is_told_and_signs_nothing(open_as: Open, inspector: Account, citric: Lot):
    page = opened(open_as, inspector, citric)
    page.keyboard.press("d")
    expect(page.locator("#sign [name=reason]")).to_be_focused()
    page.locator("#sign [name=reason]").fill("Bags torn")
    page.locator("#sign [name=password]").fill("not it")
    page.locator("#sign [name=password]").press("Enter")
    expect(page.locator("#sign .errorlist")).to_contain_text("The password is wrong.")
    assert state_of(citric) == LotState.REVIEW


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_no_serious_fault(open_as: Open, inspector: Account, citric: Lot, scheme: str, language: str):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    inspector.language = language
    inspector.save()
    page = opened(open_as, inspector, citric, color_scheme=scheme)
    page.keyboard.press("e")
    expect(page.locator("#editor")).to_be_visible()
    faults = axe.Axe().run(page).response["violations"]
    serious = [one for one in faults if one["impact"] in ("serious", "critical")]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in serious] == []


def test_a_phone_shows_the_page_over_the_findings(open_as: Open, inspector: Account, citric: Lot):
    page = opened(open_as, inspector, citric, viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#h-batch-0 .pick").click()
    expect(page.locator("rect.on").first).to_be_in_viewport()
