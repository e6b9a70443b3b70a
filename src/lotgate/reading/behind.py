"""Labels in one run of words with the values behind them: "Lot No. 12345", "Product: Soda   Batch: 7"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lotgate.lexicon.header_words import Label, is_company, is_organisation, label_of
from lotgate.lexicon.heads import field_code_end
from lotgate.model.certificate import HeaderField
from lotgate.reading.bands import COLONS
from lotgate.reading.printed import Printed
from lotgate.reading.values import standards_in

COLON_SIGNS = ":：︰∶"
PARTING = re.compile(r"\s+[/／]\s+|[/／、]")
"""What parts two labels, or two values, that share a place."""
_WORD_STARTS = re.compile(
    r"\s+|[,，;；/|、。]+\s*|(?<=\d)(?=[A-Z][a-z])|(?<=[\w)）])(?<![\u4e00-\u9fff])(?=[\u4e00-\u9fff])"
)
_SENTENCE_MARKS = re.compile(r"[，；。]")
_SAID = re.compile(r"\s*(?P<label>[\u4e00-\u9fff]{2,6})\s*(?P<value>[A-Za-z0-9][^，；。]*)")
_COMMA = re.compile(r"\s*[,;]\s+")
_CLOCK = re.compile(r"\d$")
_NAMES = frozenset({HeaderField.PRODUCT, HeaderField.SUPPLIER, HeaderField.CUSTOMER})
_WORDS = frozenset({*_NAMES, HeaderField.CONCLUSION, HeaderField.GRADE, HeaderField.QUANTITY, HeaderField.STANDARD})
_TELLING_LABEL, _MOST_NAME_WORDS = 4, 7
"""A label this long, in ideographs or in two words, may have a name of so many words behind it without a colon."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label found in a segment, with what follows it there.

    ``sure`` is false where the value's end is a guess. ``parts`` are the labels of a label that names several things
    ("生产日期/批号"), in the order of their values.
    """

    label: Label
    rest: Printed
    colon: bool
    last: bool
    sure: bool = True
    parts: tuple[Label, ...] = ()


def labelled_in(text: Printed, *, inside: bool) -> list[Labelled]:
    """The labels in a segment; ``inside`` is false for cells of several lines, which are read line by line."""
    whole = label_of(text.text.rstrip(" " + COLON_SIGNS))
    if whole is not None:
        end = text.cut(len(text.text))
        return [Labelled(whole, end, text.text.rstrip()[-1:] in COLON_SIGNS, last=True, parts=_parts(text.text))]
    colons = [m for m in COLONS.finditer(text.text) if not _is_clock(text.text, m.start())]
    if colons and not inside:
        return []
    if not colons:
        return _in_sentence(text) or _several_without_colon(text) or _without_colon(text)
    found: list[tuple[int, int, Label | None]] = []
    begin = 0
    for colon in colons:
        start, label = _label_before(text.text, begin, colon.start(), first=not found)
        if label is not None or _looks_like_label(text.text[start : colon.start()]):
            found.append((start, colon.end(), label))
            begin = colon.end()
    out = []
    for number, (start, begin, label) in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) else None
        if label is not None:
            rest = text.cut(begin, following[0] if following else None)
            sure, parts = not following or following[2] is not None, _parts(text.text[start : begin - 1])
            out.append(Labelled(label, rest, True, following is None, sure, parts))
    return out


def _parts(text: str) -> tuple[Label, ...]:
    """The labels that a slash parts, where each of them names a field of its own."""
    labels = [label_of(part) for part in PARTING.split(text.rstrip(" " + COLON_SIGNS))]
    known = [label for label in labels if label is not None and label.field is not None]
    several = len(known) == len(labels) > 1 and len({label.field for label in known}) == len(labels)
    return tuple(known) if several else ()


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


def _in_sentence(text: Printed) -> list[Labelled]:
    """What a sentence says in its parts: "…，批号 QF251007-02，…，保质期至2026年10月6日"."""
    marks = list(_SENTENCE_MARKS.finditer(text.text))
    starts, ends = [0, *(m.end() for m in marks)], [*(m.start() for m in marks), len(text.text)]
    found: list[Labelled] = []
    for start, end in zip(starts, ends, strict=True):
        said = _SAID.match(text.text, start, end) if marks else None
        label = label_of(said["label"]) if said else None
        if said and label is not None and label.field is not None and label.strong and label.field not in _WORDS:
            found.append(Labelled(label, text.cut(said.start("value"), end), False, last=False, sure=False))
    return found


def _several_without_colon(text: Printed) -> list[Labelled]:
    """ "Charge 24K0711/03, Herstelldatum 11.07.2024": facts behind one another, each a label and its value."""
    commas = [m.span() for m in _COMMA.finditer(text.text)]
    starts, ends = [0, *(end for _, end in commas)], [*(start for start, _ in commas), len(text.text)]
    found = [_without_colon(text.cut(a, b)) for a, b in zip(starts, ends, strict=True)] if commas else []
    return [labelled for piece in found for labelled in piece] if found and all(found) else []


def _without_colon(text: Printed) -> list[Labelled]:
    """ "Lot No. 12345": a label and its value in one run of words."""
    coded = field_code_end(text.text) > 0
    spaces = list(re.finditer(r"\s+|(?<=[.#])(?=\d)", text.text))[: 8 if coded else 6]
    for space in reversed(spaces):
        label = label_of(text.text[: space.start()])
        if label is None or label.field is None:
            continue
        rest = text.cut(space.end())
        if not rest.text:
            continue
        if not label.strong and label.field is not HeaderField.CERTIFICATE_NO:
            continue
        telling = _is_telling(text.text[: space.start()])
        if label.field not in _WORDS:
            rest = rest.cut(0, len(re.split(r"\s[(（]", rest.text)[0]))
            if _is_code_behind(label.field, rest.text):
                return [Labelled(label, rest, colon=False, last=False)]
        elif _is_words_behind(label.field, rest.text, telling=telling, coded=coded):
            return [Labelled(label, rest, colon=False, last=False)]
        elif label.field in _NAMES and telling and _is_name_behind(label.field, rest.text):
            return [Labelled(label, rest, colon=False, last=False, sure=False)]
    return []


def _is_code_behind(field: HeaderField, rest: str) -> bool:
    """Whether a code or a date begins here; a certificate's may begin with letters that stand apart ("QC 24-07")."""
    words = rest.split()
    if not words or len(words) > 4:
        return False
    lettered = field is HeaderField.CERTIFICATE_NO and len(words) == 2 and re.fullmatch(r"[A-Z]{1,4}", words[0])
    return bool(re.search(r"\d", words[1] if lettered else words[0]))


def _is_words_behind(field: HeaderField, rest: str, *, telling: bool, coded: bool) -> bool:
    """Words behind a label that a field code marks as one, or a standard's code behind a label of several words."""
    if coded:
        return field is not HeaderField.CONCLUSION
    return field is HeaderField.STANDARD and telling and standards_in(rest)[:1] == [(0, len(rest))]


def _is_name_behind(field: HeaderField, rest: str) -> bool:
    if rest[0].islower() or len(rest.split()) > _MOST_NAME_WORDS:
        return False
    return field is not HeaderField.PRODUCT or not (is_organisation(rest) or is_company(rest))


def _is_telling(label: str) -> bool:
    return len(label.split()) > 1 if label.isascii() else len(label) >= _TELLING_LABEL
