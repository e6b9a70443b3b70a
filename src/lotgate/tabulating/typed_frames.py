"""Frames typed in characters, as line printers draw them: ``|``, ``+----+``, ``│`` and ``├──┼──┤``.

What was typed for a line is taken for one, so that such a table is read like any other that is ruled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lotgate.model.document import Ruling, Word
from lotgate.model.geometry import Box

_BARS = "|¦│┃║"
_BAR = re.compile(rf"[{_BARS}]+")
_RULE = re.compile(rf"[-_=─━═+{_BARS}├┤┌┐└┘┬┴┼╔╗╚╝╠╣╦╩╬]{{4,}}")
_DASH = re.compile(r"[-_=─━═]{3}")
_SAME_PLACE = 2.5
"""Bars of one line stand at most this far apart, in points, on the lines they go through."""
_REACH = 1.3
"""A bar goes on in the next line where that is at most so many heights below, middle to middle."""
_FEWEST = 4
"""Bars above or below each other from which on they draw a frame and part no words."""


@dataclass(frozen=True, slots=True)
class _Bar:
    """One typed bar: the word it stands in, which of the word's characters it is, and where."""

    word: int
    start: int
    end: int
    box: Box


def with_typed_rulings(words: Sequence[Word], rulings: Sequence[Ruling]) -> tuple[list[Word], list[Ruling]]:
    """The words without typed lines, and the rulings with them; both as they were where nothing is typed as a frame."""
    rules = {i for i, word in enumerate(words) if _RULE.fullmatch(word.text) and _DASH.search(word.text)}
    bars = [bar for i, word in enumerate(words) if i not in rules for bar in _bars(i, word)]
    corners = [bar for i in rules for bar in _corners(i, words[i])]
    drawn = _in_line(bars, corners)
    if len(drawn) < _FEWEST:
        return list(words), list(rulings)
    found = list(rulings)
    found += [Ruling(_flat(words[i].box)) for i in rules]
    found += [Ruling(_tall(bar.box)) for bar in [*drawn, *corners]]
    cuts: dict[int, list[_Bar]] = {}
    for bar in drawn:
        cuts.setdefault(bar.word, []).append(bar)
    rest: list[Word] = []
    for i, word in enumerate(words):
        if i not in rules:
            rest += _between(word, cuts[i]) if i in cuts else [word]
    return rest, found


def _bars(index: int, word: Word) -> Iterator[_Bar]:
    for match in _BAR.finditer(word.text):
        yield _Bar(index, match.start(), match.end(), _part(word, match.start(), match.end()))


def _corners(index: int, word: Word) -> Iterator[_Bar]:
    """Where a typed rule meets a bar: each character that is no dash."""
    for place, sign in enumerate(word.text):
        if not _DASH.match(sign * 3):
            yield _Bar(index, place, place + 1, _part(word, place, place + 1))


def _part(word: Word, start: int, end: int) -> Box:
    """Where some of a word's characters stand, all of them taken to be as wide: frames are typed in such print."""
    each = word.box.width / len(word.text)
    return Box(word.box.x0 + start * each, word.box.top, word.box.x0 + end * each, word.box.bottom)


def _in_line(bars: Sequence[_Bar], corners: Sequence[_Bar]) -> list[_Bar]:
    """The bars that go on above or below; a lone one parts words, as in "Ash | 灰分"."""
    return [
        bar for bar in bars if any(other is not bar and _goes_on(bar.box, other.box) for other in [*bars, *corners])
    ]


def _goes_on(one: Box, other: Box) -> bool:
    apart = abs(one.center_y - other.center_y)
    return abs(one.center_x - other.center_x) <= _SAME_PLACE and 0 < apart <= _REACH * (one.height + other.height) / 2


def _flat(box: Box) -> Box:
    return Box(box.x0, box.center_y, box.x1, box.center_y)


def _tall(box: Box) -> Box:
    """The bar as a line that reaches half way to the next: lines of print leave a gap, the frame has none."""
    reach = _REACH * box.height / 2
    return Box(box.center_x, box.center_y - reach, box.center_x, box.center_y + reach)


def _between(word: Word, bars: Sequence[_Bar]) -> Iterator[Word]:
    """What of the word stands beside the bars."""
    start = 0
    for end, after in [*((bar.start, bar.end) for bar in bars), (len(word.text), 0)]:
        if word.text[start:end].strip():
            yield replace(word, text=word.text[start:end], box=_part(word, start, end))
        start = after
