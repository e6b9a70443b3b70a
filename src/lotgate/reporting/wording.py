"""The fixed words of the reports, in the reader's language: a data file with one table a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's words. ``lang`` is its code, as HTML and ``--lang`` write it."""

    lang: str
    words: Mapping[str, str]

    def __call__(self, key: str, **operands: object) -> str:
        """The words for ``key``; ``KeyError`` for a key that the data file does not have."""
        return self.words[key].format(**operands)


@cache
def wording(lang: str) -> Wording:
    """The words of ``lang``, one of :data:`LANGUAGES`."""
    tables = tomllib.loads(files(__package__).joinpath("wording.toml").read_text("utf-8"))
    return Wording(lang, tables[lang])
