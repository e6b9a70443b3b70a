"""Lots: as columns beside the limits, as rows under the items, as bands over rows; and tables turned on their side."""

from __future__ import annotations

import pytest

from drawing import Row, certificate, rows
from lotgate.model.certificate import HeaderField


def batches(*pictures: str) -> list[str]:
    return [fact.text for fact in certificate(*pictures).header.get(HeaderField.BATCH, ())]


LOTS_AS_COLUMNS = """
+-----------+------+-------+---------------------+
| Test      | Unit | Limit | Results             |
|           |      |       +----------+----------+
|           |      |       | LOT24031 | LOT24032 |
+-----------+------+-------+----------+----------+
| Assay     | %    | ≥99.0 | 99.6     | 99.4     |
+-----------+------+-------+----------+----------+
| Water     | %    | ≤0.20 | 0.05     | 0.08     |
+-----------+------+-------+----------+----------+
"""


def test_lots_as_columns_give_an_item_for_each_lot():
    assert rows(LOTS_AS_COLUMNS) == [
        Row("Assay", "99.6", "%", "≥99.0", sample="LOT24031"),
        Row("Assay", "99.4", "%", "≥99.0", sample="LOT24032"),
        Row("Water", "0.05", "%", "≤0.20", sample="LOT24031"),
        Row("Water", "0.08", "%", "≤0.20", sample="LOT24032"),
    ]


def test_each_lot_has_its_own_result_and_verdict():
    picture = """
+-----------+-------+---------------------+---------------------+
| Test      | Limit | LOT24031            | LOT24032            |
|           |       +----------+----------+----------+----------+
|           |       | Result   | Verdict  | Result   | Verdict  |
+-----------+-------+----------+----------+----------+----------+
| Assay     | ≥99.0 | 99.6     | Pass     | 98.4     | Fail     |
+-----------+-------+----------+----------+----------+----------+
"""
    assert rows(picture) == [
        Row("Assay", "99.6", None, "≥99.0", verdict="Pass", sample="LOT24031"),
        Row("Assay", "98.4", None, "≥99.0", verdict="Fail", sample="LOT24032"),
    ]


def test_a_scale_under_each_element_is_its_unit():
    picture = """
+-----------+-------+-------+-------+-------+
| Heat No.  | C     | Si    | Mn    | P     |
|           +-------+-------+-------+-------+
|           | ×100  | ×100  | ×100  | ×1000 |
+-----------+-------+-------+-------+-------+
| A10012    | 15    | 22    | 134   | 11    |
+-----------+-------+-------+-------+-------+
"""
    assert rows(picture) == [
        Row("C", "15", "×100", sample="A10012"),
        Row("Si", "22", "×100", sample="A10012"),
        Row("Mn", "134", "×100", sample="A10012"),
        Row("P", "11", "×1000", sample="A10012"),
    ]


def test_lots_as_columns_without_lines():
    picture = """
检验项目        单位        指标           批号
                                        HX24031       HX24032
含量            %           ≥99.0       99.6          99.4
水分            %           ≤0.20       0.05          0.08
"""
    assert rows(picture) == [
        Row("含量", "99.6", "%", "≥99.0", sample="HX24031"),
        Row("含量", "99.4", "%", "≥99.0", sample="HX24032"),
        Row("水分", "0.05", "%", "≤0.20", sample="HX24031"),
        Row("水分", "0.08", "%", "≤0.20", sample="HX24032"),
    ]


MATRIX = """
+-----------+-------+-------+-------+--------+
| Heat No.  | C     | Si    | Mn    | P      |
+-----------+-------+-------+-------+--------+
| Unit      | %     | %     | %     | %      |
+-----------+-------+-------+-------+--------+
| Min       |       | 0.15  | 1.00  |        |
+-----------+-------+-------+-------+--------+
| Max       | 0.18  | 0.35  | 1.60  | 0.030  |
+-----------+-------+-------+-------+--------+
| A10012    | 0.15  | 0.22  | 1.34  | 0.011  |
+-----------+-------+-------+-------+--------+
| A10013    | 0.16  | 0.24  | 1.31  | 0.013  |
+-----------+-------+-------+-------+--------+
"""


