"""English papers: a borderless certificate, a web page, and a specification without results."""

from __future__ import annotations

from examples.draw.content import Drawing, Entry, Header, Row, Truth
from examples.draw.office import web_table
from examples.draw.paper import Paper

CITRIC = (
    # section, test, method, specification, result, unit
    ("Physical", "Appearance", "Visual", "White crystalline powder", "White crystalline powder", None),
    ("Physical", "Solubility", "USP", "Conforms", "Conforms", None),
    ("Chemical", "Identification", "USP <191>", "Passes test", "Passes test", None),
    ("Chemical", "Assay (anhydrous basis)", "USP", "99.5 - 100.5 %", "99.9 %", "%"),
    ("Chemical", "Water (Karl Fischer)", "USP <921>", "7.5 - 9.0 %", "8.6 %", "%"),
    ("Chemical", "Residue on ignition", "USP <281>", "NMT 0.05 %", "0.01 %", "%"),
    ("Chemical", "Sulfate", "USP <221>", "NMT 150 ppm", "35 ppm", "ppm"),
    ("Chemical", "Oxalic acid", "USP", "NMT 360 ppm", "< 100 ppm", "ppm"),
    ("Trace metals", "Lead", "ICP-MS", "NMT 0.5 ppm", "< 0.5 ppm", "ppm"),
    ("Trace metals", "Arsenic", "ICP-MS", "NMT 1 ppm", "< 0.2 ppm", "ppm"),
    ("Trace metals", "Mercury", "ICP-MS", "NMT 0.1 ppm", "Not detected", "ppm"),
)


def citric_acid() -> Drawing:
    """Columns without a single line; lead as "< 0.5 ppm", too coarse for a buyer who needs 0.3."""
    entries = tuple(
        Entry(name, result, limit=limit, unit=unit, method=method, section=section)
        for section, name, method, limit, result, unit in CITRIC
    )
    header = Header(
        product="Citric Acid Monohydrate",
        grade="USP",
        supplier="Marrowfen Organics Ltd.",
        customer="Aldermere Beverages plc",
        certificate_no="MF-24-88731",
        batch=("CM4K0917",),
        quantity="1,000 kg",
        order_no="4500071126",
        manufactured="17 Sep 2024",
        reported="20 Sep 2024",
        conclusion="The above batch conforms to the specification.",
    )
    paper = Paper("Certificate of Analysis", latin="Times")
    paper.text(50, 60, header.supplier, size=16, bold=True)
    paper.text(50, 76, "Unit 4, Sallow Drove, Marrowfen", size=9)
    paper.text(50, 112, "CERTIFICATE OF ANALYSIS", size=14, bold=True)
    facts = (
        ("Product:", header.product, "Certificate No.:", header.certificate_no),
        ("Grade:", header.grade, "Batch No.:", header.batch[0]),
        ("Customer:", header.customer, "Date of manufacture:", header.manufactured),
        ("Order No.:", header.order_no, "Quantity:", header.quantity),
    )
    for n, line in enumerate(facts):
        for x, words in zip((50, 115, 310, 415), line, strict=True):
            paper.text(x, 138 + 16 * n, words, size=10)
    y = 226.0
    columns = (50, 205, 300, 445)
    for x, words in zip(columns, ("Test", "Method", "Specification", "Result"), strict=True):
        paper.text(x, y, words, size=10, bold=True)
    above = ""
    for section, name, method, limit, result, _ in CITRIC:
        if section != above:
            above, y = section, y + 24
            paper.text(50, y, section, size=10, bold=True)
        y += 17
        for x, words in zip(columns, (name, method, limit, result), strict=True):
            paper.text(x, y, words, size=10)
    paper.text(50, y + 36, header.conclusion, size=10)
    paper.text(50, y + 70, "Released by: E. Thackthwaite, Quality Assurance", size=10)
    paper.text(310, y + 70, "Release date: " + header.reported, size=10)
    paper.text(50, 800, "Electronically produced and valid without signature.", size=8)
    paper.text(545, 800, "Page 1 of 1", size=8, align="right")
    truth = Truth("citric-acid-borderless.pdf", "coa", ("en",), header, entries)
    return Drawing("certificates/citric-acid-borderless.pdf", paper.finish(), (truth,))


PROPANOL = (
    ("Assay (GC, area)", "%", "≥ 99.8", "99.94"),
    ("Water (Karl Fischer)", "%", "≤ 0.10", "0.03"),
    ("Acidity (as acetic acid)", "%", "≤ 0.002", "0.0004"),
    ("Colour", "APHA", "≤ 10", "< 5"),
    ("Density at 20 °C", "g/mL", "0.784 – 0.787", "0.7853"),
    ("Non-volatile matter", "mg/kg", "≤ 20", "5"),
    ("Odour", None, "Characteristic", "Characteristic"),
)


