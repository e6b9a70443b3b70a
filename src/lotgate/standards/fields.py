"""What a standard's file may say: every table, every key, its type and its meaning.

The reader, the writer, the Excel layout and the documentation's test all follow these lists.
"""

from __future__ import annotations

from collections.abc import Mapping

FORMAT = "lotgate.standard/1"

TOP: dict[str, str] = {
    "format": f'Always `"{FORMAT}"`.',
    "id": "The standard's number in your system. Versions of one standard share it.",
    "name": "What people call it.",
    "draft": "`true` until a person has confirmed it. A draft never accepts and never rejects.",
    "note": "Anything a reader should know. No judgement depends on it.",
}

VERSION: dict[str, str] = {
    "number": 'The version as you count it: `"3"`, `"2026-02"`.',
    "effective": "The first day on which it counts. The delivery's date picks the version.",
    "until": "The last day on which it counts.",
    "author": "Who wrote this version.",
    "reason": "Why it was written.",
}

MATERIAL: dict[str, str] = {
    "names": "Every name under which a certificate may call the material. At least one.",
    "grades": "The grades you buy. Left out: any.",
}

CERTIFICATE: dict[str, str] = {
    "inspection_document": 'The kind of EN 10204 you demand: `"2.1"`, `"2.2"`, `"3.1"` or `"3.2"`. A higher will do.',
    "manufacturers": "The makers you accept. Left out: any.",
    "expiry_margin_days": "How many days of life must be left at delivery.",
    "max_age_days": "How old the lot may be at delivery, counted from its day of manufacture.",
    "fields": 'Header facts that must be there, such as `"batch"`, `"manufactured"`, `"expires"`.',
}

RULES: dict[str, str] = {
    "rule": '`"absolute"` (default), `"rounding"` (GB/T 8170, ASTM E29), `"usp"` or `"ph-eur"`.',
    "guard_band": 'A strip inside the limit where a value is undecided: `"0.1"` (in the unit of the limit), `"10 %"` '
    'of the tolerance, or `"uncertainty"` as printed with the result.',
    "not_detected": '`"passes"` an upper limit (default), or `"needs-lod"`: only when the detection limit is printed.',
    "several": 'Several values in a cell: `"each"` must pass (default), or their `"mean"`.',
    "missing_digits": 'A value with fewer decimals than the limit: `"note"` (default) or `"undecided"`.',
}

CHARACTERISTIC: dict[str, str] = {
    "name": "The characteristic, as you call it.",
    "id": "A short name for formulas and programs: letters, digits and `_`. Left out: made from the name.",
    "aliases": "Other names that certificates print for it.",
    "section": 'The heading it stands under where the name alone is not enough: `"Residual solvents"`.',
    "limit": 'The requirement as people write it: `"≥ 99.5"`, `"98.0 – 102.0"`, `"10 ± 0.1"`, `"white powder"`.',
    "described": '`true`: take `limit` as words although it holds numbers: `"passes test (1+3)"`.',
    "unit": "The limit's unit.",
    "required": "`false`: it may be missing from the certificate. If it is there, it must pass.",
    "methods": "The methods you accept. A certificate that prints another one goes to review.",
    "method_required": "`true`: the certificate must print one of `methods`.",
    "readings": "How many values there must be at least (specimens, poles, samples).",
    "formula": 'Derives it from others by ids, `"max(abs(stator - rotor))"`, or is a condition: `"Ti >= 4*(C+N)"`.',
    "density": "Density in g/mL, as text; lets ppm (mass) be compared with mg/L.",
    "accepted_wordings": "Wordings of a described result that you have accepted before.",
    **RULES,
    "note": "Anything a reader should know.",
}

VARIANT: dict[str, str] = {
    "grade": "The grade for which this holds.",
    "supplier": "The supplier for whom this holds.",
    "limit": "The limit in this case, in the characteristic's unit.",
    "required": "Whether it is required in this case.",
}

TABLES: Mapping[str, dict[str, str]] = {
    "": TOP,
    "version": VERSION,
    "material": MATERIAL,
    "certificate": CERTIFICATE,
    "judging": RULES,
    "characteristic": CHARACTERISTIC,
    "characteristic.variant": VARIANT,
}
"""Every table of the format with its keys, in the order in which they are written."""
