"""Tables without ruling lines: columns that stand under a line of heads.

A head is a line several of whose segments are words that head columns (``lexicon.heads``), or a line of words over
lines of numbers. Its columns are parted where the lines below leave the clearest gap, so that values wider than
their head, and heads wider than their values, fall where a reader puts them.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from lotgate.lexicon.heads import Role, roles_of
from lotgate.lexicon.page_numbers import page_number
from lotgate.lexicon.shapes import is_comparison, is_contact, is_value
from lotgate.model.document import Word
from lotgate.model.geometry import Box
from lotgate.model.lines import is_ideograph, lines_of, paragraph
from lotgate.model.table import Cell, Line, Table, TableSource
from lotgate.tabulating.column_heads import ColumnHead, heads_at, is_head_line, within
from lotgate.tabulating.grouping import Level, begins_inside, grouped

FARTHEST = 5.0
"""A row farther than this many line heights below the last, and than 2.2 usual row distances, ends the table."""
_TIGHT_GAP = 0.3
_SIGN_GAP = 0.6
"""Heights of a line between a sign of comparison and its value."""
_LONG_TEXT = 8
_PARTED_LINES = 6


def aligned_tables(page: int, lines: Sequence[Line]) -> list[Table]:
    """The aligned tables among ``lines``, top to bottom; the lines themselves are left to the caller."""
    tables: list[Table] = []
    index = 0
    while index < len(lines):
        heads = heads_at(lines, index)
        after = index + 1
        for head in heads:
            end = _end_of(lines, head)
            if end > head.last + 1:
                tables += _tables(page, _own_lines(lines[head.last + 1 : end], head), head)
            after = max(after, end)
        if heads and any(head.left > -inf or head.right < inf for head in heads):
            tables += aligned_tables(page, _beside(lines[index:after], heads))
        index = after
    return tables


def _own_lines(lines: Sequence[Line], head: ColumnHead) -> list[Line | None]:
    """The lines as the head's table sees them; ``None`` where a line has nothing between its sides."""
    return [within(line, head.left, head.right) for line in lines]


def _beside(lines: Sequence[Line], heads: Sequence[ColumnHead]) -> list[Line]:
    """What stands on the tables' lines and outside all of them."""
    words = (
        word
        for line in lines
        for word in line.words
        if not any(head.left < word.box.center_x < head.right for head in heads)
    )
    return lines_of(words)


# --- body ---


