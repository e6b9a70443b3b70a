"""Header facts from pages drawn in plain text: where labels and values stand, and what is no fact at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotgate.model.certificate import HeaderField
from lotgate.model.table import TableSource

from .pages import facts, page, read, table

PAIRS = {
    "colons on one line": (
        """
# 江川化工有限公司
# 产品检验报告
产品名称：碳酸二甲酯   型号规格：电池级   批号：DMC-240611-3
生产日期：2024/06/11 检验日期：2024/06/12 报告日期：2024/06/12
批量：20吨 执行标准：GB/T 33107-2016 客户名称：临川材料股份有限公司
""",
        {
            "product": "碳酸二甲酯",
            "grade": "电池级",
            "supplier": "江川化工有限公司",
            "customer": "临川材料股份有限公司",
            "batch": ["DMC-240611-3"],
            "quantity": "20吨",
            "manufactured": "2024/06/11",
            "reported": "2024/06/12",
            "standard": "GB/T 33107-2016",
        },
    ),
    "labels with spaces, values beside them": (
        """
# 质 量 检 验 报 告 单
编号：ZJ2024-0081
产 品 名 称   液体氢氧化钠   批   量：30.5t
生 产 批 号   20240115A   报 告 日 期   2024年1月16日
执 行 标 准   GB/T 209-2018
结   论：合格
""",
        {
            "product": "液体氢氧化钠",
            "certificate_no": "ZJ2024-0081",
            "batch": ["20240115A"],
            "quantity": "30.5t",
            "reported": "2024年1月16日",
            "standard": "GB/T 209-2018",
            "conclusion": "合格",
        },
    ),
    "traditional characters": (
        """
# 永安化學股份有限公司
# 檢驗報告
產品名稱：環氧樹脂   批號：A1234-5
製造日期：2024.03.01   有效期限：2025.02.28
""",
        {
            "product": "環氧樹脂",
            "supplier": "永安化學股份有限公司",
            "batch": ["A1234-5"],
            "manufactured": "2024.03.01",
            "expires": "2025.02.28",
        },
    ),
    "bilingual labels": (
        """
报告编号（Report No.）：HX-2024-0456   第 1 页 共 3 页
样品名称 Sample Name：聚氯化铝
生产单位（Manufacturer）：远山净水材料厂
批号（Lot No.）：PAC240310
签发日期（Issue Date）：2024年03月18日
检测结论（Conclusion）：所检项目符合GB/T 22627-2022标准要求。
""",
        {
            "product": "聚氯化铝",
            "supplier": "远山净水材料厂",
            "certificate_no": "HX-2024-0456",
            "batch": ["PAC240310"],
            "reported": "2024年03月18日",
            "standard": "GB/T 22627-2022",
            "conclusion": "所检项目符合GB/T 22627-2022标准要求。",
        },
    ),
    "German": (
        """
# Nordwind Chemie GmbH
# Analysenzertifikat
Produkt:  Natriumhydroxid 50 %
Chargen-Nr.:  4711-0815
Herstelldatum:  12.03.2024
Haltbar bis:  12.03.2026
Ausstellungsdatum:  15.03.2024
""",
        {
            "product": "Natriumhydroxid 50 %",
            "supplier": "Nordwind Chemie GmbH",
            "batch": ["4711-0815"],
            "manufactured": "12.03.2024",
            "expires": "12.03.2026",
            "reported": "15.03.2024",
        },
    ),
    "Japanese": (
        """
# 試験成績書
製品名：酸化チタン   ロット番号：TX-0091
製造日：2024年4月1日   発行日：2024年4月5日
例示化学工業株式会社
""",
        {
            "product": "酸化チタン",
            "supplier": "例示化学工業株式会社",
            "batch": ["TX-0091"],
            "manufactured": "2024年4月1日",
            "reported": "2024年4月5日",
        },
    ),
    "labels over values": (
        """
# ACME POLYMERS INC.
# Certificate of Analysis
Material          Lot Number   Quantity    Date of Manufacture
PP-H450 Natural   L22-0045     20,000 kg   03-Mar-2022
""",
        {
            "product": "PP-H450 Natural",
            "supplier": "ACME POLYMERS INC.",
            "batch": ["L22-0045"],
            "quantity": "20,000 kg",
            "manufactured": "03-Mar-2022",
        },
    ),
    "a product under the title, a date at the foot": (
        """
# CERTIFICATE OF ANALYSIS
# Titan White 902
Batch: 22-118-A



二〇二五年八月八日
""",
        {"product": "Titan White 902", "batch": ["22-118-A"], "reported": "二〇二五年八月八日"},
    ),
    "a number between two ideographs": (
        """
