"""A certificate with its items typed and named in the standard's terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lotgate.model.certificate import Certificate, Item
from lotgate.model.measurement import Limit, Reason, Result
from lotgate.model.standard import Standard


class MatchKind(StrEnum):
    """How an item came to mean a characteristic. Only ``PROPOSED`` needs a person before it counts."""

    EXACT = "exact"
    LEXICON = "lexicon"
    PROPOSED = "proposed"
    ASSIGNED = "assigned"
    """A person said so, whatever the name says."""


@dataclass(frozen=True, slots=True)
class Match:
    """The characteristic that an item means, and how that is known; ``notes`` say what was passed over."""

    characteristic: str
    kind: MatchKind
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Measurement:
    """One item, typed. ``result`` is None where the certificate prints none; ``unit`` is the result's, as printed.

    ``printed_limit`` is the limit on the certificate; the standard's is never taken from there.
    """

    item: Item
    result: Result | None
    unit: str | None
    printed_limit: Limit | None
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Measurements:
    """All items of a certificate in reading order, matched to one standard.

    ``reading_sha256`` is of the reading's canonical JSON: what exactly was judged. ``assigned`` is what a person said
    that items mean, by their index: a characteristic's id, or ``""`` for none.
    """

    certificate: Certificate
    standard: Standard
    measurements: tuple[Measurement, ...]
    reading_sha256: str
    assigned: Mapping[int, str] = field(default_factory=dict)

    def of(self, characteristic: str) -> tuple[Measurement, ...]:
        """The measurements that certainly mean this characteristic."""
        return tuple(
            m
            for m in self.measurements
            if m.match and m.match.characteristic == characteristic and m.match.kind is not MatchKind.PROPOSED
        )
