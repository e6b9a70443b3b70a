"""One limit against one result. Undecided is the default; a pass is earned (DESIGN, "The safety rule").

The entry is :func:`compare`. It joins the units, takes every reading that the texts allow, and says pass or fail only
where all of them say it.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from lotgate.judging.intervals import HalfLine, line_status, point_status, worst
from lotgate.judging.qualitative import compare_absent, compare_described, compare_grade, compare_report
from lotgate.judging.rules import CLAUSES, EXACT, round_for
from lotgate.judging.units import Converted, UnitDoubt, join_units
from lotgate.lexicon.units import decimal_of, dimension_of
from lotgate.model.measurement import (
    AbsentLimit,
    BareLimit,
    Bound,
    Censored,
    Comparison,
    DecisionRule,
    DescribedLimit,
    Doubtful,
    GradeLimit,
    GradeResult,
    GuardKind,
    IntervalLimit,
    Limit,
    Missing,
    MissingDigits,
    NotDetected,
    Number,
    RangeResult,
    Reason,
    ReportLimit,
    Result,
    RuleSet,
    Several,
    SeveralPolicy,
    Status,
    UnparsedLimit,
    VerdictWord,
    decimals_of,
)

DEFAULT_RULES = RuleSet()
_NEVER_NEGATIVE = frozenset(
    {
        "mass fraction", "volume fraction", "mole fraction", "area fraction",
        "mass concentration", "amount concentration", "turbidity", "colour (platinum-cobalt)", "acid or hydroxyl value",
        "bacterial count per mass", "bacterial count per volume",
        "probable count per mass", "probable count per volume",
        "endotoxin per mass", "endotoxin per volume",
    }
)  # fmt: skip


def compare(
    limit: Limit,
    result: Result,
    rules: RuleSet = DEFAULT_RULES,
    *,
    limit_unit: str | None = None,
    result_unit: str | None = None,
) -> Comparison:
    """Whether ``result`` satisfies ``limit`` under ``rules``; never raises.

    ``limit_unit`` and ``result_unit`` are used where the values carry no unit of their own. A rounding is always of the
    value in the limit's unit.
    """
    if isinstance(limit, UnparsedLimit):
        return _undecided(rules, "limit-unparsed", why=limit.reason, limit=limit.text)
    if isinstance(limit, ReportLimit):
        return compare_report(limit, result, rules)
    if isinstance(limit, DescribedLimit):
        return compare_described(limit, result, rules)
    if isinstance(limit, GradeLimit):
        return compare_grade(limit, result, rules)
    if isinstance(result, Missing):
        return _undecided(rules, "result-missing", limit=limit.text, result=result.text)
    if isinstance(result, Doubtful):
        return _undecided(rules, "result-doubtful", why=result.reason, result=result.text)
    joined = join_units(limit, result, limit_unit, result_unit)
    if isinstance(joined, UnitDoubt):
        return Comparison(Status.UNDECIDED, joined.reason, rules.rule)
    if isinstance(limit, AbsentLimit):
        return compare_absent(limit, joined, rules)
    if isinstance(limit, BareLimit):
        return _bare(limit, joined.result, rules)
    return _all_readings(limit, joined, rules)


def _all_readings(limit: IntervalLimit, joined: Converted, rules: RuleSet) -> Comparison:
    """The comparison that every reading of limit and result gives; undecided where two readings differ."""
    first, *alternatives = [
        _interval(reading, replace(joined, result=result), rules) for reading, result in _readings(limit, joined.result)
    ]
    if any(other.status is not first.status for other in alternatives):
        return _undecided(rules, "two-readings", limit=limit.text, result=joined.result.text)
    if joined.as_fraction is not None:
        as_share = _interval(limit, replace(joined, result=joined.as_fraction), rules).status
        if as_share is not first.status and (first.status is Status.FAIL or _wide(limit)):
            return _undecided(rules, "fraction-or-percent", limit=limit.text, result=joined.result.text)
    return first


def _readings(limit: IntervalLimit, result: Result) -> list[tuple[IntervalLimit, Result]]:
    """Every way to read the two texts together. A comma means the same in both where both leave it open."""
    second = result.other if isinstance(result, Number | Censored | RangeResult | Several) else None
    pairs: list[tuple[IntervalLimit, Result]] = [(limit, result)]
    if limit.other is not None:
        pairs.append((limit.other, second if second is not None and limit.grouped else result))
    if second is not None and not limit.grouped:
        pairs += [(reading, second) for reading, _ in tuple(pairs)]
    return pairs


def _wide(limit: IntervalLimit) -> bool:
    """An upper limit of half the whole or more: a bare 0.6 below it may well be a fraction."""
    return limit.upper is not None and limit.upper.value >= 50


def _interval(limit: IntervalLimit, joined: Converted, rules: RuleSet) -> Comparison:
    result = joined.result
    if isinstance(result, Number):
        return _number(limit, result, joined, rules)
    if isinstance(result, Censored):
        return _censored(limit, result, joined, rules)
    if isinstance(result, NotDetected):
        return _not_detected(limit, result, joined, rules)
    if isinstance(result, RangeResult):
        return _range(limit, result, joined, rules)
    if isinstance(result, Several):
        return _several(limit, result, joined, rules)
    if isinstance(result, GradeResult):
        return _grade_number(limit, result, rules)
    if isinstance(result, VerdictWord):
        return _undecided(rules, "word-for-number", limit=limit.text, result=result.text)
    return _undecided(rules, "text-for-number", limit=limit.text, result=result.text)


def _number(limit: IntervalLimit, result: Number, joined: Converted, rules: RuleSet) -> Comparison:
    band = _band(limit, result, rules)
    if isinstance(band, Reason):
        return Comparison(Status.UNDECIDED, band, rules.rule)
    if result.note and result.note != (limit.note or "").casefold():
        return _undecided(rules, "other-basis", result=result.text, limit=limit.text)
    if result.value < 0 and dimension_of(joined.unit) in _NEVER_NEGATIVE:
        return _undecided(rules, "impossible", result=result.text)
    bounds = _bounds(limit)
    statuses = [_decided(result.value, bound, rules.rule, band, upper=upper) for bound, upper in bounds]
    status = worst(statuses)
    digits = _fewer_digits(limit, result, joined)
    if digits is not None and rules.missing_digits is MissingDigits.UNDECIDED and status is Status.PASS:
        return _undecided(rules, "too-few-digits", result=result.text, limit=limit.text)
    shown = _shown(bounds, statuses, result.value)
    rounded = round_for(result.value, shown[0], rules.rule)
    operands = _operands(limit, result.text, result.value, joined)
    operands["bound"] = " … ".join(_bound_text(*pair) for pair in (bounds if status is Status.PASS else [shown]))
    if rounded != result.value:
        operands["rounded"] = _plain(rounded)
    if band:
        operands["band"] = _plain(band)
    return Comparison(
        status,
        Reason(_number_code(status, band), operands),
        rules.rule,
        CLAUSES[rules.rule],
        result.value,
        rounded if rounded != result.value else None,
        joined.unit,
        (*joined.notes, *_absolute_note(result.value, bounds, status, rules), *((digits,) if digits else ())),
    )


def _number_code(status: Status, band: Decimal) -> str:
    if status is not Status.UNDECIDED:
        return "number"
    return "in-guard-band" if band else "last-digit"


def _absolute_note(
    value: Decimal, bounds: list[tuple[Bound, bool]], status: Status, rules: RuleSet
) -> tuple[Reason, ...]:
    """What the absolute method would say, where it differs from the rule."""
    if rules.rule is DecisionRule.ABSOLUTE or status is Status.UNDECIDED:
        return ()
    absolute = worst(
        [point_status(value, bound, DecisionRule.ABSOLUTE, Decimal(0), upper=upper) for bound, upper in bounds]
    )
    return (Reason("absolute-differs", {"status": absolute.value}),) if absolute is not status else ()


def _shown(bounds: list[tuple[Bound, bool]], statuses: list[Status], value: Decimal) -> tuple[Bound, bool]:
    """The bound that the explanation shows: the one that decides, else the nearest."""
    order = (Status.FAIL, Status.UNDECIDED, Status.PASS)
    return min(
        zip(bounds, statuses, strict=True), key=lambda pair: (order.index(pair[1]), abs(pair[0][0].value - value))
    )[0]


def _decided(value: Decimal, bound: Bound, rule: DecisionRule, band: Decimal, *, upper: bool) -> Status:
    """A limit such as ``1E3`` ends on the thousands or on the units: only what both give is said."""
    status = point_status(value, bound, rule, band, upper=upper)
    if rule is DecisionRule.ABSOLUTE or bound.decimals >= 0:
        return status
    exact = Bound(bound.value.quantize(Decimal(1), context=EXACT), bound.closed)
    return status if point_status(value, exact, rule, band, upper=upper) is status else Status.UNDECIDED


def _censored(limit: IntervalLimit, result: Censored, joined: Converted, rules: RuleSet) -> Comparison:
    band = _band(limit, result, rules)
    if isinstance(band, Reason):
        return Comparison(Status.UNDECIDED, band, rules.rule)
    line = HalfLine(result.value, result.below, result.closed)
    statuses = []
    for bound, upper in _bounds(limit):
        if not upper and _from_zero(bound, line, joined.unit):
            statuses.append(Status.PASS)
        else:
            statuses.append(line_status(line, bound, rules.rule, band, upper=upper))
    status = worst(statuses)
    sign = {(True, False): "<", (True, True): "≤", (False, False): ">", (False, True): "≥"}[result.below, result.closed]
    operands = _operands(limit, result.text, result.value, joined) | {"sign": sign}
    clause = "lotgate rules: censored results are intervals"
    return Comparison(status, Reason("censored", operands), rules.rule, clause, None, None, joined.unit, joined.notes)


def _from_zero(bound: Bound, line: HalfLine, unit: str | None) -> bool:
    """``<0.1`` against ``0–0.5``: a content is never negative, so the lower end says nothing."""
    return bound.closed and bound.value == 0 and line.below and line.value > 0 and dimension_of(unit) in _NEVER_NEGATIVE


def _not_detected(limit: IntervalLimit, result: NotDetected, joined: Converted, rules: RuleSet) -> Comparison:
    """ "Not detected" is ``<LOD``; without a printed LOD it passes an upper limit alone, unless one is demanded."""
    if result.lod is not None:
        below = Censored(result.text, result.lod, below=True, closed=False, unit=result.unit)
        decided = _censored(limit, below, joined, rules)
        if decided.status is Status.PASS or limit.upper is None or not _starts_at_zero(limit):
            return replace(decided, reason=Reason("not-detected-lod", decided.reason.operands))
        upper_only = _censored(replace(limit, lower=None), below, joined, rules)
        return replace(upper_only, reason=Reason("not-detected-lod", upper_only.reason.operands))
    operands = {"limit": limit.text, "result": result.text}
    clause = "lotgate rules: not detected"
    if limit.upper is None or (limit.lower is not None and not _starts_at_zero(limit)):
        return Comparison(Status.UNDECIDED, Reason("not-detected-lower", operands), rules.rule, clause)
    if rules.demand_lod:
        return Comparison(Status.UNDECIDED, Reason("lod-demanded", operands), rules.rule, clause)
    if limit.upper.value < 0 or (limit.upper.value == 0 and not limit.upper.closed):
        return Comparison(Status.UNDECIDED, Reason("not-detected-lower", operands), rules.rule, clause)
    return Comparison(Status.PASS, Reason("not-detected", operands), rules.rule, clause, notes=joined.notes)


def _starts_at_zero(limit: IntervalLimit) -> bool:
    """``0~0.5``: the lower end asks nothing of an amount."""
    return limit.lower is not None and limit.lower.closed and limit.lower.value == 0


def _range(limit: IntervalLimit, result: RangeResult, joined: Converted, rules: RuleSet) -> Comparison:
    ends = [_number(limit, Number(result.text, end, result.unit), joined, rules) for end in (result.low, result.high)]
    return _joined_ends(limit, ends, rules, "both-ends", joined)


def _several(limit: IntervalLimit, result: Several, joined: Converted, rules: RuleSet) -> Comparison:
    if rules.several is SeveralPolicy.MEAN:
        mean = result.mean or _mean(result)
        if mean is None:
            return _undecided(rules, "no-mean", limit=limit.text, result=result.text)
        found = _number(limit, mean, joined, rules)
        return replace(found, notes=(*found.notes, Reason("mean-judged", {"result": result.text})))
    each = [_interval(limit, replace(joined, result=value), rules) for value in result.values]
    return _joined_ends(limit, each, rules, "each-value", joined)


def _mean(result: Several) -> Number | None:
    """The exact mean of the values, with one digit more than they print; None where one of them is no number."""
    numbers = [value.value for value in result.values if isinstance(value, Number)]
    if len(numbers) < len(result.values):
        return None
    return Number(result.text, decimal_of(sum(map(Fraction, numbers), Fraction(0)) / len(numbers)), result.unit)


def _joined_ends(
    limit: IntervalLimit, parts: list[Comparison], rules: RuleSet, code: str, joined: Converted
) -> Comparison:
    status = worst([part.status for part in parts])
    deciding = min((part for part in parts if part.status is status), key=lambda part: _room(limit, part))
    operands = {
        "limit": limit.text,
        "result": joined.result.text,
        "deciding": deciding.reason.operands.get("value", ""),
    }
    operands |= {key: value for key, value in deciding.reason.operands.items() if key in ("rounded", "unit", "bound")}
    return Comparison(
        status, Reason(code, operands), rules.rule, CLAUSES[rules.rule], None, None, joined.unit, joined.notes
    )


def _room(limit: IntervalLimit, part: Comparison) -> Decimal:
    """How far the value lies inside its nearest bound, negative outside: the least decides. No number comes first."""
    if part.value is None:
        return Decimal("-Infinity")
    return min(bound.value - part.value if upper else part.value - bound.value for bound, upper in _bounds(limit))


def _grade_number(limit: IntervalLimit, result: GradeResult, rules: RuleSet) -> Comparison:
    """``1a`` against ``≤ 1 级``: a limit without a letter covers the whole class."""
    operands = {"limit": limit.text, "result": result.text}
    if dimension_of(limit.unit) != "grade":
        return _undecided(rules, "text-for-number", **operands)
    number = Decimal(result.number)
    status = worst(
        [point_status(number, bound, DecisionRule.ABSOLUTE, Decimal(0), upper=up) for bound, up in _bounds(limit)]
    )
    return Comparison(status, Reason("grade", operands), rules.rule)


def _bare(limit: BareLimit, result: Result, rules: RuleSet) -> Comparison:
    """A class (``10 级``) is met by the same class. A number without a side decides nothing."""
    operands = {"limit": limit.text, "result": result.text}
    same = isinstance(result, Number) and result.value == limit.value
    if same and dimension_of(limit.unit) == "grade":
        return Comparison(Status.PASS, Reason("grade", operands), rules.rule)
    return _undecided(rules, "no-side", **operands)


def _bounds(limit: IntervalLimit) -> list[tuple[Bound, bool]]:
    return [(bound, upper) for bound, upper in ((limit.lower, False), (limit.upper, True)) if bound is not None]


def _band(limit: IntervalLimit, result: Number | Censored, rules: RuleSet) -> Decimal | Reason:
    """The guard band's width in the limit's unit, or why it has none (JCGM 106; ILAC-G8)."""
    guard = rules.guard
    if guard is None:
        return Decimal(0)
    if guard.kind is GuardKind.ABSOLUTE:
        return guard.size
    if guard.kind is GuardKind.UNCERTAINTY:
        uncertainty = result.uncertainty if isinstance(result, Number) else None
        return uncertainty if uncertainty is not None else Reason("no-uncertainty", {"result": result.text})
    if limit.lower is None or limit.upper is None:
        return Reason("no-tolerance", {"limit": limit.text})
    width = EXACT.subtract(limit.upper.value, limit.lower.value)
    return EXACT.multiply(width, guard.size).scaleb(-2, EXACT)


def _fewer_digits(limit: IntervalLimit, result: Number, joined: Converted) -> Reason | None:
    """The certificate's value has fewer decimals than the limit: it was rounded further before it was printed."""
    if joined.converted_from is not None:
        return None
    asked = max(0, *(bound.decimals for bound, _ in _bounds(limit)))
    given = max(0, decimals_of(result.value))
    return Reason("fewer-digits", {"given": str(given), "asked": str(asked)}) if given < asked else None


def _operands(limit: IntervalLimit, text: str, value: Decimal, joined: Converted) -> dict[str, str]:
    operands = {"limit": limit.text, "result": text, "value": _plain(value)}
    if joined.unit:
        operands["unit"] = joined.unit
    if joined.converted_from:
        operands["converted_from"] = joined.converted_from
    return operands


def _bound_text(bound: Bound, upper: bool) -> str:
    sign = {(True, True): "≤", (True, False): "<", (False, True): "≥", (False, False): ">"}[upper, bound.closed]
    return f"{sign} {_plain(bound.value)}"


def _plain(value: Decimal) -> str:
    """As a person writes it: no exponent, at most 12 digits behind the point."""
    shown = f"{value:f}"
    whole, point, decimals = shown.partition(".")
    return f"{whole}.{decimals[:12]}…" if point and len(decimals) > 12 else shown


def _undecided(rules: RuleSet, code: str, **operands: str) -> Comparison:
    return Comparison(Status.UNDECIDED, Reason(code, dict[str, str](operands)), rules.rule)
