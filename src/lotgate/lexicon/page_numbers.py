"""Printed page numbers that also say how many pages there are: "Page 1 of 2", 第1页 共2页."""

from __future__ import annotations

import re
import unicodedata

_FORMS = (
    re.compile(
        r"\b(?:page|pg|seite|página)\.?\s*(?:no\.?\s*)?:?\s*(\d{1,3})\s*(?:of|/|von|de)\s*(\d{1,3})\b", re.IGNORECASE
    ),
    re.compile(r"第\s*(\d{1,3})\s*页[\s,，/、]*[(（]?\s*共\s*(\d{1,3})\s*页"),
)
_TOTAL_FIRST = re.compile(r"共\s*(\d{1,3})\s*页[\s,，/、]*第\s*(\d{1,3})\s*页")


def page_number(text: str) -> tuple[int, int] | None:
    """The page and the number of pages that ``text`` prints; None where it prints no such pair."""
    plain = unicodedata.normalize("NFKC", text).replace("頁", "页")
    pairs = [(int(found[1]), int(found[2])) for form in _FORMS if (found := form.search(plain))]
    if total_first := _TOTAL_FIRST.search(plain):
        pairs.append((int(total_first[2]), int(total_first[1])))
    return next((pair for pair in pairs if 1 <= pair[0] <= pair[1]), None)
