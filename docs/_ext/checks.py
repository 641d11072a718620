"""A page for each check of a pack: what it means, a rule that has it, and one that has it not.

The pages are written before Sphinx reads its sources, from the catalogs and from the packs under
``tests/packs/lints``, which the tests hold to it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from languages import ENGLISH, heads, pick

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
_SEVERITIES: Final = {"error": "错误", "warning": "警告", "info": "提示"}
_STANDING: Final = RUNS_ALL_THE_SAME | MAY_STAND


def codes() -> tuple[str, ...]:
    """Return the codes that have a page, sorted."""
    return tuple(sorted(each.name for each in PACKS.iterdir()))


def pages() -> frozenset[str]:
    """Return the pages of the checks, as Sphinx names them."""
    return frozenset(f"reference/checks/{code}" for code in codes())


def render(language: str) -> str:
    """Return the table of all checks as Markdown."""
    told = ("en", "zh_CN") if language == ENGLISH else ("zh_CN",)
    en, zh = "code | severity | English | 中文", "代码 | 级别 | 说明"
    lines = [*heads(language, en=en, zh=zh)]
    for code in codes():
        found = finding(code)
        place = f"[`{code}`]({code}.md)"
        words = " | ".join(_first(found.why(each)) for each in told)
        lines.append(f"| {place} | {_severity(found, language)} | {words} |")
    return "\n".join(lines)


def write_pages() -> None:
    """Write the page of every check, and delete those of checks that are no more."""
    known = set(codes())
    for page in PAGES.glob("*.md"):
        if page.stem not in {*known, "index"}:
            page.unlink()
    for code in known:
        text, page = render_page(code, ENGLISH), PAGES / f"{code}.md"
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")


def render_page(code: str, language: str) -> str:
    """Return the page of one check as Markdown."""
    return "\n".join(_page(code, finding(code), language))


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


def _page(code: str, found: Diagnostic, language: str) -> Iterator[str]:
    def words(en: str, zh: str) -> str:
        return pick(language, en=en, zh=zh)

    yield from (f"(check-{code})=", f"# `{code}`", "", f"*{_severity(found, language)}*", "")
    if language == ENGLISH:
        yield from (found.why("en"), "")
    yield from (found.why("zh_CN"), "", _acceptable(found, language), "")
    yield from (words("## A rule that has it", "## 有此问题的规则"), "", *_rules(code, "bad"), "")
    yield from (words("It is told like this:", "提示如下："), "")
    yield from ("```text", *_told(found, language), "```", "")
    yield from (words("## The same without it", "## 没有此问题的写法"), "")
    yield from (*_rules(code, "good"), "")
    yield from (words("All codes: [](index.md), [](../diagnostics.md).",
                      "全部代码：[](index.md)、[](../diagnostics.md)。"), "")  # fmt: skip


def _severity(found: Diagnostic, language: str) -> str:
    return pick(language, en=found.severity.value, zh=_SEVERITIES[found.severity.value])


def _acceptable(found: Diagnostic, language: str) -> str:
    may_stand = found.severity.value != "error" and found.code not in MAY_NOT_STAND
    if may_stand or found.code in _STANDING:
        written = f"`accept: [{{code: {found.code}, because: …}}]`"
        en = f"It may be accepted: {written} in the rule."
        return pick(language, en=en, zh=f"可以接受：在规则里写 {written}。")
    return pick(language, en="It cannot be accepted.", zh="此项不能接受。")


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


def _told(found: Diagnostic, language: str) -> Iterator[str]:
    for locale in ("en", "zh_CN") if language == ENGLISH else ("zh_CN",):
        yield from re.sub(r"^bad/", "", found.render(locale)).splitlines()


def _first(text: str) -> str:
    """Return the first sentence of an explanation."""
    return _SENTENCE_END.split(text, maxsplit=1)[0].replace("|", "\\|")
