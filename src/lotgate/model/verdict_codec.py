"""The verdict's JSON form, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from lotgate.errors import SchemaError
from lotgate.model.delivery import Delivery
from lotgate.model.geometry import Box
from lotgate.model.measurement import Status
from lotgate.model.verdict import SCHEMA, Decision, Finding, LotVerdict, Place, StandardUsed, Subject, Verdict


def verdict_to_json(verdict: Verdict) -> dict[str, Any]:
    """Plain JSON types only; the same verdict gives the same keys in the same order."""
    return {
        "schema": SCHEMA,
        "file": verdict.file,
        "decision": str(verdict.decision),
        "lots": [_lot_to_json(lot) for lot in verdict.lots],
        "unused": list(verdict.unused),
        "reading": {"document_sha256": verdict.document_sha256, "reading_sha256": verdict.reading_sha256},
        "standard": asdict(verdict.standard) if verdict.standard else None,
        "rules": dict(verdict.rules),
        "delivery": _delivery_to_json(verdict.delivery) if verdict.delivery else None,
        "lotgate": verdict.lotgate,
    } | _assigned_to_json(verdict.assigned)


def verdict_from_json(data: Mapping[str, Any]) -> Verdict:
    """The inverse of :func:`verdict_to_json`; ``SchemaError`` names the first thing that does not fit."""
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
        found = data.get("schema") if isinstance(data, Mapping) else type(data).__name__
        raise SchemaError(f"not a saved verdict: schema is {found!r}, expected {SCHEMA!r}")
    try:
        return Verdict(
            file=data["file"],
            document_sha256=data["reading"]["document_sha256"],
            reading_sha256=data["reading"]["reading_sha256"],
            standard=StandardUsed(**data["standard"]) if data["standard"] else None,
            rules=dict(data["rules"]),
            lotgate=data["lotgate"],
            lots=tuple(_lot_from_json(lot) for lot in data["lots"]),
            delivery=_delivery_from_json(data["delivery"]) if data["delivery"] else None,
            unused=tuple(data["unused"]),
            assigned={one["item"]: one["characteristic"] for one in data.get("assigned", ())},
        )
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise SchemaError(f"a saved verdict that does not fit {SCHEMA}: {type(error).__name__} {error}") from error


def _assigned_to_json(assigned: Mapping[int, str]) -> dict[str, Any]:
    """A key only where a person assigned something, so that every other verdict keeps its bytes."""
    ones = [{"item": item, "characteristic": one} for item, one in sorted(assigned.items())]
    return {"assigned": ones} if ones else {}


def _lot_to_json(lot: LotVerdict) -> dict[str, Any]:
    return {
        "lot": lot.lot,
        "decision": str(lot.decision),
        "findings": [finding_to_json(finding) for finding in lot.findings],
    }


def _lot_from_json(data: Mapping[str, Any]) -> LotVerdict:
    return LotVerdict(data["lot"], Decision(data["decision"]), tuple(_finding_from_json(f) for f in data["findings"]))


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """A finding as it stands in the verdict's JSON."""
    return {
        "subject": str(finding.subject),
        "characteristic": finding.characteristic,
        "name": finding.name,
        "status": str(finding.status),
        "code": finding.code,
        "messages": dict(finding.messages),
        "limit": finding.limit,
        "unit": finding.unit,
        "required": finding.required,
        "item": finding.item,
        "result": finding.result,
        "result_unit": finding.result_unit,
        "rule": finding.rule,
        "places": [_place_to_json(place) for place in finding.places],
    }


def _finding_from_json(data: Mapping[str, Any]) -> Finding:
    fields = dict(data)
    fields["subject"], fields["status"] = Subject(data["subject"]), Status(data["status"])
    fields["places"] = tuple(_place_from_json(place) for place in data["places"])
    return Finding(**fields)


def _place_to_json(place: Place) -> dict[str, Any]:
    box = [round(v, 2) for v in (place.box.x0, place.box.top, place.box.x1, place.box.bottom)]
    return {"text": place.text, "page": place.page, "box": box, "confidence": round(place.confidence, 4)}


def _place_from_json(data: Mapping[str, Any]) -> Place:
    return Place(data["text"], data["page"], Box(*data["box"]), data["confidence"])


def _delivery_to_json(delivery: Delivery) -> dict[str, Any]:
    return {
        "date": delivery.date.isoformat() if delivery.date else None,
        "lots": list(delivery.lots),
        "material": delivery.material,
        "grade": delivery.grade,
        "supplier": delivery.supplier,
        "quantity": delivery.quantity,
    }


def _delivery_from_json(data: Mapping[str, Any]) -> Delivery:
    fields = dict(data)
    fields["date"] = date.fromisoformat(data["date"]) if data["date"] else None
    fields["lots"] = tuple(data["lots"])
    return Delivery(**fields)
