"""Whatever stands on a page: nothing raises, nothing that is printed is lost, and no two cells claim one place."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from lotgate.model.document import Page
from lotgate.model.table import Layout, Table, TableSource
from lotgate.tabulating import tabulate
from strangers import grid_pages, strange_pages

TYPED_RULE = re.compile(r"[-=_*~—─━]{5,}|[.…·‥]{4,}")

pages = st.one_of(strange_pages, grid_pages())


@settings(max_examples=300, deadline=None)
@given(pages)
def test_every_upright_word_stands_in_a_cell_or_on_a_line(page: Page):
    layout = tabulate(page)
    held = {word for found in layout.tables for cell in found.cells for word in cell.words}
    held |= {word for line in layout.lines for word in line.words}
    printed = {word for word in page.words if word.upright and not TYPED_RULE.fullmatch(word.text)}
    assert held == printed


@settings(max_examples=300, deadline=None)
@given(pages)
def test_cells_lie_on_the_raster_and_never_overlap(page: Page):
    for found in tabulate(page).tables:
        places = [
            place for cell in found.cells for place in _places(cell.row, cell.column, cell.row_span, cell.column_span)
        ]
        assert len(places) == len(set(places))
        assert all(0 <= row < found.rows and 0 <= column < found.columns for row, column in places)


def _places(row: int, column: int, row_span: int, column_span: int) -> list[tuple[int, int]]:
    return [(row + i, column + j) for i in range(row_span) for j in range(column_span)]


@settings(max_examples=200, deadline=None)
@given(pages)
def test_a_ruled_tables_words_are_on_no_line_besides(page: Page):
    layout = tabulate(page)
    ruled = [word for t in layout.tables if t.source is TableSource.RULED for c in t.cells for word in c.words]
    outside = [word for line in layout.lines for word in line.words]
    assert not {id(word) for word in ruled} & {id(word) for word in outside}


@settings(max_examples=200, deadline=None)
@given(pages)
def test_a_cells_text_is_made_of_its_words(page: Page):
    for cell in (cell for found in tabulate(page).tables for cell in found.cells):
        assert _squeezed(cell.text) == _squeezed("".join(w.text for w in cell.words))


def _squeezed(text: str) -> list[str]:
    """The characters, in no order; a hyphen at a line's end is not part of the word."""
    return sorted(re.sub(r"[\s-]", "", text))


@settings(max_examples=100, deadline=None)
@given(pages)
def test_tables_and_lines_come_in_reading_order(page: Page):
    layout = tabulate(page)
    assert [t.box.top for t in layout.tables] == sorted(t.box.top for t in layout.tables)
    assert [x.box.center_y for x in layout.lines] == sorted(x.box.center_y for x in layout.lines)


@settings(max_examples=100, deadline=None)
@given(pages)
def test_the_same_page_gives_the_same_layout(page: Page):
    first, second = tabulate(page), tabulate(page)
    assert first == second
    assert isinstance(first, Layout)
    assert all(isinstance(found, Table) for found in first.tables)
