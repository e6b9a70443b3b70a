"""Printed results → typed results. Contract: never raises, keeps the text, never turns a censored value or
"not detected" into a number, and whatever looks like a number without being one for certain is :class:`Doubtful`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from lotgate.lexicon.brackets import BASIS
from lotgate.lexicon.comparisons import Token, tokens_of
from lotgate.lexicon.intervals import as_minutes
from lotgate.lexicon.numbers import LONGEST_TEXT, NUMBER, Comma, comma_of, fold, fold_words, parse_number
from lotgate.lexicon.outcomes import outcomes, split_sample, verdict_word
from lotgate.lexicon.units import NO_UNIT, is_unit, same_unit
from lotgate.model.measurement import (
    Censored,
    Doubtful,
    GradeResult,
    Missing,
    NotDetected,
    Number,
    RangeResult,
    Result,
    Several,
    Simple,
    TextResult,
    VerdictWord,
    Word,
)

_COMMA_SEPARATOR = re.compile(",")
_COMMA_LIST = re.compile(r"(?:[1-9][0-9](?:,[1-9][0-9]){2,}|[0-9]+\.[0-9]+(?:,[0-9]+\.[0-9]+)+)[^0-9,.]*")
"""``27,28,29`` and ``27.1,28.2``: lists that are numbers of no kind."""
_GRADE = re.compile(r"([1-4])\s?([a-e])(?:\s?级)?")
_ORDINAL_GRADE = re.compile(r"(?:grade|class|等级|级别)\s?([0-9]{1,2})")
_TRAILING_BRACKET = re.compile(r"(.*?)\s?[(\[]([^()\[\]]*)[)\]]")
_COUNT_NOTE = re.compile(r"(?:n|k)\s?=\s?[0-9]{1,3}(?:[,;]\s?(?:n|k)\s?=\s?[0-9]{1,3})*|[a-z]\)?|p\s?=\s?95\s?%|\*+")
_METHOD_NOTE = re.compile(r"[A-Z][A-Z-]{1,7}")
_MEAN_OF = re.compile(
    r"(?:of (?:[0-9]{1,2}(?=\s?[:=])|two|three|four|five|six)|\(n\s?=\s?[0-9]+\))?\s?(?:is|为)?\s?[:=]?\s?([^a-z:=].*)"
)
_WRAPPED = re.compile(r"\(([^()]+)\)\s?([^()0-9]{0,12})")
_LIST_SEPARATOR = re.compile(r"\s?[、;]\s?|,\s|\s/\s|(?<=[0-9%dD出])/(?=[<>≤≥0-9Nn未.])")
_MEAN_NOTE = re.compile(
    r"(?:mean|average|avg\.?|平均值?|均值)(?: of (?:[0-9]{1,2}|two|three|four|five|six))?|n\s?=\s?[0-9]{1,3}"
)
_LOD = re.compile(rf"(?:.*?[^0-9A-Za-z.])?[<≤]?\s?(?:为|is|of)?\s?[:=]?\s?[<≤]?\s?({NUMBER})\s?([^0-9<≤()]*)")
_BARE_DIGITS = re.compile(r"[0-9]")
_LOOKALIKE_ZERO = re.compile(r"[OoQ]{1,2}")
_PH = re.compile(r"ph(?:值)?\s?[:=]?\s?(?=[0-9])", re.IGNORECASE)
_DATE = re.compile(r"(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}")
_WIDEST_FRACTION = 3


@lru_cache(maxsize=4096)
def parse_result(text: str, unit: str | None = None) -> Result:
    """The result that ``text`` prints; ``unit`` is the one printed beside it, used where the text has none."""
    column = unit.strip() if unit and unit.strip().casefold() not in NO_UNIT else None
    folded = fold(text)
    words = fold_words(text)
    if len(words) > LONGEST_TEXT:
        return _prose(text, folded, "not-a-number")
    return _worded(text, words, column) or _not_detected(text, folded, column) or _read(text, folded, column)


def _worded(text: str, words: str, unit: str | None) -> Result | None:
    known = outcomes()
    if words in known.missing or not words:
        return Missing(text)
    if words in known.doubtful:
        return Doubtful(text, "not-detected-or-no-data")
    if words in known.below_detection:
        return NotDetected(text, unit=unit)
    if words in known.below_quantification:
        return NotDetected(text, unit=unit, quantified_only=True)
    word = verdict_word(words)
    if word is not None:
        return VerdictWord(text, word)
    if _LOOKALIKE_ZERO.fullmatch(words):
        return Doubtful(text, "not-a-number")
    return None


def _not_detected(text: str, folded: str, unit: str | None) -> Result | None:
    """Words with a figure beside them: ``ND (<0.05)``, ``未检出(LOD 0.05)``, ``<LOQ (0.1)``, ``absent in 25 g``."""
    known = outcomes()
    words = folded.casefold().rstrip(" .。;")
    if not _BARE_DIGITS.search(words):
        return None
    plain, sample = split_sample(words)
    if sample:
        if plain in known.below_detection:
            return NotDetected(text, unit=unit, sample=sample)
        word = verdict_word(plain)
        if word in (Word.NEGATIVE, Word.POSITIVE):
            return VerdictWord(text, word, sample=sample)
    for phrases, quantified in ((known.below_detection, False), (known.below_quantification, True)):
        for cut in (match.start() for match in re.finditer(r"[\s(,，:;=\[<]", words)):
            if cut and words[:cut].strip(" .") in phrases:
                return _with_lod(text, folded[cut:], unit, quantified=quantified)
    return None


def _with_lod(text: str, tail: str, unit: str | None, *, quantified: bool) -> Result:
    inner = tail.strip(" ,，:;()[]=")
    for name in outcomes().detection:
        if inner.casefold().startswith(name):
            inner = inner[len(name) :].strip(" :=")
            break
    found = _LOD.fullmatch(inner) if not inner[:1].isalpha() else None
    value = parse_number(found[1], comma_of(inner)) if found else None
    if found is None or value is None or value < 0:
        return Doubtful(text, "not-a-number")
    printed = found[2].strip() or None
    if printed and not is_unit(printed):
        return Doubtful(text, "not-a-number")
    if printed and unit and not same_unit(printed, unit):
        unit = None
    return NotDetected(text, value, printed or unit, quantified)


def _read(text: str, folded: str, unit: str | None) -> Result:
    if not _BARE_DIGITS.search(folded):
        return TextResult(text)
    grade = _GRADE.fullmatch(folded)
    if grade:
        return GradeResult(text, int(grade[1]), grade[2])
    ordinal = _ORDINAL_GRADE.fullmatch(folded.casefold())
    if ordinal:
        value = parse_number(ordinal[1])
        return Number(text, value, "级") if value is not None else Doubtful(text, "not-a-number")
    if _approximate(folded.casefold()):
        return Doubtful(text, "approximate")
    comma = comma_of(f"{folded} {unit or ''}")
    first = _numeric(text, folded, unit, comma)
    if comma is not Comma.UNKNOWN or isinstance(first, Doubtful | TextResult):
        return first
    return _both_readings(first, _numeric(text, folded, unit, Comma.DECIMAL), text)


def _both_readings(first: Result, second: Result, text: str) -> Result:
    """``1,234`` kept as one thousand and as one point two three four."""
    if isinstance(first, Number) and isinstance(second, Number):
        return replace(first, other=second)
    if isinstance(first, Censored) and isinstance(second, Censored):
        return replace(first, other=second)
    if isinstance(first, RangeResult) and isinstance(second, RangeResult):
        return replace(first, other=second)
    if isinstance(first, Several) and isinstance(second, Several):
        return replace(first, other=second)
    return Doubtful(text, "comma")


def _approximate(words: str) -> bool:
    known = outcomes()
    if any(words.endswith(mark) and words[: -len(mark)].strip()[-1:].isalnum() for mark in known.approximate_after):
        return True
    for mark in known.approximate_before:
        rest = words[len(mark) :].lstrip(" .:") if words.startswith(mark) else ""
        if rest and (rest[0].isdigit() or rest[0] in "+-.<>≤≥"):
            return True
    return False


def _numeric(text: str, folded: str, unit: str | None, comma: Comma) -> Result:
    """Numbers in all forms; a bracket at the end is unit, detection limit, count, method or verdict, or a doubt."""
    folded = folded.rstrip(" .;。；") if not re.search(r"[0-9]\.$", folded) else folded
    acidity = _PH.match(folded)
    if acidity and unit is None:
        folded, unit = folded[acidity.end() :], "pH"
    mean = _stated_mean(text, folded, unit, comma)
    if mean is not None:
        return mean
    found = _plain(text, folded, unit, comma)
    if not isinstance(found, Doubtful):
        return found
    wrapped = _WRAPPED.fullmatch(folded)
    if wrapped:
        return _plain(text, f"{wrapped[1]} {wrapped[2]}", unit, comma)
    bracket = _TRAILING_BRACKET.fullmatch(folded)
    if bracket:
        return _with_bracket(text, bracket[1].strip(), bracket[2].strip(), unit, comma)
    return _with_verdict(text, folded, unit, comma) or _prose(text, folded, found.reason)


def _with_bracket(text: str, before: str, inside: str, unit: str | None, comma: Comma) -> Result:
    words = inside.casefold().strip(" .")
    if not before:
        return Doubtful(text, "remark")
    if inside.startswith("±"):
        return _plain(text, f"{before} {inside}", unit, comma)
    main = _numeric(text, before, unit, comma)
    if isinstance(main, Doubtful | TextResult):
        return _prose(text, f"{before} ({inside})", "not-a-number")
    word = verdict_word(words)
    if word in (Word.CONFORMS, Word.NOT_CONFORMS):
        return main if word is Word.CONFORMS else Doubtful(text, "contradiction")
    if is_unit(inside) and not words.isdigit():
        return _with_unit(main, inside, text)
    if BASIS.fullmatch(inside):
        return replace(main, note=words) if isinstance(main, Number) else Doubtful(text, "remark")
    known = outcomes()
    if words in known.below_detection:
        return main if isinstance(main, Censored) and main.below else Doubtful(text, "contradiction")
    harmless = (
        words in known.notes
        or _COUNT_NOTE.fullmatch(words)
        or _MEAN_NOTE.fullmatch(words)
        or any(re.fullmatch(rf"{re.escape(name)}\b.*", words) for name in known.detection)
        or (_METHOD_NOTE.fullmatch(inside) and word is None)
    )
    return main if harmless else Doubtful(text, "remark")


def _with_unit(main: Result, printed: str, text: str) -> Result:
    if isinstance(main, Number | Censored | RangeResult | Several) and (not main.unit or same_unit(main.unit, printed)):
        return replace(main, unit=main.unit or printed)
    return Doubtful(text, "two-units")


def _with_verdict(text: str, folded: str, unit: str | None, comma: Comma) -> Result | None:
    """``99.6 合格``: the number counts; a verdict against it is a doubt."""
    cut = re.fullmatch(r"(.*[0-9%)℃])[\s,，;/]*([^\W\d_][^0-9]*|√|✓)", folded)
    word = verdict_word(cut[2].casefold().strip(" .")) if cut else None
    if cut is None or word not in (Word.CONFORMS, Word.NOT_CONFORMS):
        return None
    return _plain(text, cut[1], unit, comma) if word is Word.CONFORMS else Doubtful(text, "contradiction")


def _stated_mean(text: str, folded: str, unit: str | None, comma: Comma) -> Result | None:
    """``mean of 3: 28.5``, ``28/29/31 (mean 29.3)``, ``28, 29, 31; 平均 29.3``; None where no mean is printed."""
    words = folded.casefold()
    for name in outcomes().mean:
        at = words.find(name)
        if at < 0:
            continue
        values, tail = folded[:at].strip(" ,;:(/"), folded[at + len(name) :].rstrip(" )")
        stated = _MEAN_OF.fullmatch(tail.strip(" :=()"))
        mean = _plain(text, stated[1], unit, comma) if stated and _BARE_DIGITS.search(tail) else None
        if not isinstance(mean, Number):
            return None
        if not values:
            return mean
        each = _plain(text, values, unit, comma)
        return replace(each, mean=mean) if isinstance(each, Several) else Doubtful(text, "not-a-number")
    return None


def _plain(text: str, folded: str, unit: str | None, comma: Comma) -> Result:
    """Numbers, signs and units only."""
    if _DATE.fullmatch(folded):
        return Doubtful(text, "date")
    listed = _listed(text, folded, unit, comma)
    if listed is not None:
        return listed
    tokens = [token for token in tokens_of(folded, comma) if token.kind != "*"]
    tokens = [as_minutes(tokens, index) for index in range(len(tokens))]
    kinds = "".join(token.kind for token in tokens)
    doubt = _doubt(folded, tokens)
    if doubt:
        return Doubtful(text, doubt)
    core = kinds.replace("U", "")
    if kinds.count("U") > core.count("N") or kinds.startswith("U"):
        return Doubtful(text, "not-a-number")
    own = _own_unit(tokens, unit)
    if own is None:
        return Doubtful(text, "two-units")
    printed = own or None
    numbers = [token.value for token in tokens if token.value is not None]
    if core == "N":
        return Number(text, numbers[0], printed)
    if core == "NPN" and numbers[1] >= 0:
        return Number(text, numbers[0], printed, numbers[1])
    if core == "NRN":
        return (
            RangeResult(text, numbers[0], numbers[1], printed)
            if numbers[0] <= numbers[1]
            else Doubtful(text, "reversed")
        )
    if core in ("ON", "MN", "NM", "NA"):
        sign = next(token.text for token in tokens if token.kind in "OMA")
        return Censored(text, numbers[0], sign in "<≤", sign in "≤≥", printed)
    return Doubtful(text, "not-a-number")


def _doubt(folded: str, tokens: Sequence[Token]) -> str | None:
    """What may be another number: a leading zero, a point without digits, a sign apart from its number."""
    for token in tokens:
        digits = token.text.lstrip("+-")
        if token.kind == "N" and re.match(r"0[0-9]", digits):
            return "not-a-number"
        if token.kind == "N" and token.text[0] in "+-" and token.text[1:2] == " ":
            return "not-a-number"
    return "not-a-number" if re.search(r"[0-9]\.(?![0-9])", folded) or folded.startswith("—") else None


def _own_unit(tokens: Sequence[Token], column: str | None) -> str | None:
    """The one unit of all numbers: printed, else the column's, else ``""``; None where two differ."""
    named = [token.text for token in tokens if token.kind == "U"]
    if named and column:
        named.append(column)
    if not named:
        return column or ""
    return named[0] if all(same_unit(named[0], other) for other in named) else None


