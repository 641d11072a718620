"""A page for each check of a pack: what it means, a rule that has it, and one that has it not.

The pages are written before Sphinx reads its sources, from the catalogs and from the packs under
``tests/packs/lints``, which the tests hold to it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import ccops.center
from ccops.plan import RUNS_ALL_THE_SAME
from ccops.rulepack import check
from ccops.rulepack.lints import MAY_NOT_STAND, MAY_STAND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Diagnostic

_ROOT: Final = Path(__file__).parents[2]
PACKS: Final = _ROOT / "tests" / "packs" / "lints"
PAGES: Final = _ROOT / "docs" / "reference" / "checks"
#: The file of a sample pack that shows the rule; the others hold what every pack has.
_SHOWN_FILE: Final = "rules.yaml"
#: Behind a Chinese full stop, or a Latin one before a space that ends no abbreviation.
_SENTENCE_END: Final = re.compile(r"(?<=。)|(?<=\.)(?<!\bart\.)(?<!\barts\.)\s+")
_STANDING: Final = RUNS_ALL_THE_SAME | MAY_STAND


def codes() -> tuple[str, ...]:
    """Return the codes that have a page, sorted."""
    return tuple(sorted(each.name for each in PACKS.iterdir()))


def pages() -> frozenset[str]:
    """Return the pages of the checks, as Sphinx names them."""
    return frozenset(f"reference/checks/{code}" for code in codes())


def render(language: str) -> str:
    """Return the table of all checks as Markdown."""
    lines = ["| code | severity | English | 中文 |", "|---|---|---|---|"]
    for code in codes():
        found = finding(code)
        place = f"[`{code}`]({code}.md)"
        words = " | ".join(_first(found.why(each)) for each in ("en", "zh_CN"))
        lines.append(f"| {place} | {found.severity.value} | {words} |")
    return "\n".join(lines)


def write_pages() -> None:
    """Write the page of every check, and delete those of checks that are no more."""
    known = set(codes())
    for page in PAGES.glob("*.md"):
        if page.stem not in {*known, "index"}:
            page.unlink()
    for code in known:
        text, page = render_page(code), PAGES / f"{code}.md"
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")


def render_page(code: str) -> str:
    """Return the page of one check as Markdown."""
    return "\n".join(_page(code, finding(code)))


def finding(code: str) -> Diagnostic:
    """Return the finding as it is told about its sample pack.

    Raises ``LookupError`` where the pack has no such finding.
    """
    catalog = ccops.center.find_plugins(()).catalog
    _, found = check(PACKS / code / "bad", catalog)
    for each in found:
        if each.code == code:
            return each
    raise LookupError(code)


def _page(code: str, found: Diagnostic) -> Iterator[str]:
    yield from (f"(check-{code})=", f"# `{code}`", "", f"*{found.severity.value}*", "")
    yield from (found.why("en"), "", found.why("zh_CN"), "", _acceptable(found), "")
    yield from ("## A rule that has it", "", *_rules(code, "bad"), "")
    yield from ("It is told like this:", "", "```text", *_told(found), "```", "")
    yield from ("## The same without it", "", *_rules(code, "good"), "")
    yield from ("All codes: [](index.md), [](../diagnostics.md).", "")


def _acceptable(found: Diagnostic) -> str:
    may_stand = found.severity.value != "error" and found.code not in MAY_NOT_STAND
    if may_stand or found.code in _STANDING:
        written = f"accept: [{{code: {found.code}, because: …}}]"
        return f"It may be accepted: `{written}` in the rule."
    return "It cannot be accepted."


def _rules(code: str, kind: str) -> Iterator[str]:
    """Yield the rules of a sample pack; files that say the same in both are left out."""
    folder = PACKS / code / kind
    yield "```yaml"
    for file in sorted(folder.glob("*.yaml"), key=lambda each: each.name == _SHOWN_FILE):
        other = PACKS / code / ("good" if kind == "bad" else "bad") / file.name
        text = file.read_text(encoding="utf-8")
        is_same = other.exists() and other.read_text(encoding="utf-8") == text
        if file.name == _SHOWN_FILE or not is_same:
            yield from text.splitlines()
    yield "```"


def _told(found: Diagnostic) -> Iterator[str]:
    for locale in ("en", "zh_CN"):
        yield from re.sub(r"^bad/", "", found.render(locale)).splitlines()


def _first(text: str) -> str:
    """Return the first sentence of an explanation."""
    return _SENTENCE_END.split(text, maxsplit=1)[0].replace("|", "\\|")
