"""A report as one self-contained page: findings on the left, on the right the pages with a box on every value.

Nothing is fetched: style, script and pictures are inside. The script is fixed and named by its hash in the page's
content security policy, so that text from a document can never run, whatever it contains.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from lotgate.model.geometry import Box
from lotgate.model.measurement import Status
from lotgate.reporting.pictures import data_uri
from lotgate.reporting.report import DocumentReport, Entry, Failure, LotReport, PageImage, Row, Tally
from lotgate.reporting.wording import Wording

_SIGNS = {
    "reject": "✘",
    "review": "?",
    "accept": "✔",
    "read": "▪",
    "failed": "✘",
    "fail": "✘",
    "undecided": "?",
    "pass": "✔",
}
_HEIGHTS = (None, Status.PASS, Status.UNDECIDED, Status.FAIL)
_MARGIN = 2.0
"""Points left around a value, so that its box does not touch the print."""


def page(entries: Sequence[Entry], words: Wording) -> str:
    """The whole page; the same entries give the same text."""
    style, script = _asset("report.css"), _asset("report.js")
    judged = any(lot.decision for entry in entries if isinstance(entry, DocumentReport) for lot in entry.lots)
    title = escape(words("title" if judged else "title_read"))
    body = "\n".join(_entry(entry, number, words) for number, entry in enumerate(entries, 1))
    policy = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{_hash(script)}'"
    return f"""<!DOCTYPE html>
<html lang="{words.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header class="top"><h1>{title}</h1><p class="tally">{_tally(Tally.of(entries), words)}</p></header>
{_contents(entries, words)}
<main>
{body or f"<p>{escape(words('nothing'))}</p>"}
</main>
<footer>{escape(words("hint"))}</footer>
<script>{script}</script>
</body>
</html>
"""


@cache
def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


def _tally(tally: Tally, words: Wording) -> str:
    states = ("reject", "review", "accept", "read", "failed")
    return " ".join(
        f'<span class="state {state}">{_SIGNS[state]} {escape(words(f"{state}_count", n=count))}</span>'
        for state in states
        if (count := getattr(tally, state))
    )


def _contents(entries: Sequence[Entry], words: Wording) -> str:
    """Links to every lot, where there is more than one."""
    links = [
        f'<a href="#d{number}l{index}"><span class="state {lot.state}">{_SIGNS[lot.state]}</span> '
        f"{escape(lot.title or entry.file)}{f' <small>{escape(lot.lot)}</small>' if lot.lot else ''}</a>"
        for number, entry in enumerate(entries, 1)
        if isinstance(entry, DocumentReport)
        for index, lot in enumerate(entry.lots, 1)
    ]
    return f'<nav aria-label="{escape(words("lots"))}">{"".join(links)}</nav>' if len(links) > 1 else ""


def _entry(entry: Entry, number: int, words: Wording) -> str:
    if isinstance(entry, Failure):
        return _failure(entry, number, words)
    numbered = list(_numbered(entry, number))
    lots = "\n".join(
        _lot(entry, lot, f"d{number}l{index}", [(key, row) for key, owner, row in numbered if owner is lot], words)
        for index, lot in enumerate(entry.lots, 1)
    )
    pages = "\n".join(_page(image, entry.file, numbered, words) for image in entry.images)
    paper = f'<div class="pages" tabindex="-1">{pages}</div>' if pages else ""
    form = "" if pages else ' class="alone"'
    return f'<article id="d{number}"{form}>\n<div class="lots">{lots}</div>\n{paper}\n</article>'


def _numbered(entry: DocumentReport, number: int) -> Iterator[tuple[str, LotReport, Row]]:
    """Every row that is shown, with its key on the page."""
    for index, lot in enumerate(entry.lots, 1):
        for place, row in enumerate((*lot.rows_by_need(), *lot.facts), 1):
            yield f"d{number}l{index}r{place}", lot, row


def _failure(failure: Failure, number: int, words: Wording) -> str:
    return (
        f'<article id="d{number}" class="alone"><section class="lot"><h2><span class="state failed">'
        f"{_SIGNS['failed']} {escape(words('failed'))}</span> {escape(failure.file)}</h2>"
        f"<p>{escape(failure.message)}</p><p>→ {escape(failure.advice)}</p></section></article>"
    )


def _lot(entry: DocumentReport, lot: LotReport, anchor: str, keyed: Sequence[tuple[str, Row]], words: Wording) -> str:
    where = " · ".join(escape(part) for part in (entry.file, lot.standard) if part)
    number = f' <span class="number">{escape(words("lot"))} {escape(lot.lot)}</span>' if lot.lot else ""
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in lot.notes)
    if lot.unused:
        notes += f'<p class="where">{escape(words("unused", names=", ".join(lot.unused)))}</p>'
    keys = ("status" if lot.decision else "", "item", "value", "limit", "page")
    heads = "".join(f"<th>{escape(words(key)) if key else ''}</th>" for key in keys)
    rows = "\n".join(_row(key, row, words) for key, row in keyed[: len(lot.rows)])
    facts = _facts(keyed[len(lot.rows) :], words)
    return f"""<section class="lot" id="{anchor}">
