"""The languages of a text, by its scripts and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

from lotgate.lexicon.header_words import common_words, script_of

_IDEOGRAPH, _KANA, _HANGUL = map(re.compile, ("[\u4e00-\u9fff]", "[\u3040-\u30ff]", "[\uac00-\ud7a3]"))
_WORD = re.compile(r"[^\W\d_]{2,}")
_LATIN_SHARE, _LATIN_WORDS = 0.1, 10
_IDEOGRAPHS, _LETTERS_OF_A_WORD = 10, 3.0
_MOST_CHARACTERS = 20_000


class Tongues:
    """Counts what a document is printed in, page by page."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._length = 0

    def take(self, text: str) -> None:
        """Count a piece of text; beyond the first pages it makes no difference and is let go."""
        if self._length < _MOST_CHARACTERS:
            self._text.append(text)
            self._length += len(text)

    def languages(self) -> tuple[str, ...]:
        """Language codes, the most used first; empty where there is no text."""
        text = " ".join(self._text)
        ideographs, kana, hangul = (len(script.findall(text)) for script in (_IDEOGRAPH, _KANA, _HANGUL))
        words = [w.casefold() for w in _WORD.findall(text) if not "\u2e80" <= w[0] <= "\ud7a3"]
        wordy = [w for w in words if len(w) > 2]
        weight: Counter[str] = Counter()
        if hangul >= _IDEOGRAPHS:
            weight["ko"] = hangul
        if kana >= _IDEOGRAPHS and kana > 0.05 * ideographs:
            weight["ja"] = kana + ideographs
        elif ideographs >= _IDEOGRAPHS or (ideographs and len(wordy) < _LATIN_WORDS):
            weight[script_of(text)] = ideographs
        other = sum(weight.values())
        if wordy and (
            not other or (len(wordy) >= _LATIN_WORDS and len(wordy) * _LETTERS_OF_A_WORD > _LATIN_SHARE * other)
        ):
            weight[_latin(words)] += int(len(wordy) * (1 if other else _LETTERS_OF_A_WORD))
        return tuple(language for language, _ in weight.most_common())


def _latin(words: list[str]) -> str:
    counts = {language: sum(word in common for word in words) for language, common in common_words().items()}
    best = max(counts, key=lambda language: (counts[language], language == "en"))
    return best if counts[best] > 1.3 * counts["en"] else "en"
