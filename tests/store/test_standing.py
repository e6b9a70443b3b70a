"""Where a lot stands after people ruled on its findings."""

from dataclasses import dataclass, replace

import pytest

from lotgate.model.measurement import Status
from lotgate.model.verdict import Decision, Finding, LotVerdict, Subject
from lotgate.store.standing import Standing, basis_of, is_open, standing, status_of

PASSED = Finding(Subject.CHARACTERISTIC, "Assay", Status.PASS, "compared", {"en": "99.5 ≥ 99.0"}, "assay")
FAILED = Finding(Subject.CHARACTERISTIC, "Water", Status.FAIL, "compared", {"en": "0.6 > 0.5"}, "water")
UNSURE = Finding(Subject.CHARACTERISTIC, "Lead", Status.UNDECIDED, "low-confidence", {"en": "look"}, "lead")
ABSENT = Finding(Subject.CHARACTERISTIC, "Ash", Status.UNDECIDED, "missing-optional", {"en": "absent"}, "ash")
UNNAMED = Finding(Subject.HEADER, "material", Status.UNDECIDED, "material-differs", {"en": "another"})
NO_STANDARD = Finding(Subject.HEADER, "standard", Status.UNDECIDED, "no-standard", {"en": "none fits"})


@dataclass(frozen=True)
class Said:
    basis: str
    fit: bool


def said(finding: Finding, *, fit: bool) -> Said:
    return Said(basis_of(finding), fit)


def lot(*findings: Finding, decision: Decision = Decision.REVIEW) -> LotVerdict:
    return LotVerdict("L-1", decision, findings)


def test_without_rulings_the_judge_decides():
    assert standing(lot(PASSED, UNSURE), ()) == Standing(Decision.REVIEW, 0, 1)
    assert standing(lot(PASSED, FAILED, decision=Decision.REJECT), ()) == Standing(Decision.REJECT, 1, 0)
    assert standing(lot(PASSED, ABSENT, decision=Decision.ACCEPT), ()) == Standing(Decision.ACCEPT, 0, 0)


def test_the_last_doubt_ruled_fit_proposes_acceptance():
    assert standing(lot(PASSED, UNSURE), [said(UNSURE, fit=True)]) == Standing(Decision.ACCEPT, 0, 0)


def test_one_doubt_of_two_ruled_fit_stays_a_review():
    assert standing(lot(UNSURE, UNNAMED), [said(UNSURE, fit=True)]) == Standing(Decision.REVIEW, 0, 1)


def test_a_doubt_ruled_unfit_is_a_fail():
    assert standing(lot(PASSED, UNSURE), [said(UNSURE, fit=False)]) == Standing(Decision.REJECT, 1, 0)


def test_a_fail_on_a_certificate_about_another_material_stays_a_review():
    assert standing(lot(UNSURE, UNNAMED), [said(UNSURE, fit=False)]) == Standing(Decision.REVIEW, 1, 1)


def test_a_fail_by_a_standard_that_nobody_confirmed_stays_a_review():
    draft = replace(NO_STANDARD, code="draft-standard")
    assert standing(lot(UNSURE, draft), [said(UNSURE, fit=False)]) == Standing(Decision.REVIEW, 1, 1)


def test_the_latest_of_several_rulings_counts():
    rulings = [said(UNSURE, fit=False), said(UNSURE, fit=True)]
    assert standing(lot(PASSED, UNSURE), rulings).decision is Decision.ACCEPT


def test_a_ruling_counts_only_for_the_finding_as_it_was_seen():
    changed = replace(UNSURE, result="0.2")
    assert standing(lot(PASSED, changed), [said(UNSURE, fit=True)]).doubts == 1


def test_no_ruling_turns_a_fail_into_a_pass():
    given = {basis_of(FAILED): said(FAILED, fit=True)}
    assert status_of(FAILED, given) is Status.FAIL
    assert standing(lot(PASSED, FAILED), given.values()).decision is Decision.REJECT


@pytest.mark.parametrize("fit", [True, False])
def test_no_ruling_stands_for_a_standard(fit: bool):
    given = {basis_of(NO_STANDARD): said(NO_STANDARD, fit=fit)}
    assert is_open(NO_STANDARD, given)
    assert standing(lot(NO_STANDARD), given.values()) == Standing(Decision.REVIEW, 0, 1)


def test_a_lot_without_a_judged_characteristic_is_never_proposed_for_acceptance():
    assert standing(lot(UNNAMED), [said(UNNAMED, fit=True)]).decision is Decision.REVIEW
