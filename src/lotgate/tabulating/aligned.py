"""Tables without ruling lines: columns that stand under a line of heads.

A head is a line several of whose segments are words that head columns (``lexicon.heads``), or a line of words over
lines of numbers. Its columns are parted where the lines below leave the clearest gap, so that values wider than
their head, and heads wider than their values, fall where a reader puts them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lotgate.lexicon.heads import Role, roles_of
from lotgate.lexicon.shapes import is_unit_head, is_value, is_verdict
from lotgate.model.document import Word
from lotgate.model.geometry import Box
from lotgate.model.table import Cell, Line, Table, TableSource
from lotgate.tabulating.grouping import Level, grouped
from lotgate.tabulating.lines import begins_inside, is_ideograph, joined, lines_of, paragraph

STACK = 1.9
"""Lines of one head stand at most this many line heights apart."""
FARTHEST = 5.0
"""A row farther than this many line heights below the last, and than 2.2 usual row distances, ends the table."""
_MEASURES = frozenset({Role.RESULT, Role.LIMIT, Role.MINIMUM, Role.MAXIMUM, Role.VERDICT, Role.UNIT, Role.METHOD})
_ITEM_AND_VERDICT = frozenset({Role.ITEM, Role.VERDICT})
_TIGHT_GAP = 0.3
_WIDE_SPACE = 0.5
_BEYOND_DOUBT = 3
_NUMERIC = re.compile(r"^[<>≤≥＜＞=±~+-]*\.?\d[\d.,]*[%]?$|^(ND|N\.D\.?|nd|n/d|NT|<LOQ|<LOD|-|--|—|/)$")
_CODE = re.compile(r"^(?=.*[A-Z])(?=.*\d)[A-Z0-9][A-Z0-9/-]{3,}$")
"""A lot's or heat's number at the head of its column."""
_FEWEST_COLUMNS = 3
_LEAST_GAP = 12.0
_FOREIGN = 2.5
_SPREAD = 6
_LOOK_BELOW = 6
_MATRIX_COLUMNS = 4
_LONG_TEXT = 8


@dataclass(frozen=True, slots=True)
class _Head:
    """A table's head: its columns, left to right, each with the words that stand in it."""

    first: int
    last: int
    columns: tuple[tuple[Word, ...], ...]

    @property
    def box(self) -> Box:
        return Box.around(word.box for column in self.columns for word in column)


def aligned_tables(page: int, lines: Sequence[Line]) -> list[Table]:
    """The aligned tables among ``lines``, top to bottom; the lines themselves are left to the caller."""
    tables = []
    index = 0
    while index < len(lines):
        head = _head_at(lines, index)
        if head is None:
            index += 1
            continue
        end = _end_of(lines, head)
        if end > head.last + 1:
            tables += _tables(page, lines, head, end)
        index = max(end, head.last + 1)
    return tables


# --- heads ---


def _head_at(lines: Sequence[Line], index: int) -> _Head | None:
    heads = _head_segments(lines[index])
    segments = _trimmed(heads) if heads else _matrix_segments(lines, index)
    if segments is None:
        return None
    first = last = index
    columns = [list(segment) for segment in segments]
    while last + 1 < len(lines) and _stacked(lines[last], lines[last + 1]) and _is_subhead(lines[last + 1]):
        last += 1
        columns = _stack(columns, [list(s) for s in _fine_segments(lines[last])])
    return _Head(first, last, tuple(tuple(column) for column in columns))


