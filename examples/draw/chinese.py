"""Chinese certificates on paper: grade columns, side by side, two lots, and one that contradicts itself."""

from __future__ import annotations

from collections.abc import Sequence

from examples.draw.content import Cell, Drawing, Entry, Header, Row, Truth
from examples.draw.paper import Paper

METHANOL = (
    # item, sign, limits of the three grades (GB/T 338-2011, table 1), result
    ("色度/Hazen单位(铂-钴色号)", "≤", ("5", "5", "10"), "3"),
    ("密度(20°C)/(g/cm³)", "", ("0.791～0.792", "0.791～0.793", "0.791～0.793"), "0.7915"),
    ("沸程(0°C,101.3kPa)/°C", "≤", ("0.8", "1.0", "1.5"), "0.6"),
    ("高锰酸钾试验/min", "≥", ("50", "30", "20"), "65"),
    ("水混溶性试验", "", ("通过试验(1+3)", "通过试验(1+9)", "—"), "通过试验(1+3)"),
    ("水的质量分数/%", "≤", ("0.10", "0.15", "0.20"), "0.04"),
    ("酸的质量分数(以HCOOH计)/%", "≤", ("0.0015", "0.0030", "0.0050"), "0.0008"),
    ("羰基化合物的质量分数(以HCHO计)/%", "≤", ("0.002", "0.005", "0.010"), "0.001"),
    ("蒸发残渣的质量分数/%", "≤", ("0.001", "0.003", "0.005"), "0.0005"),
    ("硫酸洗涤试验/Hazen单位(铂-钴色号)", "≤", ("50", "50", "—"), "20"),
)


def methanol() -> Drawing:
    """The classic sheet of a GB/T chemical: three grades in columns, the stated one applies."""
    entries = tuple(
        Entry(name, result, limit=sign + grades[0], unit=_unit(name), parts=(_bare(name),))
        for name, sign, grades, result in METHANOL
    )
    header = Header(
        product="工业用甲醇",
        grade="优等品",
        supplier="芜塘县青岚甲醇化工有限公司",
        certificate_no="QL-ZJ-2025-0218",
        batch=("ME20250217-3",),
        quantity="58.60 t",
        manufactured="2025年02月17日",
        reported="2025年02月18日",
        standard="GB/T 338—2011",
        conclusion="经检验，该批产品符合GB/T 338—2011优等品要求，判定为优等品。",
    )
    paper = Paper("产品质量检验报告")
    _title(paper, header.supplier, "产品质量检验报告单")
    facts: list[Row] = [
        ("产品名称", header.product, "报告编号", header.certificate_no),
        ("批号", header.batch[0], "产品等级", header.grade),
        ("数量", header.quantity, "生产日期", header.manufactured),
        ("执行标准", header.standard, "报告日期", header.reported),
    ]
    y = paper.table(50, 110, (70, 180, 70, 175), facts, align="clcl")
    rows: list[Row] = [
        (Cell("项目", columns=2, rows=2), Cell("指标", columns=3), Cell("检验结果", rows=2)),
        ("优等品", "一等品", "合格品"),
        *(_graded_row(*line) for line in METHANOL),
        ("检验结论", Cell(header.conclusion, columns=5, align="left")),
    ]
    y = paper.table(50, y, (175, 22, 80, 80, 68, 70), rows, align="l")
    paper.text(50, y + 16, "注：本报告涂改无效，未加盖检验专用章无效。", size=8)
    paper.signatures(y + 48, [("检验员：", "何砚秋"), ("审核：", "陆汀"), ("批准：", "沈阔")])
    paper.seal(440, y + 40, header.supplier, "检验专用章")
    paper.text(paper.width / 2, 810, "地址：芜塘县化工园区青岚路6号  第1页 共1页", size=7.5, align="center")
    return _drawing("methanol-ruled", paper, header, entries)


BICARBONATE = (
    ("总碱量(以NaHCO3计)", "%", "99.0～100.5", "99.6"),
    ("干燥减量", "%", "≤0.20", "0.08"),
    ("pH(10g/L溶液)", None, "≤8.6", "8.3"),
    ("砷(As)", "mg/kg", "≤1.0", "<0.1"),
    ("重金属(以Pb计)", "mg/kg", "≤5.0", "<1"),
    ("白度", "度", "≥85", "93"),
    ("铵盐", None, "通过试验", "通过试验"),
    ("澄清度", None, "通过试验", "通过试验"),
)


