"""XML and HTML parsed so that hostile input stays harmless: no entities, no network, no huge trees.

The one home of lxml.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from lotgate.errors import DamagedFile, TooLarge

Element = etree._Element


class Readable(Protocol):
    """What a streaming parser needs of a file."""

    def read(self, size: int, /) -> bytes: ...


_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_HEAD = 65_536


def parse_xml(data: bytes, part: str) -> Element:
    """The root of an office file's part. A document type declaration is refused: the formats forbid it."""
    _refuse_doctype(data[:_HEAD], part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFile(f"the part {part} is not well-formed XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DamagedFile(f"the part {part} declares entities, which this format forbids")
    return root


def stream_xml(stream: Readable, part: str, tags: tuple[str, ...]) -> Iterator[Element]:
    """Each element named in ``tags`` (local names) as it closes; it and everything before it is then dropped."""
    head = stream.read(_HEAD)
    _refuse_doctype(head, part)
    parser = etree.XMLPullParser(
        events=("end",),
        tag=[f"{{*}}{tag}" for tag in tags],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        chunk = head
        while chunk:
            parser.feed(chunk)
            yield from _closed(parser)
            chunk = stream.read(_HEAD)
        parser.close()
        yield from _closed(parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFile(f"the part {part} is not well-formed XML") from error


def _closed(parser: etree.XMLPullParser) -> Iterator[Element]:
    for _, element in parser.read_events():
        if not isinstance(element, etree._Element):
            continue
        yield element
        element.clear()
        parent = element.getparent()
        if parent is not None:
            while element.getprevious() is not None:
                del parent[0]


def _refuse_doctype(head: bytes, part: str) -> None:
    if any(mark in head for mark in _DOCTYPES):
        raise DamagedFile(f"the part {part} declares entities, which this format forbids")


def parse_html(text: str) -> Element | None:
    """The root of a web page, however untidy; ``None`` when it holds nothing, ``TooLarge`` when nested too deeply."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root: Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, etree.ParserError, ValueError):
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):  # the rest would be missing, unsaid
        raise TooLarge("a web page nested more than 256 deep")
    return root


def local_name(element: Element) -> str:
    """The tag without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace (two namespaces of one office format are in use)."""
    value = element.get(name)
    if value is not None:
        return str(value)
    suffix = "}" + name
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith(suffix)), None)


def child(element: Element, name: str) -> Element | None:
    """The first child with that local name."""
    return next((c for c in element if local_name(c) == name), None)


def children(element: Element, name: str) -> Iterator[Element]:
    """The children with that local name."""
    return (c for c in element if local_name(c) == name)


def inner_text(element: Element) -> str:
    """All text in the element, tags ignored."""
    return "".join(str(text) for text in element.itertext())
