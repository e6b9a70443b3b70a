"""Which numbers are batches: those that labels and heads call so, those that stand beside them, and no specimens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from lotgate.lexicon.header_words import label_of
from lotgate.lexicon.heads import fold
from lotgate.model.certificate import HeaderField
from lotgate.model.evidence import Fact
from lotgate.model.table import Layout
from lotgate.reading.key_values import Pair
from lotgate.reading.values import batches_in, is_lot

BESIDE_LOTS = 0.85
"""The other columns' or rows' numbers where one of them is a batch, and pieces of a heat."""
UNNAMED = 0.5
"""What tells results apart where no batch is named at all."""
_LONG_CODE = 6
_NUMBER_WORD = re.compile(r"(?:nos?|nr|num|number|号)\W*", re.IGNORECASE)
_SPECIMEN = re.compile(r"\s*[/-]\s*\d{1,2}")
_PIECE = re.compile(r"plate|piece|pipe|tube|bar|bundle|板号|件号|管号|捆号|支号", re.IGNORECASE)
_WHOLE = re.compile(r"heat|lot|batch|cast|charge|melt|coil|批|炉|爐|卷|熔炼", re.IGNORECASE)
_CODE = re.compile(r"(?=(?:\S*\d){3})[A-Za-z0-9][A-Za-z0-9/_.-]{5,}#?")


def batches_of(named: Iterable[Pair], lots: Iterable[Fact], pieces: frozenset[str]) -> tuple[Fact, ...]:
    """Every batch that a label names or that results are reported for, in the order in which they are printed.

    ``lots`` head rows or columns of results; ``pieces``, folded, are numbers of plates and the like: parts of a heat.
    """
    facts: dict[str, Fact] = {}
    pairs = list(named)
    strong = [pair for pair in pairs if pair.strong]
    for pair in strong or pairs:
        for part in batches_in(pair.value):
            facts.setdefault(fold(part.text), part.fact(pair.confidence))
    labelled = tuple(fact.text for fact in facts.values())
    for lot in (code for fact in lots for code in _codes_in(_unlabelled(fact)) if is_lot(code.text)):
        if not any(_is_specimen(lot.text, batch) for batch in labelled):
            facts.setdefault(fold(lot.text), lot)
    whole = any(key not in pieces for key in facts)
    return tuple(_doubted(fact) if whole and key in pieces else fact for key, fact in facts.items())


def batches_beside(batches: Sequence[Fact], samples: Iterable[Fact], *, delivered: bool) -> tuple[Fact, ...]:
    """``batches`` with the numbers that stand in one row or column with them, and look like them.

    Without any, the numbers that tell the results of a delivery apart (``delivered``: the document is no laboratory's
    report on specimens): a guess.
    """
    found = {fold(fact.text): fact for fact in batches}
    several = {fold(code.text): (code, code is not fact) for fact in samples if (code := _unlabelled(fact))}
    shapes = {_shape(code.text) for key, (code, _) in several.items() if key in found}
    for key, (code, said) in several.items():
        if key in found or not _CODE.fullmatch(code.text) or not is_lot(code.text):
            continue
        if said or _shape(code.text) in shapes:
            found[key] = _doubted(code)
        elif not batches and delivered and len(several) > 1:
            found[key] = _doubted(code, UNNAMED)
    return tuple(found.values())


def pieces_in(layout: Layout) -> frozenset[str]:
    """The numbers, folded, in columns that number plates, pipes or bars, and no heat, lot or coil."""
    found: set[str] = set()
    for table in layout.tables:
        heads = {cell.column: cell.row for cell in table.cells if _PIECE.search(cell.text) and _heads_pieces(cell.text)}
        found |= {
            fold(cell.text)
            for cell in table.cells
            if cell.words and cell.column in heads and cell.row > heads[cell.column] and is_lot(cell.text)
        }
    return frozenset(found)


def _heads_pieces(text: str) -> bool:
    return len(text) <= 40 and not _WHOLE.search(text)


def _unlabelled(lot: Fact) -> Fact:
    """A lot's fact without the words of a label before its number: "Heat No. 3B8812", "Number F30718"."""
    words = lot.evidence.words
    for count in range(min(len(words) - 1, 4), 0, -1):
        before, rest = " ".join(words[:count]), words[count:]
        label = label_of(before)
        batch = label is not None and label.field is HeaderField.BATCH
        if (batch or _NUMBER_WORD.fullmatch(before)) and lot.text.endswith(rest[-1]) and len("".join(rest)) >= 4:
            at = lot.text.find(rest[0], len(words[0]))
            if at > 0 and re.search(r"\d", rest[0]):
                return replace(lot, text=lot.text[at:], evidence=replace(lot.evidence, words=rest))
    return lot


def _codes_in(lot: Fact) -> list[Fact]:
    """A lot's own facts: two numbers that head one row, a plate's and its heat's, are two."""
    words = lot.evidence.words
    if len(words) < 2 or not all(len(w) >= _LONG_CODE and sum(c.isdigit() for c in w) >= 3 for w in words):
        return [lot]
    return [replace(lot, text=word, evidence=replace(lot.evidence, words=(word,))) for word in words]


def _is_specimen(lot: str, batch: str) -> bool:
    """Whether ``lot`` numbers a specimen of ``batch``: "7741-02 / 1"."""
    return lot.startswith(batch) and len(lot) > len(batch) and bool(_SPECIMEN.fullmatch(lot[len(batch) :]))


def _doubted(fact: Fact, most: float = BESIDE_LOTS) -> Fact:
    return replace(fact, confidence=min(fact.confidence, most))


def _shape(text: str) -> str:
    return re.sub(r"[a-z]", "a", re.sub(r"[A-Z]", "A", re.sub(r"\d", "9", text)))
