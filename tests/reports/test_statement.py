from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.errors import UnknownNameError
from ccops.messages import Label, Locale, Origin, message
from ccops.reports import Cell, Document, Facts, Paragraph, Section, Table, Tone, Unfolding
from ccops.settlement import Ruling, RulingKind
from ccops.values import Missing, Money

if TYPE_CHECKING:
    from ccops.reports import Step
    from tests.reports.conftest import Settle, Statement


def _lines(section: Section) -> Table:
    return next(part for part in section.parts if isinstance(part, Table))


def _nothing(section: Section) -> Table:
    _, nothing = (part for part in section.parts if isinstance(part, Table))
    return nothing


def _amounts(section: Section) -> list[Decimal]:
    cells = [row[-1].value for row in _lines(section).rows]
    return [cell.amount for cell in cells if isinstance(cell, Money)]


def _total(section: Section) -> Cell:
    (foot,) = _lines(section).foot
    return foot[-1]


def _titled(section: Section, title: str) -> dict[str, str]:
    found = next(x for x in section.parts if isinstance(x, Facts) and x.title == title)
    return {each.label: each.value.text for each in found.facts}


def _texts(step: Step) -> list[str]:
    inner = [text for each in step.steps for text in _texts(each)]
    return [step.label, step.value, *step.notes, *inner]


def _explanations(section: Section) -> list[str]:
    return [x for part in section.parts if isinstance(part, Unfolding) for x in _texts(part.step)]


def _only(document: Document) -> Section:
    (section,) = document.sections
    return section


# -- lines and totals -------------------------------------------------------------------------


def test_lines_stand_in_the_order_of_the_plan_with_quantity_and_rate(
    settle: Settle, statement: Statement
) -> None:
    section = _only(statement(settle({"E1": {}})).document)

    assert [[cell.text for cell in row] for row in _lines(section).rows] == [
        ["Basic pay", "A01", "", "3,480.20"],
        ["Monthly bonus", "B01", "", "100.33"],
        ["Night allowance", "C01", "2 × CN¥10.00", "20.00"],
    ]


def test_total_is_headed_as_handed_to_payroll_and_says_what_it_is_before(
    settle: Settle, statement: Statement
) -> None:
    section = _only(statement(settle({"E1": {}}), locale="zh_CN").document)

    assert [cell.text for cell in _lines(section).foot[0]] == [
        "应发项目合计,未含社保公积金个税",
        "",
        "",
        "3,600.53",
    ]


def test_odoo_8834_printed_lines_add_up_to_the_printed_total(
    settle: Settle, statement: Statement
) -> None:
    people = {
        f"E{number}": {"basic_pay_due": f"CNY 3{number}.0{number}", "nights": number}
        for number in range(1, 8)
    }

    document = statement(settle(people)).document

    for section in document.sections:
        printed = [row[-1].text.replace(",", "") for row in _lines(section).rows]
        total = _total(section).text.replace(",", "")
        assert sum(map(Decimal, printed)) == Decimal(total)


@given(cents=st.lists(st.integers(0, 10_000_000), min_size=1, max_size=6))
def test_hrms_5138_lines_of_any_amounts_add_up_to_the_total(
    settle: Settle, statement: Statement, cents: list[int]
) -> None:
    people = {
        f"E{number}": {"basic_pay_due": f"CNY {Decimal(each).scaleb(-2)}", "nights": number}
        for number, each in enumerate(cents)
    }

    document = statement(settle(people)).document

    for section in document.sections:
        total = _total(section).value
        assert isinstance(total, Money)
        assert sum(_amounts(section), Decimal(0)) == total.amount


def test_reason_for_nothing_is_told_in_words(settle: Settle, statement: Statement) -> None:
    document = statement(settle({"E1": {"absent_days": 3}}), locale="zh_CN").document

    (bonus,) = _nothing(_only(document)).rows

    assert [cell.text for cell in bonus] == ["月度奖金", "B01", "缺勤达三天", "0.00"]


def test_pack_and_digest_of_the_manifest_stand_in_the_foot(
    settle: Settle, statement: Statement
) -> None:
    settlement = settle({"E1": {}})

    foot = statement(settlement).document.foot

    assert any("small 1" in line for line in foot)
    assert any(line.startswith("Manifest sha256:") for line in foot)
    assert any(settlement.seal in line for line in foot)