def test_lots_as_rows_with_units_and_limits_in_rows_of_their_own():
    assert rows(MATRIX) == [
        Row("C", "0.15", "%", "≤ 0.18", sample="A10012"),
        Row("Si", "0.22", "%", "0.15 - 0.35", sample="A10012"),
        Row("Mn", "1.34", "%", "1.00 - 1.60", sample="A10012"),
        Row("P", "0.011", "%", "≤ 0.030", sample="A10012"),
        Row("C", "0.16", "%", "≤ 0.18", sample="A10013"),
        Row("Si", "0.24", "%", "0.15 - 0.35", sample="A10013"),
        Row("Mn", "1.31", "%", "1.00 - 1.60", sample="A10013"),
        Row("P", "0.013", "%", "≤ 0.030", sample="A10013"),
    ]


def test_limits_below_the_lots_hold_for_them_too():
    top, *body = MATRIX.strip().split("+-----------+-------+-------+-------+--------+\n")[1:]
    turned = [top, *body[3:], *body[:3]]
    rule = "+-----------+-------+-------+-------+--------+\n"
    picture = rule + rule.join(part for part in turned if part.strip("+-\n")) + rule
    assert sorted(rows(picture), key=str) == sorted(rows(MATRIX), key=str)


def test_a_method_row_and_a_limit_row():
    picture = """
+---------------+-----------+-----------+-----------+
| 批号          | 含量/%    | 水分/%    | 铁/(mg/kg)|
+---------------+-----------+-----------+-----------+
| 检验方法      | GB/T 601  | GB/T 6283 | GB/T 3049 |
+---------------+-----------+-----------+-----------+
| 标准要求      | ≥99.0     | ≤0.20     | ≤5        |
+---------------+-----------+-----------+-----------+
| HX240301      | 99.6      | 0.05      | 2         |
+---------------+-----------+-----------+-----------+
| HX240302      | 99.4      | 0.08      | 3         |
+---------------+-----------+-----------+-----------+
"""
    found = rows(picture)
    assert found[:3] == [
        Row("含量/%", "99.6", "%", "≥99.0", "GB/T 601", sample="HX240301"),
        Row("水分/%", "0.05", "%", "≤0.20", "GB/T 6283", sample="HX240301"),
        Row("铁/(mg/kg)", "2", "mg/kg", "≤5", "GB/T 3049", sample="HX240301"),
    ]
    assert [row.sample for row in found[3:]] == ["HX240302"] * 3
    assert batches(picture) == ["HX240301", "HX240302"]


def test_a_matrix_without_lines():
    picture = """
Heat No.     C         Si        Mn        P
A10012       0.15      0.22      1.34      0.011
A10013       0.16      0.24      1.31      0.013
"""
    assert [(row.name, row.result, row.sample) for row in rows(picture)] == [
        (name, value, heat)
        for heat, values in {"A10012": "0.15 0.22 1.34 0.011", "A10013": "0.16 0.24 1.31 0.013"}.items()
        for name, value in zip(["C", "Si", "Mn", "P"], values.split(), strict=True)
    ]


def test_a_group_over_several_columns_is_their_section():
    picture = """
+-----------+-----------------------+-----------------+
| 炉号      | 化学成分(%)           | 力学性能        |
|           +-------+-------+-------+--------+--------+
|           | C     | Si    | Mn    | Rm     | A      |
|           |       |       |       | (MPa)  | (%)    |
+-----------+-------+-------+-------+--------+--------+
| A10012    | 0.15  | 0.22  | 1.34  | 512    | 27     |
+-----------+-------+-------+-------+--------+--------+
| A10013    | 0.16  | 0.24  | 1.31  | 508    | 28     |
+-----------+-------+-------+-------+--------+--------+
"""
    found = rows(picture)
    assert [(row.name, row.result, row.sample) for row in found[:3]] == [
        ("C", "0.15", "A10012"),
        ("Si", "0.22", "A10012"),
        ("Mn", "1.34", "A10012"),
    ]
    assert {row.section for row in found[:3]} == {"化学成分(%)"}
    assert (found[3].result, found[3].unit, found[3].section) == ("512", "MPa", "力学性能")
    assert (found[4].result, found[4].unit, found[4].section) == ("27", "%", "力学性能")


