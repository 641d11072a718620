"""Benchmarks run in the order in which they are written, and end in a table of their figures."""

from __future__ import annotations

import pytest

from bench.figures import TOLD
from bench.table import table


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the benchmarks back into their order, whatever shuffles tests."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> tuple[str, int, tuple[int, ...]]:
    call = getattr(item, "callspec", None)
    indices = () if call is None else tuple(call.indices.values())
    return item.path.name, item.location[1] or 0, indices


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures of the benchmarks that ran, one of them or all."""
    if TOLD:
        terminalreporter.section("figures and bars")
        for line in table(TOLD):
            terminalreporter.write_line(line)
