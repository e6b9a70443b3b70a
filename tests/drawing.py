"""Pages drawn in plain text, as a person sees them in a fixed-width font.

Two spaces part segments. Rows of ``-`` between ``+`` are ruling lines, ``|`` and ``+`` the upright ones; a drawing
without them is a page without lines. An ideograph takes two places, as editors show it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from lotgate.model.certificate import Certificate, Item
from lotgate.model.document import Page, Ruling, Word
from lotgate.model.evidence import Fact
from lotgate.model.geometry import Box
from lotgate.model.table import Layout, Table
from lotgate.reading import read
from lotgate.tabulating import tabulate

PLACE, PITCH, RULED_PITCH, HEIGHT = 5.0, 15.0, 8.0, 11.0
LEFT, TOP = 40.0, 40.0
WIDTH, PAGE_HEIGHT = 700.0, 842.0

_RULE = re.compile(r"\+[-+]*-[-+]*\+")


def drawn(text: str, number: int = 1) -> Page:
    """The page that ``text`` draws."""
    rows = text.strip("\n").splitlines()
    tops = list(_tops(rows))
    spread = [_spread(row) for row in rows]
    rules = [{p for m in _RULE.finditer(row) for p in range(*m.span())} for row in spread]
    bars = [
        {p for p, c in enumerate(row) if c == "|" or (c == "+" and p in rule)}
        for row, rule in zip(spread, rules, strict=True)
    ]
    words, rulings = [], []
    for index, row in enumerate(spread):
        top, bottom = tops[index], tops[index + 1]
        middle = (top + bottom) / 2
        rulings += [Ruling(Box(_x(m.start()), middle, _x(m.end() - 1), middle)) for m in _RULE.finditer(row)]
        for place in bars[index]:
            start = middle if row[place] == "+" and (index == 0 or place not in bars[index - 1]) else top
            end = middle if row[place] == "+" and (index + 1 == len(rows) or place not in bars[index + 1]) else bottom
            rulings.append(Ruling(Box(_x(place), start, _x(place), end)))
        plain = "".join(" " if p in rules[index] or p in bars[index] else c for p, c in enumerate(row))
        words += [_word(m, middle, number) for m in re.finditer(r"\S+", plain)]
    return Page(number, WIDTH, max(PAGE_HEIGHT, tops[-1] + TOP), tuple(words), tuple(rulings))


def _tops(rows: list[str]) -> Iterator[float]:
    top = TOP
    for row in rows:
        yield top
        top += RULED_PITCH if "+-" in row and not row.strip("+-| ") else PITCH
    yield top


def _spread(row: str) -> str:
    """The row with a filler behind each character that takes two places."""
    return "".join(c + "\0" if unicodedata.east_asian_width(c) in "WF" else c for c in row)


def _x(place: int) -> float:
    return LEFT + place * PLACE + PLACE / 2


def _word(match: re.Match[str], middle: float, page: int) -> Word:
    left, right = LEFT + match.start() * PLACE, LEFT + match.end() * PLACE
    return Word(match[0].replace("\0", ""), page, Box(left, middle - HEIGHT / 2, right, middle + HEIGHT / 2))


def table(layout: Layout) -> Table:
    """The one table of a page."""
    (only,) = layout.tables
    return only


def cells(found: Table) -> dict[tuple[int, int], str]:
    """(row, column) -> text of the cells that hold something; spans as ``text [rows x columns]``."""
    return {
        (c.row, c.column): c.text + (f" [{c.row_span}x{c.column_span}]" if c.row_span * c.column_span > 1 else "")
        for c in found.cells
        if c.text
    }


@dataclass(frozen=True, slots=True)
class Row:
    """An item as printed, without its evidence: what a test expects."""

    name: str
    result: str | None
    unit: str | None = None
    limit: str | None = None
    method: str | None = None
    verdict: str | None = None
    section: str | None = None
    sample: str | None = None
    also: tuple[str, ...] = ()


def certificate(*pictures: str) -> Certificate:
    """What is read from a document whose pages are drawn; every fact's evidence is checked on the way."""
    pages = [drawn(picture, number) for number, picture in enumerate(pictures, 1)]
    found = read(map(tabulate, pages), name="drawn", sha256="0" * 64)
    check_evidence(found, pages)
    return found


def rows(*pictures: str) -> list[Row]:
    """The items of a drawn document."""
    return [_row(item) for item in certificate(*pictures).items]


def _row(item: Item) -> Row:
    return Row(
        item.name.text,
        _text(item.result),
        _text(item.unit),
        _text(item.limit),
        _text(item.method),
        _text(item.verdict),
        _text(item.section),
        _text(item.sample),
        tuple(fact.text for fact in item.also),
    )


def _text(fact: Fact | None) -> str | None:
    return fact.text if fact else None


def check_evidence(found: Certificate, pages: list[Page]) -> None:
    """Every fact stands on its page: words that are printed there, inside the box, the box inside the page."""
    by_number = {page.number: page for page in pages}
    for fact in facts(found):
        page = by_number[fact.evidence.page]
        box = fact.evidence.box
        grown = Box(box.x0 - 0.01, box.top - 0.01, box.x1 + 0.01, box.bottom + 0.01)
        inside = [w.text for w in page.words if grown.holds(w.box.center_x, w.box.center_y)]
        assert set(fact.evidence.words) <= set(inside), fact
        assert -0.01 <= box.x0 <= box.x1 <= page.width + 0.01, fact
        assert -0.01 <= box.top <= box.bottom <= page.height + 0.01, fact
        assert 0 < fact.confidence <= 1, fact


def facts(found: Certificate) -> list[Fact]:
    """Every fact of a certificate."""
    own = [fact for several in found.header.values() for fact in several]
    for item in found.items:
        one = (item.name, item.result, item.section, item.sample, item.method, item.unit, item.limit, item.verdict)
        own += [fact for fact in (*one, *item.also) if fact is not None]
    return own
