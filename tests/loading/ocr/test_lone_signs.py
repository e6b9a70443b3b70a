"""A sign that stands alone and is hardly legible is kept with doubt: without its sign a limit is another limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")

from lotgate.loading.ocr.engine import Quad, Reading
from lotgate.loading.ocr.source import with_ocr
from lotgate.model.document import TextLayer

from .fakes import document, quad, reading

ACCEPTED = 0.9
NAME, SIGN, LIMIT, ALONE = (
    quad(200, 900, 500, 940),
    quad(680, 905, 712, 935),
    quad(800, 900, 880, 940),
    quad(60, 2000, 92, 2030),
)


class Unsure:
    """An engine that reads lines well, and a lone sign as the two readings given: as it is found, with a margin."""

    def __init__(self, plain: Reading, wider: Reading, sign: Quad = SIGN) -> None:
        self.plain, self.wider, self.sign = plain, wider, sign

    def find(self, picture: Any) -> list[Quad]:  # noqa: ARG002 - the protocol
        return [NAME, self.sign, LIMIT]

    def read(self, lines: Sequence[Any]) -> list[Reading]:
        return [self._one(line.shape[1] / line.shape[0]) for line in lines]

    def _one(self, wide: float) -> Reading:
        if wide < 1.25:
            return self.plain
        if wide < 1.8:
            return self.wider
        return reading("0.20") if wide < 4 else reading("Water, %")


def words(engine: Unsure) -> dict[str, float]:
    (page,) = with_ocr(document(TextLayer.NONE), engine).pages()
    return {word.text: word.confidence for word in page.words}


def test_a_sign_that_was_read_as_something_else_is_read_with_a_margin():
    found = words(Unsure(reading("M", 0.4), reading("≤", 0.98)))
    assert "M" not in found
    assert found["≤"] < ACCEPTED
    assert found["0.20"] >= ACCEPTED


def test_what_stays_illegible_in_a_row_is_kept_with_its_doubt():
    assert words(Unsure(reading("M", 0.4), reading("", 0.0)))["M"] < ACCEPTED


def test_what_is_illegible_beside_no_print_is_dirt():
    assert "M" not in words(Unsure(reading("M", 0.4), reading("≤", 0.98), ALONE))


def test_a_sign_that_is_read_at_once_is_as_sure_as_any():
    assert words(Unsure(reading("≤"), reading("≤")))["≤"] >= ACCEPTED
