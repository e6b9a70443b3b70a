"""Which characteristics a printed name can mean: the bilingual lexicon in ``data/characteristics/*.toml``.

Looking up is exact after folding (:func:`name_key`). A name of several entries returns them all, and the caller must
not choose. A name that the lexicon does not hold returns nothing; likeness is never tried here, for a wrong entry is
worse than none. Distinct quantities are distinct entries: acid value and acidity, ReH and Rp0.2, Karl Fischer water
and loss on drying.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lotgate.lexicon.names import fold_name
from lotgate.lexicon.sections import section_key
from lotgate.lexicon.units import dimension_of

_LONGEST = 120
"""Names beyond this many characters are sentences, and are not taken apart."""

_AT = re.compile(r"(?:\bat|@)\s*(?=\d)")
_BASIS_ZH = re.compile(r"[以按](.{1,24}?)计算?")
_BASIS_EN = re.compile(r"\b(?:calculated|expressed|calc\.?|reported)\s+as\b")
_MASS_FRACTION = re.compile(r"^\s*[wω]\s*\(((?:[^()]|\([^()]*\))+)\)\s*(?:/\s*%|%)?\s*$")
_CONTENT = re.compile(r"(?:的?含量|content)(?=as|$)|^contentof")
_CONTENT_AROUND = re.compile(r"^含(.+)量$")
_IN_BRACKETS = re.compile(r"^(.+?)\s*[(\[【]([^()\[\]【】]*)[)\]】]\s*$", re.DOTALL)
_SEPARATOR = re.compile(r"\s*[,;/:、]\s*|\s+|(?<=[\u4e00-\u9fff])(?=[A-Za-z])|(?<=[A-Za-z0-9)])(?=[\u4e00-\u9fff])")
_HEADED = re.compile(r"^(.+?)(?:\s*:\s*|\s+[-–—]\s+|\s*[-–—]\s*(?=[\u4e00-\u9fff]))(.+)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CharacteristicEntry:
    """One characteristic. ``zh`` and ``en`` begin with the preferred name; ``source`` is a standard that uses the term.

    ``units`` are the usual ones, the most usual first. ``bases`` are what the value is usually stated as ("以Cl计"): a
    name with one of them is still this entry, a name with another basis is not.
    """

    id: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    abbreviations: tuple[str, ...]
    symbols: tuple[str, ...]
    units: tuple[str, ...]
    bases: tuple[str, ...]
    domain: str
    source: str

    @property
    def aliases(self) -> tuple[str, ...]:
        """Every spelling that means this entry."""
        return self.zh + self.en + self.abbreviations + self.symbols


@dataclass(frozen=True, slots=True)
class _Heading:
    """What a section heading lets its items be."""

    domains: frozenset[str]
    closed: bool
    patterns: tuple[re.Pattern[str], ...]

    def keep(self, found: tuple[CharacteristicEntry, ...]) -> tuple[CharacteristicEntry, ...]:
        own = tuple(entry for entry in found if entry.domain in self.domains)
        return own if own or self.closed else found


@dataclass(frozen=True, slots=True)
class _Folding:
    letters: Mapping[int, str]
    spelling: re.Pattern[str]
    spellings: Mapping[str, str]
    dropped: tuple[str, ...]


def entries() -> tuple[CharacteristicEntry, ...]:
    """The whole lexicon, by domain and id."""
    return _lexicon()[0]


@lru_cache(maxsize=8192)
def find(name: str, section: str | None = None) -> tuple[CharacteristicEntry, ...]:
    """The entries that ``name`` means under the heading ``section``; several are ambiguous, none is unknown.

    Beyond the exact name it understands "含量"/"content", a unit, symbol, basis or translation after the name
    ("铁(Fe)", "Moisture, %"), and a heading in the name ("Residual solvents: Methanol", "residual methanol").
    A heading that is neither neutral nor listed may change what the name means, so nothing is found under it.
    """
    heading = _heading(section) if section else None
    if heading is None and section and section_key(section):
        return ()
    headed = _HEADED.match(_plain(name))
    if headed and len(name) <= _LONGEST and (inner := _heading(headed[1])):
        return _within(headed[2], inner)
    return _within(name, heading)


@lru_cache(maxsize=8192)
def entry_ids(name: str, section: str | None = None) -> frozenset[str]:
    """The ids of :func:`find`."""
    return frozenset(entry.id for entry in find(name, section))


@lru_cache(maxsize=16384)
def name_key(text: str) -> str:
    """What names are looked up by; ``name_key(name_key(text)) == name_key(text)``.

    On top of :func:`~lotgate.lexicon.names.fold_name`: Traditional characters and variants, Greek letters spelled out,
    British spelling, "at"/"@" before a number, "w(…)" and 质量分数, and one form for a basis (以Cl计, as Cl, calculated
    as Cl). What is folded is data: ``data/name_folding.toml``.
    """
    while (folded := _folded_once(text)) != text:
        text = folded
    return text


def _folded_once(text: str) -> str:
    folding = _folding()
    plain = unicodedata.normalize("NFKC", _plain(text).casefold()).translate(folding.letters)
    if quantity := _MASS_FRACTION.match(plain):
        plain = quantity[1]
    for word in folding.dropped:
        plain = plain.replace(word, "") if plain.strip() != word else plain
    plain = _AT.sub(" ", _BASIS_EN.sub("as", _BASIS_ZH.sub(r" as \1", plain)))
    return folding.spelling.sub(lambda found: folding.spellings[found[0]], fold_name(plain))


def _plain(text: str) -> str:
    """``text`` in NFKC, with the signs that are printed for ° and that NFKC would make an "o"."""
    return unicodedata.normalize("NFKC", text.replace("º", "°").replace("˚", "°"))


def _within(name: str, heading: _Heading | None) -> tuple[CharacteristicEntry, ...]:
    found = _lookup(name)
    if heading:
        return heading.keep(found)
    return found or _by_pattern(name)


def _by_pattern(name: str) -> tuple[CharacteristicEntry, ...]:
    """The entries that the name means by saying its heading: "残留甲醇"."""
    key = name_key(name)
    for heading in _patterned():
        for pattern in heading.patterns:
            if (inner := pattern.match(key)) and (found := heading.keep(_exactly(inner[1]))):
                return found
    return ()


@lru_cache(maxsize=8192)
def _lookup(name: str, splits: int = 2) -> tuple[CharacteristicEntry, ...]:
    if found := _exactly(name):
        return found
    if not splits or len(name) > _LONGEST:
        return ()
    for head, tail in _split(_plain(name)):
        if found := tuple(entry for entry in _lookup(head, splits - 1) if _supports(entry, tail)):
            return found
    return ()


def _exactly(name: str) -> tuple[CharacteristicEntry, ...]:
    index, key = _lexicon()[1], name_key(name)
    if key in index:
        return index[key]
    around = _CONTENT_AROUND.match(key)
    content = index.get(around[1] if around else _CONTENT.sub("", key), ())
    return tuple(entry for entry in content if entry.domain not in _residues())


def _split(name: str) -> Iterator[tuple[str, str]]:
    if bracket := _IN_BRACKETS.match(name):
        yield bracket[1], bracket[2]
    for gap in _SEPARATOR.finditer(name):
        head, tail = name[: gap.start()].strip(), name[gap.end() :].strip()
        if head and tail:
            yield head, tail


def _supports(entry: CharacteristicEntry, tail: str) -> bool:
    """Whether what follows the name leaves its meaning: a unit, the entry itself in other words, or its usual basis.

    Only a unit of a dimension that the entry is given in: the "A" of "杂质 A" is no ampere.
    """
    if (dimension := dimension_of(tail)) and dimension in {dimension_of(unit) for unit in entry.units}:
        return True
    return name_key(tail) in {name_key(basis) for basis in entry.bases} or entry in _exactly(tail)


@lru_cache(maxsize=256)
def _heading(section: str) -> _Heading | None:
    return _headings().get(name_key(section))


@lru_cache(maxsize=1)
def _residues() -> frozenset[str]:
    """The domains whose names also mean the substance itself; "methanol content" is the substance."""
    return frozenset(domain for heading in _headings().values() if heading.patterns for domain in heading.domains)


@lru_cache(maxsize=1)
def _patterned() -> tuple[_Heading, ...]:
    """The headings that names say in a pattern, each once."""
    return tuple(dict.fromkeys(heading for heading in _headings().values() if heading.patterns))


@lru_cache(maxsize=1)
def _headings() -> Mapping[str, _Heading]:
    headings: dict[str, _Heading] = {}
    for data in _toml("characteristic_sections.toml").values():
        patterns = (name_key(pattern.replace("{}", "0")).split("0") for pattern in data.get("patterns", ()))
        heading = _Heading(
            frozenset(data["domains"]),
            data["closed"],
            tuple(re.compile("(.+)".join(map(re.escape, parts)) + "$") for parts in patterns),
        )
        headings |= {name_key(name): heading for name in data["names"]}
    return headings


@lru_cache(maxsize=1)
def _lexicon() -> tuple[tuple[CharacteristicEntry, ...], Mapping[str, tuple[CharacteristicEntry, ...]]]:
    everything = tuple(_entries())
    index: dict[str, dict[CharacteristicEntry, None]] = {}
    for entry in everything:
        for alias in entry.aliases:
            key = name_key(alias)
            for full in (key, *(f"{key}as{name_key(basis)}" for basis in entry.bases + entry.symbols)):
                index.setdefault(full, {})[entry] = None
    return everything, {key: tuple(found) for key, found in index.items()}


def _entries() -> Iterator[CharacteristicEntry]:
    for path in sorted((files("lotgate.lexicon") / "data" / "characteristics").iterdir(), key=lambda path: path.name):
        domain = path.name.removesuffix(".toml")
        for one, data in tomllib.loads(path.read_text("utf-8")).items():
            yield _entry(one, domain, data)


def _entry(one: str, domain: str, data: Mapping[str, Any]) -> CharacteristicEntry:
    zh, en, abbreviations, symbols, units, bases = (
        tuple(data.get(key, ())) for key in ("zh", "en", "abbr", "sym", "units", "basis")
    )
    return CharacteristicEntry(one, zh, en, abbreviations, symbols, units, bases, domain, data["source"])


@lru_cache(maxsize=1)
def _folding() -> _Folding:
    data = _toml("name_folding.toml")
    letters = {ord(pair[0]): pair[1] for pair in data["characters"].split()}
    letters |= {ord(letter): name for letter, name in data["greek"].items()}
    spellings: dict[str, str] = data["spelling"]
    return _Folding(letters, re.compile("|".join(map(re.escape, spellings))), spellings, tuple(data["dropped"]))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((files("lotgate.lexicon") / "data" / name).read_text("utf-8"))
