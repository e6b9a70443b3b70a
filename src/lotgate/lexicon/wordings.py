"""Requirements in words: whether two are the same, and whether one describes anything at all."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

from lotgate.lexicon.characteristics import name_key

_WORDS = re.compile(r"[a-z]+|[\u4e00-\u9fff]+|\d+")


def same_wording(one: str, other: str) -> bool:
    """Whether two requirements are the same words after folding width, case, punctuation and spelling (odour, odor)."""
    return name_key(one) == name_key(other) != ""


@lru_cache(maxsize=1024)
def is_generic(text: str) -> bool:
    """Whether the requirement only says "conforms": nothing in it could be checked."""
    words = _WORDS.findall(unicodedata.normalize("NFKC", text).casefold())
    return bool(words) and all(_only_generic(word) for word in words)


def _only_generic(word: str) -> bool:
    if word in _generic() or word.isascii():
        return word in _generic()
    reachable = {0}
    for end in range(1, len(word) + 1):
        if any(start in reachable and word[start:end] in _generic() for start in range(end)):
            reachable.add(end)
    return len(word) in reachable


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    text = (files("lotgate.lexicon") / "data" / "wordings.toml").read_text("utf-8")
    return frozenset(word.casefold() for word in tomllib.loads(text)["generic"])
