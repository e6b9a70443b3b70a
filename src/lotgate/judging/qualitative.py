"""Requirements that are not numbers: absence, descriptions, classes, "report" (RULES, "Censored and qualitative")."""

from __future__ import annotations

from decimal import Decimal

from lotgate.errors import UnitError
from lotgate.judging.units import Converted
from lotgate.lexicon.numbers import fold_words, parse_number
from lotgate.lexicon.outcomes import verdict_word
from lotgate.lexicon.units import convert, is_unit
from lotgate.model.measurement import (
    AbsentLimit,
    Censored,
    Comparison,
    DescribedLimit,
    Doubtful,
    GradeLimit,
    GradeResult,
    Missing,
    NotDetected,
    Number,
    RangeResult,
    Reason,
    ReportLimit,
    Result,
    RuleSet,
    Several,
    Status,
    VerdictWord,
    Word,
)

_CLAUSE = "lotgate rules: results in words"


def compare_report(limit: ReportLimit, result: Result, rules: RuleSet) -> Comparison:
    """Only to be reported: any value that can be read satisfies it; a missing or doubtful one does not."""
    if isinstance(result, Missing | Doubtful | VerdictWord) and not _says_presence(result):
        return _say(Status.UNDECIDED, "report-without-value", limit.text, result, rules)
    return _say(Status.PASS, "reported", limit.text, result, rules)


def _says_presence(result: Result) -> bool:
    return isinstance(result, VerdictWord) and result.word in (Word.NEGATIVE, Word.POSITIVE)


def compare_described(limit: DescribedLimit, result: Result, rules: RuleSet) -> Comparison:
    """Same words, or words people accepted, or a word of conformity; other words are undecided, never a failure."""
    if isinstance(result, Missing):
        return _say(Status.UNDECIDED, "result-missing", limit.text, result, rules)
    said, asked = _without_spaces(result.text), _without_spaces(limit.text)
    if said == asked and not isinstance(result, Doubtful):
        return _say(Status.PASS, "same-words", limit.text, result, rules)
    if any(said == _without_spaces(wording) for wording in rules.accepted_wordings):
        return _say(Status.PASS, "accepted-words", limit.text, result, rules)
    if isinstance(result, VerdictWord):
        return _described_verdict(limit, result, rules)
    if isinstance(result, NotDetected) and verdict_word(fold_words(limit.text)) is Word.POSITIVE:
        return _say(Status.FAIL, "opposite-word", limit.text, result, rules)
    return _say(Status.UNDECIDED, "other-words", limit.text, result, rules)


def _described_verdict(limit: DescribedLimit, result: VerdictWord, rules: RuleSet) -> Comparison:
    asked = verdict_word(fold_words(limit.text))
    if result.word is Word.NOT_CONFORMS:
        return _say(Status.FAIL, "does-not-conform", limit.text, result, rules)
    if asked is Word.POSITIVE:
        if result.word is Word.CONFORMS:
            return _say(Status.UNDECIDED, "other-words", limit.text, result, rules)
        met = result.word is Word.POSITIVE
        opposite = result.word is Word.NEGATIVE
        status = Status.PASS if met else Status.FAIL if opposite else Status.UNDECIDED
        return _say(status, "same-words" if met else "opposite-word", limit.text, result, rules)
    if result.word is Word.CONFORMS:
        return _say(Status.PASS, "conforms", limit.text, result, rules)
    return _say(Status.UNDECIDED, "other-words", limit.text, result, rules)


def compare_absent(limit: AbsentLimit, joined: Converted, rules: RuleSet) -> Comparison:
    """Not detected and negative pass; positive and any number above zero fail; a censored value proves nothing."""
    result = joined.result
    if isinstance(result, NotDetected | VerdictWord) and not _enough_sample(limit, result):
        return _say(Status.UNDECIDED, "smaller-sample", limit.text, result, rules)
    if isinstance(result, NotDetected):
        return _absent_not_detected(limit, result, rules)
    if isinstance(result, VerdictWord):
        status = {Word.NEGATIVE: Status.PASS, Word.POSITIVE: Status.FAIL, Word.NOT_CONFORMS: Status.FAIL}.get(
            result.word, Status.UNDECIDED
        )
        code = {Status.PASS: "absent", Status.FAIL: "present"}.get(status, "other-words")
        return _say(status, code, limit.text, result, rules)
    if isinstance(result, Number | Censored | RangeResult | Several):
        return _absent_number(limit, result, rules)
    return _say(Status.UNDECIDED, "other-words", limit.text, result, rules)


