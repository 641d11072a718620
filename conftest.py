"""Let pytest run the Python blocks of README and docs, each page in its own namespace."""

from __future__ import annotations

from hypothesis import settings
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

# A law that holds is no less true on a busy machine.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()],
    patterns=["README.md", "docs/*.md", "docs/**/*.md", "plugins/*/README.md"],
).pytest()
