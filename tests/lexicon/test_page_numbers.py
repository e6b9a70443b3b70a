"""Page numbers that promise a number of pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.lexicon.inspection_documents import kinds_in
from lotgate.lexicon.page_numbers import page_number


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Page 1 of 2", (1, 2)),
        ("page: 2/3", (2, 3)),
        ("第 1 页 共 2 页", (1, 2)),
        ("共3页 第2页", (2, 3)),
        ("第１页／共２页", (1, 2)),
        ("Seite 1 von 1", (1, 1)),
        ("Page 3 of 2", None),
        ("1/2", None),
        ("homepage 1 of 2", None),
        ("Page 4", None),
    ],
)
def test_page_numbers(text: str, pair: tuple[int, int] | None) -> None:
    assert page_number(text) == pair


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("INSPECTION CERTIFICATE EN 10204 - 3.1", ["3.1"]),
        ("EN 10204:2004 type 3.2", ["3.2"]),
        ("Abnahmeprüfzeugnis 3.1", ["3.1"]),
        ("EN10204/3.1", ["3.1"]),
        ("Section 3.1 of the contract", []),
        ("EN 10204", []),
        ("C 3.1 %", []),
        ("inspection certificate 3.1 %", []),
    ],
)
def test_kinds_of_inspection_documents(text: str, kinds: list[str]) -> None:
    assert [str(kind) for _, _, kind in kinds_in(text)] == kinds


@given(st.text(max_size=80))
def test_any_text_has_a_page_number_or_none(text: str) -> None:
    pair = page_number(text)
    assert pair is None or 1 <= pair[0] <= pair[1]
    assert all(0 <= start < end <= len(text) for start, end, _ in kinds_in(text))