def _absent_not_detected(limit: AbsentLimit, result: NotDetected, rules: RuleSet) -> Comparison:
    if result.quantified_only:
        return _say(Status.UNDECIDED, "below-quantification", limit.text, result, rules)
    if limit.below is not None and result.lod is not None and result.lod > limit.below:
        return _say(Status.UNDECIDED, "lod-too-high", limit.text, result, rules)
    if rules.demand_lod and result.lod is None:
        return _say(Status.UNDECIDED, "lod-demanded", limit.text, result, rules)
    return _say(Status.PASS, "absent", limit.text, result, rules)


def _absent_number(limit: AbsentLimit, result: Number | Censored | RangeResult | Several, rules: RuleSet) -> Comparison:
    floor = limit.below if limit.below is not None else Decimal(0)
    if any(_surely_above(one, floor, seen=limit.below is None) for one in _parts(result)):
        return _say(Status.FAIL, "present", limit.text, result, rules)
    if limit.below is not None and all(_surely_below(one, limit.below) for one in _parts(result)):
        return _say(Status.PASS, "absent", limit.text, result, rules)
    return _say(Status.UNDECIDED, "number-for-absence", limit.text, result, rules)


def _parts(result: Number | Censored | RangeResult | Several) -> tuple[Result, ...]:
    return result.values if isinstance(result, Several) else (result,)


def _surely_above(one: Result, floor: Decimal, *, seen: bool) -> bool:
    """Whether the value was seen above ``floor``; with no floor printed any number above zero was seen."""
    if isinstance(one, Number):
        return one.value > floor or (not seen and one.value == floor)
    if isinstance(one, RangeResult):
        return one.high > floor
    return isinstance(one, Censored) and not one.below and one.value >= floor and (not one.closed or one.value > floor)


def _surely_below(one: Result, floor: Decimal) -> bool:
    if isinstance(one, NotDetected):
        return not one.quantified_only and (one.lod is None or one.lod <= floor)
    return isinstance(one, Censored) and one.below and (one.value < floor or (one.value == floor and not one.closed))


def _enough_sample(limit: AbsentLimit, result: NotDetected | VerdictWord) -> bool:
    """Whether at least as much was looked at as asked; an amount that only the limit prints is taken as kept."""
    if limit.sample is None or result.sample is None:
        return True
    asked, looked = limit.sample.split(" "), result.sample.split(" ")
    wanted, given = parse_number(asked[0]), parse_number(looked[0])
    if wanted is None or given is None or not (is_unit(asked[1]) and is_unit(looked[1])):
        return limit.sample == result.sample
    try:
        return convert(given, looked[1], asked[1]) >= wanted
    except UnitError:
        return False


def compare_grade(limit: GradeLimit, result: Result, rules: RuleSet) -> Comparison:
    """Classes of number and letter (copper strip ``1b``): ordered where a side is printed, else only equal."""
    if isinstance(result, GradeResult):
        said, asked = (result.number, result.letter), (limit.number, limit.letter)
        if limit.at_most is None:
            status = Status.PASS if said == asked else Status.UNDECIDED
        else:
            status = Status.PASS if (said <= asked) == limit.at_most or said == asked else Status.FAIL
        return _say(status, "grade", limit.text, result, rules)
    if isinstance(result, Number) and limit.at_most and result.value != limit.number:
        # A class printed without its letter is decided by its number alone, unless it is the limit's own class.
        status = Status.PASS if 0 < result.value < limit.number else Status.FAIL
        return _say(status, "grade", limit.text, result, rules)
    return _say(Status.UNDECIDED, "other-words", limit.text, result, rules)


def _without_spaces(text: str) -> str:
    return fold_words(text).replace(" ", "")


def _say(status: Status, code: str, limit: str, result: Result, rules: RuleSet) -> Comparison:
    return Comparison(status, Reason(code, {"limit": limit, "result": result.text}), rules.rule, _CLAUSE)
