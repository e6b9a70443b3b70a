"""Header facts that no label names: in a title, in a letter's sentences, at a page's foot."""

from __future__ import annotations

import pytest

from .pages import facts, page, read, table

TITLED = {
    "铝合金锭质量保证书": "铝合金锭",
    "重质碳酸钙化验单": "重质碳酸钙",
    "临安明光化工厂 次氯酸钠随车质检单": "次氯酸钠",
    "出厂检验报告": None,
    "产品质量证明书": None,
    "委托检测报告": None,
    "检验证书 INSPECTION CERTIFICATE": None,
}


@pytest.mark.parametrize(("title", "product"), TITLED.items(), ids=TITLED)
def test_a_title_names_the_product_or_does_not(title: str, product: str | None) -> None:
    assert facts(page(f"# {title}\n批号：Z40-0916")).get("product") == product


def test_a_product_named_by_a_title_alone_is_a_guess() -> None:
    found = read(page("# 铝合金锭质量保证书"))
    assert all(fact.confidence < 0.7 for several in found.values() for fact in several)


def test_a_letter_s_sentence_says_batch_and_expiry() -> None:
    text = """
# 质量保证书
我司供应贵司之香精，批号 QF251007-02，数量 180公斤，
订单号 HW-PO-3381，保质期至2026年10月6日，结果如下
"""
    found = facts(page(text))
    assert found["batch"] == ["QF251007-02"]
    assert found["order_no"] == "HW-PO-3381"
    assert found["expires"] == "2026年10月6日"


def test_a_works_at_the_foot_issued_the_certificate() -> None:
    assert facts(page("# 质量检验单\n" + "\n" * 40 + "临安明光净水材料厂   质检科"))["supplier"] == "临安明光净水材料厂"


def test_a_name_in_two_scripts_takes_no_third_company() -> None:
    head = """
宁州不锈钢有限公司
Ningzhou Stainless Steel Co., Ltd.
"""
    form = table("A06 购货方 Purchaser\\Thai-Lanna Co., Ltd.", top=70, width=300)
    assert facts(page(head, form))["supplier"] == "宁州不锈钢有限公司 Ningzhou Stainless Steel Co., Ltd."


def test_a_company_s_name_that_breaks_in_a_cell_is_whole() -> None:
    form = table("台州明泽制药有限公司\\Taizhou Mingze\\Pharmaceutical Co., Ltd. | Page 1", top=45, width=300)
    assert facts(page("", form))["supplier"] == "台州明泽制药有限公司 Taizhou Mingze Pharmaceutical Co., Ltd."


STANDARDS = {
    "GB/T 2091-2008 优等品": "GB/T 2091-2008",
    "GB 1886.235-2016 食品安全国家标准 食品添加剂 柠檬酸": "GB 1886.235-2016",
    "GB 2716-2018, GB 2762-2022": "GB 2716-2018, GB 2762-2022",
}


@pytest.mark.parametrize(("printed", "standard"), STANDARDS.items(), ids=STANDARDS)
def test_a_standard_stands_without_its_title_and_grade(printed: str, standard: str) -> None:
    assert facts(page(f"执行标准：{printed}"))["standard"] == standard


def test_a_product_stands_without_its_number_before_it() -> None:
    assert facts(page("物料名称：10002871 醋酸正丙酯 n-Propyl acetate"))["product"] == "醋酸正丙酯 n-Propyl acetate"
