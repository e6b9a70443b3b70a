"""Whatever a stranger sends: its own clear error or an honest reading, never a traceback.

The contract of every loader: from any bytes at all, only ``LotgateError`` comes out, at opening and on every page.
"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lotgate.errors import DamagedFile, EmptyFile, InputError, LotgateError, ProtectedFile, TooLarge, UnsupportedFormat
from lotgate.loading import Bounds, load
from lotgate.loading.render import draw_page

from .files import entity_bomb, only, picture, png_header, raw_docx, raw_ods, raw_xlsx, zip_of
from .ole_writer import compound_file, message_file
from .test_containers import mail
from .test_spreadsheets import workbook
from .test_web_and_text import PAGE
from .test_word import made_with_python_docx

_TYPES = {"[Content_Types].xml": "<Types/>"}

REFUSED = {
    "0 bytes": (b"", EmptyFile),
    "random bytes": (bytes(i * i * 7 % 251 for i in range(5000)), UnsupportedFormat),
    "plain XML with an entity bomb": (entity_bomb("data").encode(), UnsupportedFormat),
    "XLSX with an entity bomb": (raw_xlsx(entity_bomb()), DamagedFile),
    "XLSX with an entity bomb in UTF-16": (raw_xlsx(entity_bomb().encode("utf-16")), DamagedFile),
    "DOCX with an entity bomb": (zip_of(_TYPES | {"word/document.xml": entity_bomb("document")}), DamagedFile),
    "ODS with an entity bomb": (raw_ods("", prologue=entity_bomb().partition("]>")[0] + "]>"), DamagedFile),
    "XLSX bomb": (raw_xlsx(b"<worksheet>" + b" " * 50_000_000), TooLarge),
    "ZIP bomb": (zip_of({"a.txt": bytes(60_000_000)}), TooLarge),
    "picture bomb": (png_header(100_000, 100_000), TooLarge),
    "cut XLSX": (workbook()[:-40], DamagedFile),
    "cut DOCX": (made_with_python_docx()[:3000], DamagedFile),
    "cut picture": (picture("PNG")[:20], DamagedFile),
    "cut mail attachment": (compound_file({"Workbook": b"\x09\x08" * 3000}), DamagedFile),
    "XLSX with a password": (compound_file({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y"}), ProtectedFile),
    "unknown OLE file": (compound_file({"Contents": b"x"}), UnsupportedFormat),
    "binary workbook": (zip_of(_TYPES | {"xl/workbook.bin": b"x"}), UnsupportedFormat),
    "presentation": (zip_of(_TYPES | {"ppt/presentation.xml": b"<p/>"}), UnsupportedFormat),
    "RAR archive": (b"Rar!\x1a\x07\x01\x00" + b"x" * 50, UnsupportedFormat),
    "XLSX that names a part it lacks": (zip_of(_TYPES | {"xl/other.xml": b"<a/>"}), DamagedFile),
}


def read_all(data: bytes, bounds: Bounds | None = None) -> None:
    for document in load(data, name="hostile", bounds=bounds or Bounds()):
        for page in document.pages():
            assert page.number >= 1


@pytest.mark.parametrize(("data", "error"), REFUSED.values(), ids=REFUSED)
def test_each_has_its_own_error(data: bytes, error: type[LotgateError]) -> None:
    with pytest.raises(error) as caught:
        read_all(data)
    assert caught.value.message.startswith("hostile")
    assert caught.value.advice


def test_a_picture_named_pdf_is_a_picture() -> None:
    for kind in ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"):
        assert only(picture(kind), name="scan.pdf").format == "picture"


def test_a_tiff_has_as_many_pages_as_frames() -> None:
    frames = [Image.new("1", (100, 100)) for _ in range(3)]
    assert only(picture("TIFF", save_all=True, append_images=frames, dpi=(200, 200))).page_count == 4


def test_a_heic_photo_has_the_size_of_its_largest_image() -> None:
    sizes = b"".join(b"\0\0\0\x14ispe\0\0\0\0" + w.to_bytes(4) + h.to_bytes(4) for w, h in ((512, 512), (4032, 3024)))
    (page,) = only(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + sizes).pages()
    assert page.width / page.height == pytest.approx(4 / 3)


def test_an_html_page_with_entities_expands_nothing() -> None:
    (page,) = only(entity_bomb("html", "<p>&lol9;</p>").encode()).pages()
    assert len(page.words) < 5


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.pdf", tmp_path):
        with pytest.raises(InputError):
            load(path)


def test_names_come_from_the_path_and_decide_nothing(tmp_path: Path) -> None:
    path = tmp_path / "coa.pdf"
    path.write_bytes(workbook())
    (document,) = load(path)
    assert (document.name, document.format) == ("coa.pdf", "xlsx")


SEEDS = {
    "xlsx": workbook(),
    "docx": made_with_python_docx(),
    "ods": raw_ods(
        "<table:table><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row></table:table>"
    ),
    "html": PAGE.format(charset="utf-8").encode(),
    "eml": bytes(mail()),
    "msg": message_file("s", "b", b"<p>x</p>", {"a.txt": b"hello hello"}),
    "zip": zip_of({"a.csv": "a,b\nc,d\n", "b.html": "<p>x"}),
    "csv": "a;b;c\n1;2;3\n".encode("utf-16"),
    "png": picture("PNG"),
    "tiff": picture("TIFF"),
}
SMALL = Bounds(bytes=10_000_000, expanded_bytes=20_000_000, pages=50, cells=2_000, characters=100_000)


def attempt(data: bytes) -> None:
    """Read everything in ``data``, members too; any error but lotgate's own gets out."""
    try:
        for document in load(data, bounds=SMALL):
            try:
                for page in document.pages():
                    draw_page(page, 0.2)
            except LotgateError:
                continue
    except LotgateError:
        return


@settings(deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_give_only_lotgate_errors(data: bytes) -> None:
    attempt(data)


@settings(deadline=None)
@given(
    st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"From: a\nTo: b\n", b"II*\0"]),
    st.binary(),
)
def test_any_bytes_after_a_known_start_give_only_lotgate_errors(start: bytes, rest: bytes) -> None:
    attempt(start + rest)


@settings(deadline=None)
@given(
    st.sampled_from(sorted(SEEDS)),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12),
)
def test_flipped_bytes_give_only_lotgate_errors(kind: str, flips: list[tuple[float, int]]) -> None:
    data = bytearray(SEEDS[kind])
    for place, value in flips:
        data[int(place * len(data))] = value
    attempt(bytes(data))


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_markup_gives_only_lotgate_errors(text: str) -> None:
    attempt(("<html>" + text).encode("utf-8", "replace"))
    attempt(raw_docx(text))
    attempt(raw_xlsx(f"<worksheet><sheetData>{text}</sheetData></worksheet>"))
