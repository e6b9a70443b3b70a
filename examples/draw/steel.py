"""A mill certificate: elements as columns, heats as rows, minimum and maximum above them."""

from __future__ import annotations

from collections.abc import Sequence

from examples.draw.content import Cell, Drawing, Entry, Header, Row, Truth
from examples.draw.paper import Paper

HEATS = ("H50217", "H50218", "H50231")
CHEMISTRY = (
    # element, minimum, maximum (EN 10088-2, 1.4510), the heats
    ("C", "-", "0.05", ("0.018", "0.022", "0.019")),
    ("Si", "-", "1.00", ("0.41", "0.38", "0.44")),
    ("Mn", "-", "1.00", ("0.35", "0.37", "0.33")),
    ("P", "-", "0.040", ("0.024", "0.021", "0.026")),
    ("S", "-", "0.015", ("0.002", "0.001", "0.002")),
    ("Cr", "16.00", "18.00", ("16.42", "16.38", "16.51")),
    ("Ni", "-", "-", ("0.14", "0.16", "0.12")),
    ("N", "-", "-", ("0.011", "0.018", "0.010")),
    ("Ti", "-", "0.80", ("0.39", "0.29", "0.36")),
)
MECHANICS = (
    ("Rp0.2", "MPa", "230", "-", ("289", "294", "286")),
    ("Rm", "MPa", "420", "600", ("447", "455", "444")),
    ("A80", "%", "23", "-", ("31", "30", "32")),
    ("Hardness", "HV", "-", "185", ("148", "151", "146")),
)
CHEMICAL_SECTION = "Chemical composition (heat analysis)"
MECHANICAL_SECTION = "Mechanical properties at room temperature"


def stainless() -> Drawing:
    """Three heats inside every printed limit; the titanium of one is too low for its carbon and nitrogen."""
    entries = (
        *_entries(CHEMICAL_SECTION, [(name, "%", low, high, values) for name, low, high, values in CHEMISTRY]),
        *_entries(MECHANICAL_SECTION, MECHANICS),
    )
    header = Header(
        product="Cold rolled stainless steel coil",
        grade="1.4510 / X3CrTi17",
        supplier="Hollensund Edelstahl AG",
        customer="Aldermere Beverages plc",
        certificate_no="HE-31-250884",
        batch=HEATS,
        quantity="18,240 kg",
        order_no="PO 77120-4",
        reported="2025-02-27",
        standard="EN 10088-2:2014",
        conclusion="The material meets the requirements of the order.",
    )
    paper = Paper("Inspection certificate EN 10204 - 3.1", latin="Helvetica", wide=True)
    paper.text(40, 48, header.supplier, size=14, bold=True)
    paper.text(802, 48, "INSPECTION CERTIFICATE EN 10204 - 3.1", size=12, bold=True, align="right")
    facts: list[Row] = [
        ("Certificate No.", header.certificate_no, "Customer", header.customer),
        ("Date", header.reported, "Customer order", header.order_no),
        ("Product", header.product, "Net weight", header.quantity),
        ("Steel grade", header.grade, "Product standard", header.standard),
        ("Dimensions", "1.50 x 1250 mm, 2B", "Heat treatment", "Annealed"),
    ]
    y = paper.table(40, 62, (100, 280, 110, 272), facts, align="llll", size=9) + 22
    paper.text(40, y, CHEMICAL_SECTION + ", mass %", size=10, bold=True)
    chemistry: list[Row] = [
        ("Heat No.", *(Cell(name, bold=True) for name, *_ in CHEMISTRY)),
        ("min.", *(low for _, low, _, _ in CHEMISTRY)),
        ("max.", *(high for _, _, high, _ in CHEMISTRY)),
        *((heat, *(values[n] for *_, values in CHEMISTRY)) for n, heat in enumerate(HEATS)),
    ]
    y = paper.table(40, y + 6, (96, *(74,) * 9), chemistry, size=9)
    paper.text(40, y + 14, "Titanium: at least 4 x (C + N) + 0.15. Specimens transverse to rolling.", size=8)
    y += 40
    paper.text(40, y, MECHANICAL_SECTION, size=10, bold=True)
    mechanics: list[Row] = [
        (Cell("Heat No.", rows=2), *(Cell(name, bold=True) for name, *_ in MECHANICS)),
        tuple(unit for _, unit, *_ in MECHANICS),
        ("min.", *(low for _, _, low, _, _ in MECHANICS)),
        ("max.", *(high for _, _, _, high, _ in MECHANICS)),
        *((heat, *(values[n] for *_, values in MECHANICS)) for n, heat in enumerate(HEATS)),
    ]
    y = paper.table(40, y + 6, (96, *(100,) * 4), mechanics, size=9)
    paper.text(40, y + 24, header.conclusion, size=9)
    paper.text(40, y + 44, "Manufacturer's inspector: Dipl.-Ing. R. Ostergaard", size=9)
    paper.text(802, 570, "Page 1 of 1", size=8, align="right")
    truth = Truth(
        "stainless-matrix.pdf",
        "mtc",
        ("en",),
        header,
        entries,
        notes="Titanium's lower limit is a sentence below the table; the printed limit of the column is its maximum.",
    )
    return Drawing("certificates/stainless-matrix.pdf", paper.finish(), (truth,))


def _entries(section: str, lines: Sequence[tuple[str, str, str, str, Sequence[str]]]) -> tuple[Entry, ...]:
    return tuple(
        Entry(name, values[n], limit=_limit(low, high), unit=unit, section=section, sample=heat)
        for n, heat in enumerate(HEATS)
        for name, unit, low, high, values in lines
    )


def _limit(low: str, high: str) -> str | None:
    if low == "-":
        return None if high == "-" else f"≤ {high}"
    return f"≥ {low}" if high == "-" else f"{low} - {high}"
