"""Places on pages as the page's script sends them, and what is printed there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lotgate.correcting import words_in
from lotgate.model.document import Word
from lotgate.model.evidence import Evidence
from lotgate.model.geometry import Box
from lotgate.model.page_words import page_words_from_json
from lotgate.store import storage
from lotgate.store.models import Document

_A4 = (595.0, 842.0)
_MOST_PAGES = 1_000_000
"""Beyond it, a number may be longer than a file's name."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's number and its size in points."""

    number: int
    width: float
    height: float


def sheets(document: Document) -> list[Sheet]:
    """The document's pages."""
    return [Sheet(number, *_size(document.sha256, number)) for number in range(1, document.pages + 1)]


@lru_cache(maxsize=4096)
def _size(sha256: str, number: int) -> tuple[float, float]:
    """A page that was not kept is shown as an empty sheet: its picture says that it is missing."""
    try:
        data = storage.page_words(sha256, number)
    except FileNotFoundError:
        return _A4
    return float(data["width"]) or _A4[0], float(data["height"]) or _A4[1]


def words_of(document: Document, page: int) -> tuple[Word, ...]:
    """The words of a page; none where none were kept."""
    try:
        return page_words_from_json(storage.page_words(document.sha256, page)).words
    except FileNotFoundError:
        return ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A box that somebody drew on a page."""

    page: int
    box: Box

    @staticmethod
    def of(text: str) -> Spot:
        """From ``page:x0,top,x1,bottom``; ``ValueError`` for anything else."""
        page, _, numbers = text.partition(":")
        x0, top, x1, bottom = map(float, numbers.split(","))
        if not 1 <= int(page) <= _MOST_PAGES or not all(map(isfinite, (x0, top, x1, bottom))):
            raise ValueError(f"not a place on a page: {text!r}")
        return Spot(int(page), Box(x0, top, x1, bottom))

    def read(self, document: Document) -> tuple[str, Evidence] | None:
        """The text of the words in it, and their evidence; None where none are."""
        return words_in(words_of(document, self.page), self.box)

    def evidence(self, document: Document, text: str) -> Evidence:
        """The words in it, or on a page without words the box itself and what the person says stands there."""
        found = self.read(document)
        return found[1] if found else Evidence(self.page, self.box, (text,))


class SpotField(forms.Field):
    """A :class:`Spot`, or None."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: str | None) -> Spot | None:
        if not value:
            return None
        try:
            return Spot.of(value)
        except ValueError as error:
            raise ValidationError(_("This place on the page cannot be used; draw it again.")) from error
