"""The workbench as a new customer meets it: `lotgate serve` in an empty folder, everything else through the browser.

The tests share one server and run in order, as a first day does; each begins on a page of its own.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from served import command, environment, free_port, wait_for
from store.builders import EXAMPLES

playwright = pytest.importorskip("playwright.sync_api")
expect: Any = playwright.expect
Page = Any

PASSWORD = "quiet-river-stones"  # noqa: S105 - of people who exist in tests only
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
READ = 60_000
"""Milliseconds that the examples may take until they are read; a test machine may be busy."""
ADDRESSES = {
    "inbox": "/",
    "review": "CM4K0917",
    "violation": "L25C0311",
    "upload": "/upload",
    "standards": "/standards/",
    "standard": "/standards/1/",
    "form": "/standards/1/form",
    "text": "/standards/1/text",
    "new standard": "/standards/new",
    "import": "/standards/import",
    "what would change": "/standards/1/impact",
    "audit": "/audit/",
    "accounts": "/accounts/",
    "new account": "/accounts/new",
    "account": "/accounts/1",
    "temporary password": "/accounts/1/password",
    "site": "/accounts/site",
    "me": "/accounts/me",
    "nowhere": "/nowhere",
}
"""Every page of an administrator; a lot's page by its number."""


class Workbench:
    """A served workbench, and browsers on it."""

    def __init__(self, browser: Any, address: str) -> None:
        self._browser, self.address = browser, address
        self.state: Any = None
        self._lots: dict[str, str] = {}

    @contextmanager
    def page(self, path: str = "/", **options: object) -> Iterator[Page]:
        """A page of the administrator's, once there is one; no error may reach its console."""
        given = {"base_url": self.address, "viewport": DESK, "locale": "en-GB", "storage_state": self.state, **options}
        context = self._browser.new_context(**given)
        faults: list[str] = []
        try:
            page = context.new_page()
            page.set_default_timeout(30_000)
            page.on("pageerror", lambda fault: faults.append(str(fault)))
            page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
            page.goto(path)
            yield page
            assert [fault for fault in faults if "404 (Not Found)" not in fault] == []
        finally:
            context.close()

    def lot(self, number: str) -> str:
        """Where the lot of that number is reviewed."""
        if number not in self._lots:
            with self.page(f"/?q={number}") as page:
                self._lots[number] = page.locator("#lots [data-open]").first.get_attribute("href")
        return self._lots[number]

    def at(self, name: str) -> str:
        """The address of one of the pages."""
        address = ADDRESSES[name]
        return address if address.startswith("/") else self.lot(address)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    data = tmp_path_factory.mktemp("workbench") / "data"
    server = subprocess.Popen(command("serve", "--port", str(port)), env=environment(data), stdout=subprocess.DEVNULL)
    try:
        wait_for(port, status="ok")
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def bench(chromium: Any, served: str) -> Workbench:
    """After the first visit: a site, its administrator, and every example delivery read."""
    made = Workbench(chromium, served)
    with made.page() as page:
        expect(page).to_have_url(re.compile("/accounts/first-visit$"))
        given = {"site": "Plant 7", "printed_name": "Chen Jing", "username": "chen"}
        for name, value in {**given, "password": PASSWORD, "repeated": PASSWORD}.items():
            page.locator(f"[name={name}]").fill(value)
        page.get_by_role("button", name="Open the workbench").click()
        page.get_by_role("button", name="Try the example deliveries").click()
        expect(page.locator("tr[data-row]").first).to_be_visible()
        made.state = page.context.storage_state()
        expect(page.locator("tr[data-row] .badge", has_text="Waiting")).to_have_count(0, timeout=READ)
        expect(page.locator("tr[data-row] .badge", has_text="Reading")).to_have_count(0, timeout=READ)
    return made


@pytest.fixture
def page(bench: Workbench) -> Iterator[Page]:
    with bench.page() as page:
        yield page


REASONS = ("Misread on the page", "The supplier sent another certificate", "Melt flow below our limit")


