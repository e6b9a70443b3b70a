"""``lotgate backup`` and ``lotgate restore``: the embedded store as one file, and back."""

from __future__ import annotations

import os
from pathlib import Path

import click

from lotgate.errors import InvalidSetting
from lotgate.web.prepare import prepare


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write database, originals, pages and keys of the workbench into FILE, a tar. The workbench may run meanwhile.

    Whoever has FILE has the keys: keep it safe.
    """
    prepare()
    from lotgate.web.keeping import back_up  # noqa: PLC0415 - Django is ready only now

    count = back_up(file)
    click.echo(f"{file}: {count} originals, {file.stat().st_size // 2**20} MB")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Unpack the backup FILE into the folder LOTGATE_DATA, which must be empty or not there.

    Every original is compared with its SHA-256 on the way.
    """
    from lotgate.store import backup as backups  # noqa: PLC0415 - with its first use
    from lotgate.web.environment import data_folder  # noqa: PLC0415

    if os.environ.get("DATABASE_URL"):
        raise InvalidSetting(
            "a backup is restored into LOTGATE_DATA with its database", name="DATABASE_URL", advice="Unset it."
        )
    folder = data_folder(os.environ)
    count = backups.restore(file, data=folder)
    click.echo(f"{folder}: {count} originals. Start it with: lotgate serve")
