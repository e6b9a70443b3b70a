"""The facts about the delivery: product, supplier, lot, dates and the rest of the head of a certificate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lotgate.lexicon.header_words import has_verdict_subject, label_of, says_verdict
from lotgate.lexicon.heads import fold
from lotgate.lexicon.inspection_documents import kinds_in
from lotgate.lexicon.page_numbers import page_number
from lotgate.model.certificate import HeaderField, Item, Kind
from lotgate.model.evidence import Fact
from lotgate.model.table import Layout, TableSource
from lotgate.reading.dates import find_date, is_date
from lotgate.reading.key_values import Pair, pairs_of
from lotgate.reading.languages import Tongues
from lotgate.reading.lots import batches_beside, batches_of, pieces_in
from lotgate.reading.parties import issuers_of, signatories_of
from lotgate.reading.printed import Printed, runs_of
from lotgate.reading.subjects import subjects_of
from lotgate.reading.titles import facts_round_title, head_of, kind_of, prominent_of, running_number, titles_of
from lotgate.reading.values import DATES, standards_in

CONTRADICTED = 0.85
"""The most that a fact may be trusted of which the document also says another thing."""
STATED_IN_CONCLUSION = 0.7
"""A product standard that only the conclusion names."""
SENTENCE = 0.65
"""A conclusion in a sentence without a label."""
NAMED_BY_STANDARD = 0.95
"""A kind of inspection document beside "EN 10204" or the document's title."""
ALONE = 0.6
"""A date that stands alone, as beside a signature."""
BESIDE_NAME = 0.5
"""A date at one end of a line of something else."""
_MOST_FACTS = 2000
_LONGEST_SIGNATURE = 80
_HEAT = re.compile(r"heat\s*(?:no|number|nr)|炉\s*号|爐\s*號|熔炼|charpy|屈服强度", re.IGNORECASE)
_VALID = re.compile(r"\bvalid\s+(?:until|till|through|to)\s+", re.IGNORECASE)
_JUDGED_BY = re.compile(r"(?:参照|参考|执行|《[^》]*(?:标准|规范|限值)[^》]*》)\s*")
_WORD = re.compile(r"[^\s,;()（）]+")
_CODE_NEXT = re.compile(r"(?=(?:[^\s\d]*\d){3})[A-Z0-9][A-Za-z0-9/_-]{3,}(?=[\s.,;)]|$)")
_SHORTEST_SENTENCE, _LONGEST_SENTENCE, _MOST_LABEL_WORDS = 30, 700, 4
_MOST_PAGES_FOR_GUESSES = 4


