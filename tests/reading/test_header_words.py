"""The vocabulary of the head: labels, companies, titles. No document takes part."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.lexicon.header_words import company_end, label_of, simplified, title_kind
from lotgate.lexicon.heads import fold
from lotgate.model.certificate import HeaderField, Kind

LABELS = {
    "产 品 名 称": HeaderField.PRODUCT,
    "產品名稱 Product": HeaderField.PRODUCT,
    "批号(Batch No.)": HeaderField.BATCH,
    "Lot #": HeaderField.BATCH,
    "Batch / Lot No.": HeaderField.BATCH,
    "Product expiry date": HeaderField.EXPIRES,
    "EXP. DATE": HeaderField.EXPIRES,
    "1. 证 书 号 CERTIFICATE NO.": HeaderField.CERTIFICATE_NO,
    "质量保证书编号": HeaderField.CERTIFICATE_NO,
    "证号": HeaderField.CERTIFICATE_NO,
    "每批数量 (kg)": HeaderField.QUANTITY,
    "水泥品种及强度等级": HeaderField.PRODUCT,
    "Customer Order No.": HeaderField.ORDER_NO,
    "Chargen-Nr.": HeaderField.BATCH,
    "执行标准（Standard）": HeaderField.STANDARD,
}


@pytest.mark.parametrize(("text", "field"), LABELS.items())
def test_what_a_label_names(text: str, field: HeaderField) -> None:
    label = label_of(text)
    assert label is not None
    assert label.field is field


@pytest.mark.parametrize("text", ["Product code", "Sample No.", "检验日期", "Analytical batch", "批号/数量", "Tel"])
def test_labels_of_something_else(text: str) -> None:
    label = label_of(text)
    assert label is not None
    assert label.field is None


@pytest.mark.parametrize("text", ["", "12", "Chloride", "Foo bar", "As", "Moisture content of the batch was low"])
def test_what_is_no_label(text: str) -> None:
    assert label_of(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gate Valves Inc. 12 Port Road", "Gate Valves Inc."),
        ("Foo Chemie GmbH & Co. KG", "Foo Chemie GmbH & Co. KG"),
        ("Quimica Ejemplo S.A. de C.V.", "Quimica Ejemplo S.A. de C.V."),
        ("江川化工有限责任公司检验科", "江川化工有限责任公司"),
        ("such as this company", ""),
    ],
)
def test_where_a_company_s_name_ends(text: str, name: str) -> None:
    assert text[: company_end(text)] == name


def test_the_longest_title_decides() -> None:
    assert title_kind("产品质量检验报告单") is Kind.COA
    assert title_kind("Mill Test Certificate") is Kind.MTC
    assert title_kind("Calibration Certificate") is Kind.CALIBRATION
    assert title_kind("Delivery note") is None


def test_no_label_names_two_fields() -> None:
    text = files("lotgate.lexicon").joinpath("data/header.toml").read_text("utf-8")
    named: dict[str, set[str]] = {}
    for field, words in tomllib.loads(text)["labels"].items():
        for word in (*words["strong"], *words["weak"]):
            named.setdefault(simplified(fold(word)), set()).add(field)
    assert {word: fields for word, fields in named.items() if len(fields) > 1} == {}


@given(st.text(max_size=90))
def test_any_text_is_looked_up_without_error(text: str) -> None:
    label_of(text)
    assert 0 <= company_end(text) <= len(text)
    title_kind(text)
