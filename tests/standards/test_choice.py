"""The standard is picked by product, grade and date, or a person picks it."""

from __future__ import annotations

from datetime import date

import pytest

from lotgate import standards
from lotgate.model.certificate import HeaderField
from lotgate.model.delivery import Delivery
from lotgate.model.standard import Standard
from readings import item, reading

DAY = Delivery(date(2025, 6, 1))


def standard(one: str, *names: str, grade: str = "", effective: str = "", number: str = "1") -> Standard:
    listed = ", ".join(f'"{name}"' for name in names)
    return standards.loads(
        f'format = "lotgate.standard/1"\nid = "{one}"\nname = "{one}"\n'
        f'[version]\nnumber = "{number}"\n{f"effective = {effective}" if effective else ""}\n'
        f'[material]\nnames = [{listed}]\n{f"""grades = ["{grade}"]""" if grade else ""}\n'
        '[[characteristic]]\nname = "Assay"\nlimit = ">= 99"\nunit = "%"\n'
    )


ASH = standard("A", "Soda ash", "纯碱")
SALT = standard("B", "Salt")
CERTIFICATE = reading(item("Assay", "99.6"))


def test_the_product_picks_the_standard() -> None:
    assert standards.choose((ASH, SALT), CERTIFICATE).standard is ASH
    other = reading(header={HeaderField.PRODUCT: "Potash"})
    assert standards.choose((ASH, SALT), other).candidates == (ASH, SALT)
    assert standards.choose((ASH, SALT), other, Delivery(material="纯碱")).standard is ASH
    assert standards.choose((ASH, SALT), reading(header={HeaderField.PRODUCT: None})).reason == "no-material"


def test_a_single_standard_is_taken_as_meant() -> None:
    assert standards.choose((SALT,), CERTIFICATE).standard is SALT


def test_two_standards_for_one_product_need_a_person_unless_the_grade_parts_them() -> None:
    first, second = standard("F", "Soda ash", grade="I"), standard("G", "Soda ash", grade="II")
    assert standards.choose((first, second), CERTIFICATE).candidates == (first, second)
    graded = reading(header={HeaderField.GRADE: "II"})
    assert standards.choose((first, second), graded).standard is second
    assert standards.choose((first, second), CERTIFICATE, Delivery(grade="I")).standard is first


@pytest.mark.parametrize(("day", "number"), [(date(2024, 6, 1), "1"), (date(2025, 1, 1), "2"), (date(2030, 1, 1), "2")])
def test_the_day_picks_the_version(day: date, number: str) -> None:
    versions = (
        standard("A", "Soda ash", effective="2024-01-01", number="1"),
        standard("A", "Soda ash", effective="2025-01-01", number="2"),
    )
    chosen = standards.choose(versions, CERTIFICATE, Delivery(day)).standard
    assert chosen
    assert chosen.version.number == number


def test_without_a_version_in_force_or_a_day_a_person_chooses() -> None:
    versions = (
        standard("A", "Soda ash", effective="2024-01-01", number="1"),
        standard("A", "Soda ash", effective="2025-01-01", number="2"),
    )
    assert standards.choose(versions, CERTIFICATE, Delivery(date(2020, 1, 1))).reason == "no-version"
    undated = reading(header={HeaderField.REPORTED: None, HeaderField.MANUFACTURED: None})
    assert standards.choose(versions, undated).reason == "no-date"
    printed = standards.choose(versions, CERTIFICATE).standard
    assert printed
    assert printed.version.number == "2"
