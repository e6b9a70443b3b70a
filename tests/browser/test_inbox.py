"""The inbox in a real browser: files dropped, the search as it is typed, everything by keyboard, and axe."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lotgate.store.models import Account, Lot, LotState
from store.builders import account, lot

playwright = pytest.importorskip("playwright.sync_api")
expect: Any = playwright.expect
pytestmark = pytest.mark.django_db(transaction=True)
Page = Any
Open = Callable[..., Page]
DROP = """([kind, name]) => {
  const carried = new DataTransfer();
  carried.items.add(new File(["a file"], name));
  document.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def inspector(live_server: object) -> Account:  # noqa: ARG001 - before the first row, so that its tables are there
    return account(name="Li Wei")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def test_a_file_is_dropped_anywhere(open_as: Open, inspector: Account) -> None:
    page = open_as(inspector)
    page.evaluate(DROP, ["dragenter", "dropped.pdf"])
    expect(page.locator("#drop")).to_be_visible()
    page.evaluate(DROP, ["drop", "dropped.pdf"])
    expect(page.locator("#drop")).to_be_hidden()
    expect(page.locator("#uploads .received .name")).to_have_text("dropped.pdf")
    expect(page.locator("#lots .unread")).to_contain_text("dropped.pdf")
    assert Lot.objects.get().state == LotState.WAITING


def test_files_are_chosen_and_each_says_what_became_of_it(open_as: Open, inspector: Account, tmp_path: Path) -> None:
    page = open_as(inspector)
    for name, content in (("one.pdf", b"one"), ("same.pdf", b"one"), ("empty.pdf", b"")):
        (tmp_path / name).write_bytes(content)
    page.locator("#files").set_input_files(tmp_path / "one.pdf")
    expect(page.locator("#uploads .received")).to_have_count(1)
    page.locator("#files").set_input_files(tmp_path / "same.pdf")
    expect(page.locator("#uploads .known")).to_contain_text("Received before")


def test_the_list_follows_what_is_typed(open_as: Open, inspector: Account) -> None:
    lot(inspector, product="工业用甲醇")
    lot(inspector, product="2-Propanol")
    page = open_as(inspector)
    page.keyboard.press("/")
    page.keyboard.type("甲醇")
    expect(page.locator("[data-row]")).to_have_count(1)
    assert "q=" in page.url
    page.keyboard.press("ArrowDown")
    assert focused(page) == "工业用甲醇"
    page.reload()
    expect(page.locator("[data-row]")).to_have_count(1)


def test_the_filter_says_how_many_fields_are_filled(open_as: Open, inspector: Account) -> None:
    lot(inspector, product="2-Propanol", supplier="Works")
    page = open_as(inspector)
    page.keyboard.press("f")
    page.locator("[name=supplier]").fill("wor")
    page.locator("#asked button").click()
    expect(page.locator("#filled")).to_have_text("1")
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page.locator("[name=supplier]")).to_be_hidden()


def test_an_input_methods_keys_are_its_own(open_as: Open, inspector: Account) -> None:
    lot(inspector, product="2-Propanol")
    page = open_as(inspector)
    page.keyboard.press("/")
    compose = """(text) => {
      const field = document.activeElement;
      field.dispatchEvent(new CompositionEvent("compositionstart"));
      field.value = text;
      field.dispatchEvent(new InputEvent("input", { isComposing: true, bubbles: true }));
    }"""
    page.evaluate(compose, "jia")
    page.wait_for_timeout(400)
    assert "q=" not in page.url
    page.evaluate("document.activeElement.dispatchEvent(new CompositionEvent('compositionend'))")
    expect(page.locator("[data-row]")).to_have_count(0)


def test_everything_by_keyboard(open_as: Open, inspector: Account) -> None:
    for name in ("first", "second", "third"):
        lot(inspector, product=name)
    page = open_as(inspector)
    page.keyboard.press("j")
    assert focused(page) == "third"
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert focused(page) == "third"
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator("#keys-help")).to_contain_text("Upload")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    expect(page).to_have_url(re.compile("tab=review"))
    page.wait_for_load_state()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/lots/"))


def test_a_row_in_work_changes_by_itself_and_keeps_its_place(open_as: Open, inspector: Account) -> None:
    reading = lot(inspector, state=LotState.READING, file="slow.pdf")
    page = open_as(inspector)
    page.keyboard.press("j")
    Lot.objects.filter(pk=reading.pk).update(state=LotState.FAILED)
    expect(page.locator("#lots")).to_contain_text("Could not be read")
    assert focused(page) == "slow.pdf"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [{"width": 1366, "height": 768}, {"width": 390, "height": 844}])
def test_axe_finds_no_fault(open_as: Open, inspector: Account, scheme: str, size: dict[str, int]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    for state in LotState:
        lot(inspector, state=state, product="工业用甲醇", supplier="Works", number="L1", fails=1, doubts=2)
    page = open_as(inspector, color_scheme=scheme, viewport=size, bypass_csp=True)
    page.keyboard.press("j")
    page.locator("details.filters summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    faults = axe.Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in faults] == []
