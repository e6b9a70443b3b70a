"""A seal against the supplier that the certificate names: a doubt only where the two cannot be one company."""

from __future__ import annotations

import pytest

from lotgate.model.certificate import Certificate, HeaderField, Item
from lotgate.model.document import Seal
from lotgate.model.evidence import Evidence, Fact
from lotgate.model.geometry import Box
from lotgate.model.table import Table, TableSource
from lotgate.reading.seals import covering, disagreements

PLACE = Box(300, 400, 400, 500)


def codes(rim: str, supplier: str | None, confidence: float = 0.9) -> list[str]:
    header = {HeaderField.SUPPLIER: (Fact(supplier, Evidence(1, PLACE, (supplier,))),)} if supplier else {}
    return [doubt.code for doubt in disagreements([Seal(1, PLACE, "red", rim, confidence)], header)]


@pytest.mark.parametrize(
    ("rim", "supplier"),
    [
        ("芜塘县青岚甲醇化工有限公司", "芜塘县青岚甲醇化工有限公司"),
        ("芜塘具青岗甲醇化工有限公司检验", "芜塘县青岚甲醇化工有限公司"),
        ("青岚甲醇化工有限公司", "芜塘县青岚甲醇化工有限公司 QINGLAN METHANOL CO., LTD."),
        ("LAKE CEMENT LIMITEDVINAZNVA", "Lake Cement Ltd."),
        ("芜塘县青岚甲醇化工有限公司", "QINGLAN METHANOL CO., LTD."),
        ("质量检验专用章", "芜塘县青岚甲醇化工有限公司"),
        ("", "芜塘县青岚甲醇化工有限公司"),
        ("芜塘县青岚甲醇化工有限公司", None),
    ],
)
def test_what_may_be_the_same_company_or_cannot_be_compared_is_no_doubt(rim: str, supplier: str | None):
    assert codes(rim, supplier) == []


@pytest.mark.parametrize(
    ("rim", "supplier"),
    [
        ("泾滩白泽碱业有限责任公司", "芜塘县青岚甲醇化工有限公司"),
        ("CAPEWAN POLYOLEFIN CO LTD", "Lake Cement Ltd."),
    ],
)
def test_another_companys_seal_is_a_doubt(rim: str, supplier: str):
    assert codes(rim, supplier) == ["seal-differs"]


def test_a_rim_that_is_hardly_legible_contradicts_nothing():
    assert codes("泾滩白泽碱业有限责任公司", "芜塘县青岚甲醇化工有限公司", 0.3) == []


def test_seals_are_kept_in_json_and_a_reading_without_any_is_as_before():
    plain = Certificate("c.pdf", "0" * 64, "coa", ("zh",), {}, ())
    assert "seals" not in plain.to_json()
    sealed = Certificate("c.pdf", "0" * 64, "coa", ("zh",), {}, (), seals=(Seal(1, PLACE, "red", "甲乙公司", 0.9),))
    assert Certificate.from_json(sealed.to_json()).seals == sealed.seals


def result(x: float, top: float, page: int = 1) -> Item:
    def fact(text: str, left: float) -> Fact:
        return Fact(text, Evidence(page, Box(left, top, left + 40, top + 10), (text,)))

    return Item(name=fact("Iron", 60), name_parts=("Iron",), result=fact("0.02", x))


@pytest.mark.parametrize(
    ("seal", "tables", "doubted"),
    [
        (Box(300, 400, 400, 500), [], True),
        (Box(300, 415, 400, 515), [], True),  # the row above it was read, the one beneath it perhaps not
        (Box(300, 700, 400, 800), [], False),
        (Box(300, 640, 400, 740), [Box(50, 380, 500, 660)], True),
        (Box(300, 100, 400, 200), [Box(50, 90, 500, 300)], False),
    ],
)
def test_a_black_seal_on_results_is_a_doubt_because_of_what_was_not_read(
    seal: Box, tables: list[Box], *, doubted: bool
):
    found = list(
        covering(
            [Seal(1, seal, "black")],
            [result(330, 395)],
            [],
            {1: [Table(1, box, (), 0, 0, TableSource.RULED) for box in tables]},
        )
    )
    assert [doubt.code for doubt in found] == ["seal-covers"] * doubted


def test_a_red_seal_and_one_on_another_page_cover_nothing():
    over = Box(300, 400, 400, 500)
    assert list(covering([Seal(1, over, "red"), Seal(2, over, "black")], [result(330, 420)], [], {})) == []
