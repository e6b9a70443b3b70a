"""Printed strings with their meaning: limits, results, decision rules, and one compared with the other.

Every value keeps ``text`` as printed, and every ``Decimal`` keeps the digits that were printed:
``0.10`` is not ``0.1``, because the digits decide the rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Status(StrEnum):
    """What a comparison says. ``UNDECIDED`` is the default; the other two are earned."""

    PASS = "pass"  # noqa: S105 - not a password
    FAIL = "fail"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a limit. ``closed``: the value itself is allowed (≤, ≥); open for <, > and ends written 不含."""

    value: Decimal
    closed: bool = True

    @property
    def decimals(self) -> int:
        """Digits printed after the point; negative where the number was printed as 1E3."""
        return decimals_of(self.value)


@dataclass(frozen=True, slots=True)
class IntervalLimit:
    """A number must lie between the bounds. At least one bound is there; ``nominal`` where it was printed as ±."""

    text: str
    lower: Bound | None = None
    upper: Bound | None = None
    unit: str | None = None
    nominal: Decimal | None = None
    note: str | None = None
    """What stood in brackets beside it and does not change it: a method, a basis, a condition."""
    other: IntervalLimit | None = None
    """Another reading that the text allows (``1,234``; ``50±5%``); only what both readings say is said."""
    grouped: bool = False
    """A comma in it was read as a thousands separator."""

    def __post_init__(self) -> None:
        if self.lower is None and self.upper is None:
            raise ValueError(f"a limit without a bound: {self.text!r}")


@dataclass(frozen=True, slots=True)
class BareLimit:
    """A number with no side: nothing says whether it is a minimum, a maximum or a target."""

    text: str
    value: Decimal
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class GradeLimit:
    """A class such as ``1b``, ordered 1a < 1b < 2a. ``at_most`` is None where no side is printed."""

    text: str
    number: int
    letter: str
    at_most: bool | None = None
    unit: None = None


@dataclass(frozen=True, slots=True)
class AbsentLimit:
    """It must not be there: not detected, negative, absent, 不得检出. ``sample`` is the amount looked at (``25 g``)."""

    text: str
    sample: str | None = None
    below: Decimal | None = None
    """What the method must be able to see, where it is printed: "not detectable (< 5 mg/kg)"; in ``unit``."""
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class DescribedLimit:
    """A requirement in words: "white powder", "conforms to standard"."""

    text: str
    unit: None = None


@dataclass(frozen=True, slots=True)
class ReportLimit:
    """Only to be reported (报告, 实测值, report, —): no requirement. ``explicit``: words say so, not a dash."""

    text: str
    explicit: bool = True
    unit: None = None


@dataclass(frozen=True, slots=True)
class UnparsedLimit:
    """A limit not understood for certain. ``reason`` is a code that ``judging.explain`` turns into a sentence."""

    text: str
    reason: str
    unit: None = None


Limit = IntervalLimit | BareLimit | GradeLimit | AbsentLimit | DescribedLimit | ReportLimit | UnparsedLimit


@dataclass(frozen=True, slots=True)
class Number:
    """One number; ``uncertainty`` where ``±`` was printed after it.

    ``other``, here and below, is a second reading that the text allows (``1,234``): only what both say is said.
    """

    text: str
    value: Decimal
    unit: str | None = None
    uncertainty: Decimal | None = None
    other: Number | None = None
    note: str | None = None
    """What the content is counted as, where it is printed (``as CaO``)."""


@dataclass(frozen=True, slots=True)
class Censored:
    """``<a`` or ``>a``: somewhere on one side of ``value``. ``below``: the < side; ``closed``: a itself is possible."""

    text: str
    value: Decimal
    below: bool
    closed: bool = False
    unit: str | None = None
    other: Censored | None = None


@dataclass(frozen=True, slots=True)
class NotDetected:
    """Below what the method sees; never a number. ``lod`` where it was printed.

    ``quantified_only`` is True for "below the limit of quantification" (<LOQ), where traces may have been seen.
    """

    text: str
    lod: Decimal | None = None
    unit: str | None = None
    quantified_only: bool = False
    sample: str | None = None
    """The amount looked at, where it is printed (``未检出/25g``)."""
    other: NotDetected | None = None


