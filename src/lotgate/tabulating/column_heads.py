"""Lines that head the columns of a table without ruling lines.

A head is a run of segments that are words which head columns (``lexicon.heads``), or a line of words over lines of
numbers. What stands beside it on the same line and is no head belongs to another column of the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from lotgate.lexicon.heads import Role, is_printed_head, roles_of
from lotgate.lexicon.shapes import is_unit_head, is_verdict
from lotgate.model.document import Word
from lotgate.model.geometry import Box
from lotgate.model.lines import is_ideograph, joined, line_of, paragraph
from lotgate.model.table import Line

_Segments = tuple[tuple[Word, ...], ...]
STACK = 1.9
"""Lines of one head stand at most this many line heights apart."""
_MEASURES = frozenset({Role.RESULT, Role.LIMIT, Role.MINIMUM, Role.MAXIMUM, Role.VERDICT, Role.UNIT, Role.METHOD})
_ITEM_AND_VERDICT = frozenset({Role.ITEM, Role.VERDICT})
_TIGHT_GAP = 0.3
_WIDE_SPACE = 0.5
_WIDER = 3.0
"""A gap between two heads is so many times as wide as those between the words of either."""
_BEYOND_DOUBT = 3
_NUMERIC = re.compile(r"^[<>≤≥＜＞=±~+-]*\.?\d[\d.,]*[%]?$|^(ND|N\.D\.?|nd|n/d|NT|<LOQ|<LOD|-|--|—|/)$")
_CODE = re.compile(r"^(?=.*[A-Z])(?=.*\d)[A-Z0-9][A-Z0-9/-]{3,}$")
"""A lot's or heat's number at the head of its column."""
_FEWEST_COLUMNS = 3
_LEAST_GAP = 12.0
_FOREIGN = 2.5
_SPREAD = 6
_FEW_WORDS = 2
_LOOK_BELOW = 6
_MATRIX_COLUMNS = 4
_MOST_COLUMNS = 40
_DEEPEST = 12
"""Lines of one head."""
_NAMED = 0.4


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """A table's head: its columns, left to right, each with the words that stand in it."""

    first: int
    last: int
    columns: tuple[tuple[Word, ...], ...]
    left: float = -inf
    right: float = inf
    """Between which places on the page the table stands, where something else stands beside it."""

    @property
    def box(self) -> Box:
        return Box.around(word.box for column in self.columns for word in column)


def heads_at(lines: Sequence[Line], index: int) -> list[ColumnHead]:
    """The heads that begin on a line: none, one, or several where tables stand beside each other."""
    groups = _head_groups(lines[index])
    if not groups and (segments := _matrix_segments(lines, index)) is not None:
        groups = [(segments, -inf, inf)]
    return [_stacked_head(lines, index, segments, left, right) for segments, left, right in groups]


def is_head_line(line: Line) -> bool:
    """Whether the line holds a head of its own, so that the table above it ends."""
    return bool(_head_groups(line))


def _stacked_head(lines: Sequence[Line], index: int, segments: _Segments, left: float, right: float) -> ColumnHead:
    last = index
    columns = [list(segment) for segment in segments]
    if index and _stacked(lines[index - 1], lines[index]):
        columns = _with_line_above(columns, within(lines[index - 1], left, right))
    while last + 1 < len(lines) and last - index < _DEEPEST and _stacked(lines[last], lines[last + 1]):
        below = within(lines[last + 1], left, right)
        if below is None or not _is_subhead(below):
            break
        last += 1
        columns = _stack(columns, [list(s) for s in _fine_segments(below)])
    return ColumnHead(index, last, tuple(tuple(column) for column in columns), left, right)


