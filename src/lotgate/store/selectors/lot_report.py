"""A lot's report with everything that people did: rulings, corrections, signatures, and the pages as evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils import timezone

from lotgate.model.page_words import page_words_from_json
from lotgate.reporting.record import CorrectionLine, Meaning, SignatureLine
from lotgate.reporting.report import DocumentReport, PageImage
from lotgate.reporting.wording import Wording
from lotgate.store import storage
from lotgate.store.models import LotState
from lotgate.store.models import Meaning as Signed
from lotgate.store.selectors.review import Review
from lotgate.store.selectors.review_lines import subject_of

_SAID = {
    Signed.ACCEPT: Meaning.ACCEPTED,
    Signed.REJECT: Meaning.REJECTED,
    Signed.CONCESSION: Meaning.CONCESSION,
    Signed.REFUSE: Meaning.REFUSED,
    Signed.REOPEN: Meaning.REOPENED,
}
_FINAL = {
    LotState.ACCEPTED: Meaning.ACCEPTED,
    LotState.REJECTED: Meaning.REJECTED,
    LotState.CONCESSION: Meaning.CONCESSION,
}


def report_of(review: Review, words: Wording) -> DocumentReport:
    """The report on the review's lot alone; the review must be in the language of ``words``."""
    lot = replace(
        review.report,
        final=_FINAL.get(LotState(review.lot.state)),
        signatures=tuple(_signatures(review)),
        corrections=tuple(sorted((*_corrections(review), *_rulings(review, words)), key=lambda line: line.at)),
    )
    numbers = sorted({place.page for row in lot.rows for place in row.places})
    images = tuple(image for number in numbers if (image := _image(review, number)))
    return DocumentReport(review.document.name, (lot,), images)


def _signatures(review: Review) -> Iterator[SignatureLine]:
    for one in review.signatures:
        at = timezone.localtime(one.signed_at)
        yield SignatureLine(one.printed_name, one.signed_by.username, at, _SAID[Signed(one.meaning)], one.reason)


def _corrections(review: Review) -> Iterator[CorrectionLine]:
    """What stands; what was undone is in the audit trail."""
    for one in review.records:
        if one.undone_at is None:
            at = timezone.localtime(one.made_at)
            what = subject_of(one, review.language)
            yield CorrectionLine(what, one.old, one.new, one.made_by.printed_name, at, one.reason)


def _rulings(review: Review, words: Wording) -> Iterator[CorrectionLine]:
    names = {point.basis: point.row.name for point in review.points}
    for one in review.answers:
        if one.basis in names:
            new = words("pass" if one.fit else "fail")
            at, who = timezone.localtime(one.made_at), one.made_by.printed_name
            yield CorrectionLine(names[one.basis], words("undecided"), new, who, at, one.reason)


def _image(review: Review, number: int) -> PageImage | None:
    sha256 = review.document.sha256
    try:
        page = page_words_from_json(storage.page_words(sha256, number))
        data = storage.page_picture(sha256, number).read_bytes()
    except FileNotFoundError:
        return None
    return PageImage(number, page.width, page.height, data)
