"""`lotgate check --replay`: proves saved verdicts by judging the same readings again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from lotgate import pipeline
from lotgate.cli.inputs import sources
from lotgate.errors import SchemaError
from lotgate.judging.replay import differences
from lotgate.model.certificate import Certificate
from lotgate.model.measurement import DecisionRule, RuleSet
from lotgate.model.standard import Standard
from lotgate.model.verdict import Verdict
from lotgate.reporting.json_lines import STAMP, json_records, looks_saved, saved_readings

DIFFERS = 6
"""Exit code: a verdict could not be proved."""


def replayed(verdicts: Path, files: Sequence[str], standards: Sequence[Standard]) -> int:
    """Says for each saved verdict whether judging again gives the same bytes; 0 only where all do."""
    readings = {reading.sha256: reading for reading in _readings(files)}
    proved = [_proved(record, readings, standards) for record in _verdicts(verdicts)]
    return 0 if proved and all(proved) else DIFFERS


def _proved(record: dict[str, Any], readings: dict[str, Certificate], standards: Sequence[Standard]) -> bool:
    verdict = Verdict.from_json(record)
    reading = readings.get(verdict.document_sha256)
    if reading is None:
        click.echo(f"? {verdict.file}: its certificate is not among the files given")
        return False
    rules = RuleSet(DecisionRule(verdict.rules["rule"])) if verdict.rules.get("from") == "caller" else None
    again = pipeline.check_by_any(reading, standards, delivery=verdict.delivery, rules=rules, assigned=verdict.assigned)
    if parts := differences(record, again):
        click.echo(f"✘ {verdict.file}: differs in {', '.join(parts)}")
        return False
    click.echo(f"✔ {verdict.file}: {verdict.decision}, the same to the byte")
    return True


def _verdicts(path: Path) -> Iterator[dict[str, Any]]:
    for record in json_records(path.read_bytes(), path.name):
        if not isinstance(record, dict):
            raise SchemaError(f"{path.name} holds {type(record).__name__}, not verdicts")
        if "error" not in record:
            yield {key: value for key, value in record.items() if key not in STAMP}


def _readings(files: Sequence[str]) -> Iterator[Certificate]:
    for source in sources(files):
        data = source.path.read_bytes()
        if looks_saved(data):
            saved = saved_readings(data, source.name)
            yield from (reading for reading in saved if isinstance(reading, Certificate))
        else:
            yield from pipeline.read_all(data, name=source.name)