def bicarbonate() -> Drawing:
    """Two items on one row: item, limit, result, and the same again beside it."""
    entries = tuple(
        Entry(f"{name}/{unit}" if unit else name, result, limit=limit, unit=unit, parts=(name,))
        for name, unit, limit, result in BICARBONATE
    )
    header = Header(
        product="食品添加剂 碳酸氢钠",
        supplier="泾滩白泽碱业有限责任公司",
        customer="桐湾市禾穗食品有限公司",
        certificate_no="BZ250306-11",
        batch=("NB2503061",),
        quantity="30 t",
        manufactured="2025-03-06",
        reported="2025-03-07",
        standard="GB 1886.2—2015",
        conclusion="合格",
    )
    paper = Paper("出厂检验报告")
    _title(paper, header.supplier, "出 厂 检 验 报 告")
    lines = (
        ("产品名称：" + header.product, "编号：" + header.certificate_no),
        ("客户名称：" + header.customer, "批号：" + header.batch[0]),
        ("执行标准：" + header.standard, "数量：" + header.quantity),
        ("生产日期：" + header.manufactured, "报告日期：" + header.reported),
    )
    for n, (left, right) in enumerate(lines):
        paper.text(52, 118 + 18 * n, left)
        paper.text(340, 118 + 18 * n, right)
    body = [(entry.name, entry.limit or "", entry.result) for entry in entries]
    half = len(body) // 2
    rows: list[Row] = [("项目", "指标", "结果") * 2, *((*body[n], *body[n + half]) for n in range(half))]
    y = paper.table(50, 188, (122, 70, 56) * 2, rows, align="lccl")
    paper.text(52, y + 22, "检验结论：" + header.conclusion, size=10)
    paper.signatures(y + 56, [("化验员：", "桑茉"), ("复核：", "贺兰舟")])
    paper.seal(420, y + 60, header.supplier, "质量检验章")
    return _drawing("bicarbonate-side-by-side", paper, header, entries)


ACETATE = (
    ("外观", None, "目测", "透明液体，无悬浮杂质", ("透明液体，无悬浮杂质", "透明液体，无悬浮杂质")),
    ("乙酸乙酯的质量分数", "%", "GB/T 12717", "≥99.7", ("99.86", "99.81")),
    ("乙醇的质量分数", "%", "GB/T 12717", "≤0.10", ("0.03", "0.05")),
    ("水的质量分数", "%", "GB/T 6283", "≤0.05", ("0.02", "0.05")),
    ("酸的质量分数(以CH3COOH计)", "%", "GB/T 12717", "≤0.004", ("0.002", "0.002")),
    ("色度", "Hazen", "GB/T 3143", "≤10", ("<5", "5")),
    ("密度(20°C)", "g/cm³", "GB/T 4472", "0.897～0.902", ("0.9003", "0.9001")),
    ("蒸发残渣的质量分数", "%", "GB/T 6324.2", "≤0.001", ("0.0004", "0.0006")),
)


def acetate() -> Drawing:
    """Two lots in columns; both meet the maker's limits, one misses the buyer's tighter limit for water."""
    lots = ("EA250409A", "EA250410B")
    entries = tuple(
        Entry(name, results[n], limit=limit, unit=unit, method=method, sample=lot)
        for name, unit, method, limit, results in ACETATE
        for n, lot in enumerate(lots)
    )
    header = Header(
        product="工业用乙酸乙酯",
        grade="优等品",
        supplier="苏渚溶剂股份有限公司",
        certificate_no="SZ-COA-250411",
        batch=lots,
        quantity="2×24 t",
        reported="2025.04.11",
        standard="GB/T 3728—2007",
        conclusion="符合优等品要求",
    )
    paper = Paper("质量证明书")
    _title(paper, header.supplier, "质 量 证 明 书")
    facts: list[Row] = [
        ("品名", header.product, "证书号", header.certificate_no),
        ("等级", header.grade, "数量", header.quantity),
        ("产品标准", header.standard, "签发日期", header.reported),
    ]
    y = paper.table(45, 112, (60, 195, 60, 190), facts, align="clcl") + 10
    rows: list[Row] = [
        (
            Cell("检验项目", rows=2),
            Cell("单位", rows=2),
            Cell("试验方法", rows=2),
            Cell("技术要求", rows=2),
            Cell("批号及检验结果", columns=2),
        ),
        lots,
        *((name, unit or "—", method, limit, *results) for name, unit, method, limit, results in ACETATE),
    ]
    y = paper.table(45, y, (130, 45, 72, 98, 80, 80), _broken(rows), align="l", size=8)
    paper.text(48, y + 20, "结论：" + header.conclusion)
    paper.signatures(y + 52, [("检验：", "苗予安"), ("审核：", "连昭")])
    paper.seal(430, y + 46, header.supplier, "质检专用章")
    return _drawing("ethyl-acetate-two-lots", paper, header, entries)


