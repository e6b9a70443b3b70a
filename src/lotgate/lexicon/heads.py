"""What a table's heads mean: the role of a column or row, from the words in ``data/heads.toml``."""

from __future__ import annotations

import itertools
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lotgate.lexicon.shapes import is_unit


class Role(StrEnum):
    """What the cells under a head hold."""

    NUMBER = "number"
    ITEM = "item"
    METHOD = "method"
    UNIT = "unit"
    LIMIT = "limit"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    RESULT = "result"
    VERDICT = "verdict"
    DETECTION = "detection"
    TYPICAL = "typical"
    TOLERANCE = "tolerance"
    SAMPLING = "sampling"
    """A part of a sampling plan (n, c, m, M), which together make the limit."""
    UNCERTAINTY = "uncertainty"
    SAMPLE = "sample"
    SECTION = "section"
    OTHER = "other"


FIGURES = re.compile(r"[0-9\s.,:<>=≤≥%()+*/±~–-]*")
"""What no word of any vocabulary is printed with alone: most of a certificate's cells are settled by this look."""
_LONGEST_HEAD = 60
_LONGEST_PHRASE = 4
_LONGEST_FOLDED = 24
_SHORTEST_PART = 4
_LOOSE = frozenset({Role.SAMPLE, Role.OTHER, Role.NUMBER, Role.ITEM})
"""Roles that a head understood only in part is not given."""
_BRACKETS = re.compile(r"[(（\[【〔][^()（）\[\]【】〔〕]*[)）\]】〕]")
_TWO_LANGUAGES = re.compile(r"^([\u4e00-\u9fff][^A-Za-z]*?)\s*([A-Za-z][^\u4e00-\u9fff]*)$")
_SAYS_VALUE = re.compile(r"[:：]\s*[^\s)）\]】]")
_UNIT_WORDS = "units?|单位|單位|単位|einheit|unité|unidade?s?|unità|jednostka|jednotka|eenheid|enhet|birim"
_WITH_UNIT = re.compile(rf"(\S.*?)\s*(?:[/／&,，+]|\band\b|及|和|与)\s*(?:{_UNIT_WORDS})\.?", re.IGNORECASE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_STANDARDS_BODY = re.compile(r"[A-Z]{1,3}/[A-Z]")
_SIGN_BEHIND = re.compile(r"([≤≥≦≧])\s*[)）]?$")
_HAS_DIGIT = re.compile(r"\d")
_IDENTIFIER = re.compile(r"\bID$|^[\u4e00-\u9fff]{1,5}[号號]$|^[A-Za-z ]{2,20}\b(?:No\.?|#)$")
_LOT = re.compile(
    r"批|炉|爐|卷号|板号|熔炼|捆号|ロット|\b(?:batch|lot|heat|coil|cast|charge|melt|plate|roll|lote)", re.IGNORECASE
)
_DROPPED = re.compile(r"[\s\W_]+")
_FIELD_CODE = re.compile(r"^\s*[(（\[]?[ABCDZ]\d\d(?:\s?[-–/]\s?[ABCDZ]?\d\d)?[)）\]]?[\s:.]*(?=[^\W\d])")
"""What EN 10168 numbers the fields of an inspection document with: A01 to Z04."""
_STANDARD_BEHIND = re.compile(r"\s+[A-Z]{2,5}(?:/[A-Z]{1,4})?\s?\d[A-Z\d.:/ \-]*$")

_ACCORDING_TO = re.compile(
    r"\s+(?:acc(?:ording|\.)?\s+to|as per|per|wg|gem(?:äß|\.)|nach|selon|según|secondo|conforme|volgens|enligt)\s+\S",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """``text`` without width, case, spaces, punctuation: what heads are compared by."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text).casefold())


def is_printed_head(text: str) -> bool:
    """Whether ``text`` stands in the vocabulary as it is, not put together from several of its words."""
    return bool(_words().get(fold(text)))


def names_lots(text: str) -> bool:
    """Whether a head's words say that what it heads are lots, heats or coils, and not specimens or serial numbers."""
    return bool(_LOT.search(unicodedata.normalize("NFKC", text)))


def names_ages(text: str) -> bool:
    """Whether a head at the side of rows says that they are ages of the specimens, and no lots."""
    return fold(_BRACKETS.sub(" ", text)) in _folded("ages")


def names_readings(text: str) -> bool:
    """Whether a head says that what it heads are the single readings of a mean."""
    return fold(_BRACKETS.sub(" ", text)) in _folded("readings")


def names_amounts(text: str) -> bool:
    """Whether a head is only a word such as 含量 or "Content", which names an item as often as it heads results."""
    parts = _parts(_BRACKETS.sub(" ", text))
    return bool(parts) and all(part in _weak_words() for part in parts or ())


@lru_cache(maxsize=8192)
def names_result_and_limit(text: str) -> bool:
    """ "实测 / 指标": what stands there is a result with its limit behind it."""
    first, slash, second = text.replace("／", "/").partition("/")
    return bool(slash) and _roles_of_words(first) == {Role.RESULT} and _roles_of_words(second) == {Role.LIMIT}


def field_code_end(text: str) -> int:
    """The index after the field code of EN 10168 ("A03", "B02") that ``text`` begins with; 0 where there is none."""
    found = _FIELD_CODE.match(text)
    return found.end() if found else 0


@lru_cache(maxsize=8192)
def roles_of(text: str) -> frozenset[Role]:
    """The roles that ``text`` may give its column; empty where it is no head."""
    if len(text) > _LONGEST_HEAD or FIGURES.fullmatch(text) or _SAYS_VALUE.search(_BRACKETS.sub("", text)):
        return frozenset()
    if text.strip() in _symbols():
        return frozenset()
    if code := field_code_end(text):
        return roles_of(text[code:])
    if _names_another_lot(text):
        return frozenset({Role.OTHER})
    # "Specification/Unit": what stands there carries its unit.
    if (beside := _WITH_UNIT.fullmatch(text.strip())) and (found := roles_of(beside[1])):
        return found
    if names_result_and_limit(text):
        return frozenset({Role.RESULT})
    plain = _roles_of_words(_BRACKETS.sub(" ", text))
    bracketed = frozenset().union(*(_roles_of_words(part) for part in _BRACKETS.findall(text)))
    if plain == {Role.LIMIT} and bracketed and bracketed <= {Role.MINIMUM, Role.MAXIMUM}:
        return bracketed
    found = plain or _roles_of_words(text) or _roles_of_first(text) or _roles_without_unit(text)
    if found:
        return _with_sign(text, found)
    if _IDENTIFIER.search(text.strip()):
        return frozenset({Role.SAMPLE})
    if ending := _roles_of_ending(text) or _roles_of_languages(text):
        return ending
    # "Specified requirement EN 197-1", "Wymagania wg ZN-18/CHW-203"
    if standard := _ACCORDING_TO.search(text) or _STANDARD_BEHIND.search(text):
        return roles_of(text[: standard.start()]) - _LOOSE
    # "Requirements 42.5R", "Result 2024-01": the head with a number of its own. "Batch 1" is a lot's name, no head.
    words = [word for word in text.split() if not _HAS_DIGIT.search(word) and not _STANDARDS_BODY.fullmatch(word)]
    if len(words) == len(text.split()):
        return frozenset()
    found = _roles_of_words(" ".join(words)) - _LOOSE
    # "NMT 0.15 %" is a bound, and "t90 min" a time; "6063 上限" is what its words say.
    return found if _CHINESE.fullmatch("".join(words)) else found - {Role.MINIMUM, Role.MAXIMUM}


def _with_sign(text: str, roles: frozenset[Role]) -> frozenset[Role]:
    """The roles of a head; one for limits that ends in a sign, "标准值（≤）", heads maxima or minima."""
    sign = _SIGN_BEHIND.search(text) if roles == {Role.LIMIT} else None
    return frozenset({Role.MAXIMUM if sign[1] in "≤≦" else Role.MINIMUM}) if sign else roles


def _names_another_lot(text: str) -> bool:
    """ "Previous result", "上批结果": the head of values that are not this lot's."""
    folded = fold(text)
    first = next((words for words in _another_lot() if folded.startswith(words)), None)
    return first is not None and _roles_of_words(folded.removeprefix(first)) >= {Role.RESULT}


def _roles_without_unit(text: str) -> frozenset[Role]:
    """ "Result mg/g": the head, and its unit without brackets."""
    first, _, last = text.strip().rpartition(" ")
    return _roles_of_words(first) if first and is_unit(last) else frozenset()


def _roles_of_languages(text: str) -> frozenset[Role]:
    """ "审核项目 Audit item": a head in two languages, of which one is understood."""
    match = _TWO_LANGUAGES.match(text.strip())
    if match is None or _HAS_DIGIT.search(text):  # "批号 HX240301" is a lot's own number
        return frozenset()
    parts = [_roles_of_words(part) or _roles_of_ending(part) for part in match.groups()]
    if _HAS_DIGIT.search(match[2]) and not parts[1]:
        return frozenset()  # "批号 HX24031" is a lot's own name
    return parts[0] & parts[1] or parts[0] or parts[1]


def _roles_of_ending(text: str) -> frozenset[Role]:
    """A few words that end in one that says what they head: "第二类用地筛选值", "State action limit"."""
    words = _words()
    folded = fold(text)
    if len(text.split()) > _LONGEST_PHRASE or len(folded) > _LONGEST_FOLDED or ":" in text or "：" in text:
        return frozenset()
    for ending in _endings():
        if folded.endswith(ending) and folded != ending:
            roles = words.get(ending, frozenset())
            return roles if roles == frozenset({Role.ITEM}) else roles - _LOOSE
    return frozenset()


def _roles_of_first(text: str) -> frozenset[Role]:
    """ "标准限值 Ⅲ类": the head, and behind it which of several it is."""
    first, _, rest = text.strip().partition(" ")
    if not rest or not "\u4e00" <= first[0] <= "\u9fff":
        return frozenset()
    return _roles_of_words(first) - _LOOSE


def _roles_of_words(text: str) -> frozenset[Role]:
    words, folded = _words(), fold(text)
    if not folded:
        return frozenset()
    if words.get(folded):
        return words[folded]
    parts = _parts(text)
    if parts is None:
        return frozenset()
    named = [words[part] for part in parts if words[part]]
    if not named:
        return frozenset()
    weak = _weak_words()
    strong = [words[part] for part in parts if words[part] and part not in weak]
    named = strong or named
    common = frozenset.intersection(*named)
    if named[0] == {Role.RESULT} and named[-1] <= {Role.MINIMUM, Role.MAXIMUM}:
        return named[0]  # "实测最小值", "Results" over "Min": the least of several readings, no limit
    if Role.UNCERTAINTY in named[-1] and any(Role.RESULT in roles for roles in named):
        return frozenset({Role.RESULT})
    if named[0] == {Role.ITEM} and parts[0] not in _fillers() and len(named) > 1 and named[-1] == {Role.METHOD}:
        return named[0]  # "Characteristic" over "Method": the name, and its method in the line below
    # "检验标准 Method", "Specification Limit": where the parts agree on one role it is that one, else the last decides.
    return common or named[-1]


@lru_cache(maxsize=8192)
def _parts(text: str) -> tuple[str, ...] | None:
    """``text`` folded and cut into known words, the fewest; ``None`` where it cannot be.

    A Latin word is cut only where each part is long enough to be no accident: "acid" is no "ac" and "id".
    """
    folded, spaces = fold(text), _spaces(text)
    words, lengths = _words(), _lengths()
    best: dict[int, tuple[str, ...]] = {0: ()}
    for start in range(len(folded)):
        head = best.get(start)
        if head is None:
            continue
        for length in lengths.get(folded[start], ()):
            end = start + length
            piece = folded[start:end]
            if piece not in words or (end in best and len(head) + 1 >= len(best[end])):
                continue
            if not (head and start not in spaces and _splits_word(head[-1], piece)):
                best[end] = (*head, piece)
    return best.get(len(folded))


def _splits_word(left: str, right: str) -> bool:
    letters = left[-1].isalpha() and right[0].isalpha() and (left + right).isascii()
    return letters and min(len(left), len(right)) < _SHORTEST_PART


def _spaces(text: str) -> frozenset[int]:
    """The places in the folded ``text`` where something was printed between two words."""
    ends = itertools.accumulate(len(fold(word)) for word in _DROPPED.split(unicodedata.normalize("NFKC", text)))
    return frozenset(ends)


@lru_cache(maxsize=1)
def _endings() -> tuple[str, ...]:
    return tuple(sorted(map(fold, _data()["endings"]), key=len, reverse=True))


@lru_cache(maxsize=1)
def _symbols() -> frozenset[str]:
    return frozenset(_data()["symbols"])


@lru_cache(maxsize=1)
def _another_lot() -> tuple[str, ...]:
    return tuple(map(fold, _data()["another_lot"]))


@lru_cache(maxsize=4)
def _folded(name: str) -> frozenset[str]:
    return frozenset(map(fold, _data()[name]))


@lru_cache(maxsize=1)
def _fillers() -> frozenset[str]:
    return frozenset(map(fold, _data()["filler"]))


@lru_cache(maxsize=1)
def _weak_words() -> frozenset[str]:
    return frozenset(map(fold, _data()["weak"]))


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[Role]]:
    data = _data()
    words: dict[str, frozenset[Role]] = {fold(word): frozenset() for word in data["filler"]}
    for role, names in data["roles"].items():
        for name in names:
            words[fold(name)] = words.get(fold(name), frozenset()) | {Role(role)}
    words.pop("", None)
    return words


@lru_cache(maxsize=1)
def _lengths() -> Mapping[str, Sequence[int]]:
    """How long the known words are that begin with a character, shortest first."""
    found: dict[str, set[int]] = {}
    for word in _words():
        found.setdefault(word[:1], set()).add(len(word))
    return {first: sorted(lengths) for first, lengths in found.items()}


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(files("lotgate.lexicon").joinpath("data/heads.toml").read_text("utf-8"))
