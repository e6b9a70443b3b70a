"""A correction's JSON form, both ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from math import isfinite
from typing import Any, get_args

from lotgate.errors import SchemaError
from lotgate.model.correction import SCHEMA, AddItem, Correction, Entry
from lotgate.model.evidence import Evidence
from lotgate.model.geometry import Box

_KINDS: Mapping[str, type[Correction]] = {kind.__name__: kind for kind in get_args(Correction)}


def correction_to_json(correction: Correction) -> dict[str, Any]:
    """Plain JSON types only; the same correction gives the same keys in the same order."""
    return {"schema": SCHEMA, "type": type(correction).__name__} | _plain_fields(correction)


def correction_from_json(data: Mapping[str, Any]) -> Correction:
    """The inverse of :func:`correction_to_json`; ``SchemaError`` names the first thing that does not fit."""
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
        found = data.get("schema") if isinstance(data, Mapping) else type(data).__name__
        raise SchemaError(f"not a correction: schema is {found!r}, expected {SCHEMA!r}")
    kind = _KINDS.get(str(data.get("type")))
    if kind is None:
        raise SchemaError(f"there is no correction of type {data.get('type')!r}")
    try:
        return kind(**{f.name: _value(kind, f.name, data[f.name]) for f in fields(kind) if _given(f, data)})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SchemaError(f"a correction that does not fit {SCHEMA}: {type(error).__name__} {error}") from error


def _given(field: Any, data: Mapping[str, Any]) -> bool:
    return field.name in data or field.default is MISSING


def _plain_fields(value: Any) -> dict[str, Any]:
    return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, Evidence):
        box = value.box
        place = [round(v, 2) for v in (box.x0, box.top, box.x1, box.bottom)]
        return {"page": value.page, "box": place, "words": list(value.words)}
    if is_dataclass(value):
        return _plain_fields(value)
    return str(value) if isinstance(value, str) else value


def _value(kind: type[Correction], name: str, plain: Any) -> Any:
    if kind is AddItem:
        return None if plain is None else Entry(_text(plain["text"]), _evidence(plain.get("evidence")))
    return _READERS[name](plain)


def _evidence(plain: Any) -> Evidence | None:
    if plain is None:
        return None
    page, box, words = plain["page"], plain["box"], plain["words"]
    if not isinstance(page, int) or isinstance(page, bool) or not isinstance(words, list):
        raise TypeError(f"not a place on a page: {plain!r}")
    if not all(isinstance(v, int | float) and isfinite(v) for v in box):
        raise ValueError(f"not a box: {box!r}")
    return Evidence(page, Box(*map(float, box)), tuple(_text(word) for word in words))


def _text(plain: Any) -> str:
    if not isinstance(plain, str):
        raise TypeError(f"not a text: {plain!r}")
    return plain


def _as_is(plain: Any) -> Any:
    """What the correction itself checks."""
    return plain


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "item": _as_is,
    "position": _as_is,
    "field": _text,
    "text": _text,
    "evidence": _evidence,
    "confidence": _as_is,
    "characteristic": _as_is,
}
