"""Proves a recorded verdict: judging the same reading by the same standard must give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lotgate.model.verdict import Verdict, canonical


def differences(recorded: Mapping[str, Any], again: Verdict) -> tuple[str, ...]:
    """The top-level keys in which a recorded verdict's JSON and a new verdict differ; empty means proved."""
    now = again.to_json()
    keys = sorted(set(recorded) | set(now))
    return tuple(key for key in keys if canonical({key: recorded.get(key)}) != canonical({key: now.get(key)}))
