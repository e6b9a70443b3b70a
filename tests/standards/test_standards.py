"""Standards: TOML and Excel both ways, and every fault named with its line, field and advice."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from lotgate import standards
from lotgate.errors import FaultyStandard, StandardError
from lotgate.lexicon.formulas import parse_formula
from lotgate.lexicon.limits import parse_limit
from lotgate.model.certificate import HeaderField
from lotgate.model.measurement import (
    DecisionRule,
    DescribedLimit,
    GuardBand,
    GuardKind,
    MissingDigits,
    RuleSet,
    SeveralPolicy,
)
from lotgate.model.standard import (
    Characteristic,
    Demands,
    InspectionDocument,
    Material,
    Standard,
    Variant,
    Version,
)
from lotgate.standards import fields
from lotgate.standards.diff import diff
from lotgate.standards.excel import dump_workbook, load_workbook
from lotgate.standards.faults import lines_of
from lotgate.standards.validation import open_points

EXAMPLES = Path(__file__).parents[2] / "examples" / "standards"
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "standard-format.md"

GOOD = """\
format = "lotgate.standard/1"
id = "RM-1"
name = "Soda ash"

[version]
number = "2"
effective = 2025-01-01
until = 2026-12-31

[material]
names = ["Soda ash", "纯碱"]

[[characteristic]]
name = "Assay"
aliases = ["总碱量"]
limit = "≥ 99.2"
unit = "%"

[[characteristic]]
name = "Chloride"
limit = "≤ 0.70"
unit = "%"

  [[characteristic.variant]]
  grade = "I"
  limit = "≤ 0.30"

