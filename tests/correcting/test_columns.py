"""Columns dragged over: each row takes what stands beside it, and a doubt takes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strangers
from lotgate import pipeline
from lotgate.correcting import Corrected, ItemField, SetField, apply, column
from lotgate.model.certificate import Item
from lotgate.model.document import Page, Word
from lotgate.model.evidence import Evidence, Fact
from lotgate.model.geometry import Box
from lotgate.model.page_words import page_words_from_json, page_words_to_json
from readings import reading

EXAMPLES = Path(__file__).parents[2] / "examples" / "certificates"
COLUMN = Box(200, 0, 300, 800)


def word(text: str, x: float, top: float, sure: float = 1.0, height: float = 10) -> Word:
    return Word(text, 1, Box(x, top, x + 8 * len(text), top + height), confidence=sure)


def at(text: str, x: float, top: float, height: float = 10) -> Fact:
    return Fact(text, Evidence(1, Box(x, top, x + 40, top + height), (text,)))


def row(name: str, top: float, result: str | None = "1", *, x: float = 400, height: float = 10) -> Item:
    return Item(at(name, 10, top, height), (name,), at(result, x, top) if result else None)


def taken(now: Corrected, *words: Word, box: Box = COLUMN, field: str = "limit", page: int = 1) -> dict[int, str]:
    return {one.item: one.text for one in column(now, words, page, box, field)}


THREE = apply(reading(row("a", 100), row("b", 130), row("c", 160, None)), [])


def test_each_row_takes_its_words():
    words = [
        word("≤", 200, 100),
        word("5", 215, 101),
        word("7", 200, 133),
        word("other", 320, 100),
        word("9", 200, 162),
    ]
    assert taken(THREE, *words) == {0: "≤ 5", 1: "7", 2: "9"}


def test_a_correction_has_its_place_and_the_confidence_of_its_words():
    (one,) = column(THREE, [word("<", 200, 130, 0.99), word("7", 210, 130, 0.6)], 1, COLUMN, ItemField.LIMIT)
    place = Evidence(1, Box(200, 130, 218, 140), ("<", "7"))
    assert one == SetField(1, ItemField.LIMIT, "< 7", place, 0.6)


def test_items_of_other_pages_and_struck_items_take_nothing():
    other = replace(at("1", 400, 100), evidence=replace(at("1", 400, 100).evidence, page=2))
    now = apply(reading(replace(row("a", 100), result=other), row("b", 130)), [])
    assert taken(now, word("5", 200, 100), word("7", 200, 130)) == {1: "7"}


@pytest.mark.parametrize("tops", [(100, 112), (94, 106), (88, 100, 112)])
def test_a_cell_of_several_lines_goes_to_its_row(tops: tuple[float, ...]):
    now = apply(reading(row("a", 100), row("b", 150)), [])
    words = [word(f"w{i}", 200, top) for i, top in enumerate(tops)]
    assert taken(now, *words, word("7", 200, 150)) == {0: " ".join(w.text for w in words), 1: "7"}


def test_lines_beside_a_name_of_several_lines_are_its_own():
    now = apply(reading(row("a", 90, height=34), row("b", 126, height=10)), [])
    assert taken(now, word("w1", 200, 90), word("w2", 200, 102), word("w3", 200, 114), word("7", 200, 126)) == {
        0: "w1 w2 w3",
        1: "7",
    }


def test_a_line_that_could_be_of_two_rows_leaves_both_out():
    now = apply(reading(row("a", 100), row("b", 128), row("c", 200)), [])
    words = [word("5", 200, 100), word("?", 200, 114), word("7", 200, 128), word("9", 200, 200)]
    assert taken(now, *words) == {2: "9"}


def test_a_heading_between_names_leaves_its_neighbours_out():
    words = [word("a", 10, 100), word("Metals", 10, 115), word("b", 10, 130), word("c", 10, 160)]
    assert taken(THREE, *words, box=Box(0, 0, 100, 800), field="name") == {2: "c"}


def test_a_row_that_was_not_read_leaves_its_neighbours_alone():
    now = apply(reading(row("a", 100), row("b", 112), row("d", 136)), [])
    words = [word(str(n), 200, 100 + 12 * n) for n in range(4)]
    assert taken(now, *words, word("c", 10, 124)) == {0: "0", 1: "1", 2: "3"}
    assert taken(now, *words) == {0: "0"}


def test_results_are_of_the_sample_whose_column_it_is_and_limits_of_all():
    now = apply(reading(row("a", 100, "1", x=210), row("a", 100, "2", x=400)), [])
    assert taken(now, word("9", 210, 100), field="result") == {0: "9"}
    assert taken(now, word("9", 210, 100), field="limit") == {0: "9", 1: "9"}
    assert taken(now, word("9", 310, 100), box=Box(300, 0, 350, 800), field="result") == {}


def test_a_column_of_one_of_two_tables_side_by_side_is_for_its_items():
    right = Item(at("b", 400, 100), ("b",), at("2", 500, 100))
    now = apply(reading(row("a", 100, "1", x=310), right), [])
    assert taken(now, word("≤", 200, 100)) == {0: "≤"}
    assert taken(now, word("≤", 460, 100), box=Box(450, 0, 490, 800)) == {1: "≤"}


def test_where_items_stand_across_a_column_of_samples_is_for_the_row():
    names = [at("a", 200, 20), at("b", 300, 20)]
    items = [Item(n, (n.text,), at(str(y), n.evidence.box.x0, y)) for y in (100, 130) for n in names]
    now = apply(reading(*items), [])
    lots = [word("L1", 10, 100), word("L2", 10, 130)]
    assert taken(now, *lots, box=Box(0, 90, 50, 800), field="sample") == {0: "L1", 1: "L1", 2: "L2", 3: "L2"}
    values = [word("5", 205, 100), word("7", 205, 130)]
    assert taken(now, *values, box=Box(195, 90, 250, 800), field="result") == {0: "5", 2: "7"}


@pytest.mark.parametrize(
    ("file", "fields"),
    [
        ("citric-acid-borderless.pdf", ("limit", "result", "method")),
        ("lithium-carbonate-two-pages.pdf", ("name", "limit", "result", "unit")),
        ("aluminium-chloride-contradiction.pdf", ("name", "limit", "result", "verdict")),
        ("maltodextrin-merged.docx", ("name", "limit", "result", "unit", "verdict")),
        ("soda-ash-formats.xlsx", ("name", "limit", "result", "unit")),
    ],
)
def test_dragging_over_what_was_read_changes_nothing(file: str, fields: tuple[str, ...]):
    pages: list[Page] = []
    (document,) = pipeline.documents(EXAMPLES / file)
    now = apply(pipeline.read_document(document, on_page=pages.append), [])
    for page in (page_words_from_json(page_words_to_json(page)) for page in pages):
        for field in fields:
            facts = {n: getattr(now.item(n), field) for n in now.numbers}
            here = {n: fact for n, fact in facts.items() if fact and fact.evidence.page == page.number}
            over = Box.around(fact.evidence.box for fact in here.values())
            found = taken(now, *page.words, box=over, field=field, page=page.number)
            assert found == {n: fact.text for n, fact in here.items()}


@given(st.lists(strangers.words(), max_size=40), strangers.boxes(), st.sampled_from(ItemField))
def test_any_page_gives_corrections_that_fit(words: list[Word], box: Box, field: ItemField):
    made = column(THREE, words, 1, box, field)
    assert apply(THREE.certificate, made).numbers == THREE.numbers
    assert len({one.item for one in made}) == len(made)
