"""What a printed string looks like, before anybody types it: a value, a limit, a unit, a method, a verdict.

These are cheap looks that tell columns apart. What a string *means* is settled by ``limits``, ``results``, ``units``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

_RAISED = r"[⁻⁺]?[⁰¹²³⁴-⁹]+"
_NUMBER = rf"(?:[-+−–]?\.?\d[\d\s,.]*(?:[×xX*·]\s*10\s*(?:\^?\s*[-−–]?\d+|{_RAISED})|[eE][-+]?\d+)?|[-+−–]?10{_RAISED})"
_COMPARISON = r"(?:[<>≤≥＜＞≦≧⩽⩾≈~=]|<=|>=|=<|=>)"
_NUMERIC = re.compile(rf"^{_COMPARISON}?\s*{_NUMBER}\s*(?:±\s*{_NUMBER})?\s*(?:\(.*\)|\[\d+\])?$")
_STARTS_NUMERIC = re.compile(rf"^{_COMPARISON}?\s*{_NUMBER}")
_WHOLE_RANGE = re.compile(
    rf"^{_COMPARISON}?\s*{_NUMBER}\s*(?:[-–—−~～]|to|至)\s*{_COMPARISON}?\s*{_NUMBER}\s*\S{{0,12}}$", re.IGNORECASE
)
_RANGE = re.compile(r"\d\s*(?:[-–—−~～]|to|至|\.\.\.)\s*[-−–]?\d", re.IGNORECASE)
_STANDARD_CODE = re.compile(
    r"\b(?:GB|GB/T|HG|HG/T|SH|SH/T|YB|YS|JB|QB|NY|DB|SN|DL|LY|JJG|ISO|ASTM|EN|DIN|BS|JIS|IEC|IP|AOAC|AOCS|APHA|USP|"
    r"EP|Ph\.? ?Eur|BP|JP|CP|FCC|STM|SOP|MTM|ICP|HPLC|GC|AAS|XRF|FTIR|TZS|IS|UNE|NF|NBR|GOST|EPA|NIOSH|CIPAC|"
    r"TAPPI)(?:\b|\d)"
    r"|\bQ/[A-Z]"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    r"^(?:\d{4}\s*(?:年|([-./]))\s*\d{1,2}\s*(?:月|\1)\s*\d{1,2}\s*日?|\d{1,2}([-./])\d{1,2}\2\d{2,4}(?![\d.])"
    rf"|\d{{1,2}}[-. ]?{_MONTH}[-., ]*\d{{2,4}}|{_MONTH}\.? \d{{1,2}},? \d{{4}})",
    re.IGNORECASE,
)
_DAY_MONTH_YEAR, _LAST_MONTH, _LAST_DAY = 3, 12, 31
_SYMBOL_WITH_NUMBER = re.compile(r"[A-Z]\d+")
"""A80 (elongation), N2, C5: no laboratory writes a power of the ampere, the newton or the coulomb."""
_SCALE = re.compile(r"^(?:[×x]10{3,6}|[×x]10[-−–⁻^]*\d|[×x]?10(?:[-−–⁻^]+\d|⁻?[⁰¹²³⁴-⁹]))$")
"""A power of ten by which the figures are to be multiplied: a unit as far as columns are concerned."""
_PART_OF_TEN = re.compile(r"^[×x]?10(?:\^?[-−–]\d|⁻[⁰¹²³⁴-⁹])$")
_DASH = re.compile(r"^[-–—―−/\\\s]+$")
_RAISED_POWER = re.compile(rf"10({_RAISED})")
_POWER = re.compile(r"^(?:[×x]10\^?[-−–]?\d+|10(?:\^[-−–]?|[-−–])\d+)·?")
"""A power of ten before a unit: ``10-5m3/kg``; 1000 mg/kg is a value."""
_SYMBOL_AND_UNIT = re.compile(r"^(?:[A-Za-z]\d{0,2}[(\[][^()\[\]]+[)\]]|[AZ]\d{0,2}/%)$")
"""A (%), A5 (%), d (mm), A/%: a quantity's sign and its unit."""
_UNDER_CONDITION = re.compile(r"[^/·*.⋅•]\(\d")
"""A figure in brackets behind a unit says under what it was measured: "°C (760 mm)"; "g/(10 min)" is a unit."""
_BOUND_BEFORE = re.compile(r"(?:min|max)\.?\d", re.IGNORECASE)
"""A bound and its figure: "min. 1000 mg/g"."""
_JOINING = re.compile(r"[/·*.()⋅•]|(?<=[a-zA-Z])-(?=[a-zA-Z])")
_COUNT, _EXPONENT = re.compile(r"^\d+"), re.compile(r"[-−–⁻⁺]?(?:\d|[⁰¹²³⁴-⁹]{1,2})$|\d\d$")
_CONTACT = re.compile(r"(?:^|[(（<])(?:www\.|https?://)\w|\w@\w[\w-]*\.\w", re.IGNORECASE)
_LONE_COMPARISON = re.compile(rf"^\s*{_COMPARISON}\s*$")
_SIGN_AT_END = re.compile(rf"\s*({_COMPARISON})\s*$")


