"""Results that stand in no table: a name and a value on a line, labelled limits and results, dotted leaders."""

from __future__ import annotations

import pytest

from drawing import Row, certificate, rows
from lotgate.model.certificate import Kind

LINES = {
    "a name, a colon and a value": (
        """
Assay: 99.6 %
Water: 0.05 %
pH: 7.2
""",
        [Row("Assay", "99.6 %", "%"), Row("Water", "0.05 %", "%"), Row("pH", "7.2")],
    ),
    "alone on its line": ("Assay: 99.6 %", [Row("Assay", "99.6 %", "%")]),
    "labelled limits and results": (
        """
外观      标准：白色粉末      实测：白色粉末
含量      标准：≥99.0%        实测：99.5%
水分      标准：≤0.5%         实测：0.1%
""",
        [
            Row("外观", "白色粉末", None, "白色粉末"),
            Row("含量", "99.5%", "%", "≥99.0%"),
            Row("水分", "0.1%", "%", "≤0.5%"),
        ],
    ),
    "dotted leaders": (
        """
Assay ............ 99.6 %
Water ............ 0.05 %
Iron ............. 2 mg/kg
""",
        [Row("Assay", "99.6 %", "%"), Row("Water", "0.05 %", "%"), Row("Iron", "2 mg/kg", "mg/kg")],
    ),
    "numbered, the limit in brackets": (
        """
1、外观：白色粉末
2、含量：99.5%（≥99.0%）
3、水分：0.1%（≤0.5%）
""",
        [
            Row("外观", "白色粉末"),
            Row("含量", "99.5%", "%", "≥99.0%"),
            Row("水分", "0.1%", "%", "≤0.5%"),
        ],
    ),
    "the limit in labelled brackets": (
        """
Assay: 99.6 % (spec: 99.0 % min)
Water: 0.05 % (limit: max 0.20 %)
""",
        [Row("Assay", "99.6 %", "%", "99.0 % min"), Row("Water", "0.05 %", "%", "max 0.20 %")],
    ),
    "values in a column": (
        """
Assay (%)                 99.6
Water (%)                 0.05
Iron (mg/kg)              2
""",
        [Row("Assay (%)", "99.6", "%"), Row("Water (%)", "0.05", "%"), Row("Iron (mg/kg)", "2", "mg/kg")],
    ),
    "a value with its uncertainty": (
        """
Lead: 0.12 ± 0.02 mg/kg
Cadmium: 0.05 ± 0.01 mg/kg
""",
        [
            Row("Lead", "0.12", "mg/kg", also=("0.12 ± 0.02 mg/kg",)),
            Row("Cadmium", "0.05", "mg/kg", also=("0.05 ± 0.01 mg/kg",)),
        ],
    ),
}


@pytest.mark.parametrize(("picture", "expected"), LINES.values(), ids=LINES)
def test_lines(picture: str, expected: list[Row]):
    assert rows(picture) == expected


@pytest.mark.parametrize(("picture", "expected"), LINES.values(), ids=LINES)
def test_a_line_is_less_sure_than_a_table(picture: str, expected: list[Row]):
    found = certificate(picture).items
    assert len(found) == len(expected)
    assert all(0.8 <= item.confidence <= 0.95 for item in found)


@pytest.mark.parametrize(
    "picture",
    [
        "Batch: 4711\nQuantity: 20 000 kg\nOrder no.: 99-12345",
        "Date of manufacture: 2024-05-01\nExpiry date: 2026-04-30",
        "Tel: 0512-1234567     Fax: 0512-7654321\nAddress: 12 Harbour Road",
        "Approved by: J. Smith     17 May 2024\nPage 1 of 2",
        "The assay of this lot was found to be in conformity with the specification agreed in 2019.",
        "Storage: 2 - 8 °C, keep dry",
    ],
    ids=["delivery", "dates", "telephone", "signature", "prose", "storage"],
)
def test_what_is_printed_beside_results_is_no_item(picture: str):
    assert rows(picture) == []


SPECIFICATION = """
Product specification
Product: Citric acid anhydrous

+-----------+------------------+-----------+
| Test      | Specification    | Method    |
+-----------+------------------+-----------+
| Assay     | 99.5 - 100.5 %   | USP       |
+-----------+------------------+-----------+
| Water     | max. 0.5 %       | USP <921> |
+-----------+------------------+-----------+
"""


