"""A line becomes words that stand in it, in order, with every printed character once, and no surer than it was read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.loading.ocr.engine import Mark, Reading
from lotgate.loading.ocr.words import ReadLine, words_of
from lotgate.model.geometry import Box

from .fakes import quad, reading

SCALE = 200 / 72


def words(line: ReadLine) -> list[tuple[str, float]]:
    return [(word.text, word.confidence) for word in words_of(line, 1, SCALE, None)]


def test_a_line_is_cut_at_its_spaces():
    line = ReadLine(quad(100, 100, 276, 140), reading("Iron 0.05 %"))
    assert [text for text, _ in words(line)] == ["Iron", "0.05", "%"]


def test_chinese_is_not_cut_between_signs():
    line = ReadLine(quad(100, 100, 340, 140), reading("产品质量检"))
    assert [text for text, _ in words(line)] == ["产品质量检"]


def test_a_wide_gap_cuts_without_a_space():
    marks = tuple(Mark(c, at, at + 0.03, 0.99) for c, at in zip("12AB", (0.02, 0.06, 0.9, 0.94), strict=True))
    assert [text for text, _ in words(ReadLine(quad(0, 0, 400, 40), Reading(marks)))] == ["12", "AB"]


def test_a_bracket_as_wide_as_an_ideograph_reaches_to_where_its_width_does():
    places = zip("9（限）9", (0.05, 0.5, 0.6, 0.7, 0.95), strict=True)
    marks = tuple(Mark(c, at - 0.01, at + 0.01, 0.99) for c, at in places)
    first, inner, last = words_of(ReadLine(quad(0, 0, 400, 40), Reading(marks)), 1, 1.0, None)
    assert inner.text == "（限）"
    assert inner.box.x0 == pytest.approx(200 - 0.6 * 40)
    assert inner.box.x1 == pytest.approx(280 + 0.6 * 40)
    assert first.box.x1 < inner.box.x0
    assert inner.box.x1 < last.box.x0


@pytest.mark.parametrize(("text", "parts"), [("限)(%", 1), ("d)(%", 2), ("限a(%", 2)])
def test_narrow_brackets_that_meet_among_ideographs_were_wide(text: str, parts: int):
    marks = tuple(Mark(c, at - 0.01, at + 0.01, 0.99) for c, at in zip(text, (0.1, 0.17, 0.3, 0.38), strict=True))
    assert len(words(ReadLine(quad(0, 0, 400, 40), Reading(marks)))) == parts


def test_a_speck_before_a_stroke_is_no_point():
    assert [text for text, _ in words(ReadLine(quad(100, 100, 240, 140), reading("·/50g ·5 Na·H")))] == [
        "/50g",
        "·5",
        "Na·H",
    ]


def test_a_dash_before_raised_figures_is_raised():
    assert [text for text, _ in words(ReadLine(quad(100, 100, 240, 140), reading("10-⁵ 10-5")))] == ["10⁻⁵", "10-5"]


def test_the_least_sure_character_and_the_second_look_bound_a_word():
    marks = (Mark("1", 0, 0.1, 0.99), Mark("2", 0.1, 0.2, 0.6))
    assert words(ReadLine(quad(0, 0, 160, 40), Reading(marks))) == [("12", 0.6)]
    assert words(ReadLine(quad(0, 0, 160, 40), Reading(marks), sure=0.5)) == [("12", 0.5)]


def test_a_word_is_shown_where_it_stands_on_the_page_as_it_came():
    def place(box: Box) -> Box:
        return Box(box.x0 + 5, box.top + 5, box.x1 + 5, box.bottom + 5)

    (word,) = words_of(ReadLine(quad(0, 0, 48, 40), reading("1.5")), 1, SCALE, place)
    assert word.place
    assert word.place.x0 == word.box.x0 + 5


def test_a_line_that_runs_up_is_not_upright():
    (word,) = words_of(ReadLine(quad(100, 100, 140, 164), reading("Heat"), upright=False), 1, SCALE, None)
    assert not word.upright


lines = st.lists(
    st.tuples(st.sampled_from("0123456789.,<≤ABCé检验μ% "), st.floats(0, 1), st.floats(0, 0.1), st.floats(0, 1)),
    max_size=40,
)


@given(lines, st.floats(20, 3000), st.floats(8, 200))
def test_any_line_gives_words_in_order_within_it(
    marks: list[tuple[str, float, float, float]], wide: float, high: float
):
    read = Reading(tuple(Mark(c, at, min(at + w, 1.0), sure) for c, at, w, sure in sorted(marks, key=lambda m: m[1])))
    found = list(words_of(ReadLine(quad(10, 10, 10 + wide, 10 + high), read), 1, SCALE, None))
    assert "".join(word.text for word in found) == read.text.replace(" ", "")
    for word in found:
        assert 10 / SCALE - 1e-6 <= word.box.x0 <= word.box.x1 <= (10 + wide) / SCALE + 1e-6
        assert word.confidence <= max(mark.confidence for mark in read.marks) + 1e-4
        assert word.text == word.text.strip() != ""


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_read_gives_no_word(text: str):
    assert words(ReadLine(quad(0, 0, 400, 40), reading(text))) == []
