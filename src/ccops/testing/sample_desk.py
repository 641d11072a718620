"""The desk work of a sample month: searches in the knowledge base, improvements, calibrations.

Nothing here is drawn: it follows from the people, the calls and the days.
"""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import TYPE_CHECKING, Final

from ccops.testing.sample_casework import item_on
from ccops.testing.sample_days import written
from ccops.testing.sample_tables import Cells, SampleTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.testing.sample_answers import Visit
    from ccops.testing.sample_days import SampleDays
    from ccops.testing.sample_people import Person
    from ccops.testing.sample_quality import SampleEvaluation

_SEARCH_EVERY: Final = 40
_TERMS: Final = (
    "资费说明",
    "退订流程",
    "理赔材料",
    "救援网点",
    "还款方式",
    "活动规则",
    "发票补寄",
)
_CAUSES: Final = ("礼貌用语缺失", "登记要素缺失", "引导不当")
_CALIBRATED: Final = 3
_RULES: Final = (
    ("P-RULES", "work_rule", "工作规范"),
    ("P-SCORING", "scoring_standard", "监听评分标准"),
    ("P-TEACHING", "teaching_material", "新产品培训教材"),
)


def knowledge_tables(
    people: Sequence[Person], visits: Sequence[Visit], days: SampleDays
) -> Iterator[SampleTable]:
    """Yield who looked what up in the knowledge base: at every fortieth call."""
    agents = [each for each in people if each.alias]
    accounts = tuple(
        (
            f"kb-{each.employee_id}",
            each.employee_id,
            "internal",
            "edit" if each.role == "info_coordinator" else "browse",
            max(each.hired_on, days.day(-400)).isoformat(),
            each.ended_on.isoformat() if each.ended_on else "",
        )
        for each in agents
    )
    yield SampleTable(
        name="kb_accounts",
        columns=("account", "employee_id", "user", "right", "from", "until"),
        rows=accounts,
    )
    answered = [each for each in visits if each.agent is not None and each.number == 1]
    searched = list(enumerate(answered[::_SEARCH_EVERY]))
    yield SampleTable(
        name="kb_searches",
        columns=("search_id", "account", "at", "term", "contact_id", "results", "used"),
        rows=tuple(_search(number, visit) for number, visit in searched),
    )
    yield SampleTable(
        name="kb_visits",
        columns=("item_id", "account", "at", "search_id", "effective"),
        rows=tuple(_visit(number, visit, days) for number, visit in searched if number % 7),
    )


def _search(number: int, visit: Visit) -> Cells:
    found = number % 7
    used = "yes" if found > 1 else "no"
    term, call = _TERMS[number % len(_TERMS)], visit.caller.call_id
    return (
        f"KS{number:04}",
        _account(visit),
        written(visit.connected),
        term,
        call,
        str(found),
        used,
    )


def _visit(number: int, visit: Visit, days: SampleDays) -> Cells:
    item = item_on(number, visit.connected, days)
    effective = ("yes", "", "no", "yes", "yes")[number % 5]
    return item, _account(visit), written(visit.connected), f"KS{number:04}", effective


def _account(visit: Visit) -> str:
    return f"kb-{visit.agent.employee_id if visit.agent is not None else ''}"


