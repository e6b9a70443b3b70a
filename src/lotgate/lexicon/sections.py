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

_LEAST_PIECE = 2


@lru_cache(maxsize=4096)
def section_key(text: str | None, name: str = "") -> str:
    """The heading folded, or ``""`` where it says nothing about the item ``name`` under it.

    A heading says nothing when it is made of neutral words and of words that the name itself has.
    """
    if not text:
        return ""
    plain = _NUMBERING.sub("", unicodedata.normalize("NFKC", text).casefold())
    known = frozenset(_WORDS.findall(unicodedata.normalize("NFKC", name).casefold()))
    return "" if all(_is_neutral(word, known) for word in _WORDS.findall(plain)) else fold_name(text)


def _is_neutral(word: str, known: frozenset[str]) -> bool:
    neutral, longest = _neutral()
    if word in neutral or word in known:
        return True
    if word.isascii():
        return False
    # Chinese is written without spaces: the word must be cut into neutral words and pieces of the name.
    reachable = {0}
    for end in range(1, len(word) + 1):
        pieces = (word[end - n : end] for n in range(1, min(longest, end) + 1) if end - n in reachable)
        if any(piece in neutral or _is_piece(piece, known) for piece in pieces):
            reachable.add(end)
    return len(word) in reachable


def _is_piece(text: str, known: frozenset[str]) -> bool:
    return len(text) >= _LEAST_PIECE and any(text in word for word in known)


@lru_cache(maxsize=1)
def _neutral() -> tuple[frozenset[str], int]:
    text = (files("lotgate.lexicon") / "data" / "sections.toml").read_text("utf-8")
    words = frozenset(word.casefold() for word in tomllib.loads(text)["neutral"])
    return words, max(len(word) for word in words)
