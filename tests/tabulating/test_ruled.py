"""Tables drawn with lines: spans, broken and open sides, frames round other things, rows that no line parts."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from drawing import cells, drawn, table
from lotgate.model.document import Page, Ruling, Word
from lotgate.model.geometry import Box
from lotgate.model.table import TableSource
from lotgate.tabulating import tabulate

PLAIN = """
+-----------+-------+--------+
| Item      | Limit | Result |
+-----------+-------+--------+
| Assay     | ≥99.0 | 99.6   |
+-----------+-------+--------+
| Water     | ≤0.2  | 0.05   |
+-----------+-------+--------+
"""
PLAIN_CELLS = {
    (0, 0): "Item",
    (0, 1): "Limit",
    (0, 2): "Result",
    (1, 0): "Assay",
    (1, 1): "≥99.0",
    (1, 2): "99.6",
    (2, 0): "Water",
    (2, 1): "≤0.2",
    (2, 2): "0.05",
}


def test_a_table_is_its_cells_and_nothing_is_left_outside():
    layout = tabulate(drawn(PLAIN))
    assert cells(table(layout)) == PLAIN_CELLS
    assert table(layout).source is TableSource.RULED
    assert (table(layout).rows, table(layout).columns) == (3, 3)
    assert layout.lines == ()


def test_spans_of_rows_and_columns():
    picture = """
+-----------+----------------+--------+
| Item      | Requirement    | Result |
|           +-------+--------+        |
|           | Min   | Max    |        |
+-----------+-------+--------+--------+
| Density   | 0.78  | 0.80   | 0.79   |
+-----------+-------+--------+--------+
| Remarks: none                       |
+-------------------------------------+
"""
    assert cells(table(tabulate(drawn(picture)))) == {
        (0, 0): "Item [2x1]",
        (0, 1): "Requirement [1x2]",
        (0, 3): "Result [2x1]",
        (1, 1): "Min",
        (1, 2): "Max",
        (2, 0): "Density",
        (2, 1): "0.78",
        (2, 2): "0.80",
        (2, 3): "0.79",
        (3, 0): "Remarks: none [1x4]",
    }


def test_a_cell_joins_its_lines_and_puts_no_space_between_ideographs():
    picture = """
+----------------+-----------+
| Residue on     | 应无肉眼  |
| evapo-         | 可见异物  |
| ration         |           |
+----------------+-----------+
| Water          | 0.1       |
+----------------+-----------+
"""
    found = cells(table(tabulate(drawn(picture))))
    assert found[0, 0] == "Residue on evaporation"
    assert found[0, 1] == "应无肉眼可见异物"


@pytest.mark.parametrize("share", [0.2, 1.0], ids=["gaps", "touching"])
def test_lines_drawn_in_pieces_are_lines(share: float):
    page = drawn(PLAIN)
    pieces = [piece for ruling in page.rulings for piece in _pieces(ruling, gap=3.5 * share)]
    assert cells(table(tabulate(replace(page, rulings=tuple(pieces))))) == PLAIN_CELLS


def _pieces(ruling: Ruling, gap: float, length: float = 20.0) -> list[Ruling]:
    """The line drawn as dashes."""
    box, pieces = ruling.box, []
    start, end = (box.x0, box.x1) if ruling.horizontal else (box.top, box.bottom)
    while start < end:
        stop = min(start + length, end)
        across = Box(start, box.top, stop, box.bottom) if ruling.horizontal else Box(box.x0, start, box.x1, stop)
        pieces.append(Ruling(across))
        start = stop + gap
    return pieces


def test_lines_drawn_twice_a_point_apart_are_one():
    page = drawn(PLAIN)
    again = [
        Ruling(Box(r.box.x0 + 1, r.box.top + 1, r.box.x1 + 1, r.box.bottom + 1))  # a cell's own border beside its row's
        for r in page.rulings
    ]
    assert cells(table(tabulate(replace(page, rulings=(*page.rulings, *again))))) == PLAIN_CELLS


def test_open_sides_need_no_line():
    page = drawn(PLAIN)
    left, right = min(r.box.x0 for r in page.rulings), max(r.box.x1 for r in page.rulings)
    open_sides = tuple(r for r in page.rulings if r.horizontal or left < r.box.x0 < right)
    assert cells(table(tabulate(replace(page, rulings=open_sides)))) == PLAIN_CELLS


def test_a_box_round_a_paragraph_is_no_table():
    picture = """
