"""What the words of a certificate's head mean: labels, companies, titles and verdicts, from ``data/header.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lotgate.lexicon.heads import FIGURES, field_code_end, fold
from lotgate.model.certificate import HeaderField, Kind

_LONGEST_LABEL = 70
_LONGEST_TITLE = 200
_LONGEST_CHINESE_TITLE = 40
_BRACKETS = re.compile(r"[(（\[【〔][^()（）\[\]【】〔〕]*[)）\]】〕]")
_ENUMERATION = re.compile(
    r"^\s*(?:[\d①-⑳]{1,2}\s*[.)、．]|[一二三四五六七八九十]{1,2}[、.]|[-•·●■◆※*▪]|[(（]\d{1,2}[)）])\s*"
)
_NUMERO = re.compile(r"\bn\s?[°º]|№", re.IGNORECASE)
_AS_PER = re.compile(r"as\s+(?:per|follows)\b", re.IGNORECASE)
_OTHER = "other"
_SEVERAL = re.compile(r"[/&、和及]|\band\b")
_MODIFIERS = frozenset({HeaderField.PRODUCT, HeaderField.BATCH, HeaderField.CERTIFICATE_NO})
"""What a label's first word may say only to tell which product's, or batch's, fact it names."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a printed label names: a field, or (``None``) something that is no header field.

    ``strong`` labels name their field beyond doubt; weak ones ("Date", "No.", "Remarks") only where the value fits.
    """

    field: HeaderField | None
    strong: bool = True
    stands_in_for: HeaderField | None = None
    """The field that the value of a label without one serves for where nothing better is printed."""


@lru_cache(maxsize=16384)
def label_of(text: str) -> Label | None:
    """What ``text`` as a whole names; ``None`` where it is no label. Widths, case, scripts and spaces do not matter."""
    if len(text) > _LONGEST_LABEL or FIGURES.fullmatch(text):
        return None
    bare = _NUMERO.sub(" No ", _ENUMERATION.sub("", text[field_code_end(text) :]))
    several = bool(_SEVERAL.search(bare))
    if not _BRACKETS.search(bare):
        return _meaning(simplified(fold(bare)), several)
    plain = _meaning(simplified(fold(_BRACKETS.sub(" ", bare))), several)
    inside = [_meaning(simplified(fold(part)), several) for part in _BRACKETS.findall(bare)]
    whole = _meaning(simplified(fold(bare)), several)
    found = plain or whole or next((label for label in inside if label), None)
    if plain is None and whole is None and any(fold(part) for part in _BRACKETS.split(bare)):
        return None
    return found


_FREE_MAIL = re.compile(r"(?:gmail|hotmail|outlook|yahoo|qq|163|126|sina|foxmail|icloud|aol|mail|live)$")
_DOMAIN = re.compile(
    r"(?:@|www\.|https?://)(?:[\w-]+\.)*?([a-z0-9-]{4,})\.(?:com?|net|org|info|biz|eu|[a-z]{2})\b", re.IGNORECASE
)


def domains_in(text: str) -> list[str]:
    """The names that the mail and web addresses in ``text`` belong to, folded, without the large mail services."""
    return [name for name in map(fold, _DOMAIN.findall(text)) if not _FREE_MAIL.match(name)]


def is_label_word(text: str) -> bool:
    """Whether ``text`` alone could be part of a label: a known label or a filler such as "No."."""
    folded = simplified(fold(text))
    return folded in _labels() or folded in _fillers()


@lru_cache(maxsize=16384)
def _meaning(folded: str, several: bool) -> Label | None:
    if not folded or folded.isdigit():
        return None
    known = _labels().get(folded)
    if known:
        return known
    parts = _parts(folded)
    labels = [part for part in parts or () if part is not None]
    if not labels:
        return None
    if len({label.field for label in labels}) > 1:  # a bare "No." beside another label numbers what that one names
        labels = [x for x in labels if x.strong or x.field is not HeaderField.CERTIFICATE_NO] or labels
    fields = {label.field for label in labels}
    if len(fields) == 1:
        stand_ins = {label.stands_in_for for label in labels}
        return Label(labels[0].field, any(x.strong for x in labels), stand_ins.pop() if len(stand_ins) == 1 else None)
    if not several and fields - {labels[-1].field} <= _MODIFIERS:
        return labels[-1]
    named = [label for label in labels if label.field is not None]
    if several and len({label.field for label in named}) == 1 and labels[0].field is not None:
        return Label(named[0].field, strong=False)  # "Batch / tank": the field, and beside it something else
    return Label(None)


def _parts(folded: str) -> tuple[Label | None, ...] | None:
    """``folded`` cut into the fewest known words; ``None`` where it cannot be."""
    words, lengths = _words(), _lengths()
    best: dict[int, tuple[Label | None, ...]] = {0: ()}
    for start in range(len(folded)):
        if start not in best:
            continue
        for length in lengths.get(folded[start], ()):
            end = start + length
            piece = folded[start:end]
            if piece in words and (end not in best or len(best[start]) + 1 < len(best[end])):
                best[end] = (*best[start], words[piece])
    return best.get(len(folded))


@lru_cache(maxsize=1)
def _labels() -> Mapping[str, Label]:
    found: dict[str, Label] = {}
    for name, words in _data()["stand_ins"].items():
        found.update((simplified(fold(word)), Label(None, stands_in_for=HeaderField(name))) for word in words)
    for name, words in _data()["labels"].items():
        field = None if name == _OTHER else HeaderField(name)
        for strength in ("strong", "weak"):
            for word in words[strength]:
                found.setdefault(simplified(fold(word)), Label(field, strength == "strong"))
    found.pop("", None)
    return found


@lru_cache(maxsize=1)
def _fillers() -> frozenset[str]:
    return frozenset(simplified(fold(word)) for word in _data()["filler"])


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Label | None]:
    """The labels, and the fillers that name nothing."""
    return {**dict.fromkeys(_fillers()), **_labels()}


@lru_cache(maxsize=1)
def _lengths() -> Mapping[str, Sequence[int]]:
    """How long the known words are that begin with a character, shortest first."""
    found: dict[str, set[int]] = {}
    for word in _words():
        found.setdefault(word[:1], set()).add(len(word))
    return {first: sorted(lengths) for first, lengths in found.items()}


# --- scripts ---


def simplified(text: str) -> str:
    """``text`` with the traditional characters that labels use turned into simplified ones."""
    return text if text.isascii() else text.translate(_to_simplified())


def script_of(text: str) -> str:
    """``zh-Hant`` where characters of traditional Chinese alone outnumber those of simplified alone, else ``zh``."""
    pairs = _to_simplified()
    simple = set(pairs.values())
    traditional = sum(ord(c) in pairs for c in text)
    return "zh-Hant" if traditional > sum(c in simple for c in text) else "zh"


@lru_cache(maxsize=1)
def _to_simplified() -> Mapping[int, str]:
    letters = _data()["scripts"]["traditional"]
    return {ord(old): new for old, new in zip(letters[::2], letters[1::2], strict=True)}


# --- names, titles, verdicts ---


@lru_cache(maxsize=8192)
def is_company(text: str) -> bool:
    """Whether ``text`` reads as a company's name: it ends in a legal form ("Co., Ltd.", "GmbH", 有限公司)."""
    return bool(company_end(text))


