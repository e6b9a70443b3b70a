"""What a spreadsheet shows for a number under its number format code (ECMA-376 part 1, 18.8.30 and 18.8.31).

``0.1`` under ``0.00`` is shown, and therefore read, as ``0.10``: the printed digits decide how a limit is rounded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

from lotgate.loading.date_format import show_date

# Built-in codes that files name by number only. 14 and 22 follow the reader's own region in Excel, so the printed form
# is not in the file; year first is the one order that nobody can misread.
BUILTIN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@",
    # Chinese editions of Excel (18.8.30, table for zh-cn)
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

_LONGEST_CODE = 500
_GENERAL_WIDTH = 11
_FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)

_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | _(?P<space>.) | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/通用格式)
    | (?P<ampm>AM/PM|A/P|上午/下午)
    | (?P<exponent>E[+-])
    | (?P<date>y+|m+|d+|h+|s+|a{3,4}|e+)
    | (?P<digit>[0\#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<slash>/) | (?P<text>@)
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\s*")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a section: its kind and its characters."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the up to four parts of a code, with the condition that chooses it."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None

    def has(self, kind: str) -> bool:
        return any(token.kind == kind for token in self.tokens)

    @property
    def is_date(self) -> bool:
        return any(token.kind in ("date", "elapsed", "ampm") for token in self.tokens)


def show_number(value: Decimal, code: str, *, date1904: bool = False) -> str:
    """``value`` as displayed under ``code``. A code that cannot be understood shows the value as General does."""
    if not value.is_finite():
        return str(value)
    value = value.normalize(_FIFTEEN_DIGITS)  # a spreadsheet shows no more than 15 digits of a binary number
    sections = parse_code(code)
    section, magnitude = _chosen(sections, value)
    if not section.tokens:
        return "" if ";" in code else show_general(value)
    if section.has("general") or section.has("text"):
        return _around_general(section, magnitude)
    try:
        if section.is_date:
            return show_date(value, [(t.kind, t.text) for t in section.tokens], date1904=date1904)
        return _show_digits(magnitude, section.tokens)
    except (InvalidOperation, ValueError, OverflowError, ZeroDivisionError):
        return show_general(value)


def show_text(value: str, code: str) -> str:
    """A cell's string as displayed: the fourth section, or a lone ``@`` section, may add words to it."""
    if "@" not in code:
        return value
    sections = parse_code(code)
    section = sections[3] if len(sections) > 3 else sections[0]
    if not section.has("text"):
        return value
    return "".join(value if t.kind == "text" else t.text for t in section.tokens if t.kind in ("text", "literal"))


def show_general(value: Decimal) -> str:
    """The General format: as many digits as fit in eleven characters, then scientific."""
    if not value:
        return "0"
    width = _GENERAL_WIDTH + (value < 0)
    exponent = value.adjusted()
    plain = f"{value.normalize(_FIFTEEN_DIGITS):f}"
    if len(plain) <= width and -10 < exponent < _GENERAL_WIDTH:
        return plain
    if -5 < exponent < _GENERAL_WIDTH:
        places = max(0, 9 - max(exponent, 0))
        shown = _trimmed(f"{value.quantize(Decimal(1).scaleb(-places), context=_WIDE):f}")
        if len(shown) <= width:
            return shown
    rounded = value.normalize(Context(prec=6, rounding=ROUND_HALF_UP))
    mantissa = _trimmed(f"{rounded.scaleb(-rounded.adjusted()):f}")
    return f"{mantissa}E{'+' if rounded.adjusted() >= 0 else '-'}{abs(rounded.adjusted()):02d}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=512)
