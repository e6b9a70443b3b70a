import json
import zipfile
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from .commands import CERTIFICATES, lotgate

PROPANOL = CERTIFICATES / "propanol.html"
MAIL = CERTIFICATES / "delivery-two-attachments.eml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.html").write_bytes(PROPANOL.read_bytes())
    (folder / "empty.pdf").touch()
    (folder / "cut.pdf").write_bytes((CERTIFICATES / "methanol-ruled.pdf").read_bytes()[:900])
    return folder


def records(path: Path) -> dict[str, dict]:
    return {record["file"]: record for record in map(json.loads, path.read_text("utf-8").splitlines())}


def test_the_console_shows_items_as_printed():
    result = lotgate("read", PROPANOL)
    assert result.exit_code == 0
    assert "99.94 %" in result.stdout
    assert "▪ 1 read" in result.stdout


def test_json_lines_hold_one_object_a_document():
    result = lotgate("read", MAIL, "--format", "jsonl")
    names = [json.loads(text)["file"] for text in result.stdout.splitlines()]
    assert "delivery-two-attachments.eml/phosphoric-acid.pdf" in names
    assert len(names) == 3


def test_bad_files_get_their_errors_and_good_ones_are_read(folder: Path, tmp_path: Path):
    out = tmp_path / "r.jsonl"
    result = lotgate("read", folder, "--out", out)
    assert result.exit_code == 5
    found = records(out)
    assert found["good.html"]["items"]
    assert found["empty.pdf"]["error"]["code"] == "empty-file"
    assert found["cut.pdf"]["error"]["code"] == "damaged-file"
    assert found["cut.pdf"]["items"] == []
    assert all(found[name]["error"]["advice"] for name in ("empty.pdf", "cut.pdf"))


def test_one_file_that_fails_gives_its_errors_exit_code(folder: Path):
    result = lotgate("read", folder / "empty.pdf")
    assert result.exit_code == 15
    assert "✘ FAILED  empty.pdf  empty-file" in result.stdout


def test_a_second_run_does_only_what_is_left(folder: Path, tmp_path: Path):
    out = tmp_path / "r.jsonl"
    lotgate("read", folder, "--out", out)
    first = records(out)["good.html"]
    text = out.read_text("utf-8").replace("99.94", "77.77")
    out.write_text(text, "utf-8")
    (folder / "empty.pdf").write_bytes(PROPANOL.read_bytes())
    lotgate("read", folder, "--out", out)
    found = records(out)
    assert found["good.html"] != first, "the earlier record was kept, not read again"
    assert found["empty.pdf"]["items"], "what failed or changed was tried again"
    assert len(out.read_text("utf-8").splitlines()) == 3


def test_the_same_files_give_the_same_bytes(tmp_path: Path):
    for name, workers in (("a.json", 1), ("b.json", 3)):
        lotgate("read", CERTIFICATES, "--out", tmp_path / name, "--workers", workers)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_a_workbook_and_a_page_are_written(folder: Path, tmp_path: Path):
    lotgate("read", folder, "--out", tmp_path / "r.xlsx")
    lotgate("read", folder, "--out", tmp_path / "r.html", "--lang", "zh")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert "99.94 %" in [cell.value for cell in book["Findings"]["C"]]
    page = (tmp_path / "r.html").read_text("utf-8")
    assert page.count("data:image/webp") == 1
    assert "无法读取" in page


def test_a_reading_is_printed(tmp_path: Path):
    out = tmp_path / "r.pdf"
    assert lotgate("read", PROPANOL, "--out", out).exit_code == 0
    report = pypdfium2.PdfDocument(out)
    assert "READ" in report[0].get_textpage().get_text_range()


def test_no_progress_bar_where_nobody_watches(folder: Path):
    assert lotgate("read", folder).stderr == ""


def test_a_document_without_items_says_so(tmp_path: Path):
    novel = tmp_path / "novel.txt"
    novel.write_text("It was a dark and stormy night; the rain fell in torrents.\n" * 40)
    result = lotgate("read", novel)
    assert result.exit_code == 0
    assert "No test items found" in result.stdout


def test_an_archive_with_nothing_in_it_says_so(tmp_path: Path):
    archive = tmp_path / "nothing.zip"
    zipfile.ZipFile(archive, "w").close()
    result = lotgate("read", archive)
    assert result.exit_code == 15
    assert "holds no document" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("read",), "Missing argument"),
        (("read", "no-such-file.pdf"), "no such file"),
        (("read", str(PROPANOL), "--format", "xlsx"), "a workbook needs a file"),
        (("read", str(PROPANOL), "--format", "pdf"), "a PDF needs a file"),
        (("read", str(PROPANOL), "--workers", "0"), "--workers"),
        (("read", str(PROPANOL), "--out", "no-such-folder/r.jsonl"), "no such folder"),
        (("red", str(PROPANOL)), "No such command"),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...], words: str):
    result = lotgate(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
