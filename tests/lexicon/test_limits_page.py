"""docs/reference/limits.md says what the parsers do, row by row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lotgate.lexicon.limits import parse_limit
from lotgate.lexicon.results import parse_result

from .plain_reading import limit_in_words, result_in_words

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "limits.md"
ROW = re.compile(r"^\| `(.+?)` \| (.+?) \|$", re.MULTILINE)
HEADINGS = re.compile(r"^# (?:Limits|Results|How they are compared)$", re.MULTILINE)
_, LIMITS, RESULTS, _ = HEADINGS.split(PAGE.read_text("utf-8"))


@pytest.mark.parametrize(("printed", "read_as"), ROW.findall(LIMITS))
def test_a_limit_on_the_page_reads_as_the_page_says(printed, read_as):
    assert limit_in_words(parse_limit(printed)) == read_as


@pytest.mark.parametrize(("printed", "read_as"), ROW.findall(RESULTS))
def test_a_result_on_the_page_reads_as_the_page_says(printed, read_as):
    assert result_in_words(parse_result(printed)) == read_as


def test_the_page_has_the_forms_that_people_write():
    assert len(ROW.findall(LIMITS)) >= 120
    assert len(ROW.findall(RESULTS)) >= 60