def _end_of(lines: Sequence[Line], head: ColumnHead) -> int:
    """The index after the table's last line, of what each line has between the head's sides."""
    width = head.box.width
    bottom = max(word.box.center_y for column in head.columns for word in column)
    distances: list[float] = []
    end = head.last + 1
    for index in range(head.last + 1, len(lines)):
        line = within(lines[index], head.left, head.right)
        if line is None:
            continue
        distance = line.box.center_y - bottom
        usual = distances[len(distances) // 2] if distances else distance
        if distance > max(FARTHEST * line.box.height, 2.2 * usual) or is_head_line(line):
            break
        if any(is_contact(word.text) for word in line.words) or _is_sentence(line.segments[0]):
            break
        if len(line.segments) == 1 and page_number(line.text):
            break
        if len(line.segments) == 1 and len(line.words) >= _LONG_TEXT and line.box.width > 0.5 * width:
            break
        insort(distances, distance)
        bottom = line.box.center_y
        end = index + 1
    return end


def _is_sentence(segment: Sequence[Word]) -> bool:
    """Whether a line begins with a whole Chinese sentence, as a conclusion or a note does and no item's name."""
    return segment[-1].text.endswith("。")


def _tables(page: int, lines: Sequence[Line | None], head: ColumnHead) -> list[Table]:
    """The table, or the several that stand side by side under heads that repeat."""
    body = [line for line in lines if line is not None]
    head, bounds = _with_names(head, body, _bounds(head, body))
    return [table for panel in _panels(head) if (table := _panel_table(page, panel, head, body, bounds))]


def _with_names(head: ColumnHead, body: Sequence[Line], bounds: list[float]) -> tuple[ColumnHead, list[float]]:
    """The head with a column before its first, where most lines begin left of all heads: names need no head."""
    first = head.columns[0][0].box.x0
    if roles_of(paragraph(head.columns[0])) & {Role.ITEM, Role.NUMBER, Role.SAMPLE}:
        return head, bounds
    parted = [line for line in body if len(line.segments) > 1][:_PARTED_LINES]
    left = [line.segments[0] for line in parted if line.segments[0][-1].box.x1 < first + 1]
    if len(left) < max(2, 0.6 * len(parted)):
        return head, bounds
    edge = max(segment[-1].box.x1 for segment in left)
    return replace(head, columns=((), *head.columns)), [(edge + first) / 2, *bounds]


def _panels(head: ColumnHead) -> list[range]:
    """The head's columns, cut where the first head comes again."""
    names = [roles_of(paragraph(words)) | {paragraph(words)} for words in head.columns]
    starts = [i for i, name in enumerate(names) if i == 0 or (Role.ITEM in names[0] and name & names[0])]
    if any(b - a < 2 for a, b in pairwise([*starts, len(names)])):
        starts = [0]
    return [range(a, b) for a, b in pairwise([*starts, len(names)])]


def _panel_table(
    page: int, panel: range, head: ColumnHead, body: Sequence[Line], bounds: Sequence[float]
) -> Table | None:
    heads = [_cell(0, i, words) for i, column in enumerate(panel) if (words := head.columns[column])]
    own = [[w for w in line.words if _column(bounds, _compared(w, line)) in panel] for line in body]
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
                gathered.setdefault(_column(inner, _compared(word, line)), []).append(word)
        cells += [_cell(index, column, words) for column, words in sorted(gathered.items())]
    return Table(page, Box.around(c.box for c in cells), tuple(cells), len(rows) + 1, len(panel), TableSource.ALIGNED)


def _rows(lines: Sequence[Line], bounds: Sequence[float]) -> list[list[Line]]:
    """Lines grouped into rows: a line without values near to one with values belongs to it."""
    levels = [_level(line, bounds) for line in lines]
    rows: list[list[Line]] = []
    for row in grouped(levels):
        own = [lines[i] for i in row]
        speaks = not any(levels[i].full for i in row) and any(_runs_across(line, bounds) for line in own)
        rows += [[line] for line in own] if speaks else [own]
    return rows


def _level(line: Line, bounds: Sequence[float]) -> Level:
    full = len({_column(bounds, w) for w in line.words}) > 1 and not _runs_across(line, bounds)
    first, *others = line.segments
    return Level(
        line.box.center_y,
        line.box.height,
        full,
        line.words[0].bold,
        begins_inside(line.words[0].text),
        ideographs=any(is_ideograph(letter) for word in first for letter in word.text),
        valued=any(is_value(word.text) for segment in others for word in segment),
    )


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
    center = word.box.center_x
    return sum([center > bound for bound in bounds])


def _compared(word: Word, line: Line) -> Word:
    """The word itself; behind a sign of comparison the value that it is about, in whose column the sign belongs."""
    if not is_comparison(word.text):
        return word
    behind = (
        value
        for sign, value in pairwise(line.words)
        if sign is word and is_value(value.text) and value.box.x0 - sign.box.x1 < _SIGN_GAP * sign.box.height
    )
    return next(behind, word)


def _bounds(head: ColumnHead, body: Sequence[Line]) -> list[float]:
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
    for x0, x1 in pairwise(ends):
        middle = (x0 + x1) / 2
        cover = sum([b.x0 < middle < b.x1 for b in near])
        between = left.x1 - 1 <= middle <= right.x0 + 1
        rank = (cover, not between, -(x1 - x0))
        if best is None or rank < best:
            best, place = rank, middle
    return place
