"""Frames typed in characters: what was typed for a line is one, and a bar between words stays a word."""

from __future__ import annotations

import pytest

from lotgate.model.document import Page, Word
from lotgate.model.geometry import Box
from lotgate.model.table import Layout, TableSource
from lotgate.tabulating import tabulate

LETTER, HEIGHT, LINE = 6.0, 10.0, 12.0


def printed(text: str) -> Layout:
    """The page that a line printer makes of ``text``: each character as wide as any other."""
    words = []
    for row, line in enumerate(text.strip("\n").splitlines()):
        place = 0
        for piece in line.split(" "):
            if piece:
                left, top = 40 + place * LETTER, 40 + row * LINE
                words.append(Word(piece, 1, Box(left, top, left + len(piece) * LETTER, top + HEIGHT)))
            place += len(piece) + 1
    return tabulate(Page(1, 700.0, 842.0, tuple(words)))


FRAMED = """
+--------------------------------------+
| ACME METALS        NO. 5581/19       |
+-----------+-----------+-------+------+
| TEST      | LIMIT     | LOT 1 | UNIT |
+-----------+-----------+-------+------+
| SI        | 75.0 MIN  | 75.82 | PCT  |
| AL        |  1.50 MAX |  1.21 | PCT  |
| UNDER 10  |  5.0 MAX  |  2.9  | PCT  |
+-----------+-----------+-------+------+
"""


@pytest.mark.parametrize(
    "drawn",
    [
        FRAMED,
        FRAMED.replace("|", "│").replace("-", "─").replace("+", "┼"),
        FRAMED.replace("| SI ", "|SI  ").replace("75.82 |", " 75.82|"),
    ],
)
def test_a_typed_frame_is_a_ruled_table(drawn: str):
    (table,) = printed(drawn).tables
    assert table.source is TableSource.RULED
    body = [[c.text for c in table.cells if c.row == row and c.text] for row in range(table.rows)][-4:]
    assert body == [
        ["TEST", "LIMIT", "LOT 1", "UNIT"],
        ["SI", "75.0 MIN", "75.82", "PCT"],
        ["AL", "1.50 MAX", "1.21", "PCT"],
        ["UNDER 10", "5.0 MAX", "2.9", "PCT"],
    ]


def test_a_bar_between_words_is_no_line():
    layout = printed("Ash | residue | 0.1\n\n\n\nWater | moisture\n")
    assert [word.text for line in layout.lines for word in line.words].count("|") == 3


def test_bars_alone_part_columns_and_leave_no_trace():
    layout = printed("A | 1\nB | 2\nC | 3\nD | 4")
    assert not any("|" in word.text for line in layout.lines for word in line.words)
    assert not any("|" in cell.text for table in layout.tables for cell in table.cells)
