"""Lines of text: which words stand on one, what parts its segments, how raised signs belong to it."""

from __future__ import annotations

from drawing import drawn
from lotgate.model.document import Page, Word
from lotgate.model.geometry import Box
from lotgate.tabulating import tabulate


def at(text: str, x: float, y: float, width: float, height: float = 10.0) -> Word:
    return Word(text, 1, Box(x, y, x + width, y + height))


def lines(*words: Word) -> list[str]:
    return [line.text for line in tabulate(Page(1, 600, 800, words)).lines]


def test_segments_are_parted_by_wide_gaps_only():
    (line,) = tabulate(drawn("Batch no. 4711     Net weight 20 t")).lines
    assert [[w.text for w in segment] for segment in line.segments] == [
        ["Batch", "no.", "4711"],
        ["Net", "weight", "20", "t"],
    ]
    assert line.text == "Batch no. 4711   Net weight 20 t"


def test_words_in_any_order_are_read_from_the_left_and_the_top():
    assert lines(at("second", 100, 30, 40), at("right", 140, 10, 30), at("left", 105, 10, 30)) == [
        "left right",
        "second",
    ]


def test_a_raised_sign_belongs_to_its_line():
    assert lines(at("m", 100, 20, 8), at("3", 108, 17, 4, 6), at("of", 115, 20, 10)) == ["m3 of"]


def test_words_without_a_gap_are_written_without_a_space():
    assert lines(at("99.", 100, 20, 15), at("5%", 115.2, 20, 12)) == ["99.5%"]


def test_close_lines_stay_apart():
    assert lines(at("above", 100, 20, 30), at("below", 100, 29, 30)) == ["above", "below"]


def test_rules_typed_as_dashes_or_dots_say_nothing():
    assert lines(
        at("Assay", 100, 20, 30), at("........", 135, 20, 60), at("99.6", 200, 20, 25), at("------", 100, 40, 90)
    ) == ["Assay   99.6"]


def test_in_fixed_width_print_one_space_parts_no_segments():
    # A typewriter's space is as wide as a letter: 5.4 here, over letters 5.4 wide and boxes only 5.3 high.
    words = [("Use", 0), ("by", 4), (":", 9), ("14-12-23", 11), ("Your", 26), ("PO", 31)]
    (line,) = tabulate(Page(1, 600, 800, tuple(at(t, 5.4 * x, 10, 5.4 * len(t), 5.3) for t, x in words))).lines
    assert line.text == "Use by   : 14-12-23   Your PO"
