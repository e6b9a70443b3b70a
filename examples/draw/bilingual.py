"""Chinese and English side by side: a two-level head, a table over two pages, a Word document with merged cells."""

from __future__ import annotations

from itertools import groupby

from examples.draw.content import Cell, Drawing, Entry, Header, Row, Truth
from examples.draw.office import word_document
from examples.draw.paper import Paper

POLYPROPYLENE = (
    # name, unit, method, minimum, maximum, result
    ("熔体质量流动速率(230°C,2.16kg)\nMelt mass-flow rate", "g/10min", "GB/T 3682.1", "2.0", "4.0", "3.7"),
    ("等规指数\nIsotactic index", "%", "GB/T 2412", "96.0", "", "97.3"),
    ("拉伸屈服应力\nTensile stress at yield", "MPa", "GB/T 1040.2", "30.0", "", "34.6"),
    ("弯曲模量\nFlexural modulus", "MPa", "GB/T 9341", "1200", "", "1420"),
    ("简支梁缺口冲击强度(23°C)\nCharpy notched impact strength", "kJ/m²", "GB/T 1043.1", "3.0", "", "3.8"),
    ("灰分\nAsh", "%", "GB/T 9345.1", "", "0.030", "0.018"),
    ("黄色指数\nYellowness index", "", "HG/T 3862", "", "4.0", "-1.2"),
    ("氯含量\nChlorine content", "mg/kg", "SH/T 1829", "", "50", "21"),
)


def polypropylene() -> Drawing:
    """Minimum and maximum under one head; the melt flow meets the maker's limits and not the buyer's."""
    entries = tuple(
        Entry(
            name,
            result,
            limit=f"{low} - {high}" if low and high else f"≥ {low}" if low else f"≤ {high}",
            unit=unit or None,
            method=method,
            parts=tuple(part.split("(")[0] for part in name.split("\n")),
        )
        for name, unit, method, low, high, result in POLYPROPYLENE
    )
    header = Header(
        product="聚丙烯树脂 Polypropylene Resin",
        grade="PPH-T03",
        supplier="岬湾聚烯烃有限公司 CAPEWAN POLYOLEFIN CO., LTD.",
        certificate_no="CW-QC-250321",
        batch=("L25C0311",),
        quantity="125 t",
        manufactured="2025-03-11",
        reported="2025-03-21",
        standard="GB/T 12670-2008",
        conclusion="合格 Qualified",
    )
    chinese, english = header.supplier.split(" ", 1)
    paper = Paper("质量检验报告 Quality Certificate")
    paper.text(paper.width / 2, 52, chinese, size=14, align="center")
    paper.text(paper.width / 2, 68, english, size=9, align="center")
    paper.text(paper.width / 2, 96, "产品质量证明书 CERTIFICATE OF QUALITY", size=12, align="center")
    facts: list[Row] = [
        ("产品名称\nProduct", header.product, "证书编号\nCertificate No.", header.certificate_no),
        ("牌号\nGrade", header.grade, "批号\nLot No.", header.batch[0]),
        ("生产日期\nProduction date", header.manufactured, "数量\nQuantity", header.quantity),
        ("执行标准\nStandard", header.standard, "签发日期\nIssue date", header.reported),
    ]
    y = paper.table(40, 112, (80, 190, 80, 165), facts, align="clcl", size=8) + 8
    rows: list[Row] = [
        (
            Cell("检验项目\nTest item", rows=2),
            Cell("单位\nUnit", rows=2),
            Cell("试验方法\nTest method", rows=2),
            Cell("指标 Specification", columns=2),
            Cell("检验结果\nResult", rows=2),
        ),
        ("最小值 Min.", "最大值 Max."),
        *(
            (name, unit or "—", method, low or "—", high or "—", result)
            for name, unit, method, low, high, result in POLYPROPYLENE
        ),
        (Cell("结论\nConclusion"), Cell(header.conclusion, columns=5, align="left")),
    ]
    y = paper.table(40, y, (170, 55, 85, 70, 70, 65), rows, align="l", size=8)
    paper.signatures(y + 40, [("检验 Insp.：", "阮漫"), ("审核 Rev.：", "柯以宁")])
    paper.text(paper.width / 2, 806, "第1页 共1页 Page 1 of 1", size=8, align="center")
    truth = Truth("polypropylene-two-level.pdf", "coa", ("zh", "en"), header, entries)
    return Drawing("certificates/polypropylene-two-level.pdf", paper.finish(), (truth,))


