"""PDF pages as they are seen: what is printed, where, which way, how sure, and what cannot be trusted."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from lotgate.errors import DamagedFile, InputError, ProtectedFile
from lotgate.loading import load
from lotgate.loading.pdf import open_pdf
from lotgate.model.document import Page, TextLayer, Word
from lotgate.model.geometry import Box

WIDTH, HEIGHT = 600.0, 800.0
CHINESE = "STSong-Light"
PROSE = "We certify that the goods named above meet the specification that was agreed with the buyer."

NO_CHARACTER_MAP = b"""%%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R
  /Resources <</Font <</F1 5 0 R>>>>>> endobj
4 0 obj <</Length 230>> stream
BT /F1 12 Tf 50 700 Td <%s> Tj ET
endstream endobj
5 0 obj <</Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Unknown /Encoding /Identity-H /DescendantFonts [6 0 R]>> endobj
6 0 obj <</Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Unknown
  /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /DW 600>> endobj
trailer <</Root 1 0 R>>
""" % b"".join(b"%04x" % code for code in range(3, 53))
"""A font whose codes are glyphs of a font program, without the map that says what they mean (ISO 32000-1, 9.10.3)."""

Paint = Callable[[Canvas], None]


@pytest.fixture(scope="module", autouse=True)
def _fonts() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))


def pdf(*paints: Paint, **options: object) -> bytes:
    """A PDF with a page for each of ``paints``."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, **options)
    for paint in paints:
        canvas.setFont("Vera", 12)
        paint(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def page_of(paint: Paint) -> Page:
    return next(open_pdf(pdf(paint), "drawn").pages())


def printed(paint: Paint) -> list[str]:
    return [word.text for word in page_of(paint).words]


def word(page: Page, text: str) -> Word:
    (found,) = [w for w in page.words if w.text == text]
    return found


def write(*lines: str, font: str = "Vera", size: float = 12) -> Paint:
    """Lines from the page's top down."""

    def paint(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        for number, line in enumerate(lines):
            canvas.drawString(50, HEIGHT - 100 - 20 * number, line)

    return paint


def inside(box: Box, page: Page) -> bool:
    return 0 <= box.x0 <= box.x1 <= page.width and 0 <= box.top <= box.bottom <= page.height


# --- words and places ---


def test_words_stand_where_they_are_seen_in_points_from_the_top_left():
    page = page_of(lambda canvas: canvas.drawString(100, 700, "Assay 99.6 %"))
    assert (page.number, page.width, page.height) == (1, WIDTH, HEIGHT)
    assert [w.text for w in page.words] == ["Assay", "99.6", "%"]
    first = page.words[0]
    assert first.box.x0 == pytest.approx(100, abs=1)
    assert first.box.top < HEIGHT - 700 < first.box.bottom + 0.1
    assert 8 < first.box.height < 16
    assert (first.size, first.page, first.upright, first.confidence) == (12, 1, True, 1.0)
    assert page.text_layer is TextLayer.GOOD


def test_chinese_and_signs():
    page = page_of(write("检验项目：含量（%） ≥99.5 ±0.1 10℃ µg/g", font=CHINESE))
    assert "".join(w.text for w in page.words) == "检验项目：含量（%）≥99.5±0.110℃µg/g"


def test_bold_is_known():
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 12)
        canvas.drawString(50, 700, "Heading")
        canvas.setFont("Helvetica", 12)
        canvas.drawString(50, 650, "plain")

    page = page_of(paint)
    assert (word(page, "Heading").bold, word(page, "plain").bold) == (True, False)


def test_the_size_is_as_printed_whatever_the_matrix():
    def paint(canvas: Canvas) -> None:
        canvas.scale(2, 2)
        canvas.drawString(50, 300, "large")

    assert word(page_of(paint), "large").size == pytest.approx(24, abs=0.1)


def test_columns_without_spaces_between_them_are_words_of_their_own():
    def paint(canvas: Canvas) -> None:
        canvas.drawString(50, 700, "Assay")
        canvas.drawString(200, 700, "99.6")
        canvas.drawString(300, 700, "99.0")

    assert printed(paint) == ["Assay", "99.6", "99.0"]


def test_letter_spaced_text_is_one_word():
    def paint(canvas: Canvas) -> None:
        text = canvas.beginText(50, 700)
        text.setFont("Vera", 12)
        text.setCharSpace(4)
        text.textOut("CERTIFICATE")
        canvas.drawText(text)

    assert printed(paint) == ["CERTIFICATE"]


def test_a_number_drawn_in_pieces_is_one_word():
    def paint(canvas: Canvas) -> None:
        text = canvas.beginText(50, 700)
        text.setFont("Vera", 12)
        for piece in ("9", "9.", "5", "%"):
            text.textOut(piece)
        canvas.drawText(text)

    assert printed(paint) == ["99.5%"]


def test_bold_faked_by_printing_twice_is_read_once():
    def paint(canvas: Canvas) -> None:
        canvas.drawString(50, 700, "Result 99.6")
        canvas.drawString(50.3, 700, "Result 99.6")

    assert printed(paint) == ["Result", "99.6"]


def test_the_same_value_in_two_rows_is_read_twice():
    assert printed(write("Lead 0.1", "Iron 0.1")) == ["Lead", "0.1", "Iron", "0.1"]


# --- raised and lowered figures ---


def raised(base: str, small: str, *, lift: float = 5, behind: str = "") -> Paint:
    def paint(canvas: Canvas) -> None:
        text = canvas.beginText(50, 700)
        text.setFont("Vera", 12)
        text.textOut(base)
        text.setFont("Vera", 7)
        text.setRise(lift)
        text.textOut(small)
        text.setFont("Vera", 12)
        text.setRise(0)
        text.textOut(behind)
        canvas.drawText(text)

    return paint


@pytest.mark.parametrize(
    ("paint", "expected"),
    [
        (raised("10", "3"), "10³"),
        (raised("10", "-3"), "10⁻³"),
        (raised("1.2×10", "4", behind="CFU/g"), "1.2×10⁴CFU/g"),
        (raised("0.5", "1"), "0.5¹"),
        (raised("kg/m", "3"), "kg/m³"),
        (raised("H", "2", lift=-2, behind="O"), "H2O"),
    ],
    ids=["power", "negative power", "power before a unit", "footnote", "unit", "lowered"],
)
def test_a_raised_figure_is_never_read_as_a_digit(paint: Paint, expected: str):
    assert "".join(printed(paint)) == expected


def test_figures_beside_a_stroke_that_reaches_lower_are_not_raised():
    def paint(canvas: Canvas) -> None:
        text = canvas.beginText(50, 700)
        for part, size, rise in (("SF", 9, 0), ("/", 13, -3), ("10233", 9, 0)):
            text.setFont("Vera", size)
            text.setRise(rise)
            text.textOut(part)
        canvas.drawText(text)

    assert "".join(printed(paint)) == "SF/10233"


OLD_STYLE = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R/G 8 0 R>>>>>> endobj
4 0 obj <</Length 68>> stream
BT /F 20 Tf 50 200 Td (7) Tj /G 20 Tf (0) Tj 5 Ts (0) Tj ET
endstream endobj
5 0 obj <</Type/Font/Subtype/Type3/FontBBox[0 -250 600 750]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 55/LastChar 55
/Widths[600]/CharProcs<</seven 7 0 R>>/Encoding<</Type/Encoding/Differences[55/seven]>>/Resources<<>>>> endobj
6 0 obj <</Length 38>> stream
600 0 0 0 500 450 d1 0 0 500 450 re f
endstream endobj
7 0 obj <</Length 43>> stream
600 0 0 -250 500 450 d1 0 -250 500 700 re f
endstream endobj
8 0 obj <</Type/Font/Subtype/Type3/FontBBox[0 0 600 450]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 48/LastChar 48
/Widths[600]/CharProcs<</zero 6 0 R>>/Encoding<</Type/Encoding/Differences[48/zero]>>/Resources<<>>>> endobj
trailer <</Root 1 0 R>>
"""
"""Figures as Georgia draws them: 0 low on the line, 7 reaching below it; and a raised 0 behind them."""


def test_old_style_figures_stand_on_the_line_and_are_not_raised():
    (page,) = open_pdf(OLD_STYLE, name="old.pdf").pages()
    assert "".join(word.text for word in page.words) == "70⁰"


@pytest.mark.parametrize(("drawn", "letters"), [("A", "fi"), ("M", "ff"), ("M", "tt")])
def test_letters_drawn_at_once_are_of_one_word(drawn: str, letters: str):
    out = io.BytesIO()
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    canvas = Canvas(out, pageCompression=0, invariant=1)
    canvas.setFont("Vera", 11)
    canvas.drawString(60, 700, f"Be{drawn}er 12")
    canvas.save()
    code = b"<%04X>" % ord(drawn)
    both = b"<" + b"".join(b"%04X" % ord(letter) for letter in letters) + b">"
    file = out.getvalue().replace(code, both)
    (page,) = open_pdf(file, name="ligature.pdf").pages()
    assert [word.text for word in page.words] == [f"Be{letters}er", "12"]


def test_figures_of_one_size_stay_figures():
    assert printed(write("103 0.51")) == ["103", "0.51"]


# --- directions ---


@pytest.mark.parametrize(
    ("rotation", "corner"), [(90, (HEIGHT, 0)), (180, (WIDTH, HEIGHT)), (270, (0, WIDTH))], ids=["90", "180", "270"]
)
def test_a_turned_page_is_read_as_it_is_seen(rotation: int, corner: tuple[float, float]):
    """/Rotate turns the sheet with the clock (ISO 32000-1, table 30), so its text is drawn against it."""

    def paint(canvas: Canvas) -> None:
        canvas.setPageRotation(rotation)
        canvas.translate(*corner)
        canvas.rotate(rotation)
        canvas.drawString(100, 500, "first")
        canvas.drawString(300, 500, "second")
        canvas.drawString(100, 400, "below")
        canvas.line(100, 300, 400, 300)

    page = page_of(paint)
    first, second, below = (word(page, text) for text in ("first", "second", "below"))
    assert (page.width, page.height) == (WIDTH, HEIGHT)
    assert all(w.upright and inside(w.box, page) and w.box.width > w.box.height for w in page.words)
    assert (first.box.x0, second.box.x0) == (pytest.approx(100, abs=1), pytest.approx(300, abs=1))
    assert first.box.bottom == pytest.approx(HEIGHT - 500, abs=4)
    assert below.box.top - first.box.top == pytest.approx(100, abs=1)
    (line,) = page.rulings
    assert (line.box.x0, line.box.x1) == (pytest.approx(100, abs=0.5), pytest.approx(400, abs=0.5))
    assert line.box.center_y == pytest.approx(HEIGHT - 300, abs=0.5)


def test_a_landscape_sheet_printed_on_a_portrait_page_is_read_turned():
    def paint(canvas: Canvas) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)  # x now runs up the page
        canvas.drawString(50, 500, PROSE)
        canvas.line(50, 400, 250, 400)

    page = page_of(paint)
    assert (page.width, page.height) == (HEIGHT, WIDTH)
    assert " ".join(w.text for w in page.words) == PROSE
    assert all(w.upright and inside(w.box, page) for w in page.words)
    (line,) = page.rulings
    assert line.horizontal
    assert line.box.width == pytest.approx(200, abs=0.5)


def test_a_label_along_the_edge_is_not_upright():
    def paint(canvas: Canvas) -> None:
        write(PROSE)(canvas)
        canvas.saveState()
        canvas.translate(20, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Form-17")
        canvas.restoreState()
        canvas.translate(300, 300)
        canvas.rotate(35)
        canvas.drawString(0, 0, "COPY")

    page = page_of(paint)
    assert not word(page, "Form-17").upright
    assert {w.text for w in page.words if w.upright} == set(PROSE.split())


def landscape_on_portrait(canvas: Canvas) -> None:
    canvas.translate(WIDTH, 0)
    canvas.rotate(90)
    canvas.drawString(50, 500, PROSE)


def upside_down(canvas: Canvas) -> None:
    canvas.setPageRotation(180)
    canvas.translate(WIDTH, HEIGHT)
    canvas.rotate(180)
    canvas.drawString(50, 500, PROSE)


def cropped(canvas: Canvas) -> None:
    canvas.setCropBox((20, 200, 580, 700))
    canvas.drawString(30, 600, PROSE)


@pytest.mark.parametrize("paint", [write(PROSE), landscape_on_portrait, upside_down, cropped])
def test_the_boxes_stand_on_the_pages_picture(paint: Paint):
    document = open_pdf(pdf(paint), "drawn")
    page = next(document.pages())
    assert document.picture is not None
    shown = Image.open(io.BytesIO(document.picture(1, 72))).convert("L").point(lambda level: 255 * (level < 128))
    around = Box.around(w.box for w in page.words)
    assert shown.size == (round(page.width), round(page.height))
    left, top, right, bottom = shown.getbbox()
    assert around.x0 - 2 <= left <= right <= around.x1 + 2
    assert around.top - 2 <= top <= bottom <= around.bottom + 2


def test_a_cropped_page_counts_from_what_is_seen():
    def paint(canvas: Canvas) -> None:
        canvas.setCropBox((100, 200, 500, 700))
        canvas.drawString(150, 600, "seen")

    page = page_of(paint)
    assert (page.width, page.height) == (400, 500)
    assert word(page, "seen").box.x0 == pytest.approx(50, abs=1)
    assert word(page, "seen").box.bottom == pytest.approx(100, abs=4)


# --- lines and pictures ---


@pytest.mark.parametrize(
    "paint",
    [
        lambda canvas: canvas.line(50, 700, 250, 700),
        lambda canvas: canvas.rect(50, 699.5, 200, 1, stroke=0, fill=1),
        lambda canvas: (canvas.setDash(3, 2), canvas.line(50, 700, 250, 700)),
    ],
    ids=["stroke", "thin filled rectangle", "dashes"],
)
def test_a_line_is_a_ruling(paint: Paint):
    (line,) = page_of(paint).rulings
    assert line.horizontal
    assert (line.box.x0, line.box.x1) == (pytest.approx(50, abs=0.5), pytest.approx(250, abs=0.5))
    assert line.box.center_y == pytest.approx(HEIGHT - 700, abs=0.5)


def test_a_rectangle_is_four_lines():
    lines = page_of(lambda canvas: canvas.rect(50, 600, 200, 100)).rulings
    assert sorted(line.horizontal for line in lines) == [False, False, True, True]


def test_shading_and_curves_are_no_lines():
    def paint(canvas: Canvas) -> None:
        canvas.setFillGray(0.9)
        canvas.rect(50, 600, 200, 100, stroke=0, fill=1)
        canvas.circle(300, 300, 40)

    assert page_of(paint).rulings == ()


def test_lines_inside_a_form_are_found():
    def paint(canvas: Canvas) -> None:
        canvas.beginForm("table")
        canvas.line(0, 0, 200, 0)
        canvas.endForm()
        canvas.translate(50, 700)
        canvas.doForm("table")

    (line,) = page_of(paint).rulings
    assert (line.box.x0, line.box.top) == (pytest.approx(50, abs=0.5), pytest.approx(100, abs=0.5))


def picture() -> ImageReader:
    return ImageReader(Image.effect_noise((80, 100), 60))


def test_a_picture_has_its_place():
    page = page_of(lambda canvas: canvas.drawImage(picture(), 100, 500, 200, 150))
    (found,) = page.pictures
    assert (found.box.x0, found.box.x1) == (pytest.approx(100, abs=0.5), pytest.approx(300, abs=0.5))
    assert (found.box.top, found.box.bottom) == (pytest.approx(150, abs=0.5), pytest.approx(300, abs=0.5))


# --- trust ---


def test_a_page_with_nothing_is_empty():
    assert page_of(lambda canvas: canvas.setFont("Vera", 9)).text_layer is TextLayer.EMPTY


def test_a_scan_has_no_text_layer():
    assert page_of(lambda canvas: canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)).text_layer is TextLayer.NONE


def test_a_scan_with_a_stamped_page_number_has_no_text_layer():
    def paint(canvas: Canvas) -> None:
        canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
        canvas.drawString(280, 20, "Page 1 of 2")

    assert page_of(paint).text_layer is TextLayer.NONE


def test_invisible_text_over_a_scan_is_not_confident():
    def paint(canvas: Canvas) -> None:
        canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
        text = canvas.beginText(50, 700)
        text.setFont("Vera", 12)
        text.setTextRenderMode(3)
        text.textOut(PROSE)
        canvas.drawText(text)

    page = page_of(paint)
    assert page.text_layer is TextLayer.GOOD
    assert [w.text for w in page.words] == PROSE.split()
    assert all(0 < w.confidence < 0.9 for w in page.words)


def test_mojibake_is_a_broken_text_layer():
    wrong = "检验项目技术指标检验结果单项判定外观白色粉末含量水分合格".encode("gbk").decode("latin-1")
    page = page_of(write(wrong, wrong))
    assert page.text_layer is TextLayer.BROKEN


def test_a_font_without_a_character_map_is_a_broken_text_layer():
    assert next(open_pdf(NO_CHARACTER_MAP, "unmapped").pages()).text_layer is TextLayer.BROKEN


def test_characters_without_a_meaning_move_no_others():
    plain = (
        b"BT /F2 12 Tf 50 740 Td (Assay) Tj ET BT /F1 12 Tf 50 700 Td <%s> Tj ET BT /F2 12 Tf 50 660 Td (99.8 %%) Tj ET"
    )
    content = plain % b"".join(b"%04x" % code for code in range(3, 9))
    data = NO_CHARACTER_MAP.replace(
        b"/Font <</F1 5 0 R>>", b"/Font <</F1 5 0 R /F2 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"
    )
    start, stop = data.index(b"BT /F1"), data.index(b"\nendstream")
    page = next(open_pdf(data[:start] + content + data[stop:], "drawn").pages())
    assert (word(page, "Assay").box.x0, word(page, "99.8").box.x0) == (
        pytest.approx(50, abs=1),
        pytest.approx(50, abs=1),
    )
    assert word(page, "Assay").box.bottom < word(page, "99.8").box.top


@pytest.mark.parametrize(
    "line",
    [
        "Résultats d'analyse: pureté élevée, spécifiée à 99,5 % (déterminée par méthode générale)",
        "Prüfergebnisse für Natriumhydroxid: Gehalt größer als 99 %, Wärmeleitfähigkeit übermäßig",
        "0.01 0.02 0.03 99.5 98.7 <0.001 <0.005 12.3 4.56 7.89 0.12 ≤0.5 ≥99.0",
    ],
    ids=["French", "German", "figures"],
)
def test_accents_and_figures_are_no_mojibake(line: str):
    assert page_of(write(line)).text_layer is TextLayer.GOOD


# --- files ---


def test_the_document_knows_its_pages_and_its_bytes():
    data = pdf(write("one"), write("two"), write("three"))
    document = open_pdf(data, "delivery.pdf")
    assert (document.name, document.format, document.page_count) == ("delivery.pdf", "pdf", 3)
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    for _ in range(2):  # pages may be asked for again
        assert [(p.number, p.words[0].text) for p in document.pages()] == [(1, "one"), (2, "two"), (3, "three")]


def test_a_file_is_read_where_it_lies(tmp_path: Path):
    data = pdf(write("one"), write("two"))
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    held, lying = open_pdf(data, "a.pdf"), open_pdf(path, "a.pdf")
    assert (lying, list(lying.pages())) == (held, list(held.pages()))
    assert lying.picture is not None
    assert lying.picture(2, 72) == held.picture(2, 72)


def test_a_file_that_changes_while_it_is_read_is_damaged(tmp_path: Path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(write("one")))
    document = open_pdf(path, "a.pdf")
    path.write_bytes(pdf(write("another", "and more")))
    with pytest.raises(DamagedFile, match="changed"):
        list(document.pages())


def test_a_large_pdf_is_never_held_whole(tmp_path: Path):
    path = tmp_path / "large.pdf"
    path.write_bytes(pdf(write("one")).replace(b"startxref", b"%" + b" " * (9 << 20) + b"\nstartxref"))
    tracemalloc.start()
    try:
        (document,) = load(path)
        words = [word.text for page in document.pages() for word in page.words]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert words == ["one"]
    assert peak < 4 << 20


def test_a_page_has_a_picture():
    document = open_pdf(pdf(write("one")), "drawn")
    assert document.picture is not None
    shown = Image.open(io.BytesIO(document.picture(1, 72)))
    assert shown.size == (WIDTH, HEIGHT)


def test_a_password_is_asked_for():
    locked = pdf(write("secret"), encrypt=pdfencrypt.StandardEncryption("password"))
    with pytest.raises(ProtectedFile, match="password") as caught:
        open_pdf(locked, "locked.pdf")
    assert caught.value.advice


def test_an_owners_password_alone_hides_nothing():
    owned = pdf(write("open"), encrypt=pdfencrypt.StandardEncryption("", ownerPassword="owner"))
    assert [w.text for w in next(open_pdf(owned, "owned").pages()).words] == ["open"]


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(500), b"not a PDF"], ids=["head", "zeros", "text"]
)
def test_what_is_no_pdf_inside_is_damaged(data: bytes):
    with pytest.raises(DamagedFile):
        open_pdf(data, "broken.pdf")


def test_a_truncated_file_is_damaged():
    data = pdf(write(PROSE))
    with pytest.raises(DamagedFile):
        open_pdf(data[: len(data) // 3], "cut.pdf")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_damage_is_an_input_error_or_pages(data: st.DataObject):
    whole = bytearray(pdf(write(PROSE, "Assay 99.6"), lambda canvas: canvas.rect(50, 50, 90, 90)))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(whole[: data.draw(st.integers(1, len(whole)))])
    try:
        pages = list(open_pdf(damaged, "damaged.pdf").pages())
    except InputError:
        return
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