CHLORIDE = (
    ("外观", None, "黄色粉末", "黄色粉末", "合格"),
    ("氧化铝(Al2O3)的质量分数", "%", "≥29.0", "28.6", "合格"),
    ("盐基度", "%", "45～90", "72.4", "合格"),
    ("不溶物的质量分数", "%", "≤0.6", "0.21", "合格"),
    ("pH值(10g/L水溶液)", None, "3.5～5.0", "4.1", "合格"),
    ("铁(Fe)的质量分数", "%", "≤3.5", "1.2", "合格"),
)


def chloride() -> Drawing:
    """A result outside the limit printed beside it, and a verdict that says 合格 all the same."""
    entries = tuple(
        Entry(name, result, limit=limit, unit=unit, verdict=verdict) for name, unit, limit, result, verdict in CHLORIDE
    )
    header = Header(
        product="聚合氯化铝",
        supplier="沁岭净水材料厂",
        customer="桐湾市第二水厂",
        batch=("PAC-0512",),
        quantity="10吨",
        manufactured="2025/05/12",
        reported="2025/05/13",
        standard="GB/T 22627—2022",
        conclusion="合格",
    )
    paper = Paper("产品合格证", latin="Helvetica")
    _title(paper, header.supplier, "产品质量检验单")
    facts: list[Row] = [
        ("产品名称", header.product, "批号", header.batch[0]),
        ("收货单位", header.customer, "数量", header.quantity),
        ("生产日期", header.manufactured, "检验日期", "2025/05/12"),
        ("执行标准", header.standard, "出报告日期", header.reported),
    ]
    y = paper.table(70, 112, (65, 165, 70, 155), facts, align="clcl", size=9)
    rows: list[Row] = [
        ("序号", "检测项目", "单位", "标准值", "检测值", "单项判定"),
        *(
            (str(n), name, unit or "", limit, result, verdict)
            for n, (name, unit, limit, result, verdict) in enumerate(CHLORIDE, start=1)
        ),
        (Cell("综合结论", columns=2), Cell(header.conclusion, columns=4)),
    ]
    y = paper.table(70, y + 8, (35, 160, 45, 80, 70, 65), rows, align="cl", size=9)
    paper.signatures(y + 40, [("检验员：", "纪小满"), ("负责人：", "温岭南")], x=75)
    paper.seal(400, y + 36, header.supplier, "检验专用章")
    return _drawing("aluminium-chloride-contradiction", paper, header, entries)


def _title(paper: Paper, company: str, title: str) -> None:
    paper.text(paper.width / 2, 58, company, size=15, align="center")
    paper.text(paper.width / 2, 88, title, size=13, align="center")


def _graded_row(name: str, sign: str, grades: Sequence[str], result: str) -> Row:
    if sign:
        return (name, sign, *grades, result)
    return (Cell(name, columns=2, align="left"), *grades, result)


def _bare(name: str) -> str:
    return name.split("/", maxsplit=1)[0]


def _unit(name: str) -> str | None:
    """The unit after the slash, as the GB/T tables print it: 密度/(g/cm³), 色度/Hazen单位(铂-钴色号)."""
    if "/" not in name:
        return None
    unit = name.split("/", maxsplit=1)[1]
    return unit.strip("()") if unit.startswith("(") else unit.split("(", maxsplit=1)[0]


def _broken(rows: Sequence[Row]) -> list[Row]:
    """Long texts on two lines, as a word processor breaks them inside a cell."""
    return [
        tuple(cell.replace("，", "，\n").replace("(以", "\n(以") if isinstance(cell, str) else cell for cell in row)
        for row in rows
    ]


def _drawing(name: str, paper: Paper, header: Header, entries: tuple[Entry, ...]) -> Drawing:
    truth = Truth(f"{name}.pdf", "coa", ("zh",), header, entries)
    return Drawing(f"certificates/{name}.pdf", paper.finish(), (truth,))
