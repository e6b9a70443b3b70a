"""Where the reader is not sure it says so: nothing below is confident, so that no lot is accepted on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drawing import certificate, drawn
from lotgate.loading.pdf import INVISIBLE_CONFIDENCE
from lotgate.model.evidence import Evidence, Fact
from lotgate.model.geometry import Box
from lotgate.model.table import TableSource
from lotgate.reading import read
from lotgate.reading.drafts import Draft
from lotgate.reading.plausible import with_doubts
from lotgate.tabulating import tabulate

CONFIDENT = 0.9
"""The judge's threshold."""

DOUBTFUL = {
    "values that run together": """
Test          Limit        Result
Lead          ≤5           6   20
Iron          ≤9           3   11
Zinc          ≤7           2   14
""",
    "results whose lots are not named": """
+-----------+-------+-------+-------+
| Heat No.  | C     | Si    | Mn    |
+-----------+-------+-------+-------+
| A10012    | 0.15  | 0.22  | 1.34  |
+-----------+-------+-------+-------+
|           | 0.16  | 0.24  | 1.31  |
+-----------+-------+-------+-------+
""",
    "a list of names that nobody knows": """
Blue moons            4 %
Green suns            7 %
Assay                 99 %
Red stars             2 %
""",
    "no head over the items": """
+-------------+-----------------+---------+
|             | Specification   | Result  |
+-------------+-----------------+---------+
| Wibble      | ≤5              | 2       |
+-------------+-----------------+---------+
| Wobble      | ≤9              | 3       |
+-------------+-----------------+---------+
""",
}


@pytest.mark.parametrize("picture", DOUBTFUL.values(), ids=DOUBTFUL)
def test_a_doubtful_table_gives_no_confident_item(picture: str):
    assert [
        item.name.text for item in certificate(picture).items if item.confidence >= CONFIDENT and _unknown(item)
    ] == []


def _unknown(item: object) -> bool:
    return "Assay" not in str(item)


TABLE = """
+-------------+-----------------+---------+
| Test        | Specification   | Result  |
+-------------+-----------------+---------+
| Assay       | ≥99.0           | 99.6    |
+-------------+-----------------+---------+
"""


@pytest.mark.parametrize("text", ["99.6", "≥99.0", "Assay"])
def test_text_that_somebodys_ocr_put_under_a_scan_is_never_confident(text: str):
    page = drawn(TABLE)
    words = tuple(replace(w, confidence=INVISIBLE_CONFIDENCE) if w.text == text else w for w in page.words)
    (item,) = read([tabulate(replace(page, words=words))], name="drawn", sha256="").items
    assert item.confidence < CONFIDENT


def test_a_plain_table_is_confident():
    (item,) = certificate(TABLE).items
    assert item.confidence >= CONFIDENT


def test_two_values_in_one_cell_of_a_picture_are_never_confident():
    page = drawn(TABLE.replace("| 99.6    |", "| 28   29 |"))
    words = tuple(replace(w, confidence=0.97) for w in page.words)
    (item,) = read([tabulate(replace(page, words=words))], name="drawn", sha256="").items
    assert item.result is not None
    assert item.result.confidence < CONFIDENT


@pytest.mark.parametrize(("verdict", "doubtful"), [("Pass", False), ("Page 1", True)])
def test_a_name_with_nothing_but_what_is_no_verdict_is_perhaps_the_pages_foot(verdict: str, *, doubtful: bool):
    def fact(text: str) -> Fact:
        return Fact(text, Evidence(1, Box(0, 0, 10, 10), (text,)))

    rows = [
        Draft(fact("Water"), ("Water",), result=fact("0.1"), limit=fact("≤0.2"), verdict=fact("Pass")),
        Draft(fact("Example works"), ("Example works",), verdict=fact(verdict)),
    ]
    found = [draft.name.confidence < CONFIDENT for draft in with_doubts(rows, TableSource.RULED)]
    assert found == [False, doubtful]


def test_readings_of_one_thing_that_differ_many_times_are_in_doubt():
    picture = """
+----------+---------+-----------------------------+
| Item     | Limit   | Measured value              |
|          |         +---------+---------+---------+
|          |         | 1       | 2       | 3       |
+----------+---------+---------+---------+---------+
| Bore     | 0 - 0.1 | 0.024   | 40.031  | 0.036   |
+----------+---------+---------+---------+---------+
| Length   | 5 ± 0.3 | 0.02    | 0.04    | 0.03    |
+----------+---------+---------+---------+---------+
"""
    found = {item.name.text: item.confidence for item in certificate(picture).items}
    assert found["Bore"] < CONFIDENT <= found["Length"]


def test_lots_of_one_item_that_differ_many_times_are_in_doubt():
    picture = """
+---------+--------+--------+--------+
| Lot     | Iron   | Lead   | Zinc   |
+---------+--------+--------+--------+
| HX24031 | 0.031  | 0.12   | 0.5    |
+---------+--------+--------+--------+
| HX24032 | 40.033 | 0.14   | 0.6    |
+---------+--------+--------+--------+
"""
    doubted = {item.name.text for item in certificate(picture).items if item.confidence < CONFIDENT}
    assert doubted == {"Iron"}


def test_a_minimum_above_the_maximum_is_in_doubt():
    picture = """
+--------+------+------+--------+
| Item   | Min  | Max  | Result |
+--------+------+------+--------+
| Purity | 95.0 | 1    | 99.2   |
+--------+------+------+--------+
| pH     | 6.0  | 8.0  | 7.1    |
+--------+------+------+--------+
"""
    purity, ph = (item.limit for item in certificate(picture).items)
    assert purity is not None
    assert ph is not None
    assert purity.confidence < CONFIDENT <= ph.confidence
