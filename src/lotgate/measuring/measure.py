"""Types every item of a certificate and names it in the standard's terms. Nothing is guessed."""

from __future__ import annotations

from dataclasses import replace

from lotgate.lexicon.limits import parse_limit
from lotgate.lexicon.results import parse_result
from lotgate.measuring.matching import match, propose
from lotgate.model.certificate import Certificate, Item
from lotgate.model.measured import MatchKind, Measurement, Measurements
from lotgate.model.standard import Standard
from lotgate.model.verdict import digest


def measure(certificate: Certificate, standard: Standard) -> Measurements:
    """The certificate's items as measurements, in reading order, matched to the standard's characteristics."""
    typed = tuple(_typed(item, standard) for item in certificate.items)
    return Measurements(certificate, standard, _with_proposals(typed, standard), digest(certificate.to_json()))


def _typed(item: Item, standard: Standard) -> Measurement:
    unit = item.unit.text if item.unit else None
    limit = parse_limit(item.limit.text, unit) if item.limit else None
    result = parse_result(item.result.text, unit) if item.result else None
    own = result.unit if result else None
    return Measurement(item, result, own or unit or (limit.unit if limit else None), limit, match(item, standard))


def _with_proposals(typed: tuple[Measurement, ...], standard: Standard) -> tuple[Measurement, ...]:
    """Likeness is asked only for characteristics that nothing else matched, and only of items that match nothing."""
    found = {m.match.characteristic for m in typed if m.match and m.match.kind is not MatchKind.PROPOSED}
    open_ones = [c for c in standard.characteristics if c.id not in found and c.formula is None]
    if not open_ones:
        return typed
    return tuple(replace(m, match=propose(m.item, open_ones)) if m.match is None else m for m in typed)
