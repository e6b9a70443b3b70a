"""The safety rule: accept is earned, reject is proved, everything else is a review that says what to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lotgate import standards
from lotgate.judging.lot import judge, undetermined
from lotgate.judging.replay import differences
from lotgate.lexicon.findings import FIELD_NAMES, codes, say
from lotgate.measuring.measure import measure
from lotgate.model.certificate import Certificate, Doubt, HeaderField, Item
from lotgate.model.delivery import Delivery
from lotgate.model.measurement import DecisionRule, RuleSet, Status
from lotgate.model.standard import Standard
from lotgate.model.verdict import Decision, Verdict, canonical
from readings import fact, item, reading

HEAD = """\
format = "lotgate.standard/1"
id = "RM-1"
name = "Soda ash"
{top}
[material]
names = ["Soda ash"]
{tables}
"""
DAY = date(2025, 6, 1)
OPERANDS = tuple(
    "name item why values wanted found text confidence threshold result limit verdict printed accepted asked sentence "  # noqa: SIM905
    "formula left operator right detail candidates given lot until day field made age version later later_field page "
    "earlier earlier_field total sum pages message characteristic".split()
)
GOOD = (item("Assay", "99.6"), item("Chloride", "0.30"))
TWO = """
[[characteristic]]
name = "Assay"
limit = ">= 99.2"
unit = "%"

