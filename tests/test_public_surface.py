import doctest
import importlib

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


def every_error() -> list[type[errors.LotgateError]]:
    found, seen = [errors.LotgateError], []
    while found:
        one = found.pop()
        seen.append(one)
        found += one.__subclasses__()
    return seen


def test_every_error_stands_in_the_tree_with_an_exit_code_a_status_and_advice():
    for error in every_error():
        assert error.__name__ in (errors.__doc__ or "")
        assert error.exit_code == 1 or error.exit_code >= 10
        assert 400 <= error.http_status <= 599
        assert error.default_advice.endswith(".")


@pytest.mark.parametrize("module", ["lotgate", "lotgate.errors"])
def test_docstrings_hold(module: str):
    assert doctest.testmod(importlib.import_module(module)).failed == 0