+------------------------------+
| This certificate was issued  |
| by a machine.                |
+------------------------------+
"""
    layout = tabulate(drawn(picture))
    assert layout.tables == ()
    assert [line.text for line in layout.lines] == ["This certificate was issued", "by a machine."]


def test_a_rule_under_a_heading_is_no_table():
    page = drawn("Certificate of analysis")
    layout = tabulate(replace(page, rulings=(Ruling(Box(40, 60, 600, 60)),)))
    assert layout.tables == ()
    assert [line.text for line in layout.lines] == ["Certificate of analysis"]


def test_rows_that_no_line_parts_are_parted_by_their_values():
    picture = """
+-----------+-------+--------+
| Item      | Limit | Result |
+-----------+-------+--------+
| Assay     | 99.0  | 99.6   |
| Water     | 0.2   | 0.05   |
| Iron      | 5     | 2      |
+-----------+-------+--------+
"""
    found = table(tabulate(drawn(picture)))
    assert [cells(found)[row, 0] for row in range(found.rows)] == ["Item", "Assay", "Water", "Iron"]
    assert [cells(found)[row, 2] for row in range(found.rows)] == ["Result", "99.6", "0.05", "2"]


def test_rows_of_words_are_parted_where_names_and_verdicts_leave_a_line_to_the_requirement():
    picture = """
+------------+---------------------------+----------+
| Appearance | White crystalline powder. | Complies |
|            | No lumps remain.          |          |
| Odour      | Without foreign odour.    | Complies |
| Solubility | Soluble in water.         | Complies |
+------------+---------------------------+----------+
| Water      | 0.5                       | 0.2      |
+------------+---------------------------+----------+
"""
    found = table(tabulate(drawn(picture)))
    assert [cells(found)[row, 0] for row in range(found.rows)] == ["Appearance", "Odour", "Solubility", "Water"]
    assert cells(found)[0, 1] == "White crystalline powder. No lumps remain."


def test_words_in_two_lines_beside_a_requirement_in_three_stay_one_row():
    picture = """
+-------------+-----------------+----------+
| Residue on  | Not more than   | Complies |
| ignition    | what the other  | with the |
|             | party specifies |          |
+-------------+-----------------+----------+
| Water       | 0.5             | 0.2      |
+-------------+-----------------+----------+
"""
    found = table(tabulate(drawn(picture)))
    assert found.rows == 2


def test_two_languages_in_each_cell_stay_one_row():
    picture = """
+------------+------------------+----------+
| 外观       | 白色结晶性粉末   | 符合     |
|            | White powder,    |          |
| Appearance | without lumps    | Conforms |
+------------+------------------+----------+
| 水分       | 0.5              | 0.2      |
+------------+------------------+----------+
"""
    assert table(tabulate(drawn(picture))).rows == 2


def test_lines_with_something_centred_beside_them_stay_one_row():
    page = drawn("""
+------------+---------+-------------+
| Free of    |         | Free of     |
|            | ISO 660 |             |
| foreign    |         | foreign     |
+------------+---------+-------------+
| Water      | ISO 662 | 0.2         |
+------------+---------+-------------+
""")
    top = min(word.box.top for word in page.words)

    def nearer(box: Box) -> Box:
        """The upper row's lines half as far apart."""
        shift = (box.top - top) / 2 if box.top < top + 31 else 0.0
        return Box(box.x0, box.top - shift, box.x1, box.bottom - shift)

    words = tuple(replace(word, box=nearer(word.box)) for word in page.words)
    found = table(tabulate(replace(page, words=words)))
    assert cells(found)[0, 0] == "Free of foreign"


def test_a_name_in_two_lines_stays_one_row():
    picture = """
+-------------+-------+--------+
| Item        | Limit | Result |
+-------------+-------+--------+
| Residue on  | 0.2   | 0.05   |
| ignition    |       |        |
+-------------+-------+--------+
"""
    found = table(tabulate(drawn(picture)))
    assert found.rows == 2
    assert cells(found)[1, 0] == "Residue on ignition"


