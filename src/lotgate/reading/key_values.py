"""Labels and the values beside, behind or below them, in lines of text and in the cells of tables.

A band is a line or a table's row; its segments are what stands apart on it. A label is followed by its value after a
colon, in the next segment, or in the segment below it; a label whose place for a value is empty has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lotgate.lexicon.header_words import Label, has_verdict_subject, is_company, is_organisation, label_of
from lotgate.model.certificate import HeaderField
from lotgate.model.geometry import Box
from lotgate.model.table import Layout, TableSource
from lotgate.reading.bands import COLONS, Band, Segment, bands_in_cell, bands_of_lines, bands_of_rows
from lotgate.reading.printed import Printed, is_chinese
from lotgate.reading.values import standards_in, value_of

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
_WORD_STARTS = re.compile(
    r"\s+|[,，;；/|、。]+\s*|(?<=\d)(?=[A-Z][a-z])|(?<=[\w)）])(?<![\u4e00-\u9fff])(?=[\u4e00-\u9fff])"
)
_CLOCK = re.compile(r"\d$")
_NEAR = 2.6
"""Lines farther below than this many line heights say nothing about each other."""
_NEXT_LINE = 1.9
_WORDY = frozenset({HeaderField.PRODUCT, HeaderField.SUPPLIER, HeaderField.CUSTOMER, HeaderField.CONCLUSION})
_CODES = frozenset({HeaderField.BATCH, HeaderField.CERTIFICATE_NO, HeaderField.ORDER_NO})
_NAMES = frozenset({HeaderField.PRODUCT, HeaderField.SUPPLIER, HeaderField.CUSTOMER})
_TELLING_LABEL, _MOST_NAME_WORDS = 4, 7
"""A label this long, in ideographs or in two words, may have a name of so many words behind it without a colon."""
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


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A label found in a segment, with what follows it there; ``sure`` is false where the value's end is a guess."""

    label: Label
    rest: Printed
    colon: bool
    last: bool
    sure: bool = True


def _pairs_at(bands: Sequence[Band], index: int, place: int) -> Iterator[Pair]:
    band = bands[index]
    segment = band.segments[place]
    for found in _labelled(segment.text, inside=segment.lines == 1):
        field = found.label.field
        if field is None:
            continue
        if found.rest.text:
            base = COLON if found.colon else BEHIND
            rest = _continued(bands, index, place, field, found.rest) if found.last else found.rest
            yield from _pair(found.label, rest, base if found.sure else base * _CUT_BY_GUESS)
        elif found.last:
            yield from _elsewhere(bands, index, place, found)


def _pair(label: Label, text: Printed, confidence: float) -> Iterator[Pair]:
    field = label.field
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


def _labelled(text: Printed, *, inside: bool) -> list[_Labelled]:
    """The labels in a segment; ``inside`` is false for cells of several lines, which are read line by line."""
    whole = label_of(text.text.rstrip(" :：︰∶"))
    if whole is not None:
        return [_Labelled(whole, text.cut(len(text.text)), text.text.rstrip()[-1:] in ":：︰∶", last=True)]
    colons = [m for m in COLONS.finditer(text.text) if not _is_clock(text.text, m.start())]
    if colons and not inside:
        return []
    if not colons:
        return _without_colon(text)
    found: list[tuple[int, int, Label | None]] = []
    begin = 0
    for colon in colons:
        start, label = _label_before(text.text, begin, colon.start(), first=not found)
        if label is not None or _looks_like_label(text.text[start : colon.start()]):
            found.append((start, colon.end(), label))
            begin = colon.end()
    out = []
    for number, (_, begin, label) in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) else None
        if label is not None:
            rest = text.cut(begin, following[0] if following else None)
            out.append(_Labelled(label, rest, True, following is None, not following or following[2] is not None))
    return out


def _is_clock(text: str, place: int) -> bool:
    return bool(_CLOCK.search(text[:place])) and text[place + 1 : place + 2].isdigit()


