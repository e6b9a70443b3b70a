"""An item's printed name: its number, its unit, its comparison sign, and its parts in each language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lotgate.lexicon.heads import field_code_end
from lotgate.lexicon.shapes import is_method, is_unit, sign_at_end
from lotgate.reading.printed_units import without_quantity

_NUMBERING = re.compile(
    r"^\s*(?:\d{1,2}[)）、．]\s*|\d{1,2}\.(?!\d)\s*|[一二三四五六七八九十]{1,3}[、．.]\s*|[a-z][)）]\s+|[①-⑳]\s*|[•·▪●-]\s+)"
)
_CONDITION_BEHIND = re.compile(r"\s*(?:@|\bat\b)\s*-?\d+\s*(?:°|º|℃|deg).*$", re.IGNORECASE)
_BRACKETED_NUMBER = re.compile(r"^[(（]\d{1,2}[)）]\s*")
_METHOD_BEHIND = re.compile(
    r"^(?P<name>.{3,}?\S|[\u2e80-\u9fff]{2,})\s+(?P<method>(?:GB|GB/T|HG/T|ISO|EN|DIN|ASTM|AOAC|AOCS|APHA|JIS|IEC|BS|NF|UNE)"
    r"[A-Z/ ]{0,8}\s?[A-Z]?\d[\w.:/-]*)$"
)
"""A standard's number printed behind the name, on the line below it as a rule."""
_MARKS = re.compile(r"(?:\s*[*#†‡]+)+$|^\s*[*#†‡]+\s*")
_BRACKET = re.compile(r"\s*[(（\[【]\s*([^()（）\[\]【】]*)\s*[)）\]】]\s*")
_LAST_PART = re.compile(r"^(?P<name>.+?)\s*[,，、;；/]\s*(?P<unit>[^,，;；]+)$")
_LAST_WORD = re.compile(r"^(?P<name>.*\S)\s+(?P<unit>\S+)$")
_IDEOGRAPHS = r"\u2e80-\u9fff\uf900-\ufaff"
_LATIN_TAIL = re.compile(
    rf"^(?P<zh>.*[{_IDEOGRAPHS}][ⅠⅡⅢⅣⅤ]?(?:[（(][^（()）]*[)）])?[\w%℃°.,，μ+\-*]*)\s+(?P<en>[A-Za-zα-ωΑ-Ω\d(Δ%℃].*)$"
)
_LATIN_HEAD = re.compile(rf"^(?P<en>[A-Za-z][^{_IDEOGRAPHS}]*?)\s*(?P<zh>[{_IDEOGRAPHS}].*)$")
_FORMULA = re.compile(r"[A-Za-z][A-Za-z\d]*")
_UNIT_AT_ONCE = re.compile(rf"^.*[{_IDEOGRAPHS})）](?P<unit>[^{_IDEOGRAPHS}\s()（）/][^{_IDEOGRAPHS}\s()（）]*)$")
"""水分%, 耐破强度kPa, 铁（Fe）%: behind Chinese, or behind a bracket, no space parts the unit."""
_GRADED = re.compile(r"^.*[)）](?P<unit>级)$")
"""附着力（划格法）级: behind a bracket, the grade that the result is."""
_TIMES = ("h", "min", "s")
"""Behind Chinese these are units and no sign of anything else: 实干 h, 适用期（23℃）h."""
_SHARE = re.compile(r"(?:^|[,，;；\s])\s*(?P<unit>[%％‰]\s*[(（][^()（）]+[)）])$")
"""% (m/m): the bracket is part of the unit."""
_SIZES = re.compile(
    r"\b(?:width|height|length|diameter|thickness|depth|radius|breite|höhe|länge|durchmesser|dicke)\b|宽|高度|长度|直径|厚|对边",
    re.IGNORECASE,
)
_FORCES = "力压荷载"
"""What a name ends in whose N is the newton: 拉力N, 空箱抗压N; 总氮N is the element."""
_LONGEST = 1000
"""Nothing longer is looked into: it is no name, and some of the looks take time in the square of its length."""
_HAS_DIGIT = re.compile(r"\d")
_CONDITION = re.compile(r"^[\d.,\s]*(?:℃|°|nm|mm|h|hr|min|μm|µm|%|g)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """``text`` as printed without numbering and sign; ``unit`` and ``sign`` where the name carries them."""

    text: str
    parts: tuple[str, ...]
    unit: str | None = None
    sign: str | None = None
    method: str | None = None


@lru_cache(maxsize=8192)
def parse_name(printed: str) -> Name:
    """The name that ``printed`` gives; the whole string where nothing in it is understood."""
    if len(printed) > _LONGEST:
        return Name(printed, (printed,))
    text, sign = sign_at_end(printed.strip())
    text = _NUMBERING.sub("", text) or text
    text = _MARKS.sub("", text) or text
    behind = _METHOD_BEHIND.match(text)
    text = behind["name"] if behind else text
    unit, method = _unit_in(text), behind["method"] if behind else None
    bare = text
    for inner in _BRACKET.findall(text):
        if is_unit(inner) or (is_method(inner) and not _CONDITION.match(inner)):
            method = method or (inner if not is_unit(inner) else None)
    if unit is not None:
        bare = _without_unit(text, unit)
    parts = [_cleaned(part) for part in languages_of(bare)]
    plain = [_cleaned(_BRACKET.sub(" ", part)) for part in parts]
    plain += [_cleaned(_BRACKETED_NUMBER.sub("", part)) for part in parts]
    plain += [_cleaned(_CONDITION_BEHIND.sub("", part)) for part in plain]
    plain += [_cleaned(part[code:]) for part in (*parts, text) if (code := field_code_end(part))]
    every = [p for p in dict.fromkeys([*parts, *plain]) if p] or [text]
    return Name(text, tuple(every), unit, sign, method)


def languages_of(text: str) -> list[str]:
    """The name in each script: ``灰分 Ash content`` is two; one where the scripts are not apart."""
    if match := _LATIN_TAIL.match(text):
        return [match["zh"], match["en"]]
    if (match := _LATIN_HEAD.match(text)) and len(match["en"].strip()) > 3 and " " in text:
        return [match["en"], match["zh"]]
    if "/" in text or "|" in text or "\n" in text:
        pieces = re.split(r"\s*[/|\n]\s*", text)
        if len(pieces) == 2 and len({bool(re.search(f"[{_IDEOGRAPHS}]", p)) for p in pieces}) == 2:
            return pieces
    return [text]


def _unit_in(text: str) -> str | None:
    unit = _printed_unit(text)
    if unit and unit.endswith("）") and "（" not in unit:
        text, unit = text.replace("（", "("), f"{unit[:-1]})"
    if unit and unit.endswith(")") and "(" not in unit:
        # "(mass fraction in %)" says the unit; "(2.0 % w/v)" under what was measured.
        inside = text.rpartition("(")[2]
        unit = None if _HAS_DIGIT.search(inside.removesuffix(unit)) else unit.rstrip(") ")
    return without_quantity(unit) if unit else unit


def _printed_unit(text: str) -> str | None:
    """The unit in brackets or behind a comma; the last one, since conditions stand before it."""
    if (share := _SHARE.search(text)) and is_unit(share["unit"]):
        return share["unit"]
    for inner in reversed(_BRACKET.findall(text)):
        for piece in (inner, *re.split(r"[,，;；]\s*", inner)):
            if not is_unit(piece) or _is_of_size(text, piece.strip()):
                continue
            if not _is_symbol(piece.strip()) or _is_electrical(text, piece.strip()):
                return str(piece).strip()
    if unit := _quotient_behind(text) or _unit_at_once(text) or _unit_between(text):
        return unit
    if (match := _LAST_PART.match(text)) and is_unit(match["unit"]) and not _is_symbol(match["unit"].strip()):
        return match["unit"].strip()
    if (
        (match := _LAST_PART.match(text))
        and (words := match["unit"].split())
        and is_unit(words[0])
        and "单位" in words[0]
    ):
        return words[0]
    if "/" in text and is_unit(behind := _BRACKET.sub("", text.rpartition("/")[2]).strip()) and not _is_symbol(behind):
        return behind
    part = text.rpartition("，")[2] if "，" in text else text.rpartition(",")[2] if "," in text else ""
    head = re.split(r"[(（]", part)[0].strip()
    if head and is_unit(head):
        return head
    if (match := _LAST_WORD.match(text)) and is_unit(match["unit"]) and not _ambiguous(match["unit"]):
        figures = match["name"][-1].isdigit() and not _FORMULA.fullmatch(match["name"].split()[-1])
        return None if figures else match["unit"]  # "Retained at 20 %", but "CaCO3 %"
    return None


def _unit_at_once(text: str) -> str | None:
    if match := _GRADED.match(text):
        return match["unit"]
    match = _UNIT_AT_ONCE.match(text)
    if match is None or not is_unit(match["unit"]):
        return None
    certain = match["unit"] in _TIMES or (match["unit"] == "N" and text[-2] in _FORCES)
    return match["unit"] if certain or not _ambiguous(match["unit"]) else None


def _unit_between(text: str) -> str | None:
    """The unit between a name's two languages, where it ends the Chinese line: "运动黏度(40℃), mm²/s Viscosity"."""
    match = _LATIN_TAIL.match(text)
    if match is None:
        return None
    chinese, (first, *others) = match["zh"].rstrip(), match["en"].split()
    if (behind := _LAST_PART.match(chinese)) and is_unit(behind["unit"]):
        return behind["unit"].strip()
    if not others:
        return first if first in _TIMES else None
    if is_unit(f"{first} {others[0]}") and len(others) > 1:
        return f"{first} {others[0]}"
    parted = chinese.endswith((",", "，"))
    return first if is_unit(first) and (parted or not _ambiguous(first)) else None


def _quotient_behind(text: str) -> str | None:
    """The unit with a slash that the last words are: "Lead mg/kg", "Acid value mg KOH/g"."""
    words = text.split()
    tails = (" ".join(words[start:]) for start in range(max(1, len(words) - 2), len(words)))
    return next((t for t in tails if _is_quotient(t) and is_unit(t)), None)


def _is_quotient(text: str) -> bool:
    """Something over something, and not "20/D": the temperature and the line of a refractive index."""
    opens = text[0] in "(（[" or text[:2] == "/ " or re.match(r"\d+/", text)
    return "/" in text.strip("/") and not opens


def _is_symbol(text: str) -> bool:
    """A letter in brackets that is a chemical's sign before it is a unit's; J, A and L are no elements."""
    return text == "pH" or bool(re.fullmatch(r"[B-IKM-Z]", text))


def _is_electrical(text: str, unit: str) -> bool:
    """电压(V), 损耗(W): behind a Chinese name of several characters, volts and watts; 钒(V) is the element."""
    return unit in ("V", "W") and bool(re.match(rf"^[{_IDEOGRAPHS}]{{2,}}", text))


def _is_of_size(text: str, symbol: str) -> bool:
    """Width across flats (s), Total length (L): what drawings call a size, and no second and no litre."""
    return len(symbol) == 1 and symbol.isalpha() and symbol != "m" and bool(_SIZES.search(text))


def _ambiguous(unit: str) -> bool:
    """A last word that is a unit's sign and as well a chemical or a letter: C, N, K, "A"."""
    unit = unit.strip("()（）[]")
    return (
        (len(unit) == 1 and unit not in "%℃°J")
        or unit.isdigit()
        or unit in ("pH", "Aw", "aw", "RH", "min", "s", "h", "mesh", "目", "L*")
    )


def _without_unit(text: str, unit: str) -> str:
    escaped = re.escape(unit)
    text = re.sub(rf"\s*[(（\[]\s*{escaped}\s*[)）\]]", "", text)
    text = re.sub(rf"\s*[,，、;；/]\s*{escaped}(?=\s|$|[(（])", "", text)
    text = re.sub(rf"(?<=[{_IDEOGRAPHS})）])\s+{escaped}(?=\s+[A-Za-z])", "", text)
    return re.sub(rf"(?:\s+|(?<=[{_IDEOGRAPHS})）])){escaped}$", "", text).strip()


def _cleaned(text: str) -> str:
    return re.sub(r"\s{2,}", " ", text).strip(" ,，:：;；、-*#")
