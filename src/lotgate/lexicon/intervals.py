"""The grammar of numeric limits: tokens in, bounds out.

A limit is a clause (``≤ 5``, ``5 max``, ``5以下``), two clauses of opposite sides, a range, a tolerance, or a number
alone. Brackets beside it exclude an end, give the unit or the tolerance, or are a note; any other bracket that holds a
number, and any token that no rule takes, means that the limit is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal

from lotgate.lexicon.comparisons import Token, tokens_of, vocabulary
from lotgate.lexicon.numbers import Comma, parse_number
from lotgate.lexicon.units import dimension_of, is_unit, same_unit
from lotgate.model.measurement import BareLimit, Bound, IntervalLimit, decimals_of

_EXACT = Context(prec=100)
_CONDITION = re.compile(
    r"(?:(?:at|@|在)?\s?[+-]?[0-9]+(?:\.[0-9]+)?\s?(?:±\s?[0-9.]+\s?)?(?:°C|℃|°F|K|h|hr|hrs|hours?|min|s|nm|rpm|Hz|kHz|MHz|%\s?RH|小时|分钟)[,;/ ]*)+",
    re.IGNORECASE,
)
_LOOSE_EXCLUSION = re.compile(
    r"(?<!\()\s?[,;]?\s?((?:不含|不包括|不包含|excluding|excl\.?)\s?(?:[+-]?[0-9.]+[^\s()]{0,6}|上限值?|下限值?|端点|两端))$"
)
_LOOSE_BASIS = re.compile(
    r",?\s((?:calculated |expressed )?as [A-Z][A-Za-z0-9]{0,11}|(?:on )?(?:the |an? )?(?:dry|dried|anhydrous)(?: |-)?basis"
    r"|of (?:the )?(?:label(?:l?ed)?|declared|stated)(?: claim| amount| content| value)?)$",
    re.IGNORECASE,
)
BASIS = re.compile(
    r",?\s((?:calculated |expressed )?as [A-Z][A-Za-z0-9]{0,11}|(?:on )?(?:the )?(?:dry|dried|anhydrous) basis)$"
)
BASIS = re.compile(r"(?:以\s?[\w·]{1,12}\s?计|(?:calculated |expressed )?as [A-Za-z][A-Za-z0-9]{0,11})", re.IGNORECASE)
"""A bracket that names what a content is counted as: (as CaO), (以P2O5计)."""
_CLAUSE = re.compile(r"[OM]?[OM]N[MA]?|N[MA]")
_TWO_CLAUSES = re.compile(r"([OM]?[OM]N[MA]?|N[MA])[RBC]?([OM]?[OM]N[MA]?|N[MA])")
_LOWER, _UPPER = ("≥", ">"), ("≤", "<")


@dataclass(slots=True)
class _Reading:
    """What a limit's tokens become, step by step."""

    tokens: list[Token]
    exclusions: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: str | None = None


def parse_interval(text: str, folded: str, unit: str | None, comma: Comma) -> IntervalLimit | BareLimit | str:
    """The numeric limit that ``folded`` prints, or the code of the reason why it was not understood."""
    folded = _LOOSE_BASIS.sub(r" (\1)", _LOOSE_EXCLUSION.sub(r" (\1)", folded))
    reading = _open_brackets(tokens_of(folded, comma), comma)
    if reading.failed:
        return reading.failed
    found = _shape(text, reading.tokens, unit)
    if isinstance(found, str):
        retried = [as_minutes(reading.tokens, index) for index in range(len(reading.tokens))]
        if retried != reading.tokens:
            found = _shape(text, retried, unit)
    if isinstance(found, str):
        return found
    if isinstance(found, BareLimit):
        return "excluded-end" if reading.exclusions else found
    limit = _exclude(found, reading.exclusions)
    if isinstance(limit, str):
        return limit
    return replace(limit, note="; ".join(reading.notes) or None)


def _open_brackets(tokens: Sequence[Token], comma: Comma) -> _Reading:
    reading = _Reading([])
    for index, token in enumerate(tokens):
        if token.kind == "*":
            reading.notes.append(token.text)
        elif token.kind == "G":
            _open_bracket(reading, token, comma, first=index == 0)
        else:
            reading.tokens.append(token)
    while reading.tokens and reading.tokens[-1].kind == "C":
        reading.tokens.pop()
    return reading


