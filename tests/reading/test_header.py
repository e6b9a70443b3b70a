"""Header facts from pages drawn in plain text: where labels and values stand, and what is no fact at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotgate.model.certificate import HeaderField
from lotgate.model.table import TableSource
from lotgate.reading.header import HeaderReader

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
    "labels and values in turn, each on a line of its own": (
        """
# Certificate of Analysis
Lot number
AH7723
Manufacturer
Northwind Biosciences Ltd
Expiration date
2025-07-31
""",
        {"batch": ["AH7723"], "supplier": "Northwind Biosciences Ltd", "expires": "2025-07-31"},
    ),
    "field codes of EN 10168 before the labels": (
        """
# INSPECTION CERTIFICATE 3.1
A03 Certificate No. 2024-0093   A06 Purchaser Tank Works Ltd
B01 Product Hot rolled plate   B02 Steel grade S355NL   Product standard EN 10025-3:2019
""",
        {
            "certificate_no": "2024-0093",
            "customer": "Tank Works Ltd",
            "product": "Hot rolled plate",
            "grade": "S355NL",
            "standard": "EN 10025-3:2019",
            "inspection_document": "INSPECTION CERTIFICATE 3.1",
        },
    ),
    "the product's name below its number": (
        """
Material   50074418
Butyl acrylate stab. 15 ppm
Batch   74008256P0
""",
        {"product": "Butyl acrylate stab. 15 ppm", "batch": ["74008256P0"]},
    ),
    "a name that goes on below its label": (
        """
Produkt / Product          Natriumsulfat / Sodium sulphate
anhydrous
Charge / Batch             240518-N
""",
        {"product": "Natriumsulfat / Sodium sulphate anhydrous", "batch": ["240518-N"]},
    ),
    "numero signs": (
        """
# BULLETIN D'ANALYSE N° BA-2023-1442
N° de lot : LAV23F0817   DDM : 08/2027
Date de distillation : 08/2023   Référentiel : ISO 3515
""",
        {
            "certificate_no": "BA-2023-1442",
            "batch": ["LAV23F0817"],
            "expires": "08/2027",
            "manufactured": "08/2023",
            "standard": "ISO 3515",
        },
    ),
    "dates of other calendars": (
        """
批號：A4H12-07   製造日期：114年8月12日   有效期限：民國116年8月11日
""",
        {"batch": ["A4H12-07"], "manufactured": "114年8月12日", "expires": "民國116年8月11日"},
    ),
    "weeks and shelf lives": (
        """
Batch: 4410087-B   Production: 2024-W18
Minimum shelf life (DD.MM.YYYY)   31.03.2028
""",
        {"batch": ["4410087-B"], "manufactured": "2024-W18", "expires": "31.03.2028"},
    ),
    "one label for two things": (
        """
生产日期/批号：2025-04-18 / 20250418
""",
        {"manufactured": "2025-04-18", "batch": ["20250418"]},
    ),
    "a regulation and a pharmacopoeia as standards": (
        """
Norma: Reglamento (UE) 2019/1009
""",
        {"standard": "Reglamento (UE) 2019/1009"},
    ),
    "a reference that is a standard": (
        """
Reference: Ph. Eur. 11.0
""",
        {"standard": "Ph. Eur. 11.0"},
    ),
    "a note names the standard": (
        """
注：排放限值参照《污水综合排放标准》GB 8978-1996表4
""",
        {"standard": "GB 8978-1996"},
    ),
    "the amount that was sampled is no part of the name": (
        """
Product: 1 BAG 50KG OF Portland cement CEM II
""",
        {"product": "Portland cement CEM II"},
    ),
    "an article's number before the name under the title": (
        """
# Certificate of Analysis
1.04938.0500 Potassium chloride for analysis
Batch   K54410936
""",
        {"product": "Potassium chloride for analysis", "batch": ["K54410936"]},
    ),
    "validity in a sentence": (
        """
The certification is valid until 31 December 2031, if stored in the dark.
""",
        {"expires": "31 December 2031"},
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
    "a day as the batch's number, a colon in a column of its own, a date with a sign too many": (
        """
