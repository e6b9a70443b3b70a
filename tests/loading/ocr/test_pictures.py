"""The page first: turned, straightened, cleared of stamps, its lines found; every step on a picture drawn here."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

np = pytest.importorskip("numpy", reason="needs the extra: pip install 'lotgate[ocr]'")
cv2 = pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")

from lotgate.loading.ocr.crops import is_cut_short, split_at_rulings  # noqa: E402
from lotgate.loading.ocr.engine import Reading  # noqa: E402
from lotgate.loading.ocr.paper import evened  # noqa: E402
from lotgate.loading.ocr.recognise import recognise  # noqa: E402
from lotgate.loading.ocr.rulings import rulings_of  # noqa: E402
from lotgate.loading.ocr.stamps import BLUE, RED, grey_without_stamps, stamps_of  # noqa: E402
from lotgate.loading.ocr.straighten import (  # noqa: E402
    Perspective,
    Straightening,
    flattened,
    lean_of,
    sharpest,
    turned,
)
from lotgate.model.document import Raster, Ruling  # noqa: E402
from lotgate.model.geometry import Box  # noqa: E402

from .fakes import FakeEngine, quad, reading  # noqa: E402

SCALE = 200 / 72
SIZE = (1654 / SCALE, 2339 / SCALE)
ACCEPTED = 0.9


def paper(wide: int = 1654, high: int = 2339, colours: int = 1) -> Any:
    shape = (high, wide) if colours == 1 else (high, wide, colours)
    return np.full(shape, 255, np.uint8)


def table(picture: Any, left: int, top: int, columns: int, rows: int, wide: int = 300, high: int = 60) -> None:
    for row in range(rows + 1):
        cv2.line(picture, (left, top + row * high), (left + columns * wide, top + row * high), 0, 3)
    for column in range(columns + 1):
        cv2.line(picture, (left + column * wide, top), (left + column * wide, top + rows * high), 0, 3)


def test_a_drawn_table_gives_its_lines_and_print_gives_none():
    page = paper()
    table(page, 200, 300, 4, 5)
    cv2.putText(page, "HIII 1111", (220, 345), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 0, 4)
    found = rulings_of(page, SCALE, [quad(210, 305, 480, 355)])
    flat = sorted(round(r.box.center_y * SCALE) for r in found if r.horizontal)
    tall = sorted(round(r.box.center_x * SCALE) for r in found if not r.horizontal)
    assert {type(side) for r in found for side in (r.box.x0, r.box.top, r.box.x1, r.box.bottom)} == {float}
    assert flat == pytest.approx([300, 360, 420, 480, 540, 600], abs=3)
    assert tall == pytest.approx([200, 500, 800, 1100, 1400], abs=3)


def test_strokes_of_figures_that_stand_beside_each_other_are_no_line():
    page = paper()
    table(page, 200, 300, 4, 5)
    cv2.line(page, (510, 392), (648, 392), 0, 3)
    places = [quad(505, 370, 578, 410), quad(580, 370, 652, 410)]
    flat = sorted(round(r.box.center_y * SCALE) for r in rulings_of(page, SCALE, places) if r.horizontal)
    assert flat == pytest.approx([300, 360, 420, 480, 540, 600], abs=3)


def test_a_letter_above_a_line_does_not_prolong_it():
    page = paper()
    table(page, 200, 400, 4, 5)
    cv2.line(page, (200, 340), (1400, 340), 0, 3)
    page[358:400, 798:802] = 0
    found = rulings_of(page, SCALE, [quad(600, 350, 1000, 396)])
    assert min(r.box.top for r in found if not r.horizontal) * SCALE == pytest.approx(396, abs=5)


def test_a_dotted_line_is_a_line():
    page = paper()
    for x in range(200, 1400, 4):
        page[500:502, x : x + 2] = 0
    (ruling,) = rulings_of(page, SCALE, [])
    assert ruling.box.width * SCALE == pytest.approx(1200, abs=12)


def test_a_black_head_has_edges_and_no_lines_inside():
    page = paper()
    page[400:460, 200:1400] = 20
    cv2.putText(page, "Minimum  Maximum", (220, 445), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 255, 3)
    found = rulings_of(page, SCALE, [])
    assert all(ruling.horizontal for ruling in found)
    assert {round(ruling.box.center_y * SCALE / 60) for ruling in found} <= {7, 8}


def test_what_runs_over_two_cells_is_two_lines():
    ruling = Ruling(Box(500 / SCALE, 100 / SCALE, 500 / SCALE, 400 / SCALE))
    pieces = split_at_rulings([quad(300, 200, 700, 240), quad(300, 500, 700, 540)], [ruling], SCALE)
    assert [(round(piece[0][0]), round(piece[1][0])) for piece in pieces] == [(300, 498), (502, 700), (300, 700)]


def test_a_lying_line_is_left_out_of_the_print_above_it_and_parts_two_rows():
    ruling = Ruling(Box(100 / SCALE, 238 / SCALE, 900 / SCALE, 238 / SCALE))
    pieces = split_at_rulings(
        [quad(300, 200, 500, 240), quad(600, 210, 800, 270), quad(600, 300, 800, 330)], [ruling], SCALE
    )
    heights = [(round(piece[0][1]), round(piece[3][1])) for piece in pieces]
    assert heights == [
        (200, pytest.approx(236, abs=1)),
        (210, pytest.approx(236, abs=1)),
        (pytest.approx(240, abs=1), 270),
        (300, 330),
    ]


@pytest.mark.parametrize(("height", "short"), [(60, True), (200, False)])
def test_what_a_ruling_as_short_as_two_letters_cuts_is_doubted(height: int, *, short: bool):
    ruling = Ruling(Box(500 / SCALE, 195 / SCALE, 500 / SCALE, (195 + height) / SCALE))
    pieces = split_at_rulings([quad(300, 200, 700, 240), quad(520, 250, 700, 290)], [ruling], SCALE)
    assert [is_cut_short(piece, [ruling], SCALE) for piece in pieces] == [short, short, False]


def coloured(page: Any, colour: tuple[int, int, int], opacity: float) -> Any:
    """The page with a stamp of this colour whose ink lies on what is printed."""
    ink = np.zeros(page.shape[:2], np.float32)
    cv2.circle(ink, (830, 800), 160, 1.0, 12, cv2.LINE_AA)
    cv2.line(ink, (700, 800), (960, 800), 1.0, 14, cv2.LINE_AA)
    for angle in range(0, 360, 30):
        at = (830 + round(125 * math.cos(math.radians(angle))), 800 + round(125 * math.sin(math.radians(angle))))
        cv2.circle(ink, at, 14, 1.0, 5, cv2.LINE_AA)
    share = (ink * opacity)[:, :, None]
    return np.minimum(page, page * (1 - share) + np.array(colour, np.float32) * share).astype(np.uint8)


def pictured(page: Any) -> Callable[[float], Raster]:
    """The page's pixels at a number of dots per inch."""

    def raster(dots_per_inch: float) -> Raster:
        share = dots_per_inch / 200
        seen = cv2.cvtColor(cv2.resize(page, None, fx=share, fy=share), cv2.COLOR_BGR2RGB)
        return Raster(seen.shape[1], seen.shape[0], seen.tobytes())

    return raster


