"""What a printed string looks like: each look with what it takes and what it must not take."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.lexicon import shapes

LOOKS: dict[Callable[[str], bool], tuple[list[str], list[str]]] = {
    shapes.is_empty_mark: (["-", "—", "/", "N/A", "n.a.", "未检", "NT", " - "], ["", "0", "ND", "-0.5", "A"]),
    shapes.is_not_detected: (
        ["ND", "N.D.", "未检出", "not detected", "ND (<0.01)", "<LOQ"],
        ["0", "<0.01", "N/A", "detected"],
    ),
    shapes.is_verdict: (
        ["Pass", "PASS", "合格", "不合格", "符合", "√", "Conforms", "YES"],
        ["99.6", "White", "passable road"],
    ),
    shapes.is_closing: (
        ["结论", "备注：无", "Remarks: none", "检验员：张三", "Approved by", "审核"],
        ["Assay", "含量", "结论性检测"],
    ),
    shapes.is_numeric: (
        [
            "99.6",
            "-0.5",
            "−0.5",
            "<0.01",
            "≤ 5",
            "1,000.5",
            "1.2×10³",
            "2 × 10^3",
            "1E3",
            "12.1 ± 0.2",
            ".5",
            "28 (n=3)",
        ],
        ["", "99.6 %", "ND", "2024-05-01", "Cr6+", "A80", "6.5-7.2"],
    ),
    shapes.starts_numeric: (["99.6 %", "<0.01 mg/kg", "20 °C"], ["%99", "pH 7", "2024.05.01", "about 5"]),
    shapes.is_range: (
        ["6.5-7.2", "6.5 ~ 7.2", "98.0 to 102.0", "-20～-10", "5至10"],
        ["-0.5", "2024-05-01", "5", "a-b"],
    ),
    shapes.is_date: (
        ["2024-05-01", "2024年5月1日", "2024.05.01", "01/05/2024", "17 May 2024", "May 17, 2024", "03-Mar-2022"],
        ["99.6", "6.5-7.2", "5月", "GB/T 601-2016", "19/17/13", "2024/13/01"],
    ),
    shapes.is_value: (
        ["99.6", "<0.01", "ND", "-", "6.5-7.2", "99.6 %", "0.5 to 0.7 %"],
        ["White", "2024-05-01", "pH", "Assay"],
    ),
    shapes.is_bounded: (
        ["≤0.5", "<0.01", "max. 0.10", "NMT 5", "不大于0.5", "98.0-102.0", "10±0.1", "0.5 MAX", "不得检出"],
        ["99.6", "White powder", "2024-05-01"],
    ),
    shapes.is_method: (
        ["GB/T 601-2016", "ASTM D1364", "ISO 17294-2", "USP <921>", "目测", "titration"],
        ["99.6", "White", "水分"],
    ),
    shapes.is_unit: (
        [
            "%",
            "mg/kg",
            "µg/g",
            "μg/g",
            "ug/g",
            "℃",
            "°C",
            "g/cm3",
            "mm²/s",
            "mPa·s",
            "CFU/g",
            "(ppm)",
            "N/mm²",
            "mgKOH/g",
        ],
        [
            "",
            "pH",
            "Assay",
            "A80",
            "N2",
            "A (%)",
            "d (mm)",
            "99.6 %",
            "100",
            "103",
            "1000 mg/kg",
            "105 °C",
            "powder",
            "mm and more of it, or less",
        ],
    ),
    shapes.is_unit_head: (["%", "mg/kg", "(ppm)", "℃"], ["C", "N", "K", "V", "W", "A"]),
}


@pytest.mark.parametrize(
    ("look", "text"),
    [(look, t) for look, (yes, _) in LOOKS.items() for t in yes],
    ids=lambda v: getattr(v, "__name__", v),
)
def test_looks_like(look: Callable[[str], bool], text: str):
    assert look(text)


@pytest.mark.parametrize(
    ("look", "text"),
    [(look, t) for look, (_, no) in LOOKS.items() for t in no],
    ids=lambda v: getattr(v, "__name__", v),
)
def test_does_not_look_like(look: Callable[[str], bool], text: str):
    assert not look(text)


@given(st.text(max_size=60))
def test_every_look_takes_any_text(text: str):
    assert all(isinstance(look(text), bool) for look in LOOKS)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_every_printed_number_is_numeric(number: object):
    assert shapes.is_numeric(f"{number:f}")
    assert shapes.is_value(f"≤{number:f}")
    assert not shapes.is_unit(f"{number:f}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("含量，%    ≥", ("含量，%", "≥")),
        ("水分 ≤", ("水分", "≤")),
        ("Iron <", ("Iron", "<")),
        ("Iron", ("Iron", None)),
        ("≥", ("≥", None)),
    ],
)
def test_the_sign_at_the_end_of_a_name(text: str, expected: tuple[str, str | None]):
    assert shapes.sign_at_end(text) == expected
