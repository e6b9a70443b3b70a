"""Labels and the values beside, behind or below them, in lines of text and in the cells of tables.

A band is a line or a table's row; its segments are what stands apart on it. A label is followed by its value after a
colon, in the next segment, or in the segment below it; a label whose place for a value is empty has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lotgate.lexicon.header_words import Label, has_verdict_subject, is_company, is_organisation, label_of, title_kind
from lotgate.model.certificate import HeaderField
from lotgate.model.geometry import Box
from lotgate.model.table import Cell, Layout, TableSource
from lotgate.reading.bands import COLONS, Band, Segment, bands_in_cell, bands_of_lines, bands_of_rows
from lotgate.reading.behind import COLON_SIGNS, PARTING, Labelled, labelled_in
from lotgate.reading.dates import is_date
from lotgate.reading.printed import Printed, is_chinese
from lotgate.reading.values import DATES, is_published_standard, standards_in, value_of

COLON = 0.97
"""A label, a colon and a value."""
CELL = 0.96
"""A cell with a label and the cell beside it."""
BELOW_CELL = 0.9
NEIGHBOUR = 0.88
"""A label and what stands beside it, with no colon between them."""
BELOW = 0.85
_ROW = 0.85
BEHIND = 0.85
"""A label and a value in one run of words, with no colon between them."""
_WEAK = 0.88
_WEAKER = {HeaderField.SUPPLIER: 0.6, HeaderField.CERTIFICATE_NO: 0.8, HeaderField.CONCLUSION: 0.75}
_CUT_BY_GUESS = 0.8
_STANDING_IN = 0.58
"""The date of the test where no date of the report is printed."""
_DESCRIBED = 0.85
"""What a weak label ("Description", "Part") calls the product, with no colon between them."""
_NEAR = 2.6
"""Lines farther below than this many line heights say nothing about each other."""
_NEXT_LINE = 1.9
_CODE = re.compile(r"(?=\S*\d{2})[A-Z0-9][A-Z0-9/_.-]{3,}")
_BARE_NUMBER = re.compile(r"[\d .-]{4,}")
_WORDY = frozenset({HeaderField.PRODUCT, HeaderField.SUPPLIER, HeaderField.CUSTOMER, HeaderField.CONCLUSION})
_MOST_VALUES = 200


@dataclass(frozen=True, slots=True)
class Pair:
    """A label with its value."""

    field: HeaderField
    value: Printed
    confidence: float
    strong: bool


def pairs_of(layout: Layout) -> Iterator[Pair]:
    """Every label of a header field on the page with the value that it has."""
    yield from _pairs_in(bands_of_lines(layout.lines))
    for table in layout.tables:
        if table.source is not TableSource.ALIGNED:
            yield from _pairs_in(bands_of_rows(table))
            for cell in table.cells:
                if cell.words and any(COLONS.search(word.text) for word in cell.words):
                    bands = bands_in_cell(cell)
                    if len(bands) > 1:
                        yield from _both_scripts(_pairs_in(bands))
                elif cell.words:
                    yield from _under_own_label(cell)


def _under_own_label(cell: Cell) -> Iterator[Pair]:
    """The value below a label in one cell, as forms print them: "PRODUCT" over "Seamless steel pipe"."""
    first, *rest = bands_in_cell(cell)
    label = label_of(first.segments[0].text.text) if len(first.segments) == 1 else None
    if not rest or label is None or label.field is None or label_of(cell.text) is not None:
        return
    lines = [segment.text for band in rest for segment in band.segments]
    if not any(_is_labelled(line) for line in lines):
        yield from _pair(label, Printed.joined(lines) if label.field in _WORDY else lines[0], BELOW)


def _pairs_in(bands: Sequence[Band]) -> Iterator[Pair]:
    for index, band in enumerate(bands):
        for place, segment in enumerate(band.segments):
            if segment.text.text:
                yield from _pairs_at(bands, index, place)


def _both_scripts(pairs: Iterator[Pair]) -> Iterator[Pair]:
    """One cell that names a thing twice, in Chinese and in another language, names it once."""
    last: Pair | None = None
    for pair in pairs:
        twice = last is not None and last.field is pair.field and pair.field in _WORDY
        if last is not None and twice and is_chinese(last.value.text) != is_chinese(pair.value.text):
            last = replace(last, value=Printed.joined([last.value, pair.value]))
            continue
        if last is not None:
            yield last
        last = pair
    if last is not None:
        yield last


# --- one segment ---


def _pairs_at(bands: Sequence[Band], index: int, place: int) -> Iterator[Pair]:
    band = bands[index]
    segment = band.segments[place]
    for found in labelled_in(segment.text, inside=segment.lines == 1):
        field = found.label.field or found.label.stands_in_for
        if found.parts and (shared := _shared(bands, index, place, found)):
            yield from shared
        elif field is None:
            continue
        elif found.rest.text:
            base = COLON if found.colon else BEHIND
            rest = _continued(bands, index, place, field, found.rest) if found.last else found.rest
            yield from _pair(found.label, rest, base if found.sure else base * _CUT_BY_GUESS)
        elif found.last:
            yield from _elsewhere(bands, index, place, found)


def _shared(bands: Sequence[Band], index: int, place: int, found: Labelled) -> list[Pair]:
    """The values of a label that names several things, where as many stand in its place: "生产日期/批号: A / B"."""
    beside = _beside(bands[index], place)
    text = found.rest if found.rest.text else beside.text if beside is not None else found.rest
    marks = list(PARTING.finditer(text.text))
    spaced = [mark for mark in marks if mark[0] != mark[0].strip()]
    marks = spaced if len(spaced) + 1 == len(found.parts) else marks
    if is_date(text.text):  # the day is the batch's number too
        return [
            pair
            for label in found.parts
            for pair in _pair(label, text, BELOW_CELL if label.field in DATES else BELOW_CELL * _ROW)
        ]
    if len(marks) + 1 != len(found.parts):
        return []
    starts, ends = [0, *(m.end() for m in marks)], [*(m.start() for m in marks), len(text.text)]
    values = [text.cut(a, b) for a, b in zip(starts, ends, strict=True)]
    if found.parts[0].field is HeaderField.ORDER_NO:  # "Order no./date": not the day of the certificate
        return list(_pair(found.parts[0], values[0], BELOW_CELL))
    pairs = [list(_pair(label, value, BELOW_CELL)) for label, value in zip(found.parts, values, strict=True)]
    return [pair for several in pairs for pair in several] if all(pairs) else []


def _pair(label: Label, text: Printed, confidence: float) -> Iterator[Pair]:
    if label.stands_in_for is not None:
        if value := value_of(label.stands_in_for, text):
            yield Pair(label.stands_in_for, value, confidence * _STANDING_IN, strong=False)
        return
    field = label.field
    if field is HeaderField.CERTIFICATE_NO and not label.strong and is_published_standard(text.text):
        field = HeaderField.STANDARD  # "Reference: Ph. Eur. 11.0"
    if field is None or (value := value_of(field, text)) is None:
        return
    if field is HeaderField.CONCLUSION and not label.strong and not _is_overall(value.text):
        return
    if field is HeaderField.SUPPLIER and not label.strong and not _is_body(value.text):
        return
    yield Pair(field, value, confidence * (1 if label.strong else _WEAKER.get(field, _WEAK)), label.strong)


def _is_body(name: str) -> bool:
    """Whether a name is a company's or another body's, and not a person's who signed."""
    return is_company(name) or is_organisation(name)


