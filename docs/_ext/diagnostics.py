"""Every diagnostic with its code, message and hint, from the catalogs."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from languages import ENGLISH, heads, pick

from ccops.center import find_plugins
from ccops.messages import Label
from ccops.rulepack.ruleset import sections_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The rooms whose catalogs hold diagnostics, and what they are about.
ROOMS: Final[Mapping[str, Label]] = {
    "rulepack": Label(
        en="Rule packs: YAML, inheritance, choices, rules", zh="规则包：YAML、继承、选项、规则"
    ),
    "cases": Label(en="Cases", zh="案例"),
    "lints": Label(en="Rule packs: what looks wrong", zh="规则包：看似有误之处"),
    "dates": Label(en="Rule packs: dates, inheritance, answers", zh="规则包：日期、继承、回答"),
    "formats": Label(
        en="Formatting, new packs, and versions of the pack format",
        zh="格式整理、新规则包、规则包格式的版本",
    ),
    "rules": Label(en="Formulas", zh="公式"),
    "sql": Label(en="Formulas as SQL", zh="公式的 SQL"),
    "tables": Label(en="Decision tables", zh="判定表"),
    "plan": Label(en="Figures, ranks, populations", zh="项目、排名、人群"),
    "windows": Label(en="Windows, accounts and closings", zh="窗口、账户与结转"),
    "kpi": Label(en="Indicators", zh="指标"),
    "contacts": Label(en="Service-level contracts and agents", zh="服务水平口径与座席"),
    "scorecards": Label(en="Forms and evaluations", zh="评分表与质检"),
    "organization": Label(en="Roles", zh="职务"),
    "posts": Label(
        en="Duties, spans, merged posts, reports due", zh="职责、管理幅度、兼任、应报送的报告"
    ),
    "learning": Label(
        en="Trainings, documents, coaching, the knowledge base", zh="培训、文件、辅导、知识库"
    ),
    "casework": Label(
        en="Orders, complaints, the shift log, trainings", zh="工单、投诉、值班记录、培训"
    ),
    "worktime": Label(en="Shifts, roster, leave, punches", zh="班次、排班、请假、打卡"),
    "hours": Label(en="Hours accounts and comp time", zh="工时账户与换休"),
    "pay": Label(en="Star pay and awards", zh="星级工资与奖励"),
    "corrections": Label(en="Corrections", zh="更正"),
    "projects": Label(
        en="Projects, client contracts, commission, sales", zh="项目、客户合同、提成、成交"
    ),
    "career": Label(en="Ladders", zh="晋升序列"),
    "trade": Label(en="Checks of ladders and pay", zh="对晋升序列与薪酬的检查"),
    "legal": Label(en="Legal warnings for mainland China", zh="中国大陆的法律提示"),
    "facts": Label(en="Employees and facts", zh="员工与事实"),
    "inputs": Label(en="Input files", zh="输入文件"),
    "adapters": Label(en="Telephony files and column maps", zh="话务文件与列映射"),
    "records": Label(en="Folders of records", zh="记录文件夹"),
    "payroll": Label(en="Payroll files and the parallel month", zh="薪资文件与并行月份"),
    "settlement": Label(en="Months and stored settlements", zh="月份与保存的结算"),
    "center": Label(en="Centers", zh="中心"),
    "hooks": Label(en="Plugins", zh="插件"),
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
    words = set(catalog(room, "en")) - _names_of_sections()
    listed = (each for each in words if not each.endswith((".hint", ".why")))
    if room == "settlement":
        listed = (each for each in listed if not each.startswith(_OTHER_WORDS))
    return tuple(sorted(listed))


@cache
def _names_of_sections() -> frozenset[str]:
    """Return the keys of what people call the sections of packs; some are in catalogs of rooms."""
    return frozenset(f"section-{each}" for each in sections_of(find_plugins(()).catalog))


def render(language: str) -> str:
    """Return all diagnostics as Markdown. Raises ``ValueError`` for a room that is not listed."""
    unlisted = rooms() - set(ROOMS) - OTHER_ROOMS
    if unlisted:
        raise ValueError(f"not on the page of diagnostics: {', '.join(sorted(unlisted))}")
    seen: set[str] = set()
    return "\n".join(line for room in ROOMS for line in _room(room, seen, language))


def _room(room: str, seen: set[str], language: str) -> Iterator[str]:
    """Yield the table of a room; a code that an earlier room has too leads there."""
    yield from (f"## {ROOMS[room].in_locale(language)}", "")
    yield from heads(language, en="code | English | 中文", zh="代码 | 文字")
    english, chinese = catalog(room, "en"), catalog(room, "zh_CN")
    shown = pick(language, en=" ([shown](checks/{}.md))", zh="（[示例](checks/{}.md)）")
    for code in codes(room):
        place = f"[`{code}`](#{code})" if code in seen else f"[`{code}`]{{#{code}}}"
        if code in SHOWN:
            place += shown.format(code)
        seen.add(code)
        told = (english, chinese) if language == ENGLISH else (chinese,)
        cells = (_cell(words, code) for words in told)
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
