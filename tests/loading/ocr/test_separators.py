"""Decimal commas and points told apart by how far they hang below the figures."""

from __future__ import annotations

from typing import Any

import pytest

np = pytest.importorskip("numpy", reason="needs the extra: pip install 'lotgate[ocr]'")
cv2 = pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")

from lotgate.loading.ocr.separators import are_commas, tails, with_comma  # noqa: E402

from .fakes import reading  # noqa: E402


def line(tail: int) -> Any:
    """ "1 1" with a dot of 4 pixels between, or a comma whose ``tail`` hangs so much lower."""
    picture = np.full((48, 72), 255, np.uint8)
    for left in (8, 56):
        picture[8:38, left : left + 6] = 20
    picture[34 : 38 + tail, 34:38] = 20
    return picture


@pytest.mark.parametrize(("tail", "commas"), [(0, False), (3, True)])
def test_a_page_of_signs_that_hang_down_has_commas(tail: int, commas: bool):
    measured = tails(line(tail), reading("1.1"))
    assert measured == pytest.approx([tail / 30], abs=0.02)
    assert are_commas(measured * 20) is commas


def test_a_few_signs_prove_nothing():
    assert not are_commas([0.1] * 5)


def test_only_a_lone_figure_takes_a_comma():
    found = with_comma(reading("≤0.20"))
    assert found is not None
    assert found.text == "≤0,20"
    assert with_comma(reading("EN 10204 3.1")) is None
    assert with_comma(reading("07.07.2025")) is None


def test_nothing_between_figures_is_nothing_measured():
    assert tails(line(0), reading("Mn")) == []
