"""Whether a text can be the value of a header field, and which part of it is the value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lotgate.lexicon.header_words import company_end, is_absent, is_company, label_of, says_verdict, title_end
from lotgate.lexicon.shapes import is_unit, is_verdict
from lotgate.model.certificate import HeaderField
from lotgate.reading.dates import find_date, is_date
from lotgate.reading.printed import Printed

DATES = frozenset({HeaderField.MANUFACTURED, HeaderField.EXPIRES, HeaderField.RETEST, HeaderField.REPORTED})
_DATE_STARTS_BY = 15
_STANDARD_CODE = re.compile(
    r"(?<![A-Za-z])[A-Z]{1,6}(?:\s?/\s?[A-Z]{1,4})?\s*[-.]?\s*[A-Z]?\d{2,}[A-Za-z0-9.()/:：—–-]*"
    r"(?:\s?[-—–:：]\s?(?:19|20)?\d\d(?!\d))?(?:\s?\(Ed[^)]{1,24}\))?"
    r"|(?<![A-Za-z])Q\s?/\s?[A-Z0-9 ]+[-—–]?\d*|\bJECFA\b"
    r"|(?:\b(?:USP|FCC|BP|EP|JP|ChP|NF)\b|\bPh\.?\s?Eur\.?)(?:\s?[-/]?\s?NF\b)?(?:\s\d{1,4}(?:\.\d)?(?!\S))?"
    r"|《?(?:中国|中華|中华)?[药藥]典》?\s*(?:\d{4}\s*年?版)?\s*(?:[一二三四]部)?"
    r"|\((?:EU|EC|EEC|UE|CE|EG)\)\s*(?:No\.?|Nr\.?|N[°º])?\s*\d{2,4}/\d{2,4}"
)
_PUBLISHED = re.compile(r"(?:USP|Ph\.? ?Eur|BP|EP|JP|ChP|GB|HG|YB|ISO|ASTM|EN|DIN|JIS|BS|NF|GOST|AISI|SAE|API|IS)\b")
_TITLE_OF_STANDARD = re.compile(r"《[^》]*(?<![药藥]典)》")
_TITLE_BESIDE = re.compile(r"[\s\u4e00-\u9fff、，:：（）()]*")
"""The standard's title, or the grade in it, in Chinese beside the code: "GB/T 2091-2008 优等品"."""
_KIND_OF_DOCUMENT = re.compile(r"[23]\.[12](?:\s|$)")
"""What EN 10204 numbers its inspection documents with: no document's own number."""
_NAMES_DOCUMENT = re.compile(r"^\W*(?:DIN\s*)?(?:EN|ISO)\s*(?:ISO\s*)?10204\b[^A-Z]*$", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<![\d,.-])\d{1,3}(?:,\d{3})+(?![\d,-])")
_UNIT_IN_HEAD = re.compile(r"[(（\[]([^()（）\[\]]+)[)）\]]$")
_UNIT_THEN_LABEL = re.compile(r"(\d\S*\s+\S{1,8})\s+(?=[A-Z]{2,}\b[.:]?\s+[A-Z]{2,})")
_LIMIT = re.compile(
    r"^\s*(?:[<>≤≥＜＞±]|max\b|min\b|not (?:more|less)|\d[\d.]*\s*(?:[-–~～]|to)\s*\d|NMT|NLT|不大于|不小于)",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"^[\d.,\s]+(?:%|‰|mg|kg|g|t|MT|L|mL|ppm|pcs|lbs?|months?|years?|days?|℃|°C|吨|公斤|千克|个月|年|天|袋|桶"
    r"|瓶|箱|件|卷|支|(?i:bottles?|bags?|drums?|cartons?|rolls?|pieces|boxes|pails?|cans?|units|pallets?|sheets?|cases?))"
    r"(?![A-Za-z0-9])"
)
_AMOUNT_OF = re.compile(
    r"^\d+\s*(?:x\s*)?(?:bag|bottle|drum|can|box|carton|pack|tin|jar|sample|container)s?\b(?:\s*[\d.,]+\s*[A-Za-z]{1,3})?\s+of\s+",
    re.IGNORECASE,
)
_ARTICLE_NUMBER = re.compile(r"^\d{6,}\s+(?=[^\W\d]{2}|[^\W\d]-)")
_SHORTEST_LOT, _MOST_PARTS = 4, 4
_CODE_LENGTH, _NAME_LENGTH, _SENTENCE_LENGTH = 60, 160, 700
_ROW_OF_VALUES = re.compile(r"(?:\d+[.,]\d+\s+){2,}\d+[.,]\d+")
"""What stands beside the head of a row of results, "Heat 0,41 0,24 0,78", and no list of batches."""
_DECIMAL = re.compile(r"\d{1,3}[.,]\d{1,2}")
_ALIKE = re.compile(r"(?P<one>(?P<same>[\w-]{3})[\w-]{3,})(?P<mark>\s*/\s*)(?P<two>(?P=same)[\w-]{3,})")
"""Two batches that a slash parts: they look alike and begin alike."""
_AMOUNT_BEHIND = re.compile(r"\s*[(（]([^()（）]*)[)）]$")
_LIST_MARK = re.compile(r"\s*[,，、;；\n]\s*|\s+(?:&|and|und|et|y|e|en|og|och|ve|i)\s+")


