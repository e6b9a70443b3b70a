import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.model.measurement import Status
from lotgate.reporting.html import page
from lotgate.reporting.report import Failure, Row
from lotgate.reporting.wording import wording

from .builders import document, image, lot, passed, place, row

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Tags(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def html(*rows: Row, lang: str = "en", **fields: object) -> str:
    return page([document(lot(*rows, **fields), images=(image(),))], wording(lang))


def test_every_value_has_a_box_that_leads_to_its_row():
    tags = Tags(html(row(), passed("Assay")))
    ids = {attributes.get("id") for _, attributes in tags.found}
    boxes = tags.named("rect")
    assert [box["class"] for box in boxes] == ["pass", "fail"], "what needs eyes is drawn last, above the rest"
    assert all(box["data-row"] in ids for box in boxes)


def test_a_place_that_serves_two_lots_leads_to_both():
    entry = document(lot(row("Material")), lot(row("Material")), images=(image(),))
    tags = Tags(page([entry], wording("en")))
    (box,) = tags.named("rect")
    assert len((box["data-row"] or "").split()) == 2


def test_boxes_are_in_points_of_the_page():
    tags = Tags(html(row(places=(place(x=100, top=200),))))
    assert tags.named("svg")[0]["viewbox"] == "0 0 595 842"
    (box,) = tags.named("rect")
    assert (box["x"], box["y"], box["width"], box["height"]) == ("98.0", "198.0", "44.0", "14.0")


def test_the_page_needs_nothing_beside_itself():
    tags = Tags(html(row()))
    links = [value for _, found in tags.found for key, value in found.items() if key in ("src", "href")]
    assert links
    assert all(link and link.startswith(("data:", "#")) for link in links)
    assert "url(" not in html(row())


def test_colour_is_never_alone():
    text = html(row(), row("Colour", status=Status.UNDECIDED))
    for sign in ("✘ REJECT", "✘ fail", "? undecided"):
        assert sign in text


@given(st.text())
def test_text_from_documents_stays_text(text: str):
    hostile = f"<script>alert(1)</script><img src=x onerror=alert(1)>\"'{text}"
    rows = row(hostile, hostile, why=hostile, limit=hostile)
    found = Tags(
        page([document(lot(rows, title=hostile, notes=(hostile,)), file=hostile, images=(image(),))], wording("en"))
    )
    assert len(found.named("script")) == 1
    assert all("onerror" not in attributes for _, attributes in found.found)


def test_failures_stand_beside_the_lots():
    text = page([Failure("b.pdf", "empty-file", "b.pdf is empty.", "Ask again.")], wording("en"))
    assert "b.pdf is empty." in text
    assert "Ask again." in text


def test_chinese_page():
    text = html(row("水分"), lang="zh")
    assert '<html lang="zh">' in text
    assert "✘ 拒收" in text


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the report in")
def test_a_browser_runs_the_script_and_marks_row_and_box(tmp_path: Path):
    text = html(row(), passed("Assay"))
    key = re.search(r'<tbody id="(\w+)"', text)
    assert key
    path = tmp_path / "report.html"
    path.write_text(text, "utf-8")
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000", "--dump-dom"]
    shown = subprocess.run(
        [*command, f"{path.as_uri()}#{key[1]}"], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    on = [attributes for _, attributes in Tags(shown).found if "on" in (attributes.get("class") or "").split()]
    assert {attributes.get("id") or attributes.get("data-row") for attributes in on} == {key[1]}
    assert len(on) == 2
