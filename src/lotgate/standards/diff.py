"""What changed between two versions of a standard, as a buyer asks: tightened, loosened, added, removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lotgate.model.measurement import Bound, IntervalLimit
from lotgate.model.standard import Characteristic, Standard
from lotgate.standards.writing import plain, plain_characteristic


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``where`` is the table or characteristic, ``key`` the field, None for a whole characteristic.

    ``effect`` is ``added``, ``removed``, ``tightened``, ``loosened`` or ``changed``.
    """

    where: str
    key: str | None
    before: str | None
    after: str | None
    effect: str


def diff(before: Standard, after: Standard) -> tuple[Change, ...]:
    """The changes, first the head, then the characteristics in the new version's order."""
    return tuple(_head(before, after)) + tuple(_characteristics(before, after))


def _head(before: Standard, after: Standard) -> Iterator[Change]:
    old, new = plain(before), plain(after)
    for key in dict.fromkeys((*old, *new)):
        if key in ("characteristic", "format"):
            continue
        mine, theirs = old.get(key), new.get(key)
        if isinstance(mine, dict) or isinstance(theirs, dict):
            yield from _fields(key, mine or {}, theirs or {})
        elif mine != theirs:
            yield _change("standard", key, mine, theirs)


def _characteristics(before: Standard, after: Standard) -> Iterator[Change]:
    old = {c.id: c for c in before.characteristics}
    for one in after.characteristics:
        if one.id in old:
            yield from _characteristic(old.pop(one.id), before, one, after)
        else:
            yield Change(one.name, None, None, _summary(one), "added")
    for one in old.values():
        yield Change(one.name, None, _summary(one), None, "removed")


def _characteristic(old: Characteristic, before: Standard, new: Characteristic, after: Standard) -> Iterator[Change]:
    mine, theirs = plain_characteristic(old, before.rules), plain_characteristic(new, after.rules)
    for change in _fields(new.name, mine, theirs):
        if change.key == "limit" and old.unit == new.unit:
            yield Change(change.where, change.key, change.before, change.after, _limit_effect(old, new))
        elif change.key == "required":
            yield Change(new.name, "required", _yes(old), _yes(new), "tightened" if new.required else "loosened")
        else:
            yield change


def _limit_effect(old: Characteristic, new: Characteristic) -> str:
    """``tightened`` when every value that the new limit allows was allowed before, ``loosened`` the other way round."""
    if not isinstance(old.limit, IntervalLimit) or not isinstance(new.limit, IntervalLimit):
        return "changed"
    if _within(new.limit, old.limit):
        return "tightened" if not _within(old.limit, new.limit) else "changed"
    return "loosened" if _within(old.limit, new.limit) else "changed"


def _within(inner: IntervalLimit, outer: IntervalLimit) -> bool:
    return _end_within(inner.lower, outer.lower, 1) and _end_within(inner.upper, outer.upper, -1)


def _end_within(inner: Bound | None, outer: Bound | None, sign: int) -> bool:
    if outer is None:
        return True
    if inner is None:
        return False
    if inner.value == outer.value:
        return outer.closed or not inner.closed
    return (inner.value - outer.value) * sign > 0


def _fields(where: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            yield _change(where, key, old.get(key), new.get(key))


def _change(where: str, key: str, old: object, new: object) -> Change:
    effect = "added" if old is None else "removed" if new is None else "changed"
    return Change(where, key, _text(old), _text(new), effect)


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, tuple | list):
        return ", ".join(str(_text(part)) for part in value)
    if isinstance(value, dict):
        return " ".join(f"{k}={_text(v)}" for k, v in value.items())
    return str(value)


def _summary(one: Characteristic) -> str:
    requirement = one.limit.text if one.limit else one.formula.text if one.formula else ""
    return f"{requirement} {one.unit or ''}".strip()


def _yes(one: Characteristic) -> str:
    return "true" if one.required else "false"
