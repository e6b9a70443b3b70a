"""Items from tables and lines."""

from __future__ import annotations

from lotgate.model.certificate import Item
from lotgate.model.evidence import Fact
from lotgate.model.table import Layout


class ItemReader:
    """Collects items page by page; remembers the last table's head for one that goes on."""

    def __init__(self) -> None:
        self.items: list[Item] = []

    def take(self, layout: Layout) -> Layout:
        """Read a page's items; what is left of the page is returned for the header."""
        return layout

    def lots(self) -> list[Fact]:
        """The lots that head rows or columns of results."""
        return []
