"""`lotgate audit` in a process of its own, on a database made for it."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

WRITE = """
from lotgate.web.prepare import prepare
prepare()
from django.core.management import call_command
from django.db import transaction
from lotgate.store.models import Account, Role, Site
from lotgate.store.services.audit import record
call_command("migrate", verbosity=0)
plant = Site.objects.create(name="Plant")
li = Account.objects.create(username="li", printed_name="=Li", role=Role.MANAGER, site=plant)
for number in range(4):
    with transaction.atomic():
        record(action="lot.signed", subject=li, actor=li, site=plant, new={"值": f"<0.{number}"}, reason="ok")
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    done = run([sys.executable, "-c", WRITE], folder)
    assert done.returncode == 0, done.stderr
    return folder


def run(command: list[str], data: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")}
    environment["LOTGATE_DATA"] = str(data)
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def lotgate(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    call = "from lotgate.cli.main import main; main()"
    return run([sys.executable, "-c", call, "audit", *arguments], data)


def test_an_untouched_trail_verifies(data: Path):
    done = lotgate(data, "verify")
    assert (done.returncode, done.stdout) == (0, "4 entries, none changed.\n")


def test_the_export_holds_every_entry_and_no_formula(data: Path, tmp_path: Path):
    for name in ("trail.jsonl", "trail.csv"):
        assert lotgate(data, "export", "--out", str(tmp_path / name)).returncode == 0
    entries = [json.loads(line) for line in (tmp_path / "trail.jsonl").read_text("utf-8").splitlines()]
    assert [entry["new"]["值"] for entry in entries] == ["<0.0", "<0.1", "<0.2", "<0.3"]
    with (tmp_path / "trail.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["mac"] for row in rows] == [entry["mac"] for entry in entries]
    assert {row["actor"] for row in rows} == {"'=Li"}


def test_another_ending_is_refused(data: Path, tmp_path: Path):
    done = lotgate(data, "export", "--out", str(tmp_path / "trail.pdf"))
    assert done.returncode == 2
    assert ".jsonl or .csv" in done.stderr


def test_an_edit_behind_its_back_is_found(data: Path, tmp_path: Path):
    copy = tmp_path / "data"
    copy.mkdir()
    for file in data.iterdir():
        if file.is_file():
            (copy / file.name).write_bytes(file.read_bytes())
    with sqlite3.connect(copy / "lotgate.sqlite3") as database:
        database.execute("DROP TRIGGER audit_no_update")
        database.execute("UPDATE store_auditentry SET reason = 'other' WHERE number = 2")
    done = lotgate(copy, "verify")
    assert done.returncode == 7
    assert "entry 2" in done.stdout
