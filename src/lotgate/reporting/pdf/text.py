"""Breaking text into lines, Chinese and Latin mixed.

A line may end at white space and beside any Chinese character, but never before closing or after opening punctuation
(GB/T 15834). What is wider than the line by itself is cut anywhere, so that nothing runs into the next column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lotgate.reporting.pdf.fonts import Style, printable, width

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
_OPENING, _CLOSING = "（【「『《〈〔［｛“‘", "，。；：、！？）】」』》〉〕］｝”’…％"
_ATOM = re.compile(
    rf"\n|[^\S\n]+|[{_OPENING}]*(?:[^\s{_WIDE}{_OPENING}{_CLOSING}]+|[{_WIDE}])[{_CLOSING}]*|[{_OPENING}{_CLOSING}]+"
)


def lines(text: str, style: Style, room: float) -> tuple[str, ...]:
    """The text as lines at most ``room`` points wide; at least one, which may be empty."""
    found: list[str] = []
    line, used = "", 0.0
    for atom in _ATOM.findall(printable(text).strip()):
        if atom == "\n":
            found.append(line.rstrip())
            line, used = "", 0.0
            continue
        if not line and atom.isspace():
            continue
        needed = width(atom, style)
        if used + needed <= room or atom.isspace():
            line, used = line + atom, used + needed
            continue
        if line:
            found.append(line.rstrip())
        *whole, line = _pieces(atom, style, room) if needed > room else (atom,)
        found += whole
        used = width(line, style)
    return (*found, line.rstrip())


def _pieces(atom: str, style: Style, room: float) -> Iterator[str]:
    """An atom wider than the line, cut where each line is full."""
    piece, used = "", 0.0
    for character in atom:
        needed = width(character, style)
        if piece and used + needed > room:
            yield piece
            piece, used = "", 0.0
        piece, used = piece + character, used + needed
    yield piece