@dataclass(frozen=True, slots=True)
class RangeResult:
    """``6.5–7.2``: the values seen lie between the two, both included."""

    text: str
    low: Decimal
    high: Decimal
    unit: str | None = None
    other: RangeResult | None = None


@dataclass(frozen=True, slots=True)
class GradeResult:
    """A class written as number and letter (``1b``)."""

    text: str
    number: int
    letter: str
    unit: None = None


class Word(StrEnum):
    """What a qualitative result says."""

    CONFORMS = "conforms"
    NOT_CONFORMS = "not-conforms"
    NEGATIVE = "negative"
    POSITIVE = "positive"
    TRACE = "trace"


@dataclass(frozen=True, slots=True)
class VerdictWord:
    """A result that is one of the words of verdict (合格, negative, trace …)."""

    text: str
    word: Word
    unit: None = None
    sample: str | None = None


@dataclass(frozen=True, slots=True)
class TextResult:
    """Any other words: an appearance, an odour."""

    text: str
    unit: None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing was reported: empty, a dash, N/A, not tested."""

    text: str
    unit: None = None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Something like a number that cannot be known for certain (``1O``, ``0.3.1``, ``约0.4``). ``reason`` is a code."""

    text: str
    reason: str
    unit: None = None


Simple = Number | Censored | NotDetected


@dataclass(frozen=True, slots=True)
class Several:
    """Several values in one cell; ``mean`` where the certificate prints it too. Never empty."""

    text: str
    values: tuple[Simple, ...]
    mean: Number | None = None
    unit: str | None = None
    other: Several | None = None

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError(f"several values, but none given: {self.text!r}")


Result = (
    Number
    | Censored
    | NotDetected
    | RangeResult
    | GradeResult
    | VerdictWord
    | TextResult
    | Missing
    | Doubtful
    | Several
)


class DecisionRule(StrEnum):
    """How a value is rounded before it meets the limit."""

    ABSOLUTE = "absolute"
    ROUNDING = "rounding"
    USP = "usp"
    PH_EUR = "ph-eur"


class SeveralPolicy(StrEnum):
    """What must satisfy the limit where a cell holds several values."""

    EACH = "each"
    MEAN = "mean"


class MissingDigits(StrEnum):
    """What a value printed with fewer decimals than the limit becomes."""

    NOTE = "note"
    UNDECIDED = "undecided"


class GuardKind(StrEnum):
    """What the width of a guard band is counted in."""

    ABSOLUTE = "absolute"
    PERCENT_OF_TOLERANCE = "percent-of-tolerance"
    UNCERTAINTY = "uncertainty"
    """The uncertainty printed with the result; none printed leaves the requirement undecided."""


@dataclass(frozen=True, slots=True)
class GuardBand:
    """A strip inside the limit where a value is undecided (JCGM 106, ILAC-G8).

    ``size`` is in the limit's unit or in % of the tolerance.
    """

    kind: GuardKind
    size: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if self.size < 0:
            raise ValueError(f"a guard band cannot be negative: {self.size}")


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What was agreed about comparing. The defaults are those of RULES: absolute method, no guard band."""

    rule: DecisionRule = DecisionRule.ABSOLUTE
    guard: GuardBand | None = None
    demand_lod: bool = False
    """True: "not detected" without a printed LOD does not pass an upper limit by itself."""
    several: SeveralPolicy = SeveralPolicy.EACH
    missing_digits: MissingDigits = MissingDigits.NOTE
    accepted_wordings: tuple[str, ...] = field(default=())
    """Wordings that people accepted before for this characteristic's described requirement."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code and its operands (plain strings, as they are shown), so that it can be said in any language."""

    code: str
    operands: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One limit against one result. ``clause`` cites the source of the rule that decided.

    ``value`` is the number compared, in the limit's unit; ``rounded`` what it became under the rule, where it changed.
    """

    status: Status
    reason: Reason
    rule: DecisionRule
    clause: str | None = None
    value: Decimal | None = None
    rounded: Decimal | None = None
    unit: str | None = None
    notes: tuple[Reason, ...] = ()


def decimals_of(value: Decimal) -> int:
    """Digits printed after the point; negative for ``1E3``. ``ValueError`` for infinities and NaN."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"not a finite number: {value}")  # noqa: TRY004 - the type is right, the value is not
    return -exponent
