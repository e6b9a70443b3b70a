"""The facts about the delivery: product, supplier, lot, dates and the rest of the head of a certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lotgate.model.certificate import HeaderField, Item, Kind
from lotgate.model.evidence import Fact
from lotgate.model.table import Layout


class HeaderReader:
    """Collects header facts page by page."""

    def take(self, layout: Layout) -> None:
        """Read what the items left of a page."""

    def facts(self, lots: Sequence[Fact]) -> Mapping[HeaderField, tuple[Fact, ...]]:
        """The fields found; ``lots`` are those that head rows or columns of results."""
        return {HeaderField.BATCH: tuple(lots)} if lots else {}

    def kind(self, items: Sequence[Item]) -> Kind:
        """What sort of document it is."""
        return Kind.COA if items else Kind.UNKNOWN

    def languages(self) -> tuple[str, ...]:
        """The languages it is printed in, most used first."""
        return ()
