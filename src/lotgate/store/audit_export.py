"""The audit trail as a file: JSON lines for programs, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum

from lotgate.store.models import AuditEntry

COLUMNS = (
    "number",
    "at",
    "actor",
    "action",
    "subject_type",
    "subject_id",
    "subject_name",
    "old",
    "new",
    "reason",
    "mac",
)
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


class Form(StrEnum):
    """The kinds of file."""

    JSONL = "jsonl"
    CSV = "csv"


def lines(entries: Iterable[AuditEntry], form: Form) -> Iterator[str]:
    """The file's text, line by line, so that a trail of any length streams."""
    if form is Form.JSONL:
        for entry in entries:
            yield json.dumps(_fields(entry), ensure_ascii=False) + "\n"
        return
    yield "\ufeff" + _row(COLUMNS)  # the mark by which spreadsheets know UTF-8
    for entry in entries:
        yield _row(_cell(value) for value in _fields(entry).values())


def _fields(entry: AuditEntry) -> dict[str, object]:
    values = (
        entry.number,
        entry.at.isoformat(),
        entry.actor_name,
        entry.action,
        entry.subject_type,
        entry.subject_id,
        entry.subject_name,
        entry.old,
        entry.new,
        entry.reason,
        entry.mac,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _cell(value: object) -> str:
    """The value as a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
