"""The samples: their truth is what they print, drawing them again gives the same words, each lot gets its decision."""

from __future__ import annotations

import json
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lotgate import loading
from lotgate.cli.main import main

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
EXPECTED = tomllib.loads((EXAMPLES / "expected.toml").read_text(encoding="utf-8"))
TRUTHS = sorted((EXAMPLES / "truth").glob("*.json"))
SAMPLES = sorted((*(EXAMPLES / "certificates").iterdir(), *(EXAMPLES / "specifications").iterdir()))
ITEM_FIELDS = {
    "name",
    "name_parts",
    "section",
    "sample",
    "method",
    "unit",
    "limit",
    "result",
    "also",
    "verdict",
    "page",
}
SMALL = 150_000


def words_of(source: Path | bytes) -> dict[str, list[str]]:
    """The words of every document in a file, under the document's own name."""
    return {Path(document.name).name: list(_words(document)) for document in loading.load(source, name="sample")}


def _words(document: Any) -> Iterator[str]:
    for page in document.pages():
        yield from (word.text for word in page.words)
        for grid in page.grids:
            yield from (word.text for cell in grid.cells for word in cell.words)


def plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    """All that each sample prints, without white space, by the name of the file or attachment."""
    texts: dict[str, str] = {}
    for sample in SAMPLES:
        for name, words in words_of(sample).items():
            texts[sample.name if name == "sample" else name] = plain("".join(words))
    return texts


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_truth_has_the_label_format(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    assert set(truth) == {"file", "kind", "languages", "header", "items", "notes"}
    assert Path(truth["file"]).stem == path.stem
    assert truth["items"]
    assert all(set(item) == ITEM_FIELDS for item in truth["items"])


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_truth_is_what_the_sample_prints(path: Path, printed: dict[str, str]) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    page = printed[truth["file"]]
    facts = [text for field, text in truth["header"].items() if text and field != "batch"] + truth["header"]["batch"]
    assert [text for text in facts if plain(text) not in page] == []
    strings = [text for item in truth["items"] for text in (*item["name_parts"], item["result"]) if text]
    assert [text for text in strings if plain(text) not in page] == []


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_small(sample: Path) -> None:
    assert sample.stat().st_size < SMALL


def test_the_readme_names_every_sample() -> None:
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert [sample.name for sample in SAMPLES if sample.name not in text] == []


def test_drawing_again_gives_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    draw = pytest.importorskip("examples.draw.__main__", reason="reportlab is not installed")
    paper = sys.modules["examples.draw.paper"]
    try:
        drawings = list(draw.drawings())
    except paper.FontMissingError as error:
        pytest.skip(str(error))
    assert {drawing.path for drawing in drawings} == {str(sample.relative_to(EXAMPLES)) for sample in SAMPLES}
    for drawing in drawings:
        assert words_of(drawing.content) == words_of((EXAMPLES / drawing.path).read_bytes())
        for truth in drawing.truths:
            kept = json.loads((EXAMPLES / "truth" / f"{Path(truth.file).stem}.json").read_text(encoding="utf-8"))
            assert truth.to_json() == kept


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, Any]]:
    """What `lotgate check` says of every lot of the samples, by file or attachment and lot."""
    out = tmp_path_factory.mktemp("check") / "verdicts.jsonl"
    folders = [str(EXAMPLES / "certificates"), "--standard", str(EXAMPLES / "standards")]
    CliRunner().invoke(main, ["check", *folders, "--date", str(EXPECTED["date"]), "--workers", "1", "--out", str(out)])
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return {(Path(one["file"]).name, lot["lot"]): lot for one in lines for lot in one.get("lots", ())}


def _expected(lot: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=lot["awaits"])] if "awaits" in lot else []
    return pytest.param(lot, id=f"{lot['file']}-{lot['lot']}", marks=marks)


@pytest.mark.parametrize("lot", [_expected(lot) for lot in EXPECTED["lot"]])
def test_each_lot_gets_its_decision(lot: dict[str, Any], verdicts: dict[tuple[str, str], dict[str, Any]]) -> None:
    verdict = verdicts[lot["file"], lot["lot"]]
    doubts = [finding for finding in verdict["findings"] if finding["status"] != "pass"]
    assert verdict["decision"] == lot["decision"], [finding["messages"]["en"] for finding in doubts]
    named = {finding["characteristic"] for finding in doubts} | {finding["code"] for finding in doubts}
    assert set(lot.get("because", ())) <= named


def test_no_lot_beyond_those_expected(verdicts: dict[tuple[str, str], dict[str, Any]]) -> None:
    assert set(verdicts) == {(lot["file"], lot["lot"]) for lot in EXPECTED["lot"]}


def test_the_readme_tells_the_expected_decisions() -> None:
    rows = (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    for file in dict.fromkeys(lot["file"] for lot in EXPECTED["lot"]):
        decisions = [lot["decision"] for lot in EXPECTED["lot"] if lot["file"] == file]
        row = next(row for row in rows if file in row)
        assert all(decision in row.split("|")[3] for decision in decisions), row
