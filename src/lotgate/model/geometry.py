"""Places on a page: points (1/72 inch) from the page's top left corner.

Converted once, where a library hands them over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle; ``x0 <= x1`` and ``top <= bottom``."""

    x0: float
    top: float
    x1: float
    bottom: float

    def __post_init__(self) -> None:
        if self.x1 < self.x0 or self.bottom < self.top:
            raise ValueError(f"box turned inside out: {self}")

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def center_x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def center_y(self) -> float:
        return (self.top + self.bottom) / 2

    def overlap_x(self, other: Box) -> float:
        """Length shared on the x axis; negative is the gap between the two."""
        return min(self.x1, other.x1) - max(self.x0, other.x0)

    def overlap_y(self, other: Box) -> float:
        """Length shared on the y axis; negative is the gap between the two."""
        return min(self.bottom, other.bottom) - max(self.top, other.top)

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    @staticmethod
    def around(boxes: Iterable[Box]) -> Box:
        """The smallest box that holds all of ``boxes``; ``ValueError`` when there are none."""
        rest = iter(boxes)
        first = next(rest, None)
        if first is None:
            raise ValueError("no boxes to stand around")
        x0, top, x1, bottom = first.x0, first.top, first.x1, first.bottom
        alone = True
        for box in rest:  # comparisons are several times as fast as min() and max()
            alone = False
            if box.x0 < x0:  # noqa: PLR1730
                x0 = box.x0
            if box.top < top:  # noqa: PLR1730
                top = box.top
            if box.x1 > x1:  # noqa: PLR1730
                x1 = box.x1
            if box.bottom > bottom:  # noqa: PLR1730
                bottom = box.bottom
        return first if alone else Box(x0, top, x1, bottom)