class Closer(FakeEngine):
    """Reads something else from near."""

    def read(self, lines: Sequence[Any]) -> list[Reading]:
        near, far = self.lines[0][1].split("/")
        return [reading(near if line.shape[0] > 50 else far) for line in lines]


@pytest.mark.parametrize(("colour", "name"), [((60, 40, 205), "red"), ((190, 60, 50), "blue")])
@pytest.mark.parametrize("opacity", [0.5, 0.9])
def test_print_under_a_stamp_stays_and_the_stamp_goes(colour: tuple[int, int, int], name: str, opacity: float):
    page = paper(colours=3)
    cv2.putText(page, "0.036", (760, 815), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (30, 30, 30), 4)
    clean = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    stamped = coloured(page, colour, opacity)
    (stamp,) = stamps_of(stamped, SCALE)
    grey = grey_without_stamps(stamped, [stamp])
    assert stamp.channel == {"red": 2, "blue": 0}[name]
    assert stamp.left <= 670 and stamp.right >= 990 and stamp.top <= 640 and stamp.bottom >= 960  # noqa: PT018
    assert grey[clean == 255].min() > 150  # the stamp is nearly as bright as paper
    assert grey[clean < 60].mean() < 90  # the print is still dark


@pytest.mark.parametrize("colour", [(60, 40, 205), (180, 60, 40)])
def test_lines_are_looked_for_once_where_a_stamp_is_already_taken_away(colour: tuple[int, int, int]):
    page = paper(colours=3)
    cv2.circle(page, (830, 800), 160, colour, 12, cv2.LINE_AA)
    engine = FakeEngine([(quad(300, 300, 444, 340), "Iron 0.05")])

    def raster(dots_per_inch: float) -> Raster:
        share = dots_per_inch / 200
        seen = cv2.cvtColor(cv2.resize(page, None, fx=share, fy=share), cv2.COLOR_BGR2RGB)
        return Raster(seen.shape[1], seen.shape[0], seen.tobytes())

    recognise(raster, 1, (1654 / SCALE, 2339 / SCALE), engine)
    (searched,) = engine.searched
    assert (searched < 128).sum() < 0.05 * (page[:, :, 1] < 128).sum()