def _is_overall(verdict: str) -> bool:
    """Whether a remark speaks of the whole delivery, and not of one value or of the sheet itself."""
    return len(verdict.split()) <= 2 or has_verdict_subject(verdict) or bool(standards_in(verdict))


# --- beside and below ---


def _elsewhere(bands: Sequence[Band], index: int, place: int, found: Labelled) -> Iterator[Pair]:
    """The value of a label that stands alone: to the right, else below."""
    band, label = bands[index], found.label
    field = label.field or label.stands_in_for
    if field is None:
        return
    if field is HeaderField.BATCH and _heads_column(bands, index, place):
        yield from _below(bands, index, place, label)
        return
    beside = _beside(band, place)
    if beside is not None and not _is_labelled(beside.text):
        marked = found.colon or beside.text.text[:1] in ":：︰∶"
        described = not marked and not label.strong and field in _WORDY and field is not HeaderField.CONCLUSION
        if described and field is not HeaderField.PRODUCT:
            return
        if not (band.cells or marked) and _is_head(band, place):
            return
        text = _continued(bands, index, place + 1, field, _run_on(band, place + 1, field))
        base = (CELL if band.cells else COLON if marked else NEIGHBOUR) * (_DESCRIBED if described else 1)
        more = _further(band, place) if band.cells or described else []
        if more and (described or field in (HeaderField.CONCLUSION, HeaderField.QUANTITY, HeaderField.GRADE)):
            return
        if field is HeaderField.BATCH and not all(any(c.isdigit() for c in s.text.text) for s in more):
            if not _CODE.fullmatch(beside.text.text):
                yield from _below(bands, index, place, label)  # heads of columns stand beside it, and no batches
                return
            more = []  # a label that nobody knows follows
        pairs = list(_pair(label, text, base * _ROW if more and field is not HeaderField.BATCH else base))
        if field is HeaderField.BATCH:
            pairs += [pair for segment in more for pair in _pair(label, segment.text, base)]
        yield from pairs
        if not pairs and field is HeaderField.PRODUCT:
            yield from _under_number(bands, index, place, beside.text, label)
        if pairs or not _shaped(field):
            return
    elif beside is None and not (_is_column(band, found) or _is_stacked(bands, index)):
        return
    yield from _below(bands, index, place, label)


