"""The end of a lot's report: what people corrected, who signed, and what the report rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lotgate.reporting.pdf.fonts import Style
from lotgate.reporting.pdf.sheets import ROOM, Block, Cell, Fill, gap, row, rule, stacked
from lotgate.reporting.record import CorrectionLine, SignatureLine, timestamp
from lotgate.reporting.report import LotReport
from lotgate.reporting.wording import Wording

_TEXT, _SIGNED, _LABEL = Style(9), Style(11, bold=True), Style(7.5, colour="#666666")
_HEADING, _SMALL = Style(11, bold=True), Style(8)
_CORRECTION = (("item", 0.0, 108.0), ("old_value", 114.0, 84.0), ("new_value", 204.0, 84.0), ("who", 294.0, 96.0))
_WHY_X = 396.0
_LABELS = 112.0


def closing(file: str, lot: LotReport, words: Wording, at: datetime) -> Iterator[list[Block]]:
    """The sections, each the blocks that belong on one sheet."""
    if lot.corrections:
        first, *more = lot.corrections
        yield [_heading(words("corrections")), _correction_heads(words), *_correction(first, words), rule()]
        for correction in more:
            yield [*_correction(correction, words), rule()]
    if lot.signatures:
        signed, *others = lot.signatures
        yield [_heading(words("signatures")), *_signature(signed, words)]
        for signature in others:
            yield list(_signature(signature, words))
    elif lot.decision:
        yield [_heading(words("signatures")), *_on_paper(words)]
    yield [_heading(words("provenance")), *_provenance(file, lot, words, at)]


def _heading(text: str) -> Block:
    return stacked((gap(12), *row([Cell(0, ROOM, text, _HEADING)]), rule("#1a1a1a", 0.8), gap(3)))


def _correction_heads(words: Wording) -> Block:
    cells = [Cell(x, room, words(key), _LABEL) for key, x, room in _CORRECTION]
    return stacked((*row([*cells, Cell(_WHY_X, ROOM - _WHY_X, words("reason"), _LABEL)], pad=2), rule()))


def _correction(line: CorrectionLine, words: Wording) -> tuple[Block, ...]:
    who = f"{line.who}\n{timestamp(line.at)}"
    texts = (line.what, line.old or words("added"), line.new or words("struck"), who)
    cells = [Cell(x, room, text, _TEXT) for (_, x, room), text in zip(_CORRECTION, texts, strict=True)]
    return row([*cells, Cell(_WHY_X, ROOM - _WHY_X, line.why or "–", _TEXT)])


def _signature(line: SignatureLine, words: Wording) -> Iterator[Block]:
    """The three parts that 21 CFR 11.50 asks for, the account, and the reason."""
    cells = (
        Cell(12, 164, words(f"meaning_{line.meaning}"), _SIGNED),
        Cell(182, 156, line.name, _SIGNED),
        Cell(346, ROOM - 346, timestamp(line.at), _TEXT),
    )
    blocks = list(row(cells, pad=4))
    for key, text in (("account", line.account), ("reason", line.reason)):
        if text:
            blocks += row([Cell(12, ROOM - 24, words("labelled", name=words(key), text=text), _SMALL)], pad=2)
    for block in blocks:
        yield Block(block.height, (Fill(0, 0, 3, block.height, "#1a1a1a"), *block.marks))
    yield gap(6)


def _on_paper(words: Wording) -> Iterator[Block]:
    """Lines to sign on by hand, for a report that carries no electronic signature."""
    yield from row([Cell(0, ROOM, words("unsigned"), _LABEL)])
    yield gap(20)
    quarter = ROOM / 4
    keys = ("meaning", "name", "signature", "signed_at")
    length = quarter - 14
    yield Block(0.5, tuple(Fill(place * quarter, 0, length, 0, "#1a1a1a", 0.6) for place in range(4)))
    yield from row([Cell(place * quarter, length, words(key), _LABEL) for place, key in enumerate(keys)])


def _provenance(file: str, lot: LotReport, words: Wording, at: datetime) -> Iterator[Block]:
    known = lot.provenance
    version = lot.standard or (words("version", n=known.standard_version) if known.standard_version else "")
    standard = " · ".join(part for part in (known.standard_id, version) if part)
    for key, value in (
        ("file", file),
        ("document_sha256", known.document_sha256),
        ("reading_sha256", known.reading_sha256),
        ("verdict_sha256", known.verdict_sha256),
        ("standard_id", standard),
        ("standard_digest", known.standard_digest),
        ("lotgate", known.lotgate),
        ("made_at", timestamp(at)),
    ):
        if value:
            yield from row([Cell(0, _LABELS, words(key), _LABEL), Cell(_LABELS, ROOM - _LABELS, value, _SMALL)], pad=1)
