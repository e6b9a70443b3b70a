"""Where a lot stands: the machine's findings, and what people ruled on them.

A ruling answers a finding that the machine left undecided. It counts only while the finding is exactly as it was seen:
a correction that changes the finding asks the person again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from lotgate.model.measurement import Status
from lotgate.model.verdict import Decision, Finding, LotVerdict, Subject, digest
from lotgate.model.verdict_codec import finding_to_json

NEVER_RULED = frozenset({"no-standard", "draft-standard"})
"""Codes that no ruling answers: without a confirmed standard there is nothing to be fit for."""
_IDENTITY = frozenset({"material", "lot"})


class Answer(Protocol):
    """A ruling, as far as it counts here."""

    @property
    def basis(self) -> str: ...

    @property
    def fit(self) -> bool: ...


def name_of(finding: Finding) -> str:
    """What people and the trail call the finding; not always unique."""
    return f"{finding.subject}: {finding.characteristic or finding.name}: {finding.code}"[:300]


def basis_of(finding: Finding) -> str:
    """The digest of all that the finding says, its places included."""
    return digest(finding_to_json(finding))


AnyAnswer = TypeVar("AnyAnswer", bound=Answer)


def answers(rulings: Iterable[AnyAnswer]) -> dict[str, AnyAnswer]:
    """The ruling that counts for each basis, the latest of several."""
    return {ruling.basis: ruling for ruling in rulings}


@dataclass(frozen=True, slots=True)
class Standing:
    """``decision`` is what is proposed; ``fails`` and ``doubts`` count what keeps the lot from being accepted."""

    decision: Decision
    fails: int
    doubts: int


def status_of(finding: Finding, given: Mapping[str, Answer]) -> Status:
    """The finding's status after the ruling on it. Only what is undecided can be ruled on."""
    if finding.status is not Status.UNDECIDED or finding.code in NEVER_RULED:
        return finding.status
    answer = given.get(basis_of(finding))
    return finding.status if answer is None else Status.PASS if answer.fit else Status.FAIL


def is_open(finding: Finding, given: Mapping[str, Answer]) -> bool:
    """Whether a person must still answer or correct something here."""
    return finding.holds_back and status_of(finding, given) is Status.UNDECIDED


def standing(lot: LotVerdict, rulings: Iterable[Answer]) -> Standing:
    """The judge's own rule for a decision, over the findings as they stand after the rulings.

    Without rulings it is the judge's decision. A lot that no standard judged is never proposed for acceptance.
    """
    given = answers(rulings)
    after = [(finding, status_of(finding, given)) for finding in lot.findings]
    fails = sum(status is Status.FAIL for _, status in after)
    doubts = sum(is_open(finding, given) for finding in lot.findings)
    if not given:
        return Standing(lot.decision, fails, doubts)
    judged = any(finding.subject is Subject.CHARACTERISTIC for finding, _ in after)
    identified = all(
        status is Status.PASS
        for finding, status in after
        if finding.subject is Subject.HEADER and finding.name in _IDENTITY
    )
    confirmed = not any(finding.code in NEVER_RULED for finding, _ in after)
    if fails:
        return Standing(Decision.REJECT if identified and confirmed else Decision.REVIEW, fails, doubts)
    return Standing(Decision.ACCEPT if judged and not doubts else Decision.REVIEW, fails, doubts)
