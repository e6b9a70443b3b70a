"""A report on a terminal: one line a lot, then only what needs eyes.

Every state is a sign, a word and a colour, so that it is read without colour as well; ``NO_COLOR``, pipes and narrow
windows are rich's business. Text from documents is never taken for markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from lotgate.model.measurement import Status
from lotgate.reporting.report import DocumentReport, Entry, Failure, LotReport, Row, Tally
from lotgate.reporting.wording import Wording

_DECISIONS = {
    "reject": ("✘", "bold red"),
    "review": ("?", "bold yellow"),
    "accept": ("✔", "bold green"),
    "read": ("▪", "bold cyan"),
    "failed": ("✘", "bold red"),
}
_STATUSES = {Status.FAIL: ("✘", "red"), Status.UNDECIDED: ("?", "yellow"), Status.PASS: ("✔", "green")}
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160), *range(8234, 8239), *range(8294, 8298)), "�")
_CONTROLS |= dict.fromkeys(map(ord, "\t\n\r"), " ")
"""Characters that move the cursor, change the terminal or turn the direction of print."""
_INDENT = 2
_GAP = 2
_COLUMNS = (11, 22, 12, 14, 4)
_NARROWEST = 6
"""Cells below which a column is no longer cut: a narrow terminal folds the line instead."""


def console(stream: IO[str] | None = None, *, width: int | None = None) -> Console:
    """A console that prints documents' text as it stands: no markup, no emoji codes, no number colouring."""
    return Console(file=stream, width=width, markup=False, emoji=False, highlight=False)


def print_entry(out: Console, entry: Entry, words: Wording, *, show_all: bool = False) -> None:
    """One document's lots, or why it gave nothing."""
    if isinstance(entry, Failure):
        out.print(_failure(entry, words))
        return
    for lot in entry.lots:
        out.print(*_headline(entry, lot, words, out.width), sep="\n")
        for block in _body(lot, words, out.width - _INDENT, show_all=show_all):
            out.print(_indented(block))
        out.print()


def _text(text: str, style: str = "") -> Text:
    """Text from a document, which must not command the terminal."""
    return Text(text.translate(_CONTROLS), style)


def _indented(block: RenderableType) -> Padding:
    return Padding(block, (0, 0, 0, _INDENT), expand=False)


def print_tally(out: Console, tally: Tally, words: Wording) -> None:
    """The last line: how many lots ended how."""
    parts = [
        Text(f"{sign} {words(f'{state}_count', n=count)}", style)
        for state, (sign, style) in _DECISIONS.items()
        if (count := getattr(tally, state))
    ]
    out.print(Text("   ").join(parts) if parts else Text(words("nothing")))


def _headline(entry: DocumentReport, lot: LotReport, words: Wording, width: int) -> Iterator[RenderableType]:
    """Decision, product and lot; behind them, or where that is too long below them, file and standard."""
    sign, style = _DECISIONS[lot.state]
    line = Text.assemble(Text(f"{sign} {words(lot.state)}", style), "  ", _text(lot.title or entry.file, "bold"))
    if lot.lot:
        line.append(_text(f"  {words('lot')} {lot.lot}"))
    where = _text(" · ".join(part for part in (entry.file if lot.title else "", lot.standard or "") if part), "dim")
    if line.cell_len + where.cell_len + _GAP <= width:
        yield Text.assemble(line, " " * _GAP, where) if where else line
    else:
        yield line
        yield _indented(where)


def _body(lot: LotReport, words: Wording, width: int, *, show_all: bool) -> Iterator[RenderableType]:
    yield from (_text(f"! {note}", "yellow") for note in lot.notes)
    if lot.decision is None:
        if lot.facts:
            yield _facts(lot)
        if lot.rows:
            yield _items(lot.rows, words)
        return
    shown = [row for row in lot.rows_by_need() if show_all or row.needs_eyes]
    if shown:
        yield from _findings(shown, words, width)
    if not show_all and lot.passed():
        yield _passed(lot, words, width)
    if show_all and lot.unused:
        yield _text(words("unused", names=", ".join(lot.unused)), "dim")


