"""Reads the certificate that comes with a supplier's lot and judges it by the buyer's own standard.

>>> import lotgate
>>> reading = lotgate.read("certificate.pdf")                    # doctest: +SKIP
>>> standard = lotgate.Standard.load("standard.toml")            # doctest: +SKIP
>>> lotgate.check(reading, standard).decision                    # doctest: +SKIP
<Decision.ACCEPT: 'accept'>

Everything here is imported when it is first used, so that ``import lotgate`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lotgate import correcting, errors
    from lotgate.model.certificate import Certificate
    from lotgate.model.delivery import Delivery
    from lotgate.model.standard import Standard
    from lotgate.model.verdict import Decision, Verdict
    from lotgate.pipeline import check, read, read_all

__all__ = [
    "Certificate",
    "Decision",
    "Delivery",
    "Standard",
    "Verdict",
    "check",
    "correcting",
    "errors",
    "read",
    "read_all",
]

_MODULES = ("correcting", "errors")

_HOMES = {
    "Certificate": "lotgate.model.certificate",
    "Decision": "lotgate.model.verdict",
    "Delivery": "lotgate.model.delivery",
    "Standard": "lotgate.model.standard",
    "Verdict": "lotgate.model.verdict",
    "check": "lotgate.pipeline",
    "read": "lotgate.pipeline",
    "read_all": "lotgate.pipeline",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"lotgate.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'lotgate' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
