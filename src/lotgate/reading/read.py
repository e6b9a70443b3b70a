"""The stage's recipe: items from each page's tables and lines, the delivery's facts from what they leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lotgate.model.certificate import Certificate, Doubt, HeaderField, Kind
from lotgate.model.document import Seal, TextLayer
from lotgate.model.geometry import Box
from lotgate.model.table import Layout, Table
from lotgate.reading.disputes import disputes
from lotgate.reading.header import HeaderReader
from lotgate.reading.items import ItemReader
from lotgate.reading.seals import covering, disagreements


def read(layouts: Iterable[Layout], *, name: str, sha256: str) -> Certificate:
    """The certificate on ``layouts``, the pages of one document in order."""
    items, header = ItemReader(), HeaderReader()
    unread: list[int] = []
    seals: list[Seal] = []
    disputed: dict[int, Sequence[Box]] = {}
    tables: dict[int, Sequence[Table]] = {}
    pages = 0
    for layout in layouts:
        pages += 1
        seals += layout.seals
        disputed[layout.page] = layout.disputed
        tables[layout.page] = layout.tables if layout.seals else ()
        if layout.text_layer in (TextLayer.NONE, TextLayer.BROKEN):
            unread.append(layout.page)
            continue
        header.take(items.take(layout), layout)
    found = header.facts(items.lots())
    grades = [fact.text for name in (HeaderField.GRADE, HeaderField.CONCLUSION) for fact in found.get(name, ())]
    products = [fact.text for fact in found.get(HeaderField.PRODUCT, ())]
    read_items = items.finish(grades, products, header.subjects(), specification=header.kind(()) is Kind.SPECIFICATION)
    return Certificate(
        file=name,
        sha256=sha256,
        kind=header.kind(read_items),
        languages=header.languages(),
        header=header.with_samples(found, read_items),
        items=read_items,
        doubts=(
            *_doubts(unread, header.missing_pages()),
            *disagreements(seals, found),
            *covering(seals, read_items, items.unanswered(), tables),
            *disputes(read_items, disputed),
        ),
        pages=pages,
        pages_unread=tuple(unread),
        seals=tuple(seals),
    )


def _doubts(unread: Iterable[int], missing: int) -> Iterator[Doubt]:
    for page in unread:
        yield Doubt("unread-page", f"Page {page} has no text that can be read; look at it yourself.", page)
    if missing:
        yield Doubt("missing-pages", f"The document counts {missing} more pages than it has.")
