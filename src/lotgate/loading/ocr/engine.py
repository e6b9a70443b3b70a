"""What lotgate asks of an OCR engine, and which one is installed here.

An engine does two things: it finds where text stands in a picture, and it reads pictures of one line each. Turning,
straightening, stamps, lines and doubts are lotgate's own, so that every engine gets the same page.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, Protocol

from lotgate.model.geometry import Box

Pixels = Any
"""A numpy array of bytes, height x width x 3 (blue, green, red) or height x width (grey)."""

_MMAP_THRESHOLD, _LARGE = -3, 1 << 20
"""glibc's number for the setting; bytes of a block that is large."""

Corner = tuple[float, float]
Quad = tuple[Corner, Corner, Corner, Corner]
"""The corners of a line of text in pixels, clockwise from the top left as the line is read."""


def around(quad: Quad, scale: float = 1.0) -> Box:
    """The upright box round a line, in pixels; in points where ``scale`` is pixels to the point."""
    xs, ys = [x / scale for x, _ in quad], [y / scale for _, y in quad]
    return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class Mark:
    """A character: the stretch of the line's picture it was seen on, as shares of its width, and how surely."""

    text: str
    start: float
    end: float
    confidence: float

    @property
    def center(self) -> float:
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as read, white space included."""

    marks: tuple[Mark, ...]

    @property
    def text(self) -> str:
        return "".join(mark.text for mark in self.marks)

    @property
    def mean(self) -> float:
        """The mean confidence of its characters; 0 without any."""
        return sum(mark.confidence for mark in self.marks) / len(self.marks) if self.marks else 0.0

    @property
    def least(self) -> float:
        """The confidence of its least sure character, white space apart; 0 without any."""
        return min((mark.confidence for mark in self.marks if not mark.text.isspace()), default=0.0)


class OcrEngine(Protocol):
    """An engine; both calls are without memory of earlier ones."""

    def find(self, picture: Pixels) -> list[Quad]:
        """Where lines of text stand, in any direction."""
        ...

    def read(self, lines: Sequence[Pixels]) -> list[Reading]:
        """What each picture of one upright line says, in the order given."""
        ...


def _give_large_blocks_back() -> None:
    """Have glibc return the memory of each picture when it is no longer used; elsewhere nothing is done.

    Left alone, its allocator keeps blocks of up to 32 MB for itself once some were freed (mallopt(3),
    M_MMAP_THRESHOLD), and a worker that reads scans grows by hundreds of MB.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)


@lru_cache(maxsize=1)
def installed_engine() -> OcrEngine | None:
    """The engine of the extra ``ocr``; ``None`` where it is not installed. Its models are loaded once a process."""
    if not all(find_spec(name) for name in ("rapidocr", "cv2", "numpy", "openvino")):
        return None
    _give_large_blocks_back()
    from lotgate.loading.ocr.rapid import RapidEngine  # noqa: PLC0415 - the extra may be missing

    return RapidEngine()
