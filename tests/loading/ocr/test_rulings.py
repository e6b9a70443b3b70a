"""Ruling lines that a picture hides: in low rows, beside black heads, too pale on shaded cells, close to print."""

from __future__ import annotations

from typing import Any

import pytest

np = pytest.importorskip("numpy", reason="needs the extra: pip install 'lotgate[ocr]'")
cv2 = pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")

from lotgate.loading.ocr.engine import Quad  # noqa: E402
from lotgate.loading.ocr.rulings import rulings_of  # noqa: E402
from lotgate.model.geometry import Box  # noqa: E402

from .fakes import quad  # noqa: E402
from .test_pictures import SCALE, paper, table  # noqa: E402


def sides(page: Any, top: int, bottom: int, lines: list[Quad]) -> list[int]:
    """Where upright lines run through the row between two heights."""
    row = Box(0, top / SCALE, 1, bottom / SCALE)
    boxes = [ruling.box for ruling in rulings_of(page, SCALE, lines) if not ruling.horizontal]
    return sorted(round(box.center_x * SCALE, -1) for box in boxes if box.overlap_y(row) > 0.7 * row.height)


def test_a_low_row_has_its_sides_where_the_table_has_columns():
    page = paper()
    table(page, 200, 400, 4, 5)
    cv2.rectangle(page, (200, 376), (1400, 400), 0, 3)
    for x in (500, 800, 1100):
        cv2.line(page, (x, 376), (x, 400), 0, 3)
        page[403:457, x - 3 : x + 4] = 255  # a section's row between the low head and the rows below
    cv2.putText(page, "I", (640, 396), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 3)
    assert sides(page, 376, 400, [quad(630, 378, 660, 398)]) == [200, 500, 800, 1100, 1400]


def test_a_letter_that_all_but_fills_its_row_is_no_side():
    page = paper()
    table(page, 200, 400, 4, 3, high=36)
    page[406:431, 640:644] = 0
    assert sides(page, 400, 436, [quad(630, 402, 660, 434)]) == [200, 500, 800, 1100, 1400]


def test_the_side_of_a_cell_close_to_print_is_no_letter():
    page = paper()
    table(page, 200, 400, 4, 1, high=40)
    cv2.line(page, (800, 400), (800, 700), 0, 3)
    assert sides(page, 400, 440, [quad(480, 404, 700, 436)]) == [200, 500, 800, 1100, 1400]


def test_the_stem_of_an_ideograph_as_high_as_its_row_is_no_side():
    page = paper()
    for y in (400, 436):
        cv2.line(page, (200, y), (1400, y), 0, 3)
    page[403:434, 640:643] = 0  # from line to line, but for a hair
    for y in (410, 422):
        page[y : y + 3, 630:654] = 0
    assert sides(page, 400, 436, [quad(600, 400, 720, 436)]) == []


def test_the_columns_go_on_through_a_head_printed_white_on_black():
    page = paper()
    table(page, 200, 460, 4, 5)
    for x in (200, 500, 800, 1100, 1400):
        page[460:474, x - 3 : x + 4] = 255  # beside the bar a thin line is not seen
    page[400:460, 200:1400] = 20
    heads = [quad(220 + 300 * column, 410, 380 + 300 * column, 450) for column in range(4)]
    for (left, _), *_ in heads:
        cv2.putText(page, "Limit", (int(left), 445), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 255, 3)
    assert sides(page, 400, 460, heads) == [200, 500, 800, 1100, 1400]


def test_print_on_a_black_head_ends_the_column_below():
    page = paper()
    table(page, 200, 460, 4, 5)
    page[400:460, 200:1400] = 20
    cv2.putText(page, "Specification", (560, 445), cv2.FONT_HERSHEY_SIMPLEX, 1.8, 255, 4)
    assert 800 not in sides(page, 400, 460, [quad(550, 405, 1050, 455)])


def test_a_line_of_dashes_is_a_line_and_a_line_of_dots_is_none():
    page = paper()
    for y in (400, 460, 520, 580):
        cv2.line(page, (200, y), (1400, y), 0, 2)
    for y in range(400, 580, 12):
        for x in (200, 500, 1400):
            page[y : y + 5, x : x + 2] = 110
        page[y : y + 2, 800:802] = 110
    assert sides(page, 400, 580, [quad(210, 405, 380, 445)]) == [200, 500, 1400]


def test_a_title_on_a_black_bar_is_not_parted():
    page = paper()
    table(page, 200, 460, 4, 5)
    page[400:460, 200:1400] = 20
    cv2.putText(page, "Tests", (220, 445), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 255, 3)
    assert sides(page, 400, 460, [quad(215, 410, 340, 450)]) == [200, 1400]