def action_table(
    people: Sequence[Person], evaluations: Sequence[SampleEvaluation], days: SampleDays
) -> SampleTable:
    """Return the file ``quality_actions``: what was found, what is done, and whether it helped."""
    owners = [each.employee_id for each in people if each.role == "qa_trainer"]
    found = evaluations[:: max(1, len(evaluations) // 6)][:6]
    rows = tuple(
        (
            f"QI{number:02}",
            owners[number % len(owners)],
            each.person.employee_id,
            each.evaluation_id,
            _CAUSES[number % len(_CAUSES)],
            days.day(3 + number).isoformat(),
            days.day(12 + 2 * number).isoformat(),
            days.day(10 + 2 * number).isoformat() if number < len(found) - 1 else "",
            ("yes", "yes", "no", "", "", "")[number],
        )
        for number, each in enumerate(found)
    )
    columns = (
        "action_id", "owner", "about", "found_in", "cause", "from", "due_on", "done_on",
        "effective",
    )  # fmt: skip
    return SampleTable(name="quality_actions", columns=columns, rows=rows)


def review_table(
    evaluations: Sequence[SampleEvaluation], reviewer: str, *, every: int
) -> SampleTable:
    """Return the file ``evaluation_reviews``: of the calls heard every so many are heard again.

    What is found then stands; what does not is replaced in the evaluations themselves.
    """
    replaced = {each.replaces for each in evaluations}
    stand = [each for each in evaluations if each.status == "valid" and not each.replaces]
    rows = tuple(
        (each.evaluation_id, "review", reviewer, f"{each.at:%Y-%m-%d %H:%M}", "upheld", reviewer,
         f"{each.at:%Y-%m-%d}")
        for each in stand[::every]
        if each.evaluation_id not in replaced
    )  # fmt: skip
    columns = ("evaluation_id", "raised", "raised_by", "at", "outcome", "decided_by", "decided_on")
    return SampleTable(name="evaluation_reviews", columns=columns, rows=rows)


def with_calibration(
    table: SampleTable,
    evaluations: Sequence[SampleEvaluation],
    scorers: Sequence[str],
    days: SampleDays,
) -> SampleTable:
    """Return the file ``evaluations`` with a session: all who score heard the same calls."""
    heard = list(islice((each for each in evaluations if each.status == "valid"), _CALIBRATED))
    place = {name: number for number, name in enumerate(table.columns)}
    rows: list[Cells] = []
    for number, each in enumerate(heard):
        first = next(
            row for row in table.rows if row[place["evaluation_id"]] == each.evaluation_id
        )
        for scorer_number, scorer in enumerate(scorers):
            row = list(first)
            row[place["evaluation_id"]] = f"CAL{number}{scorer_number}"
            row[place["occurrences"]] = str(number + (scorer_number == number))
            row[place["evaluator"]] = scorer
            row[place["at"]] = f"{days.day(13).isoformat()} 14:{10 + 5 * number}"
            row[place["source"]], row[place["replaces"]] = "internal", ""
            rows.append((*row, "CAL-1"))
    before = tuple((*row, "") for row in table.rows)
    return SampleTable(
        name=table.name, columns=(*table.columns, "calibration"), rows=(*before, *rows)
    )


def document_tables(
    days: SampleDays,
    owner: str,
    further: Sequence[tuple[str, str, str, str]] = (),
    trainers: Sequence[str] = (),
) -> Iterator[SampleTable]:
    """Yield the documents in force, each looked through within the year.

    ``further`` are other documents: id, kind, title and what each serves. ``trainers`` have
    collected cases in the month.
    """
    begun = days.day(-500).isoformat()
    known = (*((*each, "") for each in _RULES), *further)
    rows = tuple(
        (identity, kind, title, owner, serves, begun) for identity, kind, title, serves in known
    )
    cases = tuple(
        (f"QC-{who}", "quality_case", "本月质检案例", who, "", days.day(19).isoformat())
        for who in trainers
    )
    yield SampleTable(
        name="documents",
        columns=("document_id", "kind", "title", "owner", "serves", "from"),
        rows=(*rows, *cases),
    )
    reviews = tuple(
        (identity, (days.day(-40) - dt.timedelta(days=30 * number)).isoformat(), owner, "kept")
        for number, (identity, *_) in enumerate(known)
    )
    yield SampleTable(
        name="document_reviews",
        columns=("document_id", "at", "reviewer", "outcome"),
        rows=reviews,
    )


def damage_table(people: Sequence[Person], days: SampleDays) -> SampleTable:
    """Return the file ``damages``: a headset, broken by misuse and repaid by agreement."""
    agent = next(each for each in people if each.is_agent and each.alias)
    holder = next(each.employee_id for each in people if each.role == "qa_trainer")
    columns = (
        "damage_id", "employee_id", "date", "item", "cost", "misuse", "verified_by", "agreed_on",
        "repaid",
    )  # fmt: skip
    row = (
        "DM01", agent.employee_id, days.day(8).isoformat(), "耳麦", "CNY 120", "yes", holder,
        days.day(12).isoformat(), "CNY 60",
    )  # fmt: skip
    return SampleTable(name="damages", columns=columns, rows=(row,))
