"""Numbers as people print them, and the folding of text that comes before.

A number keeps its printed digits (``0.10`` is not ``0.1``). A comma between three-digit groups can be a thousands
separator or a decimal comma; :func:`comma_of` says which, or that the text does not tell.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal
from enum import StrEnum

_SUPERSCRIPT = "⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_SUPERSCRIPT, "-+0123456789")
_POWER_OF_TEN = re.compile(rf"(?<![0-9.,])10([⁻⁺]?[{_SUPERSCRIPT[2:]}]+)")
_UNIT_POWER = re.compile(rf"(?<=[^\W\d_])([⁻⁺]?[{_SUPERSCRIPT[2:]}]+)")
_FOOTNOTE = re.compile(
    rf"(?<=\.[0-9])[{_SUPERSCRIPT[2:]}]|(?<=\.[0-9][0-9])[{_SUPERSCRIPT[2:]}]|(?<=[%)])[{_SUPERSCRIPT[2:]}]"
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–−﹣－﹘", "-") | dict.fromkeys("—―─━ー", "—"))
_TILDES = str.maketrans(dict.fromkeys("～〜∼˜⁓∽", "~"))
_AT_MOST = re.compile(r"<\s?=|=\s?<|≤\s?=|[≤≦⩽≯⪕⋜]")
_AT_LEAST = re.compile(r">\s?=|=\s?>|≥\s?=|[≥≧⩾≮⪖⋝]")
_PLUS_MINUS = re.compile(r"\+\s?/\s?-|-\s?/\s?\+|\+-(?=\s*[0-9.])")
_SPACES = re.compile(r"\s+")

_GROUPED = r"[0-9]{1,3}(?:[,'’][0-9]{3})+(?:\.[0-9]+)?(?![0-9,])"
_EUROPEAN = r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+"
_COMMA = r"[0-9]+,[0-9]+"
_POINT = r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+"
_MANTISSA = rf"(?:{_GROUPED}|{_EUROPEAN}|{_COMMA}|{_POINT})"
_EXPONENT = r"(?:\s?[×xX*·]\s?10\^\s?[+-]?[0-9]{1,2}|\s?[×xX]\s?10[+-][0-9]{1,2}|[eE][+-]?[0-9]{1,2})"
NUMBER = rf"(?:10\^\s?[+-]?[0-9]{{1,2}}|{_MANTISSA}{_EXPONENT}?)(?![0-9])"
"""A pattern for an unsigned number in folded text."""

_NUMBER = re.compile(rf"([+-]?)\s?({NUMBER})")
_PARTS = re.compile(rf"({_MANTISSA})(?:{_EXPONENT})?")
_POWER = re.compile(r"([+-]?[0-9]{1,2})$")
_ONE_GROUP = re.compile(r"(?<![0-9.,'])[1-9][0-9]{0,2},[0-9]{3}(?![0-9,.])")
_SURE_THOUSANDS = re.compile(
    r"(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}|[0-9],[0-9]{3}\.[0-9]|(?<![0-9.,])[0-9]+\.[0-9]+(?![0-9.,])"
)
_SURE_DECIMAL = re.compile(
    r"(?<![0-9,.])(?:0,[0-9]+|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,}))(?![0-9,])|[0-9]\.[0-9]{3},[0-9]"
    r"|(?<![0-9,])[0-9]{4,},[0-9]+"
)
_COUNTED = re.compile(r"cfu|mpn|个|菌落|cells|particles|pcs", re.IGNORECASE)
_EXACT = Context(prec=100)
"""The default context would round beyond 28 digits."""
_LONGEST = 30
"""Digits and powers of ten beyond which no laboratory prints: such a text is not read as a number."""


LONGEST_TEXT = 200
"""Characters beyond which a text is not read as a number or a limit: no cell that holds one is so long."""


class Comma(StrEnum):
    """What a comma between digits means in one text."""

    THOUSANDS = "thousands"
    DECIMAL = "decimal"
    UNKNOWN = "unknown"


def fold(text: str) -> str:
    """One way of writing for what looks alike: width, spaces, dashes, tildes, comparison signs, ±, exponents.

    Circled figures and vulgar fractions become ``\\ufffd``, which no grammar accepts: NFKC makes ``5½`` into ``51/2``.
    """
    text = _POWER_OF_TEN.sub(lambda m: "10^" + m[1].translate(_PLAIN), text)
    text = _UNIT_POWER.sub(lambda m: m[1].translate(_PLAIN), text)
    text = _FOOTNOTE.sub(" * ", text)
    if not text.isascii():
        text = "".join(map(_safe, text))
    text = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_TILDES)
    text = _AT_LEAST.sub("≥", _AT_MOST.sub("≤", text)).replace("≰", ">").replace("≱", "<")
    return _SPACES.sub(" ", _PLUS_MINUS.sub("±", text)).strip()


def fold_words(text: str) -> str:
    """For comparing words: :func:`fold`, lower case, and no full stop at the end."""
    return fold(text).casefold().rstrip(" .。;；")


def comma_of(text: str) -> Comma:
    """What a comma means in folded ``text``, from the text alone; UNKNOWN only where it makes a difference."""
    if not _ONE_GROUP.search(text):
        return Comma.DECIMAL if _SURE_DECIMAL.search(text) else Comma.THOUSANDS
    thousands = bool(_SURE_THOUSANDS.search(text) or _COUNTED.search(text))
    decimal = bool(_SURE_DECIMAL.search(text))
    if thousands == decimal:
        return Comma.UNKNOWN
    return Comma.THOUSANDS if thousands else Comma.DECIMAL


def parse_number(text: str, comma: Comma = Comma.THOUSANDS) -> Decimal | None:
    """The number that the whole of folded ``text`` prints, with its digits; None where it prints none.

    ``comma`` decides only what ``1,234`` means; ``12,5`` and ``1,234,567`` have one reading.
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    sign, digits = match[1], match[2]
    value = _unsigned(digits, comma)
    if value is None:
        return None
    return value.copy_negate() if sign == "-" else value


