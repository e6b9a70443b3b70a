"""Items that run down a table: what each column says of them, in ruled and in aligned tables."""

from __future__ import annotations

import pytest

from drawing import Row, certificate, rows

LAYOUTS = {
    "ruled, all columns": (
        """
+------+----------+------+----------+--------+------+---------------+
| 序号 | 检验项目 | 单位 | 技术指标 | 结果   | 判定 | 检验方法      |
+------+----------+------+----------+--------+------+---------------+
| 1    | 外观     | -    | 白色粉末 | 白色粉 | 合格 | 目测          |
|      |          |      |          | 末     |      |               |
+------+----------+------+----------+--------+------+---------------+
| 2    | 含量     | %    | ≥99.5    | 99.62  | 合格 | GB/T 601-2016 |
+------+----------+------+----------+--------+------+---------------+
| 3    | 水分     | %    | ≤0.20    | 0.10   | 合格 | GB/T 6283     |
+------+----------+------+----------+--------+------+---------------+
""",
        [
            Row("外观", "白色粉末", None, "白色粉末", "目测", "合格"),
            Row("含量", "99.62", "%", "≥99.5", "GB/T 601-2016", "合格"),
            Row("水分", "0.10", "%", "≤0.20", "GB/T 6283", "合格"),
        ],
    ),
    "aligned, all columns": (
        """
Test item          Unit     Test method     Specification      Result     Verdict
Appearance         -        Visual          Clear liquid       Clear      Pass
Water              %        ASTM D1364      max. 0.10          0.03       Pass
Density            g/cm3    ASTM D4052      0.788 - 0.792      0.7901     Pass
""",
        [
            Row("Appearance", "Clear", None, "Clear liquid", "Visual", "Pass"),
            Row("Water", "0.03", "%", "max. 0.10", "ASTM D1364", "Pass"),
            Row("Density", "0.7901", "g/cm3", "0.788 - 0.792", "ASTM D4052", "Pass"),
        ],
    ),
    "rows that no line parts, inside a drawn frame": (
        """
+-------------+---------+---------+
| Parameter   | Limit   | Result  |
+-------------+---------+---------+
| Assay, %    | ≥99.0   | 99.6    |
| Water, %    | ≤0.20   | 0.05    |
| Iron, mg/kg | ≤5      | <1      |
+-------------+---------+---------+
""",
        [
            Row("Assay, %", "99.6", "%", "≥99.0"),
            Row("Water, %", "0.05", "%", "≤0.20"),
            Row("Iron, mg/kg", "<1", "mg/kg", "≤5"),
        ],
    ),
    "two tables side by side": (
        """
项目        指标       结果        项目        指标       结果
含量        ≥99.0      99.6        铁          ≤5         2
水分        ≤0.20      0.05        氯化物      ≤10        3
""",
        [
            Row("含量", "99.6", None, "≥99.0"),
            Row("水分", "0.05", None, "≤0.20"),
            Row("铁", "2", None, "≤5"),
            Row("氯化物", "3", None, "≤10"),
        ],
    ),
    "two ruled tables side by side": (
        """
+--------+-------+--------+--------+-------+--------+
| 项目   | 指标  | 结果   | 项目   | 指标  | 结果   |
+--------+-------+--------+--------+-------+--------+
| 含量   | ≥99.0 | 99.6   | 铁     | ≤5    | 2      |
+--------+-------+--------+--------+-------+--------+
| 水分   | ≤0.20 | 0.05   | 氯化物 | ≤10   | 3      |
+--------+-------+--------+--------+-------+--------+
""",
        [
            Row("含量", "99.6", None, "≥99.0"),
            Row("水分", "0.05", None, "≤0.20"),
            Row("铁", "2", None, "≤5"),
            Row("氯化物", "3", None, "≤10"),
        ],
    ),
    "cells of several lines": (
        """
+------------------+---------------------+------------------+
| Test             | Specification       | Result           |
+------------------+---------------------+------------------+
| Loss on drying   | not more than       | 0.12 %           |
| (105 °C, 2 h)    | 0.50 %              |                  |
+------------------+---------------------+------------------+
| Appearance       | White to off-white  | White crystalline|
|                  | crystalline powder  | powder           |
+------------------+---------------------+------------------+
""",
        [
            Row("Loss on drying (105 °C, 2 h)", "0.12 %", "%", "not more than 0.50 %"),
            Row("Appearance", "White crystalline powder", None, "White to off-white crystalline powder"),
        ],
    ),
    "minimum and maximum in two columns under one head": (
        """
+-----------+---------------+--------+
| Parameter | Specification | Result |
|           +-------+-------+        |
|           | Min   | Max   |        |
+-----------+-------+-------+--------+
| Density   | 0.78  | 0.80  | 0.79   |
+-----------+-------+-------+--------+
| Assay     | 99.0  |       | 99.6   |
+-----------+-------+-------+--------+
| Water     | -     | 0.20  | 0.05   |
+-----------+-------+-------+--------+
""",
        [
            Row("Density", "0.79", None, "0.78 - 0.80"),
            Row("Assay", "99.6", None, "≥ 99.0"),
            Row("Water", "0.05", None, "≤ 0.20"),
        ],
    ),
    "minimum and maximum, aligned": (
        """
Property           Min        Max        Result     Unit
Density            0.78       0.80       0.79       g/cm3
Water                         0.20       0.05       %
""",
        [
            Row("Density", "0.79", "g/cm3", "0.78 - 0.80"),
            Row("Water", "0.05", "%", "≤ 0.20"),
        ],
    ),
    "units in the heads": (
        """
+-----------+-------------+--------------+
| Element   | Limit (ppm) | Result (ppm) |
+-----------+-------------+--------------+
| Iron      | ≤5          | 2            |
+-----------+-------------+--------------+
| Lead      | ≤1          | <0.1         |
+-----------+-------------+--------------+
""",
        [Row("Iron", "2", "ppm", "≤5"), Row("Lead", "<0.1", "ppm", "≤1")],
    ),
    "units in the item's brackets, behind a comma and behind a slash": (
        """
+----------------+-------+--------+
| 检验项目       | 指标  | 结果   |
+----------------+-------+--------+
| 含量（%）      | ≥99.0 | 99.6   |
+----------------+-------+--------+
| 铁，mg/kg      | ≤5    | 2      |
+----------------+-------+--------+
| 水分/%         | ≤0.2  | 0.05   |
+----------------+-------+--------+
""",
        [
            Row("含量（%）", "99.6", "%", "≥99.0"),
            Row("铁，mg/kg", "2", "mg/kg", "≤5"),
            Row("水分/%", "0.05", "%", "≤0.2"),
        ],
    ),
    "units behind the value": (
        """
+-----------+-----------------+-------------+
| Test      | Limit           | Result      |
+-----------+-----------------+-------------+
| Assay     | 98.0 - 102.0 %  | 99.6 %      |
+-----------+-----------------+-------------+
| Viscosity | max. 25 mm²/s   | 21.3 mm²/s  |
+-----------+-----------------+-------------+
""",
        [
            Row("Assay", "99.6 %", "%", "98.0 - 102.0 %"),
            Row("Viscosity", "21.3 mm²/s", "mm²/s", "max. 25 mm²/s"),
        ],
    ),
    "the unit only beside the limit": (
        """
+-----------+-----------------+-------------+
| Test      | Limit           | Result      |
+-----------+-----------------+-------------+
| Assay     | ≥ 98.0 %        | 99.6        |
+-----------+-----------------+-------------+
| Lead      | NMT 5 mg/kg     | ND          |
+-----------+-----------------+-------------+
""",
        [Row("Assay", "99.6", "%", "≥ 98.0 %"), Row("Lead", "ND", "mg/kg", "NMT 5 mg/kg")],
    ),
    "the sign at the end of the item": (
        """
+---------------+-------+--------+
| 指标名称      | 指标  | 结果   |
+---------------+-------+--------+
| 含量，%    ≥  | 99.0  | 99.6   |
+---------------+-------+--------+
| 水分，%    ≤  | 0.20  | 0.05   |
+---------------+-------+--------+
""",
        [Row("含量，%", "99.6", "%", "≥ 99.0"), Row("水分，%", "0.05", "%", "≤ 0.20")],
    ),
    "the sign in a column of its own": (
        """
+----------+------+---+-------+--------+
| 检验项目 | 单位 |   指标    | 结果   |
+----------+------+---+-------+--------+
| 含量     | %    | ≥ | 99.0  | 99.6   |
+----------+------+---+-------+--------+
| 水分     | %    | ≤ | 0.20  | 0.05   |
+----------+------+---+-------+--------+
""",
        [Row("含量", "99.6", "%", "≥ 99.0"), Row("水分", "0.05", "%", "≤ 0.20")],
    ),
    "headings between the rows": (
        """
+-------------------+-------+--------+
| Test              | Limit | Result |
+-------------------+-------+--------+
| Physical properties                |
+-------------------+-------+--------+
| Density, g/cm3    | ≤0.80 | 0.79   |
+-------------------+-------+--------+
| Heavy metals (mg/kg)               |
+-------------------+-------+--------+
| Lead              | ≤1.0  | 0.1    |
+-------------------+-------+--------+
""",
        [
            Row("Density, g/cm3", "0.79", "g/cm3", "≤0.80", section="Physical properties"),
            Row("Lead", "0.1", "mg/kg", "≤1.0", section="Heavy metals (mg/kg)"),
        ],
    ),
    "a group with sub-items beside it": (
        """
+-------------------+-------+--------+
| 检验项目          | 指标  | 结果   |
+----------+--------+-------+--------+
| 粒度分布 | D10    | ≥1.0  | 1.6    |
|          +--------+-------+--------+
|          | D50    | ≥4.0  | 5.2    |
|          +--------+-------+--------+
|          | D90    | ≤20   | 14.8   |
+----------+--------+-------+--------+
| 含量              | ≥99.0 | 99.6   |
+-------------------+-------+--------+
""",
        [
            Row("D10", "1.6", None, "≥1.0", section="粒度分布"),
            Row("D50", "5.2", None, "≥4.0", section="粒度分布"),
            Row("D90", "14.8", None, "≤20", section="粒度分布"),
            Row("含量", "99.6", None, "≥99.0"),
        ],
    ),
    "a method that covers several rows": (
        """
+----------+-------+--------+------------+
| Test     | Limit | Result | Method     |
+----------+-------+--------+------------+
| Iron     | ≤5    | 2      | ISO 17294  |
+----------+-------+--------+            |
| Lead     | ≤1    | 0.1    |            |
+----------+-------+--------+------------+
""",
        [Row("Iron", "2", None, "≤5", "ISO 17294"), Row("Lead", "0.1", None, "≤1", "ISO 17294")],
    ),
    "a value with its uncertainty": (
        """
+-----------+-------+---------------+-------+
| Test      | Unit  | Result        | Limit |
+-----------+-------+---------------+-------+
| Purity    | %     | 99.61 ± 0.05  | ≥99.5 |
+-----------+-------+---------------+-------+
| Water     | %     | 0.05 ± 0.01   | ≤0.20 |
+-----------+-------+---------------+-------+
""",
        [
            Row("Purity", "99.61", "%", "≥99.5", also=("99.61 ± 0.05",)),
            Row("Water", "0.05", "%", "≤0.20", also=("0.05 ± 0.01",)),
        ],
    ),
    "a limit of detection and an uncertainty in columns": (
        """
+-----------+-------+-------+--------+-------------+
| Analyte   | Unit  | LOQ   | Result | Uncertainty |
+-----------+-------+-------+--------+-------------+
| Lead      | mg/kg | 0.01  | 0.12   | 0.02        |
+-----------+-------+-------+--------+-------------+
| Cadmium   | mg/kg | 0.005 | <0.005 | -           |
+-----------+-------+-------+--------+-------------+
""",
        [Row("Lead", "0.12", "mg/kg"), Row("Cadmium", "<0.005", "mg/kg")],
    ),
    "target and tolerance": (
        """
+-----------+--------+-----------+--------+
| Property  | Target | Tolerance | Result |
+-----------+--------+-----------+--------+
| Length    | 10.0   | ± 0.1     | 10.04  |
+-----------+--------+-----------+--------+
| Width     | 5.0    | 0.2       | 5.1    |
+-----------+--------+-----------+--------+
""",
        [Row("Length", "10.04", None, "10.0 ± 0.1"), Row("Width", "5.1", None, "5.0 ± 0.2")],
    ),
    "asymmetric tolerances": (
        """
+-----------+---------+-----------+--------+
| Property  | Nominal | Tolerance | Result |
+-----------+---------+-----------+--------+
| Length    | 50      | +2/-1     | 51.2   |
+-----------+---------+-----------+--------+
| Width     | 5.0     | +0.2      | 5.1    |
+-----------+---------+-----------+--------+
""",
        [Row("Length", "51.2", None, "50 +2/-1"), Row("Width", "5.1", None, "5.0 +0.2")],
    ),
    "upper and lower tolerances in two columns": (
        """
+-----------+---------+-------+-------+--------+
| Property  | Nominal |   Tolerance   | Result |
+-----------+---------+-------+-------+--------+
| Length    | 50      | +2    | -1    | 51.2   |
+-----------+---------+-------+-------+--------+
| Width     | 30      | +0.5  | -0.5  | 30.1   |
+-----------+---------+-------+-------+--------+
""",
        [Row("Length", "51.2", None, "50 +2 / -1"), Row("Width", "30.1", None, "30 ± 0.5")],
    ),
    "tolerances headed as upper and lower": (
        """
+-----------+---------+----------+----------+--------+
| Property  | Nominal | Upper    | Lower    | Result |
+-----------+---------+----------+----------+--------+
| Length    | 50      | +2       | -1       | 51.2   |
+-----------+---------+----------+----------+--------+
""",
        [Row("Length", "51.2", None, "50 +2 / -1")],
    ),
    "tolerances headed in Chinese": (
        """
+--------+--------+--------+--------+--------+
| 项目   | 标准值 | 上偏差 | 下偏差 | 实测值 |
+--------+--------+--------+--------+--------+
| 长度   | 50     | +2     | -1     | 51.2   |
+--------+--------+--------+--------+--------+
""",
        [Row("长度", "51.2", None, "50 +2 / -1")],
    ),
    "the least and the greatest of several readings are no limits": (
        """
+-----------+---------------+---------------------+
| Property  | Specification | Results             |
|           |               +------+------+-------+
|           |               | Min  | Max  | Mean  |
+-----------+---------------+------+------+-------+
| Length    | 48 - 52       | 49   | 51   | 50.1  |
+-----------+---------------+------+------+-------+
""",
        [Row("Length", "49", None, "48 - 52", also=("51", "50.1"))],
    ),
    "the least and the greatest of several readings, aligned": (
        """
Property     Specification          Results
                                Min     Max
Length       48 - 52            49      51
Width        28 - 32            29      31
""",
        [
            Row("Length", "49", None, "48 - 52", also=("51",)),
            Row("Width", "29", None, "28 - 32", also=("31",)),
        ],
    ),
    "typical values are neither limit nor result": (
        """
+-----------+-------+---------+--------+
| Property  | Limit | Typical | Result |
+-----------+-------+---------+--------+
| Assay     | ≥99.0 | 99.7    | 99.6   |
+-----------+-------+---------+--------+
""",
        [Row("Assay", "99.6", None, "≥99.0")],
    ),
    "the same value in two units": (
        """
+-----------+--------+--------+
| Category  | %      | mg/g   |
+-----------+--------+--------+
| Limonene  | 0.42   | 4.2    |
+-----------+--------+--------+
| Myrcene   | 0.31   | 3.1    |
+-----------+--------+--------+
""",
        [Row("Limonene", "0.42", "%", also=("4.2",)), Row("Myrcene", "0.31", "%", also=("3.1",))],
    ),
    "only a word for each item": (
        """
+-------------+----------------+--------------+
| Test        | Specification  | Conforms     |
+-------------+----------------+--------------+
| Appearance  | White powder   | Yes          |
+-------------+----------------+--------------+
| Assay       | ≥99.0 %        | Yes          |
+-------------+----------------+--------------+
""",
        [Row("Appearance", "Yes", None, "White powder"), Row("Assay", "Yes", None, "≥99.0 %")],
    ),
    "bilingual heads and names": (
        """
+----------------------+-----------------+----------+
| 检验项目 Test item   | 指标 Limit      | 结果     |
|                      |                 | Result   |
+----------------------+-----------------+----------+
| 水分 Water           | ≤0.5%           | 0.12%    |
+----------------------+-----------------+----------+
| 氯化物（以Cl计）     | ≤0.002%         | 0.001%   |
| Chloride (as Cl)     |                 |          |
+----------------------+-----------------+----------+
""",
        [
            Row("水分 Water", "0.12%", "%", "≤0.5%"),
            Row("氯化物（以Cl计） Chloride (as Cl)", "0.001%", "%", "≤0.002%"),
        ],
    ),
    "untested items are items, empty cells are not": (
        """
+-----------+-------+--------+
| Test      | Limit | Result |
+-----------+-------+--------+
| Assay     | ≥99.0 | 99.6   |
+-----------+-------+--------+
| Lead      | ≤1    | N/A    |
+-----------+-------+--------+
| Arsenic   | ≤1    |        |
+-----------+-------+--------+
""",
        [Row("Assay", "99.6", None, "≥99.0"), Row("Lead", "N/A", None, "≤1")],
    ),
    "closing rows are no items": (
        """
+----------+-------+--------+------+
| 检验项目 | 指标  | 结果   | 判定 |
+----------+-------+--------+------+
| 含量     | ≥99.0 | 99.6   | 合格 |
+----------+-------+--------+------+
| 结论     | 该批产品符合标准要求    |
+----------+-------+--------+------+
| 备注：   | 检测依据GB/T 209-2018   |
+----------+-------+--------+------+
| 检验员   | 张三  | 审核   | 李四 |
+----------+-------+--------+------+
""",
        [Row("含量", "99.6", None, "≥99.0", verdict="合格")],
    ),
    "closing rows of an aligned table are no items": (
        """
Test item          Limit      Result
Assay              ≥99.0      99.6
Water              ≤0.2       0.05
Conclusion:        Complies with the specification
Approved by:       J. Smith      Date: 2024-05-01
""",
        [Row("Assay", "99.6", None, "≥99.0"), Row("Water", "0.05", None, "≤0.2")],
    ),
    "a footnote's mark behind a value": (
        """
+-----------+-------+----------+
| Test      | Limit | Result   |
+-----------+-------+----------+
| Assay*    | ≥99.0 | 99.6 *   |
+-----------+-------+----------+
| Water     | ≤0.2  | 0.05 [1] |
+-----------+-------+----------+
""",
        [Row("Assay", "99.6", None, "≥99.0"), Row("Water", "0.05", None, "≤0.2")],
    ),
    "another lot's results beside this one's": (
        """
+-------+-------+-----------------+----------------+
| Test  | Limit | Previous result | Current result |
+-------+-------+-----------------+----------------+
| Assay | ≥99.0 | 99.7            | 98.6           |
+-------+-------+-----------------+----------------+
| Water | ≤0.2  | 0.10            | 0.25           |
+-------+-------+-----------------+----------------+
""",
        [Row("Assay", "98.6", None, "≥99.0"), Row("Water", "0.25", None, "≤0.2")],
    ),
}


