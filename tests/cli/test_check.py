import json
from pathlib import Path

import pypdfium2
import pytest

from .commands import CERTIFICATES, STANDARDS, lotgate

ACETATE = CERTIFICATES / "ethyl-acetate-two-lots.pdf"
STANDARD = STANDARDS / "ethyl-acetate.toml"
DAY = ("--date", "2025-06-01")


def test_the_console_says_which_lot_is_rejected_and_why():
    result = lotgate("check", ACETATE, "--standard", STANDARD, *DAY)
    assert result.exit_code == 3
    accepted, rejected, tally = result.stdout.split("\n\n")
    assert accepted.startswith("✔ ACCEPT")
    assert rejected.startswith("✘ REJECT")
    assert "0.05 %" in rejected
    assert "≤ 0.04 %" in rejected
    assert "p. 1" in rejected
    assert tally.strip() == "✘ 1 rejected   ✔ 1 accepted"


def test_only_the_lot_delivered_is_judged():
    result = lotgate("check", ACETATE, "--standard", STANDARD, *DAY, "--lot", "EA250409A")
    assert result.exit_code == 0
    assert "✔ 1 accepted" in result.stdout


def test_a_lot_that_the_certificate_does_not_cover_is_for_review():
    result = lotgate("check", ACETATE, "--standard", STANDARD, *DAY, "--lot", "EA250499Z")
    assert result.exit_code == 4
    assert "? REVIEW" in result.stdout


def test_from_a_folder_the_standard_is_chosen_by_product():
    result = lotgate("check", ACETATE, "--standard", STANDARDS, *DAY, "--format", "json")
    (verdict,) = json.loads(result.stdout)
    assert verdict["standard"]["id"] == "RM-1011"
    assert [lot["decision"] for lot in verdict["lots"]] == ["accept", "reject"]


def test_a_certificate_that_no_standard_fits_is_for_review():
    result = lotgate("check", CERTIFICATES / "propanol.html", "--standard", STANDARD, *DAY)
    assert result.exit_code == 4


def test_a_saved_reading_gives_the_same_verdict_as_its_certificate(tmp_path: Path):
    saved = tmp_path / "readings.jsonl"
    lotgate("read", ACETATE, "--out", saved)
    verdicts = [
        lotgate("check", file, "--standard", STANDARD, *DAY, "--format", "json").stdout for file in (ACETATE, saved)
    ]
    assert verdicts[0] == verdicts[1]


def test_a_verdict_is_proved_again_and_a_changed_one_is_not(tmp_path: Path):
    saved = tmp_path / "verdicts.jsonl"
    lotgate("check", ACETATE, "--standard", STANDARDS, *DAY, "--out", saved)
    proved = lotgate("check", ACETATE, "--standard", STANDARDS, "--replay", saved)
    assert proved.exit_code == 0
    assert "the same to the byte" in proved.stdout
    saved.write_text(saved.read_text("utf-8").replace('"fail"', '"pass"', 1), "utf-8")
    changed = lotgate("check", ACETATE, "--standard", STANDARDS, "--replay", saved)
    assert changed.exit_code == 6
    assert "differs in lots" in changed.stdout


def test_a_verdict_by_another_rule_is_proved_by_that_rule(tmp_path: Path):
    saved = tmp_path / "verdicts.json"
    lotgate("check", ACETATE, "--standard", STANDARD, *DAY, "--rule", "rounding", "--out", saved)
    assert lotgate("check", ACETATE, "--standard", STANDARD, "--replay", saved).exit_code == 0


def test_a_verdict_without_its_certificate_is_not_proved(tmp_path: Path):
    saved = tmp_path / "verdicts.jsonl"
    lotgate("check", ACETATE, "--standard", STANDARD, *DAY, "--out", saved)
    result = lotgate("check", CERTIFICATES / "propanol.html", "--standard", STANDARD, "--replay", saved)
    assert result.exit_code == 6


def test_a_second_run_goes_on_only_under_the_same_standards(tmp_path: Path):
    out = tmp_path / "verdicts.jsonl"
    first = lotgate("check", ACETATE, "--standard", STANDARD, *DAY, "--out", out)
    written = out.read_text("utf-8")
    again = lotgate("check", ACETATE, "--standard", STANDARD, *DAY, "--out", out)
    assert (first.exit_code, again.exit_code) == (3, 3), "what an earlier run found still counts"
    assert out.read_text("utf-8") == written
    lotgate("check", ACETATE, "--standard", STANDARD, "--date", "2025-06-02", "--out", out)
    assert out.read_text("utf-8") != written


def test_a_mail_is_checked_part_by_part():
    mail = CERTIFICATES / "delivery-two-attachments.eml"
    result = lotgate("check", mail, "--standard", STANDARDS, *DAY, "--format", "jsonl")
    records = [json.loads(text) for text in result.stdout.splitlines()]
    assert [record["file"].partition("/")[2] for record in records] == [
        "body",
        "phosphoric-acid.pdf",
        "potassium-hydroxide.xlsx",
    ]
    assert [record["schema"] for record in records].count("lotgate.verdict/1") == 2, "the letter itself is not judged"


def test_every_fault_of_a_standard_is_said(tmp_path: Path):
    faulty = tmp_path / "faulty.toml"
    faulty.write_text('format = "lotgate.standard/1"\nid = "X"\ncolour = "red"\n')
    result = lotgate("check", ACETATE, "--standard", faulty)
    assert result.exit_code == 30
    assert "faulty.toml" in result.stderr
    assert "→" in result.stderr


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_shows_each_lot_with_its_boxes(lang: str, tmp_path: Path):
    out = tmp_path / "report.html"
    lotgate("check", ACETATE, "--standard", STANDARD, *DAY, "--out", out, "--lang", lang)
    text = out.read_text("utf-8")
    assert text.count('<section class="lot"') == 2
    assert text.count('class="fail" x=') == 1
    assert text.count("data:image/webp") == 1


@pytest.mark.parametrize(("lang", "words"), [("en", ("REJECT", "水分", "fail")), ("zh", ("拒收", "水分", "不合格"))])
def test_the_printed_report_holds_the_decision_and_the_evidence(lang: str, words: tuple[str, ...], tmp_path: Path):
    out = tmp_path / "report.pdf"
    result = lotgate("check", ACETATE, "--standard", STANDARD, *DAY, "--out", out, "--lang", lang)
    assert result.exit_code == 3
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out)]
    assert "EA250410B" in pages[0], "two lots begin with an overview"
    for word in words:
        assert word in "".join(pages)
    kinds = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    images = [len(list(page.get_objects(filter=kinds))) for page in pypdfium2.PdfDocument(out)]
    assert sum(images) == 12, "every value of the accepted lot, and the one that failed"
