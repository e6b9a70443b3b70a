"""What the report's pages hold: an overview where there are several lots, then each lot on pages of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from lotgate.model.measurement import Status
from lotgate.reporting.pdf.closing import closing
from lotgate.reporting.pdf.fonts import Style, unprintable, width
from lotgate.reporting.pdf.sheets import (
    ROOM,
    Block,
    Cell,
    Fill,
    Flow,
    Link,
    Picture,
    Sheet,
    Words,
    gap,
    row,
    rule,
    stacked,
)
from lotgate.reporting.pdf.text import lines
from lotgate.reporting.pictures import Excerpt, excerpts
from lotgate.reporting.report import DocumentReport, Entry, Failure, LotReport, Row
from lotgate.reporting.wording import Wording

_RED, _AMBER, _GREEN, _BLUE = "#8f1219", "#8a5200", "#1d5e2f", "#2b4a6f"
_LOOKS = {
    "reject": ("✘", _RED),
    "failed": ("✘", _RED),
    "review": ("?", _AMBER),
    "accept": ("✔", _GREEN),
    "read": ("▪", _BLUE),
    "signed_accepted": ("✔", _GREEN),
    "signed_rejected": ("✘", _RED),
    "signed_concession": ("✔", _AMBER),
    Status.FAIL: ("✘", _RED),
    Status.UNDECIDED: ("?", _AMBER),
    Status.PASS: ("✔", _GREEN),
}
"""Sign and colour of each state; the colours differ in sign and word as well, so that black and white loses nothing."""
_TEXT, _STRONG, _LABEL, _WHY = Style(9), Style(9, bold=True), Style(7.5, colour="#666666"), Style(8, colour="#404040")
_TITLE, _HEADING = Style(9.5, colour="#666666"), Style(11, bold=True)
_BANNER, _BANNER_ROOM = 158.0, 134.0
_COLUMNS = (("status", 0.0, 72.0), ("item", 78.0, 142.0), ("value", 226.0, 112.0), ("limit", 344.0, 112.0))
_PAGE_X, _PAGE_WIDTH = 462.0, ROOM - 462.0
_INDENT = _COLUMNS[1][1]
_TALLEST_PICTURE, _SMALLEST = 150.0, 0.75
"""Points that a picture takes at most, and the scale below which one leaves the column for the whole width."""


def composed(entries: Sequence[Entry], words: Wording, at: datetime) -> list[Sheet]:
    """The sheets of the whole report, at least one."""
    flow = Flow()
    count = sum(len(entry.lots) if isinstance(entry, DocumentReport) else 1 for entry in entries)
    if count != 1:
        _overview(flow, entries, words)
    for number, entry in enumerate(entries, 1):
        if isinstance(entry, Failure):
            _failure(flow, entry, f"d{number}", words)
            continue
        pictures = excerpts(entry)
        for index, lot in enumerate(entry.lots, 1):
            _lot(flow, entry, lot, f"d{number}l{index}", pictures, words, at)
    return flow.sheets


def _overview(flow: Flow, entries: Sequence[Entry], words: Wording) -> None:
    outcomes = Counter(
        state
        for entry in entries
        for state in (["failed"] if isinstance(entry, Failure) else [lot.outcome for lot in entry.lots])
    )
    title = words("title_reading" if outcomes.keys() <= {"read", "failed"} else "title")
    flow.begin(head=title, foot="", anchor="overview")
    flow.add(*row([Cell(0, ROOM, title, Style(16, bold=True))]))
    counts = [f"{_LOOKS[state][0]} {words(state)} {n}" for state in _LOOKS if (n := outcomes[state])]
    flow.add(*row([Cell(0, ROOM, "    ".join(counts) or words("nothing"), _STRONG)]), gap(10), rule())
    for number, entry in enumerate(entries, 1):
        if isinstance(entry, Failure):
            flow.add(*_overview_row("failed", entry.file, "", entry.code, f"d{number}", words), rule())
            continue
        for index, lot in enumerate(entry.lots, 1):
            anchor = f"d{number}l{index}"
            flow.add(*_overview_row(lot.outcome, lot.title, lot.lot or "–", entry.file, anchor, words), rule())


def _overview_row(state: str, title: str, lot: str, file: str, anchor: str, words: Wording) -> tuple[Block, ...]:
    sign, colour = _LOOKS[state]
    cells = (
        Cell(0, 105, f"{sign} {words(state)}", Style(9, bold=True, colour=colour)),
        _begun(Cell(111, 170, title or "–", _STRONG), 3),
        _begun(Cell(287, 90, lot, _TEXT), 3),
        Cell(383, ROOM - 383, file, _LABEL),
    )
    first, *more = row(cells)
    return Block(first.height, (*first.marks, Link(0, 0, ROOM, first.height, anchor))), *more


def _failure(flow: Flow, failure: Failure, anchor: str, words: Wording) -> None:
    flow.begin(head=failure.file, foot="", anchor=anchor)
    sign, colour = _LOOKS["failed"]
    flow.add(*row([Cell(0, ROOM, f"{sign} {words('failed')}", Style(16, bold=True, colour=colour))]))
    for text, style in ((failure.file, _STRONG), (failure.message, _TEXT), (f"→ {failure.advice}", _TEXT)):
        flow.add(*row([Cell(0, ROOM, text, style)]))


def _lot(
    flow: Flow,
    entry: DocumentReport,
    lot: LotReport,
    anchor: str,
    pictures: Mapping[Row, tuple[Excerpt, ...]],
    words: Wording,
    at: datetime,
) -> None:
    head = " · ".join(part for part in (words(lot.outcome), lot.title or entry.file, lot.lot) if part)
    sha256 = lot.provenance.document_sha256
    flow.begin(head=head, foot=f"{words('document_sha256')} {sha256}" if sha256 else "", anchor=anchor)
    flow.add(*row([Cell(0, ROOM, words("title_lot" if lot.decision else "title_reading"), _TITLE)]))
    flow.add(_banner(entry, lot, words), gap(10))
    flow.add(*_facts(lot), *_notes(lot), gap(8))
    _rows(flow, lot, pictures, words)
    if lot.unused:
        flow.add(*row([Cell(0, ROOM, words("unused", names=", ".join(lot.unused)), _WHY)]))
    for section in closing(entry.file, lot, words, at):
        flow.together(section)
    if missing := unprintable(_all_text(lot, entry.file)):
        names = ", ".join(f"U+{ord(character):04X}" for character in sorted(missing))
        flow.add(gap(8), *row([Cell(0, ROOM, words("unprintable", names=names), _WHY)]))


def _banner(entry: DocumentReport, lot: LotReport, words: Wording) -> Block:
    """The decision, large, and beside it what was decided on."""
    sign, colour = _LOOKS[lot.outcome]
    word = f"{sign} {words(lot.outcome)}"
    style = Style(22, bold=True, colour="#ffffff")
    while style.size > 12 and max(width(part, style) for part in word.split(" ")) + 8 > _BANNER_ROOM:
        style = Style(style.size - 1, bold=True, colour="#ffffff")
    if width(word, style) > _BANNER_ROOM:
        style = Style(min(style.size, 14), bold=True, colour="#ffffff")
    texts = lines(word, style, _BANNER_ROOM)
    left, room = _BANNER + 14, ROOM - _BANNER - 26
    beside = [Cell(left, room, lot.title or entry.file, Style(14, bold=True))]
    beside += [Cell(left, room, words("labelled", name=words("name_lot"), text=lot.lot), Style(11))] if lot.lot else []
    beside += (
        [Cell(left, room, words("labelled", name=words("name_standard"), text=lot.standard), _TEXT)]
        if lot.standard
        else []
    )
    if lot.final:
        decision = f"{_LOOKS[lot.state][0]} {words(lot.state)}"
        beside.append(Cell(left, room, words("decided_by_people", decision=decision), _WHY))
    right = stacked(block for cell in beside for block in row([_begun(cell, 4)], pad=2))
    height = max(right.height + 16, len(texts) * style.leading + 20, 62)
    top = (height - len(texts) * style.leading) / 2
    marks = [
        Words((_BANNER - width(text, style)) / 2, top + place * style.leading + style.size, text, style)
        for place, text in enumerate(texts)
    ]
    frame = (Fill(0, 0, _BANNER, height, colour), Fill(0, 0, ROOM, height, colour, 1.2))
    return Block(height, (*frame, *marks, *right.shifted((height - right.height) / 2)))


def _begun(cell: Cell, most: int) -> Cell:
    """The cell's first lines; the whole of a very long name or list of lots stands among the delivery's facts."""
    texts = lines(cell.text, cell.style, cell.width)
    if len(texts) <= most:
        return cell
    *whole, last = texts[:most]
    return replace(cell, text="\n".join((*whole, f"{last[:-1]}…")))


def _facts(lot: LotReport) -> Iterator[Block]:
    """The delivery's facts, two beside each other."""
    half = ROOM / 2
    for first in range(0, len(lot.facts), 2):
        cells = []
        for place, fact in enumerate(lot.facts[first : first + 2]):
            x = place * half
            cells += [Cell(x, 84, fact.name, _LABEL), Cell(x + 88, half - 98, fact.value or "–", _TEXT)]
        yield from row(cells, pad=2)


