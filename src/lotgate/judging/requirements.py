"""One characteristic of the standard against what a lot's certificate says on it: always exactly one finding.

A pass is earned step by step: the value was found, its match is certain, it belongs to this lot, there is one of it
(or as many as asked), the method is accepted, it was read with confidence, and every value satisfies the limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lotgate.errors import UnitError
from lotgate.judging.compare import compare
from lotgate.judging.density import by_mass
from lotgate.judging.explain import explain
from lotgate.judging.lots import Lot, certain
from lotgate.lexicon.findings import LANGUAGES, say
from lotgate.lexicon.names import fold_name
from lotgate.lexicon.parties import same_company
from lotgate.lexicon.units import convert
from lotgate.lexicon.wordings import is_generic, same_wording
from lotgate.model.certificate import Item
from lotgate.model.measured import Measurement
from lotgate.model.measurement import (
    AbsentLimit,
    Comparison,
    DescribedLimit,
    Limit,
    Missing,
    Number,
    ReportLimit,
    Status,
    VerdictWord,
    Word,
    decimals_of,
)
from lotgate.model.standard import Characteristic
from lotgate.model.verdict import Finding, Place, Subject, evidence_of

CONFIDENT = 0.9
"""A fact read with less confidence decides nothing (DESIGN, "The safety rule")."""

_WORST_FIRST = (Status.FAIL, Status.UNDECIDED, Status.PASS)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a characteristic demands of this lot, its variant chosen."""

    limit: Limit | None
    required: bool
    settled: bool = True
    """False when the grade or supplier that would settle the limit is not known."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the lot beyond its measurements. ``suspects`` are items that contradict themselves."""

    grade: str | None
    supplier: str | None
    suspects: frozenset[int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a finding says: its status, why as a code, and the sentence in each language."""

    status: Status
    code: str
    messages: dict[str, str]
    rule: str | None = None


def terms_of(one: Characteristic, context: Context) -> Terms:
    """The limit and demand for this grade and supplier; the variant that names more of them wins."""
    own = Terms(one.limit, one.required)
    if not one.variants:
        return own
    by_grade = any(v.grade for v in one.variants)
    by_supplier = any(v.supplier for v in one.variants)
    if (by_grade and not context.grade) or (by_supplier and not context.supplier):
        return replace(own, settled=False)
    fitting = [
        v
        for v in one.variants
        if (not v.grade or fold_name(v.grade) == fold_name(context.grade or ""))
        and (not v.supplier or same_company(context.supplier or "", (v.supplier,)))
    ]
    if not fitting:
        return own
    chosen = max(fitting, key=lambda v: (v.grade is not None, v.supplier is not None))
    return Terms(
        chosen.limit or one.limit,
        one.required if chosen.required is None else chosen.required,
        settled=len(fitting) == 1 or chosen.grade is not None,
    )


def judge_characteristic(one: Characteristic, lot: Lot, context: Context) -> Finding:
    """The finding on a characteristic that is measured, not derived."""
    terms = terms_of(one, context)
    measured = _each_once(lot.matched.get(one.id, ()))
    if not measured:
        return _nothing_found(one, terms, lot)
    if all(m.result is None or isinstance(m.result, Missing) for m in measured):
        code = "missing" if terms.required else "missing-optional"
        return finding_on(one, terms, measured, Outcome(Status.UNDECIDED, code, say(code, name=one.name)))
    if not terms.settled:
        return _undecided(one, terms, measured, "grade-unknown")
    if terms.limit is None or (isinstance(terms.limit, ReportLimit) and not terms.limit.explicit):
        return _undecided(one, terms, measured, "no-limit")
    if doubt := _doubt(one, terms, measured, context):
        return doubt
    if isinstance(terms.limit, ReportLimit):
        return _reported(one, terms, measured)
    return _compared(one, terms, terms.limit, measured)


def _each_once(measured: tuple[Measurement, ...]) -> list[Measurement]:
    """Each value of each sample once, as a summary repeats what a table says."""
    if len(measured) == 1:
        return [*measured]
    kept: dict[tuple[str, str, str], Measurement] = {}
    for m in measured:
        kept.setdefault((_sample(m.item), _result_text(m.item), m.unit or ""), m)
    return list(kept.values())


def _nothing_found(one: Characteristic, terms: Terms, lot: Lot) -> Finding:
    if untied := certain(lot.untied).get(one.id):
        return _undecided(one, terms, untied, "not-tied-to-lot")
    proposed = [m for m in (*lot.measurements, *lot.untied) if m.match and m.match.characteristic == one.id]
    if proposed:
        first = proposed[0]
        notes = first.match.notes if first.match else ()
        why = say(notes[0].code, **notes[0].operands) if notes else {"en": "?", "zh": "？"}
        return _undecided(one, terms, proposed[:1], "proposed", item=first.item.name.text, why=why)
    code = "missing" if terms.required else "missing-optional"
    return finding_on(one, terms, (), Outcome(Status.UNDECIDED, code, say(code, name=one.name)))


def _doubt(one: Characteristic, terms: Terms, measured: list[Measurement], context: Context) -> Finding | None:
    """The first reason why the values cannot decide, whatever they say."""
    if values := _conflict(one, measured):
        return _undecided(one, terms, measured, "two-values", values=values)
    if len(measured) < one.readings:
        wanted, found = str(one.readings), str(len(measured))
        return _undecided(one, terms, measured, "too-few-readings", wanted=wanted, found=found)
    for m in measured:
        if weak := next((f for f in evidence_of(m.item) if f.confidence < CONFIDENT), None):
            shown = f"{weak.confidence:.2f}"
            return _undecided(
                one, terms, [m], "low-confidence", text=weak.text, confidence=shown, threshold=f"{CONFIDENT:.2f}"
            )
        if id(m.item) in context.suspects:
            limit, verdict = m.item.limit, m.item.verdict
            return _undecided(
                one,
                terms,
                [m],
                "suspect",
                result=_result_text(m.item),
                limit=limit.text if limit else "",
                verdict=verdict.text if verdict else "",
            )
        if finding := _method_doubt(one, terms, m) or _wording_doubt(one, terms, m):
            return finding
    return None


def _conflict(one: Characteristic, measured: list[Measurement]) -> str | None:
    """The different values of one sample, or None. Where several readings are asked for, they are those readings."""
    if one.readings > 1 or len(measured) == 1:
        return None
    by_sample: dict[str, list[Measurement]] = {}
    for m in measured:
        by_sample.setdefault(_sample(m.item), []).append(m)
    for same in by_sample.values():
        if any(not _agree(same[0], other) for other in same[1:]):
            return "; ".join(_shown(m) for m in same)
    return None


def _agree(one: Measurement, other: Measurement) -> bool:
    """Whether two values say the same: the same words, or one number in two units (455 °F, 235 °C)."""
    if not isinstance(one.result, Number) or not isinstance(other.result, Number):
        return fold_name(_result_text(one.item)) == fold_name(_result_text(other.item))
    return _same_number(one, other) or _same_number(other, one)


def _same_number(one: Measurement, other: Measurement) -> bool:
    """Whether ``one``, in the unit of ``other``, is its number within the rounding of its last digit."""
    if not isinstance(one.result, Number) or not isinstance(other.result, Number):
        return False
    try:
        value = convert(one.result.value, one.unit, other.unit) if one.unit and other.unit else one.result.value
    except UnitError:
        return False
    half = Decimal(5).scaleb(-decimals_of(other.result.value) - 1)
    return one.unit != other.unit and bool(one.unit and other.unit) and abs(value - other.result.value) <= half


def _method_doubt(one: Characteristic, terms: Terms, m: Measurement) -> Finding | None:
    if not one.methods:
        return None
    accepted = ", ".join(one.methods)
    printed = m.item.method
    if printed is None:
        return _undecided(one, terms, [m], "method-missing", accepted=accepted) if one.method_required else None
    known = [fold_name(method) for method in one.methods]
    if any(method in fold_name(printed.text) for method in known):
        return None
    return _undecided(one, terms, [m], "method-differs", printed=printed.text, accepted=accepted)


def _wording_doubt(one: Characteristic, terms: Terms, m: Measurement) -> Finding | None:
    """A word of conformity is worth what it was passed against: another wording on the certificate proves nothing."""
    if not _says_conforms(m) or not isinstance(terms.limit, DescribedLimit) or m.item.limit is None:
        return None
    printed, asked = m.item.limit.text, terms.limit.text
    if is_generic(asked) or same_wording(printed, asked):
        return None
    return _undecided(one, terms, [m], "other-wording", result=_result_text(m.item), printed=printed, asked=asked)


def _says_conforms(m: Measurement) -> bool:
    return isinstance(m.result, VerdictWord) and m.result.word is Word.CONFORMS


def _reported(one: Characteristic, terms: Terms, measured: list[Measurement]) -> Finding:
    empty = [m for m in measured if m.result is None or isinstance(m.result, Missing)]
    if empty and terms.required:
        return _undecided(one, terms, empty, "missing")
    messages = say("reported", name=one.name, result=_shown(measured[0]))
    return finding_on(one, terms, measured, Outcome(Status.PASS, "reported", messages))


def _compared(one: Characteristic, terms: Terms, limit: Limit, measured: list[Measurement]) -> Finding:
    outcomes = [(m, comparison_of(one, limit, m)) for m in measured]
    worst, comparison = min(outcomes, key=lambda o: _WORST_FIRST.index(o[1].status))
    others = [m for m in measured if m is not worst]
    return finding_on(one, terms, [worst, *others], outcome_of(comparison))


def comparison_of(one: Characteristic, limit: Limit, m: Measurement) -> Comparison:
    """The limit against one measurement under the characteristic's rules."""
    result, unit = m.result or Missing(""), m.unit
    if isinstance(limit, AbsentLimit) and _says_conforms(m) and m.item.limit:
        # "Complies" beside the printed requirement "Absent" says that it is absent.
        limit = DescribedLimit(limit.text) if same_wording(m.item.limit.text, limit.text) else limit
    if one.density is not None:
        result, unit = by_mass(result, unit, one.unit, one.density)
    return compare(limit, result, one.rules, limit_unit=one.unit, result_unit=unit)


def _undecided(
    one: Characteristic, terms: Terms, measured: Sequence[Measurement], code: str, **operands: str | dict[str, str]
) -> Finding:
    return finding_on(one, terms, measured, Outcome(Status.UNDECIDED, code, say(code, name=one.name, **operands)))


def outcome_of(comparison: Comparison) -> Outcome:
    """A comparison with its sentence in every language."""
    messages = {lang: explain(comparison, lang) for lang in LANGUAGES}
    return Outcome(comparison.status, "compared", messages, str(comparison.rule))


def finding_on(one: Characteristic, terms: Terms, measured: Sequence[Measurement], outcome: Outcome) -> Finding:
    """The finding on a characteristic, resting on ``measured``, the deciding one first."""
    first = measured[0] if measured else None
    return Finding(
        Subject.CHARACTERISTIC,
        one.name,
        outcome.status,
        outcome.code,
        outcome.messages,
        characteristic=one.id,
        limit=terms.limit.text if terms.limit else None,
        unit=one.unit,
        required=terms.required,
        item=first.item.name.text if first else None,
        result=_result_text(first.item) if first else None,
        result_unit=first.unit if first else None,
        rule=outcome.rule,
        places=tuple(Place.of(m.item.result or m.item.name) for m in measured),
    )


def _sample(item: Item) -> str:
    return fold_name(item.sample.text) if item.sample else ""


def _result_text(item: Item) -> str:
    return item.result.text if item.result else ""


def _shown(m: Measurement) -> str:
    return f"{_result_text(m.item)} {m.unit or ''}".strip()
