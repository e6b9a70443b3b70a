"""Where a run's outcomes go: the terminal, a file, standard output; and the exit code that sums them up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import click

from lotgate.cli.jobs import Outcome
from lotgate.reporting import console
from lotgate.reporting.json_lines import array
from lotgate.reporting.report import Entry, Failure, Tally
from lotgate.reporting.wording import Wording

REJECTED, FOR_REVIEW, NOT_READ = 3, 4, 5
"""Exit codes of a run over several documents; the first that applies, in the order rejected, not read, for review."""


def deliver(
    outcomes: Iterable[Outcome], *, form: str, out: Path | None, words: Wording, show_all: bool = False
) -> list[Entry]:
    """Writes every outcome in ``form``, as it comes where the form allows, and gives their entries."""
    if form == "console":
        return _to_console(outcomes, out, words, show_all=show_all)
    if form == "jsonl":
        return _to_lines(outcomes)
    kept = list(outcomes)
    _write(_rendered(form, kept, words), out)
    return [outcome.entry for outcome in kept]


def exit_code(entries: Sequence[Entry], earlier: Collection[str] = ()) -> int:
    """The command's exit code; a single document that failed gives its error's own. ``earlier``: decisions before."""
    if len(entries) == 1 and not earlier and isinstance(entries[0], Failure):
        return entries[0].exit_code
    tally = Tally.of(entries)
    if tally.reject or "reject" in earlier:
        return REJECTED
    if tally.failed:
        return NOT_READ
    if tally.review or "review" in earlier:
        return FOR_REVIEW
    return 0


def _to_console(outcomes: Iterable[Outcome], out: Path | None, words: Wording, *, show_all: bool) -> list[Entry]:
    entries: list[Entry] = []
    with out.open("w", encoding="utf-8") if out else nullcontext() as stream:
        terminal = console.console(stream)
        for outcome in outcomes:
            console.print_entry(terminal, outcome.entry, words, show_all=show_all)
            entries.append(outcome.entry)
        console.print_tally(terminal, Tally.of(entries), words)
    return entries


def _to_lines(outcomes: Iterable[Outcome]) -> list[Entry]:
    entries: list[Entry] = []
    for outcome in outcomes:
        click.echo(outcome.json + b"\n", nl=False)
        entries.append(outcome.entry)
    return entries


def _rendered(form: str, outcomes: Sequence[Outcome], words: Wording) -> bytes:
    entries = [outcome.entry for outcome in outcomes]
    if form == "json":
        return array(outcome.json for outcome in outcomes)
    if form == "html":
        from lotgate.reporting.html import page  # noqa: PLC0415 - Pillow only where pictures are drawn

        return page(entries, words).encode()
    if form == "pdf":
        from lotgate.reporting.pdf import pdf  # noqa: PLC0415 - reportlab only where a PDF is made

        return pdf(entries, words, at=datetime.now().astimezone())
    from lotgate.reporting.excel import workbook  # noqa: PLC0415 - openpyxl only where a workbook is written

    return workbook(entries, words)


def _write(content: bytes, out: Path | None) -> None:
    """Whole or not at all: a report that looks finished is finished."""
    if out is None:
        click.echo(content, nl=False)
        return
    partial = out.with_name(out.name + ".part")
    partial.write_bytes(content)
    partial.replace(out)
