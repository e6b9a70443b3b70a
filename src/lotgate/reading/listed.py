"""Items outside tables: labelled lines ("标准：… 实测：…"), lists of a name and a value, "Assay: 99.6 %" alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lotgate.lexicon.characteristics import find
from lotgate.lexicon.header_words import label_of
from lotgate.lexicon.heads import Role, roles_of
from lotgate.lexicon.shapes import (
    is_bounded,
    is_closing,
    is_date,
    is_empty_mark,
    is_not_detected,
    is_range,
    is_unit,
    is_value,
    is_verdict,
    starts_numeric,
)
from lotgate.model.document import Word
from lotgate.model.evidence import Fact
from lotgate.model.lines import lines_of
from lotgate.model.table import Line
from lotgate.reading.drafts import Draft, of_words
from lotgate.reading.grid import Grid
from lotgate.reading.looks import is_known
from lotgate.reading.names import parse_name
from lotgate.reading.printed_limits import name_and_limit, value_and_limit
from lotgate.reading.printed_units import trailing_unit

_LABELLED = 0.95
_KNOWN = 0.92
"""A value behind the name of a characteristic that the lexicon holds."""
_LISTED = 0.8
"""A value in a list whose names say nothing to the lexicon."""
_JUDGEMENT, _FEWEST_JUDGED = 0.85, 2
"""Words such as 合格 behind names, and how many on a line; one alone may conclude."""
_CROWDED = 0.6
"""A value with others behind it: which of them is the result, nothing says."""
_SHORTEST_LIST = 3
_LONGEST_NAME = 70
_CENSORED = "<>＜＞ "
_FEWEST_CARDS, _MOST_CARDS = 2, 0.6
_LONGEST_DESCRIPTION = 80
_STEP = 3.2
"""Lines of one list stand at most this many line heights apart."""
_NEXT_LINE = 1.9
_SAME_EDGE = 6.0
_MEASURE_ROLES = frozenset({Role.LIMIT, Role.RESULT, Role.MINIMUM, Role.MAXIMUM, Role.UNIT, Role.METHOD, Role.VERDICT})
_LABEL = re.compile(r"^(?P<label>[^:：]{1,24})[:：]\s*(?P<value>.*)$")
_UNSPACED = re.compile(r"^(?P<name>[^:：]*[\u4e00-\u9fff）)][^:：]{0,30})：(?P<value>\S.*)$")
_JUDGED = re.compile(r"^(?P<name>[^:：]{2,16})[:：](?P<verdict>[^:：；;。，,]+)[；;。，,]?$")
_SENTENCES = re.compile(r"[^\W\d]{3,}\.\s+[A-Z].{20}")
_UNCERTAIN = re.compile(r"^(?P<value>[-−]?\d[\d.,]*)\s*±\s*[\d.,]+\s*(?P<unit>[^\d\s(]\S*)?")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A name and what stands behind it on the same line."""

    line: int
    name: tuple[Word, ...]
    value: tuple[Word, ...]
    crowded: bool = False
    """More values stand behind the first one, as in a table's row."""
    inside: tuple[str, str] | None = None
    """The two texts, where one word holds both: "含量：99.5%"."""

    @property
    def name_text(self) -> str:
        return self.inside[0] if self.inside else " ".join(w.text for w in self.name)

    @property
    def value_text(self) -> str:
        return self.inside[1] if self.inside else " ".join(w.text for w in self.value)


def read_lines(lines: Sequence[Line], *, beside_table: bool = False) -> tuple[list[Draft], set[int]]:
    """The items among ``lines`` and the indices of the lines that they took.

    ``beside_table`` when the page has its results in a table: then a list of names that say nothing to the lexicon is
    advice ("Maximum storage temperature: 50 °C"), not more results.
    """
    drafts: list[Draft] = []
    used: set[int] = set()
    for index, line in enumerate(lines):
        above = _name_above(lines, index) if index - 1 not in used else None
        if draft := _labelled(line.segments) or (_labelled(line.segments, above) if above else None):
            drafts.append(draft)
            used |= {index - 1, index} if above and draft.name.evidence.box.center_y < line.box.top else {index}
    for index, line in enumerate(lines):
        if index not in used and (judged := _judged(line)):
            drafts += judged
            used.add(index)
    for block in _lists(lines, used):
        found = [(pair, draft) for pair in block if (draft := _listed(pair, block))]
        if beside_table and not all(_known(pair) for pair, _ in found):
            continue
        drafts += [draft for _, draft in found]
        used |= {pair.line for pair, _ in found}
    return drafts, used