def _with_line_above(columns: list[list[Word]], above: Line | None) -> list[list[Word]]:
    """The columns with the first words of heads in two lines ("Action" over "Level"), where each makes a head."""
    if above is None:
        return columns
    homes = [_home(columns, segment) for segment in above.segments]
    if None in homes or len(set(homes)) < len(homes) or any(_is_number(segment) for segment in above.segments):
        return columns
    out = [list(column) for column in columns]
    for segment, home in zip(above.segments, homes, strict=True):
        assert home is not None  # noqa: S101 - none of them is
        out[home] = [*segment, *columns[home]]
        if len(segment) > _FEW_WORDS or not roles_of(paragraph(out[home])):
            return columns
    return out


def within(line: Line, left: float, right: float) -> Line | None:
    """The part of ``line`` between two places; ``None`` where nothing stands there."""
    if left == -inf and right == inf:
        return line
    words = tuple(word for word in line.words if left < word.box.center_x < right)
    return line_of(words) if words else None


def _head_groups(line: Line) -> list[tuple[_Segments, float, float]]:
    """The runs of heads on a line, each with the places between which it stands."""
    best: list[tuple[_Segments, float, float]] = []
    most = (0, 0)
    tried: list[_Segments] = []
    for segments in (line.segments, _fine_segments(line), _spread_segments(line)):
        if not 2 <= len(segments) <= _MOST_COLUMNS or segments in tried:
            continue
        tried.append(segments)
        headlike = [_is_headlike(segment) for segment in segments]
        if sum(headlike) < 2:
            continue
        runs = [run for run in _runs(segments, headlike) if _is_head(segments[run.start : run.stop])]
        count = sum(sum(headlike[run.start : run.stop]) for run in runs)
        if count and (count, len(segments)) > most:
            best, most = [_placed(segments, run) for run in runs], (count, len(segments))
    return best


