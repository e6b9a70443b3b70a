import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.reporting.excel import workbook
from lotgate.reporting.report import Failure
from lotgate.reporting.wording import wording

from .builders import document, lot, passed, row


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
