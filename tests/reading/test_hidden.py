"""A coloured seal on results: a doubt only where a result is missing just under it. ``@`` is the seal's middle."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drawing import drawn
from lotgate.model.document import Seal
from lotgate.model.geometry import Box
from lotgate.reading import read
from lotgate.tabulating import tabulate

REACH = 14.0

DOWN = """
+------------+------------+----------+
| 检验项目   | 标准要求   | 检验结果 |
+------------+------------+----------+
| 铁         | ≤ 5        | 3        |
+------------+------------+----------+
| 密度       |            | {first:8} |
+------------+------------+----------+
| 铅         | ≤ 1        | {second:8} |
+------------+------------+----------+
| 水分       | ≤ 0.5      | {third:8} |
+------------+------------+----------+
| 结论：     | 合格       | {fourth:8} |
+------------+------------+----------+
"""
ACROSS = """
+--------+------+------+------+------+
| Heat   | C    | Si   | Mn   | P    |
+--------+------+------+------+------+
| Max    | 0.20 | 0.50 | 1.60 | 0.03 |
+--------+------+------+------+------+
| A12345 | 0.16 | {:4} | 1.40 | 0.02 |
+--------+------+------+------+------+
"""
LINELESS = """
Test          Method     Specification   Result
Iron          M 1        max. 5          3
Density       M 2                        {:8}
Lead          M 3        max. 1          0.2
Water         M 4        max. 0.5        0.1
"""
SECTION = """
+---------------+----------+
| Test          | Result   |
+---------------+----------+
| Iron          | 3        |
+---------------+----------+
| Heavy metals      @      |
+---------------+----------+
| Lead          | 0.2      |
+---------------+----------+
"""
GROUPED = """
+--------+-------------+------+------+
|        | @ 氯含量    |      |      |
| 批号   +------+------+ 铁   | 水分 |
|        | 可水解 | 无机 |    |      |
+--------+------+------+------+------+
| A12345 | 0.16 | 0.30 | 1.40 | 0.02 |
+--------+------+------+------+------+
"""


def codes(picture: str, colour: str = "red") -> list[str]:
    page = drawn(picture)
    (mark,) = [word.box for word in page.words if word.text == "@"]
    around = Box(mark.x0 - REACH, mark.center_y - REACH, mark.x0 + REACH, mark.center_y + REACH)
    words = tuple(word for word in page.words if word.text != "@")
    page = replace(page, words=words, seals=(Seal(1, around, colour),))
    return [doubt.code for doubt in read([tabulate(page)], name="c.pdf", sha256="0" * 64).doubts]


@pytest.mark.parametrize("colour", ["red", "blue"])
@pytest.mark.parametrize("missing", ["first", "second", "third"])
def test_a_missing_result_under_a_seal_is_a_doubt(missing: str, colour: str):
    cells = {"first": "1.05", "second": "0.2", "third": "0.1", "fourth": ""} | {missing: "@"}
    assert codes(DOWN.format(**cells), colour) == ["seal-covers"]


@pytest.mark.parametrize("stamped", ["first", "second", "third", "fourth"])
def test_a_seal_on_results_that_were_read_and_on_the_conclusion_is_none(stamped: str):
    cells = {"first": "1.05", "second": "0.2", "third": "0.1", "fourth": ""}
    assert codes(DOWN.format(**cells | {stamped: f"{cells[stamped]} @".strip()})) == []


def test_a_missing_result_elsewhere_is_no_matter_of_the_seal():
    assert codes(DOWN.format(first="", second="0.2", third="0.1", fourth="@")) == []


def test_a_result_missing_among_those_beside_it_is_a_doubt():
    assert codes(ACROSS.format("@")) == ["seal-covers"]
    assert codes(ACROSS.format("@ 0.3")) == []


def test_where_no_lines_are_drawn_too():
    assert codes(LINELESS.format("@")) == ["seal-covers"]
    assert codes(LINELESS.format("1.05 @")) == []


@pytest.mark.parametrize("picture", [SECTION, GROUPED])
def test_a_heading_over_several_cells_has_no_result(picture: str):
    assert codes(picture) == []