def test_a_table_on_its_side_for_one_lot():
    picture = """
+-------------+-----------+-----------+-----------+
| Parameter   | Assay     | Water     | Iron      |
+-------------+-----------+-----------+-----------+
| Unit        | %         | %         | mg/kg     |
+-------------+-----------+-----------+-----------+
| Limit       | ≥99.0     | ≤0.20     | ≤5        |
+-------------+-----------+-----------+-----------+
| Result      | 99.6      | 0.05      | 2         |
+-------------+-----------+-----------+-----------+
"""
    assert rows(picture) == [
        Row("Assay", "99.6", "%", "≥99.0"),
        Row("Water", "0.05", "%", "≤0.20"),
        Row("Iron", "2", "mg/kg", "≤5"),
    ]


def test_lots_as_bands_over_their_rows():
    picture = """
+-----------+-------+--------+
| Test      | Limit | Result |
+-----------+-------+--------+
| Batch: LOT24031            |
+-----------+-------+--------+
| Assay     | ≥99.0 | 99.6   |
+-----------+-------+--------+
| Water     | ≤0.20 | 0.05   |
+-----------+-------+--------+
| Batch: LOT24032            |
+-----------+-------+--------+
| Assay     | ≥99.0 | 99.4   |
+-----------+-------+--------+
"""
    assert rows(picture) == [
        Row("Assay", "99.6", None, "≥99.0", sample="LOT24031"),
        Row("Water", "0.05", None, "≤0.20", sample="LOT24031"),
        Row("Assay", "99.4", None, "≥99.0", sample="LOT24032"),
    ]
    assert batches(picture) == ["LOT24031", "LOT24032"]


def test_a_lot_right_above_its_table():
    table = """
Test          Limit      Result
Assay         ≥99.0      {}
Water         ≤0.20      {}
"""
    picture = (
        "Lot No.: LOT24031" + table.format("99.6", "0.05") + "\n\nLot No.: LOT24032" + table.format("99.4", "0.08")
    )
    assert [(row.name, row.result, row.sample) for row in rows(picture)] == [
        ("Assay", "99.6", "LOT24031"),
        ("Water", "0.05", "LOT24031"),
        ("Assay", "99.4", "LOT24032"),
        ("Water", "0.08", "LOT24032"),
    ]


def test_a_lot_in_a_column_of_its_own():
    picture = """
+----------+-----------+-------+--------+
| Lot No.  | Test      | Limit | Result |
+----------+-----------+-------+--------+
| LOT24031 | Assay     | ≥99.0 | 99.6   |
|          +-----------+-------+--------+
|          | Water     | ≤0.20 | 0.05   |
+----------+-----------+-------+--------+
| LOT24032 | Assay     | ≥99.0 | 99.4   |
+----------+-----------+-------+--------+
"""
    assert [(row.name, row.result, row.sample) for row in rows(picture)] == [
        ("Assay", "99.6", "LOT24031"),
        ("Water", "0.05", "LOT24031"),
        ("Assay", "99.4", "LOT24032"),
    ]


def test_specimens_are_readings_of_one_item():
    picture = """
+-------------+-------+------+------+------+
| Property    | Limit | Results            |
|             |       +------+------+------+
|             |       | 1    | 2    | 3    |
+-------------+-------+------+------+------+
| Impact, J   | ≥27   | 110  | 98   | 121  |
+-------------+-------+------+------+------+
"""
    assert rows(picture) == [Row("Impact, J", "110", "J", "≥27", also=("98", "121"))]


def test_a_matrix_is_as_sure_as_its_words():
    assert {item.confidence for item in certificate(MATRIX).items} == {0.99}


def test_a_limit_in_words_makes_words_results():
    picture = """
+-----------+----------------------+--------+--------+--------+
| 批号      | 外观                 | 色度   | 水分   | 挥发分 |
|           |                      | Hazen  | %      | %      |
+-----------+----------------------+--------+--------+--------+
| 指标      | 无明显机械杂质       | ≤60    | ≤0.10  | ≤0.6   |
+-----------+----------------------+--------+--------+--------+
| HX250411  | 无明显杂质           | 30     | 0.03   | 0.18   |
+-----------+----------------------+--------+--------+--------+
| HX250412  | 无明显杂质           | 35     | 0.04   | 0.20   |
+-----------+----------------------+--------+--------+--------+
| 检验员    | 阮漫                 |        |        |        |
+-----------+----------------------+--------+--------+--------+
"""
    looks = [row for row in rows(picture) if row.name == "外观"]
    assert [(row.result, row.limit, row.sample) for row in looks] == [
        ("无明显杂质", "无明显机械杂质", "HX250411"),
        ("无明显杂质", "无明显机械杂质", "HX250412"),
    ]


