"""Writes a standard as TOML that a person reads from top to bottom: identity, material, demands, characteristics."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lotgate.lexicon.limits import parse_limit
from lotgate.model.measurement import DescribedLimit, RuleSet
from lotgate.model.standard import Characteristic, Standard, Variant
from lotgate.standards.fields import FORMAT
from lotgate.standards.guard import write_guard

_WIDTH = 100


def write(standard: Standard) -> str:
    """The canonical text; what equals the default is left out, so that the same standard has one text."""
    return "\n\n".join("\n".join(block) for block in _blocks(standard)) + "\n"


def plain(standard: Standard) -> dict[str, Any]:
    """The standard as plain tables, as ``tomllib`` would give them back."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "id": standard.id,
        "name": standard.name,
        "draft": standard.draft or None,
        "note": standard.note,
        "version": vars_of(standard.version, "number", "effective", "until", "author", "reason"),
        "material": vars_of(standard.material, "names", "grades"),
        "certificate": vars_of(
            standard.demands, "inspection_document", "manufacturers", "expiry_margin_days", "max_age_days", "fields"
        ),
        "judging": plain_rules(standard.rules, RuleSet()),
        "characteristic": [plain_characteristic(c, standard.rules) for c in standard.characteristics],
    }
    return {key: value for key, value in data.items() if not _empty(value)}


def plain_characteristic(one: Characteristic, rules: RuleSet) -> dict[str, Any]:
    """One characteristic as a plain table; ``rules`` are the standard's own, which need no repeating."""
    data: dict[str, Any] = {
        "name": one.name,
        "id": one.id,
        "aliases": one.aliases,
        "section": one.section,
        "limit": one.limit.text if one.limit else None,
        "described": _needs_saying(one) or None,
        "unit": one.unit,
        "required": None if one.required else False,
        "methods": one.methods,
        "method_required": one.method_required or None,
        "readings": one.readings if one.readings > 1 else None,
        "formula": one.formula.text if one.formula else None,
        "density": str(one.density) if one.density is not None else None,
        "accepted_wordings": one.rules.accepted_wordings,
        **plain_rules(one.rules, rules),
        "note": one.note,
        "variant": [plain_variant(v) for v in one.variants],
    }
    return {key: value for key, value in data.items() if not _empty(value)}


def _needs_saying(one: Characteristic) -> bool:
    """Whether a described limit would be read as something else."""
    limits = (one.limit, *(v.limit for v in one.variants))
    return any(isinstance(x, DescribedLimit) and parse_limit(x.text, one.unit) != x for x in limits if x)


def plain_variant(variant: Variant) -> dict[str, Any]:
    """One variant as a plain table."""
    data = vars_of(variant, "grade", "supplier", "required")
    return data | ({"limit": variant.limit.text} if variant.limit else {})


def plain_rules(rules: RuleSet, default: RuleSet) -> dict[str, Any]:
    """The rules that differ from ``default``, under the names that the file uses."""
    data: dict[str, Any] = {}
    if rules.rule != default.rule:
        data["rule"] = str(rules.rule)
    if rules.guard != default.guard:
        data["guard_band"] = write_guard(rules.guard)
    if rules.demand_lod != default.demand_lod:
        data["not_detected"] = "needs-lod" if rules.demand_lod else "passes"
    if rules.several != default.several:
        data["several"] = str(rules.several)
    if rules.missing_digits != default.missing_digits:
        data["missing_digits"] = str(rules.missing_digits)
    return data


def vars_of(value: object, *names: str) -> dict[str, Any]:
    """The named attributes that hold something."""
    found = {name: getattr(value, name) for name in names}
    return {name: part for name, part in found.items() if not _empty(part)}


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, tuple | list | dict) and not value)


def _blocks(standard: Standard) -> Iterator[list[str]]:
    data = plain(standard)
    tables = {key: data.pop(key) for key in [k for k, v in data.items() if isinstance(v, dict | list)]}
    yield _keys(data)
    for key, value in tables.items():
        if isinstance(value, dict):
            yield [f"[{key}]", *_keys(value)]
            continue
        for part in value:
            variants = part.pop("variant", [])
            yield [f"[[{key}]]", *_keys(part)]
            for variant in variants:
                yield [f"[[{key}.variant]]", *_keys(variant)]


def _keys(table: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in table.items()]


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case tuple() | list():
            parts = [_value(part) for part in value]
            line = f"[{', '.join(parts)}]"
            return line if len(line) <= _WIDTH else "[\n" + "".join(f"  {part},\n" for part in parts) + "]"
    # A JSON string is a TOML basic string, except that TOML also wants DEL escaped.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
