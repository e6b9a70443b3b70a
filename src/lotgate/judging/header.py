"""Is this the right certificate, and is it valid? One finding for each thing that the standard or the delivery asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from lotgate.judging.lots import Lot, same_lot
from lotgate.judging.requirements import CONFIDENT
from lotgate.lexicon.dates import PrintedDate, parse_date
from lotgate.lexicon.findings import FIELD_NAMES, say
from lotgate.lexicon.inspection_documents import kinds_in
from lotgate.lexicon.names import fold_name
from lotgate.lexicon.parties import same_company, same_material
from lotgate.model.certificate import Certificate, HeaderField
from lotgate.model.delivery import Delivery
from lotgate.model.evidence import Fact
from lotgate.model.measurement import Status
from lotgate.model.standard import Standard
from lotgate.model.verdict import Finding, Place, Subject

IDENTITY = frozenset({"material", "lot"})
"""Findings that say whether the certificate is about this delivery at all; without them nothing is rejected either."""


def judge_header(certificate: Certificate, standard: Standard, delivery: Delivery, lot: Lot) -> Iterator[Finding]:
    """The findings on the certificate's header, those of identity first."""
    yield from _material(certificate, standard, delivery)
    yield _lot(certificate, lot)
    yield from _grade(certificate, standard, delivery)
    yield from _supplier(certificate, standard, delivery)
    yield from _validity(certificate, standard, delivery)
    yield from _age(certificate, standard, delivery)
    yield from _inspection_document(certificate, standard)
    yield from _fields(certificate, standard)
    yield from _standard_itself(standard, delivery)


def _material(certificate: Certificate, standard: Standard, delivery: Delivery) -> Iterator[Finding]:
    accepted = ", ".join(standard.material.names)
    if delivery.material and not same_material(delivery.material, standard.material.names):
        yield _finding(
            "material", Status.UNDECIDED, "delivery-material-differs", given=delivery.material, accepted=accepted
        )
    fact = _fact(certificate, HeaderField.PRODUCT)
    if fact is None:
        yield _finding("material", Status.UNDECIDED, "material-missing")
    elif not same_material(fact.text, standard.material.names):
        yield _finding("material", Status.UNDECIDED, "material-differs", fact, printed=fact.text, accepted=accepted)
    else:
        yield _trusted("material", "material-agrees", fact, printed=fact.text)


def _lot(certificate: Certificate, lot: Lot) -> Finding:
    facts = certificate.header.get(HeaderField.BATCH, ())
    printed = ", ".join(fact.text for fact in facts)
    if lot.name is None or not facts:
        return _finding("lot", Status.UNDECIDED, "lot-missing")
    if not lot.covered:
        return _finding("lot", Status.UNDECIDED, "lot-not-covered", *facts, lot=lot.name, printed=printed)
    named = [fact for fact in facts if same_lot(fact.text, lot.name)] or list(facts)
    weakest = min(named, key=lambda fact: fact.confidence)
    return _trusted("lot", "lot-agrees", weakest, lot=lot.name)


def _grade(certificate: Certificate, standard: Standard, delivery: Delivery) -> Iterator[Finding]:
    wanted = (delivery.grade,) if delivery.grade else standard.material.grades
    fact = _fact(certificate, HeaderField.GRADE)
    if delivery.grade and standard.material.grades and not _is_one_of(delivery.grade, standard.material.grades):
        accepted = ", ".join(standard.material.grades)
        yield _finding("grade", Status.UNDECIDED, "grade-differs", printed=delivery.grade, accepted=accepted)
    elif not wanted:
        return
    elif fact is None:
        yield _finding("grade", Status.UNDECIDED, "grade-missing", accepted=", ".join(wanted))
    elif not _is_one_of(fact.text, wanted):
        yield _finding("grade", Status.UNDECIDED, "grade-differs", fact, printed=fact.text, accepted=", ".join(wanted))
    else:
        yield _trusted("grade", "grade-agrees", fact, printed=fact.text)


def _is_one_of(text: str, accepted: tuple[str, ...]) -> bool:
    return fold_name(text) in {fold_name(one) for one in accepted}


def _supplier(certificate: Certificate, standard: Standard, delivery: Delivery) -> Iterator[Finding]:
    fact = _fact(certificate, HeaderField.SUPPLIER)
    for accepted in (standard.demands.manufacturers, (delivery.supplier,) if delivery.supplier else ()):
        if not accepted:
            continue
        if fact is None:
            yield _finding("supplier", Status.UNDECIDED, "supplier-missing", accepted=", ".join(accepted))
        elif same_company(fact.text, accepted):
            yield _trusted("supplier", "supplier-agrees", fact, printed=fact.text)
        else:
            shown = ", ".join(accepted)
            yield _finding("supplier", Status.UNDECIDED, "supplier-differs", fact, printed=fact.text, accepted=shown)


def _validity(certificate: Certificate, standard: Standard, delivery: Delivery) -> Iterator[Finding]:
    margin = standard.demands.expiry_margin_days
    facts = [(f, fact) for f in (HeaderField.EXPIRES, HeaderField.RETEST) if (fact := _fact(certificate, f))]
    if not facts and margin is not None:
        yield _finding("validity", Status.UNDECIDED, "expiry-missing", wanted=str(margin))
    for field, fact in facts:
        until = parse_date(fact.text)
        if until is None:
            yield _unread("validity", field, fact)
        elif delivery.date is None:
            yield _finding("validity", Status.UNDECIDED, "no-day", fact, printed=fact.text)
        else:
            yield _valid_until(until, field, fact, delivery.date, margin=margin)


