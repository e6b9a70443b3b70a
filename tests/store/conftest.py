"""What tests of the store stand on."""

from collections.abc import Iterator

import pytest

from store import postgres


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server for the session; skips, saying why, where none can be started."""
    try:
        with postgres.server() as url:
            yield url
    except postgres.AbsentError as absent:
        pytest.skip(str(absent))
