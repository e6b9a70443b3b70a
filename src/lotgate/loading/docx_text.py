"""The text of a Word paragraph as printed: runs, tabs, breaks, symbols, check boxes, formulas; not what is hidden."""

from __future__ import annotations

from dataclasses import dataclass, field

from lotgate.loading.markup import Element, attribute, child, children, local_name
from lotgate.loading.scripts import raised

_DELETED = ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "rt", "Fallback", "sdtPr", "sdtEndPr")
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Symbol fonts print signs under private code points; these are the ones that certificates tick and cross with.
_SYMBOLS = {
    ("wingdings", 0x6F): "□", ("wingdings", 0xA8): "□", ("wingdings", 0xFB): "✗", ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFD): "☒", ("wingdings", 0xFE): "☑", ("wingdings", 0x6E): "■", ("wingdings", 0x6C): "●",
    ("wingdings 2", 0x50): "✓", ("wingdings 2", 0x4F): "✗", ("wingdings 2", 0x52): "☑", ("wingdings 2", 0x53): "☒",
    ("wingdings 2", 0x54): "☒", ("wingdings 2", 0xA3): "□", ("symbol", 0xB0): "°", ("symbol", 0xB1): "±",
    ("symbol", 0xA3): "≤", ("symbol", 0xB3): "≥", ("symbol", 0x6D): "μ", ("symbol", 0xB4): "×", ("symbol", 0x61): "α",
    ("symbol", 0x62): "β", ("symbol", 0x67): "γ", ("symbol", 0x64): "δ", ("symbol", 0x72): "ρ", ("symbol", 0x73): "σ",
    ("symbol", 0x57): "Ω", ("symbol", 0x44): "Δ", ("symbol", 0xB7): "·", ("symbol", 0xD7): "⋅", ("symbol", 0xBB): "≈",
    ("symbol", 0xB9): "≠", ("symbol", 0x2D): "−",
}  # fmt: skip


@dataclass(slots=True)
class Paragraph:
    """What a paragraph prints. ``boxes`` are text boxes anchored in it, each with blocks of its own."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    size: float = 10.5
    bold: bool = False
    has_picture: bool = False
    break_before: bool = False
    break_after: bool = False

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def read_paragraph(element: Element) -> Paragraph:
    """The paragraph's printed content."""
    paragraph = Paragraph()
    properties = child(element, "pPr")
    if properties is not None:
        paragraph.break_before = _on(properties, "pageBreakBefore")
        section = child(properties, "sectPr")
        kind = child(section, "type") if section is not None else None
        paragraph.break_after = section is not None and (kind is None or attribute(kind, "val") != "continuous")
    runs: list[_Run] = []
    _read(element, paragraph, runs)
    printed = [run for run in runs if run[0]]
    paragraph.bold = bool(printed) and all(bold for _, bold, _ in printed)
    paragraph.size = next((size for _, _, size in printed if size), paragraph.size)
    return paragraph


_Run = tuple[bool, bool, float]


def _read(element: Element, into: Paragraph, runs: list[_Run]) -> None:
    for node in element:
        tag = local_name(node)
        if tag == "r":
            _read_run(node, into, runs)
        elif tag in ("oMath", "oMathPara"):
            into.pieces.append(_formula(node))
        elif tag not in _DELETED and tag != "":
            _read(node, into, runs)


def _read_run(run: Element, into: Paragraph, runs: list[_Run]) -> None:
    properties = child(run, "rPr")
    if properties is not None and _on(properties, "vanish"):
        return
    inner = Paragraph()
    _read_content(run, inner)
    text = inner.text
    if properties is not None and _align(properties) == "superscript":
        text = raised(text)
    runs.append((bool(text.strip()), properties is not None and _on(properties, "b"), _size(properties)))
    breaks_page = inner.break_before or inner.break_after
    if breaks_page and "".join(into.pieces).strip():
        into.break_after = True
    elif breaks_page:
        into.break_before = True
    into.pieces.append(text)
    into.boxes.extend(inner.boxes)
    into.has_picture = into.has_picture or inner.has_picture


def _read_content(element: Element, into: Paragraph) -> None:
    for node in element:
        tag = local_name(node)
        if tag == "t":
            into.pieces.append(node.text or "")
        elif tag == "lastRenderedPageBreak" or (tag == "br" and attribute(node, "type") == "page"):
            into.break_before = True
        elif tag in _CHARACTERS:
            into.pieces.append(_CHARACTERS[tag])
        elif tag == "sym":
            into.pieces.append(_symbol(node))
        elif tag == "checkBox":
            into.pieces.append("☑" if _checked(node) else "□")
        elif tag == "txbxContent":
            into.boxes.append(node)
        elif tag in ("blip", "imagedata"):
            into.has_picture = True
        elif tag not in _DELETED and tag != "":
            _read_content(node, into)


def _formula(element: Element) -> str:
    """An office formula on one line; an exponent stays raised, a fraction keeps its bar."""
    tag = local_name(element)
    if tag == "t":
        return element.text or ""
    if tag in ("sup", "sub") and len(element):
        inner = "".join(_formula(node) for node in element)
        return raised(inner) if tag == "sup" else inner
    if tag == "den":
        return "/" + "".join(_formula(node) for node in element)
    return "".join(_formula(node) for node in element if local_name(node) not in _DELETED)


def _symbol(node: Element) -> str:
    font, code = (attribute(node, "font") or "").lower(), attribute(node, "char") or ""
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= point <= 0xF0FF:
        point -= 0xF000
    if (font, point) in _SYMBOLS:
        return _SYMBOLS[font, point]
    return (
        chr(point) if 0x20 <= point < 0xD800 and not font.startswith(("wingdings", "symbol", "webdings")) else "\ufffd"
    )


def _checked(box: Element) -> bool:
    for name in ("checked", "default"):
        state = child(box, name)
        if state is not None:
            return attribute(state, "val") not in ("0", "false", "off")
    return False


def _on(properties: Element, name: str) -> bool:
    """A toggle property: there without a value means on."""
    return any(attribute(node, "val") not in ("0", "false", "off") for node in children(properties, name))


def _align(properties: Element) -> str | None:
    align = child(properties, "vertAlign")
    return attribute(align, "val") if align is not None else None


def _size(properties: Element | None) -> float:
    size = child(properties, "sz") if properties is not None else None
    text = (attribute(size, "val") or "") if size is not None else ""
    return min(max(int(text) / 2, 4.0), 72.0) if text.isascii() and text.isdigit() and len(text) < 5 else 0.0