@pytest.mark.parametrize("colour", [(60, 40, 205), (190, 60, 50)])
@pytest.mark.parametrize("opacity", [0.45, 0.85])
def test_a_coloured_stamp_leaves_no_outlines_where_the_picture_keeps_colour_coarser_than_shade(
    colour: tuple[int, int, int], opacity: float
):
    page = paper(colours=3)
    cv2.putText(page, "N.D.", (690, 812), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (140, 140, 140), 3)
    pale = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY) < 150
    stamped = coloured(page, colour, opacity)
    seen = cv2.imdecode(cv2.imencode(".jpg", stamped, [cv2.IMWRITE_JPEG_QUALITY, 90])[1], cv2.IMREAD_COLOR)
    (stamp,) = stamps_of(seen, SCALE)
    grey = grey_without_stamps(seen, [stamp])
    assert np.percentile(grey[850:1000, 650:1010], 1) > 235  # no print stands there
    assert np.percentile(grey[pale], 80) < 215  # nor is pale print taken for an outline


@pytest.mark.parametrize(
    ("colour", "said", "sure"),
    [
        ((255, 255, 255), "pass/pars", True),
        ((60, 40, 205), "pass/pars", False),
        ((60, 40, 205), "pass/pass", True),
        ((60, 40, 205), "N.D/N.D", False),
        ((255, 255, 255), "N.D/N.D", True),
    ],
)
def test_a_value_in_words_is_read_twice_under_a_stamp(colour: tuple[int, int, int], said: str, *, sure: bool):
    page = paper(colours=3)
    cv2.circle(page, (830, 800), 160, colour, 12, cv2.LINE_AA)
    (word,) = recognise(pictured(page), 1, SIZE, Closer([(quad(690, 780, 770, 820), said)])).words
    assert (word.confidence >= ACCEPTED) is sure


def test_red_print_is_no_stamp():
    page = paper(colours=3)
    cv2.putText(page, "OUT OF SPECIFICATION", (300, 400), cv2.FONT_HERSHEY_SIMPLEX, 2, (20, 20, 200), 5)
    assert list(stamps_of(page, SCALE)) == []


