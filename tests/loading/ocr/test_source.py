"""Pages without readable text are read from their pictures; what is not read is said, never passed over."""

import threading
from collections.abc import Sequence
from typing import Any

import pytest

import lotgate
from loading.files import picture
from lotgate.errors import MissingTool, TooLarge
from lotgate.loading.ocr.engine import Quad, Reading
from lotgate.loading.ocr.source import with_ocr
from lotgate.model.document import TextLayer

from .fakes import FakeEngine, document, quad

GOOD, NONE, BROKEN, EMPTY = TextLayer.GOOD, TextLayer.NONE, TextLayer.BROKEN, TextLayer.EMPTY


@pytest.mark.parametrize("layers", [(NONE,), (BROKEN,), (EMPTY, NONE)])
def test_a_scan_without_an_engine_says_what_to_install(layers: tuple[TextLayer, ...]):
    with pytest.raises(MissingTool) as caught:
        list(with_ocr(document(*layers), None).pages())
    assert "pip install 'lotgate[ocr]'" in caught.value.advice


@pytest.mark.parametrize("layers", [(GOOD, NONE), (NONE, GOOD, NONE), (EMPTY,), (GOOD,), ()])
def test_a_document_with_anything_else_to_read_is_read_without_an_engine(layers: tuple[TextLayer, ...]):
    assert tuple(page.text_layer for page in with_ocr(document(*layers), None).pages()) == layers


def test_pages_with_text_are_left_to_their_text():
    pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")
    asked: list[int] = []
    engine = FakeEngine([(quad(300, 300, 444, 340), "Iron 0.05")])
    first, second = with_ocr(document(GOOD, NONE, asked=asked), engine).pages()
    assert [word.text for word in first.words] == ["printed"]
    assert [word.text for word in second.words] == ["Iron", "0.05"]
    assert {word.page for word in second.words} == {2}
    assert second.text_layer is GOOD
    assert set(asked) == {2}


def test_what_somebody_else_s_ocr_left_invisible_is_read_again():
    pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")
    engine = FakeEngine([(quad(300, 300, 444, 340), "Iron 0.05")])
    (page,) = with_ocr(document(GOOD, confidence=0.8), engine).pages()
    assert [word.text for word in page.words] == ["Iron", "0.05"]
    (page,) = with_ocr(document(GOOD, confidence=0.8), FakeEngine([])).pages()
    assert [word.text for word in page.words] == ["printed"]


def test_a_picture_is_left_unread_on_request():
    assert lotgate.read(picture("PNG"), ocr=False).pages_unread == (1,)


def test_a_page_is_read_once_however_often_it_is_asked_for():
    pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")
    engine = FakeEngine([(quad(300, 300, 444, 340), "Iron 0.05")])
    source = with_ocr(document(NONE), engine)
    list(source.pages())
    looked = len(engine.searched)
    list(source.pages())
    assert source.picture
    assert source.picture(1, 72).startswith(b"\x89PNG")
    assert len(engine.searched) == looked


@pytest.mark.parametrize(("confidence", "layer"), [(0.3, EMPTY), (0.99, GOOD)])
def test_what_cannot_be_read_as_print_is_no_word(confidence: float, layer: TextLayer):
    pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")
    engine = FakeEngine([(quad(300, 300, 700, 340), "scrawl")], confidence)
    (page,) = with_ocr(document(NONE), engine).pages()
    assert page.text_layer is layer


def test_words_are_in_points_of_the_page():
    pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")
    engine = FakeEngine([(quad(400, 200, 464, 240), "Iron")])
    (page,) = with_ocr(document(NONE), engine).pages()
    (word,) = page.words
    assert (page.width, page.height) == (595.0, 842.0)
    assert 400 * 72 / 200 - 2 <= word.box.x0 <= word.box.x1 <= 464 * 72 / 200 + 2
    assert 200 * 72 / 200 - 2 <= word.box.top <= word.box.bottom <= 240 * 72 / 200 + 2


class MeetingEngine(FakeEngine):
    """Reads nothing before two pages are being looked at."""

    def __init__(self, lines: Sequence[tuple[Quad, str]]) -> None:
        super().__init__(lines)
        self.meeting = threading.Barrier(2, timeout=20)

    def find(self, picture: Any) -> list[Quad]:
        self.meeting.wait()
        return super().find(picture)


def test_pages_of_one_file_are_read_side_by_side_and_given_in_order(monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    engine = MeetingEngine([(quad(300, 300, 444, 340), "Iron 0.05")])
    pages = list(with_ocr(document(NONE, NONE, GOOD, NONE, NONE), engine).pages())
    assert [page.number for page in pages] == [1, 2, 3, 4, 5]
    assert [page.words[0].text for page in pages] == ["Iron", "Iron", "printed", "Iron", "Iron"]


def test_a_page_that_cannot_be_read_stops_the_document_there():
    pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")

    class Broken(FakeEngine):
        def read(self, lines: Sequence[Any]) -> list[Reading]:  # noqa: ARG002 - the protocol
            raise TooLarge("a picture that is too large")

    pages = with_ocr(document(GOOD, NONE), Broken([(quad(300, 300, 444, 340), "Iron")])).pages()
    assert next(pages).words[0].text == "printed"
    with pytest.raises(TooLarge):
        next(pages)


def test_no_page_is_read_that_nobody_waits_for():
    pytest.importorskip("cv2", reason="needs the extra: pip install 'lotgate[ocr]'")
    asked: list[int] = []
    pages = with_ocr(document(*[NONE] * 30, asked=asked), FakeEngine([])).pages()
    next(pages)
    pages.close()
    assert max(asked) < 10
