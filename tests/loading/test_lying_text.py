"""A text that is plausible and not what is printed: the character map takes some letters for others."""

from __future__ import annotations

import io
import random
import re
from importlib.util import find_spec

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

import lotgate
from loading.files import first_page
from lotgate.model.document import TextLayer

FIGURES = "0123456789"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PRINTED = """
CERTIFICATE OF ANALYSIS
Product: Ethyl acetate
Lot No: 25071846
Item|Result|Limit
Assay, %|99.62|min 99.50
Water, %|0.138|max 0.200
Iron, mg/kg|4.7|max 10
"""


def printed(text: str = PRINTED) -> bytes:
    """A page of text in an embedded font with a character map of its own."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    out = io.BytesIO()
    page = canvas.Canvas(out, pageCompression=0, invariant=1)
    page.setFont("Vera", 11)
    for row, line in enumerate(text.strip().splitlines()):
        for column, segment in enumerate(line.split("|")):
            page.drawString(60 + 130 * column, 760 - 22 * row, segment)
    page.save()
    return out.getvalue()


def lying(file: bytes, taken_for: dict[str, str]) -> bytes:
    """The same page, whose map takes each character for the one given."""

    def other(entry: re.Match[bytes]) -> bytes:
        sign = chr(int(entry[2], 16))
        return entry[1] + b"<%04X>" % ord(taken_for.get(sign, sign))

    return re.sub(rb"(<[0-9A-F]{2}> )<(00[0-9A-F]{2})>", other, file)


def shifted(signs: str, by: int) -> dict[str, str]:
    return {sign: signs[(place + by) % len(signs)] for place, sign in enumerate(signs)}


def test_a_text_that_is_what_is_printed_is_trusted():
    assert first_page(printed()).text_layer is TextLayer.GOOD


@pytest.mark.parametrize(
    "taken_for",
    [
        *(shifted(FIGURES, by) for by in range(1, 10)),
        {"3": "8", "8": "3"},
        shifted(CAPITALS, 1),
        shifted(CAPITALS, 5),
    ],
)
def test_figures_or_capitals_drawn_as_others_break_the_text(taken_for: dict[str, str]):
    page = first_page(lying(printed(), taken_for))
    assert page.text_layer is TextLayer.BROKEN


def test_hardly_a_permutation_of_the_figures_goes_unseen():
    chance = random.Random(1)  # noqa: S311 - no secret
    files = [lying(printed(), dict(zip(FIGURES, chance.sample(FIGURES, 10), strict=True))) for _ in range(40)]
    assert sum(first_page(file).text_layer is TextLayer.BROKEN for file in files) >= 36


def test_without_the_means_to_read_pictures_the_page_is_named_as_unread():
    reading = lotgate.read(lying(printed(), shifted(FIGURES, 1)), ocr=False)
    assert reading.pages_unread == (1,)
    assert reading.items == ()


@pytest.mark.skipif(not find_spec("rapidocr"), reason="needs the extra: pip install 'lotgate[ocr]'")
def test_what_is_drawn_is_read_and_not_what_the_file_says():
    reading = lotgate.read(lying(printed(), shifted(FIGURES, 1)))
    assert [item.result.text for item in reading.items if item.result] == ["99.62", "0.138", "4.7"]
