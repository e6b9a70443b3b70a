"""A standard as a form's fields, and back.

The form shows what people change most. Whatever it does not show (variants, guard bands, accepted wordings …) stays as
it is in the version that the form began with. Lists are written with semicolons between.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lotgate import standards
from lotgate.errors import SchemaError, StandardError
from lotgate.model.standard import Standard
from lotgate.standards.validation import open_points
from lotgate.web.request import number_in

HEAD = {
    "name": ("name",),
    "key": ("id",),
    "number": ("version", "number"),
    "effective": ("version", "effective"),
    "until": ("version", "until"),
    "reason": ("version", "reason"),
    "names": ("material", "names"),
    "grades": ("material", "grades"),
    "manufacturers": ("certificate", "manufacturers"),
    "expiry_margin_days": ("certificate", "expiry_margin_days"),
    "note": ("note",),
}
"""The head's fields, and where each stands in the standard's plain form."""
ROW = ("name", "limit", "unit", "aliases", "section", "methods", "rule", "formula", "readings", "note")
"""A characteristic's fields; ``required`` is a box to tick beside them."""
_LISTS = frozenset({"names", "grades", "manufacturers", "aliases", "methods"})
_WHOLE = frozenset({"expiry_margin_days", "readings"})
_ROW = re.compile(r"c-(\d{1,6})-name")
_PLACE = re.compile(r"characteristic\.(\d+)(?:\.(\w+))?")


@dataclass(frozen=True, slots=True)
class Row:
    """One characteristic: ``place`` is its number in the form, ``origin`` in the version that the form began with."""

    place: int
    origin: str
    required: bool
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that the form shows."""

    head: Mapping[str, str]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault or an open point. ``field`` is the name of the form's field, empty where there is none."""

    message: str
    advice: str
    field: str
    where: str
    line: int | None = None


def sheet_of(one: Standard) -> Sheet:
    """The form of a standard."""
    data = one.to_json()
    head = {name: _shown(_at(data, path)) for name, path in HEAD.items()}
    rows = tuple(
        Row(place, str(place), bool(each.get("required", True)), {name: _shown(each.get(name)) for name in ROW})
        for place, each in enumerate(data["characteristic"])
    )
    return Sheet(head, rows)


def sheet_in(posted: Mapping[str, str]) -> Sheet:
    """The form as it was sent; rows without a name, a limit and a formula, and those struck out, are left out."""
    head = {name: posted.get(name, "").strip() for name in HEAD}
    rows = []
    for place in (int(found[1]) for key in posted if (found := _ROW.fullmatch(key))):
        fields = {name: posted.get(f"c-{place}-{name}", "").strip() for name in ROW}
        if f"c-{place}-gone" not in posted and any(fields[name] for name in ("name", "limit", "formula")):
            rows.append(Row(place, posted.get(f"c-{place}-origin", ""), f"c-{place}-required" in posted, fields))
    return Sheet(head, tuple(rows))


def standard_of(sheet: Sheet, base: Standard | None) -> Standard:
    """The standard that the form describes; ``StandardError`` or ``SchemaError``, with every fault, else."""
    data: dict[str, Any] = base.to_json() if base else {"format": "lotgate.standard/1"}
    origins = data.get("characteristic", [])
    for name, path in HEAD.items():
        _put(data, path, _typed(name, sheet.head[name]))
    data["characteristic"] = [_characteristic(row, origins) for row in sheet.rows]
    return Standard.from_json(data)


def problems_of(sheet: Sheet, error: StandardError | SchemaError) -> list[Problem]:
    """The faults, each with the field of the form in which it is put right."""
    return [_problem(sheet, fault) for fault in getattr(error, "faults", (error,))]


def open_problems(one: Standard) -> list[Problem]:
    """What is no fault, but must be settled before the standard can be released."""
    return [Problem(point, "", "", "") for point in open_points(one)]


def _characteristic(row: Row, origins: list[dict[str, Any]]) -> dict[str, Any]:
    origin = number_in(row.origin)
    kept = origins[origin] if origin is not None and origin < len(origins) else {}
    data = dict(kept)
    for name in ROW:
        _put(data, (name,), _typed(name, row.fields[name]))
    if data.get("limit") != kept.get("limit"):
        data.pop("described", None)
    if not kept:
        data.pop("id", None)
    data.pop("required", None)
    return data if row.required else data | {"required": False}


def _problem(sheet: Sheet, fault: StandardError | SchemaError) -> Problem:
    named = getattr(fault, "field", None) or ""
    message = fault.message.removesuffix(f" [{named}]")
    line = getattr(fault, "line", None)
    if found := _PLACE.fullmatch(named):
        row = sheet.rows[int(found[1]) - 1]
        field = found[2] if found[2] in ROW else "name"
        return Problem(message, fault.advice, f"c-{row.place}-{field}", row.fields["name"] or f"#{found[1]}", line)
    head = {".".join(path): name for name, path in HEAD.items()}
    return Problem(message, fault.advice, head.get(named, ""), named, line)


def _at(data: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = data
    for key in path:
        value = value.get(key, {}) if isinstance(value, dict) else {}
    return value or None


def _put(data: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    *tables, key = path
    for table in tables:
        data = data.setdefault(table, {})
    if value is None:
        data.pop(key, None)
    else:
        data[key] = value


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _typed(name: str, text: str) -> Any:
    if not text:
        return None
    if name in _LISTS:
        return [part.strip() for part in re.split("[;；]", text) if part.strip()] or None
    if name in _WHOLE:
        number = number_in(text)
        return text if number is None else number
    return text


def text_of(one: Standard, base: str) -> str:
    """The standard's TOML; the text it began with, comments and all, where nothing in it changed."""
    return base if standards.loads(base).digest == one.digest else standards.dump(one)