def _trimmed(segments: tuple[tuple[Word, ...], ...]) -> tuple[tuple[Word, ...], ...]:
    """The head without what stands far beside it on the same line and is no head: another column of the page."""
    gaps = sorted(b[0].box.x0 - a[-1].box.x1 for a, b in pairwise(segments))
    usual = max(gaps[len(gaps) // 2], _LEAST_GAP)
    first, last = 0, len(segments)
    while last - first > 2 and not _is_headlike(segments[last - 1]):
        if segments[last - 1][0].box.x0 - segments[last - 2][-1].box.x1 <= _FOREIGN * usual:
            if not any(map(_is_headlike, segments[last - 2 : last])):
                last -= 1
                continue
            break
        last -= 1
    return segments[first:last]


def _head_segments(line: Line) -> tuple[tuple[Word, ...], ...] | None:
    """The line's segments if enough of them are heads; cut finer where the columns stand close."""
    best: tuple[int, tuple[tuple[Word, ...], ...]] | None = None
    for segments in (line.segments, _fine_segments(line), _spread_segments(line)):
        if not 2 <= len(segments) <= 40:
            continue
        roles = [roles_of(joined(segment)) for segment in segments]
        named = sum(bool(role) for role in roles)
        units = sum(is_unit_head(joined(segment)) for segment in segments)
        kinds = frozenset().union(*roles)
        if named >= 2 and len(kinds) >= 2 and kinds & _MEASURES and named >= 0.4 * len(segments):
            numbered = any(_is_number(segment) for segment in segments)
            if (numbered and not _names_samples(segments, named, kinds)) or (
                len(segments) == 2 and kinds <= _ITEM_AND_VERDICT
            ):
                continue
            if named - sum(is_verdict(joined(segment)) for segment in segments) < 2:
                continue
            if best is None or named + units > best[0]:
                best = (named + units, segments)
    return best[1] if best else None


def _names_samples(segments: Sequence[Sequence[Word]], named: int, kinds: frozenset[Role]) -> bool:
    """Figures in a head that is one beyond doubt are the samples' numbers: "Test item, Unit, Limit, 001, 002"."""
    whole = all(w.text.isdigit() for s in segments if _is_number(s) for w in s)
    return named >= _BEYOND_DOUBT and Role.ITEM in kinds and whole


def _fine_segments(line: Line) -> tuple[tuple[Word, ...], ...]:
    """The line cut at smaller gaps than usual where each piece is a head or a unit; never inside what is one as a whole."""
    segments: list[tuple[Word, ...]] = []
    for segment in line.segments:
        pieces = _pieces(segment, _TIGHT_GAP)
        if roles_of(joined(segment)):
            # "LIMIT AMT": two heads that stand close, and by chance a head together as well.
            pieces = _pieces(segment, _WIDE_SPACE)
            if len({roles_of(joined(piece)) for piece in pieces}) < len(pieces):
                pieces = [segment]
        segments += pieces if all(_is_headlike(piece) for piece in pieces) else [segment]
    return tuple(segments)


def _spread_segments(line: Line) -> tuple[tuple[Word, ...], ...]:
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


def _matrix_segments(lines: Sequence[Line], index: int) -> tuple[tuple[Word, ...], ...] | None:
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
    out: list[list[Word]] = []
    taken: set[int] = set()
    for column in columns:
        under = [i for i, segment in enumerate(below) if _over(column, segment)]
        if len(under) <= 1:
            out.append(column + [w for i in under for w in below[i]])
        else:
            out += [column + below[i] for i in under]
        taken.update(under)
    out += [segment for i, segment in enumerate(below) if i not in taken]
    return sorted(out, key=lambda words: words[-1].box.x0)


# --- body ---


def _end_of(lines: Sequence[Line], head: _Head) -> int:
    """The index after the table's last line."""
    width = head.box.width
    last = lines[head.last]
    distances: list[float] = []
    end = head.last + 1
    while end < len(lines):
        line = lines[end]
        distance = line.box.center_y - last.box.center_y
        usual = sorted(distances)[len(distances) // 2] if distances else distance
        if distance > max(FARTHEST * line.box.height, 2.2 * usual) or _head_segments(line):
            break
        if len(line.segments) == 1 and len(line.words) >= _LONG_TEXT and line.box.width > 0.5 * width:
            break
        distances.append(distance)
        last = line
        end += 1
    return end


def _tables(page: int, lines: Sequence[Line], head: _Head, end: int) -> list[Table]:
    """The table, or the several that stand side by side under heads that repeat."""
    body = lines[head.last + 1 : end]
    head, bounds = _with_names(head, body, _bounds(head, body))
    return [table for panel in _panels(head) if (table := _panel_table(page, panel, head, body, bounds))]


def _with_names(head: _Head, body: Sequence[Line], bounds: list[float]) -> tuple[_Head, list[float]]:
    """The head with a column before its first, where most lines begin left of all heads: names need no head."""
    first = head.columns[0][0].box.x0
    if roles_of(paragraph(head.columns[0])) & {Role.ITEM, Role.NUMBER, Role.SAMPLE}:
        return head, bounds
    parted = [line for line in body if len(line.segments) > 1][:_LOOK_BELOW]
    left = [line.segments[0] for line in parted if line.segments[0][-1].box.x1 < first + 1]
    if len(left) < max(2, 0.6 * len(parted)):
        return head, bounds
    edge = max(segment[-1].box.x1 for segment in left)
    return replace(head, columns=((), *head.columns)), [(edge + first) / 2, *bounds]


def _panels(head: _Head) -> list[range]:
    """The head's columns, cut where the first head comes again."""
    names = [roles_of(paragraph(words)) | {paragraph(words)} for words in head.columns]
    starts = [i for i, name in enumerate(names) if i == 0 or (Role.ITEM in names[0] and name & names[0])]
    if any(b - a < 2 for a, b in pairwise([*starts, len(names)])):
        starts = [0]
    return [range(a, b) for a, b in pairwise([*starts, len(names)])]


def _panel_table(page: int, panel: range, head: _Head, body: Sequence[Line], bounds: Sequence[float]) -> Table | None:
    heads = [_cell(0, i, words) for i, column in enumerate(panel) if (words := head.columns[column])]
    own = [[w for w in line.words if _column(bounds, w) in panel] for line in body]
    lines = list(body) if len(panel) == len(head.columns) else lines_of(word for words in own for word in words)
    inner = bounds[panel.start : panel.stop - 1]
    rows = _rows(lines, inner)
    if not rows:
        return None
    cells = [*heads]
    for index, row in enumerate(rows, start=1):
        if len(row) == 1 and _runs_across(row[0], inner):
            cells.append(_across(index, inner, row[0]))
            continue
        gathered: dict[int, list[Word]] = {}
        for line in row:
            for word in line.words:
                gathered.setdefault(_column(inner, word), []).append(word)
        cells += [_cell(index, column, words) for column, words in sorted(gathered.items())]
    return Table(page, Box.around(c.box for c in cells), tuple(cells), len(rows) + 1, len(panel), TableSource.ALIGNED)


def _rows(lines: Sequence[Line], bounds: Sequence[float]) -> list[list[Line]]:
    """Lines grouped into rows: a line without values near to one with values belongs to it."""
    return [[lines[i] for i in row] for row in grouped([_level(line, bounds) for line in lines])]


def _level(line: Line, bounds: Sequence[float]) -> Level:
    full = len({_column(bounds, w) for w in line.words}) > 1 and not _runs_across(line, bounds)
    return Level(line.box.center_y, line.box.height, full, line.words[0].bold, begins_inside(line.words[0].text))


def _cell(row: int, column: int, words: Sequence[Word]) -> Cell:
    return Cell(row, column, paragraph(words), Box.around(w.box for w in words), tuple(words))


def _runs_across(line: Line, bounds: Sequence[float]) -> bool:
    """A heading, a lot's band or a note: words that take no notice of the columns."""
    if len(line.segments) > 2 or len({_column(bounds, word) for word in line.words}) < 2:
        return False
    return len(line.segments) == 1 or any(_straddles(segment, bounds) for segment in line.segments)


def _straddles(segment: Sequence[Word], bounds: Sequence[float]) -> bool:
    """Words, not values, that stand close on both sides of a column's bound."""
    return any(
        _column(bounds, last) != _column(bounds, word)
        and word.box.x0 - last.box.x1 < 0.6 * word.box.height
        and not is_value(last.text)
        and not is_value(word.text)
        for last, word in pairwise(segment)
    )


def _across(row: int, bounds: Sequence[float], line: Line) -> Cell:
    first, last = _column(bounds, line.words[0]), _column(bounds, line.words[-1])
    return Cell(row, first, paragraph(line.words), line.box, line.words, column_span=max(1, last - first + 1))


def _column(bounds: Sequence[float], word: Word) -> int:
    return sum(word.box.center_x > bound for bound in bounds)


def _bounds(head: _Head, body: Sequence[Line]) -> list[float]:
    """Where each two neighbouring columns part: the widest stretch between their heads that fewest words cover."""
    words = [box for line in body for segment in line.segments for box in _wholes(segment)]
    bounds = []
    for left, right in pairwise(head.columns):
        a, b = Box.around(w.box for w in left), Box.around(w.box for w in right)
        bounds.append(_clearest(words, a, b))
    return bounds


def _wholes(segment: Sequence[Word]) -> list[Box]:
    """The segment's values: one, or several where some of its gaps are clearly wider than the rest."""
    gaps = [word.box.x0 - last.box.x1 for last, word in pairwise(segment)]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 0.0
    pieces: list[list[Box]] = [[segment[0].box]]
    for gap, word in zip(gaps, segment[1:], strict=True):
        if gap > _TIGHT_GAP * word.box.height and gap > 1.35 * usual:
            pieces.append([])
        pieces[-1].append(word.box)
    return [Box.around(piece) for piece in pieces]


def _clearest(boxes: Sequence[Box], left: Box, right: Box) -> float:
    start, stop = left.center_x, right.center_x
    if stop <= start:
        return (left.x1 + right.x0) / 2
    near = [b for b in boxes if b.x1 > start and b.x0 < stop and b.width < 2.5 * (stop - start)]
    ends = sorted({start, stop, *(min(max(v, start), stop) for b in near for v in (b.x0, b.x1))})
    best, place = None, (left.x1 + right.x0) / 2
    for x0, x1 in itertools.pairwise(ends):
        middle = (x0 + x1) / 2
        cover = sum(b.x0 < middle < b.x1 for b in near)
        between = left.x1 - 1 <= middle <= right.x0 + 1
        rank = (cover, not between, -(x1 - x0))
        if best is None or rank < best:
            best, place = rank, middle
    return place
