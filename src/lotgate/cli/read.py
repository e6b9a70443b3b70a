"""`lotgate read`: the facts on certificates, as printed, with the place of each."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import click

from lotgate.cli.jobs import ReadJob
from lotgate.cli.run import Run, run_options


@click.command()
@click.argument("files", nargs=-1, required=True)
@run_options
@click.pass_context
def read(context: click.Context, /, files: tuple[str, ...], **options: Any) -> None:
    """Read the facts on certificates.

    FILES are certificates, folders (with all below them) or patterns.
    With `--out NAME.jsonl` a run that was broken off goes on where it stopped; files that failed are tried again.
    """
    run = Run.of(**options)
    job = ReadJob(run.lang, run.style, run.dots, ocr=run.ocr)
    context.exit(run.over(files, job, settings=("read", version("lotgate"), run.ocr)))