def sign(page: Page, reason: str = "", password: str = PASSWORD) -> None:
    """Fill in and send the signature that is open."""
    expect(page.locator("#sign [name=password]")).to_be_visible()
    if reason:
        page.locator("#sign [name=reason]").fill(reason)
    page.locator("#sign [name=password]").fill(password)
    page.locator("#sign [name=password]").press("Enter")


def downloaded(page: Page, press: Callable[[], None]) -> bytes:
    with page.expect_download() as waiting:
        press()
    return Path(waiting.value.path()).read_bytes()


def test_from_the_inbox_to_a_signed_report(page: Page):
    page.locator("tr[data-row]", has_text="CM4K0917").locator("[data-open]").click()
    expect(page.locator(".summary")).to_contain_text("1 finding wants you")
    page.locator("[data-point][aria-current]").get_by_role("button", name="Edit").click()
    page.locator("#editor [name=result]").fill("< 0.2 ppm")
    page.locator("#editor [name=reason]").fill(REASONS[0])
    page.locator("#editor button.primary").click()
    expect(page.locator(".summary")).to_contain_text("Every requirement is met")
    page.locator("[data-decide]").click()
    sign(page, password=PASSWORD[::-1])
    expect(page.locator("#sign .errorlist")).to_contain_text("wrong")
    sign(page)
    expect(page.locator(".summary")).to_contain_text("Decided and locked")
    assert page.locator("[data-act], [data-open=add], [data-decide]").count() == 0
    page.locator("summary", has_text="Files").click()
    report = downloaded(page, page.get_by_role("link", name="Report as PDF, English").click)
    with pdfplumber.open(BytesIO(report)) as document:
        text = " ".join(" ".join(sheet.extract_text() for sheet in document.pages).split())
    for words in ("CM4K0917", "Chen Jing", "Accepted", "< 0.2 ppm", "Misread"):
        assert words in text
    page.goto("/?tab=decided")
    expect(page.locator("tr[data-row]")).to_contain_text("Chen Jing")


def test_a_decided_lot_is_reopened_with_a_reason(bench: Workbench):
    with bench.page(bench.lot("CM4K0917")) as page:
        page.get_by_role("button", name="Reopen").click()
        sign(page, reason=REASONS[1])
        expect(page.locator("[data-decide]")).to_be_visible()
        expect(page.locator(".signatures .superseded").first).to_contain_text("Accepted")
        page.goto("/audit/?action=lot.")
        expect(page.locator("tbody tr").first).to_contain_text(REASONS[1])
        page.get_by_role("button", name="Prove it").click()
        expect(page.locator("#proof")).to_contain_text("nothing was changed, taken away or moved")


def test_a_standards_life(page: Page):
    page.get_by_role("link", name="Standards").click()
    page.get_by_role("link", name="Import").click()
    (specification,) = (EXAMPLES / "specifications").iterdir()
    page.locator("[type=file]").set_input_files(str(specification))
    page.locator("main button.primary").click()
    expect(page.locator(".note.doubt")).to_contain_text("Before it can be released")
    page.get_by_role("link", name="Edit", exact=True).click()
    limit = page.locator("[name=c-0-limit]")
    right = limit.input_value()
    limit.fill("not less than")
    expect(page.locator("#problems")).to_contain_text("'not less than' is not understood")
    limit.fill(right)
    expect(page.locator("#problems")).not_to_contain_text("not understood")
    page.locator("[name=names]").fill("")
    expect(page.locator("#problems [data-field=names]")).to_be_visible()
    expect(page.locator("[name=names]")).to_have_attribute("aria-invalid", "true")
    page.locator("[name=names]").fill("Glycerol")
    expect(page.locator("#problems [data-field=names]")).to_have_count(0)
    for unit in page.locator("[name$=-unit]").all():
        if unit.input_value() == "mL 0.1 N NaOH":
            unit.fill("mL")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="I checked every line").click()
    expect(page.locator("#messages")).to_contain_text("It can be released now")
    page.get_by_role("button", name="Release").click()
    page.locator("#release [name=reason]").fill("Compared with the specification")
    page.locator("#release button.primary").click()
    expect(page.locator(".page-head .badge")).to_contain_text("Released")
    following(page)


