"""More ink than was read is a doubt: drawn lines against readings that leave a sign out."""

from __future__ import annotations

from typing import Any

import pytest

np = pytest.importorskip("numpy", reason="needs the extra: pip install 'lotgate[ocr]'")
cv2 = pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")

from lotgate.loading.ocr.engine import Mark, Reading  # noqa: E402
from lotgate.loading.ocr.pieces import is_unaccounted, is_unit  # noqa: E402

STEP, HIGH = 26, 60


def line(text: str, paper: int = 255) -> Any:
    """The text in letters of one width, each in one piece."""
    picture = np.full((HIGH, STEP * (len(text) + 2)), paper, np.uint8)
    for place, sign in enumerate(text, 1):
        at = (place * STEP + 2, 44)
        if sign in ".°":
            cv2.circle(
                picture, (at[0] + 8, 42 if sign == "." else 22), 3 if sign == "." else 5, 20, -1 if sign == "." else 2
            )
        elif sign != " ":
            cv2.putText(picture, sign, at, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 20, 3, cv2.LINE_AA)
    return picture


def read(text: str, drawn: str) -> Reading:
    """What was read of what is ``drawn``: its signs where they stand, ``_`` for one that was passed over."""
    marks = [
        Mark(sign, (place + 0.1) / (len(drawn) + 2), (place + 0.9) / (len(drawn) + 2), 0.99)
        for place, sign in enumerate(text, 1)
        if sign != "_"
    ]
    return Reading(tuple(marks))


@pytest.mark.parametrize("drawn", ["0.036", "<10", "-5", "99.5", "12450", "MPa", "F", "Limit 0.5 max"])
def test_what_was_read_in_full_is_accounted_for(drawn: str):
    assert not is_unaccounted(line(drawn), read(drawn, drawn))


@pytest.mark.parametrize(
    ("drawn", "seen"),
    [
        ("0.036", "0_036"),
        ("<10", "_10"),
        ("-5", "_5"),
        ("100", "10_"),
        ("°F", "_F"),
        ("°C", "_C"),
        ("No 0.5", "No 0_5"),
    ],
)
def test_a_sign_that_was_passed_over_leaves_its_ink(drawn: str, seen: str):
    assert is_unaccounted(line(drawn), read(seen, drawn))


def test_a_figure_whose_fine_strokes_did_not_print_is_in_pieces():
    picture = line("0.4")
    picture[28:36] = 255
    assert is_unaccounted(picture, read("0.1", "0.4"))


def test_a_tables_lines_and_the_next_lines_heads_are_no_signs():
    picture = line("0.036")
    picture[52:55] = 20
    picture[:, :3] = 20
    picture[57:, 60:70] = 20
    assert not is_unaccounted(picture, read("0.036", "0.036"))


def test_an_empty_or_hardly_inked_picture_has_no_pieces():
    assert not is_unaccounted(np.full((HIGH, 100), 200, np.uint8), read("1", "1"))


@pytest.mark.parametrize(("text", "expected"), [("F", True), ("mg/g", True), ("Iron oxide", False), ("0.5", False)])
def test_what_may_be_a_unit(text: str, *, expected: bool):
    assert is_unit(text) is expected
