"""Items while they are being read: every fact with its words, before grades and samples of the whole are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lotgate.model.document import Word
from lotgate.model.evidence import Evidence, Fact
from lotgate.model.table import Cell


@dataclass(frozen=True, slots=True)
class Draft:
    """An item as found in one row or column. ``limits`` holds each grade's limit, where the table has grade columns."""

    name: Fact
    name_parts: tuple[str, ...]
    result: Fact | None = None
    also: tuple[Fact, ...] = ()
    section: Fact | None = None
    sample: Fact | None = None
    lot: bool = False
    """Whether ``sample`` names a lot, heat or coil: something that is delivered."""
    method: Fact | None = None
    unit: Fact | None = None
    limit: Fact | None = None
    limits: tuple[tuple[str, Fact | None], ...] = field(default=())
    verdict: Fact | None = None


def doubted(draft: Draft, most: float) -> Draft:
    """The draft with no fact surer than ``most``: what it was read from is not understood well enough for more."""
    return replace(
        draft,
        name=_capped(draft.name, most),
        result=_capped(draft.result, most) if draft.result else None,
        limit=_capped(draft.limit, most) if draft.limit else None,
        unit=_capped(draft.unit, most) if draft.unit else None,
        sample=_capped(draft.sample, most) if draft.sample else None,
        also=tuple(_capped(fact, most) for fact in draft.also),
        limits=tuple((label, _capped(limit, most) if limit else None) for label, limit in draft.limits),
    )


def _capped(fact: Fact, most: float) -> Fact:
    return replace(fact, confidence=min(fact.confidence, most))


def fact_of(cell: Cell, confidence: float, text: str | None = None) -> Fact:
    """The cell as a fact; ``text`` where only a part of the cell is meant."""
    return of_words(cell.words, text if text is not None else cell.text, confidence)


def of_words(words: Sequence[Word], text: str, confidence: float) -> Fact:
    """A fact that ``words`` stand behind, no surer than the least sure of them."""
    return Fact(text, Evidence.of(words), round(confidence * min(w.confidence for w in words), 4))
