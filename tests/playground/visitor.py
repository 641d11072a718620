"""Somebody at the playground, who does with the page what people do."""

from __future__ import annotations

import json

import attrs

from tests.read_back.browser import Page

_AT = "document.querySelector('#ccops-playground')"


@attrs.frozen(kw_only=True)
class Visitor:
    """What a visitor does and sees; each deed waits until the page has answered."""

    page: Page
    site: str

    def come(self) -> None:
        """Open the page."""
        self.page.look(width=1280, scheme="light")
        self.page.visit(f"{self.site}/playground.html")

    def start(self) -> None:
        """Press the button that loads Python, with the keyboard."""
        self._does(f"{_AT}.querySelector('.playground-start').focus()", key="Enter")

    def start_over(self) -> None:
        """Take the first files and English again."""
        self.speak("en")
        self._does(f"{_AT}.querySelector('.playground-reset').click()")

    def speak(self, locale: str) -> None:
        """Choose a language."""
        self._does(
            f"{_AT}.querySelector('.playground-language').value = '{locale}';"
            f"{_AT}.querySelector('.playground-language').dispatchEvent(new Event('change'))"
        )

    def choose(self, question: str, reading: str) -> None:
        """Choose a reading of a question."""
        at = f"""{_AT}.querySelector('[data-question="{question}"]')"""
        self._does(f"{at}.value = '{reading}'; {at}.dispatchEvent(new Event('change'))")

    def write(self, file: str, before: str, after: str) -> None:
        """Write something else in a file."""
        text = f"{_AT}.querySelector('textarea')"
        self.page.run(f"""{_AT}.querySelector('[data-file="{file}"]').click()""")
        assert before in self.page.run(f"{text}.value")
        told = f"{text}.value.replace({json.dumps(before)}, {json.dumps(after)})"
        self._does(f"{text}.value = {told}; {text}.dispatchEvent(new Event('input'))")

    def findings(self, severity: str = "error") -> list[str]:
        """Return what is told of the files."""
        return self._texts(f".playground-findings li.{severity}")

    def point_at(self, place: str) -> str:
        """Press the place of a finding, and return the text that is selected then."""
        buttons = f"[...{_AT}.querySelectorAll('.playground-findings button')]"
        self.page.run(f"{buttons}.find((each) => each.textContent === '{place}').click()")
        text = "document.activeElement"
        selected: str = self.page.run(
            f"{text}.value.slice({text}.selectionStart, {text}.selectionEnd)"
        )
        return selected

    def amount(self, employee: str, figure: str) -> str:
        """Return an amount of the table; empty without one."""
        (text, *_) = self._texts(f'[data-employee="{employee}"][data-figure="{figure}"]') or [""]
        return text

    def cell(self, employee: str, figure: str) -> str:
        """Return the whole cell of the table that has an amount."""
        (text,) = self._texts(f'td:has([data-employee="{employee}"][data-figure="{figure}"])')
        return text

    def explanation(self, employee: str, figure: str) -> list[str]:
        """Press an amount, and return the lines of its explanation that are unfolded."""
        cell = f'[data-employee="{employee}"][data-figure="{figure}"]'
        self.page.run(f"{_AT}.querySelector('{cell}').click()")
        tree = f"{_AT}.querySelector('.playground-tree')"
        self.page.wait(f"({tree}.dataset.of || '').startsWith('{employee} {figure}')")
        told: str = self.page.run(f"{tree}.innerText")
        return [each.strip() for each in told.splitlines() if each.strip()]

    def unfold(self) -> list[str]:
        """Open everything that is folded, with the keyboard, and return all lines."""
        tree = f"{_AT}.querySelector('.playground-tree')"
        while self.page.run(
            f"(() => {{ const next = {tree}.querySelector('details:not([open]) > summary');"
            "if (next) { next.focus(); } return Boolean(next); })()"
        ):
            self.page.press("Enter")
        told: str = self.page.run(f"{tree}.innerText")
        return [each.strip() for each in told.splitlines() if each.strip()]

    @property
    def state(self) -> str:
        """How the page is doing."""
        found: str = self.page.run(f"{_AT}.dataset.state")
        return found

    @property
    def status(self) -> str:
        """What the page says of that."""
        (text,) = self._texts(".playground-status")
        return text

    def _does(self, script: str, *, key: str = "") -> None:
        """Do something, and wait for what follows from it."""
        runs = self.page.run(f"Number({_AT}.dataset.runs)")
        self.page.run(script)
        if key:
            self.page.press(key)
        state = f"{_AT}.dataset.state"
        answered = f"({state} === 'ready' && Number({_AT}.dataset.runs) > {runs})"
        self.page.wait(f"{answered} || {state} === 'failed'")
        assert self.state == "ready", self.status

    def _texts(self, selector: str) -> list[str]:
        found: list[str] = self.page.run(
            f"[...{_AT}.querySelectorAll({json.dumps(selector)})].map((each) => each.innerText)"
        )
        return found
