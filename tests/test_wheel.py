"""What people install is whole: the wheel has the examples, the pages and their translations."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "src" / "lotgate" / "web"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's content, as an installer leaves it."""
    builder = pytest.importorskip("hatchling.builders.wheel", reason="hatchling is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    (wheel,) = builder.WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_examples_are_found_in_an_installed_package(installed: Path, tmp_path: Path):
    program = (
        "from lotgate.web.prepare import prepare; prepare();"
        "from lotgate.store.services.examples import examples; print(examples())"
    )
    variables = {**os.environ, "PYTHONPATH": str(installed), "LOTGATE_DATA": str(tmp_path / "data")}
    del variables["DJANGO_SETTINGS_MODULE"]
    said = subprocess.run(
        [sys.executable, "-c", program], env=variables, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == str(installed / "lotgate" / "examples")
    for kind in ("certificates", "standards"):
        names = {path.name for path in (ROOT / "examples" / kind).iterdir()}
        assert {path.name for path in (installed / "lotgate" / "examples" / kind).iterdir()} == names


def test_everything_a_page_needs_is_in_the_wheel(installed: Path):
    needed = [
        path for part in ("templates", "static", "locale") for path in WEB.glob(f"*/{part}/**/*") if path.is_file()
    ]
    assert needed
    missing = [path for path in needed if not (installed / "lotgate" / "web" / path.relative_to(WEB)).exists()]
    assert missing == []