def test_a_table_typed_inside_a_drawn_frame_is_found_in_it():
    picture = """
+---------------------------------+--------+
| Certificate                     | No. 17 |
+---------------------------------+--------+
| Test item     Limit      Result          |
| Assay         ≥99.0      99.6            |
| Water         ≤0.2       0.05            |
| Iron          ≤5         2               |
+------------------------------------------+
"""
    ruled, aligned = sorted(tabulate(drawn(picture)).tables, key=lambda t: t.source)[::-1]
    assert (ruled.source, aligned.source) == (TableSource.RULED, TableSource.ALIGNED)
    assert cells(aligned)[1, 0] == "Assay"
    assert cells(aligned)[3, 2] == "2"


def test_two_tables_on_a_page_stay_two():
    layout = tabulate(drawn(PLAIN + "\n\n" + PLAIN))
    assert [cells(found) for found in layout.tables] == [PLAIN_CELLS, PLAIN_CELLS]
    assert layout.tables[0].box.bottom < layout.tables[1].box.top


@pytest.mark.parametrize("drift", [0.4, -0.4])
def test_two_tables_stay_two_where_a_scan_put_one_a_little_aside(drift: float):
    page = drawn(PLAIN + "\n\n" + PLAIN)
    extent = Box.around(r.box for r in page.rulings)
    lower = [r for r in page.rulings if r.box.top > extent.center_y]
    aside = tuple(Ruling(_moved(r.box, drift)) if r in lower else r for r in page.rulings)
    assert [t.rows for t in tabulate(replace(page, rulings=aside)).tables] == [3, 3]


def _moved(box: Box, drift: float) -> Box:
    return Box(box.x0 + drift, box.top, box.x1 + drift, box.bottom)


def test_words_that_run_across_the_page_take_no_part():
    page = drawn(PLAIN)
    stamped = tuple(replace(word, upright=False) if word.text == "Water" else word for word in page.words)
    found = cells(table(tabulate(replace(page, words=stamped))))
    assert "Water" not in found.values()


def test_an_empty_page_has_nothing():
    layout = tabulate(Page(3, 595, 842))
    assert (layout.page, layout.tables, layout.lines) == (3, (), ())


def test_heads_above_the_frame_are_the_tables_first_row():
    picture = """
 Parameter   Spec.        Actual   Unit
+-----------+------------+--------+-------+
| Basicity  | 38 – 46    | 41.7   | %     |
+-----------+------------+--------+-------+
| Turbidity | ≤ 50       | 18     | NTU   |
+-----------+------------+--------+-------+
"""
    layout = tabulate(drawn(picture))
    assert [c.text for c in table(layout).cells if c.row == 0] == ["Parameter", "Spec.", "Actual", "Unit"]
    assert layout.lines == ()


def test_a_line_of_other_words_above_a_frame_stays_a_line():
    picture = """
 Our delivery of the goods   named   below
+-----------+------------+--------+-------+
| Basicity  | 38 – 46    | 41.7   | %     |
+-----------+------------+--------+-------+
| Turbidity | ≤ 50       | 18     | NTU   |
+-----------+------------+--------+-------+
"""
    layout = tabulate(drawn(picture))
    assert len(layout.lines) == 1


def test_ruled_heads_over_rows_that_no_line_parts_head_a_table_without_lines():
    layout = tabulate(
        drawn("""
+-----------------------+-----------+-----------+-----------+
| Characteristic        | Minimum   | Maximum   | Result    |
+-----------------------+-----------+-----------+-----------+
|  BORON                  0.157       0.197       0.167     |
|  CALCIUM                0.820       0.980       0.860     |
|  PHOSPHORUS             0.540       0.660       0.603     |
|                                                           |
+-----------------------------------------------------------+
|  We guarantee these results.                              |
+-----------------------------------------------------------+
""")
    )
    found = next(t for t in layout.tables if t.source is TableSource.ALIGNED)
    assert [c.text for c in found.cells if c.row == 0] == ["Characteristic", "Minimum", "Maximum", "Result"]
    assert [c.text for c in found.cells if c.row == 2] == ["CALCIUM", "0.820", "0.980", "0.860"]