def test_a_specification_has_limits_and_no_results():
    found = certificate(SPECIFICATION)
    assert found.kind is Kind.SPECIFICATION
    assert [(i.name.text, i.limit.text if i.limit else None, i.result) for i in found.items] == [
        ("Assay", "99.5 - 100.5 %", None),
        ("Water", "max. 0.5 %", None),
    ]
    assert [i.unit.text if i.unit else None for i in found.items] == ["%", "%"]


def test_a_specification_in_lines():
    found = certificate("Product specification\n\nAssay: 99.5 - 100.5 %\nWater: max. 0.5 %\nSulphated ash: ≤ 0.1 %")
    assert [(i.name.text, i.limit.text if i.limit else None, i.result) for i in found.items] == [
        ("Assay", "99.5 - 100.5 %", None),
        ("Water", "max. 0.5 %", None),
        ("Sulphated ash", "≤ 0.1 %", None),
    ]


def test_a_certificates_untested_row_is_no_item_when_others_have_results():
    picture = SPECIFICATION.replace("Product specification", "Certificate of analysis").replace(
        "Method   ", "Result   "
    )
    picture = picture.replace("USP <921>", "         ").replace("USP ", "99.8")
    assert rows(picture) == [Row("Assay", "99.8", "%", "99.5 - 100.5 %")]


def test_advice_under_a_table_of_results_is_no_result():
    picture = """
+-----------+----------+----------+
| Test      | Limit    | Result   |
+-----------+----------+----------+
| Assay     | ≥99.0    | 99.6     |
+-----------+----------+----------+

Additional information
Recommended storage and handling: 30-40 °C
Maximum skin heat (agitated): 121 °C
Most ever handled: 70 °C
Shelf life advised: 24 months
"""
    assert [row.name for row in rows(picture)] == ["Assay"]


def test_a_name_may_stand_above_its_labelled_limit_and_result():
    picture = """
Assay (HPLC, anhydrous basis)
   Specification: 98.0 - 102.0 %      Result: 99.6 %
Water (KF)
   Specification: NMT 5.0 %           Result: 2.1 %
"""
    assert [(row.name, row.result, row.limit) for row in rows(picture)] == [
        ("Assay (HPLC, anhydrous basis)", "99.6 %", "98.0 - 102.0 %"),
        ("Water (KF)", "2.1 %", "NMT 5.0 %"),
    ]


def test_a_paragraph_that_begins_with_a_value_is_doubted():
    picture = """
Moisture: 2.1 % found. Storage in closed drums is advised by the maker.
Ash content: 0.1 %
Density: 1.21 g/mL
"""
    confidence = {item.name.text: item.confidence for item in certificate(picture).items}
    assert confidence["Moisture"] < 0.9 < confidence["Ash content"]


@pytest.mark.parametrize(
    "picture",
    [
        """
氧化铝（≥10.0%）：10.52%
不溶物（≤0.2%）：0.05%
pH值（3.5~5.0）：4.2
""",
        """
氧化铝：10.52%      （国标 ≥10.0%）
不溶物：0.05%       （国标 ≤0.2%）
pH值：4.2           （国标 3.5~5.0）
""",
    ],
)
def test_a_limit_in_brackets_behind_the_name_or_behind_the_value(picture: str):
    assert rows(picture) == [
        Row("氧化铝", "10.52%", "%", "≥10.0%"),
        Row("不溶物", "0.05%", "%", "≤0.2%"),
        Row("pH值", "4.2", None, "3.5~5.0"),
    ]


def test_a_condition_in_brackets_behind_a_name_is_no_limit():
    picture = """
水分（105℃）：0.12 %
颗粒（≥0.5 µm）：12 pcs/mL
灰分（≤0.2 %）：0.05 %
"""
    assert [row.limit for row in rows(picture)] == [None, None, "≤0.2 %"]


def test_a_line_of_verdicts_behind_names_is_as_many_items_below_the_judges_level():
    items = certificate("表面质量：合格； 尺寸偏差：合格； 重量偏差：合格。      反向弯曲：合格").items
    assert [(i.name.text, i.result and i.result.text) for i in items] == [
        ("表面质量", "合格"),
        ("尺寸偏差", "合格"),
        ("重量偏差", "合格"),
        ("反向弯曲", "合格"),
    ]
    assert all(item.confidence < 0.9 for item in items)


@pytest.mark.parametrize("line", ["检验结论：合格    表面质量：合格", "表面质量：合格", "检验：王芳；    审核：合格"])
def test_a_conclusion_among_them_or_one_verdict_alone_is_no_item(line: str):
    assert rows(line) == []