SPECIMENS = """
+-----------+--------+--------+---------------+---------------+
| Heat No.  | C      | Mn     | Yield         | Tensile       |
|           | %      | %      | MPa           | MPa           |
+-----------+--------+--------+---------------+---------------+
| A10012    | 0.19   | 0.63   | 583           | 665           |
+-----------+--------+--------+---------------+---------------+
|           |        |        | 584           | 669           |
+-----------+--------+--------+---------------+---------------+
| A10013    | 0.20   | 0.64   | 621           | 739           |
+-----------+--------+--------+---------------+---------------+
|           |        |        | 611           | 712           |
+-----------+--------+--------+---------------+---------------+
"""


def test_further_specimens_belong_to_the_heat_above_them():
    tensile = [(row.result, row.sample) for row in rows(SPECIMENS) if row.name.startswith("Tensile")]
    assert tensile == [("665", "A10012"), ("669", "A10012"), ("739", "A10013"), ("712", "A10013")]


def test_further_specimens_are_read_with_doubt_and_the_heats_own_row_is_not():
    tensile = [item.confidence for item in certificate(SPECIMENS).items if item.name.text.startswith("Tensile")]
    assert [confidence >= 0.9 for confidence in tensile] == [True, False, True, False]


def test_a_full_row_without_a_heats_number_belongs_to_no_heat():
    picture = SPECIMENS.replace("| A10013 ", "|        ")
    carbon = [(row.result, row.sample) for row in rows(picture) if row.name.startswith("C")]
    assert carbon == [("0.19", "A10012"), ("0.20", None)]


def test_a_word_over_each_propertys_own_column_heads_no_items():
    picture = """
+-----------+-------------------------+-----------------------+
| Heat No.  | Chemical composition    | Properties            |
|           +--------+-------+--------+-------+-------+-------+
|           | C      | Si    | Mn     | Re    | Rm    | A     |
+-----------+--------+-------+--------+-------+-------+-------+
| A10012    | 0.19   | 0.20  | 0.63   | 583   | 665   | 21.3  |
+-----------+--------+-------+--------+-------+-------+-------+
| A10013    | 0.20   | 0.21  | 0.64   | 621   | 739   | 17.2  |
+-----------+--------+-------+--------+-------+-------+-------+
"""
    assert [row.name for row in rows(picture)][3:6] == ["Re", "Rm", "A"]


def test_required_minimum_and_maximum_may_stand_in_two_side_columns():
    picture = """
+-----------------+--------+--------+--------+
| Heat No.        | C      | Mn     | P      |
+----------+------+--------+--------+--------+
| Required | min  | -      | 0.29   | -      |
|          +------+--------+--------+--------+
|          | max  | 0.21   | 1.06   | 0.025  |
+----------+------+--------+--------+--------+
| H30714          | 0.17   | 0.78   | 0.011  |
+-----------------+--------+--------+--------+
"""
    assert [(row.name, row.result, row.limit, row.sample) for row in rows(picture)] == [
        ("C", "0.17", "≤ 0.21", "H30714"),
        ("Mn", "0.78", "0.29 - 1.06", "H30714"),
        ("P", "0.011", "≤ 0.025", "H30714"),
    ]


def test_a_minimum_at_the_side_is_no_limit_in_minutes():
    picture = """
+-----------+--------+--------+--------+
| Coil      | Yield  | Elong. | n      |
+-----------+--------+--------+--------+
| SPEC. MIN | 230    | 22     |        |
+-----------+--------+--------+--------+
| SPEC. MAX | 380    |        |        |
+-----------+--------+--------+--------+
| C4471-01  | 312    | 34.5   | 0.19   |
+-----------+--------+--------+--------+
"""
    assert [row.limit for row in rows(picture)] == ["230 - 380", "≥ 22", None]