def _listed(text: str, folded: str, unit: str | None, comma: Comma) -> Result | None:
    """``28/29/31``, ``<0.05, ND, 0.06``: several simple values; None where the text is not a list."""
    separator = _COMMA_SEPARATOR if _COMMA_LIST.fullmatch(folded) else _LIST_SEPARATOR
    parts = [part for part in separator.split(folded) if part.strip()]
    if len(parts) < 2:
        return None
    known = outcomes()
    values: list[Simple] = []
    for part in parts:
        if part.casefold() in known.below_detection:
            values.append(NotDetected(text, unit=unit))
            continue
        value = _plain(text, part.strip(), unit, comma)
        if not isinstance(value, Number | Censored):
            return None if any(character.isalpha() for character in part) else Doubtful(text, "not-a-number")
        values.append(value)
    own = next((value.unit for value in reversed(values) if value.unit), None)
    if any(value.unit and own and not same_unit(value.unit, own) for value in values):
        return Doubtful(text, "two-units")
    if len(values) == 2 and "/" in folded and _looks_like_fraction(values):
        return Doubtful(text, "fraction")
    return Several(text, tuple(value if value.unit else replace(value, unit=own) for value in values), unit=own)


def _looks_like_fraction(values: Sequence[Simple]) -> bool:
    """``1/10`` and ``0/25`` may be a fraction or a count of samples; ``28/29`` are two values."""
    numbers = sorted(value.value for value in values if isinstance(value, Number))
    if len(numbers) < 2 or any(number != number.to_integral_value() for number in numbers):
        return False
    return numbers[0] <= 0 or numbers[-1] > _WIDEST_FRACTION * numbers[0]


def _prose(text: str, folded: str, reason: str) -> Result:
    """Words in which figures happen to stand are text; a figure with something odd about it is a doubt."""
    letters = sum(character.isalpha() for character in folded)
    wordy = letters >= 12 or sum("一" <= character <= "鿿" for character in folded) >= 4
    starts_as_number = folded[:1].isdigit() or folded[:1] in "<>≤≥.+-±"
    return TextResult(text) if wordy and not starts_as_number else Doubtful(text, reason)
