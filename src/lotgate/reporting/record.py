"""What people did to a lot after the machine: signatures, corrections, and what the record is bound to.

A signature shows the printed name, the time and the meaning (21 CFR 11.50); a correction shows the old value, the new
one, who, when and why (21 CFR 11.10(e)). Nothing is decided or checked for authority here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Meaning(StrEnum):
    """What a person's signature says."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CONCESSION = "concession"
    """Accepted although a requirement is not met, for a reason."""
    REVIEWED = "reviewed"
    """Reviewed as second person."""
    REFUSED = "refused"
    """The second person did not sign: the first signature no longer counts."""
    REOPENED = "reopened"


DECIDING = (Meaning.ACCEPTED, Meaning.REJECTED, Meaning.CONCESSION)
"""Meanings that decide on a lot."""


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature; ``name`` is the printed name, ``at`` has a time zone."""

    name: str
    account: str
    at: datetime
    meaning: Meaning
    reason: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a signature needs a printed name")
        _zoned(self.at)


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One value that a person changed; ``old`` is empty where it was added, ``new`` where it was struck out."""

    what: str
    old: str
    new: str
    who: str
    at: datetime
    why: str = ""

    def __post_init__(self) -> None:
        _zoned(self.at)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a report rests on, as digests (SHA-256, hexadecimal) and versions; empty where there is none."""

    document_sha256: str = ""
    reading_sha256: str = ""
    verdict_sha256: str = ""
    standard_id: str = ""
    standard_version: str = ""
    standard_digest: str = ""
    lotgate: str = ""


def timestamp(at: datetime) -> str:
    """Date, time to the second and offset from UTC, in one form for every language."""
    _zoned(at)
    offset = f"{at:%z}"
    return f"{at:%Y-%m-%d %H:%M:%S} UTC{offset[:3]}:{offset[3:5]}"


def _zoned(at: datetime) -> None:
    if at.utcoffset() is None:
        raise ValueError(f"a time of record needs its zone: {at}")
