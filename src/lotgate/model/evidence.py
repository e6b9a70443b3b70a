"""Evidence: every fact carries the place it was read from. A value that no word stands behind cannot exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lotgate.model.document import Word
from lotgate.model.geometry import Box


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands: page (from 1), box in points, the words as printed."""

    page: int
    box: Box
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.page < 1 or not self.words:
            raise ValueError(f"evidence needs a page and words: {self}")

    @staticmethod
    def of(words: Sequence[Word]) -> Evidence:
        """The evidence that ``words`` give, its box to 1/100 point; ``ValueError`` when there are none."""
        box = Box.around(w.place or w.box for w in words)
        rounded = Box(round(box.x0, 2), round(box.top, 2), round(box.x1, 2), round(box.bottom, 2))
        return Evidence(words[0].page, rounded, tuple(w.text for w in words))


@dataclass(frozen=True, slots=True)
class Fact:
    """A printed string, its evidence, and the chance (0 to 1) that it was read right.

    ``was`` is what the machine had read, where a person changed the text; ``""`` where it had read nothing and a person
    added the fact; None for what stands as it was read.
    """

    text: str
    evidence: Evidence
    confidence: float = 1.0
    was: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence {self.confidence} is not between 0 and 1")