def value_of(field: HeaderField, text: Printed) -> Printed | None:
    """The part of ``text`` that is the field's value; ``None`` where it cannot be one, or says that there is none."""
    text = text.without(":：︰∶-–—=｜|" if field is not HeaderField.QUANTITY else ":：︰∶|", "|｜")
    if is_absent(text.text) or not text.spans:
        return None
    if field in DATES:
        return _date(text)
    return _CHECKS[field](text)


def batches_in(text: Printed) -> list[Printed]:
    """The batches that a value lists; the value itself where it is one."""
    figures = [m.span() for m in _THOUSANDS.finditer(text.text)]
    marks = [m.span() for m in _LIST_MARK.finditer(text.text) if not any(a < m.start() < b for a, b in figures)]
    if two := _ALIKE.fullmatch(text.text):
        marks = [two.span("mark")] if _shape(two["one"]) == _shape(two["two"]) else marks
    elif not marks and _are_alike(text.text.split()):
        marks = [m.span() for m in re.finditer(r"\s+", text.text)]
    starts = [0, *(end for _, end in marks)]
    ends = [*(start for start, _ in marks), len(text.text)]
    parts = [text.cut(a, b) for a, b in zip(starts, ends, strict=True)]
    parts = [_without_amount(part) for part in parts if part.text]
    if len(parts) < 2 or not all(re.search(r"\d", part.text) and part.spans for part in parts):
        return parts if len(parts) == 1 else [text]
    return parts


def _are_alike(parts: Sequence[str]) -> bool:
    """Several codes of one shape, with letters: "L-771 L-772 L-773"; figures alone are one number in groups."""
    shapes = {_shape(part) for part in parts}
    return len(parts) > 1 and len(shapes) == 1 and len(parts[0]) >= _SHORTEST_LOT and {"A", "9"} <= set(shapes.pop())


def _without_amount(batch: Printed) -> Printed:
    """ "24118B (500 kg)" without how much of it there is."""
    amount = _AMOUNT_BEHIND.search(batch.text)
    return batch.cut(0, amount.start()) if amount and _MEASURE.match(amount[1]) else batch


def _shape(text: str) -> str:
    return re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", text))


def is_lot(text: str) -> bool:
    """Whether ``text``, the head of a row or column of results, can be a lot's number.

    It has a digit, and is no label, sentence or measured value; what is shorter than four characters, or a bare
    "No. 3", numbers specimens.
    """
    plain = text.strip()
    if (
        len(plain) < _SHORTEST_LOT
        or len(plain.split()) > _MOST_PARTS
        or re.fullmatch(r"(?:no|nr|#)\W*\d{1,3}", plain, re.IGNORECASE)
    ):
        return False
    wrong = not re.search(r"\d", plain) or plain.endswith((":", "：", "。", "%")) or len(plain) > _CODE_LENGTH
    return not (wrong or _MEASURE.match(plain) or label_of(plain) or "。" in plain)


def standards_in(text: str) -> list[tuple[int, int]]:
    """Where the codes of standards stand in ``text``."""
    return [m.span() for m in _STANDARD_CODE.finditer(text)]


def is_published_standard(text: str) -> bool:
    """Whether ``text`` is the code of a standard of a body that publishes them, and nothing else."""
    return bool(_PUBLISHED.match(text)) and standards_in(text)[:1] == [(0, len(text))]


def _date(text: Printed) -> Printed | None:
    place = find_date(text.text)
    if place is None or place[0] > _DATE_STARTS_BY or len(text.text) > 2 * _CODE_LENGTH:
        return None
    return text.cut(*place)


def _code(text: Printed) -> Printed | None:
    """A batch, certificate or order number: short, with a digit, and no measured value."""
    bracket = re.search(r"\s[(（](?=[A-Za-z\u4e00-\u9fff]{2,}[\s:：])", text.text)
    if bracket and re.search(r"\d", text.text[: bracket.start()]):
        text = text.cut(0, bracket.start())
    plain = text.text
    if (
        not re.search(r"\d", plain)
        or _DECIMAL.fullmatch(plain)
        or (len(plain) > _CODE_LENGTH and not _LIST_MARK.search(plain))
    ):
        return None
    words = plain.split()
    wordy = sum(word.isalpha() and len(word) > 3 for word in words)
    if (
        wordy > 2
        or (wordy and wordy >= len(words) - 1 > 1)
        or _MEASURE.match(plain)
        or "@" in plain
        or plain.endswith("%")
    ):
        return None
    return None if re.search(r"[。]|\d\s*(?:mm|cm)\b|www\.|https?:", plain) else text