def _further(band: Band, place: int) -> list[Segment]:
    """The values that follow the first one on a row: with several, the row is one of a table, a column for each lot."""
    more: list[Segment] = []
    for segment in [s for s in band.segments[place + 1 :] if s.text.text][1:]:
        if _is_labelled(segment.text) or segment.text.text.endswith(tuple(COLON_SIGNS)):
            break
        more.append(segment)
    return more


def _heads_column(bands: Sequence[Band], index: int, place: int) -> bool:
    """Whether a code stands in the cell below a label: the label then heads a column, not a row."""
    if not bands[index].cells or index + 1 == len(bands):
        return False
    under = _under(bands[index], place, bands[index + 1])
    return bool(under) and bool(_CODE.fullmatch(under[0].text.text))


def _under_number(bands: Sequence[Band], index: int, place: int, number: Printed, label: Label) -> Iterator[Pair]:
    """The product's name in a line of its own below its number, before the next label."""
    if index + 2 >= len(bands) or bands[index].cells or not _BARE_NUMBER.fullmatch(number.text):
        return
    below, after = bands[index + 1], bands[index + 2]
    near = below.box.center_y - bands[index].box.center_y <= _NEXT_LINE * bands[index].box.height
    left = below.segments[0].box.x0
    starts = (bands[index].segments[place].box.x0, number.box.x0)
    aligned = any(abs(left - x0) < below.box.height for x0 in starts)
    line = below.segments[0].text
    if (
        near
        and aligned
        and len(below.segments) == 1
        and not _is_labelled(line)
        and _is_labelled(after.segments[0].text)
    ):
        yield from _pair(label, line, BELOW * _DESCRIBED)


def _shaped(field: HeaderField) -> bool:
    return field not in _WORDY and field is not HeaderField.GRADE


def _beside(band: Band, place: int) -> Segment | None:
    """The segment that a label's value would stand in; ``None`` where the label's place for a value is empty."""
    if place + 1 >= len(band.segments):
        return None
    here, right = band.segments[place], band.segments[place + 1]
    if not band.cells:
        return right
    if band.sparse:
        return next((s for s in band.segments[place + 1 :] if s.text.text), None)
    return right if right.text.text and right.column == here.after else None


def _is_labelled(text: Printed) -> bool:
    if label_of(text.text.rstrip(" :：")) is not None:
        return True
    colon = COLONS.search(text.text)
    return bool(colon and colon.start() > 0 and label_of(text.text[: colon.start()]) is not None)


def _is_head(band: Band, place: int) -> bool:
    """Whether the label heads a column: other labels without colons stand on its band as well."""
    others = [s for n, s in enumerate(band.segments) if n != place and s.text.text]
    return len(others) > 1 and sum(label_of(s.text.text) is not None for s in others) >= 0.6 * len(others)


def _is_column(band: Band, found: Labelled) -> bool:
    """Whether a label with nothing beside it may have its value below."""
    filled = [s for s in band.segments if s.text.text]
    if band.cells:
        return len(filled) > 1 and sum(label_of(s.text.text) is not None for s in filled) > 0.5 * len(filled)
    return found.colon or len(filled) > 1


def _is_stacked(bands: Sequence[Band], index: int) -> bool:
    """Whether labels and values take turns, each on a line of its own."""
    turns = [i for i in (index - 2, index, index + 2) if _is_over_value(bands, i)]
    return index in turns and len(turns) > 1


def _is_over_value(bands: Sequence[Band], index: int) -> bool:
    if not 0 <= index < len(bands) - 1:
        return False
    band, below = bands[index], bands[index + 1]
    return (
        not band.cells
        and len(band.segments) == len(below.segments) == 1
        and abs(band.box.x0 - below.box.x0) < band.box.height
        and label_of(band.segments[0].text.text) is not None
        and title_kind(band.segments[0].text.text) is None
        and not _is_labelled(below.segments[0].text)
    )