class HeaderReader:
    """Collects header facts page by page."""

    def __init__(self) -> None:
        self._pairs: list[Pair] = []
        self._on_page: dict[int, list[Pair]] = {}
        self._guesses: list[Pair] = []
        self._titles: list[Printed] = []
        self._tongues = Tongues()
        self._pages = 0
        self._printed_pages: set[tuple[int, int]] = set()
        self._steel = False
        self._first_page = ""
        self._pieces: set[str] = set()

    def take(self, layout: Layout, whole: Layout | None = None) -> None:
        """Read what the items left of a page; ``whole`` is the page with what they took."""
        self._pages += 1
        if whole is not None and len(self._pairs) < _MOST_FACTS:
            self._pairs += _dates_taken(layout, whole)
            self._pieces |= pieces_in(whole)
        text = _text_of(layout)
        self._tongues.take(text)
        self._first_page = self._first_page or text
        self._steel = self._steel or (self._pages == 1 and bool(_HEAT.search(text)))
        if len(self._pairs) < _MOST_FACTS:
            pairs = list(pairs_of(layout))
            self._pairs += pairs
            self._on_page[layout.page] = pairs
        if self._pages <= _MOST_PAGES_FOR_GUESSES:
            head = head_of(layout)
            self._titles += titles_of(head)
            self._guesses += facts_round_title(head)
            printed = [Printed.of(segment) for line in layout.lines for segment in line.segments]
            runs = [*printed, *_runs_in_cells(layout)]
            self._guesses += _verdict_sentences(runs)
            self._guesses += _valid_until(runs)
            self._guesses += running_number(head, layout.height, self._first_page) if self._pages > 1 else ()
            self._guesses += _standards_named(runs)
            self._guesses += _dates_alone(runs)
            self._guesses += _in_sentences(runs)
            self._guesses += _inspection_documents(runs)
            self._printed_pages |= {pair for run in runs if (pair := page_number(run.text))}
            self._guesses += [
                Pair(HeaderField.SUPPLIER, named.name, named.confidence, strong=False)
                for named in signatories_of(printed)
            ]
            if self._pages == 1:
                self._guesses += prominent_of(layout, head)
                self._guesses += [
                    Pair(HeaderField.SUPPLIER, named.name, named.confidence, strong=False)
                    for named in issuers_of(layout, printed)
                ]

    def facts(self, lots: Sequence[Fact]) -> Mapping[HeaderField, tuple[Fact, ...]]:
        """The fields found; ``lots`` are those that head rows or columns of results."""
        found: dict[HeaderField, tuple[Fact, ...]] = {}
        for field in HeaderField:
            facts = self._batches(lots) if field is HeaderField.BATCH else self._best(field)
            if facts:
                found[field] = facts
        if HeaderField.STANDARD not in found and (fact := self._standard_in_conclusion()):
            found[HeaderField.STANDARD] = (fact,)
        return found

    def with_samples(
        self, found: Mapping[HeaderField, tuple[Fact, ...]], items: Sequence[Item]
    ) -> Mapping[HeaderField, tuple[Fact, ...]]:
        """``found`` with the batches that only the results' own samples name."""
        samples = list({item.sample.text: item.sample for item in items if item.sample is not None}.values())
        delivered = self.kind(items) in (Kind.COA, Kind.MTC)
        batches = batches_beside(found.get(HeaderField.BATCH, ()), samples, delivered=delivered)
        return {**found, HeaderField.BATCH: batches} if batches else found

    def missing_pages(self) -> int:
        """How many pages the print promises beyond those there are; 0 where it says nothing, or several things."""
        totals = {total for _, total in self._printed_pages}
        return max(0, totals.pop() - self._pages) if len(totals) == 1 else 0

    def subjects(self) -> dict[int, Fact]:
        """The lot or product that each page names, where a file holds reports on several."""
        return subjects_of(self._on_page)

    def kind(self, items: Sequence[Item]) -> Kind:
        """What sort of document it is."""
        titled = kind_of(self._titles)
        if titled is Kind.COA and self._steel:
            return Kind.MTC
        if titled is None or titled is Kind.COA:
            results = sum(item.result is not None for item in items)
            limits = sum(item.limit is not None for item in items)
            if items and not results and limits:
                return Kind.SPECIFICATION
        return titled or (Kind.COA if items else Kind.UNKNOWN)

    def languages(self) -> tuple[str, ...]:
        """The languages it is printed in, most used first."""
        return self._tongues.languages()

    def _candidates(self, field: HeaderField) -> list[Pair]:
        """Labelled facts where there are any; else, and beside weak labels, what stands there without one."""
        labelled = [pair for pair in self._pairs if pair.field is field]
        if field is HeaderField.SUPPLIER and kind_of(self._titles) is Kind.CALIBRATION:
            labelled = [pair for pair in labelled if not pair.strong]  # the maker of the instrument did not issue it
        if any(pair.strong for pair in labelled):
            return labelled
        named = {fold(pair.value.text) for pair in self._pairs if pair.field is not field}
        guesses = [pair for pair in self._guesses if pair.field is field and fold(pair.value.text) not in named]
        if field is HeaderField.SUPPLIER:
            customers = [pair.value for pair in self._pairs if pair.field is HeaderField.CUSTOMER]
            guesses = [pair for pair in guesses if not any(_agree(pair.value, value) for value in customers)]
        return labelled + guesses

    def _best(self, field: HeaderField) -> tuple[Fact, ...]:
        candidates = self._candidates(field)
        if not candidates:
            return ()
        best = max(candidates, key=lambda pair: pair.confidence)
        confidence = best.confidence
        rivals = [pair for pair in candidates if pair.strong >= best.strong and not _agree(pair.value, best.value)]
        if rivals and max(pair.confidence for pair in rivals) > 0.8 * confidence:
            confidence = min(confidence, CONTRADICTED)
        return (best.value.fact(confidence),)

    def _batches(self, lots: Sequence[Fact]) -> tuple[Fact, ...]:
        return batches_of(self._candidates(HeaderField.BATCH), lots, frozenset(self._pieces))

    def _standard_in_conclusion(self) -> Fact | None:
        for pair in self._candidates(HeaderField.CONCLUSION):
            codes = [pair.value.cut(*place) for place in standards_in(pair.value.text)]
            unique = {fold(code.text): code for code in codes if code.spans}
            if unique:
                parts = list(unique.values())
                whole = parts[0] if len(parts) == 1 else _listed(parts)
                return whole.fact(STATED_IN_CONCLUSION)
        return None


def _listed(parts: Sequence[Printed]) -> Printed:
    joined = Printed.joined(parts)
    return Printed(", ".join(part.text for part in parts), joined.spans)