def _number(text: Printed) -> Printed | None:
    code = _code(text)
    return None if code is None or is_date(code.text) or _KIND_OF_DOCUMENT.match(code.text) else code


def _batch(text: Printed) -> Printed | None:
    """A batch's number: a code, and no head of a column of results ("KV2 [J]", "Assay 99")."""
    unit = _UNIT_IN_HEAD.search(text.text)
    words = text.text.split()
    counted = len(words) == 2 and words[0].isalpha() and words[0][1:].islower() and len(words[0]) > 3
    if (
        _ROW_OF_VALUES.fullmatch(text.text)
        or (unit and is_unit(unit[1].strip()))
        or (counted and len(words[1]) < _SHORTEST_LOT)
    ):
        return None
    return _code(text)


def _quantity(text: Printed) -> Printed | None:
    if after := _UNIT_THEN_LABEL.match(text.text):
        text = text.cut(0, after.end(1))
    return text if re.search(r"\d", text.text) and len(text.text) <= _CODE_LENGTH and not is_date(text.text) else None


def _standard(text: Printed) -> Printed | None:
    if len(text.text) > 2 * _NAME_LENGTH or _LIMIT.match(text.text) or is_date(text.text):
        return None
    if _NAMES_DOCUMENT.match(text.text):
        return None
    code = _STANDARD_CODE.search(_TITLE_OF_STANDARD.sub(lambda title: "_" * len(title[0]), text.text))
    if code and _TITLE_OF_STANDARD.search(text.text) and len(standards_in(text.text)) == 1:
        return text.cut(*code.span())
    if code and _TITLE_BESIDE.fullmatch(text.text[: code.start()]) and _TITLE_BESIDE.fullmatch(text.text[code.end() :]):
        return text.cut(*code.span())
    return text if code else None


def _product(text: Printed) -> Printed | None:
    """A product's name, without the amount of it that was sampled ("1 bag 50 kg of ...") or its number before it."""
    amount = _AMOUNT_OF.match(text.text) or _ARTICLE_NUMBER.match(text.text)
    return _name(text.cut(amount.end()) if amount else text)


def _name(text: Printed) -> Printed | None:
    """A product's name: letters, no sentence, no date, no title, no verdict."""
    plain = text.text
    letters = sum(c.isalpha() for c in plain)
    if " " not in plain and sum(c.isdigit() for c in plain) > max(4, 1.2 * letters):
        return None
    if letters < 2 or len(plain) > _NAME_LENGTH or is_date(plain) or is_verdict(plain) or label_of(plain):
        return None
    if (place := find_date(plain)) and (label := label_of(plain[: place[0]])) and label.field:
        return None  # "生产日期 MFD 2025-04-02" says when, and stands beside a label only by chance
    sentence = (plain.endswith((".", "。")) and len(plain.split()) > 8) or "。" in plain[:-1]
    return None if sentence or title_end(plain) == len(plain) or plain.startswith(("http", "www")) else text


def _party(text: Printed) -> Printed | None:
    """A company's name, without the address behind it."""
    end = company_end(text.text)
    if end and re.match(r"\s*(?:[,，;；/|]|\d|$)", text.text[end:]) and not is_company(text.text[end:]):
        text = text.cut(0, end)
    name = _name(text)
    return name if name and len(name.text) <= 120 else None


def _grade(text: Printed) -> Printed | None:
    plain = text.text
    verdict = says_verdict(plain) and not plain.endswith("品")
    return text if len(plain) <= _CODE_LENGTH and not is_date(plain) and not verdict else None


def _conclusion(text: Printed) -> Printed | None:
    return text if len(text.text) <= _SENTENCE_LENGTH and (says_verdict(text.text) or is_verdict(text.text)) else None


_CHECKS: dict[HeaderField, Callable[[Printed], Printed | None]] = {
    HeaderField.PRODUCT: _product,
    HeaderField.GRADE: _grade,
    HeaderField.SUPPLIER: _party,
    HeaderField.CUSTOMER: _party,
    HeaderField.CERTIFICATE_NO: _number,
    HeaderField.BATCH: _batch,
    HeaderField.QUANTITY: _quantity,
    HeaderField.ORDER_NO: _code,
    HeaderField.STANDARD: _standard,
    HeaderField.CONCLUSION: _conclusion,
}