def _label_before(text: str, begin: int, end: int, *, first: bool) -> tuple[int, Label | None]:
    """The longest label that ends at ``end``, and where it starts; after a value it starts at a word."""
    zone = text[begin:end]
    for start in [0, *(m.end() for m in _WORD_STARTS.finditer(zone))]:
        label = label_of(zone[start:])
        if label is not None and (start == 0 or not first or _is_break(zone[:start])):
            return begin + start, label
    words = list(re.finditer(r"\S+", zone))
    return (begin + words[-1].start() if words else begin), None


def _is_break(before: str) -> bool:
    """A first label may stand behind a mark that parts it from what is before ("Page 1 / Date: ...")."""
    return bool(re.search(r"[,，;；/|、。]\s*$|\s{2,}$", before))


def _looks_like_label(text: str) -> bool:
    return 0 < len(text.strip()) <= 40 and any(c.isalpha() for c in text) and not text.strip()[0].isdigit()


def _without_colon(text: Printed) -> list[_Labelled]:
    """ "Lot No. 12345": a label and a code or a date in one run of words."""
    spaces = list(re.finditer(r"\s+|(?<=[.#])(?=\d)", text.text))[:6]
    for space in reversed(spaces):
        label = label_of(text.text[: space.start()])
        rest = text.cut(space.end())
        if label is None or label.field is None or (not label.strong and label.field is not HeaderField.CERTIFICATE_NO):
            continue
        if label.field in _NAMES:
            named = rest.text and not rest.text[0].islower() and len(rest.text.split()) <= _MOST_NAME_WORDS
            if named and _is_telling(text.text[: space.start()]):
                return [_Labelled(label, rest, colon=False, last=False, sure=False)]
            continue
        if label.field in _WORDY or label.field in (HeaderField.GRADE, HeaderField.QUANTITY, HeaderField.STANDARD):
            continue
        rest = rest.cut(0, len(re.split(r"\s[(（]", rest.text)[0]))
        if len(rest.text.split()) <= 4 and re.search(r"\d", rest.text.split()[0] if rest.text else ""):
            return [_Labelled(label, rest, colon=False, last=False)]
    return []


def _is_telling(label: str) -> bool:
    return len(label.split()) > 1 if label.isascii() else len(label) >= _TELLING_LABEL


# --- beside and below ---


def _elsewhere(bands: Sequence[Band], index: int, place: int, found: _Labelled) -> Iterator[Pair]:
    """The value of a label that stands alone: to the right, else below."""
    band, label = bands[index], found.label
    field = label.field
    if field is None:
        return
    beside = _beside(band, place)
    if beside is not None and not _is_labelled(beside.text):
        marked = found.colon or beside.text.text[:1] in ":：︰∶"
        if not marked and not label.strong and field in _WORDY and field is not HeaderField.CONCLUSION:
            return
        if not (band.cells or marked) and _is_head(band, place):
            return
        text = _continued(bands, index, place + 1, field, _run_on(band, place + 1, field))
        base = CELL if band.cells else COLON if marked else NEIGHBOUR
        more = _further(band, place) if band.cells else []
        if more and field in (HeaderField.CONCLUSION, HeaderField.QUANTITY, HeaderField.GRADE):
            return
        pairs = list(_pair(label, text, base * _ROW if more and field is not HeaderField.BATCH else base))
        if field is HeaderField.BATCH:
            pairs += [pair for segment in more for pair in _pair(label, segment.text, base)]
        yield from pairs
        if pairs or not _shaped(field):
            return
    elif beside is None and not _is_column(band, found):
        return
    yield from _below(bands, index, place, label)


def _further(band: Band, place: int) -> list[Segment]:
    """The values that follow the first one on a row: with several, the row is one of a table, a column for each lot."""
    more: list[Segment] = []
    for segment in [s for s in band.segments[place + 1 :] if s.text.text][1:]:
        if _is_labelled(segment.text):
            break
        more.append(segment)
    return more


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


def _is_column(band: Band, found: _Labelled) -> bool:
    """Whether a label with nothing beside it may have its value below."""
    filled = [s for s in band.segments if s.text.text]
    if band.cells:
        return len(filled) > 1 and sum(label_of(s.text.text) is not None for s in filled) > 0.5 * len(filled)
    return found.colon or len(filled) > 1


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
        yield from pairs
        last = below.box


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
