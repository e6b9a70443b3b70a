"""Parts a certificate's measurements by lot: a verdict is per lot."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lotgate.model.certificate import HeaderField
from lotgate.model.delivery import Delivery
from lotgate.model.measured import MatchKind, Measurement, Measurements

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_PARTS = re.compile(r"[\w\-.]+")
_LEAST_PART = 3


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot with what was measured on it.

    ``untied`` are measurements of a certificate about several lots that name none of them. ``name`` is None where the
    certificate names no lot; ``covered`` is False for a delivered lot that it does not name.
    """

    name: str | None
    measurements: tuple[Measurement, ...]
    untied: tuple[Measurement, ...] = ()
    covered: bool = True
    matched: Mapping[str, tuple[Measurement, ...]] = field(init=False, compare=False)
    """What certainly means each characteristic, by its id."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "matched", certain(self.measurements))


def certain(measurements: Iterable[Measurement]) -> dict[str, tuple[Measurement, ...]]:
    """The measurements whose match needs no person, by characteristic."""
    groups: dict[str, list[Measurement]] = {}
    for m in measurements:
        if m.match and m.match.kind is not MatchKind.PROPOSED:
            groups.setdefault(m.match.characteristic, []).append(m)
    return {one: tuple(group) for one, group in groups.items()}


def lots_of(measurements: Measurements, delivery: Delivery) -> tuple[Lot, ...]:
    """The lots to judge: those delivered where the delivery says so, else all that the certificate covers.

    Results without a lot belong to every lot only when the whole certificate gives none a lot; then its lots are one.
    """
    everything = measurements.measurements
    printed = tuple(dict.fromkeys(fact.text for fact in measurements.certificate.header.get(HeaderField.BATCH, ())))
    own = {id(m): _lot_named(m, printed) for m in everything}
    if not any(own.values()):
        return _one_lot(everything, printed, delivery)
    untied = tuple(m for m in everything if own[id(m)] is None)
    alone = len(printed) == 1
    lots = tuple(
        Lot(
            name,
            tuple(m for m in everything if own[id(m)] == name or (alone and m.item.sample is None)),
            tuple(m for m in untied if not (alone and m.item.sample is None)),
        )
        for name in printed
    )
    return _delivered(lots, delivery)


def same_lot(one: str, other: str) -> bool:
    """Whether two lot numbers are one: width, case, kinds of dash and white space aside."""
    return _folded(one) == _folded(other)


def _one_lot(everything: tuple[Measurement, ...], printed: tuple[str, ...], delivery: Delivery) -> tuple[Lot, ...]:
    if not delivery.lots:
        return (Lot(", ".join(printed) or None, everything),)
    return tuple(
        Lot(wanted, everything, covered=any(same_lot(wanted, name) for name in printed)) for wanted in delivery.lots
    )


def _delivered(lots: tuple[Lot, ...], delivery: Delivery) -> tuple[Lot, ...]:
    if not delivery.lots:
        return lots
    chosen = []
    for wanted in delivery.lots:
        found = [lot for lot in lots if lot.name and same_lot(wanted, lot.name)]
        chosen.append(found[0] if found else Lot(wanted, (), covered=False))
    return tuple(chosen)


def _lot_named(measurement: Measurement, lots: Iterable[str]) -> str | None:
    """The one lot that the measurement's sample names, whole or as one of its parts."""
    if measurement.item.sample is None:
        return None
    text = measurement.item.sample.text
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()
    parts = {part for part in _PARTS.findall(plain) if len(part) >= _LEAST_PART} | {_folded(text)}
    named = [lot for lot in lots if _folded(lot) in parts]
    return named[0] if len(named) == 1 else None


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).translate(_DASHES).casefold().split())