def test_a_headings_unit_stays_as_printed():
    picture = """
HEAT ANALYSIS (wt %)
+--------+--------+--------+--------+
| HEAT   | C      | Mn     | P      |
+--------+--------+--------+--------+
| 88213A | .041   | .21    | .009   |
+--------+--------+--------+--------+
"""
    assert {row.unit for row in rows(picture)} == {"wt %"}


def test_a_unit_alone_on_a_heads_last_line_is_the_items():
    picture = """
Batch     Scorch t5 125°C    ML          ts2        Hardness
no.       min                dNm         min        Sh A
Limits    ≥ 9.0              1.8 – 2.8   0.9 – 1.5  70 ± 4
12        10.8               2.31        1.14       70
13        10.5               2.35        1.12       71
"""
    assert [(row.name, row.unit) for row in rows(picture)][:4] == [
        ("Scorch t5 125°C", "min"),
        ("ML", "dNm"),
        ("ts2", "min"),
        ("Hardness", "Sh A"),
    ]


def test_sizes_across_name_the_items_of_a_grading_with_doubt():
    picture = """
+-------------+--------+--------+--------+--------+
| Sieve mm    | 31.5   | 16     | 8      | 4      |
+-------------+--------+--------+--------+--------+
| Passing %   | 100    | 98     | 57     | 12     |
+-------------+--------+--------+--------+--------+
| Limits      | 98-100 | 90-99  | 45-70  | 0-20   |
+-------------+--------+--------+--------+--------+
"""
    assert [(row.name, row.result, row.unit, row.limit) for row in rows(picture)][:2] == [
        ("31.5", "100", "%", "98-100"),
        ("16", "98", "%", "90-99"),
    ]
    assert all(item.confidence < 0.9 for item in certificate(picture).items)


def test_bounds_below_the_names_are_limits_and_no_second_head():
    picture = """
Lot         Si      Al      C       P       S
           min 75  max 1.5 max 0.1 max 0.04 max 0.02
FS-1101    75.8    1.21    0.08    0.025   0.003
FS-1102    76.1    1.18    0.07    0.024   0.002
"""
    assert [(row.name, row.result, row.limit, row.sample) for row in rows(picture)][:2] == [
        ("Si", "75.8", "min 75", "FS-1101"),
        ("Al", "1.21", "max 1.5", "FS-1101"),
    ]


def test_a_standard_among_the_casts_says_what_it_requires():
    picture = """
+----------+-------+-------+-------+-------+
| Cast No. | Si    | Fe    | Cu    | Mn    |
+----------+-------+-------+-------+-------+
| 22-1187  | 0.52  | 0.21  | 0.02  | 0.03  |
+----------+-------+-------+-------+-------+
| EN 573-3 | 0.60  | 0.35  | 0.10  | 0.10  |
+----------+-------+-------+-------+-------+
"""
    assert [(row.name, row.result, row.limit, row.sample) for row in rows(picture)] == [
        ("Si", "0.52", "0.60", "22-1187"),
        ("Fe", "0.21", "0.35", "22-1187"),
        ("Cu", "0.02", "0.10", "22-1187"),
        ("Mn", "0.03", "0.10", "22-1187"),
    ]
    assert all(item.confidence < 0.9 for item in certificate(picture).items)


def test_the_verdict_at_the_end_of_a_lots_row_is_each_of_its_items():
    picture = """
+----------+------------+---------------------+--------+
| Cast no. | Ageing lot | Mechanical          | Result |
|          |            +----------+----------+        |
|          |            | Rm [MPa] | A [%]    |        |
+----------+------------+----------+----------+--------+
| min                   | 270      | 8        |        |
+----------+------------+----------+----------+--------+
| E24-1187 | AX40912    | 272      | 10.8     | PASS   |
+----------+------------+----------+----------+--------+
| E24-1190 | AX40914    | 275      | 10.5     | PASS   |
+----------+------------+----------+----------+--------+
"""
    assert rows(picture) == [
        Row("Rm [MPa]", "272", "MPa", "≥ 270", sample="E24-1187 AX40912", section="Mechanical", verdict="PASS"),
        Row("A [%]", "10.8", "%", "≥ 8", sample="E24-1187 AX40912", section="Mechanical", verdict="PASS"),
        Row("Rm [MPa]", "275", "MPa", "≥ 270", sample="E24-1190 AX40914", section="Mechanical", verdict="PASS"),
        Row("A [%]", "10.5", "%", "≥ 8", sample="E24-1190 AX40914", section="Mechanical", verdict="PASS"),
    ]


