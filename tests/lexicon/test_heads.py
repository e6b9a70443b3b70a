"""Which role a head's words give its column: single words, words put together, two languages, units, and no heads."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotgate.lexicon.heads import Role, names_amounts, names_lots, roles_of

HEADS = {
    Role.NUMBER: ["序号", "No.", "S.No.", "Sr"],
    Role.ITEM: [
        "检验项目",
        "Test item",
        "Parameter",
        "项 目",
        "PARAMETERS",
        "Prüfmerkmal",
        "試験項目",
        "Características",
    ],
    Role.METHOD: ["检验方法", "Test method", "检测依据", "Method", "Prüfmethode", "试验方法 Test Method"],
    Role.UNIT: ["单位", "Unit", "UNITS", "计量单位", "Einheit", "单位 Unit"],
    Role.SAMPLING: ["采样方案及限量"],
    Role.LIMIT: [
        "技术指标",
        "标准要求",
        "Specification",
        "Limits",
        "Acceptance criteria",
        "Specification/Unit",
        "指标/单位",
        "Limits and units",
        "限值",
        "Spezifikation",
        "規格",
    ],
    Role.MINIMUM: ["Min", "Min.", "最小值", "下限", "Lower limit", "不小于", "标准值（≥）"],
    Role.MAXIMUM: ["Max", "MAX.", "最大值", "上限", "Upper limit", "不大于", "Limit ≤"],
    Role.RESULT: [
        "检验结果",
        "Result",
        "Test results",
        "实测值",
        "Ergebnis",
        "结果 Result",
        "Résultat",
        "Actual value",
    ],
    Role.VERDICT: ["判定", "单项判定", "Pass/Fail", "Conclusion", "Conformity", "合否"],
    Role.DETECTION: ["LOD", "检出限", "LOQ", "Detection limit"],
    Role.TYPICAL: ["Typical", "典型值", "Target"],
    Role.TOLERANCE: ["Tolerance", "公差", "允许偏差"],
    Role.UNCERTAINTY: ["Uncertainty", "不确定度"],
    Role.SAMPLE: ["批号", "炉号", "Batch No.", "Heat No.", "Lot number", "Sample ID", "Coil no"],
    Role.SECTION: ["类别", "Test group"],
    Role.OTHER: ["备注", "检验员", "Comments", "Date tested"],
}


@pytest.mark.parametrize(("role", "head"), [(role, head) for role, heads in HEADS.items() for head in heads])
def test_a_head_has_its_role(role: Role, head: str):
    assert role in roles_of(head)


def test_every_role_has_words():
    assert set(HEADS) == set(Role)


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("结果（%）", Role.RESULT),
        ("Result [mg/kg]", Role.RESULT),
        ("Result mg/kg", Role.RESULT),
        ("限值(≤)", Role.MAXIMUM),
        ("Specification (Min)", Role.MINIMUM),
        ("标准限值 Ⅲ类", Role.LIMIT),
        ("第二类用地筛选值", Role.LIMIT),
        ("State action limit", Role.LIMIT),
        ("Requirements 42.5R", Role.LIMIT),
        ("Previous result", Role.OTHER),
        ("上批结果", Role.OTHER),
        ("Last batch result", Role.OTHER),
        ("Current result", Role.RESULT),
    ],
)
def test_what_stands_beside_the_words_does_not_hide_them(head: str, role: Role):
    assert roles_of(head) == {role}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "99.6",
        "≤0.5",
        "含水率很低的白色粉末状固体",
        "White crystalline powder",
        "HX240301",
        "Batch 17",
        "批号 HX240301",
        "The result of each test must meet the specification that was agreed upon before",
    ],
)
def test_what_heads_nothing_has_no_role(text: str):
    assert roles_of(text) == frozenset()


@pytest.mark.parametrize("same", ["Test Result", "TEST RESULT", "test  result", "Ｔｅｓｔ Result", "Test-Result:"])
def test_width_case_and_space_make_no_difference(same: str):
    assert roles_of(same) == roles_of("test result") == {Role.RESULT}


@pytest.mark.parametrize("text", ["批号", "炉号", "Heat No.", "Lot/Batch", "Coil no.", "ロット番号"])
def test_lots_and_heats_are_delivered(text: str):
    assert names_lots(text)


@pytest.mark.parametrize("text", ["Sample ID", "样品编号", "Specimen", "Serial number", "Slot", "Pilot"])
def test_specimens_and_serial_numbers_are_no_lots(text: str):
    assert not names_lots(text)


def test_a_word_for_an_amount_may_name_an_item():
    assert names_amounts("含量/%")
    assert names_amounts("Content")
    assert not names_amounts("检验结果")
    assert not names_amounts("水分")


@given(st.text(max_size=80))
def test_any_text_has_roles_or_none(text: str):
    assert roles_of(text) <= set(Role)


def words() -> dict[str, list[str]]:
    data = tomllib.loads(files("lotgate.lexicon").joinpath("data/heads.toml").read_text("utf-8"))
    assert set(data) == {"ages", "readings", "filler", "endings", "another_lot", "symbols", "weak", "roles"}
    return dict(data["roles"])


def test_the_words_name_known_roles():
    assert set(words()) == {str(role) for role in Role}


@pytest.mark.parametrize("role", list(Role))
def test_every_word_of_the_file_heads_its_role(role: Role):
    unheard = [word for word in words()[role] if role not in roles_of(word)]
    assert unheard == []


def test_the_sign_of_tin_is_no_serial_number():
    assert roles_of("Sn") == frozenset()
    assert roles_of("S.N.") == {Role.NUMBER}


def test_a_field_code_before_a_head_says_nothing():
    assert roles_of("B07 卷号 Coil No.") == {Role.SAMPLE}


def test_a_head_for_result_and_limit_heads_results():
    assert roles_of("实测 / 指标") == {Role.RESULT}
    assert roles_of("指标 / 单位") == {Role.LIMIT}


@pytest.mark.parametrize("text", ["t90 min", "ts2 min", "NMT 0.15 %", "max 0.5"])
def test_a_bound_or_a_time_is_no_head(text: str):
    assert roles_of(text) == frozenset()
