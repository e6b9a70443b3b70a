"""OCR as a source of words: a document whose pages without a readable text are read from their pictures."""

from __future__ import annotations

import os
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from lotgate.errors import MissingTool
from lotgate.loading.ocr.hybrid import is_pictured, leaves_out, merged
from lotgate.model.document import Document, Page, Raster, TextLayer

if TYPE_CHECKING:
    from lotgate.loading.ocr.engine import OcrEngine
    from lotgate.loading.ocr.recognise import Recognised

UNREADABLE = (TextLayer.NONE, TextLayer.BROKEN)
_KEPT = 40
"""Pages whose words are kept, so that a report does not read them a second time."""
_MOST_AT_ONCE = 3
"""Pages of one document that are read side by side where there are cores; each takes some 150 MB of pictures."""
INSTALL = "Install it with: pip install 'lotgate[ocr]'"


def with_ocr(document: Document, engine: OcrEngine | None) -> Document:
    """``document`` with its pictures read by ``engine``.

    Without an engine nothing changes, but a document that has nothing to read except pictures raises ``MissingTool``
    from its ``pages()``.
    """
    if document.raster is None:
        return document
    if engine is None:
        return replace(document, open_pages=partial(_pages_or_advice, document))
    source = _Source(document, engine, document.raster)
    return replace(document, open_pages=source.pages, picture=source.picture)


def needs_ocr(page: Page) -> bool:
    """Whether the page's own text says too little: there is none, or somebody's OCR of unknown quality left it."""
    return page.text_layer in UNREADABLE or (bool(page.words) and all(word.confidence < 1 for word in page.words))


def _pages_or_advice(document: Document) -> Iterator[Page]:
    """The pages; ``MissingTool`` before the first where none of them can be read without OCR."""
    held: list[Page] = []
    pages = document.pages()
    for page in pages:
        held.append(page)
        if page.text_layer is TextLayer.GOOD:
            break
    else:
        if any(page.text_layer in UNREADABLE for page in held):
            raise MissingTool(
                f"{document.name} is a scan or a photo, and reading pictures is not installed", advice=INSTALL
            )
    yield from held
    yield from pages


class _Source:
    """The pages of one document, read as they are asked for."""

    def __init__(self, document: Document, engine: OcrEngine, raster: Callable[[int, float], Raster]) -> None:
        self._document, self._engine, self._raster = document, engine, raster
        self._read: OrderedDict[int, Recognised] = OrderedDict()
        self._partial: dict[int, bool] = {}
        self._keeping = Lock()

    def pages(self) -> Iterator[Page]:
        """The pages in order; those that show pictures are read side by side, a few ahead of the one handed out."""
        at_once = min(os.cpu_count() or 1, _MOST_AT_ONCE)
        pool = ThreadPoolExecutor(at_once, thread_name_prefix="pages")
        ahead: deque[Page | Future[Page]] = deque()
        try:
            for page in self._document.pages():
                pictured = needs_ocr(page) or is_pictured(page)
                ahead.append(pool.submit(self._read_page, page) if pictured else page)
                while ahead and (isinstance(ahead[0], Page) or len(ahead) > at_once):
                    yield _waited_for(ahead.popleft())
            while ahead:
                yield _waited_for(ahead.popleft())
        finally:
            pool.shutdown(cancel_futures=True)

    def _read_page(self, page: Page) -> Page:
        return self._filled(page) if self._needs_ocr(page) else page

    def _needs_ocr(self, page: Page) -> bool:
        """Whether the page's own text is missing, not to be trusted, or leaves out what its picture shows."""
        if needs_ocr(page):
            return True
        if not is_pictured(page):
            return False
        if any(word.confidence < 1 for word in page.words):
            return True
        if page.number not in self._partial:
            from lotgate.loading.ocr.recognise import lines_on  # noqa: PLC0415 - the extra may be missing

            lines = lines_on(partial(self._raster, page.number), page.width, self._engine)
            self._partial[page.number] = leaves_out(page, lines)
        return self._partial[page.number]

    def picture(self, number: int, dots_per_inch: float) -> bytes:
        """The page as its words are placed on it: turned upright where that was needed."""
        from lotgate.loading.picture import encoded  # noqa: PLC0415 - with the first picture

        own = self._document.picture
        quarters = self._read[number].quarters if number in self._read else self._quarters(number)
        if own and not quarters:
            return own(number, dots_per_inch)
        return encoded(self._raster(number, dots_per_inch), quarters)

    def _quarters(self, number: int) -> int:
        page = next((page for page in self._document.pages() if page.number == number), None)
        return self._recognised(page).quarters if page and self._needs_ocr(page) else 0

    def _filled(self, page: Page) -> Page:
        found = self._recognised(page)
        if not found.words and page.text_layer is TextLayer.GOOD:
            return page
        own = page if page.text_layer is TextLayer.GOOD and not found.quarters else replace(page, words=())
        both = merged(own, found.words, found.rulings)
        layer = TextLayer.GOOD if found.words else TextLayer.EMPTY if found.blank else page.text_layer
        return replace(
            page,
            width=found.width,
            height=found.height,
            words=both.words,
            rulings=both.rulings,
            text_layer=layer,
            seals=found.seals,
            disputed=both.disputed,
        )

    def _recognised(self, page: Page) -> Recognised:
        from lotgate.loading.ocr.recognise import recognise  # noqa: PLC0415 - the extra may be missing

        with self._keeping:
            kept = self._read.get(page.number)
        if kept is not None:
            return kept
        size = (page.width, page.height)
        found = recognise(partial(self._raster, page.number), page.number, size, self._engine)
        with self._keeping:
            self._read[page.number] = found
            while len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return found


def _waited_for(page: Page | Future[Page]) -> Page:
    return page.result() if isinstance(page, Future) else page
