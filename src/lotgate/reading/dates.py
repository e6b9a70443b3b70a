"""Dates as printed: where in a text one stands. What day it means is settled elsewhere, with the format's order."""

from __future__ import annotations

import re
from functools import lru_cache

from lotgate.lexicon.header_words import month_names

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
"""Some fonts' old-style figures are loaded as raised ones; in a date no figure is an exponent."""
_NUMERAL = "〇○零OΟ一二三四五六七八九十廿卅"


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    month = rf"(?:{'|'.join(month_names())})\.?(?![a-z])"
    gap = r"(?:\s*[-./\s,]\s*)"
    year, short = r"(?:19|20)\d\d(?!\d)", r"(?:(?:19|20)\d\d|\d\d)(?!\d)"
    day = r"\d{1,2}(?:st|nd|rd|th|er|\.)?(?:\s*(?:de|of))?"
    forms = [
        r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}(?!\d)\s*日?",
        r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?",
        r"(?:民[国國]\s*)?1[0-4]\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日",
        rf"[{_NUMERAL}\s]{{4,8}}年\s*[{_NUMERAL}\s]{{1,4}}月(?:\s*[{_NUMERAL}\s]{{1,5}}日)?",
        rf"(?:19|20)\d\d{gap}?{month}{gap}?\d{{1,2}}(?!\d)",
        rf"\d{{1,2}}\s*[-./]{{1,2}}\s*\d{{1,2}}\s*[-./]{{1,2}}\s*{short}",
        rf"{day}{gap}?{month}(?:\s+de\s+|{gap})?{short}",
        rf"{month}{gap}?\d{{1,2}}(?:st|nd|rd|th)?\s*[,.\s/-]\s*{year}",
        rf"{month}[-\s,./']*{year}",
        rf"{month}[-\s/']\d\d(?!\d)",
        r"(?:19|20)\d\d\s?-?\s?W(?:0[1-9]|[1-4]\d|5[0-3])(?!\d)",
        rf"(?<!\d)\d{{1,2}}\s*[/.-]\s*{year}",
        r"(?<!\d)(?:19|20)\d\d\s*[-./]\s*(?:0?[1-9]|1[0-2])(?!\d)",
        r"(?<!\d)20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)",
    ]
    date = rf"(?:{'|'.join(forms)})"
    end = rf"(?:{date}|\d{{1,2}}[./月]\d{{1,2}}日?)"
    return re.compile(rf"(?<![\w.]){date}(?:\s*(?:[-–—~～至]|to)\s*{end})?(?![-/.]?\d)", re.IGNORECASE)


def find_date(text: str) -> tuple[int, int] | None:
    """Start and end of the first date, or range of dates, in ``text``; a time of day is left out."""
    found = _pattern().search(text.translate(_RAISED))
    if found is None:
        return None
    start, _end = found.span()
    return start, start + len(found[0].rstrip(" .,"))


def is_date(text: str) -> bool:
    """Whether ``text`` is a date and nothing else."""
    place = find_date(text.strip())
    return place == (0, len(text.strip().rstrip(" .,")))
