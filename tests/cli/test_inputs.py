from pathlib import Path

import click
import pytest

from lotgate.cli.inputs import sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.pdf", "a.pdf", "deep/a.pdf", ".hidden/x.pdf", "deep/~$lock.xlsx", "out.jsonl", "out.jsonl.part"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.touch()
    return tmp_path


def test_a_folder_is_searched_through_and_named_from_itself(folder: Path):
    found = sources([str(folder)], without=folder / "out.jsonl")
    assert [source.name for source in found] == ["a.pdf", "b.pdf", "deep/a.pdf"]


def test_each_file_is_named_once(folder: Path):
    assert [s.name for s in sources([str(folder / "a.pdf"), str(folder / "*.pdf")])] == ["a.pdf", "b.pdf"]


def test_patterns_reach_below(folder: Path):
    assert len(sources([str(folder / "**" / "a.pdf")])) == 2


def test_files_of_one_name_are_told_apart(folder: Path):
    names = [source.name for source in sources([str(folder / "a.pdf"), str(folder / "deep" / "a.pdf")])]
    assert len(set(names)) == 2
    assert names[1].endswith("deep/a.pdf")


def test_a_file_with_signs_of_a_pattern_in_its_name_is_a_file(folder: Path):
    (folder / "coa [1].pdf").touch()
    assert [source.name for source in sources([str(folder / "coa [1].pdf")])] == ["coa [1].pdf"]


def test_what_is_not_there_is_wrong_usage(folder: Path):
    with pytest.raises(click.UsageError, match="no such file"):
        sources([str(folder / "none.pdf")])