Sample Name      :    Soda
Sample Batch No.    ：    20250510
Issue Date: 28/01//2025
""",
        {"product": "Soda", "batch": ["20250510"], "reported": "28/01//2025"},
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
        "收样日期：2024-01-01",
        "Moisture: 0.21 %",
        "Lot: 12.5 %",
        "P·O 42.5",
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


@pytest.mark.parametrize(
    ("text", "supplier"),
    [
        ("Signed for and on behalf of\nCertwell Testing (HK) Ltd.", "Certwell Testing (HK) Ltd."),
        ("For and on behalf of Weavewell Testing Pvt. Ltd.", "Weavewell Testing Pvt. Ltd."),
        ("# Certificate of Analysis\nHarbour Coatings plc", "Harbour Coatings plc"),
        ("Aster KGaA, Main Street 250, 64200 Auerstadt  Bellis Corporation, 400 Summit Drive", "Aster KGaA"),
        (
            "This certificate is issued electronically and is valid unsigned. Issued by Petrowell\n"
            "Lubricants Ltd from the laboratory. Company registered in England.",
            "Petrowell Lubricants Ltd",
        ),
        ("# Reference Materials Institute\n# CERTIFICATE", "Reference Materials Institute"),
    ],
)
def test_who_issued_it_where_no_label_says_so(text: str, supplier: str) -> None:
    assert facts(page(text))["supplier"] == supplier


def test_the_maker_of_a_calibrated_instrument_is_not_the_supplier() -> None:
    text = "Gauge Services AG\n# Calibration Certificate\nObject   Balance XS\nManufacturer   Scales Ltd\n"
    assert facts(page(text))["supplier"] == "Gauge Services AG"


def test_the_kind_of_inspection_document_is_no_number() -> None:
    assert "certificate_no" not in facts(page("# CERTIFICAT DE RÉCEPTION 3.1\nINSPECTION CERTIFICATE 3.1 EN 10204"))
    assert "standard" not in facts(page("# Certificate of Analysis\nEN 10204 - 3.1"))


def test_a_number_that_runs_along_the_heads_of_pages_is_the_document_s() -> None:
    first = page("# TEST REPORT\nOur Rcf . CE-8500317/OYN   Date: 18/06/2024")
    found = read(first, page("CE-8500317/OYN\nResults", number=2))[HeaderField.CERTIFICATE_NO][0]
    assert found.text == "CE-8500317/OYN"
    assert found.confidence < 0.9


def test_the_date_of_the_test_stands_in_for_the_report_s_with_doubt() -> None:
    alone = read(page("Batch: A-1201\nDate of analysis: 15 September 2023"))[HeaderField.REPORTED][0]
    assert alone.text == "15 September 2023"
    assert alone.confidence < 0.7
    assert facts(page("检验日期：2024-01-01\n报告日期：2024-01-03"))["reported"] == "2024-01-03"


def test_what_stands_beside_a_batch_head_is_not_its_value() -> None:
    heads = table("""
        Plate No. | KV2 [J]
        418821-01 | 141
        418821-02 | 133
    """)
    assert facts(page("", heads))["batch"] == ["418821-01", "418821-02"]


def test_heads_beside_a_batch_head_are_no_batches() -> None:
    heads = table("""
        Lot   | Assay 99 | Result
        A-118 | 98       | conforms
    """)
    assert facts(page("", heads))["batch"] == ["A-118"]


@pytest.mark.parametrize(
    ("line", "batches"),
    [
        ("批号：MY-HP6-1128 / MY-HP6-1129", ["MY-HP6-1128", "MY-HP6-1129"]),
        ("批次：24A118/24A119", ["24A118", "24A119"]),
        ("批号：T-305/20250716", ["T-305/20250716"]),
        ("Batch: ATC/2309/0117", ["ATC/2309/0117"]),
        ("Lots: 24118A; 24118B (500 kg each)", ["24118A", "24118B"]),
        ("批号：20240612   原料批号：YL-20240601", ["20240612"]),
        ("原料批号：YL-20240601", ["YL-20240601"]),
    ],
)
def test_what_one_label_calls_batches(line: str, batches: list[str]) -> None:
    assert facts(page(line))["batch"] == batches


def test_a_date_with_its_label_beside_a_products_label_is_no_product() -> None:
    text = "产品名称 Product        生产日期 MFD 2025-04-02\n批号 Batch No. HA-2504021"
    assert facts(page(text)).get("product") is None


def test_a_row_of_results_behind_its_heat_is_no_list_of_batches() -> None:
    assert "batch" not in facts(page("Heat   0,41 0,24 0,78 0,012 0,021"))


def test_a_batch_named_by_its_day_is_doubted_and_the_day_is_not() -> None:
    found = read(page("", table("生产日期/批号 | 2024-06-01 | 样品数量 | 1kg")))
    assert found[HeaderField.MANUFACTURED][0].confidence >= 0.9
    assert found[HeaderField.BATCH][0].confidence < 0.9


def test_the_first_row_of_several_is_not_confidently_the_whole_delivery_s() -> None:
    rows = table("""
        Batch No. | Mfg. date
        B-1001    | 2024-05-01
        B-1002    | 2024-05-02
    """)
    assert read(page("", rows))[HeaderField.MANUFACTURED][0].confidence < 0.9


@pytest.mark.parametrize("mark", [":", ""])
def test_a_row_goes_on_to_the_next_label_though_nobody_knows_it(mark: str) -> None:
    row = table(f"Lot # | NP-2403 | Potency claim{mark} | 12,480 bottles")
    assert facts(page("", row))["batch"] == ["NP-2403"]


def test_a_date_among_lines_taken_for_items_is_still_read() -> None:
    whole = page("Batch: A-1201\nIssue date   2024-01-30")
    reader = HeaderReader()
    reader.take(replace(whole, lines=whole.lines[:1]), whole)
    assert reader.facts([])[HeaderField.REPORTED][0].text == "2024-01-30"


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


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Batch / Tank: T417-2406", {"batch": ["T417-2406"]}),
        ("Lotes: 2241803 y 2241804", {"batch": ["2241803", "2241804"]}),
        (
            "Charge 24K0711/03, Herstelldatum 11.07.2024, Mindesthaltbarkeit 07/2027",
            {"batch": ["24K0711/03"], "manufactured": "11.07.2024", "expires": "07/2027"},
        ),
        ("Purchase order no./date: PIP/92214 / 06.01.2025", {"order_no": "PIP/92214"}),
        (
            "we certify that the goods supplied under Batch No. EA-1187/08-23 (Expiry July 2025) were tested",
            {"batch": ["EA-1187/08-23"], "expires": "July 2025"},
        ),
        ("All lots within specification. Lab: here. Date 8 Aug 2022. Analyst K.O.", {"reported": "8 Aug 2022"}),
        ("# CERTIFICADO DE QUALIDADE CQ 2024/118", {"certificate_no": "CQ 2024/118"}),
        ("# Certified Test Report CTR-0091557 Page 1/2", {"certificate_no": "CTR-0091557"}),
        ("# CERTIFICATO DI COLLAUDO      N. 23/04417", {"certificate_no": "23/04417"}),
        ("# TEST CERTIFICATE AS PER EN 10204 TYPE 3.1", {}),
        ("Prairie Nutrient Blends Co.", {"supplier": "Prairie Nutrient Blends Co."}),
        ("Aladağ Maden İşletmeleri San. ve Tic. A.Ş.", {"supplier": "Aladağ Maden İşletmeleri San. ve Tic. A.Ş."}),
    ],
)
def test_facts_without_a_label_s_colon(text: str, wanted: dict[str, object]) -> None:
    found = facts(page(text))
    assert {field: found.get(field) for field in wanted} == wanted
    assert wanted or "supplier" not in found


def test_a_cell_with_its_label_over_its_value() -> None:
    form = table("Product\\SEAMLESS STEEL PIPE | Standard\\ASTM A106-19a | Quantity\\212 pcs")
    assert facts(page("", form)) == {
        "product": "SEAMLESS STEEL PIPE",
        "standard": "ASTM A106-19a",
        "quantity": "212 pcs",
    }
