"""One browser for all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.read_back.browser import started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.read_back.browser import Page


@pytest.fixture(scope="session")
def browser_page() -> Iterator[Page]:
    """A page of a browser, for one file after another."""
    with started() as browser:
        yield browser.page()
