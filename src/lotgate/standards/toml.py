"""Standards as TOML, both ways: ``loads(dump(standard)) == standard``."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lotgate.errors import FaultyStandard, StandardError
from lotgate.lexicon.formulas import FormulaError, parse_formula
from lotgate.lexicon.limits import parse_limit
from lotgate.model.certificate import HeaderField
from lotgate.model.formula import Formula
from lotgate.model.measurement import DecisionRule, DescribedLimit, Limit, MissingDigits, RuleSet, SeveralPolicy
from lotgate.model.standard import (
    Characteristic,
    Demands,
    InspectionDocument,
    Material,
    Standard,
    Variant,
    Version,
)
from lotgate.standards import fields
from lotgate.standards.faults import Faults, lines_of
from lotgate.standards.guard import parse_guard
from lotgate.standards.table import Table
from lotgate.standards.validation import validate
from lotgate.standards.writing import write

_SYMBOL = 3
_TABLES = ("version", "material", "certificate", "judging", "characteristic")
_NOT_DETECTED = {"passes": False, "needs-lod": True}


def loads(text: str, source: str | None = None) -> Standard:
    """The standard that a TOML text writes; ``FaultyStandard`` with every fault in it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else None
        fault = StandardError(f"not TOML: {error}", advice="Correct this line first.", file=source, line=line)
        raise FaultyStandard([fault]) from error
    return build(data, Faults(source, lines_of(text)))


def dump(standard: Standard) -> str:
    """The standard's canonical text: only what differs from the defaults, keys in the order of the reference."""
    return write(standard)


def build(data: Mapping[str, Any], faults: Faults) -> Standard:
    """The standard that plain data describes, whatever file it came from."""
    top = Table(data, (), faults, fields.TOP | dict.fromkeys(_TABLES, ""))
    if top.needed("format") not in ("", fields.FORMAT):
        top.fault("format", f"format {top.text('format')!r} is not known", f'Write format = "{fields.FORMAT}".')
    rules = _rules(top.table("judging", fields.RULES), RuleSet())
    identity = top.needed("id"), top.needed("name")
    material = _material(top.table("material", fields.MATERIAL))
    standard = Standard(
        *identity,
        _version(top.table("version", fields.VERSION)),
        material,
        tuple(
            _characteristic(table, rules)
            for table in top.tables("characteristic", fields.CHARACTERISTIC | {"variant": ""})
        ),
        _demands(top.table("certificate", fields.CERTIFICATE)),
        rules,
        draft=top.flag("draft", default=False),
        note=top.text("note"),
        source=faults.file,
    )
    validate(standard, faults)
    faults.raise_any()
    return sealed(standard)


def sealed(standard: Standard) -> Standard:
    """The same standard with the SHA-256 of its canonical text."""
    return replace(standard, digest=hashlib.sha256(dump(standard).encode()).hexdigest())


def renamed(standard: Standard, number: str | None, names: tuple[str, ...]) -> Standard:
    """The same standard under another id, for other names of the material; None and ``()`` leave them."""
    material = replace(standard.material, names=names) if names else standard.material
    return sealed(replace(standard, id=number or standard.id, material=material))


def id_of(name: str) -> str:
    """An id made from a name: its letters and digits, other runs as ``_``; up to 3 letters keep their case."""
    made = re.sub(r"\W+", "_", name).strip("_")
    made = made if len(made) <= _SYMBOL else made.lower()
    return f"_{made}" if made[:1].isdigit() else made


def _version(table: Table) -> Version:
    return Version(
        table.text("number") or "1",
        table.day("effective"),
        table.day("until"),
        table.text("author"),
        table.text("reason"),
    )


def _material(table: Table) -> Material:
    names = table.texts("names")
    if not names:
        table.fault(
            "names", "the material has no name", 'Write names = ["…"] under [material]: a lot must be told by it.'
        )
    return Material(names or ("?",), table.texts("grades"))


def _demands(table: Table) -> Demands:
    return Demands(
        table.choice("inspection_document", InspectionDocument),
        table.texts("manufacturers"),
        table.whole("expiry_margin_days", least=0),
        table.whole("max_age_days", least=1),
        table.choices("fields", HeaderField),
    )


def _rules(table: Table, default: RuleSet) -> RuleSet:
    not_detected = table.text("not_detected")
    if not_detected not in (None, *_NOT_DETECTED):
        table.fault("not_detected", f"not_detected {not_detected!r} is not known", 'Write "passes" or "needs-lod".')
    guard = default.guard
    if text := table.text("guard_band"):
        try:
            guard = parse_guard(text)
        except ValueError as error:
            table.fault("guard_band", str(error), 'Write "0.1", "10 %", "uncertainty" or "none".')
    return RuleSet(
        rule=table.choice("rule", DecisionRule) or default.rule,
        guard=guard,
        demand_lod=_NOT_DETECTED.get(not_detected or "", default.demand_lod),
        several=table.choice("several", SeveralPolicy) or default.several,
        missing_digits=table.choice("missing_digits", MissingDigits) or default.missing_digits,
    )


def _characteristic(table: Table, rules: RuleSet) -> Characteristic:
    name, unit = table.needed("name"), table.text("unit")
    described = table.flag("described", default=False)
    wordings = table.texts("accepted_wordings")
    return Characteristic(
        id=table.text("id") or id_of(name),
        name=name,
        limit=_limit(table, unit, described=described),
        unit=unit,
        aliases=table.texts("aliases"),
        section=table.text("section"),
        methods=table.texts("methods"),
        method_required=table.flag("method_required", default=False),
        required=table.flag("required", default=True),
        readings=table.whole("readings", least=1) or 1,
        formula=_formula(table),
        density=table.decimal("density"),
        variants=tuple(_variant(v, unit, described=described) for v in table.tables("variant", fields.VARIANT)),
        rules=replace(_rules(table, rules), accepted_wordings=wordings),
        note=table.text("note"),
    )


def _variant(table: Table, unit: str | None, *, described: bool) -> Variant:
    limit = _limit(table, unit, described=described)
    return Variant(table.text("grade"), table.text("supplier"), limit, table.optional_flag("required"))


def _limit(table: Table, unit: str | None, *, described: bool) -> Limit | None:
    text = table.text("limit")
    if text is None:
        return None
    return DescribedLimit(text) if described else parse_limit(text, unit)


def _formula(table: Table) -> Formula | None:
    text = table.text("formula")
    if text is None:
        return None
    try:
        return parse_formula(text)
    except FormulaError as error:
        table.fault("formula", f"cannot read the formula: {error}", "Use + - * /, max min mean range sum abs, and ids.")
        return None