@lru_cache(maxsize=8192)
def company_end(text: str) -> int:
    """The index after the legal form that ends a company's name in ``text``; 0 where there is none."""
    return max((end for _, end in company_forms(text)), default=0)


@lru_cache(maxsize=8192)
def first_company_end(text: str) -> int:
    """The index after the first company's name in ``text``, where several stand behind each other; 0 without one."""
    last = 0
    for start, end in company_forms(text):
        if last and re.search(r"[^\s.,&+]", text[last:start]):
            break
        last = max(last, end)
    return last


def company_forms(text: str) -> list[tuple[int, int]]:
    """Where the legal forms that end companies' names stand in ``text``, from left to right."""
    latin, chinese = _company_patterns()
    forms = [
        m.span()
        for m in latin.finditer(text)
        if text[: m.start()].strip(" ,.") and _is_written_as_form(m[0]) and not _AS_PER.match(text, m.start())
    ]
    return sorted(forms + [m.span() for m in chinese.finditer(simplified(text)) if m.start() >= 2])


def _is_written_as_form(text: str) -> bool:
    """Legal forms are written with capitals or dots: "AS", "plc" and "s.r.o." are, "as" is not."""
    letters = [c for c in text if c.isalpha()]
    if text.strip(" .,") in ("plc", "gmbh") or text == "Co.":
        return True
    return (letters[0].isupper() and (len(letters) > 2 or text.isupper())) or text.count(".") >= 2


def is_organisation(text: str) -> bool:
    """Whether ``text`` has a word that organisations have in their names ("Laboratories", 研究院)."""
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
    plain = simplified(re.sub(r"\s", "", text))
    return bool(words & _organisation_words()[0]) or plain.endswith(_organisation_words()[1])