CARBONATE = (
    # name, unit, limit, result; trace elements in ppm, where the buyer's standard writes per cent
    ("碳酸锂含量 Li2CO3 content", "%", "≥99.50", "99.72"),
    ("水分 Moisture", "%", "≤0.25", "0.11"),
    ("灼烧减量 Loss on ignition", "%", "≤0.50", "0.32"),
    ("氯化物 Chloride (Cl)", "ppm", "≤30", "12"),
    ("硫酸盐 Sulfate (SO4)", "ppm", "≤800", "410"),
    ("磁性物质 Magnetic substances", "ppm", "≤0.3", "0.08"),
    ("粒度D10 Particle size D10", "µm", "≥1.0", "2.3"),
    ("粒度D50 Particle size D50", "µm", "3.0～8.0", "5.4"),
    ("粒度D90 Particle size D90", "µm", "9.0～15.0", "12.6"),
    ("振实密度 Tap density", "g/cm³", "≥0.60", "0.78"),
    ("松装密度 Bulk density", "g/cm³", "≥0.25", "0.38"),
    ("比表面积 Specific surface area", "m²/g", "≤5.0", "2.7"),
    ("白度 Whiteness", "%", "≥90.0", "95.6"),
    ("钠 Na", "ppm", "≤250", "142"),
    ("镁 Mg", "ppm", "≤80", "31"),
    ("钙 Ca", "ppm", "≤50", "22"),
    ("钾 K", "ppm", "≤10", "4"),
    ("铁 Fe", "ppm", "≤10", "2.1"),
    ("锌 Zn", "ppm", "≤3", "<0.5"),
    ("铜 Cu", "ppm", "≤3", "<0.5"),
    ("铅 Pb", "ppm", "≤3", "<0.5"),
    ("硅 Si", "ppm", "≤30", "11"),
    ("铝 Al", "ppm", "≤10", "3.6"),
    ("锰 Mn", "ppm", "≤3", "<0.5"),
    ("镍 Ni", "ppm", "≤10", "<1"),
    ("铬 Cr", "ppm", "≤10", "<1"),
    ("钴 Co", "ppm", "≤10", "<1"),
    ("镉 Cd", "ppm", "≤5", "<0.5"),
    ("砷 As", "ppm", "≤5", "<0.5"),
    ("汞 Hg", "ppm", "≤1", "未检出 ND"),
    ("锶 Sr", "ppm", "≤20", "6"),
    ("钡 Ba", "ppm", "≤10", "<1"),
    ("硼 B", "ppm", "≤20", "4"),
    ("磷 P", "ppm", "≤20", "<5"),
    ("氟 F", "ppm", "≤50", "16"),
    ("酸不溶物 Acid insolubles", "%", "≤0.010", "0.002"),
)
FIRST_PAGE_ROWS = 26


def lithium_carbonate() -> Drawing:
    """A table that goes on, with its head repeated, on page 2; ppm where the buyer writes per cent."""
    entries = tuple(
        Entry(
            name,
            result,
            limit=limit,
            unit=unit,
            parts=tuple(name.split(" ", 1)),
            page=1 if n < FIRST_PAGE_ROWS else 2,
        )
        for n, (name, unit, limit, result) in enumerate(CARBONATE)
    )
    header = Header(
        product="电池级碳酸锂 Battery Grade Lithium Carbonate",
        supplier="郦川锂盐科技有限公司 LICHUAN LITHIUM SALTS CO., LTD.",
        certificate_no="LC-COA-2504-077",
        batch=("LC25040777",),
        quantity="20,000 kg",
        manufactured="2025-04-07",
        reported="2025-04-09",
        standard="YS/T 582-2013",
        conclusion="合格 PASS",
    )
    paper = Paper("Certificate of Analysis")
    head: Row = tuple(
        Cell(words, bold=True) for words in ("序号 No.", "检测项目 Item", "单位 Unit", "标准 Spec.", "结果 Result")
    )
    rows: list[Row] = [
        (str(n), name, unit, limit, result) for n, (name, unit, limit, result) in enumerate(CARBONATE, 1)
    ]
    widths = (45, 215, 60, 95, 95)
    _letterhead(paper, header)
    facts: list[Row] = [
        ("产品 Product", Cell(header.product, columns=3, align="left")),
        ("批号 Batch No.", header.batch[0], "证书号 COA No.", header.certificate_no),
        ("重量 Net weight", header.quantity, "标准 Standard", header.standard),
        ("生产日期 Mfg. date", header.manufactured, "报告日期 Report date", header.reported),
    ]
    y = paper.table(42, 108, (90, 165, 105, 150), facts, align="clcl", size=8) + 8
    paper.table(42, y, widths, [head, *rows[:FIRST_PAGE_ROWS]], align="cl")
    paper.text(paper.width / 2, 818, "第 1 页 共 2 页 Page 1 of 2", size=8, align="center")
    paper.next_page()
    _letterhead(paper, header)
    y = paper.table(42, 108, widths, [head, *rows[FIRST_PAGE_ROWS:]], align="cl")
    paper.text(44, y + 22, "结论 Conclusion: " + header.conclusion)
    paper.signatures(y + 60, [("分析 Analyst", "翟萤"), ("批准 Approved", "Q. Rong")])
    paper.seal(430, y + 60, "郦川锂盐科技有限公司", "质检专用章")
    paper.text(paper.width / 2, 818, "第 2 页 共 2 页 Page 2 of 2", size=8, align="center")
    truth = Truth("lithium-carbonate-two-pages.pdf", "coa", ("zh", "en"), header, entries)
    return Drawing("certificates/lithium-carbonate-two-pages.pdf", paper.finish(), (truth,))


