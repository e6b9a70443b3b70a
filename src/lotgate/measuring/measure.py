"""Types every item of a certificate and names it in the standard's terms. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lotgate.errors import CorrectionError
from lotgate.lexicon.limits import parse_limit
from lotgate.lexicon.results import parse_result
from lotgate.measuring.matching import match, propose
from lotgate.model.certificate import Certificate, Item
from lotgate.model.measured import Match, MatchKind, Measurement, Measurements
from lotgate.model.standard import Standard
from lotgate.model.verdict import reading_digest


def measure(certificate: Certificate, standard: Standard, *, assigned: Mapping[int, str] | None = None) -> Measurements:
    """The certificate's items as measurements, in reading order, matched to the standard's characteristics.

    ``assigned`` is what a person said that items mean, by their index in ``certificate.items``: the id of a measured
    characteristic, or ``""`` for none; ``CorrectionError`` where the standard or the certificate has no such thing.
    An item that means the same characteristic by its own name still does: where the two differ, a person must say which
    of them counts, for what is left out unasked may be what fails.
    """
    said = dict(sorted((assigned or {}).items()))
    _check(said, certificate, standard)
    typed = tuple(_typed(item, _match(i, item, standard, said)) for i, item in enumerate(certificate.items))
    return Measurements(
        certificate, standard, _with_proposals(typed, standard, said), reading_digest(certificate), said
    )


def _check(assigned: Mapping[int, str], certificate: Certificate, standard: Standard) -> None:
    for index, one in assigned.items():
        if not 0 <= index < len(certificate.items):
            raise CorrectionError(f"{one!r} is assigned to item {index}, and the certificate has no such item")
        characteristic = standard.characteristic(one)
        if one and (characteristic is None or characteristic.formula is not None):
            what = "no characteristic" if characteristic is None else "a formula, and no measurement, for"
            raise CorrectionError(
                f"the standard {standard.id} has {what} {one!r}", advice="Assign the item anew, or take it back."
            )


def _match(index: int, item: Item, standard: Standard, assigned: Mapping[int, str]) -> Match | None:
    """What a person said, else what the name says."""
    if index not in assigned:
        return match(item, standard)
    return Match(assigned[index], MatchKind.ASSIGNED) if assigned[index] else None


def _typed(item: Item, meaning: Match | None) -> Measurement:
    unit = item.unit.text if item.unit else None
    limit = parse_limit(item.limit.text, unit) if item.limit else None
    result = parse_result(item.result.text, unit) if item.result else None
    own = result.unit if result else None
    return Measurement(item, result, own or unit or (limit.unit if limit else None), limit, meaning)


def _with_proposals(
    typed: tuple[Measurement, ...], standard: Standard, assigned: Mapping[int, str]
) -> tuple[Measurement, ...]:
    """Likeness is asked only for characteristics that nothing else matched, and only of items that match nothing."""
    found = {m.match.characteristic for m in typed if m.match and m.match.kind is not MatchKind.PROPOSED}
    open_ones = [c for c in standard.characteristics if c.id not in found and c.formula is None]
    if not open_ones:
        return typed
    return tuple(
        replace(m, match=propose(m.item, open_ones)) if m.match is None and i not in assigned else m
        for i, m in enumerate(typed)
    )