def _open_bracket(reading: _Reading, token: Token, comma: Comma, *, first: bool) -> None:
    words = token.text.casefold().strip(" .:")
    exclusion = _exclusion(words)
    inner = tokens_of(token.text, comma)
    kinds = "".join(part.kind for part in inner)
    if exclusion is not None:
        reading.exclusions.append(exclusion)
    elif (
        kinds in ("M", "A")
        or (first and "N" in kinds and "G" not in kinds)
        or (
            re.fullmatch(r"NU?[SC]?NU?", kinds)
            and all(part.signed or not part.value for part in inner if part.kind == "N")
        )
        or kinds in ("PN", "PNU")
    ):
        reading.tokens.extend(inner)
    elif token.text and is_unit(token.text) and not words.isdigit():
        _add_unit(reading, token)
    elif BASIS.fullmatch(token.text):
        reading.notes.append(token.text)
    elif _CONDITION.fullmatch(token.text):
        reading.notes.append(token.text)
        if _same_dimension(reading.tokens, inner):
            reading.failed = "condition-or-limit"
    elif any(c.isdigit() for c in words) or "O" in kinds or "�" in words or not words:
        reading.failed = "bracket"
    elif any(re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", words) for word in vocabulary().splitting):
        reading.failed = "conditional"
    else:
        reading.notes.append(token.text)


def _add_unit(reading: _Reading, token: Token) -> None:
    last = reading.tokens[-1] if reading.tokens else None
    if last is None or last.kind not in "NUMA":
        reading.failed = "bracket"
    elif last.kind == "U" and not same_unit(last.text, token.text):
        specific = f"{last.text}({token.text})"
        if is_unit(specific):
            reading.tokens[-1] = replace(last, text=specific)
        else:
            reading.failed = "two-units"
    elif last.kind != "U":
        reading.tokens.append(replace(token, kind="U"))


def _same_dimension(tokens: Sequence[Token], inner: Sequence[Token]) -> bool:
    dimensions = {dimension_of(token.text) for token in tokens if token.kind == "U"} - {None}
    return bool(dimensions & {dimension_of(token.text) for token in inner if token.kind == "U"})


def _exclusion(words: str) -> str | None:
    """``both``, ``upper``, ``lower``, the excluded number as printed, ``` ` for an inclusion; None for another bracket."""
    known = vocabulary().excluded
    for key, meaning in (("both_ends", "both"), ("upper_end", "upper"), ("lower_end", "lower")):
        if words in known[key]:
            return meaning
    if words in known["included"]:
        return "included"
    for meaning, before, after in (("", known["before"], known["after"]), ("included", known["included"], ())):
        for word in before:
            if words.startswith(word):
                return meaning or words[len(word) :].strip(" :")
        for word in after:
            if words.endswith(word):
                return words[: -len(word)].strip(" :")
    return None


def as_minutes(tokens: Sequence[Token], index: int) -> Token:
    """``min`` right behind a number, read as minutes: only tried where reading it as minimum makes no limit."""
    token = tokens[index]
    if token.kind == "M" and token.text == "≥" and index and tokens[index - 1].kind == "N":
        length = token.end - token.start
        return replace(token, kind="U", text="min") if length == len("min") else token
    return token


def _shape(text: str, tokens: Sequence[Token], unit: str | None) -> IntervalLimit | BareLimit | str:
    """The limit that the tokens make, or a reason."""
    kept, numbers, printed = _compact(tokens)
    if kept is None or not numbers:
        return "not-understood"
    kinds = "".join(token.kind for token in kept)
    values = [token.value for token in numbers if token.value is not None]
    if (
        kinds in ("NPN", "PN")
        or re.fullmatch(r"NN[SC]?N|NNRN|NRN[SC]?N", kinds)
        or (kinds == "NSN" and _opposite(numbers))
    ):
        return _tolerance(text, kinds, values, printed, unit, numbers)
    whole = _one_unit(printed, unit)
    if whole is None:
        return "two-units"
    if kinds == "N":
        return BareLimit(text, values[0], whole or None)
    if kinds == "NRN":
        return _range(text, Bound(values[0]), Bound(values[1]), whole or None)
    return _clauses(text, kinds, kept, values, whole or None)


def _compact(tokens: Sequence[Token]) -> tuple[list[Token] | None, list[Token], list[str | None]]:
    """The tokens without units and symbols, the numbers, and each number's printed unit; None where one is misplaced."""
    kept: list[Token] = []
    numbers: list[Token] = []
    units: list[str | None] = []
    between = False
    for index, token in enumerate(tokens):
        following = tokens[index + 1].kind if index + 1 < len(tokens) else "$"
        if token.kind == "N":
            numbers.append(token)
            units.append(None)
            kept.append(token)
        elif token.kind == "U":
            if not units or units[-1] is not None:
                return None, [], []
            units[-1] = token.text
        elif token.kind == "Q" or (token.kind == "C" and index == 1 and tokens[0].kind == "Q"):
            if index > 1 and not (tokens[index - 1].kind == "O" and following == "O"):
                return None, [], []
        elif token.kind == "W" and index == 0:
            between = True
        elif token.kind == "E" and index == len(tokens) - 1:
            continue
        elif token.kind == "B" and between:
            kept.append(replace(token, kind="R"))
        else:
            kept.append(token)
    return kept, numbers, units


def _opposite(numbers: Sequence[Token]) -> bool:
    return all(number.signed for number in numbers) and len({number.text[0] for number in numbers}) == 2


def _one_unit(printed: Sequence[str | None], column: str | None) -> str | None:
    """The unit that all printed units and the column name, ``""`` where there is none; None where two differ."""
    named = [unit for unit in (column, *printed) if unit]
    if not named:
        return ""
    return named[-1] if all(same_unit(named[-1], unit) for unit in named) else None


def _range(text: str, lower: Bound, upper: Bound, unit: str | None) -> IntervalLimit | str:
    if lower.value > upper.value or (lower.value == upper.value and not (lower.closed and upper.closed)):
        return "reversed"
    return IntervalLimit(text, lower, upper, unit)


def _clauses(
    text: str, kinds: str, tokens: Sequence[Token], values: Sequence[Decimal], unit: str | None
) -> IntervalLimit | str:
    if _CLAUSE.fullmatch(kinds):
        sign = _sign(tokens)
        if sign is None or (kinds == "NM" and _may_be_minutes(tokens[1], unit)):
            return "two-sides"
        bound = Bound(values[0], sign in "≤≥")
        return IntervalLimit(text, bound, None, unit) if sign in _LOWER else IntervalLimit(text, None, bound, unit)
    if kinds == "NOON":
        left, right = tokens[1].text, tokens[2].text
        first, second = Bound(values[0], left in "≤≥"), Bound(values[1], right in "≤≥")
        if left in _UPPER and right in _UPPER:
            return _range(text, first, second, unit)
        return _range(text, second, first, unit) if left in _LOWER and right in _LOWER else "two-sides"
    two = _TWO_CLAUSES.fullmatch(kinds)
    if two is None:
        return "not-understood"
    first_sign, second_sign = _sign(tokens[: two.end(1)]), _sign(tokens[two.start(2) :])
    if first_sign is None or second_sign is None:
        return "two-sides"
    one, other = Bound(values[0], first_sign in "≤≥"), Bound(values[1], second_sign in "≤≥")
    if first_sign in _LOWER and second_sign in _UPPER:
        return _range(text, one, other, unit)
    return _range(text, other, one, unit) if first_sign in _UPPER and second_sign in _LOWER else "two-sides"


def _may_be_minutes(word: Token, unit: str | None) -> bool:
    """``60 min`` in a column of times."""
    return word.text == "≥" and word.end - word.start == len("min") and dimension_of(unit) == "time"


def _sign(tokens: Sequence[Token]) -> str | None:
    """The clause's one sign; None where two disagree, or where ``min`` behind a signed number may mean minutes."""
    signs = [token.text for token in tokens if token.kind in "OMA"]
    last = tokens[-1]
    if len(signs) > 1 and last.kind == "M" and last.text == "≥" and last.end - last.start == len("min"):
        return None
    if len(set(signs)) == 1:
        return signs[0]
    # "<5 max": both are upper; the strict sign is the stronger promise asked for.
    sides = {sign in _LOWER for sign in signs}
    return next(sign for sign in signs if sign in "<>") if len(sides) == 1 else None


def _tolerance(
    text: str,
    kinds: str,
    values: Sequence[Decimal],
    printed: Sequence[str | None],
    unit: str | None,
    numbers: Sequence[Token],
) -> IntervalLimit | str:
    if kinds == "PN":
        nominal, up, down = Decimal(0), values[0], -values[0]
        printed = [None, *printed]
    elif kinds == "NSN":
        nominal, up, down = Decimal(0), max(values), min(values)
        printed = [None, *printed]
    elif kinds == "NPN":
        nominal, up, down = values[0], values[1], -values[1]
    elif kinds.startswith("NR"):
        # "50-1/+2": the first dash is the sign of the lower tolerance.
        if not numbers[2].signed:
            return "not-understood"
        nominal, up, down = values[0], values[2], -values[1]
    else:
        last = -values[2] if kinds == "NNRN" else values[2]
        if (
            any(value and not token.signed for value, token in zip(values[1:], numbers[1:], strict=True))
            and kinds != "NNRN"
        ):
            return "not-understood"
        nominal, up, down = values[0], max(values[1], last), min(values[1], last)
    if up < down or (kinds in ("PN", "NPN") and up < 0):
        return "reversed"
    tolerance_unit = next((given for given in reversed(printed[1:]) if given), None)
    absolute = _absolute(text, nominal, up, down, printed, unit)
    if tolerance_unit is None or not same_unit(tolerance_unit, "%") or kinds in ("PN", "NSN"):
        return absolute
    return _with_percent(text, nominal, up, down, (printed[0], unit), absolute)


def _absolute(
    text: str, nominal: Decimal, up: Decimal, down: Decimal, printed: Sequence[str | None], unit: str | None
) -> IntervalLimit | str:
    whole = _one_unit(printed, unit)
    if whole is None:
        return "two-units"
    lower, upper = Bound(_EXACT.add(nominal, down)), Bound(_EXACT.add(nominal, up))
    return IntervalLimit(text, lower, upper, whole or None, nominal)


def _with_percent(
    text: str,
    nominal: Decimal,
    up: Decimal,
    down: Decimal,
    units: tuple[str | None, str | None],
    absolute: IntervalLimit | str,
) -> IntervalLimit | str:
    """A tolerance in %: of the nominal, unless the nominal itself is in %; where nothing tells, both readings stand."""
    named = units[0] or units[1]
    if units[0] and same_unit(units[0], "%"):
        return absolute
    if nominal < 0:
        return "not-understood"
    relative = IntervalLimit(text, Bound(_share(nominal, down)), Bound(_share(nominal, up)), named, nominal)
    if named and not same_unit(named, "%"):
        return relative
    if isinstance(absolute, str):
        return relative
    # No unit but the tolerance's %: either the whole limit is in %, or the share is of the nominal.
    relative = replace(relative, unit=named or "%")
    if (absolute.lower, absolute.upper) == (relative.lower, relative.upper):
        return relative
    return replace(relative, other=absolute)


def _share(nominal: Decimal, percent: Decimal) -> Decimal:
    """``nominal`` and ``percent`` of it, exactly, with at least the nominal's digits."""
    exact = _EXACT.add(nominal, _EXACT.multiply(nominal, percent).scaleb(-2)).normalize(_EXACT)
    places = max(decimals_of(nominal), decimals_of(exact), 0)
    return exact.quantize(Decimal(1).scaleb(-places), context=_EXACT)


def _exclude(limit: IntervalLimit, exclusions: Sequence[str]) -> IntervalLimit | str:
    for exclusion in exclusions:
        ends = _ends(limit, exclusion)
        if ends is None:
            return "excluded-end"
        if ends[0] and limit.lower:
            limit = replace(limit, lower=replace(limit.lower, closed=False))
        if ends[1] and limit.upper:
            limit = replace(limit, upper=replace(limit.upper, closed=False))
    return limit


def _ends(limit: IntervalLimit, exclusion: str) -> tuple[bool, bool] | None:
    """Which ends (lower, upper) the exclusion names; None where it names none."""
    if exclusion in ("both", "upper", "lower", "included"):
        return exclusion in ("both", "lower"), exclusion in ("both", "upper")
    match = re.match(r"([+±-]?)\s?([0-9.,]+)", exclusion)
    value = parse_number(match[2]) if match else None
    if match is None or value is None:
        return None
    signed = -value if match[1] == "-" else value
    if limit.nominal is not None and limit.lower and limit.upper:
        up, down = limit.upper.value - limit.nominal, limit.nominal - limit.lower.value
        matched = (match[1] != "+" and value == down, match[1] != "-" and value == up)
        if any(matched):
            return matched
    matched = (
        limit.lower is not None and limit.lower.value == signed,
        limit.upper is not None and limit.upper.value == signed,
    )
    return matched if any(matched) else None
