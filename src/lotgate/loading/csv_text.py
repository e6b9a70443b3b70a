"""CSV and plain text: encoding and delimiter found from the content."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator

from lotgate.errors import DamagedFile, TooLarge
from lotgate.loading.bounds import Bounds
from lotgate.loading.encodings import decoded_text
from lotgate.loading.flow import Block, Break, Text, em, flow_pages
from lotgate.loading.sheet import Sheet, Shown
from lotgate.model.document import Document, Page

_DELIMITERS = "\t;,|"
_SAMPLE_LINES = 60
_LONGEST_FIXED = 100.0  # em: longer lines are prose and are wrapped


def open_csv(data: bytes, name: str, bounds: Bounds) -> Document:
    """A delimited file as one sheet; every field as it stands in the file."""
    text = _text(data, bounds)
    delimiter = delimiter_of(text[:16_384]) or ","

    def pages() -> Iterator[Page]:
        sheet = Sheet(None, bounds.cells)
        csv.field_size_limit(bounds.characters)
        try:
            for row, fields in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
                for column, field in enumerate(fields):
                    sheet.show(row, column, Shown(field))
        except csv.Error as error:
            raise DamagedFile(f"a delimited file that cannot be parsed: {error}") from error
        yield sheet.page(1)

    return Document(name, "csv", hashlib.sha256(data).hexdigest(), 1, pages)


def open_text(data: bytes, name: str, bounds: Bounds) -> Document:
    """Plain text, its columns kept where lines are short; form feeds part the pages, and so does length."""
    text = _text(data, bounds)

    def pages() -> Iterator[Page]:
        return flow_pages(_blocks(text))

    count = sum(1 for _ in pages())
    if count > bounds.pages:
        raise TooLarge(f"{name}: {count:,} pages of text, more than {bounds.pages:,}")
    return Document(name, "text", hashlib.sha256(data).hexdigest(), count, pages)


def _text(data: bytes, bounds: Bounds) -> str:
    text = decoded_text(data)
    if text is None:
        raise DamagedFile("text whose encoding cannot be told")
    if len(text) > bounds.characters:
        raise TooLarge(f"{len(text):,} characters of text, more than {bounds.characters:,}")
    return text


def _blocks(text: str) -> Iterator[Block]:
    for i, part in enumerate(text.split("\f")):
        if i:
            yield Break()
        for line in part.splitlines():
            shown = line.expandtabs(8)
            yield Text(shown, fixed=True, size=9.0, wrap=em(shown) > _LONGEST_FIXED)


def delimiter_of(text: str) -> str | None:
    """The delimiter under which most lines have the same number of fields, two or more; ``None`` for prose."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    if len(lines) < 2:
        return None
    for delimiter in _DELIMITERS:
        try:
            counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
        except csv.Error:
            continue
        fields, often = counts.most_common(1)[0] if counts else (1, 0)
        spaced = sum(line.count(delimiter + " ") for line in lines) > 0.8 * sum(line.count(delimiter) for line in lines)
        if fields >= 2 and often >= 0.6 * sum(counts.values()) and not (spaced and delimiter == ","):
            return delimiter
    return None
