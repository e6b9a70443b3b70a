"""Who issued a document that does not say it under a label: the letterhead, and companies named in its text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lotgate.lexicon.header_words import (
    company_end,
    company_forms,
    domains_in,
    first_company_end,
    is_organisation,
    label_of,
    title_kind,
)
from lotgate.lexicon.heads import field_code_end, fold
from lotgate.model.table import Layout
from lotgate.reading.dates import find_date
from lotgate.reading.printed import Printed, is_chinese, runs_of

LETTERHEAD = 0.75
"""A company's name at the head of the first page."""
FOOT = 0.6
"""A company's name elsewhere on the first page, in a line of its own."""
MENTIONED = 0.55
"""A company's name inside a sentence."""
BY_ADDRESS = 0.65
"""A name that the document's own mail or web address spells."""
ORGANISATION = 0.55
"""A name of an organisation without a legal form at the head of the page."""
LARGEST = 0.45
"""The largest print at the head of the page that is no title."""
SIGNATORY = 0.8
"""The company on whose behalf the document is signed."""
_HEAD, _FOOT = 0.25, 0.85
_WORD = r"(?:[A-Z][\w.'’&-]*|&|of|and|[（(][A-Z][\w ]*[)）])"
_NAME = re.compile(rf"{_WORD}(?:\s+{_WORD})*[\s,]*$")
_ON_BEHALF = re.compile(r"\b(?:for\s+and\s+)?on\s+behalf\s+of\b[\s:]*", re.IGNORECASE)
_WRAPPED = 40
"""A line at least this long may go on in the next."""
_BARE_FORM = re.compile(r"\W*(?:the\s+|our\s+)?(?:company|corporation|limited)\W*", re.IGNORECASE)
_OUR_COMPANY = re.compile(r"[我本贵该由]\s*公司$|^(?:[Oo]ur|[Tt]he|[Tt]his) ")
_WHOLE_WORDS = re.compile(r"\s*[A-Z]")
_MOST_LINES = 400
_LONG_DOMAIN, _SPELLED = 6, 0.6
_LARGER = 1.25
_WORKS = re.compile(r"[\u4e00-\u9fff（）()]{5,20}厂(?=\s|$)")
"""A Chinese works by its whole name, in a line of its own or before a title."""
_CAPITALISED = re.compile(r"[A-Z][\w'’&-]*(?:\s+[A-Z&][\w'’&-]*){0,4}")


@dataclass(frozen=True, slots=True)
class Named:
    """A name that may be the issuer's."""

    name: Printed
    confidence: float
    order: tuple[float, float]


def issuers_of(layout: Layout, printed: Sequence[Printed]) -> list[Named]:
    """The names on a page that may be its issuer's, likeliest first; ``printed`` are the runs of its lines."""
    lines = [*printed, *_in_cells(layout)][:_MOST_LINES]
    found: list[Named] = []
    for text in lines:
        found += _in_line(text, layout.height)
    wrapped = _wrapped(lines)
    whole = {name.name.words[-1:] for name in wrapped}
    found = [name for name in found if name.name.words[-1:] not in whole] + wrapped
    found = _two_scripts([name for name in found if 2 < len(name.name.text) <= 100])
    found += _by_address(lines)
    if not any(name.confidence >= ORGANISATION for name in found):
        found += _largest(lines, layout.height)
    return sorted(found, key=lambda name: (-name.confidence, name.order))


def _in_cells(layout: Layout) -> list[Printed]:
    head = layout.height * _HEAD
    cells = [c for t in layout.tables if t.box.top < head for c in t.cells if c.words and c.box.top < head]
    return [run for cell in cells for run in _names_joined([run for row in runs_of(cell.words) for run in row])]


def _names_joined(runs: Sequence[Printed]) -> list[Printed]:
    """A cell's runs, with a company's name put together that breaks in it: "Aster Fine" over "Chemicals Co., Ltd."."""
    out: list[Printed] = []
    for run in runs:
        begins = bool(out) and bool(_CAPITALISED.fullmatch(out[-1].text)) and not company_end(out[-1].text)
        if begins and company_end(run.text) and not is_chinese(run.text) and not label_of(out[-1].text):
            out[-1] = Printed.joined([out[-1], run])
        else:
            out.append(run)
    return out


