"""Pages that hold both a picture and a text of their own, which may say less than the picture, or something else.

Text that a program drew where one sees it is right, but may be all there is of a page besides a scan: a stamp of the
archive over the scanned sheet. Text that is invisible was put there by somebody's OCR: the picture is read anew, and
where the two disagree on a figure neither is certain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from lotgate.loading.ocr.second_look import DIFFERENT
from lotgate.model.document import Page, Ruling, Word
from lotgate.model.geometry import Box

_FULL_PAGE = 0.7
"""Share of the page from which on a picture may be a scan of all of it."""
_FEWEST_LINES, _LEAST_SHARE = 4, 0.25
"""Lines of print in the picture that the page's own text leaves out: at least so many, and this share of all."""
_FIGURES = re.compile(r"[<>≤≥]|[0-9]+(?:[.,][0-9]+)*")


@dataclass(frozen=True, slots=True)
class Merged:
    """A page's words and lines from both sources; ``disputed`` are places where the two say different figures."""

    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    disputed: tuple[Box, ...]


def is_pictured(page: Page) -> bool:
    """Whether pictures cover the page."""
    return sum(p.box.width * p.box.height for p in page.pictures) >= _FULL_PAGE * page.width * page.height


def leaves_out(page: Page, lines: Sequence[Box]) -> bool:
    """Whether the page's own text says nothing of many of the ``lines`` of print that are seen on it."""
    bare = sum(not any(_stands_in(word, line) for word in page.words) for line in lines)
    return bare >= _FEWEST_LINES and bare >= _LEAST_SHARE * len(lines)


def merged(page: Page, words: Sequence[Word], rulings: tuple[Ruling, ...]) -> Merged:
    """The page's visible words, and beside them those read from its picture, whose ``words`` and ``rulings`` are given.

    Invisible words are only compared with what the picture shows.
    """
    visible = [word for word in page.words if word.confidence == 1]
    hidden = [word for word in page.words if word.confidence < 1]
    read: list[Word] = []
    disputed: list[Box] = []
    for word in words:
        box = word.place or word.box
        if any(_stands_in(own, box) or _stands_in(replace(word, box=box), own.box) for own in visible):
            continue
        differs = _differs(word, [own for own in hidden if _stands_in(own, box)])
        disputed += [box] if differs else []
        read.append(replace(word, confidence=min(word.confidence, DIFFERENT)) if differs else word)
    scanned = len(visible) < len(read)
    return Merged((*visible, *read), rulings if scanned else page.rulings, tuple(disputed))


def _differs(word: Word, below: Sequence[Word]) -> bool:
    said = _figures_of(word.text)
    under = _figures_of(" ".join(own.text for own in sorted(below, key=lambda own: own.box.x0)))
    return bool(said) and bool(under) and said != under


def _figures_of(text: str) -> list[str]:
    return _FIGURES.findall(normalize("NFKC", text).replace("<=", "≤").replace(">=", "≥"))


def _stands_in(word: Word, box: Box) -> bool:
    return box.holds(word.box.center_x, word.box.center_y)
