"""How tests are tried and ordered; the Python blocks of README and docs run as tests, too."""

from __future__ import annotations

import pytest
from hypothesis import settings
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

# A law that holds is no less true on a busy machine. `make deep` asks for the second profile.
settings.register_profile("usual", deadline=None)
settings.register_profile("deep", deadline=None, max_examples=2_000)
settings.load_profile("usual")

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()],
    patterns=["README.md", "docs/*.md", "docs/**/*.md", "plugins/*/README.md"],
).pytest()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of one folder together: they share what is dear to make.

    Folders stay in the order of their first tests, tests in the order in which they came.
    """
    seen = {path: number for number, path in enumerate({each.path.parent: 0 for each in items})}
    items.sort(key=lambda each: seen[each.path.parent])