def test_bold_print_right_below_a_black_bar_is_no_part_of_it():
    page = paper()
    for left in (200, 830):
        table(page, left, 460, 2, 5)
        page[420:460, left : left + 603] = 20
        for column in range(2):  # as bold as the bar is solid
            page[471:489, left + 130 + 300 * column : left + 150 + 300 * column] = 0
    found = [ruling.box for ruling in rulings_of(page, SCALE, [])]
    tops = [round(box.top * SCALE, -1) for box in found if box.height > box.width and box.height * SCALE > 200]
    assert tops == [420] * 6
    assert not any(box.x0 * SCALE < 700 and box.x1 * SCALE > 900 for box in found)


def test_bold_print_is_no_bar_and_hides_no_line():
    page = paper()
    table(page, 200, 400, 4, 1)
    for left in range(505, 680, 7):
        page[428:452, left : left + 3] = 0
    assert sides(page, 400, 460, [quad(502, 415, 690, 450)]) == [200, 500, 800, 1100, 1400]


def test_a_line_goes_on_pale_over_shaded_cells():
    page = paper()
    table(page, 200, 400, 2, 4)
    page[402:638, 202:498] = 240
    for y in (460, 520, 580):
        page[y - 1 : y + 1, 202:498] = 232
    found = [ruling.box for ruling in rulings_of(page, SCALE, [])]
    flat = sorted({round(box.center_y * SCALE, -1) for box in found if box.width > box.height and box.x0 * SCALE < 220})
    assert flat == [400, 460, 520, 580, 640]


def test_where_nothing_goes_on_cells_are_merged():
    page = paper()
    table(page, 200, 400, 2, 4)
    page[402:638, 202:498] = 240
    found = [ruling.box for ruling in rulings_of(page, SCALE, [])]
    flat = sorted({round(box.center_y * SCALE, -1) for box in found if box.width > box.height and box.x0 * SCALE < 220})
    assert flat == [400, 640]


def test_print_beside_a_line_s_end_does_not_prolong_it():
    page = paper()
    table(page, 200, 400, 2, 2)
    page[458:463, 202:498] = 255
    cv2.putText(page, "Result", (260, 468), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 4)
    found = [ruling.box for ruling in rulings_of(page, SCALE, [quad(255, 440, 370, 476)])]
    assert 460 not in {round(box.center_y * SCALE, -1) for box in found if box.width > box.height and box.x0 < 100}


def test_a_letter_above_the_table_s_corner_does_not_prolong_its_side():
    page = paper()
    table(page, 200, 400, 4, 5)
    page[366:400, 199:202] = 0  # the first letter's stem of a title that begins where the table does
    found = [ruling.box for ruling in rulings_of(page, SCALE, [quad(198, 362, 420, 402)]) if not ruling.horizontal]
    assert [round(box.top * SCALE, -1) for box in found] == [400] * 5


def test_strokes_of_letters_under_each_other_are_no_side():
    page = paper()
    table(page, 200, 400, 2, 2, high=70)
    page[406:434, 340:343] = page[438:466, 340:343] = 0
    lines = [quad(250, 404, 450, 435), quad(250, 436, 450, 467)]
    assert sides(page, 400, 470, lines) == [200, 500, 800]


def test_a_coloured_head_shows_its_own_white_lines():
    page = paper()
    table(page, 200, 520, 4, 5)
    page[400:520, 200:1400] = 158
    for x in (500, 800, 1100):
        page[400 if x != 1100 else 460 : 520, x - 2 : x + 2] = 255
    page[458:462, 800:1400] = 255
    cv2.putText(page, "Measured", (1000, 445), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 255, 3)
    text = [quad(990, 405, 1240, 452)]
    assert sides(page, 402, 456, text) == [200, 500, 800, 1400]
    assert sides(page, 464, 516, text) == [200, 500, 800, 1100, 1400]
    flat = [ruling.box for ruling in rulings_of(page, SCALE, text) if ruling.horizontal]
    assert [round(box.x0 * SCALE, -1) for box in flat if abs(box.center_y * SCALE - 460) < 5] == [800]


def test_the_side_of_a_head_ends_where_a_letter_right_below_prolongs_it():
    page = paper()
    table(page, 200, 400, 4, 3, high=66)
    for x in (500, 800, 1100):
        page[469:529, x - 3 : x + 4] = 255  # one cell as wide as the table
    page[466:500, 799:802] = 0
    assert sides(page, 400, 466, [quad(760, 466, 1000, 501)]) == [200, 500, 800, 1100, 1400]