def is_empty_mark(text: str) -> bool:
    """A dash, a slash, ``N/A``: the cell says that there is nothing."""
    return folded(text) in _vocabulary("empty")


def is_dash(text: str) -> bool:
    """A dash or a slash alone: no limit. ``N/A`` is one, as printed."""
    return bool(_DASH.match(text.strip()))


def is_not_detected(text: str) -> bool:
    """``ND``, 未检出 and the like, with or without a limit of detection in brackets."""
    return _without_brackets(folded(text)) in _vocabulary("not_detected")


def is_verdict(text: str) -> bool:
    """``Pass``, 合格, √ and the like."""
    return folded(text) in _vocabulary("verdict")


def is_closing(text: str) -> bool:
    """A label of a table's last rows, with or without what it says: conclusion, remarks, signatures."""
    label = re.split(r"[:：]", text, maxsplit=1)[0]
    return _without_brackets(folded(label)) in _vocabulary("closing")


def is_contact(text: str) -> bool:
    """A web or mail address: what stands on its line is a letter's head or foot."""
    return bool(_CONTACT.search(text))


@lru_cache(maxsize=16384)
def is_numeric(text: str) -> bool:
    """A number, with a comparison sign, an uncertainty or a note in brackets at most."""
    return bool(_NUMERIC.match(text.strip())) and not _DATE.match(text.strip())


@lru_cache(maxsize=16384)
def starts_numeric(text: str) -> bool:
    """Begins with a number: a value with its unit, say."""
    return bool(_STARTS_NUMERIC.match(text.strip())) and not _DATE.match(text.strip())


def is_comparison(text: str) -> bool:
    """A sign of comparison and nothing else."""
    return bool(_LONE_COMPARISON.match(text))


def is_range(text: str) -> bool:
    """Two numbers with a dash or a word between them."""
    return bool(_RANGE.search(text)) and not _DATE.match(text.strip())


def is_date(text: str) -> bool:
    """A calendar date in figures; "19/17/13" is none in any order (ISO 4406 codes cleanliness so)."""
    match = _DATE.match(text.strip())
    if match is None:
        return False
    figures = [int(figure) for figure in re.findall(r"\d+", match[0])]
    if len(figures) < _DAY_MONTH_YEAR:
        return True  # the month is a word
    first, second, third = figures
    if first > _LAST_DAY:
        return second <= _LAST_MONTH and third <= _LAST_DAY
    return min(first, second) <= _LAST_MONTH or (second <= _LAST_MONTH and third <= _LAST_DAY)


@lru_cache(maxsize=16384)
def is_value(text: str) -> bool:
    """What a result cell may hold in figures: a number, a censored value, not detected."""
    if is_numeric(text) or is_not_detected(text) or is_empty_mark(text) or starts_numeric(text):
        return True
    return bool(_WHOLE_RANGE.match(text.strip())) and not is_date(text)


@lru_cache(maxsize=16384)
def is_bounded(text: str) -> bool:
    """A limit by its own words: a comparison sign, a range, ``max``, 不大于."""
    lowered = unicodedata.normalize("NFKC", text).casefold()
    return (
        bool(re.search(r"[<>≤≥≦≧⩽⩾±]", lowered))
        or is_range(text)
        or any(word in lowered for word in _vocabulary("bound"))
    )


