"""Readings and verdicts as JSON, both ways, and the file of JSON lines that a broken-off run continues.

A reading's record is :meth:`Certificate.to_json` with a typed ``value`` and ``typed_limit`` beside each printed one. A
document that gave nothing is a record too: ``file``, ``error`` and no items. Records are written as UTF-8, a long
document's item by item, so that it never stands in memory as objects and as text at once.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from lotgate.errors import SchemaError
from lotgate.lexicon.limits import parse_limit
from lotgate.lexicon.results import parse_result
from lotgate.model.certificate import Certificate, Item
from lotgate.model.codec import item_to_json
from lotgate.reporting.report import Failure

Record = dict[str, Any]

STAMP = ("source", "source_sha256", "settings")
"""What a journal adds to each record, to know it again."""


class Style(Enum):
    """How a run writes its records: each on a line of its own, or indented, as the members of one array."""

    LINE = "line"
    ARRAY = "array"


def reading_record(certificate: Certificate) -> Record:
    """The certificate's JSON form, with what its strings mean."""
    return replace(certificate, items=()).to_json() | {"items": [_item_record(item) for item in certificate.items]}


def _item_record(item: Item) -> Record:
    unit = item.unit.text if item.unit else None
    return item_to_json(item) | {
        "value": typed(parse_result(item.result.text, unit)) if item.result else None,
        "typed_limit": typed(parse_limit(item.limit.text, unit)) if item.limit else None,
    }


def failure_record(failure: Failure) -> Record:
    """The record of a document that gave nothing."""
    error = {"code": failure.code, "message": failure.message, "advice": failure.advice}
    return {"file": failure.file, "error": error, "items": []}


def typed(value: object) -> Any:
    """A typed value in plain JSON types: numbers as strings with the digits printed, each object with its ``type``."""
    if is_dataclass(value) and not isinstance(value, type):
        plain = {f.name: typed(getattr(value, f.name)) for f in fields(value) if f.name != "text"}
        return {"type": type(value).__name__} | {key: item for key, item in plain.items() if item is not None}
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [typed(part) for part in value]
    return value


def record_json(record: Mapping[str, Any], style: Style) -> bytes:
    """The record as a run writes it, without a line end."""
    if style is Style.LINE:
        return _utf8(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
    return _utf8(json.dumps([record], ensure_ascii=False, indent=1)[2:-2])


def reading_json(certificate: Certificate, style: Style) -> bytes:
    """What :func:`record_json` gives for :func:`reading_record`, made item by item."""
    whole = record_json(replace(certificate, items=()).to_json(), style)
    if not certificate.items:
        return whole
    # No text in the record can hold these characters: its quotation marks would stand behind a backslash.
    head, empty, tail = whole.partition(b'"items":[]' if style is Style.LINE else b'"items": []')
    between = b"" if style is Style.LINE else b"\n   "
    out = io.BytesIO()
    out.write(head + empty[:-1])
    for number, item in enumerate(certificate.items):
        part = _utf8(json.dumps(_item_record(item), ensure_ascii=False, **_LAYOUT[style]))
        out.write((b"," if number else b"") + between + part.replace(b"\n", between))
    out.write(between[:-1] + b"]" + tail)
    return out.getvalue()


_LAYOUT: dict[Style, dict[str, Any]] = {Style.LINE: {"separators": (",", ":")}, Style.ARRAY: {"indent": 1}}


def _utf8(text: str) -> bytes:
    """Half of a surrogate pair, which a broken font may give, has no UTF-8; it becomes JSON's own escape for it."""
    return text.encode("utf-8", "backslashreplace")


def array(records: Iterable[bytes]) -> bytes:
    """All records, in the style for it, as one JSON array."""
    inside = b",\n".join(records)
    return b"[\n" + inside + b"\n]\n" if inside else b"[]\n"


def looks_saved(data: bytes) -> bool:
    """True where the bytes begin as a saved reading does: an object or an array of objects."""
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"{") or (start.startswith(b"[") and start[1:].lstrip()[:1] in (b"{", b"]"))


def saved_readings(data: bytes, name: str) -> Iterator[Certificate | Failure]:
    """The readings in a file that ``lotgate read`` wrote as JSON or JSON lines; ``SchemaError`` where it is another."""
    for record in json_records(data, name):
        if isinstance(record, Mapping) and isinstance(record.get("error"), Mapping) and "file" in record:
            error = record["error"]
            code, message, advice = (str(error.get(key, "")) for key in ("code", "message", "advice"))
            yield Failure(str(record["file"]), code, message, advice)
        else:
            yield Certificate.from_json(record)


def json_records(data: bytes, name: str) -> Iterator[Any]:
    """The objects in a file of JSON: one, an array of them, or one a line; ``SchemaError`` where it is none."""
    try:
        text = data.decode("utf-8-sig")
        try:
            whole = json.loads(text)
        except json.JSONDecodeError:
            whole = [json.loads(part) for part in text.splitlines() if part.strip()]
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise SchemaError(f"{name} begins like JSON and is not: {error}") from error
    yield from whole if isinstance(whole, list) else [whole]


class Journal:
    """A file of JSON lines that a later run continues.

    What is already there for the same file, content and settings is kept and not done again. A file of which a part
    failed is done again whole; its records, those of changed files and a line broken off by a crash are dropped.
    """

    def __init__(self, path: Path, *, settings: str) -> None:
        self._path, self._settings = path, settings
        self._decisions: dict[tuple[str, str], set[str]] = {}
        failed: set[tuple[str, str]] = set()
        for _, record in _lines(path):
            if record["settings"] == settings:
                key = (record["source"], record["source_sha256"])
                self._decisions.setdefault(key, set()).add(str(record.get("decision")))
                if "error" in record:
                    failed.add(key)
        for key in failed:
            del self._decisions[key]

    def done(self, source: str, sha256: str) -> bool:
        """Whether an earlier run finished this file."""
        return (source, sha256) in self._decisions

    def decisions(self, source: str, sha256: str) -> frozenset[str]:
        """What an earlier run decided on the lots in this file."""
        return frozenset(self._decisions.get((source, sha256), ()))

    def begin(self, files: Iterable[tuple[str, str]]) -> None:
        """Keeps what is done of ``files`` (name, SHA-256) and of files outside this run; drops all else."""
        wanted = set(files)
        names = {name for name, _ in wanted}
        partial = self._path.with_name(self._path.name + ".part")
        with partial.open("w", encoding="utf-8") as out:
            for text, record in _lines(self._path):
                key = (record["source"], record["source_sha256"])
                if record["settings"] == self._settings and self.done(*key) and (key in wanted or key[0] not in names):
                    out.write(text)
        partial.replace(self._path)

    def add(self, source: str, sha256: str, records: Sequence[bytes]) -> None:
        """Writes one file's records, in the style for lines, at once: a crash leaves it done or not done."""
        stamp = record_json(dict(zip(STAMP, (source, sha256, self._settings), strict=True)), Style.LINE)
        with self._path.open("ab") as out:
            out.write(b"".join(part for record in records for part in (record[:-1], b",", stamp[1:], b"\n")))


def _lines(path: Path) -> Iterator[tuple[str, Record]]:
    """Each line that a journal wrote, with the record in it."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as texts:
        for text in texts:
            try:
                record = json.loads(text)
            except json.JSONDecodeError:
                continue
            if isinstance(record, dict) and all(isinstance(record.get(key), str) for key in STAMP):
                yield text, record