def read_cells(grid: Grid, rows: Sequence[int]) -> tuple[list[Draft], set[int]]:
    """The items among ``rows`` of a table without heads: cells with a name beside cells with its value, or cells that
    hold an item each.
    """
    drafts, used = _cards(grid, rows)
    if drafts:
        return drafts, used
    blocks: dict[int, list[_Pair]] = defaultdict(list)
    for row in rows:
        cells = grid.starting(row)
        for name, value in zip(cells[::2], cells[1::2], strict=False):
            pair = _Pair(row, name.words, value.words, crowded=any(is_value(cell.text) for cell in cells[::2]))
            if len(cells) % 2 == 0 and _is_name(pair.name_text) and not label_of(pair.name_text):
                blocks[name.column].append(pair)
    for block in blocks.values():
        for pair in block if _is_list(block) else []:
            if draft := _listed(pair, block):
                drafts.append(draft)
                used.add(pair.line)
    return drafts, used


def _cards(grid: Grid, rows: Sequence[int]) -> tuple[list[Draft], set[int]]:
    """The items of cells that each say all of one: its name, its value large beside it, "指标：≥85.0 %" below."""
    drafts: list[Draft] = []
    used: set[int] = set()
    cells = [cell for row in rows for cell in grid.starting(row)]
    for cell in cells:
        segments = [segment for line in lines_of(cell.words) for segment in line.segments]
        if draft := _labelled(segments) or _card(segments):
            drafts.append(draft)
            used.add(cell.row)
    return (drafts, used) if len(drafts) >= max(_FEWEST_CARDS, _MOST_CARDS * len(cells)) else ([], set())


def _card(segments: Sequence[tuple[Word, ...]]) -> Draft | None:
    """A card whose value has no label: one name, one value beside it or under it, and the limit behind its word."""
    plain = [segment for segment in segments if not _LABEL.match(_text(segment))]
    if len(plain) != len(segments) - 1 or len(plain) != len(("name", "value")):
        return None
    name, value = sorted(plain, key=lambda segment: segment[0].box.x0)
    above = name[0].box.center_y <= value[0].box.center_y + value[0].box.height
    if not above or is_value(_text(name)) or is_bounded(_text(value).lstrip(_CENSORED)):
        return None
    return _of_parts(segments, value)


# --- labelled lines ---


def _name_above(lines: Sequence[Line], index: int) -> tuple[Word, ...] | None:
    """The line right above, where it can be the name of what a line says: one run of words, and no label."""
    if not index or len(lines[index - 1].segments) != 1:
        return None
    line, above = lines[index], lines[index - 1]
    apart = line.box.center_y - above.box.center_y
    near = apart <= _NEXT_LINE * max(line.box.height, above.box.height)
    return above.words if near and ":" not in above.text and _is_name(above.text) else None


def _labelled(segments: Sequence[tuple[Word, ...]], name: tuple[Word, ...] | None = None) -> Draft | None:
    """A line that says itself which part is the limit and which the result; of the item ``name`` where it has none."""
    return _of_parts(segments, None, name)


def _of_parts(
    segments: Sequence[tuple[Word, ...]], value: tuple[Word, ...] | None, name: tuple[Word, ...] | None = None
) -> Draft | None:
    """The item of a name among parts that say what they are, but for ``value``, which is the result."""
    parts = [(segment, _text(segment)) for segment in segments if segment is not value]
    said: dict[Role, Fact] = {}
    for segment, text in parts:
        match = _LABEL.match(text)
        roles = roles_of(match["label"]) & _MEASURE_ROLES if match else frozenset()
        if match and len(roles) == 1 and match["value"]:
            said[next(iter(roles))] = of_words(segment, match["value"], _LABELLED)
        elif name is None and not said:
            name = segment
        else:
            return None
    if value is not None and Role.LIMIT in said:
        said.setdefault(Role.RESULT, of_words(value, _text(value), _LABELLED))
    if name is None or Role.RESULT not in said or len(said) < 2:
        return None
    parsed = parse_name(" ".join(w.text for w in name))
    result, limit = said[Role.RESULT], said.get(Role.LIMIT)
    unit = said.get(Role.UNIT)
    if unit is None:
        shown = parsed.unit or trailing_unit(result.text) or (trailing_unit(limit.text) if limit else None)
        unit = of_words(name, shown, _LABELLED) if shown else None
    return Draft(
        name=of_words(name, parsed.text, _LABELLED),
        name_parts=parsed.parts,
        result=result,
        limit=limit,
        unit=unit,
        method=said.get(Role.METHOD),
        verdict=said.get(Role.VERDICT),
    )


