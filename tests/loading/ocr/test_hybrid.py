"""Pages with a picture and a text of their own: the text is kept where it is seen, compared where it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lotgate.loading.ocr.hybrid import is_pictured, leaves_out, merged
from lotgate.loading.ocr.source import with_ocr
from lotgate.model.certificate import Item
from lotgate.model.document import Page, Picture, Ruling, TextLayer, Word
from lotgate.model.evidence import Evidence, Fact
from lotgate.model.geometry import Box
from lotgate.reading.disputes import disputes

from .fakes import FakeEngine, document, quad

INVISIBLE = 0.8
PAPER = Picture(Box(0, 0, 595, 842))


def word(text: str, left: float, top: float, confidence: float = 1.0) -> Word:
    return Word(text, 1, Box(left, top, left + 6 * len(text), top + 10), confidence=confidence)


def page(*words: Word) -> Page:
    return Page(1, 595, 842, words, pictures=(PAPER,))


def texts(words: tuple[Word, ...]) -> list[tuple[str, bool]]:
    return [(w.text, w.confidence >= 0.9) for w in words]


def test_a_scan_covers_its_page_and_a_logo_does_not():
    assert is_pictured(page())
    assert not is_pictured(replace(page(), pictures=(Picture(Box(0, 0, 120, 60)),)))


def test_a_text_that_leaves_most_of_the_print_out_is_partial():
    lines = [Box(50, top, 300, top + 10) for top in range(100, 200, 12)]
    assert leaves_out(page(word("archived 2025", 50, 20)), lines)
    assert not leaves_out(page(*(word("Assay", 60, line.top) for line in lines)), lines)
    assert not leaves_out(page(), lines[:2])


def test_what_is_seen_stays_and_the_picture_says_the_rest():
    both = merged(page(word("Archive", 50, 20)), (word("Archlve", 50, 20, 0.95), word("0.05", 300, 400, 0.95)), ())
    assert texts(both.words) == [("Archive", True), ("0.05", True)]
    assert both.disputed == ()


@pytest.mark.parametrize(
    ("hidden", "sure"),
    [("0.05", True), ("O.05", False), ("0.06", False), ("005", False), ("", True), ("Iron", True)],
)
def test_an_invisible_text_with_other_figures_makes_neither_certain(hidden: str, sure: bool):
    own = (word(hidden, 300, 400, INVISIBLE),) if hidden else ()
    both = merged(page(*own), (word("0.05", 300, 400, 0.97),), ())
    assert texts(both.words) == [("0.05", sure)]
    assert bool(both.disputed) is not sure


def test_the_lines_of_whatever_holds_more_words_are_the_pages():
    drawn, seen = Ruling(Box(0, 1, 9, 1)), Ruling(Box(0, 5, 9, 5))
    own = replace(page(word("Archive", 50, 20)), rulings=(drawn,))
    read = (word("Iron", 50, 400, 0.9), word("0.05", 300, 400, 0.9))
    assert merged(own, read, (seen,)).rulings == (seen,)
    assert merged(own, read[:1], (seen,)).rulings == (drawn,)


def test_a_scan_under_a_page_number_is_read():
    pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")
    lines = [(quad(300, top, 444, top + 40), "Iron 0.05") for top in range(400, 1400, 100)]
    scan = document(TextLayer.GOOD)
    pictured = replace(scan, open_pages=lambda: (replace(p, pictures=(PAPER,)) for p in scan.open_pages()))
    (found,) = with_ocr(pictured, FakeEngine(lines)).pages()
    assert [w.text for w in found.words][:3] == ["printed", "Iron", "0.05"]
    (left,) = with_ocr(scan, FakeEngine(lines)).pages()
    assert [w.text for w in left.words] == ["printed"]


def test_a_disputed_result_is_a_doubt_and_a_disputed_date_is_not():
    def fact(text: str, top: float) -> Fact:
        return Fact(text, Evidence(1, Box(300, top, 340, top + 10), (text,)))

    item = Item(fact("Iron", 400), ("Iron",), fact("0.05", 400))
    assert [doubt.code for doubt in disputes([item], {1: [Box(305, 401, 330, 409)]})] == ["text-differs"]
    assert list(disputes([item], {1: [Box(305, 101, 330, 109)]})) == []
