"""Workers that are killed: nothing lost, nothing twice; the long run is `benchmarks/workers.py`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_certificates_are_read_once_while_workers_are_killed(database: str, request: pytest.FixtureRequest):
    variables = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "LOTGATE_DATA")}
    variables["DJANGO_SETTINGS_MODULE"] = "lotgate.web.settings"
    if database == "postgres":
        variables["DATABASE_URL"] = request.getfixturevalue("postgres_url")
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "workers.py", "--certificates", "12", "--kill-every", "2"],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["database"], found["read"], found["lost"], found["twice"]) == (database, 12, 0, 0)
    assert found["kills"]
