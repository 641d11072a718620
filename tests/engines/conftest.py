"""Spark and ClickHouse in this process: what the agreement of engines is tried on.

``make engines`` sees that Java, pyspark and chDB are there, and runs these tests.
"""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any, Final, cast

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What each engine came to: its name, how many groups there are, the hash of their states.
AGREEMENT: Final = pytest.StashKey[list[tuple[str, int, str]]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[AGREEMENT] = []


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    rows = config.stash[AGREEMENT]
    if not rows:
        return
    terminalreporter.section("one definition, the states of each engine")
    for engine, groups, found in sorted(rows):
        terminalreporter.write_line(f"{engine:<12}{groups:>6} groups  sha256 {found}")


@pytest.fixture
def agreement(request: pytest.FixtureRequest) -> list[tuple[str, int, str]]:
    return request.config.stash[AGREEMENT]


def _asked_for() -> None:
    if not os.environ.get("CCOPS_ENGINES"):
        pytest.skip("`make engines` runs this: it needs Java, pyspark and chDB")


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a session of Spark in local mode."""
    _asked_for()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Spark says about the pandas it finds
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]").appName("ccops")
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.shuffle.partitions": "2",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.memory": "1g",
            "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("spark")),
        }
        for key, value in settings.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


@pytest.fixture(scope="session")
def clickhouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a session of ClickHouse in this process."""
    _asked_for()
    from chdb.session import Session

    session: Any = cast("Any", Session)(str(tmp_path_factory.mktemp("clickhouse")))
    session.query("CREATE DATABASE calls ENGINE = Atomic")
    yield session
    session.close()
