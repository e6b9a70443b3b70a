"""Tables whose heads say less, or more, than usual: limits inside the head, names without a head, one item a table."""

from __future__ import annotations

import pytest

from drawing import Row, certificate, rows

LAYOUTS = {
    "limits in the rows that the head's side still covers": (
        """
+--------+--------------------+----------+------+
| 炉号   | 化学成分（熔炼）%  | 拉伸试验 | 判定 |
|        +--------+-----------+----------+      |
|        | C      | Mn        | Rm MPa   |      |
|        +--------+-----------+----------+      |
|        | ≤0.20  | 1.20~1.60 | ≥470     |      |
+--------+--------+-----------+----------+------+
| 24A771 | 0.15   | 1.38      | 532      | 合格 |
+--------+--------+-----------+----------+------+
| 24A772 | 0.16   | 1.41      | 519      | 合格 |
+--------+--------+-----------+----------+------+
""",
        [
            Row("C", "0.15", "%", "≤0.20", sample="24A771", section="化学成分（熔炼）%"),
            Row("Mn", "1.38", "%", "1.20~1.60", sample="24A771", section="化学成分（熔炼）%"),
            Row("拉伸试验 Rm MPa", "532", "MPa", "≥470", sample="24A771"),
            Row("C", "0.16", "%", "≤0.20", sample="24A772", section="化学成分（熔炼）%"),
            Row("Mn", "1.41", "%", "1.20~1.60", sample="24A772", section="化学成分（熔炼）%"),
            Row("拉伸试验 Rm MPa", "519", "MPa", "≥470", sample="24A772"),
        ],
    ),
    "names far left of heads that all know, without one of their own": (
        """
营养成分                           检测值      允许范围      单位      方法
维生素A                            912         680-1530      IU        HPLC
水分                               4.8         ≤10.0         %         GB/T 6435
""",
        [
            Row("维生素A", "912", "IU", "680-1530", "HPLC"),
            Row("水分", "4.8", "%", "≤10.0", "GB/T 6435"),
        ],
    ),
    "what is declared, and what is allowed": (
        """
项目        标示值      检测值      允许范围
钙          180         186         ≥144
铁          25          26.4        ≥20
""",
        [Row("钙", "186", None, "≥144"), Row("铁", "26.4", None, "≥20")],
    ),
    "a reference material's certified values": (
        """
+-------+--------+----------+-------+--------+----------+
| 成分  | 标准值 | 不确定度 | 成分  | 标准值 | 不确定度 |
+-------+--------+----------+-------+--------+----------+
| SiO2  | 4.36   | 0.05     | Cu    | 0.0031 | 0.0003   |
+-------+--------+----------+-------+--------+----------+
| Al2O3 | 2.14   | 0.04     | Zn    | 0.0046 | 0.0004   |
+-------+--------+----------+-------+--------+----------+
""",
        [Row("SiO2", "4.36"), Row("Al2O3", "2.14"), Row("Cu", "0.0031"), Row("Zn", "0.0046")],
    ),
    "names under a word that else heads limits": (
        """
性能指标            试验方法        合格范围        检验频次      本批结果
吸碘值, g/kg        D1510           116 - 126       每班          121.3
灰分, %             D1506           ≤ 0.7           每日          0.31
""",
        [
            Row("吸碘值, g/kg", "121.3", "g/kg", "116 - 126", "D1510"),
            Row("灰分, %", "0.31", "%", "≤ 0.7", "D1506"),
        ],
    ),
    "least, greatest and mean of several readings": (
        """
检测项目        单位      标称/公差        最小值      最大值      平均值
线密度          tex       2400±5%          2356        2431        2398
含水率          %         ≤0.10            0.03        0.05        0.04
""",
        [Row("线密度", "2398", "tex", "2400±5%"), Row("含水率", "0.04", "%", "≤0.10")],
    ),
    "one unit over all the lots, each lot under the word for its melt": (
        """
+------+-------------------+-------------------------------+
| 元素 | 标准（%）         | 分析结果（%）                 |
|      +---------+---------+---------------+---------------+
|      | 最小    | 最大    | 熔次 AJ-07121 | 熔次 AJ-07122 |
+------+---------+---------+---------------+---------------+
| Si   | 6.5     | 7.5     | 7.02          | 6.96          |
+------+---------+---------+---------------+---------------+
| Fe   |         | 0.20    | 0.118         | 0.124         |
+------+---------+---------+---------------+---------------+
""",
        [
            Row("Si", "7.02", "%", "6.5 - 7.5", sample="AJ-07121"),
            Row("Si", "6.96", "%", "6.5 - 7.5", sample="AJ-07122"),
            Row("Fe", "0.118", "%", "≤ 0.20", sample="AJ-07121"),
            Row("Fe", "0.124", "%", "≤ 0.20", sample="AJ-07122"),
        ],
    ),
    "the unit of all figures in the line above": (
        """
测试结果 Test Results                      单位 Unit: mg/kg

+-----------+-----------+--------+
| Test Item | Limit     | Result |
+-----------+-----------+--------+
| Lead      | 1000      | ND     |
+-----------+-----------+--------+
| Cadmium   | 100       | 6      |
+-----------+-----------+--------+
""",
        [Row("Lead", "ND", "mg/kg", "1000"), Row("Cadmium", "6", "mg/kg", "100")],
    ),
    "a word for each group under a head for results, beside the lots' values": (
        """
+----------+----------+--------+--------+------+
| 检验项目 | 标准要求 | 52503# | 52504# | 结果 |
+----------+----------+--------+--------+------+
| C        | ≤0.23    | 0.20   | 0.19   | 合格 |
+----------+----------+--------+--------+------+
| 压扁试验 | 无裂缝   | 完好   | 完好   | 合格 |
+----------+----------+--------+--------+------+
""",
        [
            Row("C", "0.20", None, "≤0.23", verdict="合格", sample="52503#"),
            Row("C", "0.19", None, "≤0.23", verdict="合格", sample="52504#"),
            Row("压扁试验", "完好", None, "无裂缝", verdict="合格", sample="52503#"),
            Row("压扁试验", "完好", None, "无裂缝", verdict="合格", sample="52504#"),
        ],
    ),
    "the same values in two systems of units": (
        """
+------------+---------------------+---------------------+
| 项目       | 标准范围            | 实测                |
|            +---------+-----------+---------+-----------+
|            | SI      | CGS       | SI      | CGS       |
+------------+---------+-----------+---------+-----------+
| 矫顽力 HcB | ≥955    | ≥12.0 kOe | 992     | 12.47 kOe |
+------------+---------+-----------+---------+-----------+
| 方形度     | ≥0.95   | -         | 0.98    | -         |
+------------+---------+-----------+---------+-----------+
""",
        [
            Row("矫顽力 HcB", "992", None, "≥955", also=("12.47 kOe",)),
            Row("方形度", "0.98", None, "≥0.95", also=("-",)),
        ],
    ),
    "result and limit under one head": (
        """
项目            实测 / 指标
总氮            15.3 %      （≥13.5）
水分            0.9 %       （≤2.0）
""",
        [Row("总氮", "15.3 %", "%", "≥13.5"), Row("水分", "0.9 %", "%", "≤2.0")],
    ),
    "a card for each item": (
        """
+--------------------------+---------------------------+
| 磷酸             85.6 %  | 色度              8       |
| 指标：≥85.0 %            | 指标：≤20                 |
+--------------------------+---------------------------+
| 铁(Fe)          <0.5 %   | 透明度            清亮    |
| 指标：≤1.0 %             | 指标：清亮                |
+--------------------------+---------------------------+
""",
        [
            Row("磷酸", "85.6 %", "%", "≥85.0 %"),
            Row("色度", "8", None, "≤20"),
            Row("铁(Fe)", "<0.5 %", "%", "≤1.0 %"),
            Row("透明度", "清亮", None, "清亮"),
        ],
    ),
    "a table for each item, named by the line above it": (
        """
1. 熔点            方法：ChP 0612
可接受标准              检验结果            判断
141.0 ~ 145.0 ℃        142.3 ~ 143.6 ℃    符合

2. 水分            方法：ChP 0832
可接受标准              检验结果            判断
≤ 0.50 %                0.13 %              符合
""",
        [
            Row("熔点", "142.3 ~ 143.6 ℃", "℃", "141.0 ~ 145.0 ℃", "ChP 0612", "符合"),
            Row("水分", "0.13 %", "%", "≤ 0.50 %", "ChP 0832", "符合"),
        ],
    ),
    "a signature under the results is none of them": (
        """
检验项目            企标要求            本批结果
酸值 mgKOH/g        ≤ 5.0               1.3
甲醇 mg/kg          ≤ 500               37
                                        检验：林某
                                        质检员（签字）：曾某
""",
        [
            Row("酸值 mgKOH/g", "1.3", "mgKOH/g", "≤ 5.0"),
            Row("甲醇 mg/kg", "37", "mg/kg", "≤ 500"),
        ],
    ),
}


