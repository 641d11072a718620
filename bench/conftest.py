"""Benchmarks run in the order in which they are written: each states what ran before it."""

from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the benchmarks back into their order, whatever shuffles tests."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> tuple[str, int, tuple[int, ...]]:
    call = getattr(item, "callspec", None)
    indices = () if call is None else tuple(call.indices.values())
    return item.path.name, item.location[1] or 0, indices
