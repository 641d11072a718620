"""Chromium as the tests of pages drive it: over a pipe, with nothing else installed.

It speaks the protocol of the developer tools, one JSON object a message, each ended by a NUL.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: What a program on Debian, Fedora, macOS and Windows is called.
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
_OPTIONS: Final = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
#: Gives the pipes the numbers that the protocol wants, and becomes the browser.
_STARTED: Final = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(each), fcntl.F_DUPFD, 10) for each in sys.argv[1:3]]
for number, end in enumerate(ends, 3):
    os.dup2(end, number)
os.execv(sys.argv[3], sys.argv[3:])
"""
#: Nobody measures the two minutes: what does not come to hold should end the run, not hang it.
_WAIT: Final = """
new Promise((done, failed) => {
  const holds = () => CONDITION;
  const look = () => { if (holds()) { watch.disconnect(); done(); } };
  const watch = new MutationObserver(look);
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  watch.observe(document, all);
  document.addEventListener("focusin", look);
  setTimeout(() => failed(new Error("never: " + holds)), 120000);
  look();
})
"""
_KEYS: Final = {"Tab": 9, "Enter": 13, "Space": 32}
_TYPED: Final = {"Enter": "\r", "Space": " "}


class BrowserError(Exception):
    """The browser refused what it was asked for, or a script in a page failed."""


class Browser:
    """A running Chromium. Messages it sends of its own accord are kept, one list a page."""

    def __init__(self, write_to: int, read_from: int) -> None:
        self._write_to = write_to
        self._read_from = read_from
        self._asked = 0
        self._unread = b""
        self.told: dict[str, list[dict[str, Any]]] = {}

    def ask(self, method: str, session: str = "", **arguments: object) -> dict[str, Any]:
        """Return what the browser answers. Raises ``BrowserError`` where it refuses."""
        asked = self._send(method, session, arguments)
        while True:
            answer = self.hear()
            if answer.get("id") == asked:
                break
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _send(self, method: str, session: str, arguments: Mapping[str, object]) -> int:
        self._asked += 1
        message: dict[str, object] = {"id": self._asked, "method": method, "params": arguments}
        if session:
            message["sessionId"] = session
        os.write(self._write_to, json.dumps(message).encode() + b"\0")
        return self._asked

    def hear(self) -> dict[str, Any]:
        """Return the next message, and keep it where it is no answer."""
        while b"\0" not in self._unread:
            read = os.read(self._read_from, 1 << 20)
            if not read:
                raise BrowserError("the browser has ended")
            self._unread += read
        one, _, self._unread = self._unread.partition(b"\0")
        message: dict[str, Any] = json.loads(one)
        if "method" in message:
            self.told.setdefault(message.get("sessionId", ""), []).append(message)
            if message["method"] == "Target.attachedToTarget":
                self._hear_worker(message)
        return message

    def _hear_worker(self, message: Mapping[str, Any]) -> None:
        """Have what a worker of a page asks for and complains of told as the page's own."""
        if "sessionId" not in message:
            return  # the page itself
        worker = message["params"]["sessionId"]
        self.told[worker] = self.told[message["sessionId"]]
        for method in ("Network.enable", "Runtime.enable", "Runtime.runIfWaitingForDebugger"):
            self._send(method, worker, {})

    def page(self) -> Page:
        """Return an empty page."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable", session)
        watched = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True}
        self.ask("Target.setAutoAttach", session, **watched)
        return Page(self, session)


class Page:
    """One page of a browser, as somebody looks at it."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser = browser
        self._session = session

    @property
    def _told(self) -> list[dict[str, Any]]:
        return self._browser.told.setdefault(self._session, [])

    def _ask(self, method: str, **arguments: object) -> dict[str, Any]:
        return self._browser.ask(method, self._session, **arguments)

    def open(self, path: Path) -> None:
        """Open a file and wait until it is drawn."""
        self.visit(path.as_uri())

    def visit(self, address: str) -> None:
        """Open an address and wait until it is drawn."""
        self._told.clear()
        self._ask("Page.navigate", url=address)
        while not any(each["method"] == "Page.loadEventFired" for each in self._told):
            self._browser.hear()

    def look(self, *, width: int, scheme: str, media: str = "screen") -> None:
        """Look at it on a screen so wide, in the color scheme of somebody who likes that."""
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=900, deviceScaleFactor=1, mobile=width < 600,
        )  # fmt: skip
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._ask("Emulation.setEmulatedMedia", media=media, features=features)

    def printed(self) -> bytes:
        """Return the page as it is printed, as a PDF, whatever it was looked at on before."""
        self._ask("Emulation.setEmulatedMedia", media="print", features=[])
        answer = self._ask("Page.printToPDF", preferCSSPageSize=True)
        self._ask("Emulation.setEmulatedMedia", media="", features=[])
        return base64.b64decode(answer["data"])

    def run(self, script: str) -> Any:
        """Return the JSON value of a script. Raises ``BrowserError`` where it throws."""
        answer = self._ask("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            raise BrowserError(json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def wait(self, condition: str) -> None:
        """Wait until a condition holds; it is asked whenever something in the page changes.

        Raises ``BrowserError`` where it does not come to hold.
        """
        script = _WAIT.replace("CONDITION", condition)
        answer = self._ask("Runtime.evaluate", expression=script, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserError(json.dumps(answer["exceptionDetails"]))

    def press(self, key: str) -> None:
        """Press a key: ``Tab``, ``Enter`` or ``Space``."""
        told = {"key": _TYPED.get(key, key), "code": key, "windowsVirtualKeyCode": _KEYS[key]}
        typed = {"text": _TYPED[key]} if key in _TYPED else {}
        self._ask("Input.dispatchKeyEvent", type="keyDown", **told, **typed)
        self._ask("Input.dispatchKeyEvent", type="keyUp", **told)

    @property
    def problems(self) -> list[str]:
        """What the console was told: errors, warnings, what the page was not allowed."""
        kinds = {"Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled"}
        return [json.dumps(each["params"]) for each in self._told if each["method"] in kinds]

    @property
    def requests(self) -> list[str]:
        """The addresses it asked for, its own the first."""
        sent = (each for each in self._told if each["method"] == "Network.requestWillBeSent")
        return [each["params"]["request"]["url"] for each in sent]


@contextmanager
def started() -> Iterator[Browser]:
    """Start Chromium and end it; a test without it is skipped."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None or os.name != "posix":
        pytest.skip("Chromium is not installed: pages are not looked at in a browser")
    read_from, told = os.pipe()
    asked, write_to = os.pipe()
    # What it keeps goes with it; a file that it still writes to while it ends is no failure.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        words = [sys.executable, "-c", _STARTED, str(asked), str(told), found, *_OPTIONS]
        process = subprocess.Popen(
            [*words, f"--user-data-dir={profile}"],
            pass_fds=(asked, told), env=_quiet(os.environ), stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(asked)
        os.close(told)
        try:
            browser = Browser(write_to, read_from)
            yield browser
            browser.ask("Browser.close")
        finally:
            os.close(write_to)
            os.close(read_from)
            process.terminate()
            process.wait()


def _quiet(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which nothing of the desktop is asked for."""
    return {**environment, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