@pytest.mark.parametrize(("picture", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_items_are_read(picture, expected):
    assert rows(picture) == expected


UNITS_AT_ONCE = {
    "水分%": "%",
    "耐破强度kPa": "kPa",
    "有效氯（以Cl计）%": "%",
    "CaCO3 %": "%",
    "D50 μm": "μm",
    "总氮N": None,
    "维生素A": None,
    "Retained at 20 %": None,
}


@pytest.mark.parametrize(("name", "unit"), UNITS_AT_ONCE.items(), ids=UNITS_AT_ONCE)
def test_a_unit_that_no_space_parts_from_the_name(name, unit):
    picture = f"""
Item                      Limit      Result
{name:<26}≤ 5        4
Odour                     none       none
"""
    assert rows(picture)[0].unit == unit


def test_a_bare_number_beside_a_limit_leaves_a_doubt():
    picture = """
项目        标示值      检测值      允许范围
钙          180         186         ≥144
铁          25          26.4        ≥20
"""
    limits = [item.limit.confidence for item in certificate(picture).items]
    assert max(limits) < 0.9


def test_a_sentence_below_the_results_heads_no_section():
    picture = """
项目        指标       结果
含量        ≥99.0      99.6
水分        ≤0.20      0.05
            检测值按每kg产品计。
"""
    found = certificate(picture)
    assert [item.section for item in found.items] == [None, None]


def test_a_form_s_own_head_on_every_page_is_no_item():
    head = """
+--------------------+-----------------------+-----------------+
| Mingze Pharma      | Certificate           | No. QR-011-06   |
+--------------------+-----------------------+-----------------+
"""
    items = """
+--------------------+-----------------------+-----------------+
| Test               | Limit                 | Result          |
+--------------------+-----------------------+-----------------+
| Assay, %           | ≥ 98.5                | 99.7            |
+--------------------+-----------------------+-----------------+
"""
    more = items.replace("Assay, %", "Water, %").replace("≥ 98.5", "≤ 0.50").replace("99.7", "0.18")
    found = rows(head + "\n\n\n" + items.lstrip("\n"), head + "\n\n\n" + more.lstrip("\n"))
    assert [row.name for row in found] == ["Assay, %", "Water, %"]


def test_a_weight_alone_is_no_result():
    assert certificate("车牌：浙F·8K221   净重：28.16 t").items == ()


def test_a_company_below_the_results_is_no_item():
    picture = """
项目                          指标            结果
含量                          ≥99.0           99.6
水分                          ≤0.20           0.05
淮水药用辅料有限公司          王某
"""
    assert [item.name.text for item in certificate(picture).items] == ["含量", "水分"]
