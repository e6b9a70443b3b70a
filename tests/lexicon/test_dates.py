"""Printed dates: every common form, and both readings where the order of day and month is not told."""

from __future__ import annotations

from datetime import date

import pytest

from lotgate.lexicon.dates import Precision, parse_date

DAY = date(2025, 3, 27)


@pytest.mark.parametrize(
    "printed",
    [
        "2025-03-27", "2025/03/27", "2025.03.27", "2025.3.27", "20250327", "2025年03月27日", "2025 年 3 月 27 日",
        "二〇二五年三月二十七日", "２０２５年３月２７日", "27/03/2025", "03/27/2025", "27.03.2025", "27-03-2025",
        "27 March 2025", "27 Mar 2025", "27-Mar-2025", "27MAR2025", "27/Mar/2025", "27th March 2025", "March 27, 2025",
        "MAR 27, 2025", "Mar. 27 2025", "2025.Mar.27", "2025-03-27 10:20", "2025-03-27T10:20:00Z", "27 March, 2025",
        "03/27/25",
    ],
)  # fmt: skip
def test_a_day_in_any_form(printed):
    found = parse_date(printed)
    assert found is not None
    assert found.date == DAY
    assert found.precision is Precision.DAY


@pytest.mark.parametrize(
    "printed", ["2025-03", "2025年3月", "March 2025", "MAR-2025", "MARCH, 2025", "03/2025", "2025 Mar"]
)
def test_a_month_ends_on_its_last_day(printed):
    found = parse_date(printed)
    assert found is not None
    assert found.precision is Precision.MONTH
    assert (found.earliest(), found.latest()) == (date(2025, 3, 1), date(2025, 3, 31))


@pytest.mark.parametrize("printed", ["03/04/2025", "03-04-2025"])
def test_an_order_that_is_not_told_is_said_not_guessed(printed):
    found = parse_date(printed)
    assert found is not None
    assert found.ambiguous
    assert found.date is None
    assert (found.earliest(), found.latest()) == (date(2025, 3, 4), date(2025, 4, 3))


def test_day_and_month_alike_are_one_reading():
    found = parse_date("05/05/2025")
    assert found is not None
    assert found.date == date(2025, 5, 5)


def test_two_digits_of_a_year_may_stand_first():
    found = parse_date("24.10.18")
    assert found is not None
    assert set(found.readings) == {date(2018, 10, 24), date(2024, 10, 18)}


@pytest.mark.parametrize(
    "printed", ["", "-", "2025-02-30", "30/31/2025", "99.5", "12", "合格", "Lot 27", "2025-03-27~2025-03-29"]
)
def test_what_is_no_date_is_none(printed):
    assert parse_date(printed) is None