@pytest.mark.parametrize(("picture", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_layout(picture: str, expected: list[Row]):
    assert rows(picture) == expected


@pytest.mark.parametrize(("picture", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_confidence_is_high_where_heads_say_what_columns_hold(picture: str, expected: list[Row]):
    found = certificate(picture).items
    assert len(found) == len(expected)
    assert all(0.8 <= item.confidence <= 0.99 for item in found)


GRADES = """
+----------+--------------------------+--------+
| 检验项目 |        技术指标          | 结果   |
|          +--------+--------+--------+        |
|          | 优等品 | 一等品 | 合格品 |        |
+----------+--------+--------+--------+--------+
| 含量/%   | ≥99.5  | ≥99.0  | ≥98.0  | 99.2   |
+----------+--------+--------+--------+--------+
| 铁/%     | ≤0.01  | ≤0.02  | ≤0.05  | 0.008  |
+----------+--------+--------+--------+--------+
| 外观     | 白色   | 白色   | 白色   | 白色   |
+----------+--------+--------+--------+--------+
"""


def test_the_limit_is_the_stated_grades():
    assert [row.limit for row in rows("产品名称：氢氧化钠     产品等级：一等品\n" + GRADES)] == [
        "≥99.0",
        "≤0.02",
        "白色",
    ]


def test_a_conclusion_may_state_the_grade():
    assert [row.limit for row in rows(GRADES + "\n检验结论：优等品")] == ["≥99.5", "≤0.01", "白色"]


def test_no_limit_is_taken_where_no_grade_is_stated_but_one_that_all_share():
    assert [row.limit for row in rows(GRADES)] == [None, None, "白色"]


@pytest.mark.parametrize("conclusion", ["合格", "Pass", "该批产品符合标准要求"])
def test_a_lot_that_conforms_has_stated_no_grade(conclusion: str):
    assert [row.limit for row in rows(GRADES + f"\n检验结论：{conclusion}")] == [None, None, "白色"]


def test_a_letter_is_a_grade_only_as_a_word_of_its_own():
    lettered = GRADES.replace("优等品", "A     ").replace("一等品", "B     ").replace("合格品", "C     ")
    assert rows("等级：B\n" + lettered)[0].limit == "≥99.0"
    assert rows(lettered + "\n检验结论：符合A级标准")[0].limit == "≥99.5"
    assert rows(lettered + "\n检验结论：Pass, may be used")[0].limit is None


def test_another_grades_limit_is_not_taken_where_the_stated_grade_has_none():
    one_sided = GRADES.replace("≥99.0 ", "-     ").replace("≥98.0 ", "-     ")
    assert rows("产品等级：一等品\n" + one_sided)[0].limit is None
    assert rows("产品等级：优等品\n" + one_sided)[0].limit == "≥99.5"
    assert rows(one_sided)[0].limit is None


def test_no_limit_is_taken_where_another_grade_is_stated():
    assert [row.limit for row in rows("产品等级：电子级\n" + GRADES)] == [None, None, "白色"]


def test_each_part_of_a_bilingual_name_is_kept():
    found = certificate(LAYOUTS["bilingual heads and names"][0]).items
    assert found[0].name_parts == ("水分", "Water")
    assert {"氯化物（以Cl计）", "Chloride (as Cl)", "氯化物", "Chloride"} <= set(found[1].name_parts)


def test_doubtful_words_make_a_doubtful_fact():
    from dataclasses import replace

    from drawing import drawn
    from lotgate.reading import read
    from lotgate.tabulating import tabulate

    page = drawn(LAYOUTS["ruled, all columns"][0])
    doubtful = tuple(replace(word, confidence=0.6) if word.text == "99.62" else word for word in page.words)
    found = read([tabulate(replace(page, words=doubtful))], name="drawn", sha256="")
    assert [item.confidence < 0.61 for item in found.items] == [False, True, False]


def test_a_column_that_counts_the_rows_is_never_a_result():
    picture = """
+-----+-----------+-----------+-------------------+---------+
| N 0 | Test      | Limit     | Results           | Verdict |
|     |           |           +---------+---------+         |
|     |           |           | 1       | 2       |         |
+-----+-----------+-----------+---------+---------+---------+
| 1   | Length    | 49±1      | 49.2    | 48.9    | OK      |
+-----+-----------+-----------+---------+---------+---------+
| 2   | Width     | 16±1      | 16.1    | 16.0    | OK      |
+-----+-----------+-----------+---------+---------+---------+
| 3   | Height    | 27±1      | 27.5    | 27.1    | OK      |
+-----+-----------+-----------+---------+---------+---------+
| 4   | Bore      | 30±1      | 30.4    | 30.2    | OK      |
+-----+-----------+-----------+---------+---------+---------+
"""
    assert [(row.result, row.limit) for row in rows(picture)] == [
        ("49.2", "49±1"),
        ("16.1", "16±1"),
        ("27.5", "27±1"),
        ("30.4", "30±1"),
    ]


TWO_LIMITS = """
+-----------+---------+----------+-----------+----------------+
| Test      | UoM     | Result   | Limit     | Customer Spec  |
+-----------+---------+----------+-----------+----------------+
| Moisture  | (g/kg)  | 47       | Max 50    | <60            |
+-----------+---------+----------+-----------+----------------+
| Ash       | (g/kg)  | 12       | Max 20    | Max 20         |
+-----------+---------+----------+-----------+----------------+
"""


def test_two_limits_side_by_side_are_never_run_together():
    assert rows(TWO_LIMITS) == [Row("Moisture", "47", "g/kg", "Max 50"), Row("Ash", "12", "g/kg", "Max 20")]


def test_a_limit_beside_one_that_differs_is_a_doubt():
    first, second = certificate(TWO_LIMITS).items
    assert first.limit.confidence < 0.9 <= second.limit.confidence


def test_a_head_that_names_its_standard_still_heads_limits():
    picture = """
+-----------------+----------+--------------+-------------------------+
| Properties      | Unit     | Test Result  | Specified Requirement   |
|                 |          |              | TZS 727-1/EAS 18-1      |
+-----------------+----------+--------------+-------------------------+
| Sulfate (SO3)   | % (m/m)  | 2.22         | 4.0 max                 |
+-----------------+----------+--------------+-------------------------+
"""
    assert rows(picture) == [Row("Sulfate (SO3)", "2.22", "% (m/m)", "4.0 max")]


def test_a_rows_number_printed_under_the_items_head_is_no_part_of_the_name():
    picture = """
S. No. Characteristic  Unit    Result  Limit
1  Moisture            g/kg    47      Max 50
2  Total ash           g/kg    12      Max 20
3  Fat                 g/kg    3       Max 5
"""
    assert [row.name for row in rows(picture)] == ["Moisture", "Total ash", "Fat"]


def test_sub_items_that_begin_with_a_figure_are_names():
    picture = """
+---------------------------+---------+---------+
| 检验项目                  | 指标    | 结果    |
+---------------------------+---------+---------+
| 白度，度                  | ≥92.0   | 93.5    |
+----------+----------------+---------+---------+
| 筛余物   | 125μm，%       | ≤0.010  | 0.002   |
|          +----------------+---------+---------+
|          | 45μm，%        | ≤0.4    | 0.30    |
+----------+----------------+---------+---------+
"""
    assert [(row.name, row.result) for row in rows(picture)][1:] == [("125μm，%", "0.002"), ("45μm，%", "0.30")]


def test_whole_limits_under_tolerance_are_limits():
    picture = """
+-----------+-------+-------------+--------+
| Property  | Unit  | Tolerance   | Result |
+-----------+-------+-------------+--------+
| Thickness | µm    | 25.0 ± 0.8  | 25.1   |
+-----------+-------+-------------+--------+
| Gloss     | GU    | > 90        | 95     |
+-----------+-------+-------------+--------+
"""
    assert [row.limit for row in rows(picture)] == ["25.0 ± 0.8", "> 90"]


def test_a_minimum_behind_a_limits_figure_is_no_minute():
    picture = """
+------------+--------+---------+--------+
| Test       | Unit   | Spec    | Result |
+------------+--------+---------+--------+
| Fineness   |        | 6.5 min | 7.0    |
+------------+--------+---------+--------+
| Set time   |        | ≤ 9 min | 7.0    |
+------------+--------+---------+--------+
"""
    assert [row.unit for row in rows(picture)] == [None, "min"]


def test_of_two_columns_that_may_head_limits_the_codes_are_methods():
    picture = """
+------------+-----------------+--------------+---------------+
| Ensaio     | Norma           | Requisito    | Valor obtido  |
+------------+-----------------+--------------+---------------+
| Aderência  | EN 12004-2, 8.3 | ≥ 1,0 N/mm²  | 1,6 N/mm²     |
+------------+-----------------+--------------+---------------+
| Densidade  | EN 1015-6       | 1350 ± 100   | 1372          |
+------------+-----------------+--------------+---------------+
"""
    assert [(row.limit, row.method) for row in rows(picture)] == [
        ("≥ 1,0 N/mm²", "EN 12004-2, 8.3"),
        ("1350 ± 100", "EN 1015-6"),
    ]


def test_a_condition_in_brackets_behind_a_unit_is_no_part_of_it():
    picture = """
+-----------------------------------+---------------+---------------+
| Test                              | Specification | Result        |
+-----------------------------------+---------------+---------------+
| Distillation range, °C (760 mm)   | 76.5 to 78.0  | 76.8 – 77.4   |
+-----------------------------------+---------------+---------------+
| Density, g/mL                     | 0.89 to 0.91  | 0.90          |
+-----------------------------------+---------------+---------------+
"""
    assert [row.unit for row in rows(picture)] == ["°C", "g/mL"]


def test_a_batch_above_each_list_needs_no_colon():
    picture = """
Batch 0004417730     Delivered qty. 8,250 kg
Characteristic      Unit      Value    Lower Limit    Upper Limit
Melt flow rate      g/10 min  0.31     0.23           0.37
Density             g/cm3     0.9538   0.9520         0.9560

Batch 0004417731     Delivered qty. 8,250 kg
Characteristic      Unit      Value    Lower Limit    Upper Limit
Melt flow rate      g/10 min  0.29     0.23           0.37
Density             g/cm3     0.9541   0.9520         0.9560
"""
    assert [row.sample for row in rows(picture)] == ["0004417730"] * 2 + ["0004417731"] * 2


def test_a_row_with_a_unit_and_no_figure_speaks_for_the_rows_below_that_have_none():
    picture = """
+-----------------+--------+-------+------+------+-----------+
| Test            | Method | Units | Min  | Max  | Result    |
+-----------------+--------+-------+------+------+-----------+
| Flash point     | D93    | °F    | 130  |      | 148       |
+-----------------+--------+-------+------+------+-----------+
| Distillation    | D86    | °F    |      |      |           |
+-----------------+--------+-------+------+------+-----------+
| 50 % recovered  |        |       |      |      | 512       |
+-----------------+--------+-------+------+------+-----------+
| 90 % recovered  |        |       | 540  | 640  | 601       |
+-----------------+--------+-------+------+------+-----------+
| Aromatics       | D1319  | vol%  |      | 35.0 | 28.7      |
+-----------------+--------+-------+------+------+-----------+
| Copper strip    | D130   |       |      | 1    | 1A        |
+-----------------+--------+-------+------+------+-----------+
"""
    found = rows(picture)
    assert [(row.name, row.unit, row.method, row.section) for row in found] == [
        ("Flash point", "°F", "D93", None),
        ("50 % recovered", "°F", "D86", "Distillation"),
        ("90 % recovered", "°F", "D86", "Distillation"),
        ("Aromatics", "vol%", "D1319", None),
        ("Copper strip", None, "D130", None),
    ]


def test_an_item_that_waits_for_its_result_heads_no_group():
    picture = """
+-----------+-------+---------+--------+
| Test      | Unit  | Limit   | Result |
+-----------+-------+---------+--------+
| Viscosity | mPa·s |         |        |
+-----------+-------+---------+--------+
| pH        |       | 6 - 8   | 7.1    |
+-----------+-------+---------+--------+
| Assay     | %     | ≥ 99.0  | 99.6   |
+-----------+-------+---------+--------+
"""
    assert [(row.name, row.unit) for row in rows(picture)] == [("pH", None), ("Assay", "%")]


def test_limits_before_a_mean_leave_least_and_greatest_behind_it_for_the_readings():
    picture = """
+----------+------+------+------+----+-------+-----------+------+------+------+
| Property | Unit | LSL  | USL  | n  | Mean  | Std. dev. | Min. | Max. | Cpk  |
+----------+------+------+------+----+-------+-----------+------+------+------+
| Strength | MPa  | 4900 |      | 8  | 5218  | 97        | 5044 | 5361 | 1.09 |
+----------+------+------+------+----+-------+-----------+------+------+------+
| Modulus  | GPa  | 234  | 248  | 8  | 241.3 | 1.6       | 239  | 244  | 1.40 |
+----------+------+------+------+----+-------+-----------+------+------+------+
"""
    assert [(row.name, row.result, row.limit) for row in rows(picture)] == [
        ("Strength", "5218", "≥ 4900"),
        ("Modulus", "241.3", "234 - 248"),
    ]


def test_codes_of_cleanliness_are_no_dates():
    picture = """
+-------------+----------+----------+
| Test        | Limit    | Result   |
+-------------+----------+----------+
| Viscosity   | 41 - 50  | 46.3     |
+-------------+----------+----------+
| Cleanliness | 20/18/15 | 19/17/13 |
+-------------+----------+----------+
"""
    assert rows(picture)[1] == Row("Cleanliness", "19/17/13", limit="20/18/15")


def test_the_line_above_may_name_the_figures_and_say_their_unit():
    picture = """
Metallic impurities (ICP-MS)   Unit : ppb
+---------+------+--------+
| Element | Max. | Found  |
+---------+------+--------+
| Na      | 0.1  | 0.040  |
+---------+------+--------+
| Ni      | 0.1  | < 0.01 |
+---------+------+--------+
"""
    assert [row.unit for row in rows(picture)] == ["ppb", "ppb"]
    assert [row.unit for row in rows(picture.replace("(ICP-MS)   Unit", "(ICP-MS) Unit"))] == ["ppb", "ppb"]


def test_words_take_no_unit_from_the_limit_beside_them():
    picture = """
+--------------------+-------+---------------+
| Test               | Limit | Result        |
+--------------------+-------+---------------+
| Visual examination | 100 % | no defects    |
+--------------------+-------+---------------+
| Moisture           | ≤ 1 % | 0.4           |
+--------------------+-------+---------------+
"""
    assert [row.unit for row in rows(picture)] == [None, "%"]


def test_a_numbered_heading_gives_the_items_under_it_their_section_and_unit():
    picture = """
+---------+-----------------------+------------+---------+
| Sr. No. | Tests                 | Limit      | Results |
+---------+-----------------------+------------+---------+
| 7.0     | Sulphated ash         | NMT 0.10 % | 0.03 %  |
+---------+-----------------------+------------+---------+
| 8.0     | Related substances (By HPLC, % area)         |
+---------+-----------------------+------------+---------+
|         | Impurity-A            | NMT 0.10   | 0.02    |
+---------+-----------------------+------------+---------+
|         | Total impurities      | NMT 0.30   | 0.12    |
+---------+-----------------------+------------+---------+
"""
    heading = "Related substances (By HPLC, % area)"
    assert [(row.name, row.unit, row.section) for row in rows(picture)] == [
        ("Sulphated ash", "%", None),
        ("Impurity-A", "% area", heading),
        ("Total impurities", "% area", heading),
    ]


def test_names_with_their_units_and_limits_by_a_standard_are_known_in_polish():
    picture = """
+-----+----------------------+---------------------+-----------+----------+
| Lp. | Parametr, jednostka  | Wymagania wg ZN-18  | Wynik     | Metoda   |
+-----+----------------------+---------------------+-----------+----------+
| 1.  | Zawartość NaOH, %    | 49,0 ÷ 51,0         | 50,1      | PB-01    |
+-----+----------------------+---------------------+-----------+----------+
| 2.  | Żelazo, mg/kg        | max 15              | 3,2       | ISO 983  |
+-----+----------------------+---------------------+-----------+----------+
"""
    assert [(row.result, row.unit, row.limit) for row in rows(picture)] == [
        ("50,1", "%", "49,0 ÷ 51,0"),
        ("3,2", "mg/kg", "max 15"),
    ]


def test_the_unit_of_all_figures_may_stand_in_brackets_in_the_line_above():
    picture = """
1. DIMENSIONS (unit: mm) AQL 1.0 n = 5
+-----------------+-------+-------+--------+
| Inspection item | Min   | Max   | Result |
+-----------------+-------+-------+--------+
| Width (s)       | 23.67 | 24.00 | 23.86  |
+-----------------+-------+-------+--------+
| Length (L)      | 78.50 | 81.50 | 79.84  |
+-----------------+-------+-------+--------+
"""
    assert [row.unit for row in rows(picture)] == ["mm", "mm"]


def test_a_name_that_reaches_over_other_columns_says_nothing_in_them():
    picture = """
+-----------+------+------+------+----------+----------+
| 检测项目  | 单位 | 下限 | 上限 | LP251016 | LP251017 |
+-----------+------+------+------+----------+----------+
| 水分      | ppm  | —    | 800  | 412      | 398      |
+-----------+------+------+------+----------+----------+
| 扣式电池首次效率 (%)           | 95.1     | 95.3     |
+--------------------------------+----------+----------+
| 每批数量 (kg)                  | 5,000    | 5,000    |
+--------------------------------+----------+----------+
"""
    assert rows(picture) == [
        Row("水分", "412", "ppm", "≤ 800", sample="LP251016"),
        Row("水分", "398", "ppm", "≤ 800", sample="LP251017"),
        Row("扣式电池首次效率 (%)", "95.1", "%", sample="LP251016"),
        Row("扣式电池首次效率 (%)", "95.3", "%", sample="LP251017"),
    ]


def test_a_dash_in_place_of_a_sign_is_no_part_of_the_name():
    picture = """
+-----------------------+------+------+--------+
| 检测项目              | 单位 | 标准 | 结果   |
+--------------+--------+------+------+--------+
| 碳含量       | C      | %    | ≤1.4 | 1.26   |
+--------------+--------+------+------+--------+
| 首次放电容量 | —      | mAh  | ≥157 | 158.9  |
+--------------+--------+------+------+--------+
"""
    assert [row.name for row in rows(picture)] == ["碳含量 C", "首次放电容量"]


def test_signatures_below_the_items_are_no_item():
    picture = """
+----------+--------+--------+--------+--------+------------+
| 检测项目 | 单位   | 下限   | 上限   | 实测值 | 判定       |
+----------+--------+--------+--------+--------+------------+
| 水分     | ppm    | /      | 800    | 365    | OK         |
+----------+--------+--------+--------+--------+------------+
| 制表     | 邓小倩 | 审核   | 蒲军   | 日期   | 2025/8/22  |
+----------+--------+--------+--------+--------+------------+
"""
    assert rows(picture) == [Row("水分", "365", "ppm", "≤ 800", verdict="OK")]


def test_a_standards_code_heads_limits_and_names_no_lot():
    picture = """
+---------------+-------------------+----------+
| 指标名称      | GB 15892-2020     | 实测     |
|               +---------+---------+          |
|               | 液体    | 固体    |          |
+---------------+---------+---------+----------+
| 氧化铝 % ≥    | 10.0    | 29.0    | 30.2     |
+---------------+---------+---------+----------+
| 不溶物 % ≤    | 0.2     | 0.1     | 0.04     |
+---------------+---------+---------+----------+
"""
    assert [(row.name, row.result, row.sample) for row in rows(picture)] == [
        ("氧化铝 %", "30.2", None),
        ("不溶物 %", "0.04", None),
    ]
    named = rows("产品名称：聚氯化铝（固体）      批号：20250901\n" + picture)
    assert [row.limit for row in named] == ["≥ 29.0", "≤ 0.1"]


def test_a_dash_on_one_basis_is_no_result_and_a_lots_dash_is_one():
    picture = """
+------------+--------+----------+----------+
| 项目       | 指标   | 检验结果            |
|            |        +----------+----------+
|            |        | {}     | {}     |
+------------+--------+----------+----------+
| 水分, %    | ≤14.0  | 12.3     | —        |
+------------+--------+----------+----------+
| 灰分, %    | ≤0.40  | 0.18     | 0.21     |
+------------+--------+----------+----------+
"""
    assert [row.result for row in rows(picture.format("湿样  ", "干样  "))] == ["12.3", "0.18", "0.21"]
    assert [row.result for row in rows(picture.format("HX240101", "HX240102"))] == ["12.3", "—", "0.18", "0.21"]


def test_what_tells_the_rows_of_one_name_apart_is_their_name_and_its_readings_are_one_result():
    picture = """
+----------------+------------------+--------+--------+-----------------------+------+
| 检测项目       | 模拟物           | 单位   | 限量   | 检测结果              | 单项 |
|                |                  |        |        +-------+-------+-------+ 判定 |
|                |                  |        |        | 第1次 | 第2次 | 第3次 |      |
+----------------+------------------+--------+--------+-------+-------+-------+------+
| 总迁移量       | 4%乙酸 60℃ 2h    | mg/dm² | ≤10    | 2.1   | 2.0   | 1.9   | 合格 |
|                +------------------+--------+--------+-------+-------+-------+------+
|                | 50%乙醇 60℃ 2h   | mg/dm² | ≤10    | 2.3   | 2.2   | 2.4   | 合格 |
+----------------+------------------+--------+--------+-------+-------+-------+------+
| 高锰酸钾消耗量 | 水 60℃ 2h        | mg/kg  | ≤10    | 1.2   | 1.1   | 1.3   | 合格 |
+----------------+------------------+--------+--------+-------+-------+-------+------+
"""
    assert rows(picture) == [
        Row("4%乙酸 60℃ 2h", "2.1", "mg/dm²", "≤10", None, "合格", "总迁移量", None, ("2.0", "1.9")),
        Row("50%乙醇 60℃ 2h", "2.3", "mg/dm²", "≤10", None, "合格", "总迁移量", None, ("2.2", "2.4")),
        Row("高锰酸钾消耗量", "1.2", "mg/kg", "≤10", None, "合格", None, None, ("1.1", "1.3")),
    ]


def test_a_sign_in_the_limits_head_goes_with_each_limit():
    picture = """
+--------------+------------+--------+
| 检验项目     | 标准值(≤)  | 结果   |
+--------------+------------+--------+
| 水分, %      | 0.20       | 0.05   |
+--------------+------------+--------+
| 密度, g/mL   | 0.89~0.91  | 0.90   |
+--------------+------------+--------+
| 外观         | 白色粉末   | 白色   |
+--------------+------------+--------+
"""
    assert [row.limit for row in rows(picture)] == ["≤ 0.20", "0.89~0.91", "白色粉末"]