@pytest.mark.parametrize("paper_colour", [(255, 255, 255), (190, 215, 235), (110, 130, 150)])
def test_a_seal_is_found_on_any_paper_and_with_gaps_in_its_ring(paper_colour: tuple[int, int, int]):
    page = paper(colours=3)
    page[:] = paper_colour
    for start in range(0, 360, 60):
        cv2.ellipse(page, (900, 1500), (160, 160), 0, start, start + 48, (70, 60, 190), 9, cv2.LINE_AA)
    for angle in range(0, 360, 40):
        at = (900 + round(120 * math.cos(math.radians(angle))), 1500 + round(120 * math.sin(math.radians(angle))))
        cv2.drawMarker(page, at, (70, 60, 190), cv2.MARKER_CROSS, 30, 7)
    (stamp,) = stamps_of(page, SCALE)
    assert stamp.channel == RED
    assert (stamp.left + stamp.right) / 2 == pytest.approx(900, abs=12)
    assert (stamp.top + stamp.bottom) / 2 == pytest.approx(1500, abs=12)


def test_a_black_seal_over_a_table_is_found_and_a_table_alone_is_none():
    page = paper()
    table(page, 200, 300, 4, 20)
    plain = cv2.cvtColor(page, cv2.COLOR_GRAY2BGR)
    assert list(stamps_of(plain, SCALE)) == []
    cv2.circle(plain, (900, 900), 165, (60, 60, 60), 9, cv2.LINE_AA)
    (stamp,) = stamps_of(plain, SCALE)
    assert stamp.channel is None
    assert stamp.covers(880, 890, 960, 920)
    assert not stamp.covers(1300, 890, 1400, 920)


@pytest.mark.parametrize(("left", "top"), [(735, 777), (700, 700), (818, 740)])
def test_a_black_seal_is_found_where_a_black_head_and_lines_take_parts_of_its_ring(left: int, top: int):
    page = paper()
    table(page, left - 500, top, 4, 9, wide=200, high=40)
    page[top : top + 70, left - 500 : left + 300] = 20
    plain = cv2.cvtColor(page, cv2.COLOR_GRAY2BGR)
    cv2.circle(plain, (900, 800), 165, (60, 60, 60), 9, cv2.LINE_AA)
    (stamp,) = stamps_of(plain, SCALE)
    assert ((stamp.left + stamp.right) / 2, (stamp.top + stamp.bottom) / 2) == pytest.approx((900, 800), abs=8)


def test_a_blue_seal_over_a_pale_blue_head_is_blue():
    page = paper(colours=3)
    page[690:760, 200:1400] = (238, 214, 189)
    table_lines = page[:, :, 0].copy()
    table(table_lines, 200, 690, 4, 6)
    page[table_lines == 0] = 0
    cv2.circle(page, (900, 830), 160, (199, 109, 89), 10, cv2.LINE_AA)
    (stamp,) = stamps_of(page, SCALE)
    assert stamp.channel == BLUE


def test_the_circles_that_a_square_code_is_full_of_are_no_seals():
    page = paper(colours=3)
    code = np.random.default_rng(3).integers(0, 2, (40, 40), np.uint8) * 255
    page[600:840, 600:840] = np.kron(code, np.ones((6, 6), np.uint8))[:, :, None]
    assert list(stamps_of(page, SCALE)) == []


