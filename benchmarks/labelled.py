"""Labels as perfect readings: what the judge would be given if the reader made no mistake."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lotgate.model.certificate import Certificate, HeaderField, Item, Kind
from lotgate.model.evidence import Evidence, Fact
from lotgate.model.geometry import Box

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
EXAMPLES = ROOT / "examples"


def labels() -> Iterator[tuple[str, dict[str, Any]]]:
    """The labels of the corpus, where it is there, and of the examples; each with a name that says which."""
    for source, folder in (("corpus", CORPUS / "labels"), ("example", EXAMPLES / "truth")):
        for path in sorted(folder.glob("*.json")):
            yield f"{source}:{path.stem}", json.loads(path.read_text("utf-8"))


def certificate(data: dict[str, Any]) -> Certificate:
    """The certificate that a label describes, every fact with full confidence and a place of its own."""
    header = {
        field: tuple(_fact(text, 1) for text in (value if isinstance(value, list) else [value]))
        for field in HeaderField
        if (value := data["header"].get(field.value))
    }
    return Certificate(
        file=data["file"],
        sha256="0" * 64,
        kind=Kind(data["kind"]),
        languages=tuple(data["languages"]),
        header=header,
        items=tuple(_item(item) for item in data["items"]),
    )


def _item(data: dict[str, Any]) -> Item:
    page = data.get("page") or 1
    facts = {
        name: _fact(data[name], page) if data.get(name) else None
        for name in ("result", "section", "sample", "method", "unit", "limit", "verdict")
    }
    return Item(
        name=_fact(data["name"], page),
        name_parts=tuple(data["name_parts"]),
        also=tuple(_fact(text, page) for text in data["also"]),
        **facts,
    )


def _fact(text: str, page: int, confidence: float = 1.0) -> Fact:
    return Fact(text, Evidence(page, Box(0, 0, 10, 10), tuple(text.split()) or (text,)), confidence)
