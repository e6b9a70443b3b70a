"""A page's words in a compact JSON form, ``lotgate.words/1``, to be kept beside the original for review.

``{"schema", "page", "width", "height", "words": [[text, x0, top, x1, bottom], [text, x0, top, x1, bottom, sure], …]}``:
points from the page's top left corner, to a tenth of a point, where the words stand on the page as shown; ``sure`` is
the word's confidence where it is less than 1. A grid's words are among them, in its own order. What runs in another
direction than the page is left out, as the readers leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from lotgate.errors import SchemaError
from lotgate.model.document import Page, Word
from lotgate.model.geometry import Box

SCHEMA = "lotgate.words/1"
_DIGITS = 1
_PLACE = 4


def page_words_to_json(page: Page) -> dict[str, Any]:
    """The page's words; plain JSON types only."""
    return {
        "schema": SCHEMA,
        "page": page.number,
        "width": round(page.width, _DIGITS),
        "height": round(page.height, _DIGITS),
        "words": [_word_to_json(word) for word in _words(page) if word.upright],
    }


def page_words_from_json(data: Mapping[str, Any]) -> Page:
    """A page with these words, each with its place as shown as its box; ``SchemaError`` where ``data`` is no page.

    For showing, dragging and `lotgate.correcting`; it has none of what tables are found by.
    """
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
        found = data.get("schema") if isinstance(data, Mapping) else type(data).__name__
        raise SchemaError(f"not a page's words: schema is {found!r}, expected {SCHEMA!r}")
    try:
        number = data["page"]
        if not isinstance(number, int) or number < 1:
            raise ValueError(f"pages count from 1, not {number!r}")  # noqa: TRY301 - one message for all that is wrong
        width, height = _points((data["width"], data["height"]))
        return Page(number, width, height, tuple(_word_from_json(word, number) for word in data["words"]))
    except (KeyError, TypeError, ValueError) as error:
        raise SchemaError(f"words that do not fit {SCHEMA}: {type(error).__name__} {error}") from error


def _words(page: Page) -> Iterator[Word]:
    yield from page.words
    for grid in page.grids:
        for cell in grid.cells:
            yield from cell.words


def _word_to_json(word: Word) -> list[Any]:
    box = word.place or word.box
    sure = round(word.confidence, 4)
    place = [round(v, _DIGITS) for v in (box.x0, box.top, box.x1, box.bottom)]
    return [word.text, *place, *([sure] if sure < 1 else [])]


def _word_from_json(plain: Sequence[Any], page: int) -> Word:
    text, *numbers = plain
    if not isinstance(text, str):
        raise TypeError(f"not a word: {text!r}")
    place, sure = _points(numbers[:_PLACE]), _points(numbers[_PLACE:]) or (1.0,)
    if len(sure) > 1 or not 0 <= sure[0] <= 1:
        raise ValueError(f"not a confidence: {numbers[_PLACE:]!r}")
    return Word(text, page, Box(*place), confidence=sure[0])


def _points(numbers: Sequence[Any]) -> tuple[float, ...]:
    if not all(isinstance(n, int | float) and isfinite(n) for n in numbers):
        raise ValueError(f"not points: {numbers!r}")
    return tuple(map(float, numbers))