def _in_line(text: Printed, height: float) -> list[Named]:
    box = text.box
    order = (box.top, box.x0)
    plain = text.text
    end = _own_end(plain)
    at_head, at_foot = box.top < _HEAD * height, box.top > _FOOT * height
    if end:
        start = _name_start(plain, end)
        start = None if start is not None and title_kind(plain[start:end]) and " " not in plain[start:end] else start
        if start is None or _belongs_to_other(plain[:start]):
            return []
        name = text.cut(start, end)
        if _OUR_COMPANY.search(name.text) or _BARE_FORM.fullmatch(name.text):
            return []
        alone = (start == 0 and len(plain) - end < 12) or plain[end:].lstrip()[:2] in ("//", "| ")
        if at_head and start == 0:
            sure = LETTERHEAD if alone else LETTERHEAD - 0.05
        else:
            sure = FOOT if alone or (at_foot and start == 0) else MENTIONED
        return [Named(name, sure, order)] if len(fold(name.text)) > 5 else []
    if at_head and len(plain) <= 60 and is_organisation(plain) and not _is_other(plain):
        return [Named(text, ORGANISATION, order)]
    if not at_head and _WORKS.fullmatch(plain):
        return [Named(text, MENTIONED - 0.05, order)]
    before_title = _WORKS.match(plain)
    if at_head and before_title and title_kind(plain[before_title.end() :]):
        return [Named(text.cut(0, before_title.end()), ORGANISATION, order)]
    return []


def _wrapped(lines: Sequence[Printed]) -> list[Named]:
    """Companies whose name begins at the end of one line of running text and ends on the next."""
    found: list[Named] = []
    for line, below in itertools.pairwise(lines):
        near = 0 < below.box.center_y - line.box.center_y < 2 * line.box.height
        if not near or len(line.text) < _WRAPPED or abs(line.box.x0 - below.box.x0) >= line.box.height:
            continue
        joined = Printed.joined([line, below])
        break_at = len(joined.text) - len(below.text)
        end = next((end for _, end in company_forms(joined.text) if end > break_at), break_at) - break_at
        if not 0 < end <= _WRAPPED or not below.text[end:].strip(" .") or not _is_running(line.text):
            continue
        start = _NAME.search(joined.text[: break_at + end])
        if start and start.start() < break_at - 1 and _WHOLE_WORDS.match(joined.text, break_at):
            name = joined.cut(start.start(), break_at + end)
            found += [Named(name, MENTIONED, (line.box.top, line.box.x0))] if len(name.text) <= 60 else []
    return found


def _is_running(text: str) -> bool:
    words = text.split()
    return sum(word[0].islower() for word in words) > 0.5 * len(words)


def signatories_of(printed: Sequence[Printed]) -> list[Named]:
    """The company on whose behalf a page is signed, beside these words or on the next of its runs of words."""
    found: list[Named] = []
    runs = printed[:_MOST_LINES]
    for place, text in enumerate(runs):
        behalf = _ON_BEHALF.search(text.text)
        if behalf is None:
            continue
        after = text.cut(behalf.end())
        name = after if after.text else next(iter(runs[place + 1 : place + 2]), after)
        end = first_company_end(name.text)
        if end:
            found.append(Named(name.cut(0, end), SIGNATORY, (name.box.top, name.box.x0)))
    return found


def _own_end(text: str) -> int:
    """The index after the first company's name, and after its translation where that follows at once."""
    end = first_company_end(text)
    behind = text[end:]
    translated = first_company_end(behind) if end and re.match(r"\s*[A-Z\u4e00-\u9fff]", behind) else 0
    twice = translated and is_chinese(text[:end]) != is_chinese(behind[:translated])
    return end + translated if twice else end


