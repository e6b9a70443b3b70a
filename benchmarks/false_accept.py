"""How often does the judge accept what it must not? One planted defect at a time, thousands of times.

    python benchmarks/false_accept.py [--curve]

For every label (the corpus where it is there, and the examples) a standard is derived that the document satisfies, and
that the judge accepts. Then one thing is made wrong and the judge is asked again: none may be accepted. The clean
counterpart is the share of documents that pass straight through against the limits printed on them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from labelled import CORPUS, EXAMPLES, certificate, labels
from lotgate import pipeline, standards
from lotgate.errors import LotgateError
from lotgate.judging.lot import judge
from lotgate.lexicon.dates import parse_date
from lotgate.lexicon.limits import parse_limit
from lotgate.lexicon.names import fold_name
from lotgate.lexicon.results import parse_result
from lotgate.lexicon.units import dimension_of
from lotgate.measuring.measure import measure
from lotgate.model.certificate import Certificate, HeaderField, Item, Kind
from lotgate.model.delivery import Delivery
from lotgate.model.evidence import Fact
from lotgate.model.measurement import Number, Status, decimals_of
from lotgate.model.standard import Characteristic, Demands, InspectionDocument, Material, Standard, Version
from lotgate.model.verdict import Decision, Finding, Verdict

ITEMS_A_DOCUMENT = 10
THRESHOLDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class Case:
    """A certificate with a standard that it satisfies. ``numeric`` are the items with a plain number."""

    name: str
    reading: Certificate
    standard: Standard
    delivery: Delivery
    numeric: tuple[tuple[Item, Number, Characteristic], ...]


@dataclass(frozen=True, slots=True)
class Planted:
    """One thing made wrong."""

    defect: str
    reading: Certificate
    standard: Standard
    delivery: Delivery


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--curve", action="store_true", help="also print the risk-coverage curve")
    options = arguments.parse_args()
    certificates = [(name, certificate(data)) for name, data in labels()]
    documents = [(name, one) for name, one in certificates if one.kind is not Kind.SPECIFICATION]
    _clean(documents)
    cases = [case for name, one in documents if (case := _case(name, one))]
    _planted(cases)
    if options.curve:
        _curve()


def _clean(documents: list[tuple[str, Certificate]]) -> None:
    """Every document against its own printed limits, in date: what passes with no person?"""
    decisions: Counter[Decision] = Counter()
    reasons: Counter[str] = Counter()
    judged = 0
    for _, one in documents:
        draft = standards.draft(one)
        if not draft.characteristics:
            continue
        judged += 1
        verdict = judge(measure(one, replace(draft, draft=False)), delivery=_in_date(one))
        decisions[verdict.decision] += 1
        reasons.update({finding.code for lot in verdict.lots for finding in lot.reasons})
    share = 100 * decisions[Decision.ACCEPT] / judged if judged else 0.0
    print(f"clean documents with printed limits: {judged}; accepted straight through: {share:.1f} %")
    print("  " + ", ".join(f"{decision} {count}" for decision, count in decisions.most_common()))
    print("  held back by: " + ", ".join(f"{code} {count}" for code, count in reasons.most_common(12)))


def _planted(cases: list[Case]) -> None:
    counts: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    for case in cases:
        for planted in _defects(case):
            counts[planted.defect] += 1
            verdict = _judged(planted.reading, planted.standard, planted.delivery)
            if any(lot.decision is Decision.ACCEPT for lot in verdict.lots):
                accepted[planted.defect] += 1
    print(f"\nstandards that the judge accepts when nothing is wrong: {len(cases)} documents")
    for defect, count in counts.most_common():
        print(f"  {defect:<34}{count:>6} planted  {accepted[defect]:>4} accepted")
    print(f"planted defects: {counts.total()}; accepted: {accepted.total()}")


def _judged(reading: Certificate, standard: Standard, delivery: Delivery) -> Verdict:
    return judge(measure(reading, standard), delivery=delivery)


# --- the baseline ---


def _case(name: str, one: Certificate) -> Case | None:
    """A standard of limits just outside the values, kept to what is accepted; None where nothing is."""
    one = _complete(one)
    first = _with_only(one)
    made: dict[str, tuple[Item, Number, Characteristic]] = {}
    for number, item in enumerate(first.items):
        result = parse_result(item.result.text, item.unit.text if item.unit else None) if item.result else None
        key = fold_name(f"{item.section.text if item.section else ''} {item.name.text}")
        if isinstance(result, Number) and key not in made and len(made) < ITEMS_A_DOCUMENT:
            made[key] = (item, result, _characteristic(f"c{number}", item, result))
    standard = Standard("S", name, Version("1"), _material(first), tuple(c for _, _, c in made.values()))
    delivery = _in_date(first)
    passing = {
        finding.characteristic
        for lot in _judged(first, standard, delivery).lots
        for finding in lot.findings
        if finding.status is Status.PASS
    }
    kept = tuple(one for one in made.values() if one[2].id in passing)
    standard = replace(standard, characteristics=tuple(c for _, _, c in kept))
    if not kept or _judged(first, standard, delivery).decision is not Decision.ACCEPT:
        return None
    return Case(name, first, standard, delivery, kept)


def _complete(one: Certificate) -> Certificate:
    """Gives the header what it lacks and takes away what contradicts, so that one defect is the only one."""
    header = dict(one.header)
    fact = one.items[0].name if one.items else next(iter(header.values()))[0]
    header.setdefault(HeaderField.PRODUCT, (replace(fact, text="Material"),))
    header[HeaderField.BATCH] = header.get(HeaderField.BATCH, (replace(fact, text="LOT-1"),))[:1]
    header[HeaderField.MANUFACTURED] = (replace(fact, text="2025-01-01"),)
    header[HeaderField.REPORTED] = (replace(fact, text="2025-01-02"),)
    header[HeaderField.EXPIRES] = (replace(fact, text="2027-01-01"),)
    for field in (HeaderField.RETEST, HeaderField.CONCLUSION):
        header.pop(field, None)
    return replace(one, header=header)


def _with_only(one: Certificate) -> Certificate:
    """Each name once, without its printed limit and verdict."""
    seen: dict[str, Item] = {}
    for item in one.items:
        seen.setdefault(fold_name(item.name.text), replace(item, limit=None, verdict=None, sample=None))
    return replace(one, items=tuple(seen.values()))


def _characteristic(number: str, item: Item, result: Number) -> Characteristic:
    unit = item.unit.text if item.unit else None
    section = item.section.text if item.section else None
    text = f"{result.value - _step(result)} - {result.value + _step(result)}"
    return Characteristic(number, item.name.text, parse_limit(text, unit), unit, section=section)


def _material(one: Certificate) -> Material:
    return Material((one.first(HeaderField.PRODUCT) or "?",))


def _in_date(one: Certificate) -> Delivery:
    """A day on which the certificate is certainly valid: the last of its own dates that is not an end."""
    printed = (one.first(f) for f in (HeaderField.REPORTED, HeaderField.MANUFACTURED))
    days = [day.latest() for text in printed if text and (day := parse_date(text))]
    return Delivery(max(days, default=date(2025, 6, 1)))


def _step(result: Number) -> Decimal:
    return Decimal(1).scaleb(-decimals_of(result.value))


# --- the defects ---


def _defects(case: Case) -> Iterator[Planted]:
    for item, result, one in case.numeric:
        for make in _OF_AN_ITEM:
            yield from make(case, item, result, one)
    for defect, make_one in _OF_THE_DOCUMENT.items():
        reading, standard, delivery = make_one(case)
        yield Planted(defect, reading, standard, delivery)


def _limit(case: Case, one: Characteristic, text: str, defect: str, unit: str | None = None) -> Planted:
    unit = unit or one.unit
    changed = replace(one, limit=parse_limit(text, unit), unit=unit)
    ones = tuple(changed if c.id == one.id else c for c in case.standard.characteristics)
    return Planted(defect, case.reading, replace(case.standard, characteristics=ones), case.delivery)


def _reading(case: Case, item: Item, changed: Item | None, defect: str) -> Planted:
    items = tuple(changed if i is item else i for i in case.reading.items)
    kept = tuple(i for i in items if i is not None)
    return Planted(defect, replace(case.reading, items=kept), case.standard, case.delivery)


def _just_outside(case: Case, _: Item, result: Number, one: Characteristic) -> Iterator[Planted]:
    value, step = result.value, _step(result)
    for tenth in (step, step / 10):
        yield _limit(case, one, f"<= {value - tenth}", "limit just below the value")
        yield _limit(case, one, f">= {value + tenth}", "limit just above the value")
    yield _limit(case, one, f"{value + step} - {value + 2 * step}", "range beside the value")


def _excluded_end(case: Case, _: Item, result: Number, one: Characteristic) -> Iterator[Planted]:
    yield _limit(case, one, f"< {result.value}", "excluded end")
    yield _limit(case, one, f"> {result.value}", "excluded end")


def _rule(case: Case, _: Item, result: Number, one: Characteristic) -> Iterator[Planted]:
    """A limit that rounding would let pass: the standard says nothing, so the absolute method holds."""
    coarse = result.value.quantize(_step(result) * 10)
    if coarse != result.value:
        sign = "<=" if coarse < result.value else ">="
        yield _limit(case, one, f"{sign} {coarse}", "passes only by rounding")


def _other_unit(case: Case, _: Item, result: Number, one: Characteristic) -> Iterator[Planted]:
    if one.unit is None:
        return
    top = abs(result.value) * 2 + 1
    unit = "mm" if dimension_of(one.unit) != "length" else "MPa"
    yield _limit(case, one, f"<= {top}", "limit in another dimension", unit)
    if dimension_of(one.unit) == "mass fraction" and result.value > 0 and one.unit != "mg/kg":
        yield _limit(case, one, f"<= {result.value}", "same number in a smaller unit", "ng/kg")


def _wrong_item(case: Case, item: Item, result: Number, _: Characteristic) -> Iterator[Planted]:
    yield _reading(case, item, None, "required item missing")
    warmer = replace(item.name, text=f"{item.name.text} @ 370 °C")
    yield _reading(case, item, replace(item, name=warmer), "another item instead")
    words = replace(item.name, text=f"{item.name.text} after ageing")
    yield _reading(case, item, replace(item, name=words, name_parts=(words.text,)), "another item instead")
    if item.section is None or "solvent" not in item.section.text.casefold():
        section = replace(item.name, text="Residual solvents")
        yield _reading(case, item, replace(item, section=section), "same name under another heading")
    second = replace(item, result=_text(item, str(result.value + _step(result))))
    items = (*case.reading.items, second)
    yield Planted("reported twice, with two values", replace(case.reading, items=items), case.standard, case.delivery)


def _corrupted(case: Case, item: Item, result: Number, _: Characteristic) -> Iterator[Planted]:
    printed = item.result.text if item.result else ""
    value = str(result.value)
    if value not in printed:
        return
    for place, digit in enumerate(value):
        if digit.isdigit():
            for other in {"0", "9", str((int(digit) + 5) % 10)} - {digit}:
                changed = value[:place] + other + value[place + 1 :]
                if abs(Decimal(changed) - result.value) > _step(result):
                    yield _reading(
                        case, item, _with_result(item, printed.replace(value, changed)), "one digit corrupted"
                    )
    for noise in (value.replace("0", "O"), value.replace("1", "l"), f"{value}?", f"约{value}", f"{value}.1.", ""):
        if noise != value:
            yield _reading(case, item, _with_result(item, printed.replace(value, noise)), "digits in doubt")


def _unsure(case: Case, item: Item, _: Number, __: Characteristic) -> Iterator[Planted]:
    if item.result:
        result = replace(item.result, confidence=0.89)
        yield _reading(case, item, replace(item, result=result), "read without confidence")
    name = replace(item.name, confidence=0.5)
    yield _reading(case, item, replace(item, name=name), "read without confidence")
    yield _reading(case, item, replace(item, verdict=_text(item, "不合格")), "the certificate itself says fail")
    tight = _text(item, "0.00001 - 0.00002")
    yield _reading(case, item, replace(item, limit=tight), "violates the limit printed beside it")


def _with_result(item: Item, text: str) -> Item:
    return replace(item, result=_text(item, text) if text else None)


def _text(item: Item, text: str) -> Fact:
    return replace(item.name, text=text)


_OF_AN_ITEM = (_just_outside, _excluded_end, _rule, _other_unit, _wrong_item, _corrupted, _unsure)

Trio = tuple[Certificate, Standard, Delivery]


def _header(case: Case, field: HeaderField, text: str | None) -> Trio:
    header = dict(case.reading.header)
    if text is None:
        header.pop(field, None)
    else:
        header[field] = (replace(header.get(field, header[HeaderField.PRODUCT])[0], text=text),)
    return replace(case.reading, header=header), case.standard, case.delivery


def _delivered(case: Case, delivery: Delivery) -> Trio:
    return case.reading, case.standard, delivery


def _demanded(case: Case, demands: Demands) -> Trio:
    return case.reading, replace(case.standard, demands=demands), case.delivery


def _day(case: Case) -> date:
    return case.delivery.date or date(2025, 6, 1)


def _asks_more(case: Case) -> Trio:
    more = Characteristic("more", "Quintessence index", parse_limit("<= 5", "%"), "%")
    ones = (*case.standard.characteristics, more)
    return case.reading, replace(case.standard, characteristics=ones), case.delivery


_OF_THE_DOCUMENT: dict[str, Callable[[Case], Trio]] = {
    "other lot delivered": lambda c: _delivered(c, replace(c.delivery, lots=("OTHER-LOT-77",))),
    "lot number one digit off": lambda c: _delivered(
        c, replace(c.delivery, lots=(f"{c.reading.first(HeaderField.BATCH)}1",))
    ),
    "no lot on the certificate": lambda c: _header(c, HeaderField.BATCH, None),
    "other material": lambda c: _header(c, HeaderField.PRODUCT, "Something else"),
    "material with one word more": lambda c: _header(
        c, HeaderField.PRODUCT, f"{c.reading.first(HeaderField.PRODUCT)} monohydrate"
    ),
    "no material": lambda c: _header(c, HeaderField.PRODUCT, None),
    "other material delivered": lambda c: _delivered(c, replace(c.delivery, material="Something else")),
    "other grade delivered": lambda c: _delivered(c, replace(c.delivery, grade="Grade Q-7")),
    "other supplier delivered": lambda c: _delivered(c, replace(c.delivery, supplier="Somebody Else Ltd")),
    "expired": lambda c: _delivered(c, replace(c.delivery, date=date(2027, 1, 2))),
    "expiry unreadable": lambda c: _header(c, HeaderField.EXPIRES, "2O27-O1"),
    "expiry judged without a day": lambda c: _delivered(c, replace(c.delivery, date=None)),
    "too little life left": lambda c: _demanded(c, Demands(expiry_margin_days=3650)),
    "too old": lambda c: (
        c.reading,
        replace(c.standard, demands=Demands(max_age_days=5)),
        replace(c.delivery, date=_day(c) + timedelta(days=30)),
    ),
    "not yet made": lambda c: _header(c, HeaderField.MANUFACTURED, "2026-06-01"),
    "maker not accepted": lambda c: _demanded(c, Demands(manufacturers=("Only This Maker GmbH",))),
    "EN 10204 3.1 demanded": lambda c: _demanded(c, Demands(inspection_document=InspectionDocument.CERTIFICATE_3_2)),
    "field demanded": lambda c: _demanded(
        replace(c, reading=_header(c, HeaderField.ORDER_NO, None)[0]), Demands(fields=(HeaderField.ORDER_NO,))
    ),
    "the conclusion says fail": lambda c: _header(c, HeaderField.CONCLUSION, "不合格"),
    "one requirement more": _asks_more,
    "standard is a draft": lambda c: (c.reading, replace(c.standard, draft=True), c.delivery),
    "standard not in force": lambda c: (
        c.reading,
        replace(c.standard, version=Version("1", effective=date(2030, 1, 1))),
        c.delivery,
    ),
    "page not read": lambda c: (replace(c.reading, pages=2, pages_unread=(2,)), c.standard, c.delivery),
}


# --- the curve ---


def _curve() -> None:
    """The reader as it is: documents with a text layer are read, and judged by wide limits round their labels' values.

    Coverage is the share accepted with no person; risk is the share of the accepted in which a judged value is not the
    label's. The judge's own threshold is 0.9; others are tried by calling what the reader is sure of certain, and the
    rest not, so that the judge itself stays as it is.
    """
    read = [(one, truth) for path, truth in _digital() if (one := _read(path)) and _wide(one, truth).characteristics]
    print(f"\nrisk and coverage over {len(read)} documents read from their files")
    print("  threshold   accepted   of them with a value that is not the label's")
    for threshold in THRESHOLDS:
        accepted = wrong = 0
        for one, truth in read:
            standard = _wide(one, truth)
            made = _judged(_certain_from(one, threshold), standard, Delivery(date(2025, 6, 1)))
            if made.decision is Decision.ACCEPT:
                accepted += 1
                wrong += any(_differs(finding, truth) for lot in made.lots for finding in lot.findings)
        share, risk = 100 * accepted / max(len(read), 1), 100 * wrong / max(accepted, 1)
        print(f"  {threshold:>9.2f}   {share:>6.1f} %   {wrong} ({risk:.1f} %)")


def _digital() -> Iterator[tuple[Path, Certificate]]:
    for folder, names in ((CORPUS / "files", CORPUS / "labels"), (EXAMPLES / "certificates", EXAMPLES / "truth")):
        for path in sorted(folder.glob("*")):
            label = names / f"{path.stem}.json"
            if label.exists() and path.suffix != ".jpg":
                yield path, certificate(json.loads(label.read_text("utf-8")))


def _read(path: Path) -> Certificate | None:
    """The reading, its header completed; None where the file holds no text to read or several documents."""
    try:
        one = pipeline.read(path)
    except LotgateError:
        return None
    return _complete(replace(one, doubts=())) if one.items and not one.pages_unread else None


def _wide(one: Certificate, truth: Certificate) -> Standard:
    ones: dict[str, Characteristic] = {}
    for number, item in enumerate(truth.items):
        result = parse_result(item.result.text, item.unit.text if item.unit else None) if item.result else None
        name = fold_name(item.name.text)
        if not isinstance(result, Number) or name in ones or len(ones) >= ITEMS_A_DOCUMENT:
            continue
        reach = abs(result.value) / 2 + 1
        unit = item.unit.text if item.unit else None
        limit = parse_limit(f"{result.value - reach} - {result.value + reach}", unit)
        section = item.section.text if item.section else None
        ones[name] = Characteristic(f"c{number}", item.name.text, limit, unit, section=section)
    return Standard("S", "S", Version("1"), _material(one), tuple(ones.values()))


def _certain_from(one: Certificate, threshold: float) -> Certificate:
    def sure(fact: Fact | None) -> Fact | None:
        return replace(fact, confidence=float(fact.confidence >= threshold)) if fact else None

    items = tuple(
        replace(i, name=sure(i.name) or i.name, result=sure(i.result), unit=sure(i.unit), sample=sure(i.sample))
        for i in one.items
    )
    header = {field: tuple(sure(fact) or fact for fact in facts) for field, facts in one.header.items()}
    return replace(one, items=items, header=header)


def _differs(finding: Finding, truth: Certificate) -> bool:
    """Whether what was judged is printed for no item of that name on the label."""
    if finding.characteristic is None or finding.result is None:
        return False
    named = [i for i in truth.items if i.name.text == finding.name and i.result]
    return fold_name(finding.result) not in {fold_name(i.result.text) for i in named if i.result}


if __name__ == "__main__":
    main()
