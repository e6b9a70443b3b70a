"""Short print that the search for lines passes over: found in the cells of tables, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

np = pytest.importorskip("numpy", reason="needs the extra: pip install 'lotgate[ocr]'")
cv2 = pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")

from lotgate.loading.ocr.crops import split_stacked  # noqa: E402
from lotgate.loading.ocr.engine import Quad  # noqa: E402
from lotgate.loading.ocr.overlooked import (  # noqa: E402
    as_dash,
    as_slash,
    is_drawn_as_dash,
    is_drawn_as_slash,
    is_print,
    overlooked,
)
from lotgate.loading.ocr.rulings import rulings_of  # noqa: E402

from .fakes import quad, reading  # noqa: E402
from .test_pictures import SCALE, paper, table  # noqa: E402

HEADS = [quad(210 + 300 * column, 312, 350 + 300 * column, 348) for column in range(4)]
"""Lines that an engine found in the table's first row; they say how high the print is."""


def page() -> Any:
    drawn = paper()
    table(drawn, 200, 300, 4, 5)
    for left in range(210, 1400, 300):
        cv2.putText(drawn, "Result", (left, 342), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 0, 3)
    return drawn


def found(drawn: Any, lines: list[Quad] = HEADS) -> list[tuple[int, int, bool]]:
    """Row and column of what was overlooked, and whether it is a dash."""
    rulings = rulings_of(drawn, SCALE, lines)
    places = []
    for piece in overlooked(drawn, SCALE, lines, rulings):
        (x0, top), _, (x1, bottom), _ = piece.quad
        places.append((round((top + bottom) / 2 - 300) // 60, round((x0 + x1) / 2 - 200) // 300, piece.dash))
    return sorted(places)


def test_a_dash_and_a_lone_figure_in_a_cell_are_found():
    drawn = page()
    cv2.line(drawn, (340, 390), (356, 390), 0, 3)
    cv2.putText(drawn, "1", (650, 402), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 3)
    cv2.putText(drawn, "<5", (950, 462), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 3)
    assert found(drawn) == [(1, 0, True), (1, 1, False), (2, 2, False)]


def test_what_a_line_covers_and_what_stands_in_no_cell_is_not():
    drawn = page()
    cv2.line(drawn, (340, 690), (356, 690), 0, 3)
    cv2.putText(drawn, "1", (650, 702), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 3)
    cv2.putText(drawn, "5", (650, 402), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 3)
    assert found(drawn, [*HEADS, quad(640, 372, 680, 408)]) == []


def test_dashes_as_short_as_specks_are_told_by_others_in_their_column():
    drawn = page()
    for row in range(1, 5):
        cv2.rectangle(drawn, (345, 328 + 60 * row), (350, 331 + 60 * row), 0, -1)
    for row in range(1, 3):
        cv2.rectangle(drawn, (645, 328 + 60 * row), (650, 331 + 60 * row), 0, -1)
    assert found(drawn) == [(row, 0, True) for row in range(1, 5)]


def test_specks_a_signature_and_a_line_a_little_out_of_true_are_no_print():
    drawn = page()
    cv2.circle(drawn, (340, 390), 2, 0, -1)
    cv2.line(drawn, (650, 366), (900, 412), 0, 3)
    cv2.line(drawn, (802, 423), (1098, 426), 0, 2)
    assert found(drawn) == []


def test_the_shape_of_a_dash_says_more_than_an_engine_s_guess():
    assert as_dash(reading("1")).text == "-"
    assert as_dash(reading("—", 0.95)).least == 0.95
    assert as_dash(reading("1", 0.99)).least < 0.9


@pytest.mark.parametrize(("text", "sure", "printed"), [("1", 0.95, True), ("1", 0.6, False), ("", 0.99, False)])
def test_a_guess_is_no_print(text: str, sure: float, printed: bool):
    assert is_print(reading(text, sure)) is printed


def test_two_lines_in_a_narrow_cell_are_two_lines():
    drawn = page()
    cv2.putText(drawn, "C", (240, 392), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 3)
    cv2.putText(drawn, "%", (240, 418), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 2)
    parts = split_stacked(drawn, [*HEADS, quad(230, 365, 280, 422)])[len(HEADS) :]
    assert [(round(part[0][1]), round(part[3][1])) for part in parts] == [
        (365, pytest.approx(396, abs=5)),
        (pytest.approx(396, abs=5), 422),
    ]


def test_a_high_title_and_a_line_that_runs_up_are_one_line():
    drawn = page()
    cv2.putText(drawn, "Title", (300, 200), cv2.FONT_HERSHEY_SIMPLEX, 3, 0, 6)
    for top in range(700, 900, 40):
        cv2.putText(drawn, "E", (100, top), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 3)
    lines = [*HEADS, quad(290, 110, 600, 215), quad(95, 660, 130, 870)]
    assert split_stacked(drawn, lines) == lines


def test_what_is_drawn_as_a_dash_is_one_whatever_sign_was_read():
    drawn = page()
    cv2.line(drawn, (340, 390), (372, 388), 0, 3)
    cv2.putText(drawn, "1", (650, 402), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 3)
    dash, figure = quad(330, 370, 380, 408), quad(640, 372, 680, 410)
    assert is_drawn_as_dash(drawn, dash, reading("1"), 36)
    assert not is_drawn_as_dash(drawn, figure, reading("1"), 36)
    assert is_drawn_as_dash(drawn, dash, reading("一"), 36)
    assert is_drawn_as_dash(drawn, dash, reading('"'), 36)
    assert not is_drawn_as_dash(drawn, dash, reading("≤"), 36)


def test_marks_of_quotation_are_no_dash():
    drawn = page()
    for x in (340, 350):
        cv2.line(drawn, (x, 380), (x, 388), 0, 3)
    assert not is_drawn_as_dash(drawn, quad(330, 370, 380, 408), reading('"'), 36)


def test_a_dash_read_as_a_figure_comes_out_as_a_dash_with_doubt():
    assert [mark.text for mark in as_dash(reading("1", 0.97)).marks] == ["-"]
    assert as_dash(reading("1", 0.97)).mean < 0.9


@pytest.mark.parametrize(
    ("lean", "text", "slash"), [(14, "1", True), (14, "/", True), (14, "7", False), (0, "1", False), (6, "l", False)]
)
def test_a_stroke_that_leans_more_than_any_figure_is_a_slash(lean: int, text: str, slash: bool):
    drawn = paper()
    cv2.line(drawn, (660 + lean, 374), (660, 404), 0, 3)
    assert is_drawn_as_slash(drawn, quad(640, 366, 690, 412), reading(text)) is slash


def test_a_figure_1_is_no_slash_and_a_slash_is_never_certain():
    drawn = paper()
    cv2.putText(drawn, "1", (650, 402), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 3)
    assert not is_drawn_as_slash(drawn, quad(640, 366, 690, 412), reading("1"))
    assert as_slash(reading("1", 0.99)).text == "/"
    assert as_slash(reading("1", 0.99)).least < 0.9