# -- missing and provisional ------------------------------------------------------------------


def test_missing_amount_is_told_and_never_0(settle: Settle, statement: Statement) -> None:
    document = statement(settle({"E1": {}, "E2": {"score": None}})).document

    bonus = _lines(document.sections[1]).rows[1][-1]

    assert (bonus.value, bonus.tone) == (Missing.NOT_MEASURED, Tone.MISSING)
    assert _total(document.sections[1]).value is Missing.NOT_MEASURED


def test_amount_that_waits_for_somebody_is_marked_by_a_word(
    settle: Settle, statement: Statement
) -> None:
    document = statement(settle({"E1": {}, "E2": {"score": None}})).document

    first = document.sections[0]

    assert _lines(first).rows[1][0].note == "provisional"
    assert _lines(first).rows[0][0].note == ""
    assert any(isinstance(x, Paragraph) and x.tone is Tone.PROVISIONAL for x in first.parts)


def test_final_statement_has_no_provisional_mark(settle: Settle, statement: Statement) -> None:
    text = statement(settle({"E1": {}})).render("md")

    assert isinstance(text, str)
    assert "rovisional" not in text


def test_ruling_is_printed_with_its_reason_on_the_statement_it_is_about(
    settle: Settle, statement: Statement
) -> None:
    ruling = Ruling(
        employee_id="E2", fact="score", kind=RulingKind.EXCLUDE, by="Director", because="no calls"
    )
    settlement = settle({"E1": {}, "E2": {"score": None}}, rulings=(ruling,))

    first, second = statement(settlement).document.sections

    assert _titled(second, "Rulings on missing inputs") == {
        "score": "left out of the ranking; decided by Director: no calls"
    }
    assert not any(
        isinstance(part, Facts) and part.title.startswith("Rulings") for part in first.parts
    )


@pytest.mark.parametrize("locale", ["en", "zh_CN", "zh_TW"])
@pytest.mark.parametrize(
    "kind", [each for each in RulingKind if each is not RulingKind.LAST_KNOWN]
)
def test_a_ruling_of_every_kind_says_who_decided_it_and_why(
    settle: Settle, statement: Statement, kind: RulingKind, locale: Locale
) -> None:
    ruling = Ruling(employee_id="E1", fact="score", kind=kind, by="Director", because="agreed")

    settlement = settle({"E1": {"score": None}}, rulings=(ruling,))

    text = statement(settlement, locale=locale).render("md")

    assert isinstance(text, str)
    assert "Director" in text
    assert "agreed" in text
    assert "report-ruling" not in text


def test_decisions_and_readings_of_the_period_are_printed(
    settle: Settle, statement: Statement
) -> None:
    section = _only(statement(settle({"E1": {}}, decisions={"standard_days": "22"})).document)

    assert _titled(section, "Decided for this period") == {"standard_days": "22"}
    title = "Readings taken where the manual leaves it open"
    assert _titled(section, title) == {"1. bonus_reading": "printed"}


@pytest.mark.parametrize(
    ("locale", "shown"),
    [("en", "as printed"), ("zh_CN", "按印出的比例")],
)
def test_a_reading_is_printed_by_what_people_call_it(
    settle: Settle, statement: Statement, locale: str, shown: str
) -> None:
    settled = settle({"E1": {}}, decisions={"standard_days": "22"})
    called = {"bonus_reading": Label(zh="按印出的比例", en="as printed")}
    rules = attrs.evolve(settled.rules, readings=called)
    named = attrs.evolve(settled, rules=rules)
    section = _only(statement(named, locale=locale).document)

    title = message("report-choices", {}, locale=cast("Locale", locale))
    assert _titled(section, title) == {"1. bonus_reading": shown}


