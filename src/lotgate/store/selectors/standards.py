"""Reading standards: the list, one version, what two differ in, and what a draft would have changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from lotgate import standards
from lotgate.model.standard import Standard
from lotgate.model.verdict import Decision, LotVerdict, Verdict
from lotgate.store.models import Account, Document, Material, StandardState, StandardVersion
from lotgate.store.permissions import Permission, require
from lotgate.store.services.judging import trial

LOOKED_BACK = 200
"""Documents that "what would have changed" judges again: a few seconds' work."""


@dataclass(frozen=True, slots=True)
class Family:
    """One standard with its versions, newest first; ``current`` is the released one that was released last."""

    key: str
    name: str
    versions: tuple[StandardVersion, ...]
    four_eyes: bool

    @property
    def current(self) -> StandardVersion | None:
        return next((one for one in self.versions if one.state == StandardState.RELEASED), None)

    @property
    def shown(self) -> StandardVersion:
        """The version that opens first: the one in force, else the newest."""
        return self.current or self.versions[0]

    @property
    def drafts(self) -> tuple[StandardVersion, ...]:
        return tuple(one for one in self.versions if one.state == StandardState.DRAFT)


@dataclass(frozen=True, slots=True)
class Turn:
    """A lot that another version would have decided otherwise, and the characteristics whose status turns."""

    document: Document
    lot: str | None
    before: Decision
    after: Decision
    characteristics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What a version would have changed over the last ``looked_at`` documents of its material."""

    looked_at: int
    turns: tuple[Turn, ...]


def families(account: Account, text: str = "") -> list[Family]:
    """The site's standards by name, those whose name or key holds ``text``."""
    require(account, Permission.READ)
    rows = versions(account).defer("text").order_by("name", "key", "-id")
    found: dict[str, list[StandardVersion]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    watched = set(Material.objects.filter(site=account.site, four_eyes=True).values_list("key", flat=True))
    wanted = text.casefold()
    return [
        Family(key, rows[0].name, tuple(rows), key in watched)
        for key, rows in found.items()
        if wanted in key.casefold() or any(wanted in row.name.casefold() for row in rows)
    ]


def versions(account: Account) -> QuerySet[StandardVersion]:
    """All versions of the account's site, with the people who wrote and released them."""
    require(account, Permission.READ)
    return StandardVersion.objects.filter(site=account.site).select_related("written_by", "released_by")


def material(account: Account, key: str) -> Material:
    """The site's rules for the material of a standard; the usual ones where none were set."""
    require(account, Permission.READ)
    return Material.objects.filter(site=account.site, key=key).first() or Material(site=account.site, key=key)


def impact(account: Account, version: StandardVersion, *, last: int = LOOKED_BACK) -> Impact:
    """Judge the last documents of the standard's material again, by ``version`` and as they were judged."""
    require(account, Permission.READ)
    one = standards.loads(version.text)
    judged = (
        Document.objects.filter(site=account.site, lots__standard__key=version.key)
        .distinct()
        .select_related("upload")
        .order_by("-id")[:last]
    )
    turns: list[Turn] = []
    looked_at = 0
    for document in judged:
        looked_at += 1
        turns.extend(_turns(document, one))
    return Impact(looked_at, tuple(turns))


def _turns(document: Document, one: Standard) -> list[Turn]:
    row = document.lots.exclude(verdict=None).first()
    if row is None or row.verdict is None:
        return []
    before = Verdict.from_json(row.verdict)
    after = trial(document, one)
    earlier = {lot.lot: lot for lot in before.lots}
    return [
        Turn(document, lot.lot, earlier[lot.lot].decision, lot.decision, turned)
        for lot in after.lots
        if lot.lot in earlier and (turned := _turned(earlier[lot.lot], lot))
    ]


def _turned(before: LotVerdict, after: LotVerdict) -> tuple[str, ...]:
    """Names of what turns: characteristics whose status is another, new ones and dropped ones that do not just pass."""
    old = {finding.characteristic or finding.name: finding.status for finding in before.findings}
    new = {finding.characteristic or finding.name: finding.status for finding in after.findings}
    names = {finding.characteristic or finding.name: finding.name for finding in (*before.findings, *after.findings)}
    return tuple(names[key] for key in dict.fromkeys((*new, *old)) if old.get(key) != new.get(key))
