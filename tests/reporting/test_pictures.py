"""Evidence cut out of pages: what a reader of the report sees of the certificate."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from lotgate.model.geometry import Box
from lotgate.model.measurement import Status
from lotgate.model.verdict import Place
from lotgate.reporting.pictures import Excerpt, excerpts
from lotgate.reporting.report import PageImage

from .builders import document, lot, place, row

WIDTH, HEIGHT, SCALE = 595, 842, 2
RED = (176, 0, 32)


def page(*lines: tuple[float, float, float], number: int = 1, width: int = WIDTH) -> PageImage:
    """A page with a bar of print, 8 points high, for each ``(x0, x1, top)``."""
    picture = Image.new("RGB", (width * SCALE, HEIGHT * SCALE), "white")
    for x0, x1, top in lines:
        ImageDraw.Draw(picture).rectangle((x0 * SCALE, top * SCALE, x1 * SCALE, (top + 8) * SCALE), fill="black")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return PageImage(number, width, HEIGHT, out.getvalue())


def cut(*places: Place, image: PageImage) -> tuple[Excerpt, ...]:
    finding = row(status=Status.FAIL, places=places)
    return excerpts(document(lot(finding), images=(image,)))[finding]


def opened(excerpt: Excerpt) -> Image.Image:
    return Image.open(io.BytesIO(excerpt.data)).convert("RGB")


def near(colour: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(one - two) < 40 for one, two in zip(colour, other, strict=True))


def test_an_excerpt_shows_the_whole_line_and_nothing_of_its_neighbours():
    (excerpt,) = cut(place(x=400, top=200), image=page((60, 120, 201), (60, 500, 189), (60, 500, 216)))
    assert 435 - 60 <= excerpt.width <= 460, "from the name at the left to the value at the right"
    picture = opened(excerpt)
    for edge in (0, picture.height - 1):
        assert all(near(picture.getpixel((x, edge)), (255, 255, 255)) for x in range(picture.width))


def test_the_value_stands_in_a_box_of_its_state():
    (excerpt,) = cut(place(x=400, top=200), image=page((60, 120, 201)))
    picture = opened(excerpt)
    red = [
        (x, y)
        for x in range(picture.width)
        for y in range(picture.height)
        if near(picture.getpixel((x, y)), RED)
    ]  # fmt: skip
    width = (max(x for x, _ in red) - min(x for x, _ in red)) / SCALE
    assert 40 <= width <= 48


def test_values_below_each_other_share_an_excerpt_and_far_ones_do_not():
    image = page((60, 500, 100))
    assert len(cut(place(top=100), place(top=114), place(top=500), image=image)) == 2
    column = [place(top=40 + 15 * line) for line in range(50)]
    found = cut(*column, image=image)
    assert all(excerpt.height <= 230 for excerpt in found)
    assert len(found) == 4


def test_a_very_wide_page_is_cut_around_the_value():
    (excerpt,) = cut(place(x=2000, top=200), image=page((10, 2990, 201), width=3000))
    assert excerpt.width <= 800


@settings(deadline=None, max_examples=50)
@given(st.floats(-500, 2000), st.floats(-500, 2000), st.floats(0, 900), st.floats(0, 900))
def test_a_place_anywhere_gives_a_picture(x: float, top: float, width: float, height: float):
    stray = Place("0.1", 1, Box(x, top, x + width, top + height), 1.0)
    (excerpt,) = cut(stray, image=page((60, 500, 100)))
    assert opened(excerpt).width >= 1
    assert 0 < excerpt.height <= HEIGHT
