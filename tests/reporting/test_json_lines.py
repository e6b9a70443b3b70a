import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.errors import SchemaError
from lotgate.model.certificate import Certificate
from lotgate.reporting.json_lines import (
    Journal,
    Style,
    array,
    failure_record,
    looks_saved,
    reading_json,
    reading_record,
    record_json,
    saved_readings,
)
from lotgate.reporting.report import Failure

from .builders import certificate, item

READING = certificate(item("Water", "<0.10", unit="%", limit="≤ 0.5"), product="Ethyl acetate", batch="A-1")
FAILED = Failure("b.pdf", "empty-file", "b.pdf is empty.", "Ask again.")
FAILURE = record_json(failure_record(FAILED), Style.LINE)


def test_a_reading_keeps_what_is_printed_and_adds_what_it_means():
    record = reading_record(READING)
    assert record["header"]["batch"] == ["A-1"]
    (water,) = record["items"]
    assert (water["result"], water["limit"], water["unit"]) == ("<0.10", "≤ 0.5", "%")
    assert water["value"] == {"type": "Censored", "value": "0.10", "below": True, "closed": False, "unit": "%"}
    assert water["typed_limit"]["upper"] == {"type": "Bound", "value": "0.5", "closed": True}


def test_a_saved_reading_is_read_back_whole():
    (again,) = saved_readings(reading_json(READING, Style.LINE), "r.jsonl")
    assert again == READING


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("names", [(), ("Water",), ("Water", '"items":[]', '"items": []', "水分\n(%)")])
def test_a_reading_written_item_by_item_is_the_record_whole(names: tuple[str, ...], style: Style):
    reading = certificate(*(item(name, "0.1", unit="%") for name in names), product='"items":[]')
    assert reading_json(reading, style) == record_json(reading_record(reading), style)


def test_an_array_is_what_json_makes_of_all_records_together():
    records = [reading_record(READING), failure_record(FAILED)]
    for several in ([], records[:1], records):
        whole = json.dumps(several, ensure_ascii=False, indent=1).encode() + b"\n"
        assert array(record_json(record, Style.ARRAY) for record in several) == whole


def test_half_of_a_surrogate_pair_is_written_and_read_back():
    reading = certificate(item("Water \udc00", "0.1", unit="%"))
    assert list(saved_readings(reading_json(reading, Style.LINE), "r.jsonl")) == [reading]


def test_saved_lines_hold_readings_and_failures():
    lines = reading_json(READING, Style.LINE) + b"\n" + record_json(failure_record(FAILED), Style.LINE)
    reading, failure = saved_readings(lines, "r.jsonl")
    assert isinstance(reading, Certificate)
    assert failure == FAILED


def test_an_array_is_read_too():
    assert list(saved_readings(json.dumps([reading_record(READING)]).encode(), "r.json")) == [READING]


@pytest.mark.parametrize("text", ["{", '{"schema": 1}', "[1, 2]", '[{"a": NaN}]', "{}\n{", "[" * 100_000])
def test_other_json_is_refused(text: str):
    with pytest.raises(SchemaError):
        list(saved_readings(text.encode(), "r.json"))


@given(st.binary())
def test_any_bytes_are_a_reading_or_a_schema_error(data: bytes):
    looks_saved(data)
    with contextlib.suppress(SchemaError):
        list(saved_readings(b"{" + data, "r.json"))


def test_a_journal_knows_what_an_earlier_run_did(tmp_path: Path):
    path = tmp_path / "r.jsonl"
    Journal(path, settings="s").add("a.pdf", "1", [reading_json(READING, Style.LINE)])
    again = Journal(path, settings="s")
    assert again.done("a.pdf", "1")
    assert not again.done("a.pdf", "2"), "the file changed"
    assert not Journal(path, settings="other").done("a.pdf", "1"), "another standard or version"


def test_a_file_of_which_a_part_failed_is_done_again_whole(tmp_path: Path):
    path = tmp_path / "r.jsonl"
    Journal(path, settings="s").add("mail.eml", "1", [reading_json(READING, Style.LINE), FAILURE])
    again = Journal(path, settings="s")
    assert not again.done("mail.eml", "1")
    again.begin([("mail.eml", "1")])
    assert path.read_text() == ""


def test_a_journal_drops_failures_changed_files_and_broken_lines(tmp_path: Path):
    path = tmp_path / "r.jsonl"
    journal = Journal(path, settings="s")
    journal.add("good.pdf", "1", [b'{"file":"good.pdf","items":[]}'])
    journal.add("changed.pdf", "1", [b'{"file":"changed.pdf","items":[]}'])
    journal.add("failed.pdf", "1", [FAILURE])
    with path.open("a") as out:
        out.write('{"file": "torn.p')
    again = Journal(path, settings="s")
    again.begin([("good.pdf", "1"), ("changed.pdf", "2"), ("failed.pdf", "1")])
    assert [json.loads(text)["file"] for text in path.read_text().splitlines()] == ["good.pdf"]
