"""Which of the standard's characteristics a printed item means. A wrong match is worse than none.

In this order, the first that finds exactly one characteristic:

1. the whole printed name, or section and name together, is a name that the standard gives (EXACT);
2. the name without its brackets is, and the brackets do not contradict (EXACT);
3. the name under its section and the standard's name under its own mean the same in the bilingual lexicon (LEXICON);
   the lexicon itself parts "density at 20 °C" from "density at 15 °C", so brackets that it understands need no more.

Everything weaker is PROPOSED and needs a person: brackets that only one side has ("on dry basis"), a section that gives
the name another meaning ("Residual solvents: Methanol" is not "Methanol"), several characteristics, mere likeness.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

from lotgate.lexicon.characteristics import entry_ids
from lotgate.lexicon.names import Name, conditions_agree, fold_name, take_apart
from lotgate.lexicon.sections import section_key
from lotgate.model.certificate import Item
from lotgate.model.measured import Match, MatchKind
from lotgate.model.measurement import Reason
from lotgate.model.standard import Characteristic, Standard

LIKENESS = 0.8
_LIKE_LENGTH = 4
_Key = TypeVar("_Key", str, frozenset[str])
_CASE_MATTERS = frozenset({"co", "no", "hf", "po"})
"""Spellings where case parts two things: Co (cobalt) and CO, No and NO, Hf (hafnium) and HF, Po and PO."""


@dataclass(frozen=True, slots=True)
class _Index:
    """A standard's names, folded once."""

    whole: Mapping[str, tuple[str, ...]]
    base: Mapping[str, tuple[str, ...]]
    meaning: Mapping[frozenset[str], tuple[str, ...]]
    entry: Mapping[frozenset[str], tuple[str, ...]]
    names: Mapping[str, tuple[Name, ...]]
    printed: Mapping[str, tuple[str, ...]]
    sections: Mapping[str, frozenset[str]]


def match(item: Item, standard: Standard) -> Match | None:
    """The characteristic that the item means, or a proposal, or None where nothing is like it."""
    index = _index(standard)
    section = _headings(item.section.text if item.section else None, item.name.text)
    if found := _one(_whole(item, index), section, index):
        return Match(found, MatchKind.EXACT)
    proposal: Match | None = None
    by_meaning = _by_meaning(item, index)
    if len(by_meaning) == 1:
        return Match(by_meaning[0], MatchKind.LEXICON)
    by_base = _by_base(item, index)
    by_entry = _by_entry(item, index)
    for kind, ids, found in (
        (MatchKind.EXACT, by_base, _one(by_base, section, index)),
        (MatchKind.LEXICON, by_entry, by_entry[0] if len(by_entry) == 1 else None),
    ):
        if not ids:
            continue
        reasons = _objections(item, found, index) if found else (_ambiguous(ids, section, index),)
        if found and not reasons:
            return Match(found, kind)
        proposal = proposal or Match(found or ids[0], MatchKind.PROPOSED, reasons)
    return proposal


def propose(item: Item, candidates: Iterable[Characteristic]) -> Match | None:
    """The most alike of ``candidates``, for a person to confirm; only for characteristics that nothing else matched."""
    mine = [fold_name(text) for text in (item.name.text, *item.name_parts)]
    best, likeness = None, LIKENESS
    for one in candidates:
        for name in one.names:
            for text in mine:
                alike = _alike(text, fold_name(name), likeness)
                if alike > likeness:
                    best, likeness = one, alike
    if best is None:
        return None
    return Match(best.id, MatchKind.PROPOSED, (Reason("alike", {"name": item.name.text, "characteristic": best.name}),))


def _alike(mine: str, theirs: str, least: float) -> float:
    if min(len(mine), len(theirs)) < _LIKE_LENGTH:
        return 0.0
    if mine in theirs or theirs in mine:
        return 0.9
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    if matcher.real_quick_ratio() <= least or matcher.quick_ratio() <= least:
        return 0.0
    return matcher.ratio()


def _whole(item: Item, index: _Index) -> tuple[str, ...]:
    spellings = [item.name.text]
    if item.section:
        spellings.append(f"{item.section.text} {item.name.text}")
    for text in spellings:
        if ids := _case_kept(text, index.whole.get(fold_name(text), ()), index):
            return ids
    return ()