def _facts(lot: LotReport) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for fact in lot.facts:
        table.add_row(_text(fact.name), _text(fact.value))
    return table


def _findings(rows: Sequence[Row], words: Wording, width: int) -> Iterator[RenderableType]:
    """Two lines a finding: what and how much in aligned columns, then the reason in a sentence."""
    cells = [_finding_cells(row, words) for row in rows]
    widths = _fitted([max(cell_len(line[i].plain) for line in cells) for i in range(5)], width)
    for row, line in zip(rows, cells, strict=True):
        table = Table.grid(padding=(0, _GAP, 0, 0))
        for column in widths:
            table.add_column(width=column, overflow="fold")
        table.add_row(*line)
        yield table
        if row.why:
            yield _indented(_text(row.why, "" if row.needs_eyes else "dim"))


def _fitted(widths: list[int], width: int) -> list[int]:
    """Column widths that fit: status and page as they are, the widest of the others cut until the line fits.

    At least :data:`_COLUMNS` wide where there is room, so that the columns of one lot stand under those of the next.
    """
    room = width - _GAP * (len(widths) - 1)
    fitted = [max(own, least) for own, least in zip(widths, _COLUMNS, strict=True)]
    if sum(fitted) > room:
        fitted = list(widths)
    while sum(fitted) > room and max(fitted[1:4]) > _NARROWEST:
        widest = max(range(1, 4), key=lambda index: fitted[index])
        fitted[widest] -= 1
    return fitted


def _finding_cells(row: Row, words: Wording) -> tuple[Text, ...]:
    status = row.status or Status.UNDECIDED
    sign, style = _STATUSES[status]
    return (
        Text(f"{sign} {words(status)}", style),
        _text(row.name, "bold" if row.needs_eyes else ""),
        _text(row.value or "–", style if row.needs_eyes else ""),
        _text(row.limit or "–"),
        Text(words("page_short", n=row.page) if row.page else "", "dim"),
    )


def _items(rows: Sequence[Row], words: Wording) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    for key in ("item", "value", "limit", "page"):
        table.add_column(words(key), overflow="fold")
    table.add_column("", no_wrap=True)
    for row in rows:
        unsure = Text(f"? {words('unsure')}", "yellow") if row.unsure else _text("")
        table.add_row(_text(row.name), _text(row.value, "bold"), _text(row.limit), str(row.page or ""), unsure)
    return table


def _passed(lot: LotReport, words: Wording, width: int) -> Text:
    """How many requirements passed, and as many of their names as fit on the line."""
    passed = lot.passed()
    key = "passed_one" if len(passed) == 1 else "all_passed" if len(passed) == len(lot.rows) else "passed_many"
    line = Text.assemble(("✔ ", "green"), words(key, n=len(passed)))
    names = [row.name for row in passed if not row.about_delivery]
    for number, name in enumerate(names):
        part = _text(f", {name}" if number else f": {name}", "dim")
        if line.cell_len + part.cell_len + len(", …") > width:
            return line.append(", …" if number else "", "dim")
        line.append(part)
    return line


def _failure(failure: Failure, words: Wording) -> RenderableType:
    sign, style = _DECISIONS["failed"]
    return Group(
        Text.assemble(
            Text(f"{sign} {words('failed')}", style), "  ", _text(failure.file, "bold"), (f"  {failure.code}", "dim")
        ),
        _indented(_text(failure.message)),
        _indented(_text(f"→ {failure.advice}\n")),
    )


@contextmanager
def progress(total: int, label: str) -> Iterator[Callable[[], None]]:
    """A bar on standard error while the block runs, only where a person watches; call what it gives once a file."""
    errors = Console(stderr=True)
    if not errors.is_terminal or total < 2:
        yield lambda: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda: bar.advance(task)
