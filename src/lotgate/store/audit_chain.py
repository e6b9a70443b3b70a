"""How audit entries are bound to each other, and the proof that nobody touched them.

Each entry carries a MAC over its own fields and the MAC of the entry before it. The key lies outside the database, so
who can only write the database can change, insert, drop or reorder nothing unseen. A tail that was cut off is missed by
the head row, which the same key authenticates, and by the anchor, a file beside the key that holds the last head: it
also catches a head row put back together with its old tail.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BOUND = (
    "number",
    "at",
    "site_id",
    "actor_id",
    "actor_name",
    "action",
    "subject_type",
    "subject_id",
    "subject_name",
    "old",
    "new",
    "reason",
)
"""The fields that the MAC covers: all but itself."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends: after ``number`` entries the last one's MAC is ``last``; ``mac`` proves both."""

    number: int
    last: str
    mac: str

    @staticmethod
    def of(number: int, last: str, key: bytes) -> Head:
        """The head that only the holder of ``key`` can make."""
        return Head(number, last, hmac.new(key, f"head\n{number}\n{last}".encode(), hashlib.sha256).hexdigest())

    def genuine(self, key: bytes) -> bool:
        """Whether ``key`` made it; the empty chain's head is empty."""
        if not self.number:
            return not self.last and not self.mac
        return hmac.compare_digest(self.mac, Head.of(self.number, self.last, key).mac)


@dataclass(frozen=True, slots=True)
class Fault:
    """A trace of tampering. ``number`` is the entry where it shows."""

    number: int
    what: str


def mac_of(fields: Mapping[str, Any], previous: str, key: bytes) -> str:
    """HMAC-SHA256 in hex of the entry ``fields`` (those of :data:`BOUND`) after the entry whose MAC is ``previous``."""
    body = {name: fields[name] for name in BOUND} | {"at": fields["at"].isoformat()}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, f"{previous}\n{text}".encode(), hashlib.sha256).hexdigest()


def faults(entries: Iterable[Mapping[str, Any]], head: Head, anchor: Head, key: bytes) -> list[Fault]:
    """Everything wrong with a chain; ``entries`` are all of it, in the order of their numbers, with their MACs.

    After an entry whose MAC is wrong the chain is followed from the MAC as it stands, so that one edit is one fault.
    """
    found: list[Fault] = []
    number, last, anchored = 0, "", not anchor.number
    for entry in entries:
        if entry["number"] != number + 1:
            found.append(Fault(entry["number"], f"entry {number + 1} is missing, or entries changed places"))
        elif not hmac.compare_digest(entry["mac"], mac_of(entry, last, key)):
            found.append(Fault(entry["number"], "the entry, or its place in the order, was changed"))
        number, last = entry["number"], entry["mac"]
        anchored = anchored or (number == anchor.number and last == anchor.last)
    if not head.genuine(key):
        found.append(Fault(head.number, "the record of the last entry was changed"))
    if (number, last) != (head.number, head.last):
        found.append(Fault(number, f"the trail ends at entry {number}; the last one written was {head.number}"))
    if not anchor.genuine(key):
        found.append(Fault(anchor.number, "the anchor beside the key was changed"))
    elif not anchored:
        found.append(Fault(anchor.number, f"entry {anchor.number}, which the anchor names, is gone or another"))
    return found


def read_anchor(path: Path) -> Head:
    """The anchor in ``path``; the empty chain's where there is no file yet."""
    try:
        number, last, mac = path.read_text("ascii").split()
        return Head(int(number), last, mac)
    except FileNotFoundError:
        return Head(0, "", "")
    except (ValueError, UnicodeDecodeError):
        return Head(-1, "", "")


def write_anchor(path: Path, head: Head) -> None:
    """Keep ``head`` in ``path``, unless what stands there is newer: processes may finish in another order."""
    if read_anchor(path).number >= head.number:
        return
    fresh = path.with_name(f"{path.name}.{head.number}")
    fresh.write_text(f"{head.number} {head.last} {head.mac}\n", "ascii")
    fresh.replace(path)
