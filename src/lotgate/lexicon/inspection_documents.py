"""The kind of inspection document that a certificate says it is (EN 10204: 2.1, 2.2, 3.1, 3.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lotgate.model.standard import InspectionDocument

_KIND = re.compile(
    r"(?:(?:EN|ISO)\s*10(?:204|474)(?:[:\s-]*20\d\d)?(?:\s*[-–/,;:(]?\s*(?:type|typ|tip|cert\w*|类型)?\s*[-–:.]?\s*)"
    r"|(?:inspection certificate|abnahmeprüfzeugnis|检验证书|检验文件)\s*(?:type\s*)?)"
    r"([23]\.[12])(?!\s*[\d.%])",
    re.IGNORECASE,
)


def kinds_in(text: str) -> Iterator[tuple[int, int, InspectionDocument]]:
    """Each kind that ``text`` names beside the standard's number or the document's title, with its place in it."""
    for found in _KIND.finditer(text):
        yield found.start(), found.end(), InspectionDocument(found[1])
