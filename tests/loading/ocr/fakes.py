"""A fake OCR engine, and documents that are nothing but pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lotgate.loading.ocr.engine import Mark, Quad, Reading
from lotgate.model.document import Document, Page, Raster, TextLayer, Word
from lotgate.model.geometry import Box

WIDTH, HEIGHT = 595.0, 842.0


def reading(text: str, confidence: float = 0.999) -> Reading:
    """``text`` as an engine reads it, its characters evenly spread."""
    step = 1 / max(len(text), 1)
    return Reading(tuple(Mark(c, i * step, (i + 1) * step, confidence) for i, c in enumerate(text)))


def quad(x0: float, top: float, x1: float, bottom: float) -> Quad:
    return ((x0, top), (x1, top), (x1, bottom), (x0, bottom))


class FakeEngine:
    """Finds the same lines on every picture and reads them in the order they are asked for."""

    def __init__(self, lines: Sequence[tuple[Quad, str]], confidence: float = 0.999) -> None:
        self.lines, self.confidence = lines, confidence
        self.searched: list[Any] = []

    def find(self, picture: Any) -> list[Quad]:
        self.searched.append(picture)
        return [place for place, _ in self.lines]

    def read(self, lines: Sequence[Any]) -> list[Reading]:
        texts = [text for _, text in self.lines]
        return [reading(texts[i % len(texts)], self.confidence) for i in range(len(lines))]


def document(
    *layers: TextLayer, pixels: int = 255, asked: list[int] | None = None, confidence: float = 1.0
) -> Document:
    """A document with a page for each of ``layers``; a readable one says ``printed``, the others show grey."""

    def pages() -> Iterator[Page]:
        for number, layer in enumerate(layers, 1):
            words = (
                (Word("printed", number, Box(50, 50, 100, 60), confidence=confidence),)
                if layer is TextLayer.GOOD
                else ()
            )
            yield Page(number, WIDTH, HEIGHT, words=words, text_layer=layer)

    def raster(number: int, dots_per_inch: float) -> Raster:
        if asked is not None:
            asked.append(number)
        wide, high = round(WIDTH * dots_per_inch / 72), round(HEIGHT * dots_per_inch / 72)
        return Raster(wide, high, bytes([pixels]) * (wide * high * 3))

    return Document("scan.pdf", "pdf", "0" * 64, len(layers), pages, raster=raster)
