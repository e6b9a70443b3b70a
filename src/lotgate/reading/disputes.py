"""Values of which an invisible text and the picture over it say different figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lotgate.model.certificate import Doubt, Item
from lotgate.model.evidence import Evidence
from lotgate.model.geometry import Box


def disputes(items: Sequence[Item], places: Mapping[int, Sequence[Box]]) -> Iterator[Doubt]:
    """A doubt for each item whose result or limit stands where the two differ; ``places`` by page, as shown."""
    for item in items:
        facts = [fact for fact in (item.result, item.limit) if fact]
        if any(_touches(fact.evidence, places.get(fact.evidence.page, ())) for fact in facts):
            message = (
                f"The text behind page {item.page} and its picture differ on {item.name.text}; look at the picture."
            )
            yield Doubt("text-differs", message, item.page)


def _touches(evidence: Evidence, places: Sequence[Box]) -> bool:
    return any(evidence.box.holds(place.center_x, place.center_y) for place in places)