def test_the_unit_beside_the_word_limit_is_that_of_every_item():
    picture = """
+-------------+-------+-------+-------+-------+
| Element     | Se    | Te    | Bi    | Pb    |
+-------------+-------+-------+-------+-------+
| Limit (ppm) | ≤2.00 | ≤2.00 | ≤2.00 | ≤5.00 |
+-------------+-------+-------+-------+-------+
| Lot 6-25-83 | <0.20 | 0.24  | 0.11  | 0.86  |
+-------------+-------+-------+-------+-------+
"""
    assert {row.unit for row in rows(picture)} == {"ppm"}


def test_the_word_min_at_the_side_of_limits_is_no_unit():
    picture = """
+--------------+-------+-------+-------+
| Heat         | C     | Si    | Mn    |
+--------------+-------+-------+-------+
| Required min | 0.10  | 0.20  | 0.30  |
+--------------+-------+-------+-------+
| H24031       | 0.12  | 0.25  | 0.41  |
+--------------+-------+-------+-------+
"""
    assert {row.unit for row in rows(picture)} == {None}


def test_what_was_delivered_is_no_result():
    picture = """
+---------+--------------------+--------+------+------+
| Heat    | Dimensions [mm]    | Pieces | C    | Si   |
+---------+--------------------+--------+------+------+
| K472130 | 16.00x2500x12000   | 3      | 0.15 | 0.31 |
+---------+--------------------+--------+------+------+
| K472190 | 25.00x2000x8000    | 4      | 0.16 | 0.29 |
+---------+--------------------+--------+------+------+
"""
    assert not {row.result for row in rows(picture)} & {"16.00x2500x12000", "25.00x2000x8000"}


def test_two_rows_of_minima_that_differ_leave_the_limit_in_doubt():
    picture = """
+----------------------+---------+---------+-------+
| Heat                 | Rm, MPa | A, %    | KV, J |
+----------------------+---------+---------+-------+
| Min. (t ≤ 16 mm)     | 355     | 22      | 27    |
+----------------------+---------+---------+-------+
| Min. (16 < t ≤ 35)   | 345     | 22      | 27    |
+----------------------+---------+---------+-------+
| K472130              | 361     | 28.0    | 90    |
+----------------------+---------+---------+-------+
| K472190              | 349     | 31.0    | 80    |
+----------------------+---------+---------+-------+
"""
    limits = {item.name.text: item.limit for item in certificate(picture).items}
    strength, elongation = limits["Rm, MPa"], limits["A, %"]
    assert strength is not None
    assert elongation is not None
    assert strength.confidence < 0.9 <= elongation.confidence


def test_strengths_at_ages_are_items_of_their_own_and_their_readings_stand_beside_the_mean():
    picture = """
+-------+------+--------------------------+--------------------------+
| 强度  | 龄期 | 抗折强度                 | 抗压强度                 |
| (MPa) |      +------+----------+--------+------+----------+--------+
|       |      | 标准 | 单块值   | 平均值 | 标准 | 单块值   | 平均值 |
|       +------+------+----------+--------+------+----------+--------+
|       | 3d   | ≥4.0 | 5.4 5.6  | 5.5    | ≥17  | 26.8 27  | 26.9   |
|       +------+------+----------+--------+------+----------+--------+
|       | 28d  | ≥6.5 | —        | 待报   | ≥42  | —        | 待报   |
+-------+------+------+----------+--------+------+----------+--------+
| 结论  | 该编号水泥3天各项检验结果符合GB 175要求                    |
+-------+------------------------------------------------------------+
"""
    items = certificate(picture).items
    assert [(i.name.text, i.result and i.result.text, i.limit and i.limit.text, i.verdict) for i in items] == [
        ("3d 抗折强度", "5.5", "≥4.0", None),
        ("3d 抗压强度", "26.9", "≥17", None),
        ("28d 抗折强度", "待报", "≥6.5", None),
        ("28d 抗压强度", "待报", "≥42", None),
    ]
    assert [fact.text for fact in items[0].also] == ["5.4 5.6"]
    assert {i.unit and i.unit.text for i in items} == {"MPa"}
    assert {i.section and i.section.text for i in items} == {"强度 (MPa)"}