def _runs(segments: _Segments, headlike: Sequence[bool]) -> list[range]:
    """Stretches of heads: a word between two that is none belongs to them, one beside them if it stands near."""
    stretches: list[list[int]] = []
    for i in (i for i, named in enumerate(headlike) if named):
        if stretches and i - stretches[-1][-1] <= 2:
            stretches[-1].append(i)
        else:
            stretches.append([i])
    runs: list[range] = []
    usual = _LEAST_GAP
    for stretch in stretches:
        before = usual
        gaps = sorted(_gap(segments, i) for i in range(stretch[0], stretch[-1]))
        usual = max(gaps[len(gaps) // 2], _LEAST_GAP) if gaps else _LEAST_GAP
        first, last = stretch[0], stretch[-1]
        while last + 1 < len(segments) and not headlike[last + 1] and _gap(segments, last) <= _FOREIGN * usual:
            last += 1
        while first > 0 and not headlike[first - 1] and _gap(segments, first - 1) <= _FOREIGN * usual:
            first -= 1
        if first == 1 and _lacks_names(segments[first : last + 1]):
            first = 0  # however far from the others: names need room
        meets = bool(runs) and first == runs[-1].stop and _gap(segments, first - 1) <= _FOREIGN * before
        if runs and (first < runs[-1].stop or meets):
            first = runs.pop().start  # what stands between two stretches as near as heads do belongs to both
        runs.append(range(first, last + 1))
    return runs


def _lacks_names(segments: _Segments) -> bool:
    """Several heads, beyond doubt, of which none says where the items' names stand."""
    roles = [roles_of(joined(segment)) for segment in segments]
    kinds: frozenset[Role] = frozenset().union(*roles)
    named = sum(bool(role) for role in roles)
    return named >= _BEYOND_DOUBT and not kinds & {Role.ITEM, Role.SAMPLE, Role.NUMBER} and Role.RESULT in kinds


def _gap(segments: _Segments, index: int) -> float:
    return segments[index + 1][0].box.x0 - segments[index][-1].box.x1


def _placed(segments: _Segments, run: range) -> tuple[_Segments, float, float]:
    def middle(index: int) -> float:
        return (segments[index][-1].box.x1 + segments[index + 1][0].box.x0) / 2

    left = middle(run.start - 1) if run.start else -inf
    right = middle(run.stop - 1) if run.stop < len(segments) else inf
    return segments[run.start : run.stop], left, right


def _is_head(segments: _Segments) -> bool:
    """Whether enough of the segments are heads, of different roles, and none is a value."""
    roles = [roles_of(joined(segment)) for segment in segments]
    named = sum(bool(role) for role in roles)
    kinds: frozenset[Role] = frozenset().union(*roles)
    lots = _lots(segments) if Role.ITEM in kinds else 0
    if named < 2 or len(kinds) < 2 or not kinds & _MEASURES or named + lots < _NAMED * len(segments):
        return False
    if any(_is_number(segment) for segment in segments) and not _names_samples(segments, named, kinds):
        return False
    if len(segments) == 2 and kinds <= _ITEM_AND_VERDICT:
        return False
    labels = [segment[-1].text.endswith((":", "：")) for segment in segments]
    if any(labels) and not all(labels):
        return False  # "Method:   ISO 660   Date:   3 May": each label has its value behind it
    worded = sum(bool(role) and is_verdict(joined(segment)) for role, segment in zip(roles, segments, strict=True))
    return named - worded >= 2


def _lots(segments: _Segments) -> int:
    """How many segments are lots' numbers beside each other: codes of one length."""
    codes = [text for segment in segments if _CODE.match(text := joined(segment))]
    return len(codes) if len(codes) > 1 and len({len(code) for code in codes}) == 1 else 0


def _names_samples(segments: Sequence[Sequence[Word]], named: int, kinds: frozenset[Role]) -> bool:
    """Figures in a head that is one beyond doubt are the samples' numbers: "Test item, Unit, Limit, 001, 002"."""
    whole = all(w.text.isdigit() for s in segments if _is_number(s) for w in s)
    return named >= _BEYOND_DOUBT and Role.ITEM in kinds and whole


def _fine_segments(line: Line) -> _Segments:
    """The line cut at smaller gaps than usual where each piece is a head or a unit, and the whole is none."""
    segments: list[tuple[Word, ...]] = []
    for segment in line.segments:
        pieces = _pieces(segment, _TIGHT_GAP)
        if len(pieces) == 1 or _is_whole(segment, line.segments):
            segments.append(segment)
            continue
        if roles_of(joined(segment)):
            # "LIMIT AMT": two heads that stand close, and by chance a head together as well.
            pieces = _pieces(segment, _WIDE_SPACE)
            if len({roles_of(joined(piece)) for piece in pieces}) < len(pieces):
                pieces = [segment]
        segments += pieces if all(_is_headlike(piece) for piece in pieces) else _halves(segment)
    return tuple(segments)


def _halves(segment: Sequence[Word]) -> list[tuple[Word, ...]]:
    """The segment cut at its one gap that is clearly wider than between words: two heads, whether known or not.

    On a picture, lines are higher than their print and heads that stand close seem to be one.
    """
    gaps = [word.box.x0 - last.box.x1 for last, word in pairwise(segment)]
    widest = max(range(len(gaps)), key=lambda i: gaps[i])
    others = gaps[:widest] + gaps[widest + 1 :]
    if not others or gaps[widest] < max(_WIDE_SPACE * segment[widest].box.height, _WIDER * max(others)):
        return [tuple(segment)]
    return [tuple(segment[: widest + 1]), tuple(segment[widest + 1 :])]


def _is_whole(segment: Sequence[Word], segments: _Segments) -> bool:
    """ "Test Method" beside "Property": a head that certificates print, where another already names the items.

    On a picture the words of one head stand apart as far as heads that stand close.
    """
    others = (roles_of(joined(other)) for other in segments if other is not segment)
    return is_printed_head(joined(segment)) and any(Role.ITEM in roles for roles in others)


def _spread_segments(line: Line) -> _Segments:
    """The line with the letters of a head that is set apart ("项   目") put together again."""
    segments: list[tuple[Word, ...]] = []
    for segment in line.segments:
        whole = (*segments[-1], *segment) if segments else segment
        if segments and len(_text(whole)) <= _SPREAD and _is_spread(segments[-1]) and _is_spread(segment):
            segments[-1] = whole
        else:
            segments.append(segment)
    return tuple(segments)


def _is_spread(words: Sequence[Word]) -> bool:
    """Letters of one head, and not yet a head themselves."""
    text = _text(words)
    return is_ideograph(text[0]) and not roles_of(text)


def _text(words: Sequence[Word]) -> str:
    return "".join(word.text for word in words)


def _pieces(segment: Sequence[Word], gap: float) -> list[tuple[Word, ...]]:
    pieces: list[list[Word]] = [[segment[0]]]
    for last, word in pairwise(segment):
        if word.box.x0 - last.box.x1 > gap * word.box.height:
            pieces.append([])
        pieces[-1].append(word)
    return [tuple(piece) for piece in pieces]


def _is_headlike(words: Sequence[Word]) -> bool:
    text = joined(words)
    return bool(roles_of(text)) or is_unit_head(text)


def _matrix_segments(lines: Sequence[Line], index: int) -> _Segments | None:
    """A line of words above lines of numbers, column under column: names across, lots down."""
    segments = lines[index].segments
    if len(segments) < _FEWEST_COLUMNS or any(":" in w.text or "：" in w.text for s in segments for w in s):
        return None
    if any(_is_number(segment) for segment in segments) or sum(len(segment) for segment in segments) > 4 * len(
        segments
    ):
        return None
    for below in lines[index + 1 : index + 1 + _LOOK_BELOW]:
        if len(below.segments) > 1.5 * len(segments) + 1:
            return None
        numbers = [s for s in below.segments if _is_number(s)]
        under = sum(any(_over(s, h) for h in segments) for s in numbers)
        if under >= max(3, 0.4 * len(segments)) and (len(segments) >= _MATRIX_COLUMNS or under == len(below.segments)):
            return segments
    return None


def _is_number(segment: Sequence[Word]) -> bool:
    return bool(_NUMERIC.match(segment[0].text)) and len(segment) <= 2


def _over(a: Sequence[Word], b: Sequence[Word]) -> bool:
    return Box.around(w.box for w in a).overlap_x(Box.around(w.box for w in b)) > 0


def _stacked(above: Line, below: Line) -> bool:
    return below.box.center_y - above.box.center_y <= STACK * max(above.box.height, below.box.height)


def _is_subhead(line: Line) -> bool:
    """A second line of heads: words that head columns, or units in brackets, and no values."""
    segments = _fine_segments(line)
    texts = [joined(segment) for segment in segments]
    roles = sum(bool(roles_of(text)) for text in texts)
    codes = sum(bool(_CODE.match(text)) for text in texts)
    # Lots' numbers under a head for all of them; beside one role alone they are the methods' codes.
    codes = codes if roles >= 2 or codes == len(texts) else 0
    units = sum((text[0] in "(（[" or is_unit_head(text)) and not roles_of(text) for text in texts)
    fitting = roles + codes + units
    return fitting >= 0.6 * len(segments) and not any(_is_number(s) for s in segments) and fitting >= 2


def _stack(columns: list[list[Word]], below: list[list[Word]]) -> list[list[Word]]:
    """Heads of two lines joined column by column; a head over several stands over each of them."""
    homes = [_home(columns, segment) for segment in below]
    out: list[list[Word]] = []
    for i, column in enumerate(columns):
        under = [segment for segment, home in zip(below, homes, strict=True) if home == i]
        out += [column + segment for segment in under] or [column]
    out += [segment for segment, home in zip(below, homes, strict=True) if home is None]
    return sorted(out, key=lambda words: words[-1].box.x0)


def _home(columns: Sequence[Sequence[Word]], segment: Sequence[Word]) -> int | None:
    """The column that a second line's segment stands under: the one it overlaps most, or all but touches."""
    box = Box.around(word.box for word in segment)
    shares = [box.overlap_x(Box.around(word.box for word in column)) for column in columns]
    best = max(range(len(columns)), key=lambda i: shares[i])
    return best if shares[best] > -_LEAST_GAP / 2 else None