def _notes(lot: LotReport) -> Iterator[Block]:
    if lot.notes:
        yield gap(6)
        for note in lot.notes:
            yield from row([Cell(0, 12, "!", _STRONG), Cell(12, ROOM - 12, note, _STRONG)], pad=2)


def _rows(flow: Flow, lot: LotReport, pictures: Mapping[Row, tuple[Excerpt, ...]], words: Wording) -> None:
    rows = lot.rows_by_need()
    counts = [
        f"{_LOOKS[status][0]} {words(f'count_{status}', n=n)}"
        for status in (Status.FAIL, Status.UNDECIDED, Status.PASS)
        if (n := sum(one.status is status for one in rows))
    ]
    summary = "    ".join(counts)
    style = Style(8.5, colour="#404040")
    head = row([Cell(0, 200, words("findings" if lot.decision else "items"), _HEADING)])
    marks = (Words(ROOM - width(summary, style), 14.0, summary, style),)
    names = _heads(lot, words)
    heading = Block(head[0].height, (*head[0].marks, *marks))
    if not rows:
        flow.add(heading, *row([Cell(0, ROOM, words("no_items"), _TEXT)]))
        return
    deciding = frozenset(lot.deciding())
    drawn = ([*_row(one, pictures, words, deciding=one in deciding), rule()] for one in rows)
    flow.together([heading, names, *next(drawn)])
    flow.repeated = names
    for blocks in drawn:
        flow.together(blocks)
    flow.repeated = None
    flow.add(gap(4))