def _by_base(item: Item, index: _Index) -> tuple[str, ...]:
    return _distinct(
        one
        for text in (item.name.text, *item.name_parts)
        for one in _case_kept(text, index.base.get(take_apart(text).base, ()), index)
    )


def _by_meaning(item: Item, index: _Index) -> tuple[str, ...]:
    """The characteristics whose whole name, brackets and all, means the same in the lexicon as the item's."""
    ids = index.meaning.get(entry_ids(item.name.text, item.section.text if item.section else None), ())
    return _case_kept(item.name.text, ids, index)


def _by_entry(item: Item, index: _Index) -> tuple[str, ...]:
    """The characteristics that mean the same entries of the lexicon as the name does under its heading."""
    section = item.section.text if item.section else None
    ids = index.entry.get(_common((item.name.text, *item.name_parts), section), ())
    return _case_kept(item.name.text, ids, index)


def _one(ids: tuple[str, ...], section: frozenset[str], index: _Index) -> str | None:
    """The only one of ``ids`` whose section is the item's."""
    fitting = [one for one in ids if index.sections[one] & section]
    return fitting[0] if len(fitting) == 1 else None


def _ambiguous(ids: tuple[str, ...], section: frozenset[str], index: _Index) -> Reason:
    if any(index.sections[one] & section for one in ids):
        return Reason("ambiguous", {"candidates": ", ".join(ids)})
    return Reason("other-section", {"candidates": ", ".join(ids)})


def _headings(section: str | None, name: str) -> frozenset[str]:
    """The heading as it is and as it matters for the name; two items stand alike when they share one of them."""
    return frozenset({section_key(section, name), fold_name(section or "")})


def _objections(item: Item, characteristic: str, index: _Index) -> tuple[Reason, ...]:
    """Nothing when the brackets of the item agree with those of one of the characteristic's names."""
    printed = take_apart(item.name.text)
    agreement = [conditions_agree(printed, name) for name in index.names[characteristic]]
    if True in agreement:
        return ()
    code = "condition-on-one-side" if None in agreement else "other-condition"
    return (Reason(code, {"name": item.name.text, "characteristic": index.printed[characteristic][0]}),)


def _case_kept(printed: str, ids: tuple[str, ...], index: _Index) -> tuple[str, ...]:
    """``ids`` without those whose name is written in another case where case parts two substances."""
    plain = _bare(printed)
    if plain.casefold() not in _CASE_MATTERS:
        return ids
    return tuple(one for one in ids if not _in_another_case(plain, {_bare(name) for name in index.printed[one]}))


def _in_another_case(plain: str, names: set[str]) -> bool:
    return plain not in names and plain.casefold() in {name.casefold() for name in names}


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def _entries(text: str, section: str | None) -> frozenset[str]:
    return entry_ids(text, section) or entry_ids(take_apart(text).base, section)


def _distinct(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


@lru_cache(maxsize=64)
def _index(standard: Standard) -> _Index:
    ones = [c for c in standard.characteristics if c.formula is None]
    names = {c.id: tuple(take_apart(name) for name in c.names) for c in ones}
    return _Index(
        whole=_grouped((name.full, c.id) for c in ones for name in names[c.id]),
        base=_grouped((name.base, c.id) for c in ones for name in names[c.id]),
        meaning=_grouped((entry_ids(name, c.section), c.id) for c in ones for name in c.names),
        entry=_grouped((_own_entries(c), c.id) for c in ones),
        names=names,
        printed={c.id: c.names for c in ones},
        sections={c.id: _headings(c.section, c.name) for c in ones},
    )


def _own_entries(one: Characteristic) -> frozenset[str]:
    """The entries that the characteristic's own name means; its aliases are asked only where the name means none."""
    return _entries(one.name, one.section) or _common(one.aliases, one.section)


def _common(texts: Iterable[str], section: str | None) -> frozenset[str]:
    """The entries that all of the names mean which mean any: "CO 钴" is cobalt alone."""
    found = [entries for text in texts if (entries := _entries(text, section))]
    return frozenset.intersection(*found) if found else frozenset()


def _grouped(pairs: Iterator[tuple[_Key, str]]) -> dict[_Key, tuple[str, ...]]:
    groups: dict[_Key, dict[str, None]] = {}
    for key, one in pairs:
        groups.setdefault(key, {})[one] = None
    return {key: tuple(ones) for key, ones in groups.items() if key}