def _two_scripts(found: list[Named]) -> list[Named]:
    """A Chinese name and the English one below (or above) it as one."""
    out: list[Named] = []
    joined: list[Printed] = []
    for named in sorted(found, key=lambda n: n.order):
        last = out[-1] if out else None
        whole = bool(out) and out[-1].name in joined
        if (
            last
            and not whole
            and last.confidence >= FOOT <= named.confidence
            and _is_translation(last.name, named.name)
        ):
            both = Printed.joined([last.name, named.name])
            joined.append(both)
            out[-1] = Named(both, max(last.confidence, named.confidence), last.order)
        else:
            out.append(named)
    return out


def _is_translation(above: Printed, below: Printed) -> bool:
    apart = below.words[0].box.top - above.words[-1].box.bottom
    return is_chinese(above.text) != is_chinese(below.text) and -3 <= apart < 2.5 * above.words[-1].box.height


def _by_address(lines: Sequence[Printed]) -> list[Named]:
    """Words that the document's own mail or web address is made of: whose address it is."""
    domains = {name for text in lines for name in domains_in(text.text) if len(name) >= _LONG_DOMAIN}
    found = []
    for text in lines:
        if domains and not domains_in(text.text):
            place = next((p for domain in domains if (p := _spells(text, domain))), None)
            if place:
                name = text.cut(*place)
                found.append(Named(name, BY_ADDRESS, (name.box.top, name.box.x0)))
    return found[:3]


def _spells(text: Printed, domain: str) -> tuple[int, int] | None:
    """Where a run of capitalised words begins that spells (most of) ``domain``."""
    words = list(re.finditer(r"[^\W_][\w&'’-]*", text.text))[:60]
    for first, start in enumerate(words):
        if not (start[0][0].isupper() or start[0][0].isdigit()):
            continue
        spelled, end = "", start.start()
        for word in words[first:]:
            piece = fold(word[0])
            if domain.startswith(spelled + piece):
                spelled, end = spelled + piece, word.end()
            elif spelled and word[0][0].isupper() and is_organisation(word[0]) and word.start() - end < 3:
                end = word.end()
            else:
                break
        if len(spelled) >= max(5, _SPELLED * len(domain)):
            rest = company_end(text.text)
            return start.start(), rest if end < rest <= end + 25 else end
    return None


def _name_start(text: str, end: int) -> int | None:
    """Where the company's name that ends at ``end`` starts."""
    if "\u4e00" <= text[end - 1] <= "\u9fff":
        found = re.search(r"[\u4e00-\u9fffA-Za-z（）()·]+$", text[:end])
        return found.start() if found else None
    behalf = _ON_BEHALF.search(text[:end])
    if behalf:
        return behalf.end()
    parted = re.search(r"^(?:For|From|By|for|©|\(c\)|Copyright)\s+|^.*(?:\s[-–|]|//)\s+(?=[A-Z])", text[:end])
    if parted:
        return parted.end()
    if len(text[:end].split()) <= 9 and not re.search(r"[:：]", text[:end]) and not text[:1].islower():
        return 0
    found = _NAME.search(text[:end])
    return found.start() if found else None


def _belongs_to_other(before: str) -> bool:
    """Whether a label before the name says that it is somebody else's: a customer's, say."""
    return bool(re.search(r"[:：]\s*$", before)) or "customer" in before.casefold() or "客户" in before


def _is_other(text: str) -> bool:
    titled = title_kind(text) is not None and not is_organisation(text.rsplit(maxsplit=1)[-1])
    return (
        bool(
            titled
            or field_code_end(text)
            or label_of(text)
            or re.search(r"[:：@]|www\.|\.com|^\d", text)
            or find_date(text)
        )
        or len(text.split()) > 7
    )


def _largest(lines: Sequence[Printed], height: float) -> list[Named]:
    head = [t for t in lines if t.box.top < _HEAD * height and 3 < len(t.text) <= 50 and not _is_other(t.text)]
    if not head:
        return []
    best = max(head, key=lambda t: (t.words[0].size, -t.box.top))
    usual = sorted(t.words[0].size for t in lines)[len(lines) // 2]
    if best.words[0].size < _LARGER * usual:
        return []
    return [Named(best, LARGEST, (best.box.top, best.box.x0))]
