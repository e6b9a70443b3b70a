"""Which of several standards a certificate is judged against: by product, grade, supplier and date, or by a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lotgate.lexicon.dates import parse_date
from lotgate.lexicon.names import fold_name
from lotgate.lexicon.parties import same_material
from lotgate.model.certificate import Certificate, HeaderField
from lotgate.model.delivery import Delivery
from lotgate.model.standard import Standard


@dataclass(frozen=True, slots=True)
class Choice:
    """``standard`` where one fits; else ``candidates`` for a person to choose from. ``reason`` is a code."""

    standard: Standard | None
    candidates: tuple[Standard, ...]
    reason: str


def choose(standards: Sequence[Standard], certificate: Certificate, delivery: Delivery | None = None) -> Choice:
    """The standard that fits. A single standard is taken as meant: the judge itself checks the material."""
    delivery = delivery or Delivery()
    if len({s.id for s in standards}) == 1:
        return _version(standards, _day(certificate, delivery))
    material = delivery.material or certificate.first(HeaderField.PRODUCT)
    if not material:
        return Choice(None, tuple(standards), "no-material")
    fitting = [s for s in standards if same_material(material, s.material.names)]
    if not fitting:
        return Choice(None, tuple(standards), "no-standard")
    fitting = _narrowed(fitting, delivery.grade or certificate.first(HeaderField.GRADE))
    if len({s.id for s in fitting}) > 1:
        return Choice(None, tuple(fitting), "several-standards")
    return _version(fitting, _day(certificate, delivery))


def _narrowed(standards: list[Standard], grade: str | None) -> list[Standard]:
    """Those that name the grade; all of them where the grade is not known or none names it."""
    if not grade:
        return standards
    named = [s for s in standards if fold_name(grade) in {fold_name(g) for g in s.material.grades}]
    return named or [s for s in standards if not s.material.grades] or standards


def _version(standards: Sequence[Standard], day: date | None) -> Choice:
    if len(standards) == 1:
        return Choice(standards[0], (), "only-one")
    if day is None:
        return Choice(None, tuple(standards), "no-date")
    in_force = [s for s in standards if s.version.covers(day)]
    if not in_force:
        return Choice(None, tuple(standards), "no-version")
    latest = max(s.version.effective or date.min for s in in_force)
    newest = [s for s in in_force if (s.version.effective or date.min) == latest]
    if len(newest) > 1:
        return Choice(None, tuple(newest), "several-versions")
    return Choice(newest[0], (), "version-in-force")


def _day(certificate: Certificate, delivery: Delivery) -> date | None:
    """The delivery's day, else the day on which the certificate was written."""
    if delivery.date:
        return delivery.date
    days: Iterable[str | None] = (certificate.first(f) for f in (HeaderField.REPORTED, HeaderField.MANUFACTURED))
    printed = (parse_date(text) for text in days if text)
    return next((one.date for one in printed if one and one.date), None)
