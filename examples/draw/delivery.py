"""A mail with two certificates attached, a PDF and a workbook, for two materials."""

from __future__ import annotations

from examples.draw.content import Drawing, Entry, Header, Row, Truth
from examples.draw.office import mail
from examples.draw.paper import Paper
from examples.draw.spreadsheets import potassium_hydroxide

PHOSPHORIC = (
    ("Assay (H3PO4)", "% w/w", "85.0 – 86.0", "85.4", "Titration"),
    ("Chloride (Cl)", "mg/kg", "max. 5", "< 1", "Turbidimetry"),
    ("Sulfate (SO4)", "mg/kg", "max. 50", "12", "Turbidimetry"),
    ("Iron (Fe)", "mg/kg", "max. 20", "3.1", "ICP-OES"),
    ("Arsenic (As)", "mg/kg", "max. 1", "0.06", "ICP-MS"),
    ("Heavy metals (as Pb)", "mg/kg", "max. 10", "< 5", "Limit test"),
    ("Colour", "Hazen", "max. 20", "8", "ISO 6271"),
    ("Density at 20 °C", "kg/m³", "1685 – 1700", "1689", "ISO 12185"),
)
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def mail_with_two() -> Drawing:
    """What arrives at the gate: a mail whose text is no certificate, with one for each of two materials."""
    page, acid = _phosphoric_acid()
    workbook, potash = potassium_hydroxide()
    content = mail(
        sender="Documents <documents@example.com>",
        to="goods-in@example.org",
        subject="Certificates for delivery 80-2217 / 随货质检报告",
        body="Dear colleagues,\n\nplease find attached the certificates for your delivery 80-2217 of 11 March 2025.\n"
        "附件为本次发货的质检报告，请查收。\n\nKind regards\nDispatch\n",
        attachments=[(acid.file, "application/pdf", page), (potash.file, EXCEL, workbook)],
    )
    return Drawing("certificates/delivery-two-attachments.eml", content, (acid, potash))


def _phosphoric_acid() -> tuple[bytes, Truth]:
    entries = tuple(
        Entry(name, result, limit=limit, unit=unit, method=method) for name, unit, limit, result, method in PHOSPHORIC
    )
    header = Header(
        product="Phosphoric Acid 85 %",
        grade="Food grade",
        supplier="Varnholt Chemie GmbH",
        certificate_no="VC-250310-4",
        batch=("PA85-2503-14",),
        quantity="24,000 kg",
        order_no="80-2217",
        manufactured="05.03.2025",
        reported="10.03.2025",
        conclusion="The batch meets the specification.",
    )
    paper = Paper("Certificate of Analysis")
    paper.text(50, 60, header.supplier, size=14, bold=True)
    paper.text(545, 60, "Certificate of Analysis", size=12, align="right")
    facts: list[Row] = [
        ("Product", header.product, "Certificate No.", header.certificate_no),
        ("Grade", header.grade, "Batch", header.batch[0]),
        ("Date of manufacture", header.manufactured, "Quantity", header.quantity),
        ("Manufacturer", header.supplier, "Order No.", header.order_no),
    ]
    y = paper.table(50, 80, (105, 150, 95, 145), facts, align="llll", size=8) + 12
    rows: list[Row] = [("Parameter", "Unit", "Specification", "Result", "Method")]
    rows += [(name, unit, limit, result, method) for name, unit, limit, result, method in PHOSPHORIC]
    y = paper.table(50, y, (145, 65, 110, 80, 95), rows, align="l")
    paper.text(50, y + 24, header.conclusion)
    paper.text(50, y + 44, "Date: " + header.reported)
    paper.text(300, y + 44, "Quality control: M. Brandvold")
    return paper.finish(), Truth("phosphoric-acid.pdf", "coa", ("en",), header, entries)