def _agree(one: Printed, other: Printed) -> bool:
    a, b = fold(one.text), fold(other.text)
    return a in b or b in a


def _text_of(layout: Layout) -> str:
    cells = (cell.text for table in layout.tables if table.source is not TableSource.ALIGNED for cell in table.cells)
    return " ".join([*(line.text for line in layout.lines), *cells])


def _dates_taken(rest: Layout, whole: Layout) -> list[Pair]:
    """Labelled dates on lines that were taken for items, or for the heads of lots: never a result."""
    left = {id(line) for line in rest.lines}
    taken = replace(whole, tables=(), lines=tuple(line for line in whole.lines if id(line) not in left))
    return [pair for pair in pairs_of(taken) if pair.field in DATES and pair.strong]


def _runs_in_cells(layout: Layout) -> Iterator[Printed]:
    for table in layout.tables:
        if table.source is not TableSource.ALIGNED:
            yield from (run for cell in table.cells if cell.words for row in runs_of(cell.words) for run in row)


def _verdict_sentences(runs: Sequence[Printed]) -> Iterator[Pair]:
    for text in runs:
        if len(text.text) > 20 and says_verdict(text.text) and has_verdict_subject(text.text):
            yield Pair(HeaderField.CONCLUSION, text, SENTENCE, strong=False)


def _valid_until(runs: Sequence[Printed]) -> Iterator[Pair]:
    """ "The certification is valid until 31 December 2031"."""
    for text in runs:
        said = _VALID.search(text.text)
        place = find_date(text.text[said.end() :]) if said else None
        if said and place and place[0] == 0:
            yield Pair(HeaderField.EXPIRES, text.cut(said.end(), said.end() + place[1]), SENTENCE, strong=False)


def _in_sentences(runs: Sequence[Printed]) -> Iterator[Pair]:
    """Batches and dates that a letter's running text names: "supplied under Batch No. EA-1187 (Mfg. 08/2023)"."""
    for text in runs:
        if not _SHORTEST_SENTENCE <= len(text.text) <= _LONGEST_SENTENCE:
            continue
        words = [(m.start(), m.end()) for m in _WORD.finditer(text.text)]
        for first in range(len(words)):
            for last in range(min(first + _MOST_LABEL_WORDS, len(words) - 1) - 1, first - 1, -1):
                label = label_of(text.text[words[first][0] : words[last][1]])
                if label is None or label.field not in (HeaderField.BATCH, *DATES):
                    continue
                if value := _value_next(label.field, text, words[last][1]):
                    yield Pair(label.field, value, ALONE, strong=False)
                break


def _value_next(field: HeaderField, text: Printed, start: int) -> Printed | None:
    """The code or date that follows at once."""
    rest = text.text[start:]
    lead = len(rest) - len(rest.lstrip(" .:"))
    if field in DATES:
        place = find_date(rest[lead:])
        return text.cut(start + lead, start + lead + place[1]) if place and place[0] == 0 else None
    code = _CODE_NEXT.match(rest, lead)
    return text.cut(start + lead, start + code.end()) if code else None


def _standards_named(runs: Sequence[Printed]) -> Iterator[Pair]:
    """A standard that a note judges by: behind its title in 《》, or behind 参照 or 执行."""
    for text in runs:
        said = {m.end() for m in _JUDGED_BY.finditer(text.text)}
        for start, end in standards_in(text.text):
            if start in said:
                yield Pair(HeaderField.STANDARD, text.cut(start, end), BESIDE_NAME, strong=False)


def _inspection_documents(runs: Sequence[Printed]) -> Iterator[Pair]:
    for text in runs:
        for start, end, _ in kinds_in(text.text):
            yield Pair(HeaderField.INSPECTION_DOCUMENT, text.cut(start, end), NAMED_BY_STANDARD, strong=False)


def _dates_alone(runs: Sequence[Printed]) -> Iterator[Pair]:
    """Dates without a label, those lower on the page first: a signature's date stands at the foot."""
    found: list[Pair] = []
    for text in runs:
        place = find_date(text.text) if len(text.text) <= _LONGEST_SIGNATURE else None
        if place is None:
            continue
        if is_date(text.text):
            found.append(Pair(HeaderField.REPORTED, text, ALONE, strong=False))
        elif (place[0] == 0 or place[1] == len(text.text)) and not any(c in text.text for c in ":："):
            found.append(Pair(HeaderField.REPORTED, text.cut(*place), BESIDE_NAME, strong=False))
    return iter(sorted(found, key=lambda pair: -pair.value.box.bottom))
