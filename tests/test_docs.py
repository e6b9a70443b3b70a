"""The documentation is a contract: no command, option, error, key or public name without its entry."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

import lotgate
from lotgate.cli import audit, output, replay
from lotgate.cli.main import main
from lotgate.model.certificate import Certificate, HeaderField, Item, Kind
from lotgate.model.delivery import Delivery
from lotgate.model.verdict import Finding, Place, StandardUsed, Verdict
from lotgate.reporting.json_lines import STAMP, reading_record
from reporting.builders import certificate, item

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / "reference" / name).read_text("utf-8")


def sections(text: str) -> dict[str, str]:
    parts = re.split(r"^## ", text, flags=re.MULTILINE)
    return {part.partition("\n")[0]: part for part in parts[1:]}


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            assert found is not None
            yield f"{name} {child}", found
            yield from commands(found, f"{name} {child}")


def entries(section: str) -> set[str]:
    """The options in the first column of the section's table."""
    cells = re.findall(r"^\| .*?\|", section, re.MULTILINE)
    return set(re.findall(r"`(--?[a-z-]+)`", " ".join(cells)))


def test_every_command_and_option_has_its_entry_and_no_entry_is_of_the_past():
    documented = sections(page("cli.md"))
    assert set(documented) == {f"`{name}`" for name, _ in commands(main, "lotgate")}
    for name, command in commands(main, "lotgate"):
        options = {option for p in command.params if isinstance(p, click.Option) for option in p.opts}
        assert entries(documented[f"`{name}`"]) == options - {"--help"}, name


def test_every_command_and_option_says_what_it_does():
    for name, command in commands(main, "lotgate"):
        assert command.help, name
        assert all(p.help for p in command.params if isinstance(p, click.Option)), name


@pytest.mark.parametrize(
    "code", [0, 2, output.REJECTED, output.FOR_REVIEW, output.NOT_READ, replay.DIFFERS, audit.TAMPERED]
)
def test_every_exit_code_has_its_entry(code: int):
    assert re.search(rf"^\| {code} \|", page("cli.md"), re.MULTILINE)


def every_error(root: type[lotgate.errors.LotgateError]) -> Iterator[type[lotgate.errors.LotgateError]]:
    yield root
    for child in root.__subclasses__():
        yield from every_error(child)


def test_every_error_has_its_entry():
    documented = re.findall(r"^\| `(\w+)` \| `([a-z-]+)` \| (\d+) \| (\d+) \|", page("errors.md"), re.MULTILINE)
    errors = [error for error in every_error(lotgate.errors.LotgateError) if error.__module__ == "lotgate.errors"]
    code = lotgate.errors.LotgateError.code.fget
    known = {(e.__name__, code(e.__new__(e)), str(e.exit_code), str(e.http_status)) for e in errors}
    assert set(documented) == known


def test_every_setting_has_its_entry_and_no_entry_is_of_the_past():
    documented = set(re.findall(r"^\| `([A-Z_]+)`", page("settings.md"), re.MULTILINE))
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert documented == set(re.findall(r'"(LOTGATE_[A-Z_]+|DATABASE_URL|TZ)"', source))


def test_every_key_of_the_json_has_its_entry():
    text = page("json.md")
    record = reading_record(certificate(item("Water", "0.1", unit="%", limit="≤ 0.5"), product="x"))
    fact_keys = record["header_evidence"]["product"][0]
    verdict_keys = {f.name for one in (Verdict, Finding, Place, StandardUsed, Delivery) for f in fields(one)}
    keys = {
        *record,
        *record["items"][0],
        *HeaderField,
        *Kind,
        *verdict_keys,
        *STAMP,
        *fact_keys,
    }
    assert not [key for key in keys if f"`{key}`" not in text]


def test_every_public_name_has_its_entry():
    documented = set(re.findall(r"^\| `(\w+)", page("python.md"), re.MULTILINE))
    assert documented == set(lotgate.__all__)
    for name in ("items", "header", "doubts"):
        assert name in {f.name for f in fields(Certificate)}
    assert "result" in {f.name for f in fields(Item)}


def pages() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path):
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text("utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target