<h2><span class="state {lot.state}">{_SIGNS[lot.state]} {escape(words(lot.state))}</span>
 {escape(lot.title or entry.file)}{number}</h2>
<p class="where">{where}</p>
{notes}
<table class="rows">
<thead><tr>{heads}</tr></thead>
{rows}
</table>
{facts}
</section>"""


def _row(key: str, row: Row, words: Wording) -> str:
    state = str(row.status) if row.status else "read"
    sign = f'<span class="state {state}">{_SIGNS[state]} {escape(words(row.status))}</span>' if row.status else ""
    if row.unsure:
        sign += f' <span class="state undecided">? {escape(words("unsure"))}</span>'
    why = f'<tr class="why"><td></td><td colspan="4">{escape(row.why)}</td></tr>' if row.why else ""
    return (
        f'<tbody id="{key}" class="{state}" tabindex="0"><tr><td>{sign}</td><td>{escape(row.name)}</td>'
        f'<td class="value">{escape(row.value or "–")}</td><td>{escape(row.limit or "–")}</td>'
        f"<td>{row.page or ''}</td></tr>{why}</tbody>"
    )


def _facts(keyed: Sequence[tuple[str, Row]], words: Wording) -> str:
    if not keyed:
        return ""
    rows = "\n".join(
        f'<tr id="{key}" tabindex="0"><th>{escape(row.name)}</th><td>{escape(row.value)}</td></tr>'
        for key, row in keyed
    )
    summary = f"<summary>{escape(words('facts'))}</summary>"
    return f'<details>{summary}<table class="facts"><tbody>{rows}</tbody></table></details>'


def _page(image: PageImage, file: str, rows: Sequence[tuple[str, LotReport, Row]], words: Wording) -> str:
    title = escape(words("picture_of", n=image.number, file=file))
    drawn: dict[tuple[Box, str, str], tuple[Row, list[str]]] = {}
    for key, _, row in rows:
        for place in row.places:
            if place.page == image.number:
                drawn.setdefault((place.box, row.name, row.why), (row, []))[1].append(key)
    # Later boxes lie on top: facts below, what needs eyes above all.
    ordered = sorted(drawn.items(), key=lambda one: _HEIGHTS.index(one[1][0].status))
    boxes = "".join(_box(" ".join(keys), row, box) for (box, *_), (row, keys) in ordered)
    return (
        f'<figure><img src="{data_uri(image)}" alt="{title}">'
        f'<svg viewBox="0 0 {image.width:g} {image.height:g}" preserveAspectRatio="none">{boxes}</svg>'
        f"<figcaption>{title}</figcaption></figure>"
    )


def _box(keys: str, row: Row, box: Box) -> str:
    """A box that leads to the rows ``keys``: several where one place serves several lots."""
    state = str(row.status) if row.status else "read"
    tip = escape(" ".join(part for part in (row.name, row.value, row.why) if part))
    x, y, width, height = box.x0 - _MARGIN, box.top - _MARGIN, box.width + 2 * _MARGIN, box.height + 2 * _MARGIN
    return (
        f'<rect data-row="{keys}" class="{state}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'rx="2"><title>{tip}</title></rect>'
    )
