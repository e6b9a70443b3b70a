"""The example deliveries: certificates of suppliers that do not exist, and the standards they are judged by."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils import timezone

import lotgate
from lotgate.errors import MissingTool
from lotgate.standards import loads
from lotgate.store.models import Account, Source, StandardState, StandardVersion, Upload
from lotgate.store.permissions import Permission, may, require
from lotgate.store.services import audit
from lotgate.store.services.receiving import receive


def deliver(*, account: Account) -> list[Upload]:
    """Put the example standards and certificates into the account's site; what is there already is not put twice.

    Standards are released where the account may release them by itself, and else left as drafts or out.
    """
    require(account, Permission.RECEIVE)
    folder = examples()
    if may(account, Permission.WRITE_STANDARDS):
        for path in sorted((folder / "standards").glob("*.toml")):
            put(account=account, path=path)
    uploads = []
    for path in sorted((folder / "certificates").iterdir()):
        with path.open("rb") as stream:
            uploads.append(
                receive(account=account, site=account.site, name=path.name, stream=stream, source=Source.EXAMPLE)
            )
    return uploads


def examples() -> Path:
    """The folder of the examples: in an installed package beside its modules, in a checkout at its root."""
    package = Path(lotgate.__file__).parent
    for folder in (package / "examples", package.parents[1] / "examples"):
        if (folder / "certificates").is_dir():
            return folder
    raise MissingTool("the examples were not installed with lotgate", advice="Install lotgate from its wheel.")


@transaction.atomic
def put(*, account: Account, path: Path) -> None:
    """Put one standard in, if that version of it is not there."""
    require(account, Permission.WRITE_STANDARDS)
    text = path.read_bytes().decode("utf-8")
    standard = loads(text, path.name)
    alone = may(account, Permission.RELEASE_STANDARDS) and not account.site.release_by_second_person
    state = StandardState.RELEASED if alone and not standard.draft else StandardState.DRAFT
    released = {"released_by": account, "released_at": timezone.now()} if state == StandardState.RELEASED else {}
    version, created = StandardVersion.objects.get_or_create(
        site=account.site,
        key=standard.id,
        number=standard.version.number,
        defaults={
            "name": standard.name,
            "text": text,
            "digest": standard.digest,
            "state": state,
            "reason": "example",
            "written_by": account,
            **released,
        },
    )
    if created:
        new = {"key": standard.id, "number": standard.version.number, "digest": standard.digest, "state": str(state)}
        audit.record(
            action=f"standard.{'released' if released else 'written'}",
            subject=version,
            actor=account,
            site=account.site,
            new=new,
            reason="example",
        )