[[characteristic]]
name = "Chloride"
limit = "<= 0.70"
unit = "%"
required = {required}
"""


def standard(characteristics: str = "", *, top: str = "", tables: str = "", required: bool = True) -> Standard:
    own = characteristics or TWO.format(required=str(required).lower())
    return standards.loads(HEAD.format(top=top, tables=tables) + own)


def verdict(one: Certificate, wanted: Standard | None = None, **delivered: object) -> Verdict:
    delivery = Delivery(**{"date": DAY, **delivered})  # type: ignore[arg-type]
    return judge(measure(one, wanted or standard()), delivery=delivery)


def codes_of(made: Verdict) -> set[str]:
    return {finding.code for lot in made.lots for finding in lot.reasons}


def test_everything_found_right_and_in_date_is_accepted() -> None:
    made = verdict(reading(*GOOD))
    assert made.decision is Decision.ACCEPT
    assert [finding.status for lot in made.lots for finding in lot.findings] == [Status.PASS] * 5


def test_a_confident_violation_rejects() -> None:
    made = verdict(reading(item("Assay", "99.1"), GOOD[1]))
    assert made.decision is Decision.REJECT
    (reason,) = made.lots[0].reasons
    assert reason.status is Status.FAIL
    assert reason.places[0].text == "99.1"


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ((GOOD[0],), "missing"),
        ((GOOD[0], item("Chloride", "0.30", sure=0.89)), "low-confidence"),
        ((GOOD[0], item("Chloride", "9.90", sure=0.89)), "low-confidence"),
        ((GOOD[0], item("Chloride", "O.30")), "compared"),
        ((GOOD[0], item("Chloride", "300", "mm")), "compared"),
        ((GOOD[0], item("Chlorid", "0.30")), "proposed"),
        ((*GOOD, item("Chloride", "0.31")), "two-values"),
        ((GOOD[0], item("Chloride", "0.30", verdict="不合格")), "verdict-contradicts"),
        ((GOOD[0], item("Chloride", "0.30", limit="≤ 0.20", verdict="Pass")), "suspect"),
        ((GOOD[0], item("Chloride", "0.90", limit="≤ 0.70", verdict="Pass")), "suspect"),
        ((*GOOD, item("Iron", "9", "mg/kg", limit="≤ 5")), "outside-printed-limit"),
    ],
)
def test_doubt_about_a_value_is_a_review(items: tuple[Item, ...], code: str) -> None:
    made = verdict(reading(*items))
    assert made.decision is Decision.REVIEW
    assert code in codes_of(made)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({HeaderField.PRODUCT: "Potash"}, "material-differs"),
        ({HeaderField.PRODUCT: "Soda ash monohydrate"}, "material-differs"),
        ({HeaderField.PRODUCT: "纯碱 Soda ash"}, "material-differs"),
        ({HeaderField.PRODUCT: None}, "material-missing"),
        ({HeaderField.BATCH: None}, "lot-missing"),
        ({HeaderField.EXPIRES: "2025-05-31"}, "expired"),
        ({HeaderField.EXPIRES: "whenever"}, "date-unread"),
        ({HeaderField.RETEST: "2025-05-01"}, "expired"),
        ({HeaderField.MANUFACTURED: "2025-07-01"}, "not-yet-made"),
        ({HeaderField.REPORTED: "2024-12-01"}, "dates-out-of-order"),
        ({HeaderField.CONCLUSION: "不合格"}, "conclusion-negative"),
    ],
)
def test_doubt_about_the_certificate_is_a_review(header: dict[HeaderField, str | list[str] | None], code: str) -> None:
    made = verdict(reading(*GOOD, header=header))
    assert made.decision is Decision.REVIEW
    assert code in codes_of(made)


def test_what_is_not_about_this_material_is_not_rejected_either() -> None:
    made = verdict(reading(item("Assay", "80"), header={HeaderField.PRODUCT: "Potash"}))
    assert made.decision is Decision.REVIEW


@pytest.mark.parametrize(
    ("delivered", "code"),
    [
        ({"lots": ("L-2",)}, "lot-not-covered"),
        ({"material": "Potash"}, "delivery-material-differs"),
        ({"grade": "I"}, "grade-missing"),
        ({"supplier": "Somebody Else"}, "supplier-differs"),
        ({"date": None}, "no-day"),
    ],
)
def test_a_certificate_about_another_delivery_is_never_accepted(delivered: dict[str, object], code: str) -> None:
    made = verdict(reading(*GOOD), **delivered)
    assert made.decision is Decision.REVIEW
    assert code in codes_of(made)


def test_what_agrees_with_the_delivery_is_accepted() -> None:
    made = verdict(reading(*GOOD), lots=("l-1",), material="soda ash", supplier="EXAMPLE ALKALI CO LTD")
    assert made.decision is Decision.ACCEPT


@pytest.mark.parametrize(
    ("tables", "decision"),
    [
        ("[certificate]\nexpiry_margin_days = 300", Decision.ACCEPT),
        ("[certificate]\nexpiry_margin_days = 900", Decision.REJECT),
        ("[certificate]\nmax_age_days = 365", Decision.ACCEPT),
        ("[certificate]\nmax_age_days = 30", Decision.REJECT),
        ('[certificate]\nmanufacturers = ["Example Alkali"]', Decision.ACCEPT),
        ('[certificate]\nmanufacturers = ["Other Alkali"]', Decision.REVIEW),
        ('[certificate]\nfields = ["batch"]', Decision.ACCEPT),
        ('[certificate]\nfields = ["order_no"]', Decision.REVIEW),
        ('[certificate]\ninspection_document = "3.1"', Decision.REVIEW),
        ('[version]\nnumber = "1"\neffective = 2030-01-01', Decision.REVIEW),
    ],
)
def test_what_the_standard_demands_of_the_certificate(tables: str, decision: Decision) -> None:
    assert verdict(reading(*GOOD), standard(tables=tables)).decision is decision


@pytest.mark.parametrize(
    ("printed", "decision"),
    [
        ("EN 10204 - 3.1", Decision.ACCEPT),
        ("EN 10204:2004 3.2", Decision.ACCEPT),
        ("EN 10204 2.2", Decision.REJECT),
        ("EN 10204", Decision.REVIEW),
    ],
)
def test_the_kind_of_inspection_document(printed: str, decision: Decision) -> None:
    wanted = standard(tables='[certificate]\ninspection_document = "3.1"')
    assert verdict(reading(*GOOD, header={HeaderField.STANDARD: printed}), wanted).decision is decision


def test_a_month_without_a_day_lasts_to_its_end() -> None:
    assert verdict(reading(*GOOD, header={HeaderField.EXPIRES: "JUN-2025"})).decision is Decision.ACCEPT
    assert verdict(reading(*GOOD, header={HeaderField.EXPIRES: "MAY-2025"})).decision is Decision.REVIEW


def test_a_date_of_two_readings_decides_only_where_both_agree() -> None:
    assert verdict(reading(*GOOD, header={HeaderField.EXPIRES: "07/08/2025"})).decision is Decision.ACCEPT
    assert verdict(reading(*GOOD, header={HeaderField.EXPIRES: "03/07/2025"})).decision is Decision.REVIEW


def test_unread_pages_and_the_readers_doubts_are_reviewed() -> None:
    assert codes_of(verdict(reading(*GOOD, unread=(2,)))) == {"pages-unread"}
    assert codes_of(verdict(reading(*GOOD, doubts=(Doubt("x", "Look here.", 1),)))) == {"reader-doubt"}


def test_an_optional_characteristic_may_be_missing_but_not_wrong() -> None:
    wanted = standard(required=False)
    assert verdict(reading(GOOD[0]), wanted).decision is Decision.ACCEPT
    assert verdict(reading(GOOD[0], item("Chloride", "0.9")), wanted).decision is Decision.REJECT
    assert verdict(reading(GOOD[0], item("Chloride", "0.9?")), wanted).decision is Decision.REVIEW


def test_a_dash_is_not_a_report() -> None:
    dash = reading(GOOD[0], item("Chloride", "-"))
    assert codes_of(verdict(dash)) == {"missing"}
    assert verdict(dash, standard(required=False)).decision is Decision.ACCEPT


def test_a_standard_that_asks_nothing_accepts_nothing() -> None:
    empty = replace(standard(), characteristics=())
    assert verdict(reading(*GOOD), empty).decision is Decision.REVIEW


def test_a_lot_is_found_within_a_samples_name() -> None:
    rows = [
        item(n, r, sample=f"Lot {lot} / top")
        for lot in ("A-1", "A-2")
        for n, r in (("Assay", "99.6"), ("Chloride", "0.3"))
    ]
    made = verdict(reading(*rows, header={HeaderField.BATCH: ["A-1", "A-2"]}))
    assert [(lot.lot, lot.decision) for lot in made.lots] == [("A-1", Decision.ACCEPT), ("A-2", Decision.ACCEPT)]


def test_a_draft_decides_nothing() -> None:
    draft = standard(top="draft = true")
    assert verdict(reading(*GOOD), draft).decision is Decision.REVIEW
    assert verdict(reading(item("Assay", "1"), GOOD[1]), draft).decision is Decision.REVIEW


def test_each_lot_has_its_own_verdict() -> None:
    rows = [
        item(name, result, sample=lot)
        for lot, results in {"A-1": ("99.6", "0.3"), "A-2": ("99.0", "0.3"), "A-3": ("99.6", "O.3")}.items()
        for name, result in zip(("Assay", "Chloride"), results, strict=True)
    ]
    one = reading(*rows, header={HeaderField.BATCH: ["A-1", "A-2", "A-3"]})
    assert {lot.lot: lot.decision for lot in verdict(one).lots} == {
        "A-1": Decision.ACCEPT,
        "A-2": Decision.REJECT,
        "A-3": Decision.REVIEW,
    }
    assert verdict(one, lots=("A-1",)).decision is Decision.ACCEPT
    assert verdict(one, lots=("A-1", "A-9")).decision is Decision.REVIEW


def test_a_value_that_names_no_lot_among_several_belongs_to_none() -> None:
    rows = [item("Assay", "99.6", sample="A-1"), item("Assay", "99.7", sample="A-2"), item("Chloride", "0.3")]
    made = verdict(reading(*rows, header={HeaderField.BATCH: ["A-1", "A-2"]}))
    assert made.decision is Decision.REVIEW
    assert "not-tied-to-lot" in codes_of(made)


def test_results_without_lots_are_of_all_lots_together() -> None:
    made = verdict(reading(*GOOD, header={HeaderField.BATCH: ["A-1", "B-1"]}))
    assert [(lot.lot, lot.decision) for lot in made.lots] == [("A-1, B-1", Decision.ACCEPT)]


def test_every_sample_of_a_lot_must_pass() -> None:
    top, bottom = item("Assay", "99.6", sample="top"), item("Assay", "99.0", sample="bottom")
    assert verdict(reading(top, bottom, GOOD[1])).decision is Decision.REJECT
    assert verdict(reading(top, replace(bottom, result=fact("99.3")), GOOD[1])).decision is Decision.ACCEPT


def test_the_same_value_in_two_units_is_one_value() -> None:
    flash = '[[characteristic]]\nname = "Flash point"\nlimit = ">= 200"\nunit = "°C"\n'
    both = (item("Flash point", "455", "°F"), item("Flash point", "235", "°C"))
    assert verdict(reading(*both), standard(flash)).decision is Decision.ACCEPT
    other = (both[0], item("Flash point", "236", "°C"))
    assert codes_of(verdict(reading(*other), standard(flash))) == {"two-values"}


POLES = """
[[characteristic]]
name = "Stator height"
id = "stator"
limit = "report"
unit = "mm"
readings = 3

