"""Lots are found by the beginnings of words, in Latin and in Chinese, on both databases alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.store import search
from lotgate.store.models import Account, Lot
from store.builders import account, lot


@pytest.fixture
def inspector(db) -> Account:  # noqa: ARG001 - the database must be there
    return account()


FACTS = {
    "file": "HE-31 coil.pdf",
    "number": "LOT-2024-001B",
    "product": "氯化铝 Polyaluminium chloride",
    "supplier": "盐澧滨海制碱有限公司",
    "certificate_no": "QS/7709-25",
}


@pytest.mark.parametrize(
    "text",
    [
        "polyalu",
        "CHLORIDE poly",
        "氯化铝",
        "化铝",
        "铝",
        "氯",
        "滨海 lot",
        "LOT-2024-001B",
        "lot2024001b",
        "lot 2024",
        "2024-001",
        "ＬＯＴ－２０２４",
        "001b",
        "qs/7709",
        "coil.pdf",
        "盐澧滨海制碱有限公司",
    ],
)
def test_a_lot_is_found(inspector: Account, text: str) -> None:
    wanted = lot(inspector, **FACTS)
    lot(inspector, file="other.pdf", number="A1", product="Methanol", supplier="Quillstone")
    assert list(Lot.objects.filter(search.matching(text))) == [wanted]


@pytest.mark.parametrize("text", ["lumin", "化氯", "lot 2025", "铝氯", "methanol chloride", "!?", "' OR 1=1 --"])
def test_a_lot_is_not_found(inspector: Account, text: str) -> None:
    lot(inspector, **FACTS)
    assert not Lot.objects.filter(search.matching(text)).exists()


def test_nothing_asked_finds_all(inspector: Account) -> None:
    lot(inspector, **FACTS)
    assert Lot.objects.filter(search.matching("  ")).exists()


def test_product_and_supplier_are_asked_for_alone(inspector: Account) -> None:
    one = lot(inspector, product="Methanol", supplier="Quillstone")
    other = lot(inspector, product="Quillstone", supplier="Methanol")
    assert list(Lot.objects.filter(search.matching("quill", within=search.SUPPLIER))) == [one]
    assert list(Lot.objects.filter(search.matching("quill", within=search.PRODUCT))) == [other]


def test_words_follow_the_lot_and_go_with_it(inspector: Account) -> None:
    made = lot(inspector, product="Methanol")
    made.product = "Ethanol"
    made.save()
    search.keep([made])
    assert not Lot.objects.filter(search.matching("methanol")).exists()
    assert Lot.objects.filter(search.matching("ethanol")).exists()
    made.delete()
    assert not Lot.objects.filter(search.matching("ethanol")).exists()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("99.50", {"99.50"}),
        ("1,234.5", {"1234.5"}),
        ("0,5", {"0.5"}),
        ("铁", {"铁"}),
        ("氯化铝", {"氯化", "化铝", "铝"}),
        ("GB/T 8170", {"gb", "t", "gbt", "8170"}),
        ("H50231", {"h", "50231", "h50231"}),
        ("≤ 0.10 %", {"0.10"}),
    ],
)
def test_tokens(text: str, kept: set[str]) -> None:
    assert search.tokens(text) == kept


@pytest.mark.django_db
@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_search_and_never_an_error(text: str) -> None:
    assert list(Lot.objects.filter(search.matching(text))) == []


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Z"]), max_size=40))
def test_a_text_is_found_by_all_of_itself(text: str) -> None:
    kept = search.tokens(text)
    for term in search.terms(text):
        *first, last = term.parts
        assert {part[:60] for part in first} <= kept
        assert any(token.startswith(last[:60]) for token in kept)
