"""The tokens' colour pairs meet WCAG 2.2 AA (1.4.3: 4.5 for text, 1.4.11: 3 for edges of controls), light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lotgate.web.layout

STYLE = Path(lotgate.web.layout.__file__).parent / "static/layout/lotgate.css"
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3", "accent") for ground in ("paper", "sheet")),
    *((ink, "sunk") for ink in ("ink", "ink-2")),
    *((look, f"{look}-wash") for look in ("good", "bad", "doubt", "work", "leave", "accent")),
    *((look, "sheet") for look in ("good", "bad", "doubt")),
    *(("on-fill", look) for look in ("good", "bad", "work", "leave")),
    ("ink", "accent-wash"),
    ("ink-2", "accent-wash"),
    ("on-accent", "accent"),
]
EDGES = [("edge", "sheet"), ("edge", "paper"), ("accent", "sheet"), ("accent", "paper"), ("bad", "sheet")]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_contrast(scheme: int) -> None:
    tokens = _schemes()[scheme]
    weak = [(a, b, round(r, 2)) for a, b in TEXT if (r := _ratio(tokens[a], tokens[b])) < 4.5]
    weak += [(a, b, round(r, 2)) for a, b in EDGES if (r := _ratio(tokens[a], tokens[b])) < 3]
    assert weak == []


def _schemes() -> list[dict[str, str]]:
    roots = re.findall(r":root \{(.*?)\}", STYLE.read_text("utf-8"), re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): #(\w{6});", root)) for root in roots[:2]]


def _ratio(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
