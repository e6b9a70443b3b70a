"""Tables without lines: columns under a head, rows by distance, and text that is no table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drawing import cells, drawn, table
from lotgate.model.table import TableSource
from lotgate.tabulating import tabulate


def texts(picture: str) -> list[list[str]]:
    """The cells of the one table, row by row; empty places as ``""``."""
    found = table(tabulate(drawn(picture)))
    shown = {(c.row, c.column): c.text for c in found.cells}
    return [[shown.get((row, column), "") for column in range(found.columns)] for row in range(found.rows)]


def test_columns_stand_under_their_heads():
    picture = """
Test item          Method          Specification      Result
Appearance         Visual          Clear liquid       Conforms
Water, %           ASTM D1364      max. 0.10          0.03
"""
    assert texts(picture) == [
        ["Test item", "Method", "Specification", "Result"],
        ["Appearance", "Visual", "Clear liquid", "Conforms"],
        ["Water, %", "ASTM D1364", "max. 0.10", "0.03"],
    ]
    assert table(tabulate(drawn(picture))).source is TableSource.ALIGNED


def test_the_lines_of_an_aligned_table_are_kept_beside_it():
    layout = tabulate(drawn("Item      Result\nAssay     99.6\nWater     0.1"))
    assert [line.text for line in layout.lines] == ["Item   Result", "Assay   99.6", "Water   0.1"]


def test_values_centred_under_wide_heads_and_wider_than_narrow_ones():
    picture = """
Item         Specification limit   Result      Unit
Appearance   colourless clear liquid, free    pass    -
Assay               ≥ 99.0           99.61        %
Water               ≤ 0.10            0.03        %
"""
    assert texts(picture)[2] == ["Assay", "≥ 99.0", "99.61", "%"]


def test_a_column_may_be_empty_in_a_row():
    picture = """
项目          单位      指标          结果
外观                    白色粉末      白色粉末
含量          %         ≥99.5         99.7
"""
    assert texts(picture)[1] == ["外观", "", "白色粉末", "白色粉末"]


def test_a_name_in_two_lines_is_one_row():
    picture = """
Item               Limit      Result

Loss on drying     ≤0.5       0.1
at 105 °C, 2 h

Residue on         ≤0.2       0.05
ignition

Iron               ≤5         2
"""
    assert [row[0] for row in texts(picture)] == [
        "Item",
        "Loss on drying at 105 °C, 2 h",
        "Residue on ignition",
        "Iron",
    ]


def test_heads_in_two_lines():
    picture = """
Item            Specification       Result
                Min      Max
Density         0.78     0.80       0.79
Water           -        0.1        0.03
"""
    assert texts(picture) == [
        ["Item", "Specification Min", "Specification Max", "Result"],
        ["Density", "0.78", "0.80", "0.79"],
        ["Water", "-", "0.1", "0.03"],
    ]


def test_tables_side_by_side_are_two():
    picture = """
项目        指标       结果        项目        指标       结果
含量        ≥99.0      99.6        铁          ≤5         2
水分        ≤0.2       0.05        氯化物      ≤10        3
"""
    left, right = tabulate(drawn(picture)).tables
    assert [cells(left)[row, 0] for row in range(3)] == ["项目", "含量", "水分"]
    assert [cells(right)[row, 0] for row in range(3)] == ["项目", "铁", "氯化物"]
    assert left.box.x1 < right.box.x0


def test_a_matrix_needs_no_word_that_heads_columns():
    picture = """
Heat      C       Si      Mn      P
A1001     0.02    0.45    1.30    0.025
A1002     0.03    0.41    1.28    0.022
"""
    assert texts(picture)[2] == ["A1002", "0.03", "0.41", "1.28", "0.022"]


def test_letters_of_a_head_set_apart_are_one_head():
    picture = """
项    目        标    准        结    果
含量            ≥99.0           99.6
水分            ≤0.2            0.05
"""
    assert texts(picture)[1] == ["含量", "≥99.0", "99.6"]


def test_two_unknown_heads_that_stand_close_are_two():
    page = drawn("""
