"""The certificate's JSON form, both ways: strings as the label format has them, with the evidence beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lotgate.errors import SchemaError
from lotgate.model.certificate import SCHEMA, Certificate, Doubt, HeaderField, Item, Kind
from lotgate.model.document import Seal
from lotgate.model.evidence import Evidence, Fact
from lotgate.model.geometry import Box

_ITEM_FACTS = ("name", "section", "sample", "method", "unit", "limit", "result", "verdict")


def certificate_to_json(certificate: Certificate) -> dict[str, Any]:
    """Plain JSON types only; the same certificate gives the same keys in the same order."""
    return {
        "schema": SCHEMA,
        "file": certificate.file,
        "sha256": certificate.sha256,
        "kind": str(certificate.kind),
        "languages": list(certificate.languages),
        "pages": certificate.pages,
        "pages_unread": list(certificate.pages_unread),
        "header": {name.value: _header_text(certificate, name) for name in HeaderField},
        "header_evidence": {
            name.value: [_fact_to_json(fact, with_text=True) for fact in facts]
            for name, facts in certificate.header.items()
        },
        "items": [item_to_json(item) for item in certificate.items],
        "doubts": [{"code": d.code, "message": d.message, "page": d.page} for d in certificate.doubts],
        # Only where there are any: readings saved before seals were looked for keep their digest.
        **({"seals": [_seal_to_json(seal) for seal in certificate.seals]} if certificate.seals else {}),
    }


def certificate_from_json(data: Mapping[str, Any]) -> Certificate:
    """The inverse of :func:`certificate_to_json`; ``SchemaError`` names the first thing that does not fit."""
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
        found = data.get("schema") if isinstance(data, Mapping) else type(data).__name__
        raise SchemaError(f"not a saved reading: schema is {found!r}, expected {SCHEMA!r}")
    try:
        return Certificate(
            file=data["file"],
            sha256=data["sha256"],
            kind=Kind(data["kind"]),
            languages=tuple(data["languages"]),
            header={
                HeaderField(name): tuple(_fact_from_json(fact, fact["text"]) for fact in facts)
                for name, facts in data["header_evidence"].items()
            },
            items=tuple(_item_from_json(item) for item in data["items"]),
            doubts=tuple(Doubt(d["code"], d["message"], d["page"]) for d in data["doubts"]),
            pages=data["pages"],
            pages_unread=tuple(data["pages_unread"]),
            seals=tuple(_seal_from_json(seal) for seal in data.get("seals", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SchemaError(f"a saved reading that does not fit {SCHEMA}: {type(error).__name__} {error}") from error


def _header_text(certificate: Certificate, name: HeaderField) -> str | list[str] | None:
    if name is HeaderField.BATCH:
        return [fact.text for fact in certificate.header.get(name, ())]
    return certificate.first(name)


def item_to_json(item: Item) -> dict[str, Any]:
    """One of the ``items`` of :func:`certificate_to_json`."""
    facts = {name: getattr(item, name) for name in _ITEM_FACTS}
    data: dict[str, Any] = {name: fact.text if fact else None for name, fact in facts.items()}
    data["result"] = data["result"] or ""
    return {
        **data,
        "name_parts": list(item.name_parts),
        "also": [fact.text for fact in item.also],
        "page": item.page,
        "confidence": round(item.confidence, 4),
        "evidence": {name: _fact_to_json(fact) for name, fact in facts.items() if fact},
        "also_evidence": [_fact_to_json(fact, with_text=True) for fact in item.also],
    }


def _item_from_json(data: Mapping[str, Any]) -> Item:
    evidence = data["evidence"]
    facts = {name: _fact_from_json(evidence[name], data[name]) for name in _ITEM_FACTS if name in evidence}
    return Item(
        name=facts.pop("name"),
        name_parts=tuple(data["name_parts"]),
        result=facts.pop("result", None),
        also=tuple(_fact_from_json(fact, fact["text"]) for fact in data["also_evidence"]),
        **facts,
    )


def _seal_to_json(seal: Seal) -> dict[str, Any]:
    box = seal.box
    return {
        "page": seal.page,
        "box": [round(v, 2) for v in (box.x0, box.top, box.x1, box.bottom)],
        "colour": seal.colour,
        "text": seal.text,
        "confidence": round(seal.confidence, 4),
    }


def _seal_from_json(data: Mapping[str, Any]) -> Seal:
    return Seal(data["page"], Box(*data["box"]), data["colour"], data["text"], data["confidence"])


def _fact_to_json(fact: Fact, *, with_text: bool = False) -> dict[str, Any]:
    box = fact.evidence.box
    data: dict[str, Any] = {"text": fact.text} if with_text else {}
    return (
        data
        | {
            "page": fact.evidence.page,
            "box": [round(v, 2) for v in (box.x0, box.top, box.x1, box.bottom)],
            "words": list(fact.evidence.words),
            "confidence": round(fact.confidence, 4),
        }
        | ({} if fact.was is None else {"was": fact.was})
    )


def _fact_from_json(data: Mapping[str, Any], text: str) -> Fact:
    evidence = Evidence(data["page"], Box(*data["box"]), tuple(data["words"]))
    return Fact(text, evidence, data["confidence"], data.get("was"))
