"""The certificate against itself. What does not agree with itself is a misreading or worse, and goes to a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from lotgate.judging.compare import compare
from lotgate.lexicon.dates import parse_date
from lotgate.lexicon.findings import FIELD_NAMES, codes, say
from lotgate.lexicon.names import fold_name
from lotgate.lexicon.results import parse_result
from lotgate.model.certificate import Certificate, HeaderField, Item
from lotgate.model.delivery import Delivery
from lotgate.model.evidence import Fact
from lotgate.model.measured import Measurement, Measurements
from lotgate.model.measurement import (
    IntervalLimit,
    Limit,
    Number,
    Result,
    RuleSet,
    Status,
    VerdictWord,
    Word,
    decimals_of,
)
from lotgate.model.verdict import Finding, Place, Subject, evidence_of

_TOTALS = frozenset({"total", "sum", "合计", "总计", "总和", "总量"})
_LEAST_PARTS = 2
_ORDER = (
    (HeaderField.MANUFACTURED, HeaderField.REPORTED),
    (HeaderField.MANUFACTURED, HeaderField.EXPIRES),
    (HeaderField.MANUFACTURED, HeaderField.RETEST),
    (HeaderField.REPORTED, HeaderField.EXPIRES),
)
_YES = frozenset({Word.CONFORMS, Word.NEGATIVE})
_NO = frozenset({Word.NOT_CONFORMS, Word.POSITIVE})
_PLAIN_RULES = RuleSet()
_TICKS = {"√": Word.CONFORMS, "✓": Word.CONFORMS, "✔": Word.CONFORMS, "×": Word.NOT_CONFORMS, "✗": Word.NOT_CONFORMS}


def judge_document(measurements: Measurements, delivery: Delivery) -> Iterator[Finding]:
    """Findings that hold for the whole certificate; none where it agrees with itself."""
    certificate = measurements.certificate
    for m in measurements.measurements:
        yield from _item(m)
    yield from _sums(measurements.measurements)
    yield from _dates(certificate, delivery)
    yield from _conclusion(certificate)
    if certificate.pages_unread and all(doubt.page not in certificate.pages_unread for doubt in certificate.doubts):
        yield _finding("pages", "pages-unread", pages=", ".join(str(page) for page in certificate.pages_unread))
    for doubt in certificate.doubts:
        code = doubt.code if doubt.code in codes() else "reader-doubt"
        yield _finding(doubt.code, code, message=doubt.message, page=str(doubt.page))


def suspects(measurements: Measurements) -> frozenset[int]:
    """``id()`` of the items that violate their own printed limit although the certificate says that they pass."""
    return frozenset(
        id(m.item) for m in measurements.measurements if _printed(m) is Status.FAIL and _says(m.item) in _YES
    )


def _item(m: Measurement) -> Iterator[Finding]:
    printed, verdict = _printed(m), _says(m.item)
    if printed is Status.FAIL and m.item.result and m.item.limit:
        result, limit = m.item.result.text, m.item.limit.text
        yield _finding(
            m.item.name.text,
            "outside-printed-limit",
            *evidence_of(m.item),
            name=m.item.name.text,
            result=result,
            limit=limit,
        )
    elif verdict in _NO and m.item.verdict:
        facts = (m.item.verdict, *evidence_of(m.item))
        yield _finding(
            m.item.name.text, "verdict-contradicts", *facts, name=m.item.name.text, verdict=m.item.verdict.text
        )


def _printed(m: Measurement) -> Status | None:
    """The result against the limit printed beside it, by the absolute method; None where there is none."""
    if m.printed_limit is None or m.result is None:
        return None
    if _plainly_inside(m.printed_limit, m.result):
        return Status.PASS
    return compare(m.printed_limit, m.result, _PLAIN_RULES, limit_unit=_unit(m.item), result_unit=m.unit).status


def _plainly_inside(limit: Limit, result: Result) -> bool:
    """The usual case, decided without a comparison's explanation: one number, one unit, between the bounds."""
    if not isinstance(limit, IntervalLimit) or not isinstance(result, Number) or limit.other or result.other:
        return False
    if limit.unit is None or limit.unit != result.unit:
        return False
    above = limit.lower is None or limit.lower.value < result.value
    return above and (limit.upper is None or result.value < limit.upper.value)


def _unit(item: Item) -> str | None:
    return item.unit.text if item.unit else None


def _says(item: Item) -> Word | None:
    """What the item's own verdict cell says."""
    if item.verdict is None:
        return None
    text = item.verdict.text.strip()
    if tick := _TICKS.get(text):
        return tick
    word = parse_result(text)
    return word.word if isinstance(word, VerdictWord) else None


def _sums(measurements: Sequence[Measurement]) -> Iterator[Finding]:
    """A row called total against the rows above it in its section and sample, within what rounding allows."""
    parts: list[tuple[Decimal, str]] = []
    place: tuple[str, str] | None = None
    for m in measurements:
        here = (m.item.section.text if m.item.section else "", m.item.sample.text if m.item.sample else "")
        if here != place:
            parts, place = [], here
        if not isinstance(m.result, Number):
            parts = []
            continue
        if fold_name(m.item.name.text) in _TOTALS:
            same = [value for value, unit in parts if unit == (m.unit or "")]
            yield from _sum(m, m.result, same if len(same) == len(parts) else [])
            parts = []
        else:
            parts.append((m.result.value, m.unit or ""))


def _sum(m: Measurement, total: Number, parts: list[Decimal]) -> Iterator[Finding]:
    if len(parts) < _LEAST_PARTS:
        return
    halves = sum((Decimal(5).scaleb(-decimals_of(value) - 1) for value in (*parts, total.value)), Decimal(0))
    whole = sum(parts, Decimal(0))
    if abs(whole - total.value) > halves:
        name = m.item.name.text
        yield _finding(name, "sum-differs", *evidence_of(m.item), name=name, total=str(total.value), sum=str(whole))


def _dates(certificate: Certificate, delivery: Delivery) -> Iterator[Finding]:
    facts = {field: certificate.header[field][0] for field in HeaderField if certificate.header.get(field)}
    days = {field: day for field, fact in facts.items() if (day := parse_date(fact.text))}
    for earlier, later in _ORDER:
        if earlier in days and later in days and days[later].latest() < days[earlier].earliest():
            yield _finding(
                "dates",
                "dates-out-of-order",
                facts[later],
                facts[earlier],
                later=facts[later].text,
                later_field=FIELD_NAMES[later],
                earlier=facts[earlier].text,
                earlier_field=FIELD_NAMES[earlier],
            )
    for field in (HeaderField.MANUFACTURED, HeaderField.REPORTED):
        if delivery.date and field in days and days[field].earliest() > delivery.date:
            shown = {"printed": facts[field].text, "day": delivery.date.isoformat()}
            yield _finding("dates", "not-yet-made", facts[field], field=FIELD_NAMES[field], **shown)


def _conclusion(certificate: Certificate) -> Iterator[Finding]:
    for fact in certificate.header.get(HeaderField.CONCLUSION, ()):
        word = parse_result(fact.text)
        if isinstance(word, VerdictWord) and word.word in _NO:
            yield _finding("conclusion", "conclusion-negative", fact, printed=fact.text)


def _finding(name: str, code: str, /, *facts: Fact, **operands: str | Mapping[str, str]) -> Finding:
    messages = say(code, **operands)
    return Finding(
        Subject.DOCUMENT, name, Status.UNDECIDED, code, messages, places=tuple(Place.of(fact) for fact in facts)
    )