Item        Method     Limit      Wert got  Plume
Assay       HPLC       min 99     99.6       fits
Water       KF         max 1      0.2        fits
""")
    got = next(word for word in page.words if word.text == "got")
    near = replace(got, box=replace(got.box, x0=got.box.x0 - 3, x1=got.box.x1 + 2))
    words = tuple(near if word is got else word for word in page.words)
    found = table(tabulate(replace(page, words=words)))
    assert [cell.text for cell in found.cells if cell.row == 0] == ["Item", "Method", "Limit", "Wert got", "Plume"]


def test_a_heading_between_rows_runs_across():
    picture = """
Item                Limit      Result
Assay               ≥99.0      99.6
Heavy metals and other impurities
Lead                ≤5         1
"""
    found = table(tabulate(drawn(picture)))
    heading = next(c for c in found.cells if c.text.startswith("Heavy metals"))
    assert heading.column == 0
    assert heading.column_span > 1


def test_a_line_far_below_is_no_row():
    picture = "Item      Result\nAssay     99.6\nWater     0.1\n" + 9 * "\n" + "Plant manager   17 May"
    assert len(texts(picture)) == 3


@pytest.mark.parametrize(
    "picture",
    [
        "We certify that the goods meet the specification and the result of every test.\nYours sincerely",
        "Batch: 17      Quantity: 20 t\nDate: 1 May    Order: 4711",
        "Certificate of analysis",
        "",
    ],
    ids=["prose", "facts", "title", "nothing"],
)
def test_what_is_no_table_stays_lines(picture: str):
    layout = tabulate(drawn(picture))
    assert layout.tables == ()
    assert len(layout.lines) == len(picture.splitlines())


def test_any_word_may_head_the_names_however_far_off():
    picture = """
Wovon                                       Unit    Low      High     Found
Vitamin A (retinyl acetate)                 IU/g    11,250   16,250   13,410
Vitamin D3                                  IU/g    1,800    2,600    2,118
"""
    found = table(tabulate(drawn(picture)))
    assert [c.text for c in found.cells if c.column == 0] == ["Wovon", "Vitamin A (retinyl acetate)", "Vitamin D3"]


def test_labels_with_their_values_behind_them_are_no_heads():
    picture = """
Method:      GB/T 22627     Test date:    2025-05-10
1. Alumina:           29.63         required 29.0
2. Basicity:          78.4          required 45.0
"""
    assert tabulate(drawn(picture)).tables == ()


def test_a_sentence_below_is_no_row_whatever_stands_beside_it():
    picture = """
项目          指标         结果
水分          ≤0.5         0.2
灰分          ≤0.1         0.05
保留样期6个月。            第1页
"""
    assert texts(picture) == [["项目", "指标", "结果"], ["水分", "≤0.5", "0.2"], ["灰分", "≤0.1", "0.05"]]


def test_names_in_two_lines_evenly_spaced_are_one_row_each():
    picture = """
检验项目              标准规定             检验结果
【性状】Characters
性状                  白色细粉，微有特臭   白色细粉，微
Appearance                                 有特臭
【检查】Tests
氯化物                ≤0.10%               0.05%
Chlorides
硫酸盐                ≤0.6%                0.3%
Sulfates
铁盐                  ≤0.01%               0.002%
Iron
第1页 共2页 Page 1 of 2
"""
    assert texts(picture)[1:] == [
        ["【性状】Characters", "", ""],
        ["性状 Appearance", "白色细粉，微有特臭", "白色细粉，微有特臭"],
        ["【检查】Tests", "", ""],
        ["氯化物 Chlorides", "≤0.10%", "0.05%"],
        ["硫酸盐 Sulfates", "≤0.6%", "0.3%"],
        ["铁盐 Iron", "≤0.01%", "0.002%"],
    ]


def test_headings_in_latin_letters_among_chinese_names_stay_headings():
    picture = """
检验项目              标准规定             检验结果
含量                  ≥99.0%               99.6%
Impurities
氯化物                ≤0.10%               0.05%
硫酸盐                ≤0.6%                0.3%
铁盐                  ≤0.01%               0.002%
"""
    assert texts(picture)[2] == ["Impurities", "", ""]


def test_a_sign_of_comparison_stands_in_its_value_s_column():
    picture = """
Item        Specification               Batch  Result
Assay       min. 98.0                         99.1
Nickel      max. 0.000300              < 0.000125678
Sulphate    max. 0.000500              < 0.000325678
"""
    assert [row[-1] for row in texts(picture)] == ["Result", "99.1", "< 0.000125678", "< 0.000325678"]