def propanol() -> Drawing:
    """A maker's web page: facts as a two-column table, tests below."""
    entries = tuple(Entry(name, result, limit=limit, unit=unit) for name, unit, limit, result in PROPANOL)
    header = Header(
        product="2-Propanol",
        grade="Technical",
        supplier="Quillstone Solvents B.V.",
        certificate_no="QS-7709-25",
        batch=("25-IPA-0331",),
        manufactured="2025-03-31",
        reported="2025-04-02",
        conclusion="Released",
    )
    facts: list[Row] = [
        ("Product", header.product),
        ("Grade", header.grade),
        ("Lot number", header.batch[0]),
        ("Certificate number", header.certificate_no),
        ("Date of manufacture", header.manufactured),
        ("Date of issue", header.reported),
        ("Status", header.conclusion),
    ]
    rows: list[Row] = [("Property", "Unit", "Limit", "Result")]
    rows += [(name, unit or "", limit, result) for name, unit, limit, result in PROPANOL]
    page = f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Certificate of Analysis 25-IPA-0331</title>
<style>body{{font-family:sans-serif}}td,th{{padding:.2em .8em;text-align:left}}.x{{display:none}}</style>
<script>console.log("not part of the certificate")</script></head>
<body>
<nav><a href="#">Products</a> <a href="#">Certificates</a> <a href="#">Contact</a></nav>
<h1>Certificate of Analysis</h1>
<p>{header.supplier}</p>
{web_table(facts, heads=0)}
<h2>Analysis</h2>
{web_table(rows)}
<p>Tested by the works laboratory. This certificate was issued by a computer and carries no signature.</p>
<footer>© Quillstone Solvents B.V.</footer>
</body></html>
"""
    truth = Truth("propanol.html", "coa", ("en",), header, entries)
    return Drawing("certificates/propanol.html", page.encode(), (truth,))


GLYCEROL = (
    ("Appearance", "Clear, viscous liquid", None, "Visual"),
    ("Glycerol content", "99.5 min.", "% w/w", "EP 0496"),
    ("Water", "0.5 max.", "% w/w", "Karl Fischer"),
    ("Density at 20 °C", "1.260 – 1.263", "g/cm³", "ISO 12185"),
    ("Colour", "10 max.", "Hazen", "ISO 6271"),
    ("Chlorides", "10 max.", "mg/kg", "EP 2.4.4"),
    ("Sulfated ash", "0.01 max.", "% w/w", "EP 2.4.14"),
    ("Fatty acids and esters", "1.0 max.", "mL 0.1 N NaOH", "EP 0496"),
    ("Heavy metals (as Pb)", "5 max.", "mg/kg", "EP 2.4.8"),
)


def glycerol_specification() -> Drawing:
    """A buyer's starting point: items, limits and methods without results, from which a standard is drafted."""
    entries = tuple(
        Entry(name, "", limit=limit, unit=unit, method=method, section="Specification")
        for name, limit, unit, method in GLYCEROL
    )
    header = Header(
        product="Glycerol 99.5 % Vegetable",
        supplier="Thornwick Oleochemicals GmbH",
        certificate_no="PS-0417 rev. 6",
        reported="14.01.2025",
    )
    paper = Paper("Product Specification", latin="Helvetica")
    paper.text(50, 62, header.supplier, size=12, bold=True)
    paper.text(50, 98, "Product Specification", size=18)
    paper.text(50, 126, "Product: " + header.product, size=10)
    paper.text(50, 142, "Document No.: " + header.certificate_no, size=10)
    paper.text(340, 142, "Issue date: " + header.reported, size=10)
    paper.text(50, 172, "Description", size=11, bold=True)
    paper.text(50, 188, "Refined glycerol of vegetable origin, CAS 56-81-5, for cosmetics, food and technical use.")
    paper.text(50, 214, "Specification", size=11, bold=True)
    rows: list[Row] = [("Property", "Limit", "Unit", "Test method")]
    rows += [(name, limit, unit or "-", method) for name, limit, unit, method in GLYCEROL]
    y = paper.table(50, 222, (165, 125, 95, 110), rows, align="lccl", size=9)
    paper.text(50, y + 26, "Packaging and storage", size=11, bold=True)
    paper.text(50, y + 42, "Drums of 250 kg or bulk. Store closed, dry and between 15 and 40 °C; use within 24 months.")
    paper.text(50, 800, "Values are limits, not results; each delivery comes with its own certificate.", size=8)
    truth = Truth("glycerol-specification.pdf", "spec", ("en",), header, entries)
    return Drawing("specifications/glycerol-specification.pdf", paper.finish(), (truth,))
