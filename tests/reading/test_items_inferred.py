"""Tables under heads that nobody knows: what stands in the columns says what they hold, and nothing is confident."""

from __future__ import annotations

import pytest

from drawing import Row, certificate, rows

CONFIDENT = 0.9
"""The judge's threshold."""


def confident(picture: str) -> list[str]:
    """The facts of a drawn page that a judgement would rest on."""
    facts = [
        fact for i in certificate(picture).items for fact in (i.result, i.limit, i.unit, i.sample) if fact is not None
    ]
    return [fact.text for fact in facts if fact.confidence >= CONFIDENT]


NOBODY_KNOWS = """
+-----------+---------+----------+----------+
| Wovon     | Worin   | Darf     | Hat      |
+-----------+---------+----------+----------+
| Gehalt    | %       | ≥ 98.0   | 99.2     |
+-----------+---------+----------+----------+
| Eisen     | mg/kg   | ≤ 20     | 11       |
+-----------+---------+----------+----------+
| Farbe     | -       | weiß     | weiß     |
+-----------+---------+----------+----------+
"""


def test_units_bounds_and_values_tell_what_their_columns_hold():
    assert rows(NOBODY_KNOWS) == [
        Row("Gehalt", "99.2", "%", "≥ 98.0"),
        Row("Eisen", "11", "mg/kg", "≤ 20"),
        Row("Farbe", "weiß", None, "weiß"),
    ]


def test_a_role_that_only_the_column_tells_is_never_confident():
    assert confident(NOBODY_KNOWS) == []


def test_row_numbers_under_an_unknown_head_are_no_results():
    picture = """
+-----+----------+----------+---------+
| Ref | Feature  | Wanted   | Got     |
+-----+----------+----------+---------+
| 1   | Assay    | ≥ 98.0   | 99.2    |
+-----+----------+----------+---------+
| 2   | Lead     | ≤ 2      | 1       |
+-----+----------+----------+---------+
"""
    assert rows(picture) == [Row("Assay", "99.2", None, "≥ 98.0"), Row("Lead", "1", None, "≤ 2")]


def test_the_columns_known_by_their_heads_stay_sure():
    picture = """
+-----------+---------------+---------+
| Test      | Specification | Hat     |
+-----------+---------------+---------+
| Assay     | ≥ 98.0        | 99.2    |
+-----------+---------------+---------+
| Lead      | ≤ 2           | 1       |
+-----------+---------------+---------+
"""
    assert confident(picture) == ["≥ 98.0", "≤ 2"]


def test_a_delivery_s_facts_in_a_grid_are_no_list_of_items():
    picture = """
+-------------+----------+-------------+--------------+
| Product     | Soda ash | Net weight  | 20 000 kg    |
+-------------+----------+-------------+--------------+
| Batch No.   | L-1      | Standard    | GB/T 210     |
+-------------+----------+-------------+--------------+
| Mfg. date   | Jan 2025 | Order       | 4500123      |
+-------------+----------+-------------+--------------+
"""
    assert rows(picture) == []


LIMIT_AND_RESULT_UNDER_EACH = """
+----------+-------------------+-------------------+
| Heat No. | C                 | Si                |
|          +---------+---------+---------+---------+
|          | Limit   | Result  | Limit   | Result  |
+----------+---------+---------+---------+---------+
| A10012   | ≤0.20   | 0.15    | ≤0.40   | 0.22    |
+----------+---------+---------+---------+---------+
| A10013   | ≤0.20   | 0.16    | ≤0.40   | 0.24    |
+----------+---------+---------+---------+---------+
"""


def test_heads_that_come_again_under_each_name_belong_to_it():
    assert rows(LIMIT_AND_RESULT_UNDER_EACH) == [
        Row("C", "0.15", None, "≤0.20", sample="A10012"),
        Row("Si", "0.22", None, "≤0.40", sample="A10012"),
        Row("C", "0.16", None, "≤0.20", sample="A10013"),
        Row("Si", "0.24", None, "≤0.40", sample="A10013"),
    ]


@pytest.mark.parametrize("side", ["Wunsch", "Contract value"])
def test_a_row_of_bounds_is_the_limit_whatever_its_side_says(side: str):
    picture = f"""
+------------------+--------+--------+--------+
| Heat No.         | C      | Si     | Mn     |
+------------------+--------+--------+--------+
| {side:<16} | ≤0.20  | ≤0.40  | ≤1.60  |
+------------------+--------+--------+--------+
| A10012           | 0.15   | 0.22   | 1.34   |
+------------------+--------+--------+--------+
"""
    assert rows(picture)[0] == Row("C", "0.15", None, "≤0.20", sample="A10012")
    assert "≤0.20" not in confident(picture)