def test_an_age_at_the_side_of_a_matrix_is_part_of_the_name_and_no_lot():
    picture = """
+-----------+---------------------+------------------------+
| Age       | Flexural strength   | Compressive strength   |
|           | (MPa)               | (MPa)                  |
+-----------+---------------------+------------------------+
| 7 days    | 5.1                 | 24.0                   |
+-----------+---------------------+------------------------+
| 28 days   | 7.9                 | 48.6                   |
+-----------+---------------------+------------------------+
"""
    assert [(row.name, row.result, row.sample) for row in rows(picture)] == [
        ("7 days Flexural strength", "5.1", None),
        ("7 days Compressive strength", "24.0", None),
        ("28 days Flexural strength", "7.9", None),
        ("28 days Compressive strength", "48.6", None),
    ]


def test_a_column_beside_the_lots_may_say_what_each_row_holds():
    picture = """
+--------------+-------+------+------+------+------+
| 熔炼号       | 元素  | Si   | Fe   | Mg   | 合计 |
+--------------+-------+------+------+------+------+
| GB/T 3190    | Min   | 0.20 | —    | 0.45 | —    |
|              +-------+------+------+------+------+
|              | Max   | 0.60 | 0.35 | 0.90 | 0.15 |
+--------------+-------+------+------+------+------+
| R250901      | 实测  | 0.45 | 0.18 | 0.52 | 0.10 |
+--------------+-------+------+------+------+------+
"""
    assert rows(picture) == [
        Row("Si", "0.45", limit="0.20 - 0.60", sample="R250901"),
        Row("Fe", "0.18", limit="≤ 0.35", sample="R250901"),
        Row("Mg", "0.52", limit="0.45 - 0.90", sample="R250901"),
        Row("合计", "0.10", limit="≤ 0.15", sample="R250901"),
    ]


@pytest.mark.parametrize("bound", ["6063 上限", "GB/T 3190 最大值"])
def test_a_bound_in_chinese_behind_a_figure_heads_limits(bound: str):
    picture = f"""
+------------------+------+------+------+
| 熔次             | Si   | Fe   | Mg   |
+------------------+------+------+------+
| {bound:<{16 - sum(c > "一" for c in bound)}} | 0.60 | 0.35 | 0.90 |
+------------------+------+------+------+
| R250901          | 0.45 | 0.18 | 0.52 |
+------------------+------+------+------+
"""
    assert [(row.sample, row.limit) for row in rows(picture)] == [
        ("R250901", "≤ 0.60"),
        ("R250901", "≤ 0.35"),
        ("R250901", "≤ 0.90"),
    ]


def test_a_chinese_word_with_figures_among_lots_numbers_is_a_doubt():
    picture = """
+------------------+------+------+------+
| 熔次             | Si   | Fe   | Mg   |
+------------------+------+------+------+
| 6063牌号         | 0.60 | 0.35 | 0.90 |
+------------------+------+------+------+
| R250901          | 0.45 | 0.18 | 0.52 |
+------------------+------+------+------+
| R250902          | 0.44 | 0.17 | 0.51 |
+------------------+------+------+------+
"""
    items = certificate(picture).items
    assert [item.confidence < 0.9 for item in items if item.sample and item.sample.text == "6063牌号"] == [True] * 3


def test_a_part_of_ten_over_the_figures_goes_with_the_unit_over_all_of_them():
    picture = """
+----------+-------------------------------+-------------------+
| 炉号     | 化学成分(%)                   | 力学性能          |
|          +-------+-------+-------+-------+---------+---------+
|          | C     | Si    | P     | S     | Rm/MPa  | A/%     |
|          +-------+-------+-------+-------+---------+---------+
|          | ×10⁻²         | ×10⁻³         |         |         |
+----------+-------+-------+-------+-------+---------+---------+
| 25A10031 | 16    | 32    | 18    | 6     | 531     | 26      |
+----------+-------+-------+-------+-------+---------+---------+
"""
    assert [(row.name, row.unit) for row in rows(picture)] == [
        ("C", "×10⁻² %"),
        ("Si", "×10⁻² %"),
        ("P", "×10⁻³ %"),
        ("S", "×10⁻³ %"),
        ("Rm/MPa", "MPa"),
        ("A/%", "%"),
    ]


