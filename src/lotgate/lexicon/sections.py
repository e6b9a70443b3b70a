"""Section headings: which change what an item's name means, from the words in ``data/sections.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

from lotgate.lexicon.names import fold_name

_WORDS = re.compile(r"[a-z]+|[\u4e00-\u9fff]+|\d+(?:\.\d+)?")
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,2}[.)、]|[ivx]{1,4}[.)]|[一二三四五六七八九十]+、)+\s*")


@lru_cache(maxsize=4096)
def section_key(text: str | None) -> str:
    """The heading folded, or ``""`` where it says nothing about the items under it."""
    if not text:
        return ""
    plain = _NUMBERING.sub("", unicodedata.normalize("NFKC", text).casefold())
    words = _WORDS.findall(plain)
    return "" if all(_is_neutral(word) for word in words) else fold_name(text)


def _is_neutral(word: str) -> bool:
    neutral, longest = _neutral()
    if word in neutral:
        return True
    if word.isascii():
        return False
    reachable = {0}
    for end in range(1, len(word) + 1):
        if any(end - n in reachable and word[end - n : end] in neutral for n in range(1, longest + 1)):
            reachable.add(end)
    return len(word) in reachable


@lru_cache(maxsize=1)
def _neutral() -> tuple[frozenset[str], int]:
    text = (files("lotgate.lexicon") / "data" / "sections.toml").read_text("utf-8")
    words = frozenset(word.casefold() for word in tomllib.loads(text)["neutral"])
    return words, max(len(word) for word in words)
