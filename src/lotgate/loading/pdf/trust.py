"""Whether a page's text says what is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lotgate.loading.pdf.drawing import Drawing
from lotgate.model.document import TextLayer, Word

_FULL_PAGE = 0.7
_COMMON = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]")
_ODD_LATIN = re.compile(r"(?![°±µ²³·×®©§½¼éèüöäßñçáíóúåøæ«»£¥])[\u0080-\u024f]")
_LEADERS = re.compile(r"[.\-_=*·…—─]{4,}")


def text_layer(words: Sequence[Word], suspicious: int, drawn: Drawing, *, is_contradicted: bool = False) -> TextLayer:
    """How far ``words`` can be trusted; ``suspicious`` is how many characters beside them have no meaning.

    ``is_contradicted``: the fonts draw other letters than the words say.
    """
    width, height = drawn.turn.size
    pictured = sum(p.box.width * p.box.height for p in drawn.pictures) >= _FULL_PAGE * width * height
    text = "".join([w.text for w in words])
    if len(text) < 12 and (drawn.pictures or drawn.objects > 50):
        return TextLayer.NONE
    if not text:
        return TextLayer.NONE if drawn.objects else TextLayer.EMPTY
    if suspicious > 0.1 * (len(text) + suspicious) or is_contradicted or not _plausible(text):
        return TextLayer.BROKEN
    return TextLayer.NONE if pictured and len(text) < 40 else TextLayer.GOOD


def _plausible(text: str) -> bool:
    """Certificates are mostly letters, digits and ideographs; a wrong character map gives signs and rare letters."""
    text = _LEADERS.sub("", text)
    if len(text) < 40:
        return True
    common, odd = len(_COMMON.findall(text)), len(_ODD_LATIN.findall(text))
    return common >= 0.45 * len(text) and odd <= 0.15 * len(text)
