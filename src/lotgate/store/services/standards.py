"""Changes to standards: drafting, importing, editing, releasing, withdrawing; and a material's own rules.

A version is a draft until it is released; from then on nobody changes it, and a change is a new version. What is kept
is the text of its TOML file, byte for byte, so that a file that is imported and exported again is the same file.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lotgate import standards
from lotgate.batch import Source, run
from lotgate.errors import Conflict, Forbidden, StandardError
from lotgate.model.certificate import Certificate
from lotgate.model.standard import Standard
from lotgate.standards.excel import load_workbook
from lotgate.standards.toml import sealed
from lotgate.standards.validation import open_points
from lotgate.store.drafting import draft_texts
from lotgate.store.models import Account, Document, Material, StandardState, StandardVersion
from lotgate.store.permissions import Permission, require
from lotgate.store.services import audit
from lotgate.store.work.tasks import rejudge_site

MAX_BYTES = 1_000_000
"""A standard of a thousand characteristics takes a quarter of it."""
DRAFTING_SECONDS = 60.0
_DRAFT_LINE = re.compile(r"^draft *= *true *(#.*)?\n", re.MULTILINE)


@transaction.atomic
def add(*, account: Account, text: str, reason: str = "") -> StandardVersion:
    """A new draft with this text. ``StandardError`` with every fault in it; ``Conflict`` where the version exists."""
    require(account, Permission.WRITE_STANDARDS)
    one = _parsed(text)
    version = StandardVersion(site=account.site, written_by=account, reason=reason)
    _put(version, one, text)
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            f"standard {one.id} has a version {one.version.number} already",
            advice="Give the new version another number, or edit the draft that is there.",
        ) from error
    audit.record(
        action="standard.added", subject=version, actor=account, site=account.site, new={"text": text}, reason=reason
    )
    return version


def read_in(*, account: Account, name: str, data: bytes) -> StandardVersion:
    """A new draft from a file: a TOML standard as it is, an Excel sheet, or a specification or certificate.

    What was read from a document is marked as a draft inside its text as well, until a person has confirmed it.
    """
    require(account, Permission.WRITE_STANDARDS)
    return add(account=account, text=_text_of(name, data), reason=name)


@transaction.atomic
def draft_of(*, account: Account, document: Document) -> StandardVersion:
    """A new draft from the limits that a certificate prints, as people corrected it.

    ``StandardError`` where it prints none; ``Conflict`` where that draft is there already.
    """
    require(account, Permission.WRITE_STANDARDS)
    drafted = standards.draft(Certificate.from_json(document.current or document.reading))
    if not drafted.characteristics:
        raise StandardError(
            _("The certificate prints no limit from which a standard could be drafted"),
            advice=_("Import your specification, or begin with an empty standard."),
        )
    return add(account=account, text=standards.dump(drafted), reason=document.name)


@transaction.atomic
def next_version(*, account: Account, version: StandardVersion, number: str, reason: str) -> StandardVersion:
    """A draft that begins as a copy of ``version`` under another number."""
    require(account, Permission.WRITE_STANDARDS)
    one = _parsed(version.text)
    about = replace(one.version, number=number, author=account.printed_name, reason=reason or None, effective=None)
    return add(account=account, text=standards.dump(sealed(replace(one, version=about))), reason=reason)


@transaction.atomic
def rewrite(*, account: Account, version: StandardVersion, text: str, seen: str, reason: str = "") -> StandardVersion:
    """Give a draft another text; ``seen`` is the digest of the text that the writer had before them."""
    require(account, Permission.WRITE_STANDARDS)
    version = _locked(version)
    if version.state != StandardState.DRAFT:
        raise Conflict(f"{version} is {version.get_state_display()}", advice="Begin a new version of it.")
    if version.digest != seen:
        raise Conflict(f"{version} was changed by {version.written_by} meanwhile")
    old = version.text
    if old == text:
        return version
    _put(version, _parsed(text), text)
    version.written_by = account
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as error:
        raise Conflict(f"standard {version.key} has a version {version.number} already") from error
    audit.record(
        action="standard.edited",
        subject=version,
        actor=account,
        site=account.site,
        old={"text": old},
        new={"text": text},
        reason=reason,
    )
    return version


@transaction.atomic
def confirm(*, account: Account, version: StandardVersion, seen: str) -> StandardVersion:
    """Say that a person compared every line of a drafted text with its source: its ``draft = true`` is taken out.

    ``FaultyStandard`` where the text has open points that a confirmed standard may not have.
    """
    text = _DRAFT_LINE.sub("", version.text, count=1)
    if text == version.text and (one := standards.loads(text)).draft:  # written in another way
        text = standards.dump(sealed(replace(one, draft=False)))
    return rewrite(account=account, version=version, text=text, seen=seen, reason=_("every line was checked"))


@transaction.atomic
def release(*, account: Account, version: StandardVersion, seen: str, reason: str) -> StandardVersion:
    """Let a draft judge, from its first day on. A version that nothing would tell from it is withdrawn.

    ``Forbidden`` to its writer where the site asks for a second person; ``StandardError`` while its text still says
    that it is a draft or leaves a limit open; ``Conflict`` where it is no longer what the person saw.
    """
    require(account, Permission.RELEASE_STANDARDS)
    version = _locked(version)
    if version.state != StandardState.DRAFT or version.digest != seen:
        raise Conflict(f"{version} is no longer the draft that you saw")
    if account.site.release_by_second_person and version.written_by_id == account.pk:
        raise Forbidden(f"{version} was written by you", advice="Ask a second person to release it.")
    one = _parsed(version.text)
    for point in open_points(one):
        raise StandardError(point, advice="Settle every open point, then release.")
    version.state, version.released_by, version.released_at = StandardState.RELEASED, account, timezone.now()
    version.save()
    audit.record(
        action="standard.released",
        subject=version,
        actor=account,
        site=account.site,
        old={"state": StandardState.DRAFT},
        new={"state": StandardState.RELEASED, "digest": version.digest},
        reason=reason,
    )
    for other in _overtaken(version, one):
        _withdraw(other, account, f"overtaken by version {version.number}")
    _judge_again(version)
    return version


@transaction.atomic
def withdraw(*, account: Account, version: StandardVersion, reason: str) -> StandardVersion:
    """Take a version out of use, draft or released; it stays readable for ever."""
    require(account, Permission.RELEASE_STANDARDS)
    version = _locked(version)
    if version.state == StandardState.WITHDRAWN:
        raise Conflict(f"{version} is withdrawn already")
    _withdraw(version, account, reason)
    _judge_again(version)
    return version


@transaction.atomic
def demand_four_eyes(*, account: Account, key: str, demanded: bool, reason: str = "") -> Material:
    """Whether a second person must sign every decision on the material of standard ``key``."""
    require(account, Permission.RELEASE_STANDARDS)
    material = Material.objects.select_for_update().get_or_create(site=account.site, key=key)[0]
    old, material.four_eyes = material.four_eyes, demanded
    if old != demanded:
        material.save()
        audit.record(
            action="material.four-eyes",
            subject=material,
            actor=account,
            site=account.site,
            old=old,
            new=demanded,
            reason=reason,
        )
    return material


def _parsed(text: str) -> Standard:
    if len(text.encode()) > MAX_BYTES:
        raise StandardError(f"larger than {MAX_BYTES} bytes", advice="Split the standard by material.")
    return standards.loads(text)


def _text_of(name: str, data: bytes) -> str:
    """The TOML text in, or made from, a file."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".toml":
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise StandardError("not UTF-8 text", advice="Save the file in UTF-8.", file=name) from error
    if suffix == ".xlsx":
        try:
            return standards.dump(load_workbook(data, name))
        except StandardError as as_standard:
            return _drafted(name, data, as_standard)
    return _drafted(name, data, None)


