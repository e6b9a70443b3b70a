"""The assembly record of a pump station's motor: the magnetic centres of stator and rotor, pole by pole."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from examples.draw.content import Cell, Drawing, Entry, Header, Row, Truth
from examples.draw.office import workbook

POLES = 24
STATOR = "定子磁场中心高程"
ROTOR = "转子磁场中心高程"
READINGS = "磁场中心测量记录"
ELECTRICAL = "电气试验"
TESTS = (
    ("定子绕组绝缘电阻R60", "MΩ", "≥100", "850"),
    ("吸收比R60/R15", None, "≥1.3", "1.72"),
    ("定子绕组直流电阻最大相间差", "%", "≤2", "0.6"),
    ("空气间隙最大偏差", "%", "≤10", "6.4"),
    ("推力轴承绝缘电阻", "MΩ", "≥5", "40"),
)


def unit_two() -> Drawing:
    """Every pole within 1.7 mm."""
    return _record("2", seed=20250318)


def unit_three() -> Drawing:
    """The same record with one pole out: stator 812.94, rotor 811.06, 1.88 mm apart. No cell prints the difference."""
    return _record("3", seed=20250326, faulty={17: (Decimal("812.94"), Decimal("811.06"))})


def _record(unit: str, *, seed: int, faulty: dict[int, tuple[Decimal, Decimal]] | None = None) -> Drawing:
    heights = _heights(Random(seed)) | (faulty or {})  # noqa: S311  invented readings, not a secret
    entries = (
        *(
            Entry(name, str(heights[pole][n]), unit="mm", section=READINGS, sample=str(pole))
            for pole in heights
            for n, name in enumerate((STATOR, ROTOR))
        ),
        *(Entry(name, result, limit=limit, unit=unit, section=ELECTRICAL) for name, unit, limit, result in TESTS),
    )
    day = {"2": "2025-03-18", "3": "2025-03-26"}[unit]
    header = Header(
        product="立式同步电动机 TL3000-24/3250",
        supplier="鄂渚重型电机制造有限公司",
        customer="桐湾排灌泵站",
        certificate_no=f"TW-AZ-DJ-0{unit}",
        batch=(f"DJ2408-0{unit}",),
        reported=day,
        standard="SL 317-2015",
    )
    rows: list[Row] = [
        (Cell("立式同步电动机安装检测记录", columns=4, bold=True),),
        ("产品名称", Cell(header.product, columns=3)),
        ("制造单位", header.supplier, "使用单位", header.customer),
        ("出厂编号", header.batch[0], "记录编号", header.certificate_no),
        ("机组号", f"{unit}#", "报告日期", header.reported),
        ("执行标准", Cell(header.standard, columns=3)),
        (Cell(READINGS, columns=4, bold=True),),
        ("磁极号", f"{STATOR}(mm)", f"{ROTOR}(mm)", "备注"),
        *(
            (
                Cell(str(pole), number_format="0"),
                Cell(str(stator), number_format="0.00"),
                Cell(str(rotor), number_format="0.00"),
                "",
            )
            for pole, (stator, rotor) in heights.items()
        ),
        (Cell(ELECTRICAL, columns=4, bold=True),),
        ("检测项目", "单位", "允许值", "实测值"),
        *((name, unit_ or "", limit, result) for name, unit_, limit, result in TESTS),
        (Cell("安装：雷雨桐", columns=2), Cell("监理：席慕白", columns=2)),
    ]
    content = workbook("电动机安装记录", rows, (30, 30, 30, 24))
    name = f"motor-unit-{unit}.xlsx"
    notes = "The largest difference of the two heights is printed nowhere; the buyer's standard derives it."
    truth = Truth(name, "inspection", ("zh",), header, entries, notes=notes)
    return Drawing(f"certificates/{name}", content, (truth,))


def _heights(chance: Random) -> dict[int, tuple[Decimal, Decimal]]:
    """Stator and rotor by pole, in mm above the bench mark; at most 1.5 mm apart."""
    hundredth = Decimal("0.01")
    return {
        pole: (
            Decimal(chance.randint(81230, 81280)) * hundredth,
            Decimal(chance.randint(81130, 81190)) * hundredth,
        )
        for pole in range(1, POLES + 1)
    }
