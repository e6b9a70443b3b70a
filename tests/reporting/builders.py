"""Reports and readings as tests want them: only what matters in the test is named."""

from __future__ import annotations

import io

from PIL import Image

from lotgate.model.certificate import Certificate, HeaderField, Item, Kind
from lotgate.model.evidence import Evidence, Fact
from lotgate.model.geometry import Box
from lotgate.model.measurement import Status
from lotgate.model.verdict import Decision, Place
from lotgate.reporting.report import DocumentReport, LotReport, PageImage, Row


def place(text: str = "0.08", *, page: int = 1, x: float = 100, top: float = 200, confidence: float = 1.0) -> Place:
    return Place(text, page, Box(x, top, x + 40, top + 10), confidence)


def row(name: str = "Water", value: str = "0.08 %", status: Status | None = Status.FAIL, **fields: object) -> Row:
    known: dict[str, object] = {"limit": "≤ 0.05 %", "why": "0.08 % is above 0.05 %.", "places": (place(),)}
    return Row(name=name, value=value, status=status, **(known | fields))  # type: ignore[arg-type]


def passed(name: str) -> Row:
    return row(name, "99.9 %", Status.PASS, why="")


def lot(*rows: Row, decision: Decision | None = Decision.REJECT, **fields: object) -> LotReport:
    known: dict[str, object] = {"title": "Ethyl acetate", "lot": "A-1", "standard": "RM-1 version 3"}
    return LotReport(decision=decision, rows=rows, **(known | fields))  # type: ignore[arg-type]


def document(*lots: LotReport, file: str = "acetate.pdf", images: tuple[PageImage, ...] = ()) -> DocumentReport:
    return DocumentReport(file, lots, images)


def image(number: int = 1) -> PageImage:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "PNG")
    return PageImage(number, 595.0, 842.0, out.getvalue())


def fact(text: str, *, page: int = 1, confidence: float = 1.0) -> Fact:
    return Fact(text, Evidence(page, Box(10, 20, 60, 30), tuple(text.split()) or (text,)), confidence)


def item(name: str, result: str, *, unit: str | None = None, limit: str | None = None) -> Item:
    return Item(
        name=fact(name),
        name_parts=(name,),
        result=fact(result),
        unit=fact(unit) if unit else None,
        limit=fact(limit) if limit else None,
    )


def certificate(*items: Item, file: str = "acetate.pdf", **header: str) -> Certificate:
    return Certificate(
        file=file,
        sha256="0" * 64,
        kind=Kind.COA,
        languages=("en",),
        header={HeaderField(name): (fact(text),) for name, text in header.items()},
        items=items,
    )