def test_counted_items_in_one_cell_are_rows_where_each_has_its_own_answer():
    picture = """
+------------------------+-----------------------+--------------+---------+
| Item                   | Requirement           | Result       | Verdict |
+------------------------+-----------------------+--------------+---------+
| Finish                 |                       |              |         |
| (1) Marking            | Legible after rubbing | Complies     |         |
| (2) Surface            | Without any burr or   | Complies     | pass    |
|                        | scratch               |              |         |
| (3) Packing            | Undamaged             | Complies     |         |
+------------------------+-----------------------+--------------+---------+
| Water                  | 0.5                   | 0.2          | pass    |
+------------------------+-----------------------+--------------+---------+
"""
    found = table(tabulate(drawn(picture)))
    names = ["Item", "Finish", "(1) Marking", "(2) Surface", "(3) Packing", "Water"]
    assert [cells(found).get((row, 0)) for row in range(found.rows)] == names
    assert cells(found)[3, 1] == "Without any burr or scratch"
    assert [cells(found)[row, 2] for row in (2, 3, 4)] == ["Complies"] * 3


@pytest.mark.parametrize("answers", [("", "Complies", ""), ("Complies", "with all", "")])
def test_counted_requirements_with_one_answer_stay_one_row(answers: tuple[str, str, str]):
    first, second, third = (answer.ljust(12) for answer in answers)
    picture = f"""
+------------------------+-----------------------+--------------+
| Item                   | Requirement           | Result       |
+------------------------+-----------------------+--------------+
| Finish of the          | 1. Legible            | {first} |
| coated side,           | 2. Without any burr   | {second} |
| Part Two               | 3. Undamaged          | {third} |
+------------------------+-----------------------+--------------+
"""
    assert table(tabulate(drawn(picture))).rows == 2


def test_one_frame_of_heads_over_rows_that_no_line_parts_heads_them_too():
    layout = tabulate(
        drawn("""
+-----------------------------------+-----------------------+
|                                   |   Specifications      |
+-----------------------------------+-----------------------+
|  Characteristic        Result       Minimum     Maximum   |
+-----------------------------------------------------------+
|  BORON                 0.167        0.157       0.197     |
|  CALCIUM               0.860        0.820       0.980     |
|  PHOSPHORUS            0.603        0.540       0.660     |
|                                                           |
+-----------------------------------------------------------+
""")
    )
    found = next(t for t in layout.tables if t.source is TableSource.ALIGNED)
    assert "Result" in [c.text for c in found.cells]
    assert [c.text for c in found.cells if c.text in ("CALCIUM", "0.860", "0.820", "0.980")] == [
        "CALCIUM",
        "0.860",
        "0.820",
        "0.980",
    ]


def test_rows_that_only_the_head_parts_into_columns_are_parted_under_it():
    picture = """
+----------+-----------------------------+---------+
| Cast no. | Composition (%)             | Verdict |
|          +--------+--------+-----------+         |
|          | Si     | Fe     | Cu        |         |
+----------+--------+--------+-----------+---------+
| min        0.50     -        -                   |
+--------------------------------------------------+
| E24-1187   0.61     0.21     0.03        PASS    |
+--------------------------------------------------+
| E24-1190   0.59     0.22     0.02        PASS    |
+--------------------------------------------------+
| Checked by A. Berg   Released by C. Dahl   2024  |
+--------------------------------------------------+
"""
    found = cells(table(tabulate(drawn(picture))))
    assert [found[3, column] for column in range(5)] == ["E24-1187", "0.61", "0.21", "0.03", "PASS"]
    assert [found[2, column] for column in range(4)] == ["min", "0.50", "-", "-"]
    assert not any(row == 5 and column for row, column in found)  # words are no values


def test_heads_and_columns_beside_unparted_rows_are_one_aligned_table():
    picture = """
+----------------------------------------------+----------+
 Item          Unit    PB250601    PB250602    |  Limit
+----------------------------------------------+----------+
 Viscosity     dL/g    0.801       0.803       |  ≥0.790
 Acetaldehyde  ug/g    0.62        0.58        |  ≤1.0
 Moisture      %       0.11        0.09        |  ≤0.2
 Ash           %       0.03        0.02        |  ≤0.08
+----------------------------------------------+----------+
"""
    (found,) = tabulate(drawn(picture)).tables
    assert found.source is TableSource.ALIGNED
    assert [cells(found)[1, column] for column in range(5)] == ["Viscosity", "dL/g", "0.801", "0.803", "≥0.790"]


