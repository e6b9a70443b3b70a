"""Sheets are pages; their cells are read as displayed, and what is hidden is left out."""

import io
from datetime import date

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.styles import Font

from lotgate.errors import TooLarge
from lotgate.loading import Bounds, load
from lotgate.model.document import TextLayer

from .files import cells, first_page, only, picture, raw_ods, raw_xlsx, saved


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "COA"
    sheet["A1"] = "Certificate of Analysis"
    sheet.merge_cells("A1:C1")
    sheet["A2"], sheet["B2"], sheet["C2"] = "Item", "Limit", "Result"
    sheet["A2"].font = Font(bold=True)
    sheet["A3"], sheet["B3"], sheet["C3"] = "Assay\n含量", "≥ 99.0", 99.5
    sheet["C3"].number_format = "0.00"
    sheet["A4"], sheet["C4"] = "Loss on drying", 0.001
    sheet["C4"].number_format = "0.00%"
    sheet["A5"], sheet["C5"] = "Made", date(2024, 3, 5)
    sheet["C5"].number_format = "yyyy-mm-dd"
    sheet["A6"], sheet["C6"] = "secret", 1
    sheet.row_dimensions[6].hidden = True
    sheet["A7"], sheet["C7"] = "Colonies", CellRichText("≤10", TextBlock(InlineFont(vertAlign="superscript"), "3"))
    sheet["A9"], sheet["B9"] = "Sum", "=C3+C4"
    sheet["E3"] = "hidden column"
    sheet.column_dimensions["E"].hidden = True
    book.create_sheet("notes").sheet_state = "hidden"
    book.create_sheet("blank")
    return saved(book)


def test_cells_are_read_as_displayed() -> None:
    document = only(workbook())
    page, blank = document.pages()
    assert cells(page.grids[0]) == {
        (0, 0): "Certificate of Analysis [1x3]",
        (1, 0): "Item",
        (1, 1): "Limit",
        (1, 2): "Result",
        (2, 0): "Assay/含量",
        (2, 1): "≥ 99.0",
        (2, 2): "99.50",
        (3, 0): "Loss on drying",
        (3, 2): "0.10%",
        (4, 0): "Made",
        (4, 2): "2024-03-05",
        (5, 0): "Colonies",
        (5, 2): "≤10³",
        (7, 0): "Sum",
        (7, 1): "=C3+C4",
    }
    assert page.grids[0].loose
    assert page.title == "COA"
    assert page.text_layer is TextLayer.GOOD
    assert blank.text_layer is TextLayer.EMPTY
    assert document.warnings == ("hidden sheet left out: notes",)


def test_every_word_lies_in_its_cell_and_bold_is_kept() -> None:
    grid = first_page(workbook()).grids[0]
    for cell in grid.cells:
        for word in cell.words:
            assert cell.box.holds(word.box.center_x, word.box.center_y)
            assert word.box.x1 <= cell.box.x1 + 0.01
    heads = {w.text: w.bold for cell in grid.cells for w in cell.words}
    assert heads["Item"]
    assert not heads["Limit"]


def test_pages_can_be_opened_again() -> None:
    document = only(workbook())
    assert list(document.pages()) == list(document.pages())


def test_a_sheet_with_nothing_but_a_picture_is_a_scan() -> None:
    book = openpyxl.Workbook()
    book.active.add_image(SheetImage(io.BytesIO(picture("PNG"))), "B2")
    assert first_page(saved(book)).text_layer is TextLayer.NONE


def test_a_million_empty_rows_are_no_page() -> None:
    rows = "".join(f'<row r="{i}"/>' for i in range(2, 1_000_000))
    sheet = (
        "<worksheet><sheetData>"
        '<row r="1"><c t="str"><v>head</v></c></row>'
        f'{rows}<row r="1000000"><c t="str"><v>foot</v></c></row></sheetData></worksheet>'
    )
    grid = first_page(raw_xlsx(sheet)).grids[0]
    assert list(cells(grid).values()) == ["head", "foot"]
    assert grid.rows < 10


def test_a_merge_over_the_whole_sheet_covers_what_is_under_it_once() -> None:
    sheet = (
        '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>top</v></c></row>'
        '<row r="2"><c r="B2" t="str"><v>under</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:B2"/></mergeCells></worksheet>'
    )
    assert cells(first_page(raw_xlsx(sheet)).grids[0]) == {(0, 0): "top [2x2]"}


def test_more_filled_cells_than_the_bound_are_too_large() -> None:
    document = next(load(workbook(), bounds=Bounds(cells=3)))
    with pytest.raises(TooLarge, match="more than 3 filled cells"):
        list(document.pages())


def test_xls_cells_are_read_as_displayed() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("检验")
    sheet.write_merge(0, 0, 0, 2, "质量证明书")
    sheet.write(1, 0, "氯化物")
    sheet.write(1, 1, 0.1, xlwt.easyxf(num_format_str="0.000"))
    sheet.write(1, 2, 45000, xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"'))
    sheet.write(2, 0, 12.5, xlwt.easyxf("font: bold on"))
    sheet.write(3, 0, "hidden")
    sheet.row(3).hidden = True
    book.add_sheet("other").visibility = 1
    buffer = io.BytesIO()
    book.save(buffer)
    document = only(buffer.getvalue())
    (page,) = document.pages()
    assert (document.format, page.title) == ("xls", "检验")
    assert cells(page.grids[0]) == {
        (0, 0): "质量证明书 [1x3]",
        (1, 0): "氯化物",
        (1, 1): "0.100",
        (1, 2): "2023年3月15日",
        (2, 0): "12.5",
    }


def test_ods_cells_hold_the_displayed_text() -> None:
    table = """
      <table:table table:name="COA">
        <table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>
        <table:table-row>
          <table:table-cell table:number-columns-spanned="2"><text:p>检验<text:s/>报告</text:p></table:table-cell>
          <table:covered-table-cell/><table:table-cell><text:p>hidden</text:p></table:table-cell>
        </table:table-row>
        <table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>
        <table:table-row>
          <table:table-cell><text:p>Pb</text:p><text:p>铅</text:p></table:table-cell>
          <table:table-cell office:value="0.1"><text:p>0.10</text:p></table:table-cell>
        </table:table-row>
        <table:table-row table:visibility="collapse">
          <table:table-cell><text:p>x</text:p></table:table-cell>
        </table:table-row>
        <table:table-row>
          <table:table-cell><text:p>10<text:span text:style-name="T1">3</text:span></text:p></table:table-cell>
        </table:table-row>
      </table:table>"""
    styles = '<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>'
    document = only(raw_ods(table, styles))
    (page,) = document.pages()
    grid = page.grids[0]
    assert document.format == "ods"
    assert cells(grid) == {(0, 0): "检验 报告 [1x2]", (3, 0): "Pb/铅", (3, 1): "0.10", (4, 0): "10³"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_delimiter_and_encoding_are_found(encoding: str, delimiter: str) -> None:
    rows = [["项目", "指标", "结果"], ["含量 %", "≥99.0", "99.50"], ["氯化物", '"a,b;c"', "0.010"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    document = only(text.encode(encoding), name="x.bin")
    shown = cells(next(document.pages()).grids[0])
    assert document.format == "csv"
    assert shown[1, 2] == "99.50"
    assert shown[2, 1] == "a,b;c"
