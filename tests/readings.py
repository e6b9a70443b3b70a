"""Builders of readings: a certificate from a few words, every fact with a place and, unless said, without doubt."""

from __future__ import annotations

from lotgate.model.certificate import Certificate, Doubt, HeaderField, Item, Kind
from lotgate.model.evidence import Evidence, Fact
from lotgate.model.geometry import Box

HEADER = {
    HeaderField.PRODUCT: "Soda ash",
    HeaderField.SUPPLIER: "Example Alkali Co., Ltd.",
    HeaderField.BATCH: "L-1",
    HeaderField.MANUFACTURED: "2025-01-10",
    HeaderField.REPORTED: "2025-01-12",
    HeaderField.EXPIRES: "2027-01-09",
}


def fact(text: str, confidence: float = 1.0) -> Fact:
    return Fact(text, Evidence(1, Box(10, 10, 60, 20), (text,)), confidence)


def item(name: str, result: str | None, unit: str | None = "%", *, sure: float = 1.0, **more: str) -> Item:
    """An item; ``more`` are section, sample, method, limit and verdict."""
    facts = {key: fact(text) for key, text in more.items()}
    return Item(
        fact(name),
        (name,),
        fact(result, sure) if result is not None else None,
        unit=fact(unit) if unit else None,
        **facts,
    )


def reading(
    *items: Item,
    header: dict[HeaderField, str | list[str] | None] | None = None,
    doubts: tuple[Doubt, ...] = (),
    unread: tuple[int, ...] = (),
) -> Certificate:
    """A certificate with :data:`HEADER`, changed by ``header``; None takes a field away."""
    fields: dict[HeaderField, str | list[str] | None] = {**HEADER, **(header or {})}
    facts = {
        field: tuple(fact(text) for text in ([value] if isinstance(value, str) else value))
        for field, value in fields.items()
        if value
    }
    return Certificate("c.pdf", "0" * 64, Kind.COA, ("en",), facts, items, doubts, pages_unread=unread)