@pytest.mark.parametrize("ink", [70, 110, 160])
def test_a_black_seal_paler_than_the_print_is_lifted_off_it(ink: int):
    page = paper()
    for row in range(5):
        cv2.putText(page, "99.036 < 0.15", (740, 700 + 50 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 10, 3, cv2.LINE_AA)
    clean, drawn = page.copy(), paper()
    cv2.circle(drawn, (830, 800), 160, ink, 11, cv2.LINE_AA)
    cv2.line(drawn, (720, 800), (940, 800), ink, 30, cv2.LINE_AA)
    stamped = cv2.cvtColor(np.minimum(page, drawn), cv2.COLOR_GRAY2BGR)
    (stamp,) = stamps_of(stamped, SCALE)
    grey = grey_without_stamps(stamped, [stamp])
    assert (grey[(drawn == ink) & (clean == 255)] > 220).mean() > 0.97
    assert grey[clean < 20].max() < 60


def test_lines_of_a_table_stay_whole_under_a_black_seal_of_their_shade():
    page = paper()
    table(page, 200, 300, 4, 20)
    page[page == 0] = 150
    cv2.putText(page, "99.036", (760, 790), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 10, 3, cv2.LINE_AA)
    drawn = paper()
    cv2.circle(drawn, (900, 800), 160, 150, 11, cv2.LINE_AA)
    cv2.line(drawn, (830, 830), (970, 830), 150, 30, cv2.LINE_AA)
    stamped = cv2.cvtColor(np.minimum(page, drawn), cv2.COLOR_GRAY2BGR)
    (stamp,) = stamps_of(stamped, SCALE)
    grey = grey_without_stamps(stamped, [stamp])
    assert _rounded(rulings_of(grey, SCALE, [])) == _rounded(rulings_of(page, SCALE, []))
    assert (grey[(drawn == 150) & (page == 255)] > 220).mean() > 0.97


def test_of_a_seal_as_black_as_the_print_only_the_ring_goes_and_print_across_it_stays():
    page, ring = paper(), paper()
    for row in range(6):
        cv2.putText(page, "99.036 0.15", (700, 680 + 50 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 40, 4, cv2.LINE_AA)
    table(page, 200, 600, 4, 8)
    page[page == 0] = 40
    cv2.circle(ring, (830, 800), 160, 40, 6, cv2.LINE_AA)
    drawn = np.minimum(page, ring)
    cv2.drawMarker(drawn, (830, 800), 40, cv2.MARKER_STAR, 50, 6)
    clean = page.copy()
    cv2.drawMarker(clean, (830, 800), 40, cv2.MARKER_STAR, 50, 6)
    stamped = cv2.cvtColor(drawn, cv2.COLOR_GRAY2BGR)
    (stamp,) = stamps_of(stamped, SCALE)
    grey = grey_without_stamps(stamped, [stamp])
    assert (grey[(ring < 60) & (page == 255)] > 220).mean() > 0.85
    assert (grey[clean < 60] < 60).mean() > 0.99
    assert (grey[ring == 255] >= drawn[ring == 255]).all()
    assert _rounded(rulings_of(grey, SCALE, [])) == _rounded(rulings_of(clean, SCALE, []))


def _rounded(rulings: Iterable[Ruling]) -> set[tuple[int, ...]]:
    """Where the lines run, in points."""
    boxes = [ruling.box for ruling in rulings]
    return {tuple(round(side) for side in (box.x0, box.top, box.x1, box.bottom)) for box in boxes}


def test_no_byte_changes_far_from_a_black_seal():
    page = paper()
    table(page, 200, 300, 4, 20)
    cv2.circle(page, (900, 800), 165, 90, 11, cv2.LINE_AA)
    stamped = cv2.cvtColor(page, cv2.COLOR_GRAY2BGR)
    (stamp,) = stamps_of(stamped, SCALE)
    grey = grey_without_stamps(stamped, [stamp])
    place = np.s_[stamp.top - 1 : stamp.bottom + 1, stamp.left - 1 : stamp.right + 1]
    grey[place] = page[place]
    assert (grey == page).all()


def test_a_highlighter_and_a_coloured_panel_are_no_stamps():
    page = paper(colours=3)
    page[300:400, 300:640] = (40, 200, 255)
    page[900:1100, 300:560] = (30, 30, 200)
    assert list(stamps_of(page, SCALE)) == []


@pytest.mark.parametrize("degrees", [-4.0, -1.0, 0.0, 0.7, 3.0])
def test_the_slope_of_lines_is_found(degrees: float):
    slope = math.tan(math.radians(degrees))
    x = np.tile(np.arange(100, 1500), 30)
    y = np.repeat(np.arange(300, 1800, 50), 1400) + slope * x
    assert sharpest((x, y), slope + math.radians(0.8)) == pytest.approx(slope, abs=math.radians(0.06))


def test_upright_lines_that_lean_are_measured():
    page = paper()
    for x in range(300, 1500, 200):
        cv2.line(page, (x, 300), (x - 20, 1800), 0, 3)
    assert lean_of(page, 0.0) == pytest.approx(20 / 1500, abs=0.002)


def test_thin_lines_that_lean_much_are_measured_beside_a_dark_picture():
    page, lean = paper(), math.radians(4)
    cv2.rectangle(page, (1100, 60), (1300, 260), 0, -1)
    for x in range(300, 1500, 200):
        cv2.line(page, (x, 300), (round(x - 1500 * lean), 1800), 0, 2)
    assert lean_of(page, lean) == pytest.approx(lean, abs=0.002)


def test_lines_upright_on_a_page_whose_text_slopes_a_little_are_measured_as_they_stand():
    page = paper()
    for x in range(300, 1500, 200):
        cv2.line(page, (x, 300), (x, 1800), 0, 2)
    assert lean_of(page, math.radians(0.5)) == pytest.approx(0, abs=0.002)


def test_where_nothing_stands_upright_the_lean_is_the_skew():
    assert lean_of(paper(), 0.02) == 0.02


def test_straightening_says_where_a_point_of_the_straight_page_was():
    how = Straightening(1000, 1400, slant=(0.03, 0.0, 0.0))
    page = paper(1000, 1400)
    x, y = how.shown(np.array([700.0]), np.array([400.0]))
    cv2.circle(page, (round(float(x[0])), round(float(y[0]))), 6, 0, -1)
    straight = how.apply(page)
    rows, columns = np.nonzero(straight < 128)
    assert (columns.mean(), rows.mean()) == pytest.approx((700, 400), abs=1.5)


@pytest.mark.parametrize("sheet", [None, ((0.9, 0.05, 30.0), (0.02, 0.95, 12.0), (2e-5, 1e-5, 1.0))])
def test_a_line_found_on_the_page_as_shown_is_carried_to_the_straight_one(sheet: Perspective | None):
    how = Straightening(1000, 1400, slant=(0.05, 0.02, -0.01), lean=0.01, sheet=sheet)
    line = quad(120, 900, 480, 930)
    corners = np.array(line)
    x, y = how.shown(corners[:, 0], corners[:, 1])
    shown = tuple((float(a), float(b)) for a, b in zip(x, y, strict=True))
    (carried,) = how.carried([shown])  # type: ignore[list-item]
    assert np.array(carried) == pytest.approx(corners, abs=0.1)


def test_a_sheet_on_a_desk_fills_the_picture():
    desk = np.full((2000, 1500), 60, np.uint8)
    corners = np.array([[150, 150], [1330, 190], [1390, 1850], [90, 1800]], np.int32)
    cv2.fillPoly(desk, [corners], 240)
    how = flattened(desk, [quad(600, 900, 800, 940)])
    assert how.sheet
    beside, above = how.margin or (0, 0)
    places = [(beside, above), (1500 - beside, above), (1500 - beside, 2000 - above), (beside, 2000 - above)]
    x, y = how.shown(np.array([float(p[0]) for p in places]), np.array([float(p[1]) for p in places]))
    assert np.abs(np.stack([x, y], axis=1) - corners).max() < 25


def test_no_sheet_leaves_a_line_of_print_out():
    half = np.full((2000, 1500), 60, np.uint8)
    cv2.fillPoly(half, [np.array([[150, 700], [1330, 740], [1390, 1850], [90, 1800]], np.int32)], 240)
    assert flattened(half, [quad(600, 900, 800, 940), quad(600, 300, 800, 340)]).changes_nothing


def test_noise_draws_no_lines():
    page = paper()
    noisy = np.clip(page + np.random.default_rng(1).normal(0, 28, page.shape), 0, 255).astype(np.uint8)
    assert rulings_of(noisy, SCALE, []) == ()


def test_a_scan_has_no_desk():
    page = paper()
    table(page, 200, 300, 4, 20)
    assert flattened(page, []).changes_nothing


def test_shadows_are_evened_and_clean_pages_left_alone():
    page = paper()
    assert evened(page) is page
    dim = (page * np.linspace(0.4, 1, page.shape[1])[None, :]).astype(np.uint8)
    assert evened(dim).min() > 200


def test_four_quarters_are_none():
    page = paper(30, 20)
    page[0, 0] = 0
    assert turned(page, 1)[0, 19] == 0
    assert (turned(turned(page, 1), 3) == page).all()
