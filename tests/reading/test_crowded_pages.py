"""Pages that hold far more than a certificate does are read all the same.

None of these asserts a time. What grows with the square of a page's contents would hold up the whole run here for
minutes, and in the worst case for days.
"""

from itertools import product

import pytest

from lotgate.model.certificate import Certificate
from lotgate.model.document import Page, Ruling, Word
from lotgate.model.geometry import Box
from lotgate.reading.read import read
from lotgate.tabulating.tabulate import tabulate


def word(text: str, x: float, y: float, width: float = 18.0) -> Word:
    return Word(text, 1, Box(x, y, x + width, y + 10))


def across(y: float, x0: float, x1: float) -> Ruling:
    return Ruling(Box(x0, y, x1, y))


def down(x: float, y0: float, y1: float) -> Ruling:
    return Ruling(Box(x, y0, x, y1))


def certificate(words: list[Word], rulings: list[Ruling] | None = None) -> Certificate:
    page = Page(1, 14_400, 14_400, words=tuple(words), rulings=tuple(rulings or ()))
    return read([tabulate(page)], name="crowded.pdf", sha256="0" * 64)


def test_lines_that_all_cross_each_other():
    count = 25_000
    rulings = [across(7 * i, 0, 7 * count) for i in range(count)] + [down(7 * i, 0, 7 * count) for i in range(count)]
    assert certificate([word("Assay", 3, 3)], rulings).items == ()


def test_lines_that_cross_in_pairs():
    places = [(50 * x, 50 * y) for x, y in product(range(160), range(156))]
    rulings = [across(y, x, x + 20) for x, y in places] + [down(x + 10, y - 10, y + 10) for x, y in places]
    assert certificate([], rulings).items == ()


def test_a_table_of_thousands_of_rows():
    rows = 5_000
    words = [word("Item", 5, 3), word("Result", 205, 3)]
    words += [w for i in range(1, rows) for w in (word(f"Assay{i}", 5, 20 * i + 3), word("99.5", 205, 20 * i + 3))]
    rulings = [across(20 * i, 0, 400) for i in range(rows + 1)] + [down(x, 0, 20 * rows) for x in (0, 200, 400)]
    assert len(certificate(words, rulings).items) == rows - 1


@pytest.mark.parametrize("texts", [("Assay", "99.5", "%", "max"), ("Batch", "No.:", "A1234"), ("Acme", "Co.,", "Ltd.")])
def test_thousands_of_words_on_one_line(texts: tuple[str, ...]):
    certificate([word(texts[i % len(texts)], 21 * i, 3) for i in range(5_000)])


def test_a_line_of_heads_again_and_again():
    heads = ("Item", "Unit", "Limit", "Result")
    assert certificate([word(t, 100 * x, 14 * y) for y in range(1_000) for x, t in enumerate(heads)]).items == ()


def test_many_tables_beside_other_text():
    line = ("Item", "Unit", "Limit", "Result"), ("Assay", "%", "≥99.0", "99.5")
    words = [word(t, 100 * x, 14 * y) for y in range(1_000) for x, t in enumerate(line[y % 2])]
    words += [word("elsewhere", 900, 14 * y, 60) for y in range(0, 1_000, 2)]
    assert len(certificate(words).items) == 500


def test_a_word_of_a_hundred_thousand_characters():
    certificate([word("批号" * 50_000, 3, 3, 500), word("1" * 100_000, 3, 30, 500)])
