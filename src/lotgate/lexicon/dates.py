"""Printed dates → dates. Contract: never raises; what is no date is None, and a date that can be read in two ways
(``03/04/2025``) keeps both readings and decides nothing.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from lotgate.lexicon.numbers import fold

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_FULL_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_TIME = r"(?:[ t]\s?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?\s?(?:am|pm)?\s?(?:z|[+-][0-9]{2}:?[0-9]{2})?)?"
_SEPARATOR = r"\s?(?:[-/._,]|//|--)\s?"
_YEAR_FIRST = re.compile(
    rf"(?P<y>(?:19|20)[0-9]{{2}}){_SEPARATOR}(?P<m>[0-9]{{1,2}})(?:{_SEPARATOR}(?P<d>[0-9]{{1,2}}))?{_TIME}"
)
_CHINESE = re.compile(r"(?P<y>[0-9]{4})\s?年\s?(?P<m>[0-9]{1,2})\s?月(?:\s?(?P<d>[0-9]{1,2})\s?[日号])?" + _TIME)
_COMPACT = re.compile(r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_YEAR_LAST = re.compile(
    rf"(?P<a>[0-9]{{1,2}}){_SEPARATOR}(?P<b>[0-9]{{1,2}}){_SEPARATOR}(?P<y>(?:19|20)?[0-9]{{2}}){_TIME}"
)
_MONTH_YEAR = re.compile(r"(?P<m>[0-9]{1,2})\s?[-/.]\s?(?P<y>(?:19|20)[0-9]{2})")
_DAY_NAMED = re.compile(
    rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)?[\s./,-]*{_MONTH}[\s./,-]*(?P<y>(?:19|20)?[0-9]{{2}}){_TIME}"
)
_NAMED_DAY = re.compile(
    rf"{_MONTH}[\s./-]*(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?[\s.,/-]+(?P<y>(?:19|20)[0-9]{{2}}){_TIME}"
)
_YEAR_NAMED = re.compile(rf"(?P<y>(?:19|20)[0-9]{{2}})[\s./,-]*{_MONTH}(?:[\s./,-]*(?P<d>[0-9]{{1,2}}))?")
_NAMED_YEAR = re.compile(rf"{_MONTH}[\s./,-]*(?P<y>(?:19|20)[0-9]{{2}})")
_CENTURY = 2000
_LONGEST = 60


class Precision(StrEnum):
    """What of the date is printed."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed. ``date`` is None where the text can be read in two ways; ``readings`` holds every one.

    With :attr:`Precision.MONTH` the readings are the month's first day; :meth:`latest` gives its last.
    """

    text: str
    readings: tuple[datetime.date, ...]
    precision: Precision = Precision.DAY

    @property
    def date(self) -> datetime.date | None:
        return self.readings[0] if len(self.readings) == 1 else None

    @property
    def ambiguous(self) -> bool:
        return len(self.readings) > 1

    def earliest(self) -> datetime.date:
        """The first day that the text can mean."""
        return min(self.readings)

    def latest(self) -> datetime.date:
        """The last day that the text can mean: for a month without a day its last day."""
        if self.precision is Precision.DAY:
            return max(self.readings)
        return max(day.replace(day=monthrange(day.year, day.month)[1]) for day in self.readings)


@lru_cache(maxsize=1024)
def parse_date(text: str) -> PrintedDate | None:
    """The date that ``text`` prints, in any common Chinese or English form; None for anything else."""
    if len(text) > _LONGEST:
        return None
    folded = _chinese_numerals(fold(text)).casefold().strip(" .;")
    readings, precision = _readings(folded)
    return PrintedDate(text, tuple(dict.fromkeys(readings)), precision) if readings else None


def _readings(text: str) -> tuple[Sequence[datetime.date], Precision]:
    for pattern in (_CHINESE, _YEAR_FIRST, _COMPACT):
        match = pattern.fullmatch(text)
        if match:
            groups = match.groupdict()
            return _one(groups["y"], groups["m"], groups["d"])
    match = _YEAR_LAST.fullmatch(text)
    if match:
        return _two_orders(int(match["a"]), int(match["b"]), match["y"], text), Precision.DAY
    match = _MONTH_YEAR.fullmatch(text)
    if match:
        return _one(match["y"], match["m"], None)
    for pattern in (_DAY_NAMED, _NAMED_DAY, _YEAR_NAMED, _NAMED_YEAR):
        match = pattern.fullmatch(text)
        month = _month(match["month"]) if match else None
        if match and month:
            return _one(match["y"], str(month), match.groupdict().get("d"))
    return (), Precision.DAY


def _one(year: str, month: str, day: str | None) -> tuple[Sequence[datetime.date], Precision]:
    found = _date(_full_year(year), int(month), int(day) if day else 1)
    return ([found] if found else []), (Precision.DAY if day else Precision.MONTH)


def _two_orders(first: int, second: int, year: str, text: str) -> list[datetime.date]:
    """With points only ``day.month.year`` is in use, else both orders; two digits may be the year."""
    full = _full_year(year)
    day_first, month_first = _date(full, second, first), _date(full, first, second)
    if len(year) == 2:
        year_first = _date(_CENTURY + first, second, int(year))
        return [found for found in (day_first, month_first, year_first) if found]
    if "." in text and day_first:
        return [day_first]
    return [found for found in (day_first, month_first) if found]


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else _CENTURY + int(year)


def _month(name: str) -> int | None:
    """1 to 12 for a full English month name or its abbreviation of three letters (or "sept")."""
    name = "sep" if name == "sept" else name
    if name in _MONTHS:
        return _MONTHS.index(name) + 1
    return _FULL_MONTHS.index(name) + 1 if name in _FULL_MONTHS else None


def _chinese_numerals(text: str) -> str:
    """``二〇二五年八月十八日`` in digits; other text unchanged."""
    match = re.fullmatch(
        r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号])?", text
    )
    if match is None:
        return text
    day = f"{_small(match[3])}日" if match[3] else ""
    return f"{match[1].translate(_CHINESE_DIGITS)}年{_small(match[2])}月{day}"


def _small(numeral: str) -> int:
    """``二十三`` as 23."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int(numeral.translate(_CHINESE_DIGITS))
    return int(tens.translate(_CHINESE_DIGITS) or "1") * 10 + int(ones.translate(_CHINESE_DIGITS) or "0")