def _heads(lot: LotReport, words: Wording) -> Block:
    cells = [Cell(x, room, words(key) if lot.decision or key != "status" else "", _LABEL) for key, x, room in _COLUMNS]
    cells.append(Cell(_PAGE_X, _PAGE_WIDTH, words("page"), _LABEL))
    return stacked((*row(cells, pad=2), rule("#1a1a1a", 0.8)))


def _row(one: Row, pictures: Mapping[Row, tuple[Excerpt, ...]], words: Wording, *, deciding: bool) -> Iterator[Block]:
    status = ""
    colour = _AMBER
    if one.status:
        sign, colour = _LOOKS[one.status]
        status = f"{sign} {words(one.status)}"
    if one.unsure:
        status = f"{status}\n? {words('unsure')}".strip()
    strong = _STRONG if one.needs_eyes else _TEXT
    texts = (status, one.name, one.value or "–", one.limit or "–")
    styles = (Style(9, bold=True, colour=colour), strong, strong, _TEXT)
    cells = [Cell(x, room, text, style) for (_, x, room), text, style in zip(_COLUMNS, texts, styles, strict=True)]
    yield from row([*cells, Cell(_PAGE_X, _PAGE_WIDTH, str(one.page or ""), _TEXT)])
    if one.why:
        yield from (*row([Cell(_INDENT, ROOM - _INDENT, one.why, _WHY)], pad=1), gap(2))
    if deciding:
        excerpts_of = pictures.get(one, ())
        yield from map(_pictured, excerpts_of)
        for page in sorted({place.page for place in one.places} - {excerpt.page for excerpt in excerpts_of}):
            yield from row([Cell(_INDENT, ROOM - _INDENT, words("no_picture", n=page), _LABEL)], pad=1)


def _pictured(excerpt: Excerpt) -> Block:
    """The excerpt at the size of the page or smaller, in a hair frame; a wide page's across the whole sheet."""
    x = _INDENT if excerpt.width * _SMALLEST <= ROOM - _INDENT else 0.0
    scale = min(1.0, (ROOM - x) / excerpt.width, _TALLEST_PICTURE / excerpt.height)
    wide, high = excerpt.width * scale, excerpt.height * scale
    frame = Fill(x, 3, wide, high, "#b0b0b0", 0.4)
    return Block(high + 9, (Picture(x, 3, wide, high, excerpt.data), frame))


def _all_text(lot: LotReport, file: str) -> str:
    """Every text that the lot's pages print and that comes from outside."""
    rows = [text for one in (*lot.rows, *lot.facts) for text in (one.name, one.value, one.limit, one.why)]
    people = [text for line in lot.signatures for text in (line.name, line.account, line.reason)]
    people += [text for line in lot.corrections for text in (line.what, line.old, line.new, line.who, line.why)]
    return "".join((file, lot.title, lot.lot or "", lot.standard or "", *lot.notes, *lot.unused, *rows, *people))
