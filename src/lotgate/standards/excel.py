"""Standards in Excel: the sheets that people already have, and a layout of our own that holds everything.

People's sheets have a head row such as 项目 | 指标 | 单位 | 方法, or item | unit | min | max; what stands above it
names the material. What comes from them is a draft. Our own layout has the sheets ``standard`` (table | key | value),
``characteristics`` and ``variants``, their heads the keys of the TOML format.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook
from openpyxl import load_workbook as open_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from lotgate.errors import FaultyStandard, StandardError
from lotgate.lexicon.header_words import label_of
from lotgate.lexicon.heads import Role, roles_of
from lotgate.model.certificate import HeaderField
from lotgate.model.standard import Standard
from lotgate.standards import fields
from lotgate.standards.faults import Faults, Path
from lotgate.standards.toml import build, id_of
from lotgate.standards.writing import plain

HEAD, CHARACTERISTICS, VARIANTS = "standard", "characteristics", "variants"
_LIST_MARK = ";"
_FLAGS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
_MOST_ROWS = 5000

Row = tuple[str, ...]


def load_workbook(content: bytes, source: str | None = None) -> Standard:
    """The standard in an ``.xlsx`` file; ``FaultyStandard`` with every fault, its ``line`` the sheet's row."""
    try:
        book = open_workbook(io.BytesIO(content), data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        fault = StandardError("not a readable .xlsx file", advice="Save it again as .xlsx.", file=source)
        raise FaultyStandard([fault]) from error
    sheets = {sheet.title: _rows(sheet) for sheet in book.worksheets}
    if CHARACTERISTICS in sheets:
        return _own_layout(sheets, source)
    for rows in sheets.values():
        if found := _head_row(rows):
            return _foreign_sheet(rows, *found, source)
    advice = "Give one row heads such as 项目 | 指标 | 单位, or item | unit | min | max."
    raise FaultyStandard([StandardError("no row with the heads of a standard", advice=advice, file=source)])


def dump_workbook(standard: Standard) -> bytes:
    """The standard in our own layout; ``load_workbook`` gives it back."""
    data = plain(standard)
    characteristics = data.pop("characteristic", [])
    book = Workbook()
    head = book.worksheets[0]
    head.title = HEAD
    _append(head, ["table", "key", "value"])
    for name, value in data.items():
        table = value if isinstance(value, dict) else {name: value}
        for key, part in table.items():
            _append(head, [name if isinstance(value, dict) else "", key, _written(part)])
    keys = list(fields.CHARACTERISTIC)
    sheet = book.create_sheet(CHARACTERISTICS)
    _append(sheet, keys)
    variants = book.create_sheet(VARIANTS)
    _append(variants, ["characteristic", *fields.VARIANT])
    for one in characteristics:
        _append(sheet, [_written(one.get(key)) for key in keys])
        for variant in one.get("variant", ()):
            _append(variants, [one["id"], *(_written(variant.get(key)) for key in fields.VARIANT)])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _append(sheet: Worksheet, cells: Sequence[str]) -> None:
    """Texts only, so that Excel never turns a limit into a number, a date or a formula."""
    row = sheet.max_row + 1 if sheet.cell(1, 1).value is not None else 1
    for column, text in enumerate(cells, start=1):
        cell = sheet.cell(row, column)
        cell.number_format = "@"
        if text:
            cell.value = text
            cell.data_type = "s"


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return f"{_LIST_MARK} ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _own_layout(sheets: Mapping[str, list[Row]], source: str | None) -> Standard:
    data: dict[str, Any] = {}
    lines: dict[Path, int] = {}
    for number, (table, key, value, *_) in enumerate(_padded(sheets.get(HEAD, []), 3)[1:], start=2):
        if key:
            place = (table, key) if table else (key,)
            target = data.setdefault(table, {}) if table else data
            target[key] = _typed(key, value)
            lines[place] = number
    ones: list[dict[str, Any]] = []
    for number, row in _keyed(sheets[CHARACTERISTICS]):
        lines["characteristic", len(ones)] = number
        ones.append({key: _typed(key, value) for key, value in row.items()})
    by_id = {one.get("id") or id_of(str(one.get("name", ""))): one for one in ones}
    faults = Faults(source, lines)
    for number, row in _keyed(sheets.get(VARIANTS, [])):
        owner = by_id.get(row.pop("characteristic", ""))
        if owner is None:
            lines["variants", number] = number
            faults.add(
                ("variants", number), "the variant belongs to no characteristic", "Write the characteristic's id."
            )
        else:
            owner.setdefault("variant", []).append({key: _typed(key, value) for key, value in row.items()})
    return build({**data, "characteristic": ones}, faults)


def _keyed(rows: list[Row]) -> Iterator[tuple[int, dict[str, str]]]:
    heads = [head.strip() for head in rows[0]] if rows else []
    for number, row in enumerate(rows[1:], start=2):
        named = {head: value for head, value in zip(heads, row, strict=False) if head and value}
        if named:
            yield number, named


def _typed(key: str, text: str) -> object:
    """The text of a cell as the TOML reader expects the key."""
    if key in ("aliases", "methods", "accepted_wordings", "names", "grades", "manufacturers", "fields"):
        return [part.strip() for part in text.replace("；", _LIST_MARK).split(_LIST_MARK) if part.strip()]
    if key in ("required", "draft", "method_required", "described"):
        return _FLAGS.get(text.casefold(), text)
    if key in ("readings", "expiry_margin_days", "max_age_days") and text.isdecimal():
        return int(text)
    if key in ("effective", "until"):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _head_row(rows: list[Row]) -> tuple[int, dict[Role, int]] | None:
    """The index of the first row that heads items and limits, with the column of each role."""
    for index, row in enumerate(rows):
        columns: dict[Role, int] = {}
        for column, text in enumerate(row):
            roles = roles_of(text) if text else frozenset()
            if len(roles) == 1:
                columns.setdefault(next(iter(roles)), column)
        if Role.ITEM in columns and columns.keys() & {Role.LIMIT, Role.MINIMUM, Role.MAXIMUM}:
            return index, columns
    return None


def _foreign_sheet(rows: list[Row], head: int, columns: Mapping[Role, int], source: str | None) -> Standard:
    name = _material(rows[:head]) or "(name the material)"
    ones: list[dict[str, Any]] = []
    lines: dict[Path, int] = {}
    section = ""
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        cells = {role: row[column] if column < len(row) else "" for role, column in columns.items()}
        item, limit = cells[Role.ITEM], _limit(cells)
        if item and not limit and sum(map(bool, row)) == 1:
            section = item
        if not item or not limit:
            continue
        lines["characteristic", len(ones)] = number
        given = {
            "name": item,
            "limit": limit,
            "unit": cells.get(Role.UNIT, ""),
            "section": cells.get(Role.SECTION, "") or section,
            "note": cells.get(Role.METHOD, "") and f"method: {cells[Role.METHOD]}",
        }
        ones.append({key: value for key, value in given.items() if value})
    _with_ids(ones)
    data = {"format": fields.FORMAT, "id": id_of(name) or "imported", "name": name, "draft": True}
    return build({**data, "material": {"names": [name]}, "characteristic": ones}, Faults(source, lines))


def _with_ids(ones: list[dict[str, Any]]) -> None:
    taken: set[str] = set()
    for one in ones:
        made = start = id_of(one["name"]) or "_"
        number = 1
        while made in taken:
            number += 1
            made = f"{start}_{number}"
        taken.add(made)
        one["id"] = made


def _limit(cells: Mapping[Role, str]) -> str:
    least, most = cells.get(Role.MINIMUM, ""), cells.get(Role.MAXIMUM, "")
    least, most = ("" if text.strip("-—/– ") == "" else text for text in (least, most))
    if least and most:
        return f"{least} – {most}"
    if least or most:
        bare = (least or most)[0].isdigit()
        return f"{'≥' if least else '≤'} {least or most}" if bare else least or most
    return cells.get(Role.LIMIT, "")


def _material(rows: list[Row]) -> str | None:
    """What stands beside a label such as 产品名称 above the table; else the first text of all."""
    texts = [[text for text in row if text] for row in rows]
    for row in texts:
        for place, text in enumerate(row[:-1]):
            label = label_of(text)
            if label and label.field is HeaderField.PRODUCT:
                return row[place + 1]
    return next((row[0] for row in texts if row), None)


def _rows(sheet: Worksheet) -> list[Row]:
    rows = sheet.iter_rows(max_row=min(sheet.max_row, _MOST_ROWS))
    return [tuple(_shown(cell) for cell in row) for row in rows]


def _padded(rows: list[Row], width: int) -> list[Row]:
    return [row + ("",) * (width - len(row)) for row in rows]


def _shown(cell: Cell | MergedCell) -> str:
    """The cell as displayed: a number keeps the decimals of its format, because 0.10 is not 0.1."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if not isinstance(value, int | float):
        return str(value).strip()
    code = str(cell.number_format).split(";")[0]
    number = Decimal(repr(value))
    if code.endswith("%"):
        return f"{number * 100:.{_decimals(code)}f}%"
    if "." in code and code.replace("0", "").replace("#", "").replace(",", "") == ".":
        return f"{number:.{_decimals(code)}f}"
    return f"{number:f}".rstrip("0").rstrip(".") if number != number.to_integral_value() else f"{number:.0f}"


def _decimals(code: str) -> int:
    return len(code.partition(".")[2].rstrip("%"))