def _valid_until(until: PrintedDate, field: HeaderField, fact: Fact, day: date, *, margin: int | None) -> Finding:
    """Too little life left violates a margin that the standard demands; without one, an expired lot is for a person.

    A month without a day lasts to its end. A date with two readings decides only where both say the same.
    """
    certain = until.latest() if len(until.readings) == 1 else until.earliest()
    needed = day + timedelta(days=margin or 0)
    shown = {"until": certain.isoformat(), "day": day.isoformat(), "left": str((certain - day).days)}
    if certain >= needed:
        return _trusted("validity", "in-date", fact, **shown)
    if until.latest() >= needed:
        return _unread("validity", field, fact)
    if margin is None:
        return _finding("validity", Status.UNDECIDED, "expired", fact, **shown)
    if until.latest() < day:
        return _violated("validity", "expired", fact, **shown)
    return _violated("validity", "expiry-margin", fact, **shown, wanted=str(margin))


def _age(certificate: Certificate, standard: Standard, delivery: Delivery) -> Iterator[Finding]:
    wanted = standard.demands.max_age_days
    fact = _fact(certificate, HeaderField.MANUFACTURED)
    made = parse_date(fact.text) if fact else None
    if fact is None:
        if wanted is not None:
            yield _finding("age", Status.UNDECIDED, "age-missing", wanted=str(wanted))
    elif wanted is not None and made is None:
        yield _unread("age", HeaderField.MANUFACTURED, fact)
    elif wanted is not None and delivery.date is None:
        yield _finding("age", Status.UNDECIDED, "no-day", fact, printed=fact.text)
    elif wanted is not None and made and delivery.date:
        yield _aged(made, fact, delivery.date, wanted)


def _aged(made: PrintedDate, fact: Fact, day: date, wanted: int) -> Finding:
    oldest, youngest = (day - made.earliest()).days, (day - made.latest()).days
    shown = {"made": made.earliest().isoformat(), "day": day.isoformat(), "age": str(oldest)}
    if oldest <= wanted:
        return _trusted("age", "in-age", fact, **shown)
    if youngest > wanted:
        return _violated("age", "too-old", fact, **shown, wanted=str(wanted))
    return _unread("age", HeaderField.MANUFACTURED, fact)


def _inspection_document(certificate: Certificate, standard: Standard) -> Iterator[Finding]:
    wanted = standard.demands.inspection_document
    if wanted is None:
        return
    facts = (fact for facts in certificate.header.values() for fact in facts)
    printed = {kind: fact for fact in facts for _, _, kind in kinds_in(fact.text)}
    if len(printed) != 1:
        yield _finding("inspection document", Status.UNDECIDED, "inspection-document-missing", wanted=str(wanted))
        return
    kind, fact = next(iter(printed.items()))
    operands = {"printed": str(kind), "wanted": str(wanted)}
    if str(kind) >= str(wanted):
        yield _trusted("inspection document", "inspection-document", fact, **operands)
    else:
        yield _violated("inspection document", "inspection-document", fact, **operands)


def _fields(certificate: Certificate, standard: Standard) -> Iterator[Finding]:
    for field in standard.demands.fields:
        fact = _fact(certificate, field)
        if fact is None:
            yield _finding(str(field), Status.UNDECIDED, "field-missing", field=FIELD_NAMES[field])
        else:
            yield _trusted(str(field), "field-present", fact, field=FIELD_NAMES[field], printed=fact.text)


def _standard_itself(standard: Standard, delivery: Delivery) -> Iterator[Finding]:
    if delivery.date and not standard.version.covers(delivery.date):
        operands = {"version": standard.version.number, "day": delivery.date.isoformat()}
        yield _finding("standard", Status.UNDECIDED, "version-not-in-force", **operands)
    if standard.draft:
        yield _finding("standard", Status.UNDECIDED, "draft-standard")


def _fact(certificate: Certificate, field: HeaderField) -> Fact | None:
    facts = certificate.header.get(field, ())
    return facts[0] if facts and facts[0].text.strip() else None


def _unread(name: str, field: HeaderField, fact: Fact) -> Finding:
    return _finding(name, Status.UNDECIDED, "date-unread", fact, printed=fact.text, field=FIELD_NAMES[field])


def _trusted(name: str, code: str, fact: Fact, **operands: str | Mapping[str, str]) -> Finding:
    return _if_confident(name, Status.PASS, code, fact, operands)


def _violated(name: str, code: str, fact: Fact, **operands: str) -> Finding:
    return _if_confident(name, Status.FAIL, code, fact, operands)


def _if_confident(
    name: str, status: Status, code: str, fact: Fact, operands: Mapping[str, str | Mapping[str, str]]
) -> Finding:
    if fact.confidence >= CONFIDENT:
        return _finding(name, status, code, fact, **operands)
    shown = {"text": fact.text, "confidence": f"{fact.confidence:.2f}", "threshold": f"{CONFIDENT:.2f}"}
    return _finding(name, Status.UNDECIDED, "low-confidence", fact, **shown)


def _finding(name: str, status: Status, code: str, /, *facts: Fact, **operands: str | Mapping[str, str]) -> Finding:
    return Finding(
        Subject.HEADER,
        name,
        status,
        code,
        say(code, **operands),
        result=facts[0].text if facts else None,
        places=tuple(Place.of(fact) for fact in facts),
    )
