"""Which numbers are batches: heads' own, numbers beside them, pieces of a heat, specimens of a lot."""

from __future__ import annotations

from lotgate.model.document import Word
from lotgate.model.evidence import Evidence, Fact
from lotgate.model.geometry import Box
from lotgate.reading.key_values import pairs_of
from lotgate.reading.lots import batches_beside, batches_of, pieces_in

from .pages import page, table


def lot(text: str, confidence: float = 0.99) -> Fact:
    words = [Word(part, 1, Box(40 + 60 * n, 10, 90 + 60 * n, 20), 10) for n, part in enumerate(text.split())]
    return Fact(text, Evidence.of(words), confidence)


def texts(found: tuple[Fact, ...]) -> list[str]:
    return [fact.text for fact in found]


def test_a_label_before_a_number_is_no_part_of_it() -> None:
    assert texts(batches_of([], [lot("Heat No. 3B8812"), lot("Number F30718")], frozenset())) == ["3B8812", "F30718"]


def test_letters_that_are_part_of_a_number_stay() -> None:
    assert texts(batches_of([], [lot("N 4711-22"), lot("TO 210301")], frozenset())) == ["N 4711-22", "TO 210301"]


def test_specimens_of_a_batch_are_no_batches() -> None:
    named = list(pairs_of(page("Cast No.: 7741-02")))
    assert texts(batches_of(named, [lot("7741-02 / 1"), lot("7741-02 / 2")], frozenset())) == ["7741-02"]


def test_plates_beside_a_heat_are_doubted_and_alone_are_not() -> None:
    plates = table("""
        Plate No. | Heat No.
        418821-01 | H41882
        418821-02 | H41882
    """)
    pieces = pieces_in(page("", plates))
    both = batches_of([], [lot("H41882"), lot("418821-01")], pieces)
    assert [fact.confidence >= 0.9 for fact in both] == [True, False]
    assert batches_of([], [lot("418821-01")], pieces)[0].confidence >= 0.9


def test_numbers_beside_a_batch_that_look_like_it_are_batches_with_doubt() -> None:
    samples = [lot("F30712"), lot("Heat F30718"), lot("Ref 11")]
    found = batches_beside((lot("F30718"),), samples, delivered=True)
    assert texts(found) == ["F30718", "F30712"]
    assert found[1].confidence < 0.9


def test_what_tells_results_apart_is_a_guess_where_no_batch_is_named() -> None:
    samples = [lot("5K07A112"), lot("5K07A113")]
    guessed = batches_beside((), samples, delivered=True)
    assert texts(guessed) == ["5K07A112", "5K07A113"]
    assert all(fact.confidence <= 0.5 for fact in guessed)
    assert batches_beside((), samples, delivered=False) == ()
    assert batches_beside((), samples[:1], delivered=True) == ()
