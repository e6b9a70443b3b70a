"""The seals against the certificate: a stamp names the company that vouches, and it must be the one that is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lotgate.lexicon.parties import company_on_seal, may_be_company
from lotgate.model.certificate import Doubt, HeaderField
from lotgate.model.document import Seal
from lotgate.model.evidence import Fact

_LEGIBLE = 0.5
"""Confidence of a rim's least sure character from which on its name can contradict another."""


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