[[characteristic]]
name = "Ratio"
formula = "chloride / assay"
limit = "≤ 0.01"
"""


def full() -> Standard:
    """A standard that uses every key of the format."""
    strict = RuleSet(
        DecisionRule.USP,
        GuardBand(GuardKind.PERCENT_OF_TOLERANCE, Decimal(5)),
        demand_lod=True,
        several=SeveralPolicy.MEAN,
        missing_digits=MissingDigits.UNDECIDED,
    )
    own = RuleSet(
        DecisionRule.ROUNDING, GuardBand(GuardKind.ABSOLUTE, Decimal("0.1")), accepted_wordings=("wie Probe",)
    )
    return Standard(
        "RM-7",
        'Solvent "A" \\ grade',
        Version("3", date(2026, 1, 1), date(2027, 1, 1), "QA", "Tighter water."),
        Material(("Solvent A", "溶剂甲"), ("pure",)),
        (
            Characteristic(
                "water",
                "Water",
                parse_limit("≤ 0.10", "%"),
                "%",
                ("水分", "Moisture"),
                "Residual solvents",
                ("GB/T 6283",),
                method_required=True,
                required=False,
                readings=3,
                density=Decimal("0.79"),
                variants=(
                    Variant("pure", None, parse_limit("≤ 0.05", "%")),
                    Variant("pure", "Beispiel GmbH", required=True),
                ),
                rules=own,
                note="Karl Fischer.",
            ),
            Characteristic("twice", "Twice", parse_limit("≤ 1"), formula=parse_formula("2 * water"), rules=strict),
            Characteristic("mixes", "Mixes", DescribedLimit("passes test (1+3)"), rules=strict),
            Characteristic("ordered", "Ordered", formula=parse_formula("water <= twice"), rules=strict),
        ),
        Demands(InspectionDocument.CERTIFICATE_3_1, ("Beispiel GmbH",), 0, 365, (HeaderField.BATCH,)),
        strict,
        draft=True,
        note="Kept.",
    )


def faults_of(text: str) -> list[tuple[int | None, str | None, str]]:
    with pytest.raises(FaultyStandard) as caught:
        standards.loads(text, "x.toml")
    assert all(fault.advice for fault in caught.value.faults)
    assert all(fault.file == "x.toml" for fault in caught.value.faults)
    return [(fault.line, fault.field, fault.message) for fault in caught.value.faults]


def test_a_standard_with_every_key_survives_toml_and_excel() -> None:
    text = standards.dump(full())
    again = standards.loads(text)
    assert again == full()
    assert standards.dump(again) == text
    from_excel = load_workbook(dump_workbook(full()))
    assert from_excel == full()
    assert from_excel.digest == again.digest


def test_every_key_of_the_format_is_written_somewhere() -> None:
    text = standards.dump(full()) + 'guard = "uncertainty"'
    for keys in fields.TABLES.values():
        for key in keys:
            assert f"{key} = " in text, key


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_the_examples_are_good_standards(path: Path) -> None:
    (one,) = standards.load(path)
    assert standards.loads(standards.dump(one)) == one
    assert not list(open_points(one))


def test_the_digest_is_of_the_meaning_not_of_the_spelling() -> None:
    spaced = GOOD.replace("[[characteristic]]", "# a remark\n[[characteristic]]")
    assert standards.loads(spaced).digest == standards.loads(GOOD).digest
    assert standards.loads(GOOD.replace("99.2", "99.20")).digest != standards.loads(GOOD).digest


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "message"),
    [
        ('unit = "%"', 'unit = "bananas"', 17, "characteristic.1.unit", "unknown unit 'bananas'"),
        ('limit = "≥ 99.2"', 'limit = "99.9 – 99.2"', 16, "characteristic.1.limit", "no value can satisfy"),
        ('limit = "≥ 99.2"', 'limits = "≥ 99.2"', 16, "characteristic.1.limits", "unknown key 'limits'"),
        ('aliases = ["总碱量"]', 'aliases = ["chloride"]', 20, "characteristic.2.name", "means 'assay' already"),
        ("until = 2026-12-31", "until = 2024-12-31", 8, "version.until", "ends on 2024-12-31 before it begins"),
        ("effective = 2025-01-01", 'effective = "soon"', 7, "version.effective", "must be a date"),
        ('"chloride / assay"', '"ratio / assay"', 30, "characteristic.3.formula", "in a circle: ratio → ratio"),
        ('"chloride / assay"', '"sodium / assay"', 30, "characteristic.3.formula", "names 'sodium'"),
        ('"chloride / assay"', '"chloride // assay"', 30, "characteristic.3.formula", "cannot read the formula"),
        ('  grade = "I"\n', "", 24, "characteristic.2.variant.1", "neither grade nor supplier"),
        ('names = ["Soda ash", "纯碱"]', "", 10, "material.names", "no name"),
        ('id = "RM-1"', "", None, "id", "id is missing"),
        ("format =", "Format =", 1, "Format", "unknown key 'Format'"),
        ('name = "Chloride"', 'name = "Chloride"\nrequired = "no"', 21, "characteristic.2.required", "true or false"),
        (
            'name = "Chloride"',
            'name = "Chloride"\nrule = "strict"',
            21,
            "characteristic.2.rule",
            "'strict' is not known",
        ),
        (
            'name = "Chloride"',
            'name = "Chloride"\nguard_band = "wide"',
            21,
            "characteristic.2.guard_band",
            "not a width",
        ),
        ('name = "Chloride"', 'name = "Chloride"\nid = "a b"', 21, "characteristic.2.id", "cannot be used in formulas"),
        ('limit = "≥ 99.2"', "", 13, "characteristic.1.limit", "has no limit"),
        ('limit = "≤ 0.70"', 'limit = "≤ 0.7.0"', 21, "characteristic.2.limit", "cannot read the limit"),
    ],
)
def test_each_fault_is_named_with_its_line(old: str, new: str, line: int | None, field: str, message: str) -> None:
    changed = GOOD.replace(old, new, 1)
    assert changed != GOOD
    assert any(
        found_line == line and found_field == field and message in text
        for found_line, found_field, text in faults_of(changed)
    ), faults_of(changed)


def test_a_longer_circle_is_found_once_for_each_member() -> None:
    text = GOOD + '\n[[characteristic]]\nname = "Back"\nformula = "ratio + 1"\nlimit = "≤ 2"\n'
    circle = text.replace("chloride / assay", "back / assay")
    assert sum("circle" in message for _, _, message in faults_of(circle)) == 2


def test_all_faults_are_listed_in_the_files_order() -> None:
    text = GOOD.replace('unit = "%"', 'unit = "furlong"').replace("until = 2026", "until = 2020")
    lines = [line for line, _, _ in faults_of(text)]
    assert lines == [8, 17, 22]


def test_text_that_is_no_toml_names_the_line() -> None:
    ((line, _, message),) = faults_of(GOOD.replace("[version]", "[version"))
    assert line == 5
    assert "not TOML" in message


def test_a_draft_may_hold_what_is_not_understood_yet() -> None:
    text = GOOD.replace('name = "Soda ash"', 'name = "Soda ash"\ndraft = true', 1).replace(
        'unit = "%"', 'unit = "/50g"'
    )
    one = standards.loads(text)
    assert any("/50g" in point for point in open_points(one))


def test_a_folder_lists_the_faults_of_all_files(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(GOOD, "utf-8")
    (tmp_path / "same.toml").write_text(GOOD, "utf-8")
    (tmp_path / "bad.toml").write_text(GOOD.replace("≥ 99.2", "≥ 99.2 furlong"), "utf-8")
    with pytest.raises(FaultyStandard) as caught:
        standards.load(tmp_path)
    assert {Path(fault.file or "").name for fault in caught.value.faults} == {"bad.toml", "same.toml"}


def test_what_is_no_standard_says_so(tmp_path: Path) -> None:
    with pytest.raises(StandardError, match="no such file"):
        standards.load(tmp_path / "none.toml")
    with pytest.raises(StandardError, match="no standard in"):
        standards.load(tmp_path)
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(FaultyStandard, match="not a readable"):
        standards.load(tmp_path)


def sheet(*rows: tuple[object, ...], formats: dict[str, str] | None = None) -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    for row in rows:
        page.append(list(row))
    for place, code in (formats or {}).items():
        page[place].number_format = code
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_chinese_sheet_becomes_a_draft() -> None:
    content = sheet(
        ("产品名称", "工业纯碱"),
        (),
        ("序号", "项目", "指标", "单位", "检验方法"),
        (1, "总碱量", "≥99.2", "%", "GB/T 210.2"),
        (2, "外观", "白色粉末", None, "目测"),
    )
    one = load_workbook(content, "s.xlsx")
    assert one.draft
    assert one.material.names == ("工业纯碱",)
    assert [(c.name, c.limit.text if c.limit else None, c.unit) for c in one.characteristics] == [
        ("总碱量", "≥99.2", "%"),
        ("外观", "白色粉末", None),
    ]


def test_minimum_and_maximum_in_two_columns_keep_the_shown_digits() -> None:
    content = sheet(
        ("Polymer X",),
        ("Item", "Unit", "Min", "Max"),
        ("Density", "g/cm³", 0.9, 0.91),
        ("Ash", "%", None, 0.1),
        ("Elongation", "%", 350, None),
        formats={"C3": "0.000", "D3": "0.000", "D4": "0.00"},
    )
    one = load_workbook(content)
    assert [c.limit.text for c in one.characteristics if c.limit] == ["0.900 – 0.910", "≤ 0.10", "≥ 350"]


def test_a_sheet_without_heads_is_refused() -> None:
    with pytest.raises(FaultyStandard, match="no row with the heads"):
        load_workbook(sheet(("hello", "world")))


def test_a_diff_says_what_it_means_for_the_supplier() -> None:
    old = standards.loads(GOOD)
    new = standards.loads(
        GOOD.replace("≥ 99.2", "≥ 99.4").replace('limit = "≤ 0.70"', 'limit = "≤ 0.80"\nrequired = false')
        + '\n[[characteristic]]\nname = "Iron"\nlimit = "≤ 35"\nunit = "mg/kg"\n'
    )
    changes = {(change.where, change.key): change.effect for change in diff(old, new)}
    assert changes == {
        ("Assay", "limit"): "tightened",
        ("Chloride", "limit"): "loosened",
        ("Chloride", "required"): "loosened",
        ("Iron", None): "added",
    }
    assert not diff(old, old)


def test_the_reference_names_every_key() -> None:
    text = REFERENCE.read_text("utf-8")
    for table, keys in fields.TABLES.items():
        for key, meaning in keys.items():
            assert f"`{key}`" in text, (table, key)
            assert meaning in text, (table, key)


@given(st.text(max_size=200))
def test_any_text_is_a_standard_or_a_list_of_faults(text: str) -> None:
    with pytest.raises(FaultyStandard):
        standards.loads(text)


@given(st.sampled_from(GOOD.splitlines()), st.text(max_size=20), st.integers(0, 40))
def test_a_damaged_standard_is_read_or_refused_never_a_crash(line: str, noise: str, place: int) -> None:
    damaged = GOOD.replace(line, line[:place] + noise + line[place:], 1)
    with suppress(FaultyStandard):
        assert standards.loads(damaged).characteristics


def test_lines_are_found_through_texts_of_several_lines() -> None:
    lines = lines_of('a = """\nb = 1\n"""\nc = [\n  "d = 2",\n]\ne = 3\n')
    assert lines == {("a",): 1, ("c",): 4, ("e",): 7}