MALTODEXTRIN = (
    # section, name, unit, requirement, result, verdict
    ("感官\nSensory", "色泽 Colour", "", "白色或微黄色", "白色", ""),
    ("感官\nSensory", "气味 Odour", "", "无异味", "无异味", "合格"),
    ("理化\nPhysico-chemical", "DE值 Dextrose equivalent", "%", "15～20", "17.8", "合格"),
    ("理化\nPhysico-chemical", "水分 Moisture", "%", "≤6.0", "4.7", "合格"),
    ("理化\nPhysico-chemical", "pH", "", "4.5～6.5", "5.4", "合格"),
    ("理化\nPhysico-chemical", "硫酸灰分 Sulfated ash", "%", "≤0.6", "0.2", "合格"),
    ("理化\nPhysico-chemical", "铅 Lead (Pb)", "mg/kg", "≤0.5", "<0.02", "合格"),
    ("微生物\nMicrobiology", "菌落总数 Total plate count", "CFU/g", "≤3000", "40", "合格"),
    ("微生物\nMicrobiology", "霉菌和酵母 Yeast and mould", "CFU/g", "≤100", "<10", "合格"),
    ("微生物\nMicrobiology", "沙门氏菌 Salmonella", "/25g", "不得检出", "未检出", "合格"),
)


def maltodextrin() -> Drawing:
    """A Word document with merged cells; every test passes, and the lot has expired."""
    entries = tuple(
        Entry(
            name,
            result,
            limit=limit,
            unit=unit or None,
            verdict=verdict or None,
            section=section.replace("\n", " "),
            parts=tuple(name.split(" ", 1)),
        )
        for section, name, unit, limit, result, verdict in MALTODEXTRIN
    )
    header = Header(
        product="麦芽糊精 Maltodextrin",
        grade="MD-18",
        supplier="汀溪谷物糖业有限公司 Tingxi Grain Sugars Co., Ltd.",
        customer="桐湾市禾穗食品有限公司",
        certificate_no="TX-2022-3310",
        batch=("221107-2",),
        manufactured="2022-11-07",
        expires="2024-11-06",
        reported="2022-11-10",
        standard="GB/T 20882.6-2021",
        conclusion="合格 Pass",
    )
    facts: list[Row] = [
        ("产品名称 Product", header.product, "规格 Grade", header.grade),
        ("批号 Lot", header.batch[0], "报告编号 Report No.", header.certificate_no),
        ("生产日期 Mfg. date", header.manufactured, "有效期至 Expiry date", header.expires),
        ("客户 Customer", header.customer, "报告日期 Report date", header.reported),
        ("执行标准 Standard", Cell(header.standard, columns=3)),
    ]
    rows: list[Row] = [("类别\nCategory", "检验项目\nTest item", "单位\nUnit", "要求\nLimit", "结果\nResult", "判定")]
    for section, group in groupby(MALTODEXTRIN, key=lambda line: line[0]):
        lines = list(group)
        rows.append((Cell(section, rows=len(lines)), *lines[0][1:]))
        rows += [line[1:] for line in lines[1:]]
    rows.append((Cell("结论 Conclusion", columns=2), Cell(header.conclusion, columns=4)))
    content = word_document(
        heading=(header.supplier, "检验报告 CERTIFICATE OF ANALYSIS"),
        facts=facts,
        rows=rows,
        after=("检验员 Inspector：卞星河        审核 Reviewed by：厉澄",),
        footer="本报告仅对来样负责 This report is valid for the tested sample only.",
    )
    truth = Truth("maltodextrin-merged.docx", "coa", ("zh", "en"), header, entries)
    return Drawing("certificates/maltodextrin-merged.docx", content, (truth,))


def _letterhead(paper: Paper, header: Header) -> None:
    chinese, english = header.supplier.split(" ", 1)
    paper.text(42, 50, chinese, size=12)
    paper.text(42, 64, english, size=8)
    paper.rule(42, 70, 552, 70, width=1.2)
    paper.text(paper.width / 2, 94, "检验报告 CERTIFICATE OF ANALYSIS", size=13, align="center")
