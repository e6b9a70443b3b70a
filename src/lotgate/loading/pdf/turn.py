"""From pdfium's user space to points from the top left of the page as it is seen (ISO 32000-1, 8.3.2.3, table 30)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium

from lotgate.model.geometry import Box

_ENOUGH_TO_TURN = 50


@dataclass(frozen=True, slots=True)
class Turn:
    """Where the page's user space lies, and by how many quarter turns it is shown."""

    left: float
    bottom: float
    width: float
    height: float
    quarters: int

    @staticmethod
    def of(page: pdfium.PdfPage) -> Turn:
        """The turn that the page itself states."""
        left, bottom, right, top = page.get_bbox()
        return Turn(left, bottom, right - left, top - bottom, (page.get_rotation() // 90) % 4)

    def level(self, quarters: Sequence[int]) -> Turn:
        """The same page the way most of its text runs: a landscape sheet printed on a portrait page is read turned.

        ``quarters`` are the quarter turns of its characters; negative for those that are askew.
        """
        if len(quarters) < _ENOUGH_TO_TURN:
            return self
        quarter, count = Counter(quarters).most_common(1)[0]
        return replace(self, quarters=quarter) if quarter >= 0 and count > 0.6 * len(quarters) else self

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The point as seen."""
        x, y = x - self.left, y - self.bottom
        if self.quarters == 0:
            return x, self.height - y
        if self.quarters == 1:
            return y, x
        if self.quarters == 2:
            return self.width - x, y
        return self.height - y, self.width - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The rectangle as seen; ``x0 <= x1`` and ``y0 <= y1``."""
        if self.quarters == 0:
            left, bottom, height = self.left, self.bottom, self.height
            return Box(x0 - left, height - (y1 - bottom), x1 - left, height - (y0 - bottom))
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
