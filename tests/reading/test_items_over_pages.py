"""Tables that go on over the page, several reports in one file, and pages that cannot be read."""

from __future__ import annotations

from dataclasses import replace

from drawing import Row, certificate, drawn, rows
from lotgate.model.document import TextLayer
from lotgate.reading import read
from lotgate.tabulating import tabulate

FIRST = """
+-----------+-------+--------+
| Test      | Limit | Result |
+-----------+-------+--------+
| Assay     | ≥99.0 | 99.6   |
+-----------+-------+--------+
| Heavy metals (mg/kg)       |
+-----------+-------+--------+
| Lead      | ≤1.0  | 0.1    |
+-----------+-------+--------+
"""
HEAD = """
+-----------+-------+--------+
| Test      | Limit | Result |
"""
REST = """
+-----------+-------+--------+
| Cadmium   | ≤0.5  | <0.1   |
+-----------+-------+--------+
| Mercury   | ≤0.1  | <0.01  |
+-----------+-------+--------+
"""
WHOLE = [
    Row("Assay", "99.6", None, "≥99.0"),
    Row("Lead", "0.1", "mg/kg", "≤1.0", section="Heavy metals (mg/kg)"),
    Row("Cadmium", "<0.1", "mg/kg", "≤0.5", section="Heavy metals (mg/kg)"),
    Row("Mercury", "<0.01", "mg/kg", "≤0.1", section="Heavy metals (mg/kg)"),
]


def test_a_table_goes_on_without_its_head():
    assert rows(FIRST, REST) == WHOLE


def test_a_table_goes_on_under_its_head_repeated():
    assert rows(FIRST, HEAD.rstrip("\n") + REST) == WHOLE


def test_a_table_goes_on_below_a_page_header():
    assert rows(FIRST, "Certificate of analysis        Page 2 of 2\n\n" + REST) == WHOLE


def test_each_fact_names_its_own_page():
    assert [item.page for item in certificate(FIRST, REST).items] == [1, 1, 2, 2]


def test_a_table_with_other_columns_does_not_go_on():
    other = """
+-----------------------+---------------------------+
| Storage               | 5 to 25 °C                |
+-----------------------+---------------------------+
| Package               | 25 kg bags                |
+-----------------------+---------------------------+
"""
    assert rows(FIRST, other) == WHOLE[:2]


def test_a_table_of_more_lots_goes_on():
    first = """
+-----------+-------+-------+-------+
| Heat No.  | C     | Si    | Mn    |
+-----------+-------+-------+-------+
| Max       | 0.18  | 0.35  | 1.60  |
+-----------+-------+-------+-------+
| A10012    | 0.15  | 0.22  | 1.34  |
+-----------+-------+-------+-------+
"""
    rest = """
+-----------+-------+-------+-------+
| A10013    | 0.16  | 0.24  | 1.31  |
+-----------+-------+-------+-------+
| A10014    | 0.17  | 0.21  | 1.36  |
+-----------+-------+-------+-------+
"""
    found = rows(first, rest)
    assert [row.sample for row in found] == ["A10012"] * 3 + ["A10013"] * 3 + ["A10014"] * 3
    assert {row.limit for row in found if row.name == "C"} == {"≤ 0.18"}


def test_in_several_reports_each_item_belongs_to_its_pages_lot():
    report = "Product: Citric acid     Batch No.: {}\n" + FIRST
    found = rows(report.format("LOT24031"), report.format("LOT24032"))
    assert [row.sample for row in found] == ["LOT24031", "LOT24031", "LOT24032", "LOT24032"]


def test_in_one_report_items_need_no_sample():
    page = "Product: Citric acid     Batch No.: LOT24031\n"
    assert [row.sample for row in rows(page + FIRST, page + REST)] == [None] * 4


def test_a_page_without_readable_text_is_a_doubt_and_never_silence():
    scan = replace(tabulate(drawn("", 2)), text_layer=TextLayer.NONE)
    broken = replace(tabulate(drawn("?? ???? ??", 3)), text_layer=TextLayer.BROKEN)
    found = read([tabulate(drawn(FIRST)), scan, broken], name="drawn", sha256="")
    assert found.pages_unread == (2, 3)
    assert [(doubt.code, doubt.page) for doubt in found.doubts] == [("unread-page", 2), ("unread-page", 3)]
    assert found.pages == 3
    assert len(found.items) == 2


def test_a_document_without_items_says_so_by_having_none():
    assert rows("It was a dark and stormy night; the rain fell in torrents,\nexcept at occasional intervals.") == []


def test_the_deliverys_facts_at_the_head_of_each_page_are_no_items():
    picture = """
+-----------+--------------+--------------+-------------+
| Product   | Tartrate     | Retest Date  | MAR-2028    |
+-----------+--------------+--------------+-------------+
| Batch No. | BZT0230419   | Mfg. Date    | APR-2023    |
+-----------+--------------+--------------+-------------+

+-----------+--------------+--------------+-------------+
| Tests     | Limits       | Results      | Reference   |
+-----------+--------------+--------------+-------------+
| Ash       | NMT 0.5 %    | 0.2 %        | STP/API/045 |
+-----------+--------------+--------------+-------------+
"""
    assert [row.name for row in rows(picture, picture.replace("Ash  ", "Water"))] == ["Ash", "Water"]
