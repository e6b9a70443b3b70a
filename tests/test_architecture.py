"""The architecture's contracts, and proof that they bite."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "lotgate"
EXTRA = {"cv2": "opencv-python-headless", "numpy": "numpy", "openvino": "openvino", "rapidocr": "rapidocr"}
"""Modules of the extra `ocr`, which need not be installed, and what they are installed from."""
ONLY_INSTALLED = {"django-axes", "django-csp", "django-htmx", "whitenoise"}
"""What Django imports because the settings name it."""


def contracts() -> ConfigParser:
    parser = ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    return parser


def foreign_imports() -> set[str]:
    """The top-level names of every third-party module that the package imports."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            found.update(name.partition(".")[0] for name in names)
    return found - set(sys.stdlib_module_names) - {"lotgate"}


def test_every_third_party_library_has_a_home():
    parser = contracts()
    homes = {parser[section]["forbidden_modules"] for section in parser if parser[section].get("type") == "forbidden"}
    assert foreign_imports() == homes


def test_every_third_party_library_is_a_declared_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [
        *project["dependencies"],
        *project["optional-dependencies"]["ocr"],
        *project["optional-dependencies"]["web"],
    ]
    names = {requirement.split(">")[0].split("[")[0].lower() for requirement in declared} - ONLY_INSTALLED
    distributions = packages_distributions()
    imported = {EXTRA.get(module) or distributions[module][0].lower() for module in foreign_imports()}
    assert imported == names


def test_every_package_is_in_the_layers():
    layers = contracts()["importlinter:contract:layers"]["layers"]
    named = {name.strip() for line in layers.splitlines() for name in line.split("|")} - {""}
    there = {p.stem for p in SOURCE.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()} - {"__init__"}
    assert named == there


@pytest.mark.parametrize(
    ("file", "content", "contract"),
    [
        ("utils.py", "", "utils"),
        ("judging/shortcut.py", "import lotgate.loading\n", "judging is not allowed to import"),
        ("reading/shortcut.py", "import openpyxl\n", "openpyxl has its home"),
    ],
)
def test_a_broken_contract_fails_the_build(file: str, content: str, contract: str, tmp_path: Path):
    shutil.copytree(SOURCE, tmp_path / "lotgate", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "lotgate" / file).write_text(content)
    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", ROOT / ".importlinter"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 1
    assert contract in linted.stdout


@pytest.mark.parametrize("module", ["lotgate", "lotgate.cli.main"])
def test_importing_loads_no_stage_and_no_foreign_library(module: str):
    """The cost of an import, counted in what it loads, so that the test does not hang on the machine's speed."""
    program = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    heavy = foreign_imports() - {"click"} | {"lotgate.pipeline", "lotgate.loading", "lotgate.judging"}
    assert not heavy & set(loaded)
