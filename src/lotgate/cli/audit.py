"""``lotgate audit``: prove and export the workbench's audit trail."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lotgate.web.prepare import prepare

TAMPERED = 7
"""Exit code: somebody changed the trail."""


@click.group()
def audit() -> None:
    """Prove and export the workbench's audit trail."""
    prepare()


@audit.command()
def verify() -> None:
    """Find any edit, deletion, reordering or cutting off made behind the workbench's back. Exit code 7 when found."""
    from lotgate.store.models import AuditEntry  # noqa: PLC0415 - Django is ready only now
    from lotgate.store.selectors import audit as trail  # noqa: PLC0415

    faults = trail.verify()
    for fault in faults:
        click.echo(f"entry {fault.number}: {fault.what}")
    if faults:
        click.echo("The audit trail was changed from outside: keep the database and a backup, and find out who could.")
        sys.exit(TAMPERED)
    click.echo(f"{AuditEntry.objects.count()} entries, none changed.")


@audit.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write; its ending, .jsonl or .csv, decides the form.",
)
def export(out: Path) -> None:
    """Write the whole trail into a file, oldest entry first."""
    from lotgate.store.audit_export import Form, lines  # noqa: PLC0415 - Django is ready only now
    from lotgate.store.models import AuditEntry  # noqa: PLC0415

    try:
        form = Form(out.suffix.lower().removeprefix("."))
    except ValueError:
        raise click.UsageError(f"--out must end in .jsonl or .csv, not {out.suffix or 'without an ending'}") from None
    with out.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines(AuditEntry.objects.order_by("number").iterator(chunk_size=2000), form))
    click.echo(f"{out}: written")
