"""A verdict's JSON: both ways, and the same bytes for the same verdict."""

from __future__ import annotations

import json
from datetime import date

import pytest

from lotgate.errors import SchemaError
from lotgate.model.certificate import HeaderField
from lotgate.model.delivery import Delivery
from lotgate.model.evidence import Evidence, Fact
from lotgate.model.geometry import Box
from lotgate.model.measurement import Status
from lotgate.model.verdict import (
    Decision,
    Finding,
    LotVerdict,
    Place,
    StandardUsed,
    Subject,
    Verdict,
    canonical,
    digest,
    reading_digest,
)
from readings import item, reading


def finding(status: Status, code: str = "compared") -> Finding:
    fact = Fact("99.6", Evidence(1, Box(1, 2.005, 3, 4), ("99.6",)), 0.97)
    return Finding(
        Subject.CHARACTERISTIC,
        "Assay",
        status,
        code,
        {"en": "99.6 % is at least 99.5 %.", "zh": "99.6 % 不小于 99.5 %。"},
        characteristic="assay",
        places=(Place.of(fact),),
    )


def verdict(*decisions: Decision) -> Verdict:
    lots = tuple(LotVerdict(f"L{n}", d, (finding(Status.PASS),)) for n, d in enumerate(decisions))
    return Verdict(
        file="a.pdf",
        document_sha256="0" * 64,
        reading_sha256="1" * 64,
        standard=StandardUsed("s", "S", "1", "2" * 64, draft=False),
        rules={"rule": "absolute"},
        lotgate="0.1.0",
        lots=lots,
        delivery=Delivery(date(2026, 1, 2), lots=("L1",)),
    )


def test_a_verdict_survives_its_json_to_the_byte() -> None:
    first = verdict(Decision.ACCEPT).to_json()
    again = Verdict.from_json(json.loads(json.dumps(first))).to_json()
    assert canonical(again) == canonical(first)


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ((Decision.ACCEPT, Decision.ACCEPT), Decision.ACCEPT),
        ((Decision.ACCEPT, Decision.REVIEW), Decision.REVIEW),
        ((Decision.REVIEW, Decision.REJECT), Decision.REJECT),
        ((), Decision.REVIEW),
    ],
)
def test_a_document_is_as_good_as_its_worst_lot(decisions: tuple[Decision, ...], expected: Decision) -> None:
    assert verdict(*decisions).decision is expected


def test_reasons_name_failures_before_doubts() -> None:
    lot = LotVerdict("L", Decision.REJECT, (finding(Status.UNDECIDED), finding(Status.PASS), finding(Status.FAIL)))
    assert [f.status for f in lot.reasons] == [Status.FAIL, Status.UNDECIDED]


def test_a_message_falls_back_to_english() -> None:
    assert finding(Status.PASS).message("fr") == "99.6 % is at least 99.5 %."


@pytest.mark.parametrize("data", [{}, {"schema": "lotgate.verdict/1"}, [], {"schema": "other"}])
def test_json_that_is_no_verdict_is_refused(data: object) -> None:
    with pytest.raises(SchemaError, match="saved verdict"):
        Verdict.from_json(data)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_reading_digested_item_by_item_is_its_json_digested_whole(count: int) -> None:
    items = [item(f'Water "items":[] {number}', "0.1") for number in range(count)]
    one = reading(*items, header={HeaderField.PRODUCT: '"items":[]'})
    assert reading_digest(one) == digest(one.to_json())
