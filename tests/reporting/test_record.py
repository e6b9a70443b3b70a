from datetime import UTC, datetime, timedelta, timezone

import pytest

from lotgate.model.measurement import Status
from lotgate.model.verdict import Decision
from lotgate.reporting.record import CorrectionLine, Meaning, SignatureLine, timestamp
from lotgate.reporting.wording import LANGUAGES, wording

from .builders import lot, passed, row

SHANGHAI = timezone(timedelta(hours=8))


def test_a_time_of_record_is_printed_with_its_zone():
    assert timestamp(datetime(2026, 11, 24, 9, 5, 7, tzinfo=SHANGHAI)) == "2026-11-24 09:05:07 UTC+08:00"
    assert timestamp(datetime(2026, 11, 24, 9, 5, 7, tzinfo=UTC)) == "2026-11-24 09:05:07 UTC+00:00"


def test_a_signature_without_zone_or_name_cannot_be_built():
    naive = datetime(2026, 11, 24)  # noqa: DTZ001 - the fault under test
    with pytest.raises(ValueError, match="zone"):
        SignatureLine("Li Wei", "li.wei", naive, Meaning.ACCEPTED)
    with pytest.raises(ValueError, match="zone"):
        CorrectionLine("Water", "1", "2", "li.wei", naive)
    with pytest.raises(ValueError, match="printed name"):
        SignatureLine(" ", "li.wei", datetime(2026, 11, 24, tzinfo=UTC), Meaning.ACCEPTED)


def test_a_review_is_no_decision():
    with pytest.raises(ValueError, match="decide"):
        lot(final=Meaning.REVIEWED)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_meaning_and_outcome_has_its_words(lang: str):
    words = wording(lang)
    assert len({words(f"meaning_{meaning}") for meaning in Meaning}) == len(Meaning)
    for meaning in (Meaning.ACCEPTED, Meaning.REJECTED, Meaning.CONCESSION):
        assert words(lot(final=meaning).outcome)


def test_what_stood_in_the_way_decided_a_rejection_and_every_row_an_acceptance():
    water, assay = row(), passed("Assay")
    doubt = row("Odour", status=Status.UNDECIDED)
    assert lot(water, assay, doubt).deciding() == (water, doubt)
    assert lot(assay, decision=Decision.ACCEPT).deciding() == (assay,)
    assert lot(water, assay, final=Meaning.CONCESSION).deciding() == (water, assay)
    assert lot(assay, decision=Decision.ACCEPT, final=Meaning.REJECTED).deciding() == (assay,)
    assert lot(water, assay, decision=Decision.REVIEW, final=Meaning.REJECTED).deciding() == (water,)
