import io
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.reporting.excel import workbook
from lotgate.reporting.record import CorrectionLine, Meaning, SignatureLine
from lotgate.reporting.report import Failure
from lotgate.reporting.wording import wording

from .builders import document, image, lot, passed, place, row

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OFFICE = shutil.which("soffice")


def opened(*entries):
    return openpyxl.load_workbook(io.BytesIO(workbook(entries, wording("en"))))


def test_lots_findings_and_failures_have_their_sheets():
    book = opened(
        document(lot(row(), passed("Assay"))), Failure("b.pdf", "empty-file", "b.pdf is empty.", "Ask again.")
    )
    assert book.sheetnames == ["Lots", "Findings", "Not read"]
    assert [cell.value for cell in book["Lots"][2]][:4] == ["REJECT", "A-1", "RM-1 version 3", "acetate.pdf"]
    assert [cell.value for cell in book["Findings"][2]][:6] == [
        "fail",
        "Water",
        "0.08 %",
        "≤ 0.05 %",
        "0.08 % is above 0.05 %.",
        1,
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_text_that_looks_like_a_formula_stays_text(start: str):
    cell = opened(document(lot(row(start + "1+cmd|' /C calc'!A0"))))["Findings"]["B2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


@given(st.text(max_size=50))
def test_any_text_can_be_written(text: str):
    cell = opened(document(lot(row("x" + text))))["Findings"]["B2"]
    assert cell.data_type == "s"


def test_signatures_and_corrections_have_their_sheets():
    signed = lot(
        row(),
        final=Meaning.CONCESSION,
        signatures=(SignatureLine("Li Wei", "li.wei", AT, Meaning.CONCESSION, "primer only"),),
        corrections=(CorrectionLine("Water", "0.5 %", "0.05 %", "li.wei", AT, "stamp over the point"),),
    )
    book = opened(document(signed))
    assert book.sheetnames == ["Lots", "Findings", "Signatures", "Corrections"]
    when = "2026-11-24 09:00:00 UTC+00:00"
    assert [cell.value for cell in book["Signatures"][2]] == [
        "Accepted under concession", "Li Wei", "li.wei", when, "primer only", "A-1", "acetate.pdf"
    ]  # fmt: skip
    assert [cell.value for cell in book["Corrections"][2]] == [
        "Water", "0.5 %", "0.05 %", "li.wei", when, "stamp over the point", "A-1", "acetate.pdf"
    ]  # fmt: skip
    heads = [cell.value for cell in book["Lots"][1]]
    assert book["Lots"].cell(2, heads.index("Decided by people") + 1).value == "Accepted under concession"
    assert book["Lots"]["A2"].value == "REJECT", "the machine's own decision stays beside it"


def test_the_evidence_of_what_decided_lies_in_its_row():
    wide = row("Two samples", places=(place(top=100), place(top=600)))
    entry = document(lot(row(), wide, passed("Assay")), images=(image(),))
    book = openpyxl.load_workbook(io.BytesIO(workbook([entry], wording("en"), pictures=True)))
    anchors = sorted((one.anchor._from.row, one.anchor._from.col) for one in book["Findings"]._images)
    assert anchors == [(1, 10), (2, 10), (2, 11)]
    assert not any("media" in name for name in zipfile.ZipFile(io.BytesIO(workbook([entry], wording("en")))).namelist())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_text_of_people_that_looks_like_a_formula_stays_text(start: str):
    text = start + "1+1"
    signed = lot(
        row(),
        title=text,
        lot=text,
        signatures=(SignatureLine(text, text, AT, Meaning.REJECTED, text),),
        corrections=(CorrectionLine(text, text, text, text, AT, text),),
    )
    book = opened(document(signed, file=text), Failure(text, text, text, text))
    cells = [cell for sheet in book for line in sheet.iter_rows(min_row=2) for cell in line if cell.value]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(start[0]))
    assert sum(bool(cell.quotePrefix) for cell in cells) >= 16


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_another_program_opens_every_text_as_text(tmp_path: Path):
    texts = ["=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://example.org")', "=cmd|' /C calc'!A0"]
    entry = document(lot(*(row(text) for text in texts)), images=(image(),))
    (tmp_path / "report.xlsx").write_bytes(workbook([entry], wording("en"), pictures=True))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    assert OFFICE
    subprocess.run(
        [OFFICE, profile, "--headless", "--convert-to", "fods", "--outdir", tmp_path, tmp_path / "report.xlsx"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    converted = (tmp_path / "report.fods").read_text("utf-8")
    assert "table:formula" not in converted
    shown = re.findall(r"<text:p>(.*?)</text:p>", converted)
    assert "=1+1" in shown
    assert "-1+1" in shown


def test_a_row_with_a_picture_is_high_enough_for_its_reason():
    entry = document(lot(row(why="理由" * 100)), images=(image(),))
    book = openpyxl.load_workbook(io.BytesIO(workbook([entry], wording("en"), pictures=True)))
    assert book["Findings"].row_dimensions[2].height == 7 * 15