# 产品出厂检验单
第 YL2025-088 号
产品名称：活性炭
""",
        {"product": "活性炭", "certificate_no": "YL2025-088"},
    ),
}


@pytest.mark.parametrize(("text", "wanted"), PAIRS.values(), ids=PAIRS)
def test_labels_and_their_values(text: str, wanted: dict[str, object]) -> None:
    assert facts(page(text)) == wanted


def test_a_cell_has_its_value_to_the_right_and_an_empty_cell_is_no_value() -> None:
    cells = table("""
        产品名称\\Product Name | 无水硫酸钠 | 批号\\Lot No. | NS2401
        生产日期\\Mfg. Date    |            | 有效期至       | 2027-01-02
    """)
    assert facts(page("", cells)) == {"product": "无水硫酸钠", "batch": ["NS2401"], "expires": "2027-01-02"}


def test_a_cell_of_two_lines_names_the_product_in_two_languages() -> None:
    cells = table("产品名称：球扁钢\\Product Name: Bulb Flats | 质保书编号：LT-0010\\Certificate No.")
    assert facts(page("", cells)) == {"product": "球扁钢 Bulb Flats", "certificate_no": "LT-0010"}


def test_every_value_under_a_batch_head_is_a_batch() -> None:
    cells = table("""
        Batch No. | Quantity | Mfg. date
        B-1001    | 12 t     | 2024-05-01
        B-1002    | 13 t     | 2024-05-02
    """)
    assert facts(page("", cells))["batch"] == ["B-1001", "B-1002"]


def test_a_stated_table_may_leave_out_its_empty_cells() -> None:
    cells = table("Order No. | PO-77 | Customer | Gate Valves Inc.", source=TableSource.STATED)
    assert facts(page("", cells)) == {"order_no": "PO-77", "customer": "Gate Valves Inc."}


def test_a_list_of_batches_is_several_batches() -> None:
    assert facts(page("批号：E51-1101、E51-1102，E51-1103"))["batch"] == ["E51-1101", "E51-1102", "E51-1103"]


@pytest.mark.parametrize(
    "line",
    [
        "Shelf life: 24 months",
        "Batch No.: N/A",
        "Batch No.:   Expiry date:   Quantity:",
        "Sample No.: 2024-0007",
        "Analytical Batch: DA060091",
        "检验日期：2024-01-01",
        "Moisture: 0.21 %",
        "Lot: 12.5 %",
        "生产日期：/",
    ],
)
def test_what_is_no_header_fact(line: str) -> None:
    assert facts(page(line)) == {}


def test_guesses_are_never_confident() -> None:
    found = read(page("# Nordwind Chemie GmbH\n# Certificate of Analysis\n# Soda\n\n\n12 March 2024"))
    assert {field: facts[0].text for field, facts in found.items()} == {
        HeaderField.SUPPLIER: "Nordwind Chemie GmbH",
        HeaderField.PRODUCT: "Soda",
        HeaderField.REPORTED: "12 March 2024",
    }
    assert all(fact.confidence < 0.9 for facts in found.values() for fact in facts)


def test_a_label_with_a_colon_is_confident_until_the_page_contradicts_it() -> None:
    once = read(page("Product: Citric acid"))[HeaderField.PRODUCT][0]
    twice = read(page("Product: Citric acid\n\n\nProduct: Oxalic acid"))[HeaderField.PRODUCT][0]
    assert once.confidence >= 0.95
    assert twice.confidence < 0.9


def test_the_customer_in_the_letterhead_is_not_the_supplier() -> None:
    text = "Client: Lake Cement Limited\nLake Cement Limited\n# TEST REPORT"
    assert "supplier" not in facts(page(text))


def test_a_fact_shows_the_words_that_it_stands_for() -> None:
    fact = read(page("Date of issue: 27 October 2023   Page 1"))[HeaderField.REPORTED][0]
    assert fact.evidence.words == ("27", "October", "2023")


WORDS = st.sampled_from(
    [
        "Batch",
        "No.",
        "：",
        ":",
        "产品名称",
        "批",
        "号",
        "2024-01-02",
        "Ltd.",
        "有限公司",
        "12",
        "(",
        "|",
        "合格",
        "Product",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.one_of(WORDS, st.text(min_size=1, max_size=8)), max_size=8), max_size=8))
def test_any_page_is_read_without_error_and_every_fact_has_words(lines: list[list[str]]) -> None:
    text = "\n".join("  ".join(line).replace("\n", " ").replace("\r", " ") for line in lines)
    for several in read(page(text)).values():
        for fact in several:
            assert fact.evidence.words
            assert fact.text.strip()
            assert 0 <= fact.confidence < 1