def test_a_range_in_two_lines_is_one_limit():
    picture = """
+----------+-------+-------+-------+
| 元素     | Si    | Fe    | Mg    |
+----------+-------+-------+-------+
| 标准     | 0.20  | ≤0.35 | 0.45  |
|          | ~0.60 |       | ~0.90 |
+----------+-------+-------+-------+
| R250901  | 0.45  | 0.18  | 0.52  |
+----------+-------+-------+-------+
"""
    assert [row.limit for row in rows(picture)] == ["0.20 ~0.60", "≤0.35", "0.45 ~0.90"]


def test_lone_figures_under_names_may_scale_and_are_a_doubt():
    picture = """
+----------+-----------------------+---------------+
| 炉号     | 化学成分 %            | 拉伸试验      |
|          +-------+-------+-------+-------+-------+
|          | C     | Mn    | P     | Rm    | A     |
|          +-------+-------+-------+-------+-------+
|          | 2     | 2     | 3     | MPa   | %     |
+----------+-------+-------+-------+-------+-------+
| 25A10031 | 16    | 141   | 18    | 531   | 26    |
+----------+-------+-------+-------+-------+-------+
"""
    items = certificate(picture).items
    assert [item.unit and item.unit.text for item in items] == [None, None, None, "MPa", "%"]
    assert all(item.confidence < 0.9 for item in items)


def test_a_corner_over_two_columns_heads_both():
    picture = """
+---------------------+-------+-------+-------+
| 成分 Composition    | C     | Si    | Mn    |
+-------------+-------+-------+-------+-------+
| 标准 Spec.  | 上限  | 20    | 55    | 160   |
|             +-------+-------+-------+-------+
|             | 下限  | -     | -     | 100   |
+-------------+-------+-------+-------+-------+
| 25A10031    | 熔炼  | 16    | 32    | 141   |
+-------------+-------+-------+-------+-------+
"""
    assert [(row.sample, row.limit) for row in rows(picture)] == [
        ("25A10031 熔炼", "≤ 20"),
        ("25A10031 熔炼", "≤ 55"),
        ("25A10031 熔炼", "100 - 160"),
    ]


def test_the_word_before_a_lots_number_at_the_side_is_no_part_of_it():
    picture = """
+----------------+-------+-------+-------+
| 元素 Element   | Se    | Te    | Bi    |
+----------------+-------+-------+-------+
| 批号 6-25-1183 | <0.20 | 0.24  | 0.11  |
+----------------+-------+-------+-------+
| 批号 6-25-1184 | <0.20 | 0.23  | 0.13  |
+----------------+-------+-------+-------+
"""
    assert {row.sample for row in rows(picture)} == {"6-25-1183", "6-25-1184"}
    assert [fact.text for fact in certificate(picture).header[HeaderField.BATCH]] == ["6-25-1183", "6-25-1184"]


def test_a_row_of_parts_of_ten_goes_with_the_unit_of_the_table():
    picture = """
+-----------+-------+-------+-------+
| 成分 (%)  | C     | Mn    | P     |
+-----------+-------+-------+-------+
| 单位      | ×10⁻² | ×10⁻² | ×10⁻³ |
+-----------+-------+-------+-------+
| 25A10031  | 16    | 141   | 18    |
+-----------+-------+-------+-------+
"""
    assert [row.unit for row in rows(picture)] == ["×10⁻² %", "×10⁻² %", "×10⁻³ %"]


def test_units_are_doubted_where_an_unknown_row_may_scale_what_stands_below():
    picture = """
+------------------+------+------+------+
| 成分 (%)         | C    | Mn   | P    |
+------------------+------+------+------+
| 倍率             | 100  | 100  | 1000 |
+------------------+------+------+------+
| R250901          | 16   | 141  | 18   |
+------------------+------+------+------+
| R250902          | 17   | 139  | 17   |
+------------------+------+------+------+
"""
    items = [i for i in certificate(picture).items if i.sample and i.sample.text == "R250901"]
    assert items
    assert all(item.unit and item.unit.confidence < 0.9 for item in items)
