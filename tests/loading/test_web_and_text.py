"""Web pages and plain text: lines where the reader sees lines, tables with their spans, nothing that is not shown."""

import pytest

from lotgate.errors import TooLarge
from lotgate.loading import load

from .files import cells, first_page, lines, only

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>t</title><style>p {{}}</style></head><body>
<h1>检验报告</h1><p>Batch:&nbsp;&nbsp;&nbsp;L-1 <b>Date</b>:
 2024-01-02<br>Next line</p>
<table><caption>Results</caption><thead><tr><th rowspan=2>Item</th><th colspan=2>Limit</th></tr>
<tr><td>min</td><td>max</td></tr></thead><tr><td>Pb (mg/kg)</td><td>10<sup>3</sup></td><td>a<br>b</td></tr>
<tr><td colspan=3>x <table><tr><td>in</td><td>ner</td></tr></table></td></tr></table>
<div style="display: none">hidden</div><script>alert(1)</script><pre>a   b
c   d</pre></body></html>"""


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030")])
def test_a_page_is_read_as_shown(charset: str, encoding: str) -> None:
    page = first_page(PAGE.format(charset=charset).encode(encoding))
    assert lines(page.words) == [
        "检验报告", "Batch: L-1 Date: 2024-01-02", "Next line", "Results", "a b", "c d",
    ]  # fmt: skip
    outer, inner = page.grids
    assert cells(outer) == {
        (0, 0): "Item [2x1]", (0, 1): "Limit [1x2]",
        (1, 1): "min", (1, 2): "max",
        (2, 0): "Pb (mg/kg)", (2, 1): "10³", (2, 2): "a/b",
        (3, 0): "x [1x3]",
    }  # fmt: skip
    assert cells(inner) == {(0, 0): "in", (0, 1): "ner"}


def test_cells_of_overlapping_spans_do_not_overlap() -> None:
    page = first_page(b"<table><tr><td rowspan=2>a<td>b<td rowspan=3>c<tr><td colspan=5>d<tr><td>e<td>f<td>g</table>")
    taken: set[tuple[int, int]] = set()
    for cell in page.grids[0].cells:
        area = {(cell.row + r, cell.column + c) for r in range(cell.row_span) for c in range(cell.column_span)}
        assert not area & taken
        taken |= area


def test_a_page_nested_too_deeply_is_refused_rather_than_read_in_part() -> None:
    with pytest.raises(TooLarge, match="nested"):
        list(load(b"<div>" * 5000 + b"Assay 99.5" + b"</div>" * 5000))


def test_plain_text_keeps_its_columns() -> None:
    text = "Item            Limit     Result\nAssay, %        >= 99.0   99.5\n氯化物          <= 10     0.10\n"
    words = {w.text: w for w in first_page(text.encode("gb18030")).words}
    assert words["Limit"].box.x0 == words[">="].box.x0 == words["<="].box.x0
    assert words["Result"].box.x0 == pytest.approx(words["0.10"].box.x0)


def test_form_feeds_and_length_part_the_pages() -> None:
    document = only(b"one\n\ftwo\n" + b"line of text\n" * 200)
    pages = list(document.pages())
    assert document.page_count == len(pages) > 3
    assert lines(pages[0].words) == ["one"]
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))


def test_a_novel_is_text_not_a_table() -> None:
    prose = "It was the best of times, it was the worst of times, it was the age of wisdom.\n" * 40
    assert only(prose.encode()).format == "text"
    chinese = "话说天下大势，分久必合，合久必分。" * 60
    document = only(chinese.encode("gb18030"))
    assert document.format == "text"
    assert "".join(w.text for page in document.pages() for w in page.words) == chinese
    assert all(w.box.x1 <= page.width for page in document.pages() for w in page.words)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "cp1252"])
def test_the_encoding_is_found(encoding: str) -> None:
    text = "Größe: 5 µm, Prüfung bestanden" if encoding == "cp1252" else "外观：白色结晶粉末\n含量：99.50 %"
    assert lines(first_page(text.encode(encoding)).words) == text.splitlines()
