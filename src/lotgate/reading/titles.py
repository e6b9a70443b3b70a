"""A document's title, and what stands round it without a label: product, certificate number, kind of document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lotgate.lexicon.header_words import (
    is_company,
    is_label_word,
    is_organisation,
    label_of,
    named_before_title,
    title_end,
    title_kind,
)
from lotgate.model.certificate import HeaderField, Kind
from lotgate.model.table import Layout
from lotgate.reading.key_values import Pair
from lotgate.reading.printed import Printed, runs_of
from lotgate.reading.values import standards_in, value_of

UNDER_TITLE = 0.65
"""A line in large or bold print below the title: the product's name."""
PROMINENT = 0.45
"""The largest print at the head of the page that is neither title nor company: perhaps the product's name."""
NAMED_BY_TITLE = 0.6
"""What a title says it is about, where no label names the product."""
IN_TITLE = 0.8
"""A number behind the title, or between 第 and 号."""
_HEAD, _RUNNING = 0.4, 0.15
_PROMINENT, _SHORT = 0.55, 60
_LARGER = 1.25
_MOSTLY, _SHORT_TITLE = 0.6, 25
_TELLING = (Kind.CALIBRATION, Kind.REFERENCE, Kind.MTC)
"""Kinds that a title says beyond doubt, also beside a larger and more general title."""
_NUMBERED = re.compile(
    r"(?P<formal>[（(]?\s*[\w-]{1,12}\s*[)）]?\s*字\s*[（(〔\[]?\s*\d{4}\s*[)）〕\]]?\s*第?\s*[（(]?\s*[\w-]+\s*[)）]?\s*[号號])"
    r"|第\s*(?P<plain>[A-Za-z0-9][\w\-/ ]{2,30}?)\s*[号號]"
)
_BARE_NUMBER = re.compile(r"(?=\S*\d{3})(?=\S*[-/])[A-Z0-9][A-Za-z0-9/_.-]{5,30}$")
_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9（）()·-]{0,20}[\u4e00-\u9fff）)]")
_ARTICLE = re.compile(r"(?=[\d.-]*\d{4})\d[\d.-]{5,}\d\s+(?=[A-Za-z\u4e00-\u9fff][\w-]{3,}\s)(?!\S*:)")
"""An article's number before the product's name ("1.04938.0500 Potassium chloride")."""
_LABELLED = re.compile(r"[:：]|^(?:No\b|N[°º]|№)", re.IGNORECASE)
_PAGE_BEHIND = re.compile(r"\s+(?:[|·-]\s*)?(?:Page|Seite|Page No\.?|Página|Pagina|Pag\.?)\s*\d.*$|\s+\|.*$")
_NUMBER_ALONE = re.compile(r"(?:N[.°º]|Nº|Nr\.?|No\.?|№)\s*(?=\S*\d{3})(?=\S+$)")
"""A number and nothing else at the head of a page that has a title: "N. 23/04417"."""
_BEHIND = re.compile(
    r"\s*(?:for\s+)?(?P<label>(?:[A-Za-z][A-Za-z .]*?)??(?:no\.?|number|nr\.?|n[°º]|№|id|#))?"
    r"\s*[:：#]?\s*(?=\S*\d|[A-Z]{1,4}\s\d\S*[/-]\d)",
    re.IGNORECASE,
)


def titles_of(head: Sequence[Printed]) -> list[Printed]:
    """The lines at the head of a page that hold a title, from top to bottom."""
    return [text for text in head if len(text.text) <= 120 and title_kind(text.text)]


def kind_of(titles: list[Printed]) -> Kind | None:
    """The kind that the largest title says."""
    largest = max((t.words[0].size for t in titles), default=0.0)
    kinds = [title_kind(t.text) for t in titles if t.words[0].size >= _PROMINENT * largest and len(t.text) < _SHORT]
    kinds = kinds or [title_kind(t.text) for t in titles]
    return next((kind for kind in _TELLING if kind in kinds), kinds[0] if kinds else None)


def facts_round_title(head: Sequence[Printed]) -> Iterator[Pair]:
    """Facts printed with the title and without a label of their own."""
    for place, text in enumerate(head):
        numbered = _NUMBERED.search(text.text)
        if numbered and (
            value := value_of(HeaderField.CERTIFICATE_NO, text.cut(*numbered.span(numbered.lastgroup or 0)))
        ):
            yield Pair(HeaderField.CERTIFICATE_NO, value, IN_TITLE, strong=True)
        alone = _NUMBER_ALONE.match(text.text) if any(title_kind(other.text) for other in head) else None
        if alone and (value := value_of(HeaderField.CERTIFICATE_NO, text.cut(alone.end()))):
            yield Pair(HeaderField.CERTIFICATE_NO, value, UNDER_TITLE, strong=False)
        if end := title_end(text.text):
            yield from _behind_title(text, end)
        yield from _in_title(text)
        if title_kind(text.text) and ":" not in text.text:
            yield from _under_title(text, head[place + 1 : place + 5])


def _in_title(text: Printed) -> Iterator[Pair]:
    """The product that a Chinese title names: "铝合金锭质量保证书"."""
    before = text.cut(0, named_before_title(text.text))
    name = before.cut(before.text.rfind(" ") + 1)  # behind the works that issued it
    plain = name.text
    if not _CHINESE_NAME.fullmatch(plain) or is_company(plain) or is_organisation(plain) or label_of(plain):
        return
    if value := value_of(HeaderField.PRODUCT, name):
        yield Pair(HeaderField.PRODUCT, value, NAMED_BY_TITLE, strong=False)


