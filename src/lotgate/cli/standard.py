"""``lotgate standard``: check, import, show, compare and draft standards."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import click

from lotgate import pipeline, standards
from lotgate.errors import FaultyStandard, LotgateError
from lotgate.model.standard import Characteristic, Standard
from lotgate.standards.diff import Change, diff
from lotgate.standards.validation import open_points

_FILE = click.Path(exists=True, path_type=Path)


@click.group()
def standard() -> None:
    """Check, import, show, compare and draft standards."""


@standard.command()
@click.argument("paths", nargs=-1, required=True, type=_FILE)
def check(paths: tuple[Path, ...]) -> None:
    """List every fault of standards, with file, line and advice. Exit code 30 when there is one."""
    faulty = False
    for path in paths:
        try:
            loaded = standards.load(path)
        except FaultyStandard as error:
            faulty = True
            for fault in error.faults:
                click.echo(f"{fault.message}\n    {fault.advice}")
            continue
        for one in loaded:
            state = "draft" if one.draft else "good"
            click.echo(f"{one.source}: {state}, {len(one.characteristics)} characteristics, {one.digest[:12]}")
            for point in open_points(one):
                click.echo(f"    {point}")
    if faulty:
        sys.exit(FaultyStandard.exit_code)


@standard.command("import")
@click.argument("file", type=_FILE)
@click.option("--out", type=click.Path(path_type=Path), help="Write the TOML here instead of to the screen.")
@click.option("--id", "number", help="The standard's number in your system.")
@click.option("--material", multiple=True, help="A name under which certificates call the material; may be repeated.")
def import_(file: Path, out: Path | None, number: str | None, material: tuple[str, ...]) -> None:
    """Turn an Excel sheet (项目 | 指标 | 单位 …, or min and max in two columns) into a TOML standard, as a draft."""
    (one,) = standards.load(file)[:1]
    _write(standards.renamed(one, number, material), out)


@standard.command()
@click.argument("path", type=_FILE)
def show(path: Path) -> None:
    """Show standards as tables."""
    for one in standards.load(path):
        _show(one)


@standard.command("diff")
@click.argument("before", type=_FILE)
@click.argument("after", type=_FILE)
def diff_(before: Path, after: Path) -> None:
    """Show what changed between two versions: added, removed, tightened, loosened."""
    old, new = (standards.load(path)[0] for path in (before, after))
    changes = diff(old, new)
    if not changes:
        click.echo("No difference.")
        return
    _columns([("where", "key", "before", "after", "effect"), *(_cells(change) for change in changes)])


@standard.command()
@click.argument("file", type=_FILE)
@click.option("--out", type=click.Path(path_type=Path), help="Write the TOML here instead of to the screen.")
def new(file: Path, out: Path | None) -> None:
    """Draft a standard from a specification or a certificate. A person must confirm it before it decides."""
    _write(standards.draft(pipeline.read(file)), out)


def _write(one: Standard, out: Path | None) -> None:
    text = standards.dump(one)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise LotgateError(f"{out} exists already", advice="Choose another --out, or delete the file.") from error
    click.echo(f"{out}: {len(one.characteristics)} characteristics{', draft' if one.draft else ''}")
    for point in open_points(one):
        click.echo(f"    {point}")


def _show(one: Standard) -> None:
    state = "  DRAFT" if one.draft else ""
    click.echo(f"{one.id}  {one.name}  version {one.version.number}{state}  {one.digest[:12]}")
    click.echo(f"material: {', '.join(one.material.names)}")
    rows = [("characteristic", "limit", "unit", "required", "section", "rule")]
    for c in one.characteristics:
        required = "yes" if c.required else "no"
        rows.append((c.name, _requirement(c), c.unit or "", required, c.section or "", str(c.rules.rule)))
        for v in c.variants:
            who = " / ".join(part for part in (v.grade, v.supplier) if part)
            rows.append((f"  {who}", v.limit.text if v.limit else "", "", "", "", ""))
    _columns(rows)
    click.echo()


def _requirement(one: Characteristic) -> str:
    limit = one.limit.text if one.limit else ""
    return f"{one.formula.text}  {limit}".strip() if one.formula else limit


def _cells(change: Change) -> tuple[str, ...]:
    return change.where, change.key or "", change.before or "", change.after or "", change.effect


def _columns(rows: Sequence[tuple[str, ...]]) -> None:
    """The rows with their columns aligned, also where Chinese characters take two places."""
    widths = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        cells = (text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
