"""``lotgate standard``: each command on real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from lotgate import standards
from lotgate.cli.main import main

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["standard", *map(str, arguments)])
    return result.exit_code, result.output


def test_check_lists_every_fault_with_advice(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    text = (EXAMPLES / "standards" / "methanol.toml").read_text("utf-8")
    wrong = text.replace('"Hazen"', '"bananas"').replace("effective", "efective")
    bad.write_text(wrong, "utf-8")
    line = wrong[: wrong.index("efective")].count("\n") + 1
    code, output = run("check", bad)
    assert code == 30
    assert f"bad.toml:{line}: unknown key 'efective'" in output
    assert "Did you mean 'effective'?" in output
    assert "unknown unit 'bananas'" in output


def test_check_of_good_standards_says_so() -> None:
    code, output = run("check", EXAMPLES / "standards")
    assert code == 0
    assert output.count(": good, ") == len(list((EXAMPLES / "standards").glob("*.toml")))


def test_show_aligns_chinese() -> None:
    code, output = run("show", EXAMPLES / "standards" / "pump-motor.toml")
    assert code == 0
    assert "max(abs(stator - rotor))  ≤ 1.7" in output


def test_new_drafts_from_a_specification(tmp_path: Path) -> None:
    specification = next((EXAMPLES / "specifications").glob("*.pdf"))
    out = tmp_path / "draft.toml"
    code, output = run("new", specification, "--out", out)
    assert code == 0, output
    (draft,) = standards.load(out)
    assert draft.draft
    assert draft.characteristics
    code, output = run("new", specification, "--out", out)
    assert code != 0
    assert "exists already" in output


def test_import_turns_a_workbook_into_toml(tmp_path: Path) -> None:
    (one,) = standards.load(EXAMPLES / "standards" / "methanol.toml")
    sheet = tmp_path / "methanol.xlsx"
    sheet.write_bytes(standards.excel.dump_workbook(one))
    code, output = run("import", sheet, "--id", "RM-9", "--material", "甲醇")
    assert code == 0
    again = standards.loads(output)
    assert again.id == "RM-9"
    assert again.material.names == ("甲醇",)
    assert again.characteristics == one.characteristics


@pytest.mark.parametrize(("other", "expected"), [("methanol", "No difference."), ("2-propanol", "removed")])
def test_diff_names_what_changed(other: str, expected: str) -> None:
    folder = EXAMPLES / "standards"
    code, output = run("diff", folder / "methanol.toml", folder / f"{other}.toml")
    assert code == 0
    assert expected in output
