"""The printed report: what it holds is read back from its bytes by another library."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pypdfium2
import pypdfium2.raw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotgate.model.measurement import Status
from lotgate.model.verdict import Decision
from lotgate.reporting.pdf import pdf
from lotgate.reporting.pdf.fonts import Style, width
from lotgate.reporting.pdf.text import lines
from lotgate.reporting.record import CorrectionLine, Meaning, Provenance, SignatureLine
from lotgate.reporting.report import Entry, Failure
from lotgate.reporting.wording import LANGUAGES, wording

from .builders import document, image, lot, passed, place, row

AT = datetime(2026, 11, 24, 10, 12, 5, tzinfo=timezone(timedelta(hours=8)))
SIGNED = (
    SignatureLine("李伟", "li.wei", AT, Meaning.CONCESSION, "限用于底漆。"),
    SignatureLine("Anna Schröder", "a.schroeder", AT + timedelta(minutes=21), Meaning.REVIEWED),
)


def made(*entries: Entry, lang: str = "en") -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(pdf(entries, wording(lang), at=AT))


def texts(report: pypdfium2.PdfDocument) -> list[str]:
    return [" ".join(page.get_textpage().get_text_range().split()) for page in report]


def text(report: pypdfium2.PdfDocument) -> str:
    return " ".join(texts(report))


def pictures(report: pypdfium2.PdfDocument) -> int:
    kinds = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    return sum(len(list(page.get_objects(filter=kinds))) for page in report)


def test_the_first_page_says_what_was_decided_about_what():
    page = texts(made(document(lot(row(), passed("Assay")))))[0]
    for expected in ("✘ REJECT", "Ethyl acetate", "Lot: A-1", "RM-1 version 3", "0.08 %", "≤ 0.05 %", "1 pass"):
        assert expected in page
    assert page.index("✘ fail") < page.index("✔ pass"), "what needs eyes first"


def test_chinese_is_printed_and_can_be_read_back():
    report = made(document(lot(row("水分的质量分数", why="0.08 % 大于 0.05 %。"), title="工业用乙酸乙酯")), lang="zh")
    for expected in ("✘ 拒收", "工业用乙酸乙酯", "批号：A-1", "水分的质量分数", "大于", "不合格", "第 1 页，共 1 页"):
        assert expected in text(report)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_signature_shows_printed_name_time_zone_and_meaning(lang: str):
    words = wording(lang)
    page = text(made(document(lot(row(), final=Meaning.CONCESSION, signatures=SIGNED)), lang=lang))
    for expected in (
        words("signed_concession"),
        words("decided_by_people", decision=f"✘ {words('reject')}"),
        "李伟",
        "li.wei",
        "2026-11-24 10:12:05 UTC+08:00",
        words("meaning_concession"),
        "限用于底漆。",
        "Anna Schröder",
        words("meaning_reviewed"),
    ):
        assert expected in page
    assert words("unsigned") not in page


def test_a_report_that_nobody_signed_says_so_and_has_lines_for_a_pen():
    assert "Not signed electronically" in text(made(document(lot(row()))))


def test_corrections_show_both_values_who_when_and_why():
    made_by = CorrectionLine("水分", "0.5 %", "0.05 %", "li.wei", AT, "stamp over the point")
    added = CorrectionLine("Odour", "", "none", "li.wei", AT)
    page = text(made(document(lot(row(), corrections=(made_by, added)))))
    for expected in ("0.5 %", "0.05 %", "li.wei", "stamp over the point", "(added)"):
        assert expected in page


def test_every_page_names_the_document_by_its_digest_and_its_own_number():
    rows = [row(f"Item {number}") for number in range(60)]
    known = Provenance("a" * 64, "b" * 64, "c" * 64, "RM-1", "3", "d" * 64, "0.1.0")
    pages = texts(made(document(lot(*rows, provenance=known))))
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert "a" * 64 in page
        assert f"Page {number} of {len(pages)}" in page
    for digest in ("b" * 64, "c" * 64, "d" * 64):
        assert digest in pages[-1]


def test_every_deciding_value_has_its_picture():
    wide = row("Two samples", places=(place(top=100), place(top=600)))
    near = row("Neighbours", places=(place(top=300), place(top=312)))
    report = made(document(lot(row(), wide, near, passed("Assay")), images=(image(),)))
    assert pictures(report) == 4, "one each, two where the values stand far apart; what passed decided nothing here"


def test_an_accepted_lot_shows_every_value():
    passing = [passed(f"Item {number}") for number in range(3)]
    accepted = lot(*passing, decision=Decision.ACCEPT)
    twice = document(replace(accepted, rows=(*passing, passed("Item 3"))), images=(image(),))
    assert pictures(made(twice)) == 4


def test_a_value_whose_page_is_not_at_hand_names_the_page():
    report = made(document(lot(row(places=(place(page=7),))), images=(image(),)))
    assert pictures(report) == 0
    assert "Page 7 of the certificate is not pictured here." in text(report)


def test_two_hundred_findings_flow_over_pages_under_their_heads():
    rows = [row(f"Item {number}") for number in range(200)]
    pages = texts(made(document(lot(*rows), images=(image(),))))
    assert len(pages) > 10
    assert all("Status Item Result Limit Page" in page for page in pages[:-1])
    joined = " ".join(pages)
    assert all(f"Item {number} " in joined for number in range(200))


@pytest.mark.parametrize("long", ["Ethylacetate" * 400, "乙酸乙酯" * 1500, "one two three " * 700, "a\n" * 300])
def test_a_very_long_text_is_wrapped_and_nothing_of_it_lost(long: str):
    report = made(document(lot(row(value=long, why="", places=()))))
    squeezed = re.sub(r"\s", "", long)
    letters = set(squeezed)
    printed = "".join(c for c in text(report) if c in letters)
    assert len(report) > 1
    assert len(printed) >= len(squeezed)
    for page in report:
        right = max(box.get_bounds()[2] for box in page.get_objects())
        assert right <= 595.28 - 40, "nothing runs off the sheet"


def test_a_very_long_name_leaves_room_on_its_page():
    name = "工业用乙酸乙酯" * 200
    report = made(document(lot(row(), title=name, lot=name, standard=name, facts=(row("Product", name),))))
    for page in report:
        assert min(box.get_bounds()[1] for box in page.get_objects()) > 20
    assert text(report).replace(" ", "").count("工业用乙酸乙酯") >= 200


def test_a_character_that_the_fonts_lack_is_shown_as_missing_and_named():
    page = text(made(document(lot(row("Name 𠮷 \x07 אב")))))
    assert "Name \ufffd \ufffd \ufffd\ufffd" in page
    for code in ("U+20BB7", "U+0007", "U+05D0", "U+05D1"):
        assert code in page


def test_signs_used_on_certificates_are_printed():
    signs = "≤ ≥ × μ µ ° ² ³ ⁻¹ Ω ± ≦ ≧ ≠ ≈ ℃ ‰ ₂ ① Ⅱ √ → 喆 垚 ＜ ％ ㎏ Д ş"
    assert "\ufffd" not in text(made(document(lot(row(signs)))))


def test_the_metadata_name_title_language_and_time():
    report = made(document(lot(row(), title="工业用乙酸乙酯")), lang="zh")
    metadata = report.get_metadata_dict()
    assert metadata["Title"] == "来料批次判定报告 · 工业用乙酸乙酯 · A-1"
    assert metadata["CreationDate"] == "D:20261124101205+08'00'"
    assert b"/Lang (zh-CN)" in pdf([document(lot(row()))], wording("zh"), at=AT)


def test_every_font_is_embedded():
    data = pdf([document(lot(row("水分"), signatures=SIGNED))], wording("zh"), at=AT)
    fonts = set(re.findall(rb"/BaseFont /([^\s/]+)", data))
    assert {font.partition(b"+")[2] for font in fonts} == {
        b"LotgateSans",
        b"LotgateSans-Bold",
        b"LotgateChinese",
    }


def test_the_same_report_gives_the_same_bytes():
    entry = document(lot(row("水分"), passed("Assay"), signatures=SIGNED), images=(image(),))
    assert pdf([entry], wording("zh"), at=AT) == pdf([entry], wording("zh"), at=AT)
    assert pdf([entry], wording("zh"), at=AT) != pdf([entry], wording("zh"), at=AT + timedelta(seconds=1))


def test_several_lots_begin_with_an_overview():
    failure = Failure("b.pdf", "empty-file", "b.pdf is empty.", "Ask again.")
    pages = texts(made(document(lot(row()), lot(passed("Assay"), decision=Decision.ACCEPT, lot="A-2")), failure))
    assert "✘ REJECT 1" in pages[0]
    assert "A-2" in pages[0]
    assert "b.pdf" in pages[0]
    assert "Ask again." in pages[-1]


def test_an_overview_begins_a_long_list_of_lots_and_leaves_the_whole_to_the_facts():
    many = ", ".join(f"25012060700{number:02}" for number in range(90))
    reading = document(lot(decision=None, lot=many, facts=(row("Lot", many),)), file="many.xlsx")
    pages = texts(made(reading, document(lot(row()), file="next.pdf")))
    assert "next.pdf" in pages[0]
    assert "2501206070089" in " ".join(pages[1:])


def test_nothing_to_report_is_said():
    assert "Nothing to show." in text(made())


def test_a_reading_is_no_decision_and_asks_for_no_signature():
    sure, unsure = row(status=None), row("Odour", status=None, places=(place(confidence=0.5),))
    report = made(document(lot(sure, unsure, decision=None, standard=None), images=(image(),)))
    assert "READ" in text(report)
    assert "Signatures" not in text(report)
    assert pictures(report) == 1, "of the value that a person should look at"


def test_an_uncertain_value_is_marked():
    doubtful = row(status=Status.UNDECIDED, places=(place(confidence=0.5),))
    assert "unsure" in text(made(document(lot(doubtful))))


@settings(deadline=None, max_examples=25)
@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_any_text_can_be_printed(strange: str, lang: str):
    strange_lot = lot(row(strange, strange, why=strange, limit=strange), title=strange, lot=strange, notes=(strange,))
    at = datetime(2026, 11, 24, tzinfo=UTC)
    assert pdf([document(strange_lot, file=strange)], wording(lang), at=at).startswith(b"%PDF")


@given(st.text(max_size=80), st.floats(30, 200))
def test_no_line_is_wider_than_its_column_and_no_character_is_lost(text: str, room: float):
    style = Style(9)
    broken = lines(text, style, room)
    assert all(width(line, style) <= room or len(line) == 1 for line in broken)
    whole = lines(text, style, 100_000)
    assert re.sub(r"\s", "", "".join(broken)) == re.sub(r"\s", "", "".join(whole))


def test_chinese_breaks_anywhere_but_not_before_closing_punctuation():
    style = Style(10)
    broken = lines("水分不得大于百分之零点五，见标准。", style, width("水分不得大于百分之零点五", style) + 1)
    assert broken == ("水分不得大于百分之零点", "五，见标准。")


def test_reports_made_at_once_do_not_disturb_each_other():
    entries = [document(lot(row(f"水分 {number}"), title=f"产品 {number}")) for number in range(8)]
    alone = [pdf([entry], wording("zh"), at=AT) for entry in entries]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda entry: pdf([entry], wording("zh"), at=AT), entries))
    assert together == alone