@lru_cache(maxsize=1)
def _company_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = _data()["names"]
    forms = sorted((re.split(r"\W+", word) for word in names["company"]), key=lambda parts: -sum(map(len, parts)))
    latin = "|".join(r"[\s.,&]*".join(map(re.escape, parts)) for parts in forms)
    chinese = "|".join(map(re.escape, sorted(names["company_zh"], key=len, reverse=True)))
    start = r"(?:(?<=[\s,.)(（&])|(?<=[a-z])(?=L(?:td|LC)\b|Inc\b|GmbH)|(?<=[A-Z]{4})(?=LTD\b))"
    return re.compile(rf"{start}(?:{latin})(?![^\W_])\.?", re.IGNORECASE), re.compile(rf"(?:{chinese})")


@lru_cache(maxsize=1)
def _organisation_words() -> tuple[frozenset[str], tuple[str, ...]]:
    names = _data()["names"]
    return frozenset(names["organisation"]), tuple(names["organisation_zh"])


@lru_cache(maxsize=4096)
def title_kind(text: str) -> Kind | None:
    """The kind of document that ``text`` is a title of, or has a title in it; ``None`` where it has none."""
    folded = simplified(fold(text))
    found = [(len(title), -order, kind) for order, (title, kind) in enumerate(_titles()) if title in folded]
    return max(found)[2] if found else None


@lru_cache(maxsize=4096)
def title_end(text: str) -> int:
    """The index after a title that begins ``text``; 0 where ``text`` begins with none."""
    for end in range(min(len(text), _LONGEST_TITLE), 2, -1):
        if (end == len(text) or not text[end].isalnum()) and simplified(fold(text[:end])) in _title_words():
            return end
    return 0


@lru_cache(maxsize=4096)
def named_before_title(text: str) -> int:
    """Where the Chinese words before the title that ends ``text`` end, if they name something; 0 where they do not.

    "钢管质量证明书" names tubes, "出厂检验报告" nothing.
    """
    if len(text) > _LONGEST_CHINESE_TITLE:
        return 0
    before = text.rstrip()
    while (start := _title_start(before)) is not None:
        before = before[:start].rstrip()
    if len(before) == len(text.rstrip()):
        return 0
    while filler := next((word for word in _title_fillers() if before.endswith(word)), ""):
        before = before.removesuffix(filler).rstrip()
    return len(before)


def _title_start(text: str) -> int | None:
    """Where the title that ends ``text`` starts."""
    return next((i for i in range(len(text)) if simplified(fold(text[i:])) in _title_words()), None)


@lru_cache(maxsize=1)
def _title_fillers() -> tuple[str, ...]:
    return tuple(sorted(_data()["title_fillers"]["words"], key=len, reverse=True))


@lru_cache(maxsize=1)
def _titles() -> tuple[tuple[str, Kind], ...]:
    return tuple((simplified(fold(t)), Kind(kind)) for kind, titles in _data()["titles"].items() for t in titles)


@lru_cache(maxsize=1)
def _title_words() -> frozenset[str]:
    return frozenset(title for title, _ in _titles())


@lru_cache(maxsize=4096)
def says_verdict(text: str) -> bool:
    """Whether ``text`` has a word by which a delivery passes or fails."""
    words = _data()["verdicts"]["words"]
    return _has(text, tuple(words))


@lru_cache(maxsize=4096)
def has_verdict_subject(text: str) -> bool:
    """Whether ``text`` speaks of the delivery as a whole ("the product", 该批)."""
    return _has(text, tuple(_data()["verdicts"]["subjects"]))


def _has(text: str, words: tuple[str, ...]) -> bool:
    latin = " ".join(["", *re.findall(r"[^\W\d_]+", text.casefold()), ""])
    plain = simplified(re.sub(r"\s", "", text))
    return any(f" {word} " in latin if word.isascii() or word[0] < "\u2e80" else word in plain for word in words)


@lru_cache(maxsize=1)
def common_words() -> Mapping[str, frozenset[str]]:
    """The commonest words of each language in Latin script, by its code."""
    return {language: frozenset(words) for language, words in _data()["common"].items()}


def month_names() -> tuple[str, ...]:
    """Names of months in the languages read, longest first."""
    return tuple(sorted(set(_data()["months"]["names"]), key=lambda name: (-len(name), name)))


@lru_cache(maxsize=4096)
def is_absent(text: str) -> bool:
    """Whether ``text`` stands for a value that is not given ("N/A", "/")."""
    return not text.strip(" _.:：") or text.strip().casefold() in _absent() or fold(text) == ""


@lru_cache(maxsize=1)
def _absent() -> frozenset[str]:
    return frozenset(_data()["absent"]["words"])


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(files("lotgate.lexicon").joinpath("data/header.toml").read_text("utf-8"))
