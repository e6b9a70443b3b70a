"""A standard's JSON form, both ways: the tables of its TOML, with dates as ``YYYY-MM-DD``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from lotgate.errors import SchemaError
from lotgate.model.standard import Standard
from lotgate.standards.faults import Faults
from lotgate.standards.fields import FORMAT
from lotgate.standards.toml import build, dump

_DATES = ("effective", "until")


def standard_to_json(standard: Standard) -> dict[str, Any]:
    """Plain JSON types only; the same standard gives the same keys in the same order."""
    data = tomllib.loads(dump(standard))
    for key in _DATES:
        if key in data["version"]:
            data["version"][key] = data["version"][key].isoformat()
    return data


def standard_from_json(data: Mapping[str, Any]) -> Standard:
    """The inverse of :func:`standard_to_json`; ``SchemaError`` or ``FaultyStandard`` where it is no standard."""
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        found = data.get("format") if isinstance(data, Mapping) else type(data).__name__
        raise SchemaError(f"not a saved standard: format is {found!r}, expected {FORMAT!r}")
    version = data.get("version")
    if isinstance(version, dict):
        data = {**data, "version": version | {key: _day(version[key]) for key in _DATES if key in version}}
    return build(data, Faults(None, {}))


def _day(value: object) -> object:
    """The date that the text writes; anything else as it is, for the format's own checks to refuse."""
    if isinstance(value, str):
        with suppress(ValueError):
            return date.fromisoformat(value)
    return value
