"""Several reports in one file: which lot, or which sample, each page is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lotgate.lexicon.heads import fold
from lotgate.model.certificate import HeaderField
from lotgate.model.evidence import Fact
from lotgate.reading.key_values import Pair


def subjects_of(pairs: Mapping[int, Sequence[Pair]]) -> dict[int, Fact]:
    """For each page the lot that it names, or else the product, where the pages do not all name the same one.

    A page that names none goes on with the one before. Empty where the whole file is about one thing.
    """
    for field in (HeaderField.BATCH, HeaderField.PRODUCT):
        named = {page: pair for page, found in pairs.items() if (pair := _first(found, field))}
        if len({fold(pair.value.text) for pair in named.values()}) > 1:
            return _carried(sorted(pairs), {page: p.value.fact(p.confidence) for page, p in named.items()})
    return {}


def _first(pairs: Sequence[Pair], field: HeaderField) -> Pair | None:
    return next((pair for pair in pairs if pair.field is field and pair.strong), None)


def _carried(pages: Sequence[int], named: Mapping[int, Fact]) -> dict[int, Fact]:
    subjects: dict[int, Fact] = {}
    current: Fact | None = None
    for page in pages:
        current = named.get(page, current)
        if current is not None:
            subjects[page] = current
    return subjects
