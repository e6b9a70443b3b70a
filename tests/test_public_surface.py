import doctest
import importlib
import json
from pathlib import Path

import pytest

import lotgate
from lotgate import errors


def test_the_surface_is_small_sorted_and_there():
    assert lotgate.__all__ == sorted(lotgate.__all__)
    assert dir(lotgate) == lotgate.__all__
    for name in lotgate.__all__:
        assert getattr(lotgate, name) is not None


def test_what_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        lotgate.nothing  # noqa: B018


EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.mark.parametrize("path", sorted((EXAMPLES / "standards").glob("*.toml")), ids=lambda path: path.stem)
def test_a_standard_goes_to_json_and_back(path: Path):
    standard = lotgate.Standard.load(path)
    again = lotgate.Standard.from_json(json.loads(json.dumps(standard.to_json())))
    assert again == standard
    assert again.digest == standard.digest


def test_a_folder_is_not_one_standard():
    with pytest.raises(errors.StandardError, match="standards"):
        lotgate.Standard.load(EXAMPLES / "standards")


@pytest.mark.parametrize(
    "data", [[], {}, {"format": "other"}, {"format": "lotgate.standard/1", "version": {"until": 3}}]
)
def test_other_json_is_no_standard(data: object):
    with pytest.raises((errors.SchemaError, errors.StandardError)):
        lotgate.Standard.from_json(data)


def test_the_library_reads_and_checks():
    path = EXAMPLES / "certificates" / "ethyl-acetate-two-lots.pdf"
    standard = lotgate.Standard.load(EXAMPLES / "standards" / "ethyl-acetate.toml")
    reading = lotgate.read(path.read_bytes(), name=path.name)
    assert reading == lotgate.read(path)
    verdict = lotgate.check(lotgate.Certificate.from_json(reading.to_json()), standard)
    assert [str(lot.decision) for lot in verdict.lots] == ["accept", "reject"]
    assert lotgate.Verdict.from_json(json.loads(json.dumps(verdict.to_json()))) == verdict


def test_a_mail_is_several_documents():
    mail = EXAMPLES / "certificates" / "delivery-two-attachments.eml"
    with pytest.raises(errors.SeveralDocuments):
        lotgate.read(mail)
    assert len(list(lotgate.read_all(mail))) == 3


def every_error() -> list[type[errors.LotgateError]]:
    found, seen = [errors.LotgateError], []
    while found:
        one = found.pop()
        seen.append(one)
        found += one.__subclasses__()
    return [one for one in seen if one.__module__ == errors.__name__]  # others are a module's own and never leave it


def test_every_error_stands_in_the_tree_with_an_exit_code_a_status_and_advice():
    for error in every_error():
        assert error.__name__ in (errors.__doc__ or "")
        assert error.exit_code == 1 or error.exit_code >= 10
        assert 400 <= error.http_status <= 599
        assert error.default_advice.endswith(".")


@pytest.mark.parametrize("module", ["lotgate", "lotgate.errors"])
def test_docstrings_hold(module: str):
    assert doctest.testmod(importlib.import_module(module)).failed == 0
