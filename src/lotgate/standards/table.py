"""One table of a standard's file: reads keys with their types, and notes a fault instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from lotgate.standards.faults import Faults, Path

_Choice = TypeVar("_Choice", bound=StrEnum)


class Table:
    """A mapping at ``path``; every read checks the type, :meth:`close` checks that nothing else was written."""

    def __init__(self, data: Mapping[str, Any], path: Path, faults: Faults, keys: Mapping[str, str]) -> None:
        self._data = data
        self._path = path
        self._faults = faults
        for key in data:
            if key not in keys:
                self._unknown(key, keys)

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def fault(self, key: str | None, message: str, advice: str) -> None:
        self._faults.add((*self._path, key) if key else self._path, message, advice)

    def text(self, key: str) -> str | None:
        value = self._data.get(key)
        if value is None:
            return None
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.fault(key, f"{key} must be a text", f'Write {key} = "…" in quotation marks, not empty.')
        return None

    def needed(self, key: str) -> str:
        """A text that must be there; a fault and ``""`` where it is not."""
        if key not in self._data:
            self.fault(key, f"{key} is missing", f'Add {key} = "…".')
        return self.text(key) or ""

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._data.get(key, [])
        if isinstance(value, list) and all(isinstance(part, str) and part.strip() for part in value):
            return tuple(part.strip() for part in value)
        self.fault(key, f"{key} must be a list of texts", f'Write {key} = ["…", "…"].')
        return ()

    def flag(self, key: str, default: bool) -> bool:
        value = self._data.get(key, default)
        if isinstance(value, bool):
            return value
        self.fault(
            key, f"{key} must be true or false", f"Write {key} = true or {key} = false, without quotation marks."
        )
        return default

    def optional_flag(self, key: str) -> bool | None:
        return self.flag(key, default=True) if key in self._data else None

    def whole(self, key: str, *, least: int) -> int | None:
        value = self._data.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= least):
            return value
        self.fault(key, f"{key} must be a whole number from {least}", f"Write {key} = {max(least, 1)}.")
        return None

    def day(self, key: str) -> date | None:
        value = self._data.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.fault(key, f"{key} must be a date", f"Write {key} = 2026-01-31, without quotation marks.")
        return None

    def decimal(self, key: str) -> Decimal | None:
        text = self.text(key)
        if text is None:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if value.is_finite() and value > 0:
            return value
        self.fault(key, f"{key} {text!r} is not a positive number", f'Write {key} = "1.05", with a decimal point.')
        return None

    def choice(self, key: str, kind: type[_Choice]) -> _Choice | None:
        text = self.text(key)
        if text is None:
            return None
        if text in tuple(kind):
            return kind(text)
        self.fault(key, f"{key} {text!r} is not known", f"Write one of {_listed(tuple(kind))}.")
        return None

    def choices(self, key: str, kind: type[_Choice]) -> tuple[_Choice, ...]:
        texts = self.texts(key)
        for text in texts:
            if text not in tuple(kind):
                self.fault(key, f"{key} {text!r} is not known", f"Write any of {_listed(tuple(kind))}.")
        return tuple(kind(text) for text in texts if text in tuple(kind))

    def table(self, key: str, keys: Mapping[str, str]) -> Table:
        """The table under ``key``; an empty one where there is none."""
        value = self._data.get(key, {})
        if not isinstance(value, dict):
            self.fault(key, f"{key} must be a table", f"Write [{key}] on a line of its own, its keys below.")
            value = {}
        return Table(value, (*self._path, key), self._faults, keys)

    def tables(self, key: str, keys: Mapping[str, str]) -> tuple[Table, ...]:
        """The repeated tables under ``key``."""
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            self.fault(key, f"{key} must be repeated tables", f"Write [[{key}]] before each, its keys below.")
            return ()
        return tuple(Table(part, (*self._path, key, n), self._faults, keys) for n, part in enumerate(value))

    def _unknown(self, key: str, keys: Mapping[str, str]) -> None:
        near = get_close_matches(key, keys, n=1)
        advice = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(keys)}."
        self.fault(key, f"unknown key {key!r}", advice)


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(f'"{text}"' for text in texts)
