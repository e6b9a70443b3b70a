from hypothesis import given
from hypothesis import strategies as st

from lotgate.model.measurement import Status
from lotgate.model.verdict import Decision, Finding, LotVerdict, StandardUsed, Subject, Verdict
from lotgate.reporting.report import report_of_reading, report_of_verdict, with_unit
from lotgate.reporting.wording import LANGUAGES, wording

from .builders import certificate, item, place


def verdict(*findings: Finding, draft: bool = False) -> Verdict:
    return Verdict(
        file="acetate.pdf",
        document_sha256="0" * 64,
        reading_sha256="1" * 64,
        standard=StandardUsed("RM-1", "Ethyl acetate", "3", "2" * 64, draft),
        rules={},
        lotgate="0",
        lots=(LotVerdict("A-1", Decision.REJECT, findings),),
        unused=("Odour",),
    )


WATER = Finding(
    Subject.CHARACTERISTIC,
    "Water",
    Status.FAIL,
    "compared",
    {"en": "0.08 % is above 0.05 %.", "zh": "0.08 % 大于 0.05 %。"},
    limit="≤ 0.05",
    unit="%",
    result="0.08",
    result_unit="%",
    places=(place(),),
)


def test_a_finding_becomes_a_row_in_the_readers_language():
    reading = certificate(item("Water", "0.08", unit="%"), product="Ethyl acetate")
    report = report_of_verdict(verdict(WATER), reading, wording("zh"))
    (row,) = report.lots[0].rows
    assert (row.name, row.value, row.limit, row.status) == ("Water", "0.08 %", "≤ 0.05 %", Status.FAIL)
    assert row.why == "0.08 % 大于 0.05 %。"
    assert report.lots[0].title == "Ethyl acetate"


def test_a_draft_standard_and_items_nobody_asked_for_are_said():
    lot = report_of_verdict(verdict(WATER, draft=True), certificate(), wording("en")).lots[0]
    assert any("draft" in note for note in lot.notes)
    assert lot.unused == ("Odour",)


def test_a_reading_without_items_says_so():
    assert report_of_reading(certificate(), wording("en")).lots[0].notes == ("No test items found.",)


def test_every_word_exists_in_every_language():
    tables = [wording(lang).words for lang in LANGUAGES]
    assert all(table.keys() == tables[0].keys() for table in tables)
    for key in tables[0]:
        fields = [sorted(part for part in ("{n}", "{names}", "{file}") if part in table[key]) for table in tables]
        assert all(found == fields[0] for found in fields) or key == "passed_one"


@given(st.text(), st.none() | st.text())
def test_a_unit_never_hides_what_was_printed(text: str, unit: str | None):
    assert with_unit(text, unit).startswith(text)
    assert with_unit("12 mg/kg", "mg/kg") == "12 mg/kg"
    assert with_unit("colourless", "%") == "colourless"
