"""A derived characteristic against its limit: its operands, each in the standard's unit, then worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from lotgate.errors import UnitError
from lotgate.judging.compare import compare
from lotgate.judging.derived import NoValue, Row, holds, value_of
from lotgate.judging.lots import Lot
from lotgate.judging.requirements import CONFIDENT, Context, Outcome, finding_on, outcome_of, terms_of
from lotgate.lexicon.findings import say
from lotgate.lexicon.names import fold_name
from lotgate.lexicon.units import convert, dimension_of, same_unit
from lotgate.model.formula import Condition, Formula
from lotgate.model.measured import Measurement
from lotgate.model.measurement import Number, Status
from lotgate.model.standard import Characteristic, Standard
from lotgate.model.verdict import Finding, evidence_of

_FRACTIONS = frozenset({"mass fraction", "volume fraction", "mole fraction", "area fraction"})


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a formula's operands come from."""

    standard: Standard
    lot: Lot
    context: Context


def judge_derived(one: Characteristic, formula: Formula, sources: Sources) -> Finding:
    """The finding on a derived characteristic. Missing, censored or doubtful operands leave it undecided."""
    terms = terms_of(one, sources.context)
    used: list[Measurement] = []
    value: Decimal | None = None
    try:
        readings = _readings(formula, sources, used, frozenset({one.id}))
        if formula.is_condition:
            outcome = _condition(formula, readings)
        elif terms.limit is None or not terms.settled:
            outcome = Outcome(Status.UNDECIDED, "grade-unknown", say("grade-unknown", name=one.name))
        else:
            value = value_of(formula, readings)
            number = Number(str(value), value)
            outcome = outcome_of(compare(terms.limit, number, one.rules, limit_unit=one.unit, result_unit=one.unit))
    except NoValue as error:
        messages = say(error.code, formula=formula.text, detail=error.detail)
        outcome = Outcome(Status.UNDECIDED, error.code, messages)
    finding = finding_on(one, terms, used, outcome)
    shown = None if value is None else str(value)
    limit = finding.limit or formula.text
    return replace(finding, item=formula.text, result=shown, result_unit=one.unit, limit=limit)


def _condition(formula: Formula, readings: Mapping[str, Row]) -> Outcome:
    ok, left, right = holds(formula, readings)
    code, status = ("condition-holds", Status.PASS) if ok else ("condition-fails", Status.FAIL)
    sign = formula.root.operator if isinstance(formula.root, Condition) else ""
    return Outcome(status, code, say(code, formula=formula.text, left=str(left), operator=sign, right=str(right)))


def _readings(formula: Formula, sources: Sources, used: list[Measurement], above: frozenset[str]) -> dict[str, Row]:
    """The operands' values; a derived operand is worked out first. ``above`` are those being worked out now."""
    readings: dict[str, Row] = {}
    for name in formula.operands:
        operand = sources.standard.characteristic(name)
        if operand is None or name in above:
            raise NoValue("operand-missing", name)
        if operand.formula is None:
            readings[name] = _row(operand, sources, used)
        else:
            inner = _readings(operand.formula, sources, used, above | {name})
            readings[name] = {"": value_of(operand.formula, inner)}
    return readings


def _row(operand: Characteristic, sources: Sources, used: list[Measurement]) -> Row:
    row: dict[str, Decimal] = {}
    for m in sources.lot.matched.get(operand.id, ()):
        used.append(m)
        place = fold_name(m.item.sample.text) if m.item.sample else ""
        value = _value(operand, m, sources.context)
        if row.setdefault(place, value) != value:
            raise NoValue("operand-missing", operand.name)
    if len(row) < operand.readings:
        raise NoValue("operand-missing", operand.name)
    return row


def _value(operand: Characteristic, m: Measurement, context: Context) -> Decimal:
    """The plain number of a confident measurement, in the unit of its characteristic."""
    doubtful = id(m.item) in context.suspects or any(f.confidence < CONFIDENT for f in evidence_of(m.item))
    if doubtful or not isinstance(m.result, Number):
        raise NoValue("operand-missing", operand.name)
    printed = m.result.unit or m.unit
    if printed is None or operand.unit is None:
        # A bare 0.96 beside a standard in % may be a fraction: only units that cannot be mistaken may be left out.
        if (printed or operand.unit) and (operand.unit is None or dimension_of(operand.unit) in _FRACTIONS):
            raise NoValue("operand-units", operand.name)
        return m.result.value
    if same_unit(printed, operand.unit):
        return m.result.value
    try:
        return convert(m.result.value, printed, operand.unit)
    except UnitError as error:
        raise NoValue("operand-units", operand.name) from error
