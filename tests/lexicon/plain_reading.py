"""Typed limits and results in the words of docs/reference/limits.md."""

from __future__ import annotations

from lotgate.model.measurement import (
    AbsentLimit,
    BareLimit,
    Bound,
    Censored,
    DescribedLimit,
    Doubtful,
    GradeLimit,
    GradeResult,
    IntervalLimit,
    Limit,
    Missing,
    NotDetected,
    Number,
    RangeResult,
    ReportLimit,
    Result,
    Several,
    TextResult,
    UnparsedLimit,
    VerdictWord,
)


def limit_in_words(limit: Limit) -> str:
    match limit:
        case IntervalLimit():
            return _interval(limit)
        case BareLimit(value=value, unit=unit):
            return f"{value:f}{_unit(unit)}, no side"
        case GradeLimit(number=number, letter=letter, at_most=at_most):
            return f"class {'≤ ' if at_most else ''}{number}{letter}"
        case AbsentLimit(sample=sample, below=below, unit=unit):
            seen = f", seen from {below:f}{_unit(unit)}" if below is not None else ""
            return f"absent{f' in {sample}' if sample else ''}{seen}"
        case DescribedLimit():
            return "described"
        case ReportLimit(explicit=explicit):
            return "report only" if explicit else "no requirement"
        case UnparsedLimit(reason=reason):
            return f"undecided: {reason}"


def result_in_words(result: Result) -> str:
    match result:
        case Number(value=value, unit=unit, uncertainty=uncertainty, other=other):
            spread = f" ± {uncertainty:f}" if uncertainty is not None else ""
            second = f"; or {result_in_words(other)}" if other else ""
            return f"{value:f}{spread}{_unit(unit)}{second}"
        case Censored(value=value, below=below, closed=closed, unit=unit):
            return f"every value {_sign(below, closed)} {value:f}{_unit(unit)}"
        case NotDetected(lod=lod, unit=unit, quantified_only=quantified_only, sample=sample):
            name = "below quantification" if quantified_only else "not detected"
            limit = f", below {lod:f}{_unit(unit)}" if lod is not None else ""
            return f"{name}{limit}{f' in {sample}' if sample else ''}"
        case RangeResult(low=low, high=high, unit=unit):
            return f"from {low:f} to {high:f}{_unit(unit)}"
        case GradeResult(number=number, letter=letter):
            return f"class {number}{letter}"
        case VerdictWord(word=word, sample=sample):
            return f"word: {word.value}{f' in {sample}' if sample else ''}"
        case TextResult():
            return "text"
        case Missing():
            return "missing"
        case Doubtful(reason=reason):
            return f"in doubt: {reason}"
        case Several(values=values, mean=mean):
            stated = f"; mean {result_in_words(mean)}" if mean else ""
            return f"several: {', '.join(result_in_words(value) for value in values)}{stated}"


def _interval(limit: IntervalLimit) -> str:
    ends = [_bound(limit.lower, upper=False), _bound(limit.upper, upper=True)]
    text = " and ".join(end for end in ends if end) + _unit(limit.unit)
    return f"{text}; or {_interval(limit.other)}" if limit.other else text


def _bound(bound: Bound | None, *, upper: bool) -> str:
    return f"{_sign(upper, bound.closed)} {bound.value:f}" if bound else ""


def _sign(below: bool, closed: bool) -> str:
    return {(True, True): "≤", (True, False): "<", (False, True): "≥", (False, False): ">"}[below, closed]


def _unit(unit: str | None) -> str:
    return f" {unit}" if unit else ""
