"""Every diagnostic with its code, message and hint, from the catalogs."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The rooms whose catalogs hold diagnostics, and what they are about.
ROOMS: Final[Mapping[str, str]] = {
    "rulepack": "Rule packs: YAML, inheritance, choices, rules",
    "cases": "Cases",
    "lints": "Rule packs: what looks wrong",
    "dates": "Rule packs: dates, inheritance, answers",
    "formats": "Formatting, new packs, and versions of the pack format",
    "rules": "Formulas",
    "sql": "Formulas as SQL",
    "tables": "Decision tables",
    "plan": "Figures, ranks, populations",
    "windows": "Windows, accounts and closings",
    "kpi": "Indicators",
    "contacts": "Service-level contracts and agents",
    "scorecards": "Forms and evaluations",
    "organization": "Roles",
    "posts": "Duties, spans, merged posts, reports due",
    "learning": "Trainings, documents, coaching, the knowledge base",
    "casework": "Orders, complaints, the shift log, trainings",
    "worktime": "Shifts, roster, leave, punches",
    "hours": "Hours accounts and comp time",
    "pay": "Star pay and awards",
    "corrections": "Corrections",
    "projects": "Projects, client contracts, commission, sales",
    "career": "Ladders",
    "trade": "Checks of ladders and pay",
    "legal": "Legal warnings for mainland China",
    "facts": "Employees and facts",
    "inputs": "Input files",
    "adapters": "Telephony files and column maps",
    "records": "Folders of records",
    "payroll": "Payroll files and the parallel month",
    "settlement": "Months and stored settlements",
    "center": "Centers",
    "hooks": "Plugins",
}
#: The codes that have a page with a rule that has the finding.
SHOWN: Final = frozenset(
    each.name for each in (Path(__file__).parents[2] / "tests" / "packs" / "lints").iterdir()
)
#: Catalogs that hold only other words: of reports, of the command line.
OTHER_ROOMS: Final = frozenset(
    {
        "reports",
        "cli",
        "clauses",
        "recordwords",
        "lots",
        "messages",
        "packs",
        "parallel",
        "payreports",
        "postwords",
        "proving",
        "reviews",
        "rulebook",
        "invoices",
    }
)
#: A number with its word for one and for many; the page shows that for many.
_COUNTED: Final = re.compile(r"\{(\w+):[^|{}]*\|([^{}]*)\}")
_OTHER_WORDS: Final = ("explain-", "missing-", "rounding-", "no-line", "yes", "no")


def catalog(room: str, locale: str) -> dict[str, str]:
    """Return the messages of a room in a locale."""
    from babel.messages.pofile import read_po

    file = resources.files("ccops.messages") / "catalogs" / locale / f"{room}.po"
    with file.open("rb") as stream:
        return {str(each.id): str(each.string) for each in read_po(stream) if each.id}


def rooms() -> frozenset[str]:
    """Return every room that has a catalog."""
    folder = resources.files("ccops.messages") / "catalogs" / "en"
    return frozenset(each.name[:-3] for each in folder.iterdir() if each.name.endswith(".po"))


def codes(room: str) -> tuple[str, ...]:
    """Return the codes of the diagnostics of a room, sorted."""
    listed = (each for each in catalog(room, "en") if not each.endswith((".hint", ".why")))
    if room == "settlement":
        listed = (each for each in listed if not each.startswith(_OTHER_WORDS))
    return tuple(sorted(listed))


def render() -> str:
    """Return all diagnostics as Markdown. Raises ``ValueError`` for a room that is not listed."""
    unlisted = rooms() - set(ROOMS) - OTHER_ROOMS
    if unlisted:
        raise ValueError(f"not on the page of diagnostics: {', '.join(sorted(unlisted))}")
    seen: set[str] = set()
    return "\n".join(line for room in ROOMS for line in _room(room, seen))


def _room(room: str, seen: set[str]) -> Iterator[str]:
    """Yield the table of a room; a code that an earlier room has too leads there."""
    yield from (f"## {ROOMS[room]}", "", "| code | English | 中文 |", "|---|---|---|")
    english, chinese = catalog(room, "en"), catalog(room, "zh_CN")
    for code in codes(room):
        place = f"[`{code}`](#{code})" if code in seen else f"[`{code}`]{{#{code}}}"
        if code in SHOWN:
            place += f" ([shown](checks/{code}.md))"
        seen.add(code)
        cells = (_cell(words, code) for words in (english, chinese))
        yield f"| {place} | {' | '.join(cells)} |"
    yield ""


def _cell(words: Mapping[str, str], code: str) -> str:
    message, hint = words.get(code, ""), words.get(f"{code}.hint", "")
    return _plain(message) + (f"<br>→ {_plain(hint)}" if hint else "")


def _plain(text: str) -> str:
    """Return a template that Markdown shows as it is, on one line of a table."""
    text = _COUNTED.sub(r"{\1} \2", text).replace("{{", "{").replace("}}", "}")
    for sign in "\\|*_`[]<>":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())
