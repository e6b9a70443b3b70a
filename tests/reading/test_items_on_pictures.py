"""Tables as pictures give them: words that stand a little apart, no lines, the page's foot close below."""

from __future__ import annotations

from dataclasses import replace

from drawing import Row, cells, drawn, rows, table
from lotgate.model.document import Page
from lotgate.model.geometry import Box
from lotgate.reading.read import read
from lotgate.tabulating import tabulate


def moved(page: Page, text: str, by: float) -> Page:
    """The page with a word ``by`` points further right, as OCR is never quite sure where a word begins."""

    def box(old: Box) -> Box:
        return replace(old, x0=old.x0 + by, x1=old.x1 + by)

    return replace(page, words=tuple(replace(w, box=box(w.box)) if w.text == text else w for w in page.words))


def test_a_head_of_two_words_that_stand_apart_is_one_head():
    picture = """
Property            UOM         Test Method     Results     Minimum     Maximum
Base number         mgKOH/g     ASTM D2896      85.9        75.3        92.1
Boron               %           ASTM D4951      0.142       0.110       0.150
Density @ 15C       kg/L        ASTM D4052      0.9672
"""
    found = table(tabulate(moved(drawn(picture), "Method", 3.0)))
    assert [cells(found)[0, column] for column in range(6)] == [
        "Property",
        "UOM",
        "Test Method",
        "Results",
        "Minimum",
        "Maximum",
    ]


def test_two_heads_that_stand_close_are_two_where_no_other_names_the_items():
    picture = """
Test Result           Limit
pH   7.1              6.5 - 7.5
Iron 2                max 5
"""
    found = table(tabulate(moved(drawn(picture), "Result", 1.0)))
    assert [cells(found)[0, column] for column in range(3)] == ["Test", "Result", "Limit"]


def test_a_head_over_all_the_items_gives_their_unit():
    picture = """
Product                      Items (%)
Lot No.            Al2O3       Cl        SO4
210716C            31.27       26.35     8.28
210717C            31.28       26.67     8.26
"""
    assert rows(picture)[:2] == [
        Row("Al2O3", "31.27", "%", sample="210716C"),
        Row("Cl", "26.35", "%", sample="210716C"),
    ]


def test_a_line_of_facts_over_a_table_gives_no_unit():
    picture = """
Items (%): 4               Date: 4 May
Lot No.            Al2O3       Cl        SO4
210716C            31.27       26.35     8.28
210717C            31.28       26.67     8.26
"""
    assert {row.unit for row in rows(picture)} == {None}


FOOT = """
Parameter          Specification       Result          Method
Moisture           Max 1.0 %           0.33            ISO 5055
Plate count        <1000 (CFU/g)       <10             ISO 4833-1
Salmonella         Absent              Absent          ISO 6579-1
Chemist                         Manager, Quality Assurance
Works Ltd. (www.works.example)
Office:            Registered Office:     Factory:
Tower 8, Hill      Mehta Chamber, 34    Area No. 3,    Tel: 731 27191
"""


def test_a_letters_foot_ends_the_table_above_it():
    assert rows(FOOT) == [
        Row("Moisture", "0.33", "%", "Max 1.0 %", "ISO 5055"),
        Row("Plate count", "<10", "CFU/g", "<1000 (CFU/g)", "ISO 4833-1"),
        Row("Salmonella", "Absent", None, "Absent", "ISO 6579-1"),
    ]


def test_a_described_limit_goes_on_over_lines_without_a_result():
    picture = """
Item         Requirement                          Result           Method
Odour        Fresh and neutral to nutty,          Fresh with       Sensory
             typical legume smell, without        no taint
             off-flavours of any kind
Moisture     Max 1.0 %                            0.33             ISO 5055
"""
    odour, moisture = rows(picture)
    assert odour.limit == "Fresh and neutral to nutty, typical legume smell, without off-flavours of any kind"
    assert odour.result == "Fresh with no taint"
    assert moisture == Row("Moisture", "0.33", "%", "Max 1.0 %", "ISO 5055")


def test_a_value_and_a_verdict_in_one_cell_of_a_picture_are_in_doubt():
    picture = """
+-----------+-------+----------------+
| Test      | Limit | Result         |
+-----------+-------+----------------+
| Lead      | ≤0.5  | 0.1            |
+-----------+-------+----------------+
| Salmonella| ND    | ND  合格       |
+-----------+-------+----------------+
"""
    page = drawn(picture)
    seen = replace(page, words=tuple(replace(word, confidence=0.98) for word in page.words))
    lead, salmonella = read([tabulate(seen)], name="photo", sha256="0" * 64).items
    assert lead.result is not None
    assert salmonella.result is not None
    assert lead.result.confidence > 0.9 > salmonella.result.confidence
