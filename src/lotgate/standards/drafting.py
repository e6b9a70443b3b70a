"""A draft standard from a document: a specification's items and limits, or a certificate's own printed limits.

Nothing is interpreted: limits are taken over as printed, also those without a side, and a draft is always marked as
one. A person checks it line by line; until then it accepts and rejects nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lotgate.lexicon.limits import parse_limit
from lotgate.lexicon.names import fold_name
from lotgate.lexicon.sections import section_key
from lotgate.model.certificate import Certificate, HeaderField, Item
from lotgate.model.measurement import ReportLimit
from lotgate.model.standard import Characteristic, Material, Standard, Version
from lotgate.standards.toml import id_of, sealed

UNNAMED = "(name the material)"


def draft(certificate: Certificate) -> Standard:
    """The draft of a standard that demands what the document prints. Items without a limit are left out."""
    product = certificate.first(HeaderField.PRODUCT)
    name = product or UNNAMED
    return sealed(
        Standard(
            id_of(name) or "draft",
            name,
            Version("1", reason=f"drafted from {certificate.file}"),
            Material((name,)),
            tuple(_characteristics(certificate.items)),
            draft=True,
            source=certificate.file,
        )
    )


def _characteristics(items: Iterable[Item]) -> Iterator[Characteristic]:
    """One for each name and section; the same name with another limit becomes one of its own, noted."""
    ones: dict[tuple[str, str], Characteristic] = {}
    for item in items:
        one = _characteristic(item)
        if one is None:
            continue
        key = section_key(one.section), fold_name(one.name)
        if key not in ones:
            ones[key] = one
        elif not _same_limit(ones[key], one):
            other = one.limit.text if one.limit else ""
            ones[key] = replace(ones[key], note=f"printed again with another limit: {other}")
    yield from _without_clashes(list(ones.values()))


def _characteristic(item: Item) -> Characteristic | None:
    if item.limit is None or not item.limit.text.strip() or not fold_name(item.name.text):
        return None
    unit = item.unit.text.strip() or None if item.unit else None
    limit = parse_limit(item.limit.text.strip(), unit)
    if isinstance(limit, ReportLimit) and not limit.explicit:
        return None
    name = item.name.text.strip()
    own = fold_name(name)
    aliases = tuple(dict.fromkeys(part.strip() for part in item.name_parts if fold_name(part) not in ("", own)))
    return Characteristic(
        id=id_of(name) or "_",
        name=name,
        limit=limit,
        unit=unit,
        aliases=aliases,
        section=item.section.text.strip() or None if item.section else None,
        note=f"method: {item.method.text.strip()}" if item.method and item.method.text.strip() else None,
    )


def _same_limit(one: Characteristic, other: Characteristic) -> bool:
    mine, theirs = (c.limit.text if c.limit else "" for c in (one, other))
    return "".join(mine.split()) == "".join(theirs.split()) and one.unit == other.unit


def _without_clashes(ones: list[Characteristic]) -> Iterator[Characteristic]:
    """Aliases that two of them share are dropped from both; ids are made distinct."""
    used = Counter(key for one in ones for key in {(section_key(one.section), fold_name(n)) for n in one.names})
    taken: Counter[str] = Counter()
    for one in ones:
        section = section_key(one.section)
        taken[one.id] += 1
        number = taken[one.id]
        made = one.id if number == 1 else f"{one.id}_{number}"
        taken[made] += number > 1
        aliases = tuple(a for a in one.aliases if used[section, fold_name(a)] == 1)
        yield replace(one, id=made, aliases=_distinct(aliases))


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """Each spelling once, by its folded form."""
    return tuple({fold_name(name): name for name in reversed(names)}.values())[::-1]
