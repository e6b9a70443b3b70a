"""How audit entries are bound to each other: each carries a MAC over its own fields and the MAC of the entry before.

The key lies outside the database, so who can only write the database can change, drop, insert or reorder nothing
unseen. A cut-off tail is missed by the head row, which is authenticated by the same key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
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


def mac_of(fields: Mapping[str, Any], previous: str, key: bytes) -> str:
    """HMAC-SHA256 in hex of the entry ``fields`` (those of :data:`BOUND`) after the entry whose MAC is ``previous``."""
    body = {name: fields[name] for name in BOUND} | {"at": fields["at"].isoformat()}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, f"{previous}\n{text}".encode(), hashlib.sha256).hexdigest()


def head_mac(number: int, last: str, key: bytes) -> str:
    """The MAC of the head row: after ``number`` entries the last one's MAC is ``last``."""
    return hmac.new(key, f"head\n{number}\n{last}".encode(), hashlib.sha256).hexdigest()
