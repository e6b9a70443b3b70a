"""A number is shown as Excel shows it; no code and no number makes the renderer fail."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.loading.number_format import BUILTIN, show_number, show_text

SHOWN = [
    # the printed digits are kept
    ("0.1", "0.00", "0.10"),
    ("99.4", "0.0", "99.4"),
    ("3", "0.0##", "3.0"),
    ("3.14159", "0.0##", "3.142"),
    ("5", "00", "05"),
    ("0.25", "#.##", ".25"),
    # rounding of what Excel shows: half away from zero, on 15 digits of the stored double
    ("2.675", "0.00", "2.68"),
    ("2.6749999999999998", "0.00", "2.68"),
    ("0.30000000000000004", "General", "0.3"),
    ("-0.5", "0", "-1"),
    # General
    ("0.333333333333333", "General", "0.333333333"),
    ("-0.333333333333333", "General", "-0.333333333"),
    ("12345678901", "General", "12345678901"),
    ("123456789012", "General", "1.23457E+11"),
    ("99999999999.5", "General", "1E+11"),
    ("123456789.123", "General", "123456789.1"),
    ("0.00001", "General", "0.00001"),
    ("0.00001234567", "General", "1.23457E-05"),
    ("1E+15", "General", "1E+15"),
    ("0", "General", "0"),
    ("2.5", "G/通用格式", "2.5"),
    ("2.5", 'General"ppm"', "2.5ppm"),
    # thousands, scaling, percent
    ("1234567.891", "#,##0.00", "1,234,567.89"),
    ("0", "#,##0", "0"),
    ("1234000", "0,", "1234"),
    ("0.1234", "0.00%", "12.34%"),
    ("0.5", '0.0 "%"', "0.5 %"),
    # sections, conditions, signs, literals
    ("-5", "0.0", "-5.0"),
    ("-5", "0.0;(0.0)", "(5.0)"),
    ("0", '0;-0;"-"', "-"),
    ("5", '[<10]"<10";0', "<10"),
    ("15", '[<10]"<10";0', "15"),
    ("12", ";;;", ""),
    ("5", '"≤"0.0', "≤5.0"),
    ("5", '0"±0.1"', "5±0.1"),
    ("5", "[Red][$¥-804]#,##0.00", "¥5.00"),
    ("1234", "#,##0_ ", "1,234 "),
    ("12345678", "00-00-0000", "12-34-5678"),
    ("7", "@", "7"),
    # scientific and fractions
    ("0.00012345", "0.00E+00", "1.23E-04"),
    ("0.99999", "0.00E+00", "1.00E+00"),
    ("123456", "##0.0E+0", "123.5E+3"),
    ("5000", "0.0E+00", "5.0E+03"),
    ("1.25", "# ?/?", "1 1/4"),
    ("0.5", "?/8", "4/8"),
    # dates: 45000 is 15 March 2023, a Wednesday
    ("45000", "yyyy-mm-dd", "2023-03-15"),
    ("45000", 'yyyy"年"m"月"d"日"', "2023年3月15日"),
    ("45000", "d-mmm-yy", "15-Mar-23"),
    ("45000", "[$-804]aaaa", "星期三"),
    ("45000", "dddd", "Wednesday"),
    ("45000.5", "yyyy-mm-dd hh:mm", "2023-03-15 12:00"),
    ("45000.75", "h:mm AM/PM", "6:00 PM"),
    ("45000.75", '上午/下午h"时"mm"分"', "下午6时00分"),
    ("1.5", "[h]:mm", "36:00"),
    ("0.0208333333333333", "mm:ss", "30:00"),
    ("1", "yyyy/m/d", "1900/1/1"),
    ("-1", "yyyy/m/d", "-1"),
]


@pytest.mark.parametrize(("value", "code", "shown"), SHOWN)
def test_shows_what_excel_shows(value: str, code: str, shown: str) -> None:
    assert show_number(Decimal(value), code) == shown


def test_the_1904_date_system_starts_four_years_later() -> None:
    assert show_number(Decimal(43538), "yyyy-mm-dd", date1904=True) == "2023-03-15"


def test_a_text_section_adds_its_words() -> None:
    assert show_text("5", '0;-0;0;@" max."') == "5 max."
    assert show_text("合格", "General") == "合格"


@given(
    st.decimals(allow_nan=True, allow_infinity=True), st.sampled_from(sorted(BUILTIN.values())) | st.text(max_size=40)
)
def test_any_number_under_any_code_gives_a_string(value: Decimal, code: str) -> None:
    assert isinstance(show_number(value, code), str)


def test_no_number_is_too_long_for_its_decimals() -> None:
    assert show_number(Decimal(10) ** 26, "0.00") == "1" + "0" * 26 + ".00"


@given(st.decimals(min_value=0, max_value=10**6, places=4), st.integers(0, 4))
def test_a_fixed_code_never_changes_the_count_of_decimals(value: Decimal, places: int) -> None:
    shown = show_number(value, "0." + "0" * places if places else "0")
    assert len(shown.partition(".")[2]) == places
    assert abs(Decimal(shown) - value) <= Decimal(1).scaleb(-places) / 2
