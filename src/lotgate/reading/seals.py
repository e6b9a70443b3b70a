"""The seals against the certificate: a stamp names the company that vouches, and it must be the one that is named; and
what a seal hides of the results is a doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lotgate.lexicon.parties import company_on_seal, may_be_company
from lotgate.model.certificate import Doubt, HeaderField, Item
from lotgate.model.document import Seal
from lotgate.model.evidence import Fact
from lotgate.model.geometry import Box
from lotgate.model.table import Table
from lotgate.reading.hidden import covers, hides_result

_LEGIBLE = 0.5
"""Confidence of a rim's least sure character from which on its name can contradict another."""
_ROW = 15.0
"""Points: a row that vanished under a seal may have stood so far above or below those that were read."""


def disagreements(seals: Sequence[Seal], header: Mapping[HeaderField, tuple[Fact, ...]]) -> Iterator[Doubt]:
    """A doubt for each legible seal of a company that cannot be the supplier named.

    A seal is read with single characters wrong; only a name that is clearly another one counts. A seal without a
    company's name, or in another script than the supplier's, says nothing either way.
    """
    supplier = next((fact.text for fact in header.get(HeaderField.SUPPLIER, ())), None)
    for seal in seals:
        company = company_on_seal(seal.text) if seal.confidence >= _LEGIBLE else None
        if supplier and company and not may_be_company(company, supplier):
            message = f"The seal on page {seal.page} reads {company}, the certificate names {supplier}."
            yield Doubt("seal-differs", message, seal.page)


def covering(
    seals: Sequence[Seal], items: Sequence[Item], unanswered: Sequence[Fact], tables: Mapping[int, Sequence[Table]]
) -> Iterator[Doubt]:
    """A doubt for each seal that hides results; ``tables`` are each page's, ``unanswered`` the names without results.

    Black strokes and print are one. What was read under them is never certain, but of what was not read, a second
    result or a whole row, nothing would be left to be uncertain of. Under a coloured seal a result must be missing.
    """
    for seal in seals:
        on_page = tables.get(seal.page, ())
        if seal.colour == "black":
            if any(covers(seal.box, box, _ROW) for box in _results(seal.page, items, on_page)):
                message = f"A black seal stands on results of page {seal.page}; what it covers may be missing here."
                yield Doubt("seal-covers", message, seal.page)
        elif hides_result(seal, items, unanswered, on_page):
            message = f"A {seal.colour} seal stands on page {seal.page} where a result is missing; it may be under it."
            yield Doubt("seal-covers", message, seal.page)


def _results(page: int, items: Sequence[Item], tables: Sequence[Table]) -> Iterator[Box]:
    """The places of the page's items, and of the tables that they stand in."""
    places = [item.result.evidence.box for item in items if item.result and item.page == page]
    yield from places
    yield from (table.box for table in tables if any(table.box.holds(p.center_x, p.center_y) for p in places))