def _unsigned(digits: str, comma: Comma) -> Decimal | None:
    if digits.startswith("10^"):
        return _bounded(Decimal(1), int(digits[3:]), plain=True)
    parts = _PARTS.fullmatch(digits)
    if parts is None:
        return None
    plain = _without_separators(parts[1], comma)
    if plain is None or len(plain) > _LONGEST:
        return None
    power = _POWER.search(digits[parts.end(1) :])
    return _bounded(Decimal(plain), int(power[1]) if power else 0)


def _without_separators(mantissa: str, comma: Comma) -> str | None:
    mantissa = mantissa.replace("'", "").replace("’", "")
    if "," not in mantissa:
        return mantissa
    if re.fullmatch(_EUROPEAN, mantissa):
        return mantissa.replace(".", "").replace(",", ".")
    groups = mantissa.partition(".")[0].split(",")
    grouped = all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0]) <= 3 and groups[0] != "0"
    if grouped and (len(groups) > 2 or "." in mantissa or comma is not Comma.DECIMAL):
        return mantissa.replace(",", "")
    if len(groups) == 2 and "." not in mantissa:
        return mantissa.replace(",", ".")
    return None


def _bounded(value: Decimal, power: int, *, plain: bool = False) -> Decimal | None:
    if abs(power) > _LONGEST:
        return None
    scaled = value.scaleb(power, _EXACT)
    return Decimal(f"{scaled:f}") if plain else scaled


def _safe(character: str) -> str:
    # Subscripts of formulas (H₂O) fold well; circled figures, fractions and exponents of nothing do not.
    return character if character in "₀₁₂₃₄₅₆₇₈₉" or unicodedata.category(character) != "No" else "\ufffd"
