"""The whole way with the real engine: the samples' own pages, read from nothing but their pictures."""

from __future__ import annotations

import io
import json
import re
import socket
import unicodedata
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import lotgate
from loading.files import png_header
from lotgate import pipeline
from lotgate.errors import DamagedFile, TooLarge
from lotgate.loading import load
from lotgate.model.certificate import Certificate

for module in ("rapidocr", "openvino", "cv2"):
    pytest.importorskip(module, reason="needs the extra: pip install 'lotgate[ocr]'")

EXAMPLES = Path(__file__).parents[3] / "examples"
ACCEPTED = 0.9


@pytest.fixture(scope="module")
def page() -> Image.Image:
    document = next(load(EXAMPLES / "certificates" / "methanol-ruled.pdf"))
    assert document.raster
    raster = document.raster(1, 200)
    return Image.frombytes("RGB", (raster.width, raster.height), raster.pixels)


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    label: dict[str, Any] = json.loads((EXAMPLES / "truth" / "methanol-ruled.json").read_text("utf-8"))
    return label


def saved(picture: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def plain(text: str | None) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def results(reading: Certificate) -> list[str]:
    return [plain(item.result.text if item.result else None) for item in reading.items]


def expected(truth: dict[str, Any]) -> list[str]:
    return [plain(item["result"]) for item in truth["items"]]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_is_read_whichever_way_it_lies(degrees: int, page: Image.Image, truth: dict[str, Any]):
    reading = lotgate.read(saved(page.rotate(degrees, expand=True), dpi=(200, 200)))
    assert results(reading) == expected(truth)
    assert reading.pages_unread == ()


def test_the_picture_of_a_turned_page_is_the_page_that_evidence_stands_on(page: Image.Image):
    document = next(pipeline.documents(saved(page.rotate(90, expand=True), dpi=(200, 200))))
    (read,) = document.pages()
    assert document.picture
    with Image.open(io.BytesIO(document.picture(1, 72))) as shown:
        assert shown.size == pytest.approx((read.width, read.height), abs=1.5)
    upright = page.width * 72 / 200, page.height * 72 / 200
    assert (read.width, read.height) == pytest.approx(upright, abs=1.5)


def test_without_a_network_too(page: Image.Image, truth: dict[str, Any], monkeypatch: pytest.MonkeyPatch):
    def refused(*_: object) -> None:
        raise AssertionError("reading a picture must not need a network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    assert results(lotgate.read(saved(page, dpi=(200, 200)))) == expected(truth)


def test_a_camera_s_turn_and_an_unknown_size_are_no_trouble(page: Image.Image, truth: dict[str, Any]):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned clockwise by a quarter
    photo = saved(page.rotate(90, expand=True), "JPEG", exif=exif, quality=90)
    assert results(lotgate.read(photo)) == expected(truth)


def test_evidence_stands_where_the_value_is_printed_on_a_skewed_page(page: Image.Image):
    digital = lotgate.read(EXAMPLES / "certificates" / "methanol-ruled.pdf")
    skewed = page.rotate(1.5, resample=Image.Resampling.BICUBIC, fillcolor="white")
    reading = lotgate.read(saved(skewed, dpi=(200, 200)))
    width, height = skewed.width * 72 / 200, skewed.height * 72 / 200
    for seen, printed in zip(reading.items, digital.items, strict=True):
        assert seen.result
        assert printed.result
        x, y = printed.result.evidence.box.center_x - width / 2, printed.result.evidence.box.center_y - height / 2
        turn = complex(x, y) * complex(0.99966, -0.02618)  # by 1.5 degrees, counter-clockwise as seen
        box = seen.result.evidence.box
        assert abs(box.center_x - width / 2 - turn.real) < 6
        assert abs(box.center_y - height / 2 - turn.imag) < 4


@pytest.mark.parametrize("scan", sorted((EXAMPLES / "scans").glob("*.pdf")), ids=lambda path: path.stem)
def test_the_scanned_samples_say_what_the_drawn_ones_say(scan: Path):
    label = json.loads((EXAMPLES / "truth" / f"{scan.stem.partition('~')[0]}.json").read_text("utf-8"))
    reading = lotgate.read(scan)
    assert results(reading) == expected(label)
    assert reading.doubts == ()
    assert scan.stat().st_size < 300_000


def test_the_seal_is_a_fact_with_its_place_and_what_its_rim_says(page: Image.Image):
    (seal,) = lotgate.read(saved(page, dpi=(200, 200))).seals
    assert (seal.page, seal.colour) == (1, "red")
    assert "青岚甲醇化工有限公司" in seal.text
    assert seal.box.width == pytest.approx(seal.box.height, abs=6)


def test_a_picture_is_never_quite_certain(page: Image.Image):
    reading = lotgate.read(saved(page, dpi=(200, 200)))
    assert all(item.result and item.result.confidence <= 0.97 for item in reading.items)
    assert any(item.result and item.result.confidence >= ACCEPTED for item in reading.items)


def test_a_faint_and_coarse_page_is_doubted_not_misread(page: Image.Image, truth: dict[str, Any]):
    small = page.resize((page.width * 35 // 100, page.height * 35 // 100), Image.Resampling.BILINEAR)
    reading = lotgate.read(saved(small, dpi=(70, 70)))
    sure = [plain(i.result.text) for i in reading.items if i.result and i.result.confidence >= ACCEPTED]
    assert set(sure) <= set(expected(truth))


def test_left_unread_on_request(page: Image.Image):
    reading = lotgate.read(saved(page, dpi=(200, 200)), ocr=False)
    assert reading.pages_unread == (1,)


def test_a_tiff_of_several_pages(page: Image.Image):
    blank = Image.new("RGB", page.size, "white")
    reading = lotgate.read(saved(page, "TIFF", save_all=True, append_images=[blank], dpi=(200, 200)))
    assert (reading.pages, reading.pages_unread) == (2, ())


def test_a_huge_picture_is_refused_before_it_is_decoded():
    with pytest.raises(TooLarge):
        lotgate.read(png_header(30_000, 30_000))


def test_a_picture_cut_short_is_damaged(page: Image.Image):
    with pytest.raises(DamagedFile):
        lotgate.read(saved(page)[:20_000])


def pictured(header: bytes, data: bytes) -> bytes:
    """A PDF of one page that is covered by one picture."""
    content = zlib.compress(b"q 595 0 0 842 0 0 cm /I Do Q")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /XObject << /I 5 0 R >> >> >>",
        b"<< /Filter /FlateDecode /Length %d >> stream\n%b\nendstream" % (len(content), content),
        b"<< /Type /XObject /Subtype /Image %b /Length %d >> stream\n%b\nendstream" % (header, len(data), data),
    ]
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, text) for number, text in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R /Size 6 >>\n%%EOF"


@pytest.mark.parametrize(
    "filter_", [b"/JPXDecode", b"/DCTDecode", b"/CCITTFaxDecode", b"/JBIG2Decode", b"/FlateDecode"]
)
def test_a_corrupt_picture_in_a_pdf_leaves_its_page_unread_or_empty(filter_: bytes):
    garbage = b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(range(256)) * 4
    header = b"/Width 1600 /Height 2200 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter " + filter_
    reading = lotgate.read(pictured(header, garbage))
    assert reading.items == ()
    assert reading.pages == 1


def test_a_picture_in_a_pdf_that_unpacks_to_far_too_much_is_refused():
    header = b"/Width 30000 /Height 30000 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode"
    with pytest.raises(TooLarge, match="30,000 x 30,000 pixels"):
        lotgate.read(pictured(header, zlib.compress(bytes(30_000))))
