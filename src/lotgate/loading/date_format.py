"""What a spreadsheet shows for a date or time: serial days since the end of 1899 (or the start of 1904)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_ZH = "一二三四五六日"
_LAST_DAY = 2_958_466  # 9999-12-31 and one more


def show_date(serial: Decimal, tokens: Sequence[tuple[str, str]], *, date1904: bool = False) -> str:
    """The moment ``serial`` under the (kind, text) tokens of a code; ``ValueError`` outside years 1900 to 9999."""
    places = _second_places(tokens)
    seconds = (serial * 86_400).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if seconds < 0 or seconds >= _LAST_DAY * 86_400:
        raise ValueError(f"{serial} is no date")
    moment = _moment(seconds, date1904=date1904)
    twelve = any(kind == "ampm" for kind, _ in tokens)
    out: list[str] = []
    for i, (kind, text) in enumerate(tokens):
        if kind == "date":
            minute = text[0] == "m" and len(text) < 3 and _is_minute(tokens, i)
            out.append(_shown(moment, text, minute=minute, twelve=twelve))
        elif kind == "elapsed":
            out.append(_elapsed(seconds, text))
        elif kind == "ampm":
            out.append(_half_day(moment, text))
        elif kind == "digit":
            out.append(_fraction(seconds, tokens, i))
        elif kind in ("literal", "slash", "point", "comma"):
            out.append(text)
    return "".join(out)


def _moment(seconds: Decimal, *, date1904: bool) -> datetime:
    days, rest = divmod(int(seconds), 86_400)
    # Day 60 is 29 February 1900, which never was (Excel keeps Lotus's error): before it, days count from a day later.
    epoch = date(1904, 1, 1) if date1904 else date(1899, 12, 31 if days < 60 else 30)
    return datetime.combine(epoch, time()) + timedelta(days=days, seconds=rest)


def _second_places(tokens: Sequence[tuple[str, str]]) -> int:
    return min(3, sum(kind == "digit" for kind, _ in tokens))


def _fraction(seconds: Decimal, tokens: Sequence[tuple[str, str]], at: int) -> str:
    index = sum(kind == "digit" for kind, _ in tokens[:at])
    digits = f"{seconds % 1:.3f}"[2:]
    return digits[index] if index < len(digits) else "0"


def _is_minute(tokens: Sequence[tuple[str, str]], at: int) -> bool:
    """``m`` means minutes right after hours or right before seconds, else months."""
    before = next((text for kind, text in reversed(tokens[:at]) if kind in ("date", "elapsed")), "")
    after = next((text for kind, text in tokens[at + 1 :] if kind in ("date", "elapsed")), "")
    return before[:1] == "h" or after[:1] == "s"


def _shown(moment: datetime, text: str, *, minute: bool, twelve: bool) -> str:
    letter, width = text[0], len(text)
    if letter in "ye":
        return f"{moment.year:04d}" if width > 2 or letter == "e" else f"{moment.year % 100:02d}"
    if letter == "m":
        return _padded(moment.minute, width) if minute else _month(moment, width)
    if letter == "d":
        return _day(moment, width)
    if letter == "a":
        return ("星期" if width > 3 else "周") + _DAYS_ZH[moment.weekday()]
    if letter == "h":
        return _padded((moment.hour % 12 or 12) if twelve else moment.hour, width)
    return _padded(moment.second, width)


def _padded(number: int, width: int) -> str:
    return f"{number:02d}" if width > 1 else str(number)


def _month(moment: date, width: int) -> str:
    name = _MONTHS[moment.month - 1]
    return {3: name[:3], 4: name, 5: name[0]}.get(width) or _padded(moment.month, width)


def _day(moment: date, width: int) -> str:
    name = _DAYS[moment.weekday()]
    return {3: name[:3], 4: name}.get(width) or _padded(moment.day, width)


def _half_day(moment: datetime, text: str) -> str:
    morning, _, afternoon = text.partition("/")
    return morning if moment.hour < 12 else afternoon


def _elapsed(seconds: Decimal, text: str) -> str:
    unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
    return str(int(seconds) // unit).zfill(len(text))