def _drafted(name: str, data: bytes, before: StandardError | None) -> str:
    """The draft that a specification or certificate gives; ``before`` says why the file is no standard itself.

    Read in a process of its own, with bounds on time and memory: it is a stranger's file.
    """
    with NamedTemporaryFile(prefix="lotgate-") as file:
        file.write(data)
        file.flush()
        (done,) = run([Source(Path(file.name), name)], draft_texts, workers=1, seconds=DRAFTING_SECONDS)
    if done.failure:
        raise before or StandardError(done.failure.message, advice=done.failure.advice)
    if not done.results:
        raise before or StandardError(
            f"no characteristic with a limit was found in {name}", advice="Begin with an empty standard."
        )
    return done.results[0]


def _put(version: StandardVersion, one: Standard, text: str) -> None:
    for column, field, value in (
        ("key", "id", one.id),
        ("number", "version.number", one.version.number),
        ("name", "name", one.name),
    ):
        most = getattr(StandardVersion._meta.get_field(column), "max_length", None)
        if most is not None and len(value) > most:
            raise StandardError(f"longer than {most} characters", advice="Shorten it.", field=field)
        setattr(version, column, value)
    version.text, version.digest = text, one.digest


def _locked(version: StandardVersion) -> StandardVersion:
    rows = StandardVersion.objects.select_for_update(of=("self",)).select_related("written_by")
    return rows.get(pk=version.pk, site=version.site_id)


def _overtaken(version: StandardVersion, one: Standard) -> list[StandardVersion]:
    """Released versions that nothing in their dates would tell from this one; those planned for later stay.

    ``Conflict`` where a version already in force would go on judging in this one's place.
    """
    today, first = timezone.localdate(), one.version.effective
    rows = StandardVersion.objects.select_for_update().filter(
        site=version.site_id, key=version.key, state=StandardState.RELEASED
    )
    overtaken = []
    for row in rows.exclude(pk=version.pk):
        other = standards.loads(row.text).version.effective
        if other == first or (first is None and (other is None or other <= today)):
            overtaken.append(row)
        elif first is not None and other is not None and first < other <= today:
            raise Conflict(
                f"{row} is in force since {other} and would go on judging",
                advice=f"Let the new version begin after {other}.",
            )
    return overtaken


def _judge_again(version: StandardVersion) -> None:
    """Let a worker judge what is still open by the standards as they stand now."""
    site, key = version.site_id, version.key
    transaction.on_commit(lambda: rejudge_site.enqueue(site, key))


def _withdraw(version: StandardVersion, account: Account, reason: str) -> None:
    old, version.state = version.state, StandardState.WITHDRAWN
    version.save()
    audit.record(
        action="standard.withdrawn",
        subject=version,
        actor=account,
        site=account.site,
        old={"state": old},
        new={"state": version.state},
        reason=reason,
    )
