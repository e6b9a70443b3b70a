"""Bytes of plain text into characters, when nothing says how they were encoded."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LEVEL_ONE = re.compile(rb"[\xb0-\xf7][\xa1-\xfe]|[\xa1-\xa9][\xa1-\xfe]")
_SAMPLE = 65_536


def decoded_text(data: bytes, *, cut: bool = False) -> str | None:
    """The text in ``data``, or ``None`` when it is not text. ``cut`` says that its end may be half a character.

    Tried in order: a byte order mark, UTF-8, UTF-16 without a mark, GB 18030, Windows-1252.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding, cut=cut)
    if (text := _strict(data, "utf-8", cut=cut)) is not None:
        return text
    if (order := _utf16_order(data)) and (text := _strict(data, order, cut=cut)) is not None:
        return text
    if _looks_chinese(data) and (text := _strict(data, "gb18030", cut=cut)) is not None:
        return text
    mostly_ascii = sum(b < 128 for b in data[:_SAMPLE]) > 0.85 * min(len(data), _SAMPLE)
    return _strict(data, "cp1252", cut=False) if mostly_ascii else None


def _strict(data: bytes, encoding: str, *, cut: bool) -> str | None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        text = decoder.decode(data, final=not cut)
    except (UnicodeDecodeError, UnicodeError):
        return None
    return None if _CONTROLS.search(text) else text


def _utf16_order(data: bytes) -> str | None:
    """Latin text in UTF-16 has a zero in nearly every second byte."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2], sample[1::2]
    if odd.count(0) > 0.3 * half and sum(map(_is_plain, even)) > 0.3 * half:
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > 0.3 * half and sum(map(_is_plain, odd)) > 0.3 * half else None


def _is_plain(byte: int) -> bool:
    return 32 <= byte < 127 or byte in (9, 10, 13)


def _looks_chinese(data: bytes) -> bool:
    """Nearly all bytes beyond ASCII form pairs of GB 2312's common characters and signs."""
    sample = data[:_SAMPLE]
    beyond = sum(b > 127 for b in sample)
    paired = 2 * len(_LEVEL_ONE.findall(sample))
    return beyond > 0 and paired >= 0.9 * beyond
