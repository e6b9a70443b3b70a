"""What every test that uses the workbench's database stands on."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import connection

_GUARD = import_module("lotgate.store.migrations.0002_audit_append_only")
_OWN_TRANSACTIONS = {"live_server", "transactional_db"}


def _execute(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def unguarded(db) -> None:  # noqa: ARG001 - the database must be there
    """The audit trail without the database's own protection, as somebody with the database's password has it."""
    _execute(_GUARD.unguarding(connection.vendor))


@pytest.fixture(autouse=True)
def _own_folder(request: pytest.FixtureRequest) -> None:
    """Each test with a database has its own storage folder and its own audit anchor."""
    if request.node.get_closest_marker("django_db") or {"db", *_OWN_TRANSACTIONS} & {*request.fixturenames}:
        folder, settings = request.getfixturevalue("tmp_path"), request.getfixturevalue("settings")
        settings.STORAGE, settings.AUDIT_ANCHOR = folder / "storage", folder / "audit.anchor"


@pytest.fixture(autouse=True)
def _flushable(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests with transactions of their own end by emptying the tables, which the audit trail's protection forbids."""
    marker = request.node.get_closest_marker("django_db")
    own = (marker and marker.kwargs.get("transaction")) or _OWN_TRANSACTIONS & {*request.fixturenames}
    if own:
        request.getfixturevalue("transactional_db")
        _execute(_GUARD.unguarding(connection.vendor) + _GUARD.guarding(connection.vendor))
    yield
    if own:
        _execute(_GUARD.unguarding(connection.vendor))
