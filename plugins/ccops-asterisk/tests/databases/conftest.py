"""A PostgreSQL and a MariaDB of the tests' own; where there is none, what needs it is skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ccops.testing.database_servers import NoServerError, mariadb, postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="session")
def in_postgres() -> Iterator[Callable[[], Any]]:
    """Yield what opens connections to a PostgreSQL of one's own."""
    try:
        with postgres() as connect:
            yield connect
    except NoServerError as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def in_mariadb() -> Iterator[Callable[[], Any]]:
    """Yield what opens connections to a MariaDB of one's own."""
    try:
        with mariadb() as connect:
            yield connect
    except NoServerError as reason:
        pytest.skip(str(reason))