def test_a_limit_in_two_lines_begins_above_the_name_beside_it():
    words = [
        *(
            (column * 60.0, top, text)
            for top, row in ((40, "Early |MPa|≥20.0|28.4"), (80, "Late |MPa||56.1"), (110, "Time |min|≥60|175"))
            for column, text in enumerate(row.split("|"))
            if text
        ),
        (120.0, 74, "≥42.5"),
        (120.0, 86, "≤62.5"),
    ]
    page = Page(
        1,
        400,
        400,
        tuple(Word(text.strip(), 1, Box(50 + x, top, 80 + x, top + 10)) for x, top, text in words),
        rulings=tuple(
            [Ruling(Box(45 + x, 30, 45 + x, 130)) for x in (0, 60, 120, 180, 240)]
            + [Ruling(Box(45, y, 285, y)) for y in (30, 130)]
        ),
    )
    found = cells(table(tabulate(page)))
    assert [found[row, 2] for row in range(3)] == ["≥20.0", "≥42.5 ≤62.5", "≥60"]


def test_two_tables_close_above_each_other_are_two():
    picture = """
+------+-------+--------+
| Item | Limit | Result |
+------+-------+--------+
| Load | ≥260  | 287    |
+------+-------+--------+
+---------+---------+
| C       | Si      |
+---------+---------+
| 0.35    | 0.12    |
+---------+---------+
"""
    layout = tabulate(_with_strips(drawn(picture), 4.0))
    assert [(t.rows, t.columns) for t in layout.tables] == [(2, 3), (2, 2)]
    assert cells(layout.tables[1]) == {(0, 0): "C", (0, 1): "Si", (1, 0): "0.35", (1, 1): "0.12"}


def test_a_double_line_inside_a_table_parts_nothing():
    picture = """
+------+-------+--------+
| Item | Limit | Result |
+------+-------+--------+
+------+-------+--------+
| Load | ≥260  | 287    |
+------+-------+--------+
| Note: none            |
+-----------------------+
"""
    (only,) = tabulate(_with_strips(drawn(picture), 4.0)).tables
    assert only.columns == 3


def _with_strips(page: Page, height: float) -> Page:
    """The page with what stands below two rules without a row between them moved up to ``height`` below the upper."""
    ys = sorted({r.box.top for r in page.rulings if r.horizontal})
    upper, lower = min(pairwise(ys), key=lambda pair: pair[1] - pair[0])
    by = lower - upper - height

    def moved(box: Box) -> Box:
        top = max(box.top - by, upper) if box.top > upper + 0.1 else box.top
        return Box(box.x0, top, box.x1, max(box.bottom - by, upper) if box.bottom > upper + 0.1 else box.bottom)

    return replace(
        page,
        words=tuple(replace(word, box=moved(word.box)) for word in page.words),
        rulings=tuple(replace(ruling, box=moved(ruling.box)) for ruling in page.rulings),
    )


def test_columns_that_only_space_parts_in_rows_that_lines_part():
    picture = """
+-------------------------+-------------------------+
| Element   Max.   Result | Element   Max.   Result |
+-------------------------+-------------------------+
| Al        10     0.6    | Pb        10     <0.1   |
+-------------------------+-------------------------+
| As        10     0.2    | Li        10     <0.1   |
+-------------------------+-------------------------+
| Au        10     <0.1   | Mg        10     0.4    |
+-------------------------+-------------------------+
Conclusion: pass
Analyst: A. Smith         QA: B. Jones
"""
    layout = tabulate(drawn(picture))
    assert [(t.rows, t.columns, t.source) for t in layout.tables] == [(4, 3, TableSource.ALIGNED)] * 2
    assert [c.text for c in layout.tables[1].cells if c.row == 2] == ["Li", "10", "<0.1"]


def test_a_limit_its_result_and_verdict_are_cells_where_no_line_is_left_between_them():
    picture = """
+--------+---------+---------+---------+
| Item   | Limit   | Result  | Verdict |
+--------+---------+---------+---------+
| Water  | ≤ 7.0 %   5.8 %     pass    |
+--------+---------+---------+---------+
| Ash    | ≤ 7.5 % | 4.6 %   | pass    |
+--------+---------+---------+---------+
| Note   | Stored     cool      dry    |
+--------+---------+---------+---------+
"""
    found = cells(table(tabulate(drawn(picture))))
    assert [found[1, column] for column in range(4)] == ["Water", "≤ 7.0 %", "5.8 %", "pass"]
    assert (3, 2) not in found
