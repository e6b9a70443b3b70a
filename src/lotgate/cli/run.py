"""One run of a command over many files: what to write, with how many workers, continuing which earlier run."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from lotgate import batch
from lotgate.cli.inputs import content_hash, sources
from lotgate.cli.jobs import Outcome
from lotgate.cli.output import deliver, exit_code
from lotgate.pipeline import DOTS_PER_INCH, PRINT_DOTS_PER_INCH
from lotgate.reporting.console import progress
from lotgate.reporting.json_lines import Journal, Style
from lotgate.reporting.report import Entry
from lotgate.reporting.wording import LANGUAGES, wording

FORMATS = ("console", "json", "jsonl", "xlsx", "html", "pdf")
_NEED_A_FILE = {"xlsx": "a workbook", "pdf": "a PDF"}

no_ocr = click.option(
    "--no-ocr", "ocr", flag_value=False, default=True, type=bool, help="Leave scans, photos and stamped pages unread."
)
_OPTIONS = (
    click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by --out's ending, else console."),
    click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here, not to the terminal."),
    click.option(
        "--workers",
        type=click.IntRange(1, 256),
        default=lambda: os.cpu_count() or 1,
        show_default="one a processor",
        help="Worker processes.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=300.0,
        show_default=True,
        metavar="SECONDS",
        help="Time that one document may take.",
    ),
    click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default="en",
        show_default=True,
        envvar="LOTGATE_LANG",
        show_envvar=True,
        help="Language of the report.",
    ),
    no_ocr,
)


def run_options(command: Any) -> Any:
    """The options that every command over many files has."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def chosen_format(form: str | None, out: Path | None) -> str:
    """The format asked for, else the one that the file's ending names, else the console."""
    if form is None:
        ending = out.suffix.lower().lstrip(".") if out else ""
        form = {"htm": "html"}.get(ending, ending if ending in FORMATS else "console")
    if form in _NEED_A_FILE and out is None:
        raise click.UsageError(f"{_NEED_A_FILE[form]} needs a file: add --out NAME.{form}")
    if out is not None and not out.parent.is_dir():
        raise click.UsageError(f"no such folder: {out.parent}")
    return form


@dataclass(frozen=True, slots=True)
class Run:
    """The options of one run, checked."""

    form: str
    out: Path | None
    workers: int
    timeout: float
    lang: str
    ocr: bool = True
    show_all: bool = False

    @staticmethod
    def of(*, form: str | None, out: Path | None, show_all: bool = False, **options: Any) -> Run:
        """The run that the command's options ask for."""
        return Run(form=chosen_format(form, out), out=out, show_all=show_all, **options)

    @property
    def dots(self) -> float | None:
        """The resolution of the page pictures that the format shows; None where it shows none."""
        return {"html": DOTS_PER_INCH, "pdf": PRINT_DOTS_PER_INCH}.get(self.form)

    @property
    def style(self) -> Style | None:
        """How the format writes JSON; None where it writes none."""
        return {"json": Style.ARRAY, "jsonl": Style.LINE}.get(self.form)

    def over(self, arguments: Sequence[str], job: batch.Job[Outcome], *, settings: object) -> int:
        """Works on every file named and gives the exit code.

        JSON lines into a file continue what an earlier run with the same ``settings`` left there: all that an
        outcome depends on besides the file.
        """
        files = sources(arguments, without=self.out)
        if self.form == "jsonl" and self.out:
            return self._into_journal(files, job, self.out, settings)
        outcomes = (outcome for done in self._done(files, job) for outcome in self._outcomes(done))
        entries = deliver(outcomes, form=self.form, out=self.out, words=wording(self.lang), show_all=self.show_all)
        return exit_code(entries)

    def _into_journal(self, files: Sequence[batch.Source], job: batch.Job[Outcome], out: Path, settings: object) -> int:
        journal = Journal(out, settings=hashlib.sha256(repr(settings).encode()).hexdigest()[:16])
        hashes = {source.name: content_hash(source.path) for source in files}
        journal.begin(hashes.items())
        left = [source for source in files if not journal.done(source.name, hashes[source.name])]
        earlier = [decision for key in hashes.items() for decision in journal.decisions(*key)]
        entries: list[Entry] = []
        for done in self._done(left, job):
            outcomes = self._outcomes(done)
            journal.add(done.source.name, hashes[done.source.name], [outcome.json for outcome in outcomes])
            entries += [outcome.entry for outcome in outcomes]
        return exit_code(entries, earlier)

    def _done(self, files: Sequence[batch.Source], job: batch.Job[Outcome]) -> Iterator[batch.Done[Outcome]]:
        with progress(len(files), "lotgate") as advance:
            for done in batch.run(files, job, workers=self.workers, seconds=self.timeout):
                advance()
                yield done

    def _outcomes(self, done: batch.Done[Outcome]) -> list[Outcome]:
        """What came of a file, its own failure included."""
        return [*done.results, *([Outcome.failed(done.failure, self.style)] if done.failure else [])]