def test_a_word_where_the_other_rows_have_their_lot_leaves_row_and_limits_in_doubt():
    picture = """
+-----------+--------+--------+--------+
| Heat No.  | C      | Si     | Mn     |
+-----------+--------+--------+--------+
| Min       | 0.05   | 0.10   | 0.40   |
+-----------+--------+--------+--------+
| not above | 0.20   | 0.40   | 1.60   |
+-----------+--------+--------+--------+
| A10012    | 0.15   | 0.22   | 1.34   |
+-----------+--------+--------+--------+
"""
    assert confident(picture) == ["0.15", "A10012", "0.22", "A10012", "1.34", "A10012"]


def test_a_line_of_several_values_does_not_say_which_is_the_result():
    picture = """
Lead           0.20  0.40  0.31
Iron           2.00  4.00  3.10
Zinc           0.50  0.70  0.61
"""
    assert confident(picture) == []


def test_another_column_of_bounds_leaves_the_limits_in_doubt():
    picture = """
+-----------+---------------+---------------+---------+
| Test      | Specification | House 9 rule  | Result  |
+-----------+---------------+---------------+---------+
| Assay     | ≥ 98.0        | ≥ 99.0        | 99.2    |
+-----------+---------------+---------------+---------+
| Lead      | ≤ 2           | ≤ 1           | 1       |
+-----------+---------------+---------------+---------+
"""
    assert [row.result for row in rows(picture)] == ["99.2", "1"]
    assert confident(picture) == ["99.2", "1"]


def test_a_maximum_whose_minimum_has_an_unknown_head_is_in_doubt():
    picture = """
+-----------+---------+-----------+---------+
| Test      | Maximum | Wenigst   | Result  |
+-----------+---------+-----------+---------+
| Moisture  | 0.50    |           | 0.21    |
+-----------+---------+-----------+---------+
| pH        | 8.0     | 6.0       | 7.1     |
+-----------+---------+-----------+---------+
"""
    assert rows(picture) == [Row("Moisture", "0.21", None, "≤ 0.50"), Row("pH", "7.1", None, "6.0 - 8.0")]
    assert confident(picture) == ["0.21", "7.1"]


def test_results_that_lie_outside_their_limits_one_after_another_are_another_column():
    picture = """
+-----------+---------+---------+
| Test      | Limit   | Result  |
+-----------+---------+---------+
| Assay     | ≥ 98.0  | 20.1    |
+-----------+---------+---------+
| Moisture  | ≤ 0.50  | 105     |
+-----------+---------+---------+
| Lead      | ≤ 2     | 23      |
+-----------+---------+---------+
"""
    assert confident(picture) == []


def test_a_value_with_other_words_behind_it_is_in_doubt():
    picture = """
+-----------+---------+--------------------------+
| Test      | Limit   | Result                   |
+-----------+---------+--------------------------+
| Assay     | ≥ 98.0  | 99.2 see the note below  |
+-----------+---------+--------------------------+
| Lead      | ≤ 2     | 1                        |
+-----------+---------+--------------------------+
"""
    assert confident(picture) == ["1", "≤ 2"]


def test_a_column_of_values_without_a_head_may_hold_the_results_as_well():
    picture = """
+-----------+---------+---------+---------+
| Test      | Limit   | Result  |         |
+-----------+---------+---------+---------+
| Assay     | ≥ 98.0  | 99.2    | 98.1    |
+-----------+---------+---------+---------+
| Lead      | ≤ 2     | 1       | 0.4     |
+-----------+---------+---------+---------+
"""
    assert confident(picture) == ["≥ 98.0", "≤ 2"]


def test_grades_under_the_limits_head_each_have_their_own():
    picture = """
+-----------+---------------------+---------+
| Test      | Specification       | Result  |
|           +----------+----------+         |
|           | Grade A  | Standard |         |
+-----------+----------+----------+---------+
| Assay     | ≥ 98.0   | ≥ 95.0   | 99.2    |
+-----------+----------+----------+---------+
"""
    assert rows(picture) == [Row("Assay", "99.2")]


def test_a_limit_and_a_bare_number_under_another_limits_head_are_not_run_together():
    picture = """
+-----------+---------+----------------+---------+
| Test      | Limit   | Customer limit | Result  |
+-----------+---------+----------------+---------+
| Lead      | ≤ 2     | 0.01           | 1       |
+-----------+---------+----------------+---------+
"""
    assert rows(picture) == [Row("Lead", "1", None, "≤ 2")]
    assert confident(picture) == ["1"]


def test_a_name_that_heads_two_columns_names_neither():
    picture = """
+-----------+--------+--------+--------+
| Heat No.  | on     | C      | on     |
+-----------+--------+--------+--------+
| A10012    | 0.15   | 0.22   | 1.34   |
+-----------+--------+--------+--------+
"""
    assert confident(picture) == []
