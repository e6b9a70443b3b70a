"""`lotgate check`: certificates against the buyer's standards."""

from __future__ import annotations

from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from lotgate import standards
from lotgate.cli.jobs import CheckJob
from lotgate.cli.replay import replayed
from lotgate.cli.run import Run, run_options
from lotgate.model.delivery import Delivery
from lotgate.model.measurement import DecisionRule, RuleSet


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--standard",
    type=click.Path(exists=True, path_type=Path),
    required=True,
    help="The standard (TOML or Excel), or a folder of them to choose from by product.",
)
@click.option("--lot", "lots", multiple=True, help="The lot delivered; the certificate must cover it. Repeatable.")
@click.option("--material", help="The material ordered, where the certificate names it differently.")
@click.option("--grade", help="The grade ordered.")
@click.option("--supplier", help="The supplier ordered from.")
@click.option("--quantity", help="The quantity delivered.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day of the delivery, on which the certificate must be valid.  [default: today]",
)
@click.option(
    "--rule",
    type=click.Choice([rule.value for rule in DecisionRule]),
    help="Judge by this rule, whatever the standard says.",
)
@click.option("--all", "show_all", is_flag=True, help="On the console, show what passed as well.")
@click.option(
    "--replay",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Prove saved verdicts: judge FILES again as they were judged then, and compare every byte.",
)
@run_options
@click.pass_context
def check(
    context: click.Context,
    /,
    files: tuple[str, ...],
    standard: Path,
    rule: str | None,
    replay: Path | None,
    **options: Any,
) -> None:
    """Judge lots by your standard.

    Each lot on the certificates is accepted, rejected, or left for review with what a person must look at.

    FILES are certificates, folders (with all below them), patterns, or readings that `lotgate read` saved as JSON.
    With `--out NAME.jsonl` a run that was broken off goes on where it stopped.
    """
    candidates = standards.load(standard)
    delivery = _delivery(options)
    if replay:
        context.exit(replayed(replay, files, candidates))
    rules = RuleSet(DecisionRule(rule)) if rule else None
    run = Run.of(**options)
    job = CheckJob(candidates, delivery, rules, run.lang, run.style, run.dots, ocr=run.ocr)
    settings = ("check", version("lotgate"), sorted(s.digest for s in candidates), delivery, rules, run.ocr)
    context.exit(run.over(files, job, settings=settings))


def _delivery(options: dict[str, Any]) -> Delivery:
    """The delivery that the options describe; they are taken out of ``options``."""
    day: datetime | None = options.pop("day")
    names = ("material", "grade", "supplier", "quantity")
    known = {name: options.pop(name) for name in names}
    return Delivery(date=day.date() if day else date.today(), lots=options.pop("lots"), **known)  # noqa: DTZ011