def prominent_of(layout: Layout, head: Sequence[Printed]) -> Iterator[Pair]:
    """The line that stands out below the letterhead, where a page calls no product by a label."""
    sizes = sorted(segment[0].size for line in layout.lines for segment in line.segments)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    for text in sorted(head[1:], key=lambda run: -run.words[0].size):
        plain = text.text
        if text.words[0].size < _LARGER * usual or len(plain) > _SHORT or not re.search(r"[^\W\d_]{3}", plain):
            continue
        named = title_kind(plain) or is_company(plain) or is_organisation(plain) or label_of(plain)
        if named or re.search(r"[:：@#|%]|www\.|\.com", plain) or len(plain.split()) < 2:
            continue
        if value := value_of(HeaderField.PRODUCT, text):
            yield Pair(HeaderField.PRODUCT, value, PROMINENT, strong=False)
            return


def running_number(head: Sequence[Printed], height: float, first_page: str) -> Iterator[Pair]:
    """A code that stands alone at the head of a later page, and on the first: the number of the document."""
    top = _RUNNING * height
    for text in head:
        if text.box.bottom < top and _BARE_NUMBER.match(text.text) and text.text in first_page:
            yield Pair(HeaderField.CERTIFICATE_NO, text, UNDER_TITLE, strong=False)


def _is_title(text: str) -> bool:
    end = title_end(text)
    return end > _MOSTLY * len(text) or (not end and title_kind(text) is not None and len(text) < _SHORT_TITLE)


def head_of(layout: Layout) -> list[Printed]:
    """What stands at the head of a page, from top to bottom."""
    limit = _HEAD * layout.height
    runs = [Printed.of(segment) for line in layout.lines if line.box.top < limit for segment in line.segments]
    for table in layout.tables:
        if table.box.top < limit:
            cells = (cell for cell in table.cells if cell.words and cell.box.top < limit)
            runs += [run for cell in cells for row in runs_of(cell.words) for run in row]
    return sorted(_spread_joined(runs), key=lambda run: (run.box.center_y, run.box.x0))


def _spread_joined(runs: list[Printed]) -> list[Printed]:
    """A title set with wide spaces ("检  验  单") as one run."""
    out: list[Printed] = []
    for run in runs:
        single = len(run.text) <= 2 and "\u4e00" <= run.text[0] <= "\u9fff"
        if single and out and len(out[-1].text.replace(" ", "")) <= 12 and _on_line(out[-1], run):
            out[-1] = Printed.joined([out[-1], run])
        else:
            out.append(run)
    return out


def _on_line(left: Printed, right: Printed) -> bool:
    return left.box.overlap_y(right.box) > 0.5 * right.box.height and left.words[0].size == right.words[0].size


def _behind_title(text: Printed, end: int) -> Iterator[Pair]:
    behind = _BEHIND.match(text.text, end)
    paged = _PAGE_BEHIND.search(text.text)
    if behind and (value := value_of(HeaderField.CERTIFICATE_NO, text.cut(behind.end(), paged and paged.start()))):
        yield Pair(HeaderField.CERTIFICATE_NO, value, IN_TITLE, strong=True)


def _under_title(title: Printed, below: Sequence[Printed]) -> Iterator[Pair]:
    named = False
    for line in below:
        apart = line.box.top - title.box.bottom
        centred = abs(line.box.center_x - title.box.center_x) < 0.35 * max(line.box.width, title.box.width)
        stands_out = line.words[0].bold or line.words[0].size > 11.5
        if apart < -0.5 * title.box.height or apart > 3.5 * title.box.height:
            continue
        if _BARE_NUMBER.match(line.text) and (number := value_of(HeaderField.CERTIFICATE_NO, line)):
            yield Pair(HeaderField.CERTIFICATE_NO, number, UNDER_TITLE, strong=False)
            continue
        numbered = _ARTICLE.match(line.text)
        if numbered and not named and (value := value_of(HeaderField.PRODUCT, line.cut(numbered.end()))):
            named = True
            yield Pair(HeaderField.PRODUCT, value, UNDER_TITLE, strong=False)
            continue
        if not (centred or abs(line.box.x0 - title.box.x0) < 3):
            continue
        if (label := label_of(line.text.split()[0])) and label.strong:
            continue
        coded = sum(end - start for start, end in standards_in(line.text)) > 0.5 * len(line.text)
        if coded and not _NUMBERED.search(line.text) and not _LABELLED.search(line.text):
            if standard := value_of(HeaderField.STANDARD, line):
                yield Pair(HeaderField.STANDARD, standard, UNDER_TITLE, strong=False)
            continue
        if _is_title(line.text) or not stands_out or len(line.text) > 80 or re.search(r"[:：]|^[(（]", line.text):
            continue
        if is_company(line.text) or is_organisation(line.text) or label_of(line.text) or is_label_word(line.text):
            continue
        if not named and (value := value_of(HeaderField.PRODUCT, line)):
            named = True
            yield Pair(HeaderField.PRODUCT, value, UNDER_TITLE, strong=False)
