"""The round of review on the examples: from a finding to its fact, corrected, judged again, and proved."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import lotgate
from lotgate import pipeline
from lotgate.cli.main import main
from lotgate.correcting import (
    AssignItem,
    ConfirmField,
    ConfirmHeader,
    Corrected,
    Correction,
    HeaderFact,
    ItemFact,
    ItemField,
    RemoveHeader,
    SetField,
    SetHeader,
    StrikeItem,
    apply,
    everywhere,
    facts_of,
    number_of,
)
from lotgate.errors import CorrectionError
from lotgate.model.certificate import Certificate, HeaderField
from lotgate.model.delivery import Delivery
from lotgate.model.measurement import Status
from lotgate.model.standard import Standard
from lotgate.model.verdict import Decision, Finding, Subject, Verdict
from readings import fact, item, reading

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = Delivery(date=date(2025, 6, 1))


def example(file: str, standard: str) -> tuple[Certificate, Standard]:
    read = lotgate.read(EXAMPLES / "certificates" / file)
    return read, Standard.load(EXAMPLES / "standards" / f"{standard}.toml")


def judged(read: Certificate, standard: Standard, *made: Correction) -> tuple[Corrected, Verdict]:
    now = apply(read, made)
    return now, pipeline.check(now.certificate, standard, delivery=DAY, assigned=now.assigned)


def finding(verdict: Verdict, characteristic: str, lot: int = 0) -> Finding:
    return next(one for one in verdict.lots[lot].findings if one.characteristic == characteristic)


def test_a_corrected_result_is_judged_anew():
    read, standard = example("ethyl-acetate-two-lots.pdf", "ethyl-acetate")
    now, verdict = judged(read, standard)
    assert [lot.decision for lot in verdict.lots] == [Decision.ACCEPT, Decision.REJECT]
    wrong = finding(verdict, "water", lot=1)
    number = number_of(wrong, now)
    assert number is not None
    assert facts_of(wrong, now) == (ItemFact(number, ItemField.RESULT),)
    _, again = judged(read, standard, SetField(number, "result", "0.02"))
    assert [lot.decision for lot in again.lots] == [Decision.ACCEPT, Decision.ACCEPT]
    _, worse = judged(read, standard, SetField(number_of(finding(verdict, "water"), now), "result", "9.9"))
    assert [lot.decision for lot in worse.lots] == [Decision.REJECT, Decision.REJECT]


def test_an_assigned_item_makes_a_missing_characteristic_found():
    read, standard = example("methanol-ruled.pdf", "methanol")
    now, verdict = judged(read, standard)
    number = number_of(finding(verdict, "water"), now)
    strange = SetField(number, "name", "Komponente 7")
    _, without = judged(read, standard, strange)
    assert finding(without, "water").missing
    assert without.decision is Decision.REVIEW
    _, again = judged(read, standard, strange, AssignItem(number, "water"))
    assert again.decision is Decision.ACCEPT
    assert again.assigned == {number: "water"}


TWO = """
format = "lotgate.standard/1"
id = "S"
name = "Soda ash"
[material]
names = ["Soda ash"]
[[characteristic]]
name = "Assay"
limit = ">= 99.0"
unit = "%"
[[characteristic]]
name = "Water"
limit = "<= 0.5"
unit = "%"
[[characteristic]]
name = "Rest"
formula = "100 - assay"
limit = "<= 5"
unit = "%"
"""


def soda(*made: Correction, read: Certificate | None = None) -> tuple[Corrected, Verdict]:
    from lotgate import standards

    return judged(read or MIXED, standards.loads(TWO), *made)


MIXED = reading(item("Assay", "90.0"), item("Purity, other", "99.6"), item("Water", "0.1", sure=0.5))


def test_what_means_the_characteristic_by_its_own_name_is_not_dropped():
    _, verdict = soda(AssignItem(1, "assay"))
    assert finding(verdict, "assay").code == "two-values"
    _, struck = soda(AssignItem(1, "assay"), StrikeItem(0))
    assert finding(struck, "assay").status is Status.PASS
    _, apart = soda(AssignItem(1, "assay"), AssignItem(0, ""))
    assert finding(apart, "assay").status is Status.PASS
    assert apart.unused == ("Assay",)


def test_an_item_that_means_none_leaves_its_characteristic_missing():
    _, verdict = soda(AssignItem(0, ""))
    assert finding(verdict, "assay").missing


@pytest.mark.parametrize("characteristic", ["iron", "rest"])
def test_only_measured_characteristics_of_the_standard_can_be_assigned(characteristic: str):
    with pytest.raises(CorrectionError, match=characteristic):
        soda(AssignItem(0, characteristic))


def test_assigning_what_is_not_there_is_refused():
    read, standard = example("methanol-ruled.pdf", "methanol")
    with pytest.raises(CorrectionError, match="no such item"):
        lotgate.check(read, standard, assigned={99: "water"})


def test_a_doubtful_item_is_named_by_its_least_certain_string():
    now, verdict = soda()
    assert facts_of(finding(verdict, "water"), now) == (ItemFact(2, ItemField.RESULT),)
    read = reading(item("Assay", "99.6"), item("Water", "0.1"))
    named = apply(read, [SetField(1, "unit", "%", fact("%").evidence, 0.4)])
    again = pipeline.check(named.certificate, _standard(), delivery=DAY)
    assert facts_of(finding(again, "water"), named) == (ItemFact(1, ItemField.UNIT),)
    _, sure = soda(ConfirmField(2, "result"))
    assert finding(sure, "water").status is Status.PASS


def _standard() -> Standard:
    from lotgate import standards

    return standards.loads(TWO)


def test_findings_on_the_header_name_its_facts():
    now, verdict = soda()
    named = {one.name: facts_of(one, now) for one in verdict.lots[0].findings if one.subject is Subject.HEADER}
    assert named["material"] == (HeaderFact(HeaderField.PRODUCT, 0),)
    assert named["lot"] == (HeaderFact(HeaderField.BATCH, 0),)
    assert all(number_of(one, now) is None for one in verdict.lots[0].findings if one.subject is Subject.HEADER)
    now, verdict = soda(RemoveHeader("product", 0), RemoveHeader("batch", 0))
    named = {one.name: facts_of(one, now) for one in verdict.lots[0].findings if one.subject is Subject.HEADER}
    assert named["material"] == (HeaderFact(HeaderField.PRODUCT, 0),)
    assert named["lot"] == (HeaderFact(HeaderField.BATCH, 1),)


@pytest.mark.parametrize("file", ["stainless-matrix.pdf", "citric-acid-borderless.pdf", "delivery-two-attachments.eml"])
def test_every_finding_with_a_place_is_found_again_after_its_json(file: str):
    from lotgate import standards

    wanted = standards.load(EXAMPLES / "standards")
    for read in lotgate.read_all(EXAMPLES / "certificates" / file):
        now = apply(Certificate.from_json(read.to_json()), [])
        verdict = Verdict.from_json(json.loads(json.dumps(pipeline.check_by_any(read, wanted).to_json())))
        for one in (one for lot in verdict.lots for one in lot.findings if one.places):
            facts = facts_of(one, now)
            assert len(facts) == len(set(one.places))
            if one.subject is Subject.CHARACTERISTIC and one.item in {i.name.text for i in read.items}:
                first = facts[0]
                assert isinstance(first, ItemFact)
                assert now.item(first.number).name.text == one.item


def test_a_name_over_several_lots_is_of_the_item_that_the_finding_is_on():
    items = [item("Water", "0.1", sample="L-1"), item("Water", "0.9", sample="L-2", limit="≤ 0.5")]
    now = apply(reading(*items, header={HeaderField.BATCH: ["L-1", "L-2"]}), [])
    verdict = pipeline.check(now.certificate, _standard(), delivery=DAY)
    (outside,) = (one for one in verdict.lots[0].findings if one.code == "outside-printed-limit")
    assert {one.number for one in facts_of(outside, now) if isinstance(one, ItemFact)} == {1}
    empty = apply(now.certificate, [SetField(1, "result", "")])
    again = pipeline.check(empty.certificate, _standard(), delivery=DAY)
    assert facts_of(finding(again, "water", lot=1), empty) == (ItemFact(1, ItemField.NAME),)


def test_a_lot_over_a_column_is_corrected_everywhere():
    lot = fact("L-1O")
    items = [item("Assay", "99.6", sample="L-1O"), item("Water", "0.1", sample="L-1O"), item("Ash", "1", sample="L-2")]
    now = apply(reading(*items, header={HeaderField.BATCH: ["L-1O", "L-2"]}), [])
    assert now.certificate.header[HeaderField.BATCH][0] == lot
    made = everywhere(now, SetField(0, "sample", "L-10"))
    assert made == (
        SetField(0, "sample", "L-10"),
        SetField(1, "sample", "L-10"),
        SetHeader(HeaderField.BATCH, 0, "L-10"),
    )
    assert set(everywhere(now, ConfirmHeader("batch", 0))) == {
        ConfirmHeader("batch", 0),
        ConfirmField(0, "sample"),
        ConfirmField(1, "sample"),
    }
    assert everywhere(now, StrikeItem(0)) == (StrikeItem(0),)
    assert everywhere(now, SetField(0, "method", "GB")) == (SetField(0, "method", "GB"),)


def replay(tmp_path: Path, read: Certificate, verdict: dict[str, Any], standard: str) -> str:
    saved, recorded = tmp_path / "reading.json", tmp_path / "verdicts.jsonl"
    saved.write_text(json.dumps(read.to_json()), "utf-8")
    recorded.write_text(json.dumps(verdict) + "\n", "utf-8")
    against = str(EXAMPLES / "standards" / f"{standard}.toml")
    return CliRunner().invoke(main, ["check", str(saved), "--standard", against, "--replay", str(recorded)]).output


def test_a_verdict_on_a_corrected_reading_is_proved_with_what_was_assigned(tmp_path: Path):
    read, standard = example("methanol-ruled.pdf", "methanol")
    now, first = judged(read, standard)
    number = number_of(finding(first, "water"), now)
    now, verdict = judged(read, standard, SetField(number, "name", "Komponente 7"), AssignItem(number, "water"))
    saved = verdict.to_json()
    assert saved["assigned"] == [{"item": number, "characteristic": "water"}]
    assert Verdict.from_json(json.loads(json.dumps(saved))) == verdict
    assert "the same to the byte" in replay(tmp_path, now.certificate, saved, "methanol")
    del saved["assigned"]
    assert "differs in" in replay(tmp_path, now.certificate, saved, "methanol")


def test_a_verdict_without_assignments_keeps_its_bytes(tmp_path: Path):
    read, standard = example("methanol-ruled.pdf", "methanol")
    _, verdict = judged(read, standard)
    assert "assigned" not in verdict.to_json()
    assert "the same to the byte" in replay(tmp_path, read, verdict.to_json(), "methanol")


def test_the_pages_are_seen_once_while_the_document_is_read():
    (document,) = pipeline.documents(EXAMPLES / "certificates" / "lithium-carbonate-two-pages.pdf")
    seen: list[int] = []
    read = pipeline.read_document(document, on_page=lambda page: seen.append(page.number))
    assert seen == [1, 2]
    assert read == lotgate.read(EXAMPLES / "certificates" / "lithium-carbonate-two-pages.pdf", name=document.name)