@lru_cache(maxsize=16384)
def is_method(text: str) -> bool:
    """A standard's code, or a technique."""
    return bool(_STANDARD_CODE.search(text)) or folded(text) in _vocabulary("technique")


@lru_cache(maxsize=16384)
def is_unit(text: str) -> bool:
    """A unit of measurement, and nothing else."""
    powered = _RAISED_POWER.sub(r"10^\1", text)
    squeezed = "".join(unicodedata.normalize("NFKC", powered).split()).replace("µ", "μ")
    if _SYMBOL_AND_UNIT.match(squeezed):
        return False
    squeezed = squeezed.strip("()（）[]")
    if not squeezed or len(squeezed) > 24:
        return False
    return (
        bool(_SCALE.match(squeezed))
        or squeezed in _units()
        or squeezed.casefold() in _folded_units()
        or _is_compound(squeezed)
        or _is_compound(squeezed.replace("Kg", "kg"))
    )


def is_part_of_ten(text: str) -> bool:
    """ "×10⁻²" and nothing else: what the figures below are to be multiplied by."""
    return bool(_PART_OF_TEN.match("".join(text.split())))


@lru_cache(maxsize=16384)
def is_unit_head(text: str) -> bool:
    """A unit that can head a column: a lone letter there is a chemical's or a quality's sign, not a unit."""
    bare = text.strip("()（）[] ")
    return is_unit(text) and (len(bare) > 1 or bare in "%‰℃°％J")


def is_unit_system(text: str) -> bool:
    """SI, CGS, 公制: the system whose units a column's figures are in; 干基: what they are based on."""
    return folded(text) in _vocabulary("unit_system")


def sign_at_end(text: str) -> tuple[str, str | None]:
    """``text`` without a comparison sign at its end, and the sign: standards print it in the item's cell."""
    match = _SIGN_AT_END.search(text)
    return (text[: match.start()].rstrip(), match[1]) if match and match.start() else (text, None)


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """``text`` without width, case and white space."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _without_brackets(text: str) -> str:
    return re.sub(r"[(\[].*?[)\]]", "", text)


def _is_compound(text: str) -> bool:
    """Known units joined by signs: ``10-5m3/kg``, ``mg·KOH/g``, ``g/(10min)``."""
    text = _POWER.sub("", text)
    if _UNDER_CONDITION.search(text) or _BOUND_BEFORE.match(text):
        return False
    parts = [p for p in _JOINING.split(text) if p]
    if not parts or len(parts) > 4 or _SYMBOL_WITH_NUMBER.fullmatch(text):
        return False
    known = _compounded()
    parts = [parts[0], *(_COUNT.sub("", part) for part in parts[1:])]
    stripped = [_EXPONENT.sub("", part) for part in parts]
    return (
        bool(stripped[0] or text.startswith("/"))
        and any(stripped)
        and all(part in known or not part for part in stripped)
    )


@lru_cache(maxsize=1)
def _data() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = tomllib.loads(
        files("lotgate.lexicon").joinpath("data/shapes.toml").read_text("utf-8")
    )
    return loaded


@lru_cache(maxsize=16)
def _vocabulary(name: str) -> frozenset[str]:
    return frozenset(folded(word) for word in _data()[name])


@lru_cache(maxsize=1)
def _units() -> frozenset[str]:
    return frozenset(re.sub(r"\s+", "", unicodedata.normalize("NFKC", u)).replace("µ", "μ") for u in _data()["unit"])


@lru_cache(maxsize=1)
def _compounded() -> frozenset[str]:
    """What stands in units made of several: units, and what a quantity is stated as."""
    return _units() | {"KOH", "mgKOH", "gm", "CaCO3", "O2", "I2"}


@lru_cache(maxsize=1)
def _folded_units() -> frozenset[str]:
    """Units of several letters are known in any case; ``m`` and ``M`` are not the same."""
    return frozenset(u.casefold() for u in _units() if len(u) > 2)
