"""The verdict on every lot of a certificate by the safety rule: accept is earned, reject proved, the rest is review.

- **accept**: every requirement was found and passes, the header is as asked, and the document agrees with itself.
- **reject**: a confident fact violates the standard, and the certificate is certainly about this material and lot.
- **review**: everything else; the findings that hold it back name what a person must look at.

Deterministic: the same measurements, delivery and rules give the same verdict. There is no clock here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version

from lotgate.judging.consistency import judge_document, suspects
from lotgate.judging.formulas import Sources, judge_derived
from lotgate.judging.header import IDENTITY, judge_header
from lotgate.judging.lots import Lot, lots_of
from lotgate.judging.requirements import CONFIDENT, Context, judge_characteristic
from lotgate.lexicon.findings import say
from lotgate.model.certificate import Certificate, HeaderField
from lotgate.model.delivery import Delivery
from lotgate.model.measured import MatchKind, Measurements
from lotgate.model.measurement import RuleSet, Status
from lotgate.model.standard import Standard
from lotgate.model.verdict import Decision, Finding, LotVerdict, StandardUsed, Subject, Verdict, reading_digest


@dataclass(frozen=True, slots=True)
class _Case:
    """What holds for every lot of the certificate."""

    measurements: Measurements
    standard: Standard
    delivery: Delivery
    document: tuple[Finding, ...]
    suspects: frozenset[int]


def judge(measurements: Measurements, *, delivery: Delivery | None = None, rules: RuleSet | None = None) -> Verdict:
    """The verdict on each lot. ``rules`` replace those of the standard and of every characteristic in it."""
    delivery = delivery or Delivery()
    standard = _under(rules, measurements.standard)
    case = _Case(
        measurements, standard, delivery, tuple(judge_document(measurements, delivery)), suspects(measurements)
    )
    lots = tuple(_judge_lot(lot, case) for lot in lots_of(measurements, delivery))
    unused = (m for m in measurements.measurements if m.match is None or m.match.kind is MatchKind.PROPOSED)
    return Verdict(
        measurements.certificate.file,
        measurements.certificate.sha256,
        measurements.reading_sha256,
        StandardUsed(standard.id, standard.name, standard.version.number, standard.digest, standard.draft),
        rules_used(standard.rules, replaced=rules is not None),
        _lotgate(),
        lots,
        delivery,
        unused=tuple(dict.fromkeys(m.item.name.text for m in unused)),
        assigned=measurements.assigned,
    )


def undetermined(
    certificate: Certificate,
    candidates: Sequence[Standard],
    *,
    delivery: Delivery | None = None,
    assigned: Mapping[int, str] | None = None,
) -> Verdict:
    """The verdict where no single standard fits: review, naming those that a person must choose from."""
    names = ", ".join(f"{s.id} {s.name} ({s.version.number})" for s in candidates) or "–"
    finding = Finding(Subject.HEADER, "standard", Status.UNDECIDED, "no-standard", say("no-standard", candidates=names))
    batches = tuple(fact.text for fact in certificate.header.get(HeaderField.BATCH, ())) or (None,)
    lots = tuple(LotVerdict(batch, Decision.REVIEW, (finding,)) for batch in batches)
    return Verdict(
        certificate.file,
        certificate.sha256,
        reading_digest(certificate),
        None,
        {},
        _lotgate(),
        lots,
        delivery or Delivery(),
        assigned=dict(assigned or {}),
    )


@lru_cache(maxsize=1)
def _lotgate() -> str:
    return version("lotgate")


def rules_used(rules: RuleSet, *, replaced: bool) -> dict[str, str]:
    """The rule set as plain text, for the record."""
    guard = f"{rules.guard.kind} {rules.guard.size}" if rules.guard else "none"
    return {
        "rule": str(rules.rule),
        "guard_band": guard,
        "not_detected": "needs-lod" if rules.demand_lod else "passes",
        "several": str(rules.several),
        "missing_digits": str(rules.missing_digits),
        "from": "caller" if replaced else "standard",
    }


def _under(rules: RuleSet | None, standard: Standard) -> Standard:
    """The standard with ``rules`` in place of its own; wordings that people accepted stay."""
    if rules is None:
        return standard
    characteristics = tuple(
        replace(c, rules=replace(rules, accepted_wordings=c.rules.accepted_wordings)) for c in standard.characteristics
    )
    return replace(standard, rules=rules, characteristics=characteristics)


def _judge_lot(lot: Lot, case: _Case) -> LotVerdict:
    certificate, standard, delivery = case.measurements.certificate, case.standard, case.delivery
    context = Context(
        delivery.grade or _confident(certificate, HeaderField.GRADE),
        delivery.supplier or _confident(certificate, HeaderField.SUPPLIER),
        case.suspects,
    )
    header = tuple(judge_header(certificate, standard, delivery, lot))
    requirements = tuple(
        judge_derived(one, one.formula, Sources(standard, lot, context))
        if one.formula
        else judge_characteristic(one, lot, context)
        for one in standard.characteristics
    )
    findings = (*header, *requirements, *case.document)
    return LotVerdict(lot.name, _decided(findings, draft=standard.draft), findings)


def _confident(certificate: Certificate, field: HeaderField) -> str | None:
    """The field's text where it was read with confidence: it may choose a limit."""
    facts = certificate.header.get(field, ())
    return facts[0].text if facts and facts[0].confidence >= CONFIDENT else None


def _decided(findings: Sequence[Finding], *, draft: bool) -> Decision:
    judged = any(finding.subject is Subject.CHARACTERISTIC for finding in findings)
    if judged and not any(finding.holds_back for finding in findings):
        return Decision.ACCEPT
    identified = all(
        finding.status is Status.PASS
        for finding in findings
        if finding.subject is Subject.HEADER and finding.name in IDENTITY
    )
    failed = any(finding.status is Status.FAIL for finding in findings)
    return Decision.REJECT if failed and identified and not draft else Decision.REVIEW
