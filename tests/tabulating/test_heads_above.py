"""Heads that stand above a ruled table, outside its lines."""

from __future__ import annotations

from drawing import cells, drawn, table
from lotgate.tabulating import tabulate


def test_a_line_of_heads_right_above_a_ruled_table_is_its_first_row():
    layout = tabulate(
        drawn("""
  Test Item     Unit    Specification   Result
+-------------+-------+---------------+---------+
| TiO2        | %     | ≥ 93.0        | 94.5    |
+-------------+-------+---------------+---------+
| Hue b*      | -     | ≤ 2.2         | 1.7     |
+-------------+-------+---------------+---------+
""")
    )
    found = cells(table(layout))
    assert [found[0, column] for column in range(4)] == ["Test Item", "Unit", "Specification", "Result"]
    assert found[1, 0] == "TiO2"
    assert layout.lines == ()


def test_a_table_with_heads_of_its_own_takes_none():
    layout = tabulate(
        drawn("""
  Item          Unit    Limit           Result
+-------------+-------+---------------+---------+
| Test Item   | Unit  | Specification | Result  |
+-------------+-------+---------------+---------+
| Hue b*      | -     | ≤ 2.2         | 1.7     |
+-------------+-------+---------------+---------+
""")
    )
    assert cells(table(layout))[0, 0] == "Test Item"


def test_a_sentence_above_a_table_heads_nothing():
    layout = tabulate(
        drawn("""
  The results of the tests follow.
+-------------+-------+---------------+---------+
| TiO2        | %     | ≥ 93.0        | 94.5    |
+-------------+-------+---------------+---------+
| Hue b*      | -     | ≤ 2.2         | 1.7     |
+-------------+-------+---------------+---------+
""")
    )
    assert cells(table(layout))[0, 0] == "TiO2"
    assert len(layout.lines) == 1
