"""What is known about the delivery before its certificate is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Delivery:
    """The buyer's own facts. Each is optional; what is given must agree with the certificate.

    ``date`` is the day on which validity is judged. The judge has no clock: without a date an expiry stays undecided.
    """

    date: date | None = None
    lots: tuple[str, ...] = ()
    material: str | None = None
    grade: str | None = None
    supplier: str | None = None
    quantity: str | None = None
