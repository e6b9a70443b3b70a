"""A report as PDF (A4): what a person signs, prints and files.

The layout is made first, as marks on sheets (:mod:`.lot`, :mod:`.sheets`), and painted when the number of pages is
known (:mod:`.paint`). Fonts travel with the package. The same entries, words and time give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lotgate.reporting.pdf.lot import composed
from lotgate.reporting.pdf.paint import painted
from lotgate.reporting.report import DocumentReport, Entry
from lotgate.reporting.wording import Wording


def pdf(entries: Sequence[Entry], words: Wording, *, at: datetime) -> bytes:
    """The report's bytes. ``at`` is when it is made, with its zone; it is printed and stands in the metadata.

    Pictures of evidence come from the entries' page images; where there is none, the page is named in words.
    """
    lots = [lot for entry in entries if isinstance(entry, DocumentReport) for lot in entry.lots]
    title = words("title_lot" if any(lot.decision for lot in lots) else "title_reading")
    if len(lots) == 1:
        title = " · ".join(part for part in (title, lots[0].title, lots[0].lot) if part)
    return painted(composed(entries, words, at), title=title, words=words, at=at)