[[characteristic]]
name = "Rotor height"
id = "rotor"
limit = "report"
unit = "mm"
readings = 3

[[characteristic]]
name = "Largest difference"
formula = "max(abs(stator - rotor))"
limit = "<= 1.7"
unit = "mm"
"""


def poles(stator: str, rotor: str) -> tuple[Item, ...]:
    rows = zip(("stator", "rotor"), (stator, rotor), strict=True)
    return tuple(
        item(f"{name} height", value, "mm", sample=f"pole {n}")
        for name, values in rows
        for n, value in enumerate(values.split(), start=1)
    )


@pytest.mark.parametrize(
    ("stator", "rotor", "decision"),
    [
        ("10.0 10.2 10.4", "9.0 9.0 8.7", Decision.ACCEPT),
        ("10.0 10.2 10.4", "9.0 9.0 8.6", Decision.REJECT),
        ("10.0 10.2 10.4", "9.0 9.0", Decision.REVIEW),
        ("10.0 10.2 10.4", "9.0 9.0 <8.7", Decision.REVIEW),
    ],
)
def test_a_derived_characteristic_pairs_the_poles(stator: str, rotor: str, decision: Decision) -> None:
    assert verdict(reading(*poles(stator, rotor)), standard(POLES)).decision is decision


def test_operands_are_converted_into_the_standards_units() -> None:
    rows = [
        replace(i, result=fact("1.0"), unit=fact("cm")) if n == 3 else i
        for n, i in enumerate(poles("10 10 10", "9 9 9"))
    ]
    assert verdict(reading(*rows), standard(POLES)).decision is Decision.ACCEPT


VARIANTS = """
[[characteristic]]
name = "Iron"
limit = "<= 10"
unit = "mg/kg"

  [[characteristic.variant]]
  grade = "I"
  limit = "<= 1"
