"""Certificates as Excel workbooks: number formats that matter, merged cells, and a figure typed with a letter."""

from __future__ import annotations

import re

from examples.draw.content import Cell, Drawing, Entry, Header, Row, Truth
from examples.draw.office import workbook

SODA_ASH = (
    # name, unit, limit, result, the format that shows the result
    ("总碱量(以干基的Na2CO3计)", "%", "≥99.2", "99.40", "0.00"),
    ("氯化钠(以干基的NaCl计)", "%", "≤0.70", "0.30", "0.00"),
    ("铁(以干基的Fe计)", "%", "≤0.0035", "0.0010", "0.0000"),
    ("硫酸盐(以干基的SO4计)", "%", "≤0.03", "0.01", "0.00"),
    ("水不溶物", "%", "≤0.03", "0.010", "0.000"),
    ("堆积密度", "g/mL", "≥0.90", "1.10", "0.00"),
    ("粒度(180μm筛余物)", "%", "≥75.0", "82.0", "0.0"),
    ("烧失量", "%", "≤0.8", "0.10", "0.00"),
)


def soda_ash() -> Drawing:
    """0.10 is stored as the number 0.1 and a format; the sheet shows 0.10, and so must the reader."""
    entries = tuple(
        Entry(name, result, limit=limit, unit=unit, parts=(name.split("(")[0],))
        for name, unit, limit, result, _ in SODA_ASH
    )
    header = Header(
        product="工业碳酸钠（重质）",
        grade="优等品",
        supplier="盐澧滨海制碱有限公司",
        certificate_no="YL-25-0302",
        batch=("ZJ250301",),
        quantity="60 t",
        manufactured="2025-03-01",
        expires="2035-02-28",
        reported="2025-03-02",
        standard="GB/T 210-2022",
        conclusion="合格",
    )
    rows: list[Row] = [
        (Cell(header.supplier, columns=6, bold=True),),
        (Cell("产品质量检验报告", columns=6, bold=True),),
        ("产品名称", Cell(header.product, columns=2), "报告编号", Cell(header.certificate_no, columns=2)),
        ("批号", Cell(header.batch[0], columns=2), "等级", Cell(header.grade, columns=2)),
        ("生产日期", Cell(header.manufactured, columns=2), "有效期至", Cell(header.expires, columns=2)),
        ("数量", Cell(header.quantity, columns=2), "执行标准", Cell(header.standard, columns=2)),
        ("序号", Cell("检验项目", columns=2), "单位", "技术指标", "检验结果"),
        *(
            (str(n), Cell(name, columns=2, align="left"), unit, limit, Cell(result, number_format=shown))
            for n, (name, unit, limit, result, shown) in enumerate(SODA_ASH, start=1)
        ),
        (Cell("检验结论", columns=2), Cell(header.conclusion, columns=4)),
        (Cell("检验员：邬知秋", columns=3), Cell("报告日期：" + header.reported, columns=3)),
    ]
    content = workbook("检验报告", rows, (10, 22, 12, 12, 16, 16))
    truth = Truth("soda-ash-formats.xlsx", "coa", ("zh",), header, entries)
    return Drawing("certificates/soda-ash-formats.xlsx", content, (truth,))


POTASH = (
    ("氢氧化钾 KOH", "%", "≥90.0", "90.6"),
    ("碳酸钾 K2CO3", "%", "≤0.5", "O.3"),
    ("氯化物 Chloride (Cl)", "%", "≤0.010", "0.004"),
    ("硫酸盐 Sulfate (SO4)", "%", "≤0.010", "0.002"),
    ("铁 Iron (Fe)", "mg/kg", "≤10", "3"),
    ("钠 Sodium (Na)", "%", "≤1.0", "0.4"),
)


def potassium_hydroxide() -> tuple[bytes, Truth]:
    """The workbook in the mail: somebody typed the letter O for a nought, and nobody may guess which number it was."""
    entries = tuple(
        Entry(
            name,
            result,
            limit=limit,
            unit=unit,
            parts=(*name.split(" ", 1), *re.findall(r"^\S+ (.+) \(", name)),
        )
        for name, unit, limit, result in POTASH
    )
    header = Header(
        product="氢氧化钾 Potassium Hydroxide",
        supplier="苔原无机盐贸易有限公司 Tundra Inorganics Co., Ltd.",
        certificate_no="TT-0311-K",
        batch=("KH250305",),
        quantity="25 t",
        manufactured="2025-03-05",
        reported="2025-03-11",
        conclusion="合格 Pass",
    )
    rows: list[Row] = [
        (Cell(header.supplier, columns=4, bold=True),),
        (Cell("质检报告 Certificate of Analysis", columns=4, bold=True),),
        ("品名 Product", header.product, "批号 Batch No.", header.batch[0]),
        ("数量 Quantity", header.quantity, "证书号 Certificate No.", header.certificate_no),
        ("生产日期 Mfg. date", header.manufactured, "签发日期 Issue date", header.reported),
        ("项目 Item", "单位 Unit", "指标 Specification", "结果 Result"),
        *POTASH,
        ("结论 Conclusion", Cell(header.conclusion, columns=3)),
    ]
    content = workbook("COA", rows, (24, 30, 26, 18))
    return content, Truth("potassium-hydroxide.xlsx", "coa", ("zh", "en"), header, entries)
