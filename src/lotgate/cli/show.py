"""`lotgate show`: a stage's result drawn over the page, for the people who work on lotgate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from lotgate import pipeline
from lotgate.cli.run import no_ocr
from lotgate.errors import InputError
from lotgate.model.certificate import HeaderField
from lotgate.model.document import Document, Page
from lotgate.reporting.pictures import Outline, outlined
from lotgate.tabulating.tabulate import tabulate

_PLACES = {
    "name": "#7b3fb5",
    "result": "#c62828",
    "limit": "#1565c0",
    "unit": "#00838f",
    "method": "#8d6e63",
    "verdict": "#2e7d32",
    "section": "#6d4c41",
    "sample": "#ad1457",
}
_UNSURE = 0.9


@click.command()
@click.option("--stage", type=click.Choice(["words", "tables", "certificate"]), required=True, help="What to draw.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The PNG to write.")
@click.option("--page", "number", type=click.IntRange(min=1), default=1, show_default=True, help="Which page.")
@no_ocr
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def show(stage: str, out: Path, number: int, file: Path, *, ocr: bool) -> None:
    """Draw what a stage found over a page.

    words: every word, ruling line and picture; tables: cells and the lines between tables; certificate: every fact.
    """
    document = next(pipeline.documents(file, ocr=ocr))
    page = next((page for page in document.pages() if page.number == number), None)
    if page is None:
        raise InputError(f"{document.name} has no page {number}", advice="Name a page of the document with --page.")
    out.write_bytes(outlined(pipeline.page_image(document, page), _STAGES[stage](document, page)))


def _words(_: Document, page: Page) -> Iterator[Outline]:
    yield from (Outline(picture.box, "#7b3fb5") for picture in page.pictures)
    yield from (Outline(ruling.box, "#2e7d32", width=2) for ruling in page.rulings)
    yield from (Outline(cell.box, "#9e9e9e") for grid in page.grids for cell in grid.cells)
    in_grids = (word for grid in page.grids for cell in grid.cells for word in cell.words)
    yield from (Outline(word.box, "#c62828") for word in (*page.words, *in_grids))


def _tables(_: Document, page: Page) -> Iterator[Outline]:
    layout = tabulate(page)
    yield from (Outline(line.box, "#9e9e9e") for line in layout.lines)
    for number, table in enumerate(layout.tables, 1):
        yield from (Outline(cell.box, "#1565c0") for cell in table.cells)
        yield Outline(table.box, "#c62828", f"{number} {table.source} {table.rows}x{table.columns}", width=2)


def _certificate(document: Document, page: Page) -> Iterator[Outline]:
    reading = pipeline.read_document(document)
    header = [(name, fact) for name in HeaderField for fact in reading.header.get(name, ())]
    facts = [(field, fact) for item in reading.items for field in _PLACES if (fact := getattr(item, field))]
    for name, fact in (*header, *facts):
        if fact.evidence.page == page.number:
            colour = _PLACES.get(name, "#ef6c00")
            sure = fact.confidence >= _UNSURE
            label = "" if sure and name in _PLACES else str(name) + ("" if sure else f" {fact.confidence:.2f}")
            yield Outline(fact.evidence.box, colour, label, width=1 if sure else 2)


_STAGES: dict[str, Callable[[Document, Page], Iterator[Outline]]] = {
    "words": _words,
    "tables": _tables,
    "certificate": _certificate,
}