def following(page: Page) -> None:
    """The released version's successor: written, tried, compared, and the first withdrawn."""
    page.get_by_role("button", name="Next version").click()
    page.locator("#next [name=number]").fill("2")
    page.locator("#next button.primary").click()
    page.locator("[name=c-0-limit]").fill("≥ 99.9")
    expect(page.locator("#problems")).to_contain_text("no fault")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Judge the last certificates again").click()
    expect(page.locator("#turns")).to_contain_text("No certificate of this material has been judged yet")
    page.get_by_role("link", name="compare").click()
    expect(page.locator("tbody tr", has_text="≥ 99.9")).to_be_visible()
    page.locator("main a", has_text="version").first.click()
    page.get_by_role("button", name="Withdraw").click()
    page.locator("#withdraw [name=reason]").fill("Replaced")
    page.locator("#withdraw button.primary").click()
    expect(page.locator(".page-head .badge")).to_contain_text("Withdrawn")


def test_a_standard_shows_what_it_would_change_before_it_is_released(page: Page):
    page.goto("/standards/?text=Ethyl")
    page.locator("[data-open]").click()
    page.get_by_role("button", name="Next version").click()
    page.locator("#next [name=number]").fill("5")
    page.locator("#next button.primary").click()
    water = page.locator("tbody.characteristic", has=page.locator("[name$=-limit][value='≤ 0.04']")).first
    water.locator("[name$=-limit]").fill("≤ 0.06")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Judge the last certificates again").click()
    expect(page.locator("#turns tr", has_text="EA250410B")).to_contain_text("Accept proposed")


def test_a_colleague_is_let_in_and_works_by_keyboard_alone(bench: Workbench):
    first, own = "for the first day only", "a password of my own"
    with bench.page("/accounts/new") as page:
        page.locator("[name=printed_name]").focus()
        for text in ("Li Wei", "li.wei"):
            page.keyboard.type(text)
            page.keyboard.press("Tab")
        for text in ("", "", first, first):
            page.keyboard.type(text)
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#messages")).to_contain_text("Opened an account for Li Wei")
    with bench.page("/", storage_state=None) as page:
        by_keyboard(page, first, own)


