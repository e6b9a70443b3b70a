"""Faults between the parts of a standard: each would make a judgement wrong or impossible without anybody noticing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lotgate.lexicon.names import fold_name
from lotgate.lexicon.sections import section_key
from lotgate.lexicon.units import is_unit
from lotgate.model.measurement import BareLimit, IntervalLimit, Limit, UnparsedLimit
from lotgate.model.standard import Characteristic, Standard, Variant
from lotgate.standards.faults import Faults, Path


def validate(standard: Standard, faults: Faults) -> None:
    """Note every fault. In a draft, units and limits that are not understood are open points, not faults."""
    _dates(standard, faults)
    if not standard.characteristics:
        faults.add((), "the standard has no characteristic", "Add at least one [[characteristic]].")
    _ids(standard, faults)
    _names(standard, faults)
    for number, one in enumerate(standard.characteristics):
        path: Path = ("characteristic", number)
        _requirement(one, path, faults)
        _variants(one, path, faults)
        if not standard.draft:
            _understood(one, path, faults)
    _formulas(standard, faults)


def open_points(standard: Standard) -> Iterator[str]:
    """What is allowed but will send every lot to review, one sentence each."""
    for one in standard.characteristics:
        for limit in _limits(one):
            if isinstance(limit, BareLimit):
                yield f"{one.name}: the limit {limit.text!r} has no side; write ≤, ≥, a range or ±."
            if isinstance(limit, UnparsedLimit):
                yield f"{one.name}: the limit {limit.text!r} is not understood."
        if one.unit and not is_unit(one.unit):
            yield f"{one.name}: the unit {one.unit!r} is not known."
    if standard.draft:
        yield "The standard is a draft: check every line, then remove draft = true."


def _dates(standard: Standard, faults: Faults) -> None:
    version = standard.version
    if version.effective and version.until and version.until < version.effective:
        faults.add(
            ("version", "until"),
            f"the version ends on {version.until} before it begins on {version.effective}",
            "Set until to a day after effective, or leave it out.",
        )


def _ids(standard: Standard, faults: Faults) -> None:
    seen: dict[str, str] = {}
    for number, one in enumerate(standard.characteristics):
        path = ("characteristic", number, "id")
        if one.name and not one.id.isidentifier():
            faults.add(path, f"id {one.id!r} cannot be used in formulas", "Use letters, digits and _, a letter first.")
        elif one.id in seen:
            faults.add(
                path, f"id {one.id!r} is used twice, by {seen[one.id]!r} too", 'Give one of them another id = "…".'
            )
        seen.setdefault(one.id, one.name)


def _names(standard: Standard, faults: Faults) -> None:
    seen: dict[tuple[str, str], str] = {}
    for number, one in enumerate(standard.characteristics):
        for place, name in enumerate(one.names):
            key = section_key(one.section), fold_name(name)
            path: Path = ("characteristic", number, "aliases" if place else "name")
            if not key[1]:
                faults.add(
                    path, f"the name {name!r} has no letter or digit", "Write the name as certificates print it."
                )
            elif seen.get(key, one.id) != one.id:
                advice = "Remove it from one of them, or part them by section."
                faults.add(path, f"the name {name!r} means {seen[key]!r} already", advice)
            seen.setdefault(key, one.id)


def _requirement(one: Characteristic, path: Path, faults: Faults) -> None:
    condition = one.formula is not None and one.formula.is_condition
    if condition and _limits(one):
        faults.add(
            (*path, "limit"), "the formula is already a condition", "Remove limit, or the comparison in formula."
        )
    if not condition and not _limits(one):
        faults.add((*path, "limit"), f"{one.name!r} has no limit", 'Add limit = "…", or "report" if any value will do.')
    if one.method_required and not one.methods:
        faults.add((*path, "method_required"), "no method is accepted", 'Add methods = ["…"].')
    for limit in _limits(one):
        if _contradicts(limit):
            faults.add((*path, "limit"), f"no value can satisfy {limit.text!r}", "Swap the ends, or correct the signs.")


def _contradicts(limit: Limit) -> bool:
    if isinstance(limit, UnparsedLimit):
        return limit.reason == "reversed"
    if not isinstance(limit, IntervalLimit) or limit.lower is None or limit.upper is None:
        return False
    if limit.lower.value == limit.upper.value:
        return not (limit.lower.closed and limit.upper.closed)
    return limit.lower.value > limit.upper.value


def _understood(one: Characteristic, path: Path, faults: Faults) -> None:
    if one.unit and not is_unit(one.unit):
        faults.add((*path, "unit"), f"unknown unit {one.unit!r}", "Write a unit of the list in the units reference.")
    for limit in _limits(one):
        if isinstance(limit, UnparsedLimit) and not _contradicts(limit):
            advice = 'Write it like "≥ 99.5", "98.0 – 102.0", "10 ± 0.1", or in words.'
            faults.add((*path, "limit"), f"cannot read the limit {limit.text!r}", advice)
        if limit.unit and limit.unit != one.unit and not is_unit(limit.unit):
            advice = "Write a unit of the list in the units reference."
            faults.add((*path, "limit"), f"unknown unit {limit.unit!r} in the limit", advice)


def _variants(one: Characteristic, path: Path, faults: Faults) -> None:
    seen: set[tuple[str, str]] = set()
    for number, variant in enumerate(one.variants):
        here = (*path, "variant", number)
        key = _variant_key(variant)
        if key == ("", ""):
            faults.add(here, "the variant names neither grade nor supplier", 'Add grade = "…" or supplier = "…".')
        elif key in seen:
            faults.add(here, "the same grade and supplier have two variants", "Keep one of them.")
        if variant.limit is None and variant.required is None:
            faults.add(here, "the variant changes nothing", 'Add limit = "…" or required = false.')
        seen.add(key)


def _variant_key(variant: Variant) -> tuple[str, str]:
    return fold_name(variant.grade or ""), fold_name(variant.supplier or "")


def _limits(one: Characteristic) -> tuple[Limit, ...]:
    own = (one.limit,) if one.limit else ()
    return own + tuple(v.limit for v in one.variants if v.limit)


def _formulas(standard: Standard, faults: Faults) -> None:
    operands = {one.id: one.formula.operands if one.formula else () for one in standard.characteristics}
    for number, one in enumerate(standard.characteristics):
        path = ("characteristic", number, "formula")
        for name in operands[one.id] if one.formula else ():
            if name not in operands:
                advice = f"Ids here: {', '.join(operands)}."
                faults.add(path, f"the formula names {name!r}, which no characteristic has as its id", advice)
        if circle := _circle(one.id, operands):
            advice = "Let formulas name only characteristics that do not need this one; give it an id of its own."
            faults.add(path, f"the formula goes in a circle: {' → '.join(circle)}", advice)


def _circle(start: str, operands: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """The way from ``start`` back to itself, or None."""
    ways: list[tuple[str, ...]] = [(start,)]
    visited: set[str] = set()
    while ways:
        way = ways.pop()
        for name in operands.get(way[-1], ()):
            if name == start:
                return (*way, name)
            if name not in visited:
                visited.add(name)
                ways.append((*way, name))
    return None
