"""Word files: paragraphs, tables and text boxes in the order of the page, merged cells as merged."""

import io
import shutil

import docx
import pytest

from lotgate.errors import MissingTool, ProtectedFile
from lotgate.loading import doc, load
from lotgate.model.document import TextLayer

from .files import W, all_text, cells, first_page, lines, only, raw_docx
from .ole_writer import compound_file


def made_with_python_docx() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Example Chemicals Ltd."
    document.sections[0].footer.paragraphs[0].text = "Form QA-7"
    document.add_paragraph("Batch No.:\tL-2024-7\tDate: 2024-03-05")
    table = document.add_table(rows=4, cols=3)
    for column, text in enumerate(("Item", "Limit", "Result")):
        table.cell(0, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Metals\n金属"
    table.cell(1, 1).text, table.cell(1, 2).text = "Pb ≤ 10", "0.10"
    table.cell(2, 1).text, table.cell(2, 2).text = "As ≤ 3", "1.0"
    table.cell(3, 0).merge(table.cell(3, 2)).text = "Conforms"
    document.add_paragraph("Released by Q. Example")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_header_body_and_footer_come_in_order() -> None:
    page = first_page(made_with_python_docx())
    assert lines(page.words) == [
        "Example Chemicals Ltd.",
        "Batch No.: L-2024-7 Date: 2024-03-05",
        "Released by Q. Example",
        "Form QA-7",
    ]
    assert cells(page.grids[0]) == {
        (0, 0): "Item", (0, 1): "Limit", (0, 2): "Result",
        (1, 0): "Metals/金属 [2x1]", (1, 1): "Pb ≤ 10", (1, 2): "0.10",
        (2, 1): "As ≤ 3", (2, 2): "1.0",
        (3, 0): "Conforms [1x3]",
    }  # fmt: skip
    table = page.grids[0].box
    batch, released = (next(w for w in page.words if w.text == text) for text in ("L-2024-7", "Released"))
    assert batch.box.bottom <= table.top
    assert table.bottom <= released.box.top


def test_tabs_and_runs_of_spaces_leave_gaps_that_can_be_seen() -> None:
    words = first_page(raw_docx("<w:p><w:r><w:t>a b</w:t><w:tab/><w:t>c      d</w:t></w:r></w:p>")).words
    a, b, c, d = words
    assert b.box.x0 - a.box.x1 < 0.5 * a.size
    assert c.box.x0 - b.box.x1 >= 2 * a.size
    assert d.box.x0 - c.box.x1 >= 2.9 * a.size


RUNS = {
    "<w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>3</w:t>": "10³",
    "<w:t>H</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='subscript'/></w:rPr><w:t>2</w:t></w:r><w:r><w:t>O</w:t>": "H2O",
    "<w:t>seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t>": "seen",
    "<w:sym w:font='Wingdings' w:char='F0FE'/>": "☑",
    "<w:sym w:font='Symbol' w:char='F0A3'/><w:t>5</w:t>": "≤5",
    "<w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t>": "a-b",
}


@pytest.mark.parametrize(("xml", "text"), RUNS.items())
def test_runs_are_read_as_printed(xml: str, text: str) -> None:
    assert lines(first_page(raw_docx(f"<w:p><w:r>{xml}</w:r></w:p>")).words) == [text]


def test_deleted_text_is_gone_and_inserted_text_is_there() -> None:
    body = "<w:p><w:del><w:r><w:delText>9.1</w:delText></w:r></w:del><w:ins><w:r><w:t>9.2</w:t></w:r></w:ins></w:p>"
    assert lines(first_page(raw_docx(body)).words) == ["9.2"]


def test_text_boxes_are_read_once_after_their_paragraph() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>before</w:t></w:r><w:r>"
        f'<mc:AlternateContent xmlns:mc="m"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p><w:p><w:r><w:t>after</w:t></w:r></w:p>"
    )
    assert lines(first_page(raw_docx(body)).words) == ["before", "boxed", "after"]


def _cell(content: str) -> str:
    return f"<w:tc>{content}</w:tc>"


def _p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_table_in_a_cell_is_a_grid_of_its_own_inside_it() -> None:
    inner = f"<w:tbl><w:tr>{_cell(_p('in'))}{_cell(_p('ner'))}</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr>{_cell(_p('left'))}{_cell(_p('right') + inner + '<w:p/>')}</w:tr></w:tbl>"
    first, second = first_page(raw_docx(outer)).grids
    assert cells(first) == {(0, 0): "left", (0, 1): "right"}
    assert cells(second) == {(0, 0): "in", (0, 1): "ner"}
    assert first.cells[1].box.holds(second.box.center_x, second.box.center_y)


def test_a_frame_of_one_cell_is_no_table() -> None:
    page = first_page(raw_docx(f"<w:tbl><w:tr>{_cell(_p('framed'))}</w:tr></w:tbl>"))
    assert (lines(page.words), page.grids) == (["framed"], ())


def test_pages_break_where_word_broke_them() -> None:
    body = _p("one") + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>two</w:t></w:r></w:p>"
    document = only(raw_docx(body))
    assert document.page_count == 2
    assert [lines(page.words) for page in document.pages()] == [["one"], ["two"]]
    assert [word.page for page in document.pages() for word in page.words] == [1, 2]


def test_a_scan_pasted_into_word_is_a_scan() -> None:
    body = '<w:p><w:r><w:drawing><a:blip xmlns:a="a"/></w:drawing></w:r></w:p>'
    assert first_page(raw_docx(body)).text_layer is TextLayer.NONE


def test_headers_that_repeat_on_every_page_are_read_once() -> None:
    relation = '<Relationships><Relationship Id="r1" Type="x/header" Target="header1.xml"/></Relationships>'
    header = f"<w:hdr {W}>{_p('Head')}</w:hdr>"
    data = raw_docx(_p("body"), **{"word/_rels/document.xml.rels": relation, "word/header1.xml": header})
    assert all_text(first_page(data)) == ["Head", "body"]


def test_a_legacy_word_file_with_a_password_says_so() -> None:
    with pytest.raises(ProtectedFile):
        list(load(compound_file({"WordDocument": bytes(10) + b"\x00\x01" + bytes(5000)})))


def test_without_libreoffice_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(doc, "_USUAL_PLACES", ())
    with pytest.raises(MissingTool, match="LibreOffice") as caught:
        list(load(b"{\\rtf1 Assay 99.5}"))
    assert "Install LibreOffice" in caught.value.advice


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_rtf_is_read_through_libreoffice() -> None:
    document = only(b"{\\rtf1\\ansi Assay 99.50 %\\par Batch L-7\\par}")
    assert document.format == "rtf"
    assert lines(next(document.pages()).words) == ["Assay 99.50 %", "Batch L-7"]


def test_a_second_table_that_does_not_fit_takes_its_heading_to_a_new_page() -> None:
    rows = "".join(f"<w:tr>{_cell(_p(str(i)))}{_cell(_p('x'))}</w:tr>" for i in range(40))
    certificate = f"{_p('Certificate')}<w:tbl>{rows}</w:tbl>{_p('signed')}"
    document = only(raw_docx(certificate * 3))
    assert document.page_count == 3
    assert all("Certificate" in lines(page.words) for page in document.pages())
    assert all(len(page.grids) == 1 for page in document.pages())
