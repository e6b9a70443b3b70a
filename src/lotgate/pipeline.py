"""The order of the stages: bytes to documents to certificates to verdicts. The only module that knows it.

Pages are streamed: a file of any length is read with one page in memory at a time.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from lotgate.errors import EmptyFile, SeveralDocuments
from lotgate.loading import load
from lotgate.loading.render import draw_page
from lotgate.model.certificate import Certificate
from lotgate.model.delivery import Delivery
from lotgate.model.document import Document, Page
from lotgate.model.measurement import RuleSet
from lotgate.model.standard import Standard
from lotgate.model.verdict import Verdict
from lotgate.reading.read import read as read_layouts
from lotgate.reporting.report import PageImage
from lotgate.tabulating.tabulate import tabulate

DOTS_PER_INCH = 110.0
"""Enough for 6-point print on a screen, and about 60 KB a page."""
PRINT_DOTS_PER_INCH = 200.0
"""Enough for 6-point print on paper."""


def documents(source: str | Path | bytes, *, name: str | None = None, ocr: bool = True) -> Iterator[Document]:
    """Every document in the file; ``EmptyFile`` where it holds none, as an archive may.

    Pages without readable text are read from their pictures where ``ocr`` and the extra of that name is installed.
    """
    found = (_with_words(document, ocr=ocr) for document in load(source, name=name))
    first = next(found, None)
    if first is None:
        raise EmptyFile(f"{name or 'the file'} holds no document")
    yield first
    yield from found


def _with_words(document: Document, *, ocr: bool) -> Document:
    if not ocr or document.raster is None:
        return document
    from lotgate.loading.ocr.engine import installed_engine  # noqa: PLC0415 - only where there is a picture
    from lotgate.loading.ocr.source import with_ocr  # noqa: PLC0415

    return with_ocr(document, installed_engine())


def read_document(document: Document, *, on_page: Callable[[Page], object] | None = None) -> Certificate:
    """The certificate that ``document`` holds; ``InputError`` where its pages cannot be read.

    ``on_page`` is called with each page, in order, while it is read, so that its words can be kept
    (`model.page_words`) without reading the file a second time. Pages read by OCR come with the words recognised.
    """
    layouts = (tabulate(page) for page in _shown(document.pages(), on_page))
    return read_layouts(layouts, name=document.name, sha256=document.sha256)


def _shown(pages: Iterator[Page], on_page: Callable[[Page], object] | None) -> Iterator[Page]:
    for page in pages:
        if on_page is not None:
            on_page(page)
        yield page


def read_all(source: str | Path | bytes, *, name: str | None = None, ocr: bool = True) -> Iterator[Certificate]:
    """Every certificate in the file, one at a time: one for most files, several for a mail or an archive.

    ``ocr=False`` leaves pages without readable text unread.
    """
    yield from map(read_document, documents(source, name=name, ocr=ocr))


def read(source: str | Path | bytes, *, name: str | None = None, ocr: bool = True) -> Certificate:
    """The certificate in the file; ``SeveralDocuments`` where it holds more than one. ``ocr`` as in ``read_all``."""
    first, *others = islice(documents(source, name=name, ocr=ocr), 2)
    if others:
        raise SeveralDocuments(f"{name or 'the file'} holds several documents: {first.name}, {others[0].name} …")
    return read_document(first)


def check(
    reading: Certificate,
    standard: Standard,
    *,
    delivery: Delivery | None = None,
    rules: RuleSet | None = None,
    assigned: Mapping[int, str] | None = None,
) -> Verdict:
    """The verdict on a certificate by one standard.

    ``delivery`` is what the buyer knows and the certificate must agree with; without its date, a printed expiry stays
    undecided. ``rules`` replace the standard's own. ``assigned`` is what a person said that items mean, whatever their
    names say: index in ``reading.items`` to a characteristic's id, or to ``""`` for none (``Corrected.assigned``);
    ``CorrectionError`` where the standard has no such measured characteristic. The verdict records it.
    """
    return check_by_any(reading, (standard,), delivery=delivery, rules=rules, assigned=assigned)


def check_by_any(
    reading: Certificate,
    candidates: Sequence[Standard],
    *,
    delivery: Delivery | None = None,
    rules: RuleSet | None = None,
    assigned: Mapping[int, str] | None = None,
) -> Verdict:
    """The verdict by whichever of the standards fits the certificate; a review where not exactly one does."""
    # Judging comes with its vocabulary; a program that only reads never loads it.
    from lotgate.judging.lot import judge, undetermined  # noqa: PLC0415
    from lotgate.measuring.measure import measure  # noqa: PLC0415
    from lotgate.standards import choose  # noqa: PLC0415

    choice = choose(candidates, reading, delivery)
    if choice.standard is None:
        return undetermined(reading, choice.candidates, delivery=delivery, assigned=assigned)
    return judge(measure(reading, choice.standard, assigned=assigned), delivery=delivery, rules=rules)


def images(document: Document, numbers: frozenset[int], dots: float = DOTS_PER_INCH) -> Iterator[PageImage]:
    """The pictures of these pages, of which there is at least one, with ``dots`` per inch."""
    for page in islice(document.pages(), max(numbers)):
        if page.number in numbers:
            yield page_image(document, page, dots)


def page_image(document: Document, page: Page, dots: float = DOTS_PER_INCH) -> PageImage:
    """One page's picture: the document's own where its format has it, else drawn from the page's words."""
    own = document.picture
    data = own(page.number, dots) if own else _drawn(page, dots)
    return PageImage(page.number, page.width, page.height, data)


def _drawn(page: Page, dots: float) -> bytes:
    out = io.BytesIO()
    draw_page(page, dots / 72).save(out, "PNG")
    return out.getvalue()