def _run_on(band: Band, place: int, field: HeaderField) -> Printed:
    """The value's segment with those that follow close by and are no labels, where the value is running text."""
    parts = (
        [band.segments[place].text] if not band.sparse else [s.text for s in band.segments[place:] if s.text.text][:1]
    )
    if field in _WORDY and not band.cells:
        for last, segment in zip(band.segments[place:], band.segments[place + 1 :], strict=False):
            gap = segment.box.x0 - last.box.x1
            if gap > 1.6 * segment.box.height or ":" in segment.text.text or _is_labelled(segment.text):
                break
            parts.append(segment.text)
    return Printed.joined(parts)


def _continued(bands: Sequence[Band], index: int, place: int, field: HeaderField, text: Printed) -> Printed:
    """The value with the lines that carry it on: a sentence's, or the same name in another script."""
    if bands[index].cells or field not in _WORDY or not text.spans:
        return text
    left, last, start = text.box.x0, bands[index], bands[index].segments[place].box.x0
    for band in bands[index + 1 : index + 8]:
        first = band.segments[0]
        line = first.text
        if band.box.center_y - last.box.center_y > _NEXT_LINE * max(line.box.height, text.box.height):
            break
        under = [s for s in band.segments if abs(s.box.x0 - left) < 2.5 * line.box.height]
        if not under and is_company(line.text) and abs(line.box.x0 - start) < line.box.height:
            under = [first]
        broken = field is HeaderField.PRODUCT and len(band.segments) == 1 and line.text[:1].islower()
        if not under and broken and abs(line.box.x0 - bands[index].segments[0].box.x0) < line.box.height:
            under = [first]
        if not under and not (field is HeaderField.CONCLUSION and len(band.segments) == 1):
            break
        line = under[0].text if under else line
        if _is_labelled(line) or not _carries_on(field, text.text, line.text):
            break
        text, last = Printed.joined([text, line]), band
    return text


def _carries_on(field: HeaderField, text: str, line: str) -> bool:
    if field is HeaderField.CONCLUSION:
        return not text.endswith(("。", ".", "！", "!")) and len(text) > 20 and not is_company(line)
    unfinished = text.endswith(("-", ",", "&", "(", "（", "，", "/")) or text.count("(") > text.count(")")
    return (
        unfinished
        or (field is HeaderField.PRODUCT and line[:1].islower() and not text.endswith((".", ";", "。")))
        or line[:1] in "(（"
        or (
            is_chinese(text) != is_chinese(line)
            and (field is HeaderField.PRODUCT or len(line) > 8)
            and not re.search(r"\d{3}", line)
        )
    )


def _below(bands: Sequence[Band], index: int, place: int, label: Label) -> Iterator[Pair]:
    """The value under a label; for batches, every value of the column."""
    band, head = bands[index], bands[index].segments[place]
    last = band.box
    for below in bands[index + 1 : index + 1 + (_MOST_VALUES if label.field is HeaderField.BATCH else 1)]:
        if not below.cells and below.box.center_y - last.center_y > _NEAR * max(below.box.height, head.box.height):
            return
        under = _under(band, place, below)
        if not under or _is_labelled(under[0].text):
            return
        pairs = list(_pair(label, under[0].text, BELOW_CELL if below.cells else BELOW))
        if not pairs:
            return
        several = (
            label.field is not HeaderField.BATCH and below.cells and _goes_on(bands, index + 2, band, place, label)
        )
        yield from (replace(pair, confidence=pair.confidence * _ROW) if several else pair for pair in pairs)
        last = below.box


def _goes_on(bands: Sequence[Band], index: int, head: Band, place: int, label: Label) -> bool:
    """Whether the column has a second value: the first is then one row's, and not the whole delivery's."""
    under = _under(head, place, bands[index]) if index < len(bands) else []
    return bool(under) and not _is_labelled(under[0].text) and any(_pair(label, under[0].text, BELOW))


def _under(band: Band, place: int, below: Band) -> list[Segment]:
    """What stands under a label: where a line of labels stands over as many values, the value of the same place."""
    labels_only = all(label_of(s.text.text) is not None for s in band.segments)
    if labels_only and not below.cells and len(band.segments) == len(below.segments) > 1:
        return [below.segments[place]]
    head = band.segments[place].box
    return [s for s in below.segments if s.text.text and _stands_under(s.box, head, below.cells)]


def _stands_under(box: Box, head: Box, cells: bool) -> bool:
    if cells:
        return box.overlap_x(head) > 0.5 * min(box.width, head.width)
    return abs(box.x0 - head.x0) < head.height or box.overlap_x(head) > 0.5 * min(box.width, head.width)
