from __future__ import annotations

import os
import threading
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.playground.visitor import Visitor
from tests.read_back import browser

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where the pages were built with the playground; `make playground` builds them and names it here.
BUILT: Final = os.environ.get("CCOPS_PLAYGROUND", "")


class _Quiet(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer with a file; the icon that browsers ask for of their own accord is none."""
        if self.path == "/favicon.ico":
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing of what is asked for."""


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the built pages; they are served on this machine alone."""
    if not BUILT:
        pytest.skip("CCOPS_PLAYGROUND names no built pages; see make playground")
    if not Path(BUILT, "_static", "playground", "runtime", "files.json").is_file():
        pytest.skip("the pages were built without Python for the browser: npm was not there")
    handler = partial(_Quiet, directory=str(Path(BUILT).resolve()))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def loaded(site: str) -> Iterator[Visitor]:
    """A visitor whose browser has loaded Python and settled once."""
    with browser.started() as chromium:
        visitor = Visitor(page=chromium.page(), site=site)
        visitor.come()
        visitor.start()
        yield visitor


@pytest.fixture
def visitor(loaded: Visitor) -> Visitor:
    """A visitor before the files as they were at first, in English."""
    loaded.start_over()
    return loaded
