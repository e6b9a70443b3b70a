"""The verdict that a lot's row keeps, as a value."""

from __future__ import annotations

from collections.abc import Iterable

from lotgate.model.verdict import LotVerdict, Verdict, digest
from lotgate.store.models import Lot


def verdict_of(lot: Lot) -> Verdict:
    """The whole verdict on the lot's document; ``SchemaError`` for a lot that was not judged."""
    return Verdict.from_json(lot.verdict or {})


def lot_verdict_of(lot: Lot) -> LotVerdict:
    """What the verdict says of this lot."""
    return verdict_of(lot).lots[lot.position]


def reading_digest_of(lot: Lot) -> str:
    """The digest of the reading that was judged, as the verdict states it."""
    return verdict_of(lot).reading_sha256


def verdict_digest_of(lot: Lot) -> str:
    """The digest of the whole verdict."""
    return digest(lot.verdict or {})


def seal_over(lot: Lot, rulings: Iterable[int], signatures: Iterable[int]) -> str:
    """The digest of all that a signature rests on; rulings in force and signatures by their keys, in their order."""
    return digest(
        {
            "lot": lot.pk,
            "state": str(lot.state),
            "position": lot.position,
            "verdict": verdict_digest_of(lot),
            "rulings": list(rulings),
            "signatures": list(signatures),
        }
    )