def _judged(line: Line) -> list[Draft]:
    """The items of a line that says of several in a word each what was found: "表面质量：合格； 尺寸：合格。" """
    found = [_JUDGED.match(word.text) for word in line.words]
    if len(found) < _FEWEST_JUDGED or not all(m and is_verdict(m["verdict"]) for m in found):
        return []
    drafts = []
    for word, match in zip(line.words, found, strict=True):
        assert match is not None  # noqa: S101 - checked above
        if is_closing(match["name"]) or ((label := label_of(match["name"])) and label.field):
            return []
        name = parse_name(match["name"])
        named, result = (of_words([word], text, _JUDGEMENT) for text in (name.text, match["verdict"]))
        drafts.append(Draft(name=named, name_parts=name.parts, result=result))
    return drafts


# --- lists ---


def _lists(lines: Sequence[Line], used: set[int]) -> list[list[_Pair]]:
    """Runs of lines that each put a value behind a name, the values under one another or behind a colon."""
    pairs = [pair for i, line in enumerate(lines) if i not in used for pair in _pairs(i, line)]
    blocks: list[list[_Pair]] = []
    for pair in pairs:
        home = next((b for b in reversed(blocks[-4:]) if _goes_on(lines, b[-1], pair)), None)
        if home is None:
            blocks.append([pair])
        else:
            home.append(pair)
    # In a block of other things, what the lexicon knows and has a figure is an item all the same.
    alone = [[p for p in b if _is_alone(p)] for b in blocks if not _is_list(b)]
    return [b for b in blocks if _is_list(b)] + [b for b in alone if len(b) > 1]


def _is_alone(pair: _Pair) -> bool:
    text = pair.value_text
    return _known(pair) and not label_of(pair.name_text.rstrip(":： ")) and is_value(text) and not is_empty_mark(text)


def _pairs(index: int, line: Line) -> list[_Pair]:
    """The line's names and values, each two neighbouring segments or the two sides of a colon."""
    pairs = []
    segments = list(line.segments)
    position = 0
    while position < len(segments):
        segment = segments[position]
        if position + 1 < len(segments) and _is_bracketed_limit(_text(segments[position + 1])):
            position += 1
            segment += segments[position]
        parted = _at_colon(segment)
        if inside := _inside(segment):
            pairs.append(_Pair(index, segment, segment, inside=inside))
        elif parted and parted[1]:
            pairs.append(_Pair(index, *parted))
        elif position + 1 < len(segments):
            value = segments[position + 1]
            position += 1
            if position + 1 < len(segments) and is_unit(_text(segments[position + 1])):
                position += 1
                value += segments[position]
            value = value[1:] if value[0].text in (":", "：") and len(value) > 1 else value
            after = segments[position + 1] if position + 1 < len(segments) else None
            crowded = after is not None and starts_numeric(_text(after)) and is_value(_text(value))
            pairs.append(_Pair(index, parted[0] if parted else segment, value, crowded))
        position += 1
    return [p for p in pairs if _is_name(p.name_text) and p.value_text]


def _is_bracketed_limit(text: str) -> bool:
    """ "（国标 ≥10.0 %）" behind a value."""
    return value_and_limit(f"0 {text}")[1] is not None and text[0] in "(（"


def _inside(segment: tuple[Word, ...]) -> tuple[str, str] | None:
    """A name and its value that no space parts: "2、有效氯含量：5.12%（标准：4.5%～5.5%）；"."""
    match = _UNSPACED.match(_text(segment))
    return (match["name"], match["value"].rstrip("；;。，, ")) if match else None


def _at_colon(segment: tuple[Word, ...]) -> tuple[tuple[Word, ...], tuple[Word, ...]] | None:
    for i, word in enumerate(segment):
        if word.text.endswith((":", "：")):
            return segment[: i + 1], segment[i + 1 :]
    return None


def _is_name(printed: str) -> bool:
    text = parse_name(printed).text
    letters = sum(ch.isalpha() for ch in text)
    return letters >= 1 and len(text) <= _LONGEST_NAME and not is_value(text) and not is_verdict(text)


