"""The inbox's pages: every lot once, in any order and direction; filters; counts; the own site only."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lotgate.store.models import Account, Lot, LotState, Role
from lotgate.store.selectors import inbox
from lotgate.store.selectors.inbox import COLUMNS, Filter, Place, Tab, counts, page
from store.builders import account, lot, site

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def inspector(db) -> Account:  # noqa: ARG001 - the database must be there
    return account()


@pytest.fixture
def lots(inspector: Account, monkeypatch: pytest.MonkeyPatch) -> list[Lot]:
    """Twenty-three lots, many alike in what they can be sorted by."""
    monkeypatch.setattr(inbox, "PAGE", 5)
    manager = account(Role.MANAGER)
    return [
        lot(
            inspector,
            state=LotState.ACCEPTED if number % 2 else LotState.REVIEW,
            product=["Methanol", "氯化铝", ""][number % 3],
            supplier=f"Supplier {number % 2}",
            number=f"L{number // 4}",
            received_at=NOON + timedelta(days=number // 3),
            decided_by=manager if number % 2 else None,
            decided_at=NOON + timedelta(days=number // 5) if number % 2 else None,
        )
        for number in range(23)
    ]


@pytest.mark.parametrize("sort", [sign + name for name in COLUMNS for sign in ("", "-")])
def test_paging_forth_and_back_shows_every_lot_once(inspector: Account, lots: list[Lot], sort: str) -> None:
    asked = Filter(sort=sort)
    shown, place = [], None
    while True:
        one = page(inspector, asked, place)
        shown.append([lot.pk for lot in one.lots])
        if one.after is None:
            break
        place = Place.of(str(one.after))
    expected = {lot.pk for lot in lots if lot.decided_at or "decided" not in sort}
    flat = [pk for pks in shown for pk in pks]
    assert set(flat) == expected
    assert len(flat) == len(expected)
    back = [shown[-1]]
    while one.before is not None:
        one = page(inspector, asked, Place.of(str(one.before)))
        back.append([lot.pk for lot in one.lots])
    assert back[::-1] == shown


def test_rows_are_in_the_order_asked_for(inspector: Account, lots: list[Lot]) -> None:
    newest = [lot.received_at for lot in page(inspector, Filter()).lots]
    assert newest == sorted((lot.received_at for lot in lots), reverse=True)[:5]
    suppliers = [lot.supplier for lot in page(inspector, Filter(sort="supplier")).lots]
    assert suppliers == ["Supplier 0"] * 5


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Filter(tab=Tab.DECIDED), 11),
        (Filter(tab=Tab.REVIEW), 12),
        (Filter(state="accepted"), 11),
        (Filter(text="氯化铝"), 8),
        (Filter(product="meth"), 8),
        (Filter(supplier="supplier 1", text="methanol"), 4),
        (Filter(since=date(2026, 3, 2), until=date(2026, 3, 3)), 6),
        (Filter(tab=Tab.FAILED), 0),
    ],
)
def test_filters(inspector: Account, lots: list[Lot], monkeypatch, asked: Filter, found: int) -> None:
    assert len(lots) == 23
    monkeypatch.setattr(inbox, "PAGE", 50)
    assert len(page(inspector, asked).lots) == found


def test_counts_are_of_the_whole_filter_but_the_tab(inspector: Account, lots: list[Lot], monkeypatch) -> None:
    assert counts(inspector, Filter(tab=Tab.FAILED)).tabs[Tab.ALL] == len(lots)
    some = counts(inspector, Filter(tab=Tab.REVIEW, text="methanol"))
    assert (some.tabs[Tab.ALL], some.tabs[Tab.REVIEW], some.tabs[Tab.DECIDED], some.capped) == (8, 4, 4, frozenset())
    monkeypatch.setattr(inbox, "COUNTED", 3)
    assert counts(inspector, Filter(text="methanol")).capped == frozenset(Tab)
    monkeypatch.setattr(inbox, "DECIDED", 3)
    most = counts(inspector, Filter())
    assert (most.tabs[Tab.REVIEW], most.tabs[Tab.DECIDED], most.capped) == (12, 3, {Tab.ALL, Tab.DECIDED})


def test_a_row_brings_all_it_shows(inspector: Account, lots: list[Lot], django_assert_num_queries) -> None:
    assert lots
    with django_assert_num_queries(2):
        for row in page(inspector, Filter()).lots:
            assert row.upload.error_message == ""
            assert row.decided_by is None or row.decided_by.printed_name
            assert (row.standard, row.repeats) == (None, None)


def test_another_sites_lots_are_not_seen(lots: list[Lot]) -> None:
    assert lots
    stranger = account(at=site("Elsewhere"))
    assert page(stranger, Filter()).lots == ()
    assert counts(stranger, Filter(text="methanol")).tabs[Tab.ALL] == 0


@pytest.mark.parametrize("text", ["", "x", "[]", "[1,2,3]", '["a","b",0]', "{}", "null", '["2026",1]'])
def test_a_place_that_is_none(text: str) -> None:
    assert Place.of(text) is None


def test_a_place_of_another_order_shows_nothing_rather_than_failing(inspector: Account) -> None:
    assert page(inspector, Filter(), Place("no date", 7)).lots == ()