def parse_code(code: str) -> tuple[Section, ...]:
    """The sections of a format code; at least one."""
    sections: list[Section] = []
    tokens: list[Token] = []
    condition: tuple[str, Decimal] | None = None
    for match in _TOKEN.finditer(code[:_LONGEST_CODE]):
        kind, text = match.lastgroup or "other", match.group(match.lastgroup or 0) or ""
        if kind == "other" and text == ";":
            sections.append(Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif kind == "bracket":
            found = _CONDITION.fullmatch(text)
            condition = (found[1], Decimal(found[2])) if found else condition
            tokens.extend(_bracket_tokens(text))
        else:
            tokens.extend(_plain_tokens(kind, text))
    sections.append(Section(tuple(tokens), condition))
    return tuple(sections[:4])


def _bracket_tokens(text: str) -> list[Token]:
    if _ELAPSED.fullmatch(text):
        return [Token("elapsed", text.lower())]
    if text.startswith("$"):  # [$¥-804]: a currency sign and a region; [$-409]: a region alone
        sign = text[1:].partition("-")[0]
        return [Token("literal", sign)] if sign else []
    return []  # a colour, a condition, [DBNum1]


def _plain_tokens(kind: str, text: str) -> list[Token]:
    if kind in ("quoted", "escaped", "other"):
        return [Token("literal", text)]
    if kind == "space":
        return [Token("literal", " ")]
    if kind == "fill":
        return []
    if kind == "date":
        return [Token("date", text.lower())]
    return [Token(kind, text)]


def _chosen(sections: Sequence[Section], value: Decimal) -> tuple[Section, Decimal]:
    """The section for ``value``, and the number it shows: without a sign where the section stands for negatives."""
    numeric = sections[:3]
    if any(s.condition for s in numeric):
        for section in numeric:
            if section.condition is None or _holds(section.condition, value):
                return section, value
        return numeric[-1], value
    if len(numeric) == 1:
        return numeric[0], value
    if value < 0:
        return numeric[1], abs(value)
    if value == 0 and len(numeric) == 3:
        return numeric[2], value
    return numeric[0], value


def _holds(condition: tuple[str, Decimal], value: Decimal) -> bool:
    sign, bound = condition
    return {
        "<": value < bound, ">": value > bound, "<=": value <= bound,
        ">=": value >= bound, "=": value == bound, "<>": value != bound,
    }[sign]  # fmt: skip


def _around_general(section: Section, value: Decimal) -> str:
    general = show_general(value)
    return "".join(general if t.kind in ("general", "text") else t.text for t in section.tokens if t.kind != "digit")


def _show_digits(value: Decimal, tokens: Sequence[Token]) -> str:
    if not any(t.kind == "digit" for t in tokens):
        shown = "".join(t.text for t in tokens if t.kind in ("literal", "percent", "point", "comma", "slash"))
        return ("-" if value < 0 and shown else "") + shown
    if any(t.kind == "slash" for t in tokens):
        return _show_fraction(value, tokens)
    tokens, scale = _scaling(tokens)
    value = value.scaleb(scale, context=_WIDE)
    if any(t.kind == "exponent" for t in tokens):
        return _show_scientific(value, tokens)
    return _show_fixed(value, tokens)


def _scaling(tokens: Sequence[Token]) -> tuple[list[Token], int]:
    """Percent signs multiply by 100; commas after the last whole digit divide by 1000 each and are not shown."""
    scale = 2 * sum(t.kind == "percent" for t in tokens)
    kept = list(tokens)
    end = next((i for i, t in enumerate(kept) if t.kind in ("point", "exponent")), len(kept))
    last = max((i for i in range(end) if kept[i].kind == "digit"), default=None)
    while last is not None and last + 1 < len(kept) and kept[last + 1].kind == "comma":
        del kept[last + 1]
        scale -= 3
    return kept, scale


def _show_fixed(value: Decimal, tokens: Sequence[Token]) -> str:
    point = next((i for i, t in enumerate(tokens) if t.kind == "point"), len(tokens))
    whole, part = tokens[:point], tokens[point + 1 :]
    places = sum(t.kind == "digit" for t in part)
    rounded = value.quantize(Decimal(1).scaleb(-places), context=_WIDE)
    left, _, right = f"{rounded.copy_abs():f}".partition(".")  # abs() would round to 28 digits
    sign = "-" if value < 0 else ""
    shown = _fill_whole(left, whole)
    if point < len(tokens):
        shown += "." + _fill_part(right, part)
    return sign + shown


def _fill_whole(digits: str, tokens: Sequence[Token]) -> str:
    """Digits into their places from the right; the leftmost place takes all that remain."""
    digits = "" if digits == "0" else digits
    places = [i for i, t in enumerate(tokens) if t.kind == "digit"]
    grouped = any(t.kind == "comma" for t in tokens)
    out: list[str] = []
    position = 0
    for i in range(len(tokens) - 1, -1, -1):
        token = tokens[i]
        if token.kind == "digit":
            taken = digits[-1:] if i != places[0] else digits[::-1]
            digits = digits[:-1] if i != places[0] else ""
            for char in taken or {"0": "0", "?": " "}.get(token.text, ""):
                if grouped and position and position % 3 == 0 and char.isdigit():
                    out.append(",")
                out.append(char)
                position += 1
        elif token.kind in ("literal", "percent", "slash"):
            out.append(token.text[::-1])
    return "".join(out)[::-1]


def _fill_part(digits: str, tokens: Sequence[Token]) -> str:
    used = len(digits.rstrip("0"))
    out: list[str] = []
    position = 0
    for token in tokens:
        if token.kind == "digit":
            if position < used or token.text == "0":
                out.append(digits[position])
            elif token.text == "?":
                out.append(" ")
            position += 1
        elif token.kind in ("literal", "percent", "comma"):
            out.append(token.text)
    return "".join(out)


def _show_scientific(value: Decimal, tokens: Sequence[Token]) -> str:
    at = next(i for i, t in enumerate(tokens) if t.kind == "exponent")
    mantissa, power = list(tokens[:at]), tokens[at + 1 :]
    point = next((i for i, t in enumerate(mantissa) if t.kind == "point"), len(mantissa))
    step = max(1, sum(t.kind == "digit" for t in mantissa[:point]))
    places = sum(t.kind == "digit" for t in mantissa[point:])
    exponent = _exponent(value, step, places)
    shown = _show_fixed(value.scaleb(-exponent, context=_WIDE), mantissa)
    sign = "-" if exponent < 0 else ("+" if tokens[at].text.endswith("+") else "")
    return f"{shown}{tokens[at].text[0]}{sign}{_fill_whole(str(abs(exponent)), power)}"


def _exponent(value: Decimal, step: int, places: int) -> int:
    if not value:
        return 0
    exponent = value.adjusted() // step * step
    rounded = abs(value).scaleb(-exponent, context=_WIDE).quantize(Decimal(1).scaleb(-places), context=_WIDE)
    return exponent + step if rounded >= Decimal(10) ** step else exponent


def _show_fraction(value: Decimal, tokens: Sequence[Token]) -> str:
    at = next(i for i, t in enumerate(tokens) if t.kind == "slash")
    after = "".join(t.text for t in tokens[at + 1 :] if t.kind in ("digit", "literal")).strip()
    fixed = int(after) if after.isdigit() and int(after) else None
    mixed = "".join(t.text if t.kind == "digit" else " " for t in tokens[:at]).strip().count(" ") > 0
    whole = int(abs(value)) if mixed else 0
    rest = Fraction(abs(value)) - whole
    if fixed:
        top, bottom = round(rest * fixed), fixed
    else:
        near = rest.limit_denominator(10 ** min(max(1, len(after)), 5) - 1)
        top, bottom = near.numerator, near.denominator
    if mixed and top == bottom:
        whole, top = whole + 1, 0
    sign = "-" if value < 0 else ""
    if mixed and not top:
        return f"{sign}{whole}"
    return f"{sign}{whole} {top}/{bottom}" if whole else f"{sign}{top}/{bottom}"
