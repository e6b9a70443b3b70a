"""Whatever stands on the pages: reading never raises, and every fact has words on its own page behind it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from drawing import check_evidence, facts
from lotgate.model.certificate import Certificate
from lotgate.model.document import Page
from lotgate.reading import read
from lotgate.tabulating import tabulate
from strangers import grid_pages, strange_pages

documents = st.one_of(
    st.lists(strange_pages, min_size=1, max_size=1),
    st.tuples(grid_pages(1), grid_pages(2)).map(list),
)


def reading(pages: list[Page]) -> Certificate:
    return read(map(tabulate, pages), name="strange", sha256="0" * 64)


@settings(max_examples=300, deadline=None)
@given(documents)
def test_every_fact_has_words_on_its_page(pages: list[Page]):
    check_evidence(reading(pages), pages)


@settings(max_examples=150, deadline=None)
@given(documents)
def test_no_fact_is_surer_than_its_words(pages: list[Page]):
    for fact in facts(reading(pages)):
        here = [word for word in pages[fact.evidence.page - 1].words if word.text in fact.evidence.words]
        assert fact.confidence <= max(word.confidence for word in here)


@settings(max_examples=150, deadline=None)
@given(documents)
def test_every_item_has_a_name_and_its_parts(pages: list[Page]):
    for item in reading(pages).items:
        assert item.name.text.strip()
        assert item.name_parts
        assert all(part.strip() for part in item.name_parts)


@settings(max_examples=100, deadline=None)
@given(documents)
def test_a_reading_survives_its_json_form(pages: list[Page]):
    found = reading(pages)
    assert Certificate.from_json(found.to_json()) == found


@settings(max_examples=100, deadline=None)
@given(documents)
def test_the_same_pages_give_the_same_reading(pages: list[Page]):
    assert reading(pages) == reading(pages)
