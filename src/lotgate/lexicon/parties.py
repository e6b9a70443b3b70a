"""Materials and companies: whether a printed name is an accepted one. Equal after folding, never "rather like"."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files

from lotgate.lexicon.names import fold_name

_WORDS = re.compile(r"[^\W_]+")
_CHINESE_RUN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff0-9（）()·\-]*")
_SAME_ENOUGH = 0.5
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")


def same_material(printed: str, accepted: Iterable[str]) -> bool:
    """Whether the printed product is an accepted name, whole or in each of its two languages.

    One language alone is not enough: 柠檬酸 may stand beside "Citric acid monohydrate".
    """
    known = {fold_name(text) for name in accepted for text in (name, *_languages(name))}
    parts = _languages(printed)
    return fold_name(printed) in known or (bool(parts) and all(fold_name(part) in known for part in parts))


def same_company(printed: str, accepted: Iterable[str]) -> bool:
    """Whether the printed company is an accepted one, legal forms (Co., Ltd., 有限公司) and brackets aside."""
    known = {_company(name) for name in accepted}
    return any(_company(part) in known for part in (printed, *_languages(printed)) if _company(part))


def company_on_seal(text: str) -> str | None:
    """The company that a seal's rim names; ``None`` where it names none, as a department's stamp does."""
    plain = unicodedata.normalize("NFKC", text).strip()
    forms = [form for form in _legal_forms() if not form.isascii() and form in plain and form != "集团"]
    if forms:
        return plain[: max(plain.rfind(form) + len(form) for form in forms)]
    return plain if _legal_forms() & set(_WORDS.findall(plain.casefold())) else None


def may_be_company(read: str, printed: str) -> bool:
    """Whether ``read``, with some characters wrong or too many, may be the company ``printed``.

    True also where the two share no script, since then they cannot be compared.
    """
    seen = _company(read)
    chinese = bool(_CHINESE_RUN.search(seen))
    candidates = [c for part in (printed, *_languages(printed)) if (c := _company(part))]
    compared = [c for c in candidates if bool(_CHINESE_RUN.search(c)) == chinese]
    return not compared or any(_shared(seen, name) >= _SAME_ENOUGH for name in compared)


def _shared(seen: str, name: str) -> float:
    """The share of the shorter name's characters that stand in the other in the same order."""
    matched = sum(block.size for block in SequenceMatcher(None, seen, name, autojunk=False).get_matching_blocks())
    return matched / max(1, min(len(seen), len(name)))


@lru_cache(maxsize=2048)
def _languages(text: str) -> tuple[str, ...]:
    """The Chinese and the other part of a bilingual name; nothing where it is in one language."""
    plain = unicodedata.normalize("NFKC", text)
    chinese = " ".join(_CHINESE_RUN.findall(plain))
    rest = _CHINESE_RUN.sub(" ", plain)
    if not chinese or not re.search(r"[^\W\d_]{2}", rest):
        return ()
    return chinese, rest.strip(" ()/,;-·")


@lru_cache(maxsize=2048)
def _company(text: str) -> str:
    plain = _BRACKETS.sub(lambda found: f" {found[0][1:-1]} ", unicodedata.normalize("NFKC", text).casefold())
    words = [word for word in _WORDS.findall(plain) if word not in _legal_forms()]
    joined = "".join(words)
    for form in sorted((f for f in _legal_forms() if not f.isascii()), key=len, reverse=True):
        joined = joined.removesuffix(form)
    return joined


@lru_cache(maxsize=1)
def _legal_forms() -> frozenset[str]:
    text = (files("lotgate.lexicon") / "data" / "companies.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["legal_forms"])
