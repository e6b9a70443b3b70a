"""The seals against the certificate: a stamp names the company that vouches, and it must be the one that is named; and
one in black hides what it stands on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lotgate.lexicon.parties import company_on_seal, may_be_company
from lotgate.model.certificate import Doubt, HeaderField, Item
from lotgate.model.document import Seal
from lotgate.model.evidence import Fact
from lotgate.model.geometry import Box

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


def covering(seals: Sequence[Seal], items: Sequence[Item], tables: Mapping[int, Sequence[Box]]) -> Iterator[Doubt]:
    """A doubt for each black seal that stands on a page's results; ``tables`` are the places of tables by page.

    Black strokes and print are one. What was read under them is never certain, but of what was not read, a second
    result or a whole row, nothing would be left to be uncertain of.
    """
    for seal in seals:
        if seal.colour == "black" and any(_meets(seal.box, box) for box in _results(seal.page, items, tables)):
            message = f"A black seal stands on results of page {seal.page}; what it covers may be missing here."
            yield Doubt("seal-covers", message, seal.page)


def _results(page: int, items: Sequence[Item], tables: Mapping[int, Sequence[Box]]) -> Iterator[Box]:
    """The places of the page's items, and of the tables that they stand in."""
    places = [item.result.evidence.box for item in items if item.result and item.page == page]
    yield from places
    yield from (box for box in tables.get(page, ()) if any(box.holds(p.center_x, p.center_y) for p in places))


def _meets(seal: Box, box: Box) -> bool:
    """Whether the seal's ellipse reaches the box or the row beside it."""
    off_x = min(max(seal.center_x, box.x0), box.x1) - seal.center_x
    off_y = min(max(seal.center_y, box.top - _ROW), box.bottom + _ROW) - seal.center_y
    return (2 * off_x / max(seal.width, 1.0)) ** 2 + (2 * off_y / max(seal.height, 1.0)) ** 2 < 1
