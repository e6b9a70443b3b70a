"""Nothing that carries a value is certain after a doubt: only two equal, sure and unmistakable readings are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.loading.ocr.second_look import (
    CONFUSABLE,
    DIFFERENT,
    MOST,
    certainty,
    lost_point,
    may_be_worded,
    needs_second_look,
    separators_disagree,
)

from .fakes import reading

ACCEPTED = 0.9


@pytest.mark.parametrize("text", ["0.05", "≤ 3000 ppm", "< 10", "±0.1", "O", "l", "F", "2025.03.29"])
def test_what_may_carry_a_value_is_looked_at_again(text: str):
    assert needs_second_look(reading(text))


def test_words_with_a_figure_among_them_are_looked_at_again_only_where_one_of_them_is_unsure():
    assert not needs_second_look(reading("ASTM D4951 in-house test method"))
    assert needs_second_look(reading("ASTM D4951 in-house test method", 0.9))


@pytest.mark.parametrize("text", ["Appearance", "合格", "white crystalline powder", "-", ""])
def test_what_carries_none_is_not(text: str):
    assert not needs_second_look(reading(text))


@pytest.mark.parametrize(
    ("text", "worded"),
    [("N.D.", True), ("未检出", True), ("negative", True), ("-", False), ("Clear, free from matter", False)],
)
def test_a_short_word_may_be_a_value(text: str, *, worded: bool):
    assert may_be_worded(reading(text)) is worded


@pytest.mark.parametrize(("text", "lost"), [("N.D", True), ("n.d.a", True), ("N.D.", False), ("ND", False)])
def test_letters_with_points_may_have_lost_the_last(text: str, *, lost: bool):
    assert lost_point(reading(text)) is lost


def test_two_sure_and_equal_readings_are_certain_but_never_more_than_a_picture_can_be():
    assert certainty(reading("99.5", 0.99999), reading("99.5", 0.99999)) == MOST


@pytest.mark.parametrize(
    ("first", "second"), [("0.05", "005"), ("<10", "10"), ("≤0.5", "<0.5"), ("38", "33"), ("1", "")]
)
def test_two_readings_that_differ_are_doubtful(first: str, second: str):
    assert certainty(reading(first), reading(second)) == DIFFERENT


@pytest.mark.parametrize(
    "text", ["0:00012", "O.05", "1O", "l2.5", "5.l", "0.3.1.", "0. 05", "1..5", "12.", "F", "I", "la"]
)
def test_signs_that_are_taken_for_one_another_are_doubtful(text: str):
    assert certainty(reading(text), reading(text)) <= CONFUSABLE


@pytest.mark.parametrize(
    "text",
    ["99.5", "≤0.10", "2025.03.29", "GB/T 13657-2011", "E51-250411-1", "N/mm2", "(SO3)", "S235", "B500B", "25990035"],
)
def test_plain_figures_and_codes_are_not(text: str):
    assert certainty(reading(text), reading(text)) == MOST


@pytest.mark.parametrize(
    ("figures", "doubtful"),
    [
        (["0,19", "0.20", "0,033", "6.201"], True),
        (["0.19", "0.20", "0.033"], False),
        (["0,19", "0,20", "0,0033"], False),
        (["4,000", "0.20", "99.5", "43,980"], False),
        (["1,234.5", "2025.04.14", "10.1.2"], False),
        ([], False),
    ],
)
def test_a_page_that_mixes_decimal_commas_and_points_is_doubtful(figures: list[str], doubtful: bool):
    assert separators_disagree(map(reading, figures)) is doubtful


def test_width_spaces_and_dashes_make_no_difference():
    assert certainty(reading("98.0–102.0 %"), reading("98.0-102.0%")) == MOST


@given(
    st.text("0123456789.OlSB<≤ ", max_size=12),
    st.text("0123456789.OlSB<≤ ", max_size=12),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_certainty_never_exceeds_either_reading(first: str, second: str, sure: float, surer: float):
    found = certainty(reading(first, sure), reading(second, surer))
    assert 0 <= found <= MOST
    if found >= ACCEPTED:
        assert first.replace(" ", "") == second.replace(" ", "")
        assert found <= min(sure, surer)