@pytest.mark.parametrize(
    ("locale", "decided", "printed"),
    [
        (
            "en",
            "neat: winners 3, amount CNY 200",
            {"neat: places": "3", "neat: amount": "CN¥200.00"},
        ),
        (
            "zh_CN",
            "neat: winners 3, amount CNY 200",
            {"无差错：名额": "3", "无差错：金额": "¥200.00"},
        ),
        ("en", "none", {"themes": "none"}),
        ("zh_CN", "none", {"主题": "无"}),
        ("zh_TW", "none", {"主題": "無"}),
    ],
)
def test_a_list_that_is_decided_is_printed_by_its_labels(
    settle: Settle, statement: Statement, locale: str, decided: str, printed: dict[str, str]
) -> None:
    settlement = settle({"E1": {}}, decisions={"themes": decided})
    labels = {
        "themes": Label(zh="主题", en="themes"),
        "neat_winners": Label(zh="无差错：名额", en="neat: places"),
        "neat_amount": Label(zh="无差错：金额", en="neat: amount"),
    }
    named = {name: (label, Origin()) for name, label in labels.items()}
    parameters = {**settlement.rules.parameters, **named}
    rules = attrs.evolve(settlement.rules, parameters=parameters)

    section = _only(statement(attrs.evolve(settlement, rules=rules), locale=locale).document)

    title = message("report-decisions", {}, locale=cast("Locale", locale))
    assert _titled(section, title) == printed


# -- explanations -----------------------------------------------------------------------------


def test_every_line_unfolds_to_its_clause_and_inputs(settle: Settle, statement: Statement) -> None:
    section = _only(statement(settle({"E1": {}, "E2": {}}), subjects=["E1"]).document)
    unfoldings = {part.id for part in section.parts if isinstance(part, Unfolding)}

    texts = _explanations(section)

    assert {row[0].explain for row in _lines(section).rows} == unfoldings
    assert "Row 1 of the table applies: score ≥ 85; monthly rank ≤ 50% → CN¥500.00" in texts
    assert "None of these applies: absent for three days" in texts
    assert "night rate: CN¥10.00 [S1-24]" in texts
    assert {"Manual: S1-06", "Manual: S1-09", "Manual: S1-24"} <= set(texts)


def test_statement_never_names_another_person_or_score(
    settle: Settle, statement: Statement
) -> None:
    people: dict[str, dict[str, object]] = {
        "E1": {"score": "91.11"},
        "E2": {"score": "92.22"},
        "E3": {"score": "93.33"},
        "E4": {"score": None},
    }
    report = statement(settle(people), subjects=["E2"], names={"E1": "Anna", "E3": "Carl"})

    for form in ("md", "html", "json"):
        text = report.render(form)
        assert isinstance(text, str)
        for other in ("E1", "E3", "E4", "Anna", "Carl", "91.11", "93.33"):
            assert other not in text


def test_neighbors_in_a_rank_are_shown_as_places(settle: Settle, statement: Statement) -> None:
    people: dict[str, dict[str, object]] = {
        "E1": {"score": "91"},
        "E2": {"score": "92"},
        "E3": {"score": "93"},
    }

    texts = _explanations(_only(statement(settle(people), subjects=["E2"]).document))

    assert {"Place 2 of 3", "Next ahead: places 1", "Next behind: places 3"} <= set(texts)


# -- whose ------------------------------------------------------------------------------------


@pytest.mark.parametrize("subjects", [(), ("E2",), ("E2", "E1"), None])
def test_a_statement_for_each_subject_in_the_order_asked(
    settle: Settle, statement: Statement, subjects: tuple[str, ...] | None
) -> None:
    document = statement(settle({"E1": {}, "E2": {}}), subjects=subjects).document

    wanted = ("E1", "E2") if subjects is None else subjects
    assert tuple(section.id for section in document.sections) == wanted


def test_name_heads_the_statement_where_the_host_gives_it(
    settle: Settle, statement: Statement
) -> None:
    section = _only(statement(settle({"E1": {}}), names={"E1": "张三"}).document)

    assert section.title == "张三 E1"


def test_stranger_is_refused_by_name(settle: Settle, statement: Statement) -> None:
    with pytest.raises(UnknownNameError, match="E9"):
        statement(settle({"E1": {}}), subjects=["E9"])


def test_locale_without_words_is_refused(settle: Settle, statement: Statement) -> None:
    with pytest.raises(UnknownNameError, match="fr"):
        statement(settle({"E1": {}}), locale="fr")