def by_keyboard(page: Page, first: str, own: str) -> None:
    """Sign in, choose a password, find a violation in the inbox and reject the lot, without a mouse."""

    def typed(*texts: str) -> None:
        for number, text in enumerate(texts):
            if number:
                page.keyboard.press("Tab")
            page.keyboard.type(text)
        page.keyboard.press("Enter")

    page.locator("[name=username]").focus()
    typed("li.wei", first)
    expect(page.locator("main")).to_contain_text("Choose one that only you know")
    page.locator("[name=old]").focus()
    typed(first, own, own)
    expect(page.locator("h1")).to_have_text("Inbox")
    page.wait_for_load_state()  # the page's keys are there
    expect(page.locator(".topbar nav")).not_to_contain_text("Accounts")
    page.keyboard.press("/")
    page.keyboard.type("L25C0311")
    expect(page.locator("tr[data-row]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_contain_text("1 requirement is violated")
    expect(page.locator(".sheet rect").first).to_be_attached()
    page.keyboard.press("d")
    expect(page.locator("#sign [name=password]")).to_be_visible()
    page.locator("#sign [name=reason]").focus()
    typed(REASONS[2], own)
    expect(page.locator(".summary")).to_contain_text("Decided and locked")
    assert page.get_by_role("button", name="Reopen").count() == 0


def test_after_sign_out_the_way_back_shows_nothing(bench: Workbench):
    with bench.page("/accounts/sign-in", storage_state=None) as page:
        page.locator("[name=username]").fill("chen")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button.primary").click()
        page.locator("#lots [data-tab-key]").nth(1).click()
        expect(page).to_have_url(re.compile("tab=review"))
        page.locator(".topbar details.menu summary").click()
        page.get_by_role("button", name="Sign out").click()
        expect(page.locator("h1")).to_have_text("Sign in")
        page.go_back()
        expect(page.locator("h1")).to_have_text("Sign in")


LATIN = re.compile(r"[A-Za-z]{3,}")
NAMES = re.compile(
    r"lotgate|PDF|Excel|Word|HTML|TOML|CSV|JSON|ZIP|GB/T|USP|Eur|English|Enter|Esc|Chen Jing|Li Wei|Plant|chen|li\.wei"
)
"""What keeps its name in every language."""
RAW = "pre, input, textarea, del, ins, .mono, .raw, [lang]:not(html)"
"""Where texts stand as they were written or recorded."""


def test_a_chinese_page_holds_no_english_word(bench: Workbench):
    known = examples_words(bench)
    found: dict[str, list[str]] = {}
    with bench.page("/accounts/me") as page:
        choose(page, "zh-hans")
        for name in ADDRESSES:
            page.goto(bench.at(name))
            words = {word for text in shown(page) for word in LATIN.findall(NAMES.sub("", text))}
            if strange := words - known:
                found[name] = sorted(strange)
        choose(page, "en")
    assert found == {}


def examples_words(bench: Workbench) -> set[str]:
    """The Latin words of the example standards and of the certificates that are looked at."""
    texts = [file.read_text("utf-8") for file in (EXAMPLES / "standards").iterdir()]
    texts += [file.name for file in (EXAMPLES / "certificates").iterdir()]
    texts += REASONS
    with bench.page("/standards/") as page:
        texts.append(page.locator("tbody").inner_text())
        page.goto("/")
        texts += page.locator("#lots td:is(.product, .supplier, .number)").all_inner_texts()
        for name in ("review", "violation"):
            page.goto(bench.at(name))
            texts.append(page.request.get(page.url + "words?at=1:0,0,2000,2000").json()["text"])
    return {word for text in texts for word in LATIN.findall(text)}


def choose(page: Page, language: str) -> None:
    page.goto("/accounts/me")
    page.locator(".topbar details.menu summary").click()
    page.locator(f"button[name=language][value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def shown(page: Page) -> list[str]:
    """Every text, label and hint on the page."""
    found: list[str] = page.evaluate(
        """(raw) => {
            const found = [document.title];
            for (const element of document.body.querySelectorAll("*:not(script, template, noscript, svg *)")) {
                for (const name of ["aria-label", "placeholder"]) found.push(element.getAttribute(name) ?? "");
                if (element.closest(raw)) continue;
                for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) found.push(node.data);
            }
            return found;
        }""",
        RAW,
    )
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(bench: Workbench, scheme: str):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found: dict[str, list[str]] = {}
    with bench.page(color_scheme=scheme) as page:
        for name in ADDRESSES:
            page.goto(bench.at(name))
            found[name] = serious(axe, page)
    with bench.page("/accounts/sign-in", storage_state=None, color_scheme=scheme) as page:
        found["sign-in"] = serious(axe, page)
    assert {name: faults for name, faults in found.items() if faults} == {}


def serious(axe: Any, page: Page) -> list[str]:
    faults = axe.run(page).response["violations"]
    bad = [one for one in faults if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {node['html']}" for one in bad for node in one["nodes"]]


def test_a_phone_scrolls_down_only_and_reaches_every_control(bench: Workbench):
    wide, lost = {}, {}
    with bench.page(viewport=PHONE, has_touch=True, is_mobile=True) as page:
        for name in ADDRESSES:
            page.goto(bench.at(name))
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > PHONE["width"]:
                wide[name] = width
            if controls := out_of_reach(page):
                lost[name] = controls
    assert wide == {}
    assert lost == {}


def out_of_reach(page: Page) -> list[str]:
    """Controls that lie beside the page, or beside what can be scrolled to inside the box that they stand in."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main :is(a, button, input, select, textarea), .topbar :is(a, summary)")]
            .filter((one) => one.checkVisibility() && one.type !== "hidden")
            .filter((one) => {
                let box = one.parentElement;
                while (box && !/auto|scroll/.test(getComputedStyle(box).overflowX)) box = box.parentElement;
                const place = one.getBoundingClientRect();
                const left = box ? place.left - box.getBoundingClientRect().left + box.scrollLeft : place.left;
                return left < -1 || left + Math.min(place.width, 40) > (box?.scrollWidth ?? innerWidth) + 1;
            })
            .map((one) => one.outerHTML.slice(0, 120))"""
    )
    return found
