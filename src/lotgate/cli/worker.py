"""``lotgate worker``: one more worker for the workbench, on this or another machine."""

from __future__ import annotations

import click

from lotgate.web.prepare import prepare


@click.command()
def worker() -> None:
    """Read what arrives at the workbench, beside the workers that `lotgate serve` runs. Stop it with Ctrl-C.

    It needs the same settings as the server: database, storage folder and keys.
    """
    prepare()
    from lotgate.web.working import work  # noqa: PLC0415 - Django is ready only now

    click.echo("lotgate worker: at work")
    work()