def _goes_on(lines: Sequence[Line], last: _Pair, pair: _Pair) -> bool:
    a, b = lines[last.line], lines[pair.line]
    if pair.line == last.line or b.box.center_y - a.box.center_y > _STEP * max(a.box.height, b.box.height):
        return False
    return abs(last.name[0].box.x0 - pair.name[0].box.x0) <= _SAME_EDGE


def _is_list(block: Sequence[_Pair]) -> bool:
    """Enough of the names are characteristics, or enough of the values are measured, for it to be a list of items."""
    if not any(ch.isdigit() for p in block for ch in p.value_text):
        return False
    known = sum(_is_reported(p) and _known(p) for p in block)
    measured = sum(_is_measured(p) for p in block)
    if known >= 2 and known >= 0.3 * len(block):
        return True
    if len(block) == 1 and label_of(block[0].name_text.rstrip(":： ")):
        return False  # "净重：28.16 t" alone says how much is delivered
    if len(block) == 1:
        named_unit = bool(parse_name(block[0].name_text).unit) and is_value(block[0].value_text)
        return (known == 1 and measured == 1) or named_unit
    return len(block) >= _SHORTEST_LIST and measured >= 0.75 * len(block) and known >= 1


def _known(pair: _Pair) -> bool:
    return any(find(part) for part in parse_name(pair.name_text).parts)


def _is_measured(pair: _Pair) -> bool:
    """A number with a unit, a bounded limit, not detected; never a date or a bare count."""
    text = pair.value_text
    if is_date(text):
        return False
    return trailing_unit(text) is not None or is_not_detected(text) or (is_range(text) and len(text) < 40)


def _is_reported(pair: _Pair) -> bool:
    text = pair.value_text
    return not is_date(text) and (is_value(text) or is_bounded(text) or is_verdict(text) or _is_measured(pair))


def _listed(pair: _Pair, block: Sequence[_Pair]) -> Draft | None:
    if is_known(pair.value_text) and not is_verdict(pair.value_text):
        return None  # two names beside each other: heads of columns
    if not _is_reported(pair) and not (_known(pair) and _is_words(pair)):
        return None
    if label_of(pair.name_text.rstrip(":： ")) and not _known(pair):
        return None
    text, limit = value_and_limit(pair.value_text)
    printed, bracketed = name_and_limit(pair.name_text, text) if limit is None else (pair.name_text, None)
    name = parse_name(printed)
    told = _LISTED if _SENTENCES.search(pair.value_text) else _KNOWN  # a paragraph that begins with a value
    sure = _CROWDED if pair.crowded else told if _known(pair) else _LISTED
    value = of_words(pair.value, text, sure)
    unit_text = trailing_unit(text) or name.unit
    also: tuple[Fact, ...] = ()
    if match := _UNCERTAIN.match(text):
        also = (value,)
        value = replace(value, text=match["value"])
        unit_text = match["unit"] if match["unit"] and is_unit(match["unit"]) else unit_text
    draft = Draft(
        name=of_words(pair.name, name.text.rstrip(":： "), sure),
        name_parts=name.parts,
        result=value,
        also=also,
        unit=of_words(pair.value if trailing_unit(text) else pair.name, unit_text, sure) if unit_text else None,
        limit=of_words(pair.value, limit, sure)
        if limit
        else of_words(pair.name, bracketed, sure)
        if bracketed
        else None,
    )
    if _are_limits(block):
        return replace(draft, result=None, also=(), limit=of_words(pair.value, text, sure))
    return draft


def _is_words(pair: _Pair) -> bool:
    """A description that stands for a result: a few words, no sentence, no label."""
    text = pair.value_text
    if is_unit(text) or is_known(text):
        return False  # heads of columns, or units, beside one another
    return len(text) <= _LONGEST_DESCRIPTION and not is_date(text) and not text.endswith((":", "："))


def _are_limits(block: Sequence[_Pair]) -> bool:
    """A specification's list: what stands behind the names are bounds, not results."""
    texts = [value_and_limit(p.value_text)[0] for p in block]
    bounded = sum(is_bounded(text) and not _UNCERTAIN.match(text) for text in texts)
    numbers = sum(any(ch.isdigit() for ch in text) for text in texts)
    return numbers > 0 and bounded >= 0.6 * numbers


def _text(words: Sequence[Word]) -> str:
    return " ".join(w.text for w in words)