"""


@pytest.mark.parametrize(
    ("grade", "decision"), [("I", Decision.REJECT), ("II", Decision.ACCEPT), (None, Decision.REVIEW)]
)
def test_the_limit_follows_the_grade(grade: str | None, decision: Decision) -> None:
    one = reading(item("Iron", "5", "mg/kg"), header={HeaderField.GRADE: grade})
    assert verdict(one, standard(VARIANTS)).decision is decision


def test_methods_that_are_not_accepted_are_reviewed() -> None:
    strict = standard('[[characteristic]]\nname = "Assay"\nlimit = ">= 99"\nunit = "%"\nmethods = ["GB/T 601"]\n')
    assert verdict(reading(item("Assay", "99.6", method="GB/T 601-2016")), strict).decision is Decision.ACCEPT
    assert verdict(reading(item("Assay", "99.6", method="in house")), strict).decision is Decision.REVIEW
    assert verdict(reading(item("Assay", "99.6")), strict).decision is Decision.ACCEPT


def test_conforms_is_worth_what_it_was_passed_against() -> None:
    words = standard('[[characteristic]]\nname = "Appearance"\nlimit = "White powder"\n')
    for printed, decision in {
        "white powder": Decision.ACCEPT,
        "Pass": Decision.REVIEW,
        "Grey": Decision.REVIEW,
    }.items():
        made = verdict(reading(item("Appearance", "Conforms", None, limit=printed)), words)
        assert made.decision is decision, printed


def test_a_density_joins_mass_and_volume() -> None:
    lead = '[[characteristic]]\nname = "Lead"\nlimit = "<= 10"\nunit = "mg/kg"\n'
    assert verdict(reading(item("Lead", "7", "mg/L")), standard(lead)).decision is Decision.REVIEW
    assert verdict(reading(item("Lead", "7", "mg/L")), standard(lead + 'density = "0.8"')).decision is Decision.ACCEPT
    assert verdict(reading(item("Lead", "9", "mg/L")), standard(lead + 'density = "0.8"')).decision is Decision.REJECT


def test_rules_of_the_caller_replace_the_standards() -> None:
    one, wanted = reading(item("Assay", "99.15"), GOOD[1]), standard()
    assert verdict(one, wanted).decision is Decision.REJECT
    rounded = judge(measure(one, wanted), delivery=Delivery(DAY), rules=RuleSet(DecisionRule.ROUNDING))
    assert rounded.decision is Decision.ACCEPT
    assert rounded.rules["from"] == "caller"


def test_a_total_must_be_the_sum_of_its_parts() -> None:
    parts = (item("A", "10.2"), item("B", "20.3"))
    assert "sum-differs" not in codes_of(verdict(reading(*GOOD, *parts, item("Total", "130.4"))))
    alone = reading(*(replace(i, section=fact("Chemical composition")) for i in (*parts, item("Total", "30.6"))), *GOOD)
    assert "sum-differs" not in codes_of(verdict(alone))
    wrong = reading(*(replace(i, section=fact("Chemical composition")) for i in (*parts, item("Total", "30.9"))), *GOOD)
    assert "sum-differs" in codes_of(verdict(wrong))


def test_where_no_standard_fits_a_person_chooses() -> None:
    made = undetermined(reading(*GOOD), (standard(),))
    assert made.decision is Decision.REVIEW
    assert "RM-1" in made.lots[0].findings[0].message()
    assert Verdict.from_json(made.to_json()) == made


def test_a_verdict_can_be_proved_again() -> None:
    one = reading(item("Assay", "99.1"), GOOD[1])
    first, second = verdict(one), verdict(Certificate.from_json(one.to_json()))
    assert canonical(first.to_json()) == canonical(second.to_json())
    assert differences(first.to_json(), second) == ()
    changed = verdict(reading(item("Assay", "99.3"), GOOD[1]))
    assert "lots" in differences(first.to_json(), changed)


def test_every_sentence_is_there_in_both_languages() -> None:
    for code in codes():
        operands = dict.fromkeys(OPERANDS, "…")
        assert all(text and "{" not in text for text in say(code, **operands).values()), code
    assert set(FIELD_NAMES) == set(HeaderField)
