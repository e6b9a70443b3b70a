"""Words dragged over: text as the readers would have read it, with its place; and the file of a page's words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

import strangers
from drawing import drawn
from lotgate.correcting import words_in
from lotgate.errors import SchemaError
from lotgate.model.document import Grid, GridCell, Page, Word
from lotgate.model.geometry import Box
from lotgate.model.page_words import page_words_from_json, page_words_to_json


def word(text: str, x: float, top: float, **more: Any) -> Word:
    return Word(text, 1, Box(x, top, x + 10 * len(text), top + 10), **more)


def test_words_are_joined_in_reading_order_whatever_order_they_come_in():
    words = [word("second", 10, 30), word("line", 75, 30), word("first", 10, 10)]
    text, evidence = words_in(words, Box(0, 0, 200, 100))
    assert (text, evidence.words) == ("first second line", ("first", "second", "line"))
    assert (evidence.page, evidence.box) == (1, Box(10, 10, 115, 40))


def test_there_is_no_blank_between_ideographs():
    assert words_in([word("白色", 10, 10), word("粉末", 10, 24)], Box(0, 0, 99, 99))[0] == "白色粉末"


def test_a_word_is_in_by_its_middle_and_as_the_page_shows_it():
    words = [word("in", 10, 10), word("out", 40, 10), word("turned", 10, 10, upright=False)]
    assert words_in(words, Box(0, 0, 45, 20))[0] == "in"
    moved = Word("moved", 1, Box(0, 0, 10, 10), place=Box(100, 100, 110, 110))
    assert words_in([moved], Box(0, 0, 20, 20)) is None
    assert words_in([moved], Box(90, 90, 120, 120))[1].box == Box(100, 100, 110, 110)


def test_nothing_dragged_over_is_nothing():
    assert words_in([], Box(0, 0, 10, 10)) is None


def test_a_page_of_words_is_small_and_plain():
    page = drawn("Batch 4711")
    plain = page_words_to_json(page)
    assert list(plain) == ["schema", "page", "width", "height", "words"]
    assert [one[0] for one in plain["words"]] == ["Batch", "4711"]
    assert all(round(v, 1) == v for one in plain["words"] for v in one[1:])


def test_a_grid_s_words_and_doubts_are_kept():
    cell = GridCell(0, 0, (word("in", 10.04, 10, confidence=0.61234),), Box(0, 0, 50, 20))
    page = Page(2, 100, 50.06, (word("free", 0, 0),), grids=(Grid(Box(0, 0, 50, 20), (cell,), 1, 1),))
    plain = page_words_to_json(page)
    assert plain["words"] == [["free", 0, 0, 40, 10], ["in", 10.0, 10, 30.0, 20, 0.6123]]
    again = page_words_from_json(json.loads(json.dumps(plain)))
    assert (again.number, again.height, again.words[1].confidence) == (2, 50.1, 0.6123)


@given(strangers.strange_pages)
def test_any_page_survives_its_json(page: Page):
    plain = json.loads(json.dumps(page_words_to_json(page)))
    assert page_words_to_json(page_words_from_json(plain)) == plain


@pytest.mark.parametrize(
    "data",
    [
        [],
        {},
        {"schema": "lotgate.words/2"},
        {"schema": "lotgate.words/1"},
        {"schema": "lotgate.words/1", "page": 0, "width": 1, "height": 1, "words": []},
        {"schema": "lotgate.words/1", "page": 1, "width": "1", "height": 1, "words": []},
        {"schema": "lotgate.words/1", "page": 1, "width": 1, "height": 1, "words": [["a", 1, 2, 3]]},
        {"schema": "lotgate.words/1", "page": 1, "width": 1, "height": 1, "words": [["a", 1, 2, 0, 3]]},
        {"schema": "lotgate.words/1", "page": 1, "width": 1, "height": 1, "words": [["a", 1, 2, 3, 4, 5]]},
        {"schema": "lotgate.words/1", "page": 1, "width": 1, "height": 1, "words": [["a", 1, 2, 3, 4, 0.5, 1]]},
        {"schema": "lotgate.words/1", "page": 1, "width": 1, "height": 1, "words": [[1, 1, 2, 3, 4]]},
        {"schema": "lotgate.words/1", "page": 1, "width": 1, "height": 1, "words": [[]]},
        {"schema": "lotgate.words/1", "page": 1, "width": 1, "height": 1, "words": None},
        {"schema": "lotgate.words/1", "page": 1, "width": float("inf"), "height": 1, "words": []},
    ],
)
def test_other_json_is_no_page_of_words(data: Any):
    with pytest.raises(SchemaError):
        page_words_from_json(data)
