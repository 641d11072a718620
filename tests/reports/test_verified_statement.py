"""Verified statements: what a page shows is held against what follows from what it carries."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import pytest

import ccops
from ccops.errors import DataError, UnknownNameError
from ccops.messages import message
from ccops.reports.pay import verified
from tests import loaded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from ccops.center import Center
    from ccops.messages import Locale
    from ccops.settlement import Settlement

_HIRED = {
    "employment_type": "full_time", "role": "agent", "team": "A", "hired_on": "2024-03-01",
}  # fmt: skip
_FACTS = {
    "basic_pay_due": "CNY 1700", "monthly_basic": "CNY 3480", "local_minimum_wage": "CNY 2600",
    "praise_letters": 0, "items_handled": 0, "item_errors": 0,
}  # fmt: skip
LOCALES: Final[tuple[Locale, ...]] = ("zh_CN", "zh_TW", "en")
FORMATS = ("html", "json")
#: So many steps, and texts of a page, are changed: each change is verified by itself.
_SOME_STEPS: Final = 4
_SOME_TEXTS: Final = 6
#: A text of a page that people see.
_SHOWN_TEXT: Final = re.compile(r">(?=[^<>]*[^<>\s])")


@pytest.fixture(scope="module")
def center() -> Center:
    return loaded.center()


@pytest.fixture(scope="module")
def settlement(center: Center) -> Settlement:
    people = [{"employee_id": each, **_HIRED} for each in ("E1", "E2", "<E3>")]
    decided = {"standard_days": 19, "award_themes": []}
    month = center.month("2026-10", employees=people, decisions=decided)
    facts = month.facts({each["employee_id"]: _FACTS for each in people})
    return month.settle(facts)


def _written(center: Center, settlement: Settlement, form: str, locale: str = "en") -> bytes:
    made = center.report("statement", settlement, locale=locale).render(form)
    return made if isinstance(made, bytes) else made.encode()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("locale", LOCALES)
def test_what_was_written_is_right(
    center: Center, settlement: Settlement, form: str, locale: str
) -> None:
    found = center.verify(_written(center, settlement, form, locale), seal=settlement.seal)

    assert [each.statement.employee for each in found] == list(settlement.employees)
    assert all(each.is_right for each in found)
    assert all(each.statement.rows for each in found)
    assert settlement.digest in str(found[0])
    assert settlement.seal in str(found[0])
    json.dumps(found[0].to_dict())


@pytest.mark.parametrize("form", FORMATS)
def test_an_amount_that_was_written_over_is_told_beside_the_right_one(
    center: Center, settlement: Settlement, form: str
) -> None:
    page = _written(center, settlement, form).replace(b"1,700.00", b"9,700.00")

    found = center.verify(page, employees=["E1"])[0]

    assert not found.is_right
    assert found.verification.is_right
    told = str(found)
    assert "NOT right" in told
    assert "9,700.00" in told
    assert "1,700.00" in told


_CHANGES: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "the tile": ("html", ">missing: no earlier periods", ">CN¥9,700.00", "CN¥9,700.00"),
    "the title": ("html", "<title>Pay statement 2026-10", "<title>Pay statement 2026-11", "-11"),
    "the heading of the page": ("html", "statement 2026-10</h1>", "statement 2026-11</h1>", "-11"),
    "the period": ("html", ">2026-10</dd>", ">2026-11</dd>", "Period 2026-11"),
    "the days": ("html", "October 31, 2026", "October 30, 2026", "October 30, 2026"),
    "the staff number": ("html", ">E1</dd>", ">E9</dd>", "Employee no. E9"),
    "the heading of the section": ("html", "E1</h2>", "E9</h2>", "E9"),
    "the currency": ("html", "Amount (CNY)", "Amount (USD)", "Amount (USD)"),
    "a table above": ("html", "<dl", "<p>Paid: 9,700.00</p><dl", "Paid: 9,700.00"),
    "a tile of data": ("json", '"text":"missing: no', '"text":"CN¥9,700.00 no', "CN¥9,700.00"),
    "a value of data": ("json", '"amount":"1700.00"', '"amount":"9700.00"', '"9700.00"'),
    "the title of data": ("json", '"Pay statement 2026-10"', '"Pay statement 2026-11"', "2026-11"),
}  # fmt: skip


@pytest.mark.parametrize("change", _CHANGES)
def test_whatever_stands_above_the_lines_is_compared(
    center: Center, settlement: Settlement, change: str
) -> None:
    form, old, new, told = _CHANGES[change]
    alone = center.report("statement", settlement, locale="en", subjects=["E1"])
    page = alone.rendered(form).decode()
    assert old in page

    (found,) = center.verify(page.replace(old, new).encode())

    assert not found.is_right
    assert found.verification.is_right
    assert told in str(found)
    assert any(told in " ".join(shown) for shown, _ in found.differences)


@pytest.mark.parametrize("form", FORMATS)
def test_a_name_is_not_compared_and_that_is_told(
    center: Center, settlement: Settlement, form: str
) -> None:
    names = {"E1": "王大海"}
    page = center.report("statement", settlement, locale="en", subjects=["E1"], names=names)

    (found,) = center.verify(page.rendered(form).decode().replace("王大海", "李小山").encode())

    assert found.is_right
    assert "Not compared: the name" in str(found)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("locale", LOCALES)
def test_a_colleague_s_statement_is_not_one_s_own(
    center: Center, settlement: Settlement, form: str, locale: Locale
) -> None:
    """Another number and another name in every place of the file lead to another seal."""
    names = {"E1": "王大海"}
    alone = center.report("statement", settlement, locale=locale, subjects=["E1"], names=names)
    page = alone.rendered(form).decode().replace("王大海", "李小山")

    (found,) = center.verify(page.replace("E1", "E7").encode(), seal=settlement.seal)

    assert found.statement.employee == "E7"
    assert found.is_own
    assert not found.is_right
    assert not found.verification.is_covered
    told = {"named": settlement.seal, "found": found.verification.seal}
    assert message("report-verify-not-covered", told, locale=locale) in str(found)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("locale", LOCALES)
def test_a_statement_of_an_earlier_version_is_refused(
    center: Center, settlement: Settlement, form: str, locale: Locale
) -> None:
    page = _written(center, settlement, form, locale)

    with pytest.raises(DataError) as caught:
        center.verify(page.replace(b"ccops.attestation/3", b"ccops.attestation/2"))

    (found,) = caught.value.diagnostics
    assert found.code == "attestation-earlier"
    told = message("attestation-earlier", {}, locale=locale)
    assert told in found.render(locale)


#: What somebody adds to a page by an editor: what it is put before, what is put there.
_ADDED: Final[Mapping[str, tuple[str, str]]] = {
    "a style that shows other amounts": (
        "</style>", 'td{font-size:0}td::after{content:"9,999.00"}'),
    "a style of its own": ("</head>", "<style>tbody{display:none}</style>"),
    "a script": ("</body>", "<script>document.title=1</script>"),
    "a table below": ("</section>", "<table><tr><td>Paid</td><td>9,999.00</td></tr></table>"),
    "a paragraph below": ("</main>", "<p>Paid: 9,999.00</p>"),
    "a block above": ("<main", "<div>Paid: 9,999.00</div>"),
    "a section": ("<section", '<section id="E8"><p>Paid: 9,999.00</p></section>'),
    "a remark": ("</main>", "<!-- nothing -->"),
    "a text of no element": ("<html", "Paid: 9,999.00 "),
    "an element in an explanation": ("<p><span", "<table><tr><td>9,999.00</td></tr></table>"),
    "a signature": ("</footer>", "<p>Signed</p>"),
    "spaces that push an amount out of sight": ("</td>", "\u00a0" * 400),
    "wide spaces": ("</dd>", "\u3000" * 400),
}  # fmt: skip
_OF_HIS_OWN: Final = frozenset({"</section>", "</footer>", "<p><span", "</td>", "</dd>"})


@pytest.mark.parametrize("several", [False, True], ids=["alone", "of several"])
@pytest.mark.parametrize("change", _ADDED)
def test_what_ccops_did_not_write_is_told(
    center: Center, settlement: Settlement, change: str, several: bool
) -> None:
    before, added = _ADDED[change]
    subjects = None if several else ["E1"]
    page = center.report("statement", settlement, locale="en", subjects=subjects).rendered("html")
    text = page.decode()
    start = text.index('<section id="E1"') if before in _OF_HIS_OWN else 0
    at = text.index(before, start)

    (found,) = center.verify((text[:at] + added + text[at:]).encode(), employees=["E1"])

    assert not found.is_right
    assert found.verification.is_right
    assert found.foreign is not None
    assert "did not write" in str(found)
    assert found.to_dict()["foreign"] == list(found.foreign)


@pytest.fixture(scope="module")
def ruled(center: Center) -> Settlement:
    """E1 has no amount of basic pay, and somebody decided that it is 0."""
    ruling = {"employee_id": "E1", "fact": "basic_pay_due", "ruling": "zero", "by": "Li",
              "because": "on leave; see <minutes>, 3.1"}  # fmt: skip
    decided = {"standard_days": 19, "award_themes": [], "rulings": [ruling]}
    month = center.month("2026-10", employees=[{"employee_id": "E1", **_HIRED}], decisions=decided)
    given = {name: each for name, each in _FACTS.items() if name != "basic_pay_due"}
    return month.settle(month.facts({"E1": given}))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("form", FORMATS)
def test_a_ruling_is_right_and_a_sentence_under_its_heading_is_not(
    center: Center, ruled: Settlement, form: str, locale: Locale
) -> None:
    page = _written(center, ruled, form, locale).decode()
    assert "minutes" in page

    (found,) = center.verify(page.encode())
    told = message("report-ruling-zero", {"by": "Li", "because": ""}, locale=locale)
    (forged,) = center.verify(page.replace(told, "Paid besides: 9,000.00. ").encode())

    assert found.is_right, found.foreign
    assert not forged.is_right
    assert forged.foreign is not None


@pytest.mark.parametrize("key", ["rulings", "on-trial"])
def test_a_block_of_its_own_under_the_heading_of_what_is_not_compared_is_told(
    center: Center, settlement: Settlement, key: str
) -> None:
    made = center.report("statement", settlement, locale="en", subjects=["E1"])
    page = made.rendered("html").decode()
    at = page.index("<h3>")
    block = (
        f'<h3>{message(f"report-{key}", {})}</h3> <dl class="list"> '
        '<div><dt>Bonus, paid besides</dt><dd class="plain">9,000.00</dd></div> </dl> '
    )

    (found,) = center.verify((page[:at] + block + page[at:]).encode())

    assert not found.is_right
    assert found.foreign is not None


@pytest.mark.parametrize("name", ["张\u3000三", "Zhang\u00a0San", "Zhang  San", "张三\u3000"])
@pytest.mark.parametrize("form", FORMATS)
def test_a_name_with_spaces_of_its_own_is_right(
    center: Center, settlement: Settlement, form: str, name: str
) -> None:
    page = center.report("statement", settlement, names={"E1": name}, subjects=["E1"])

    (found,) = center.verify(page.rendered(form))

    assert found.is_right, found.foreign


@pytest.mark.parametrize(
    "added",
    [
        "<style>td{font-size:0}</style>",
        '<p style="position:fixed">9,999.00</p>',
        "<script>1</script>",
    ],
)
def test_what_a_colleague_s_statement_does_to_the_page_is_told(
    center: Center, settlement: Settlement, added: str
) -> None:
    text = _written(center, settlement, "html").decode()
    at = text.index("<dl", text.index('<section id="E2"'))

    (found,) = center.verify((text[:at] + added + text[at:]).encode(), employees=["E1"])

    assert not found.is_right
    assert found.foreign is not None
    assert found.foreign[0].startswith(added.partition(">")[0])


def test_a_page_of_sections_without_end_is_read_in_no_time(
    center: Center, settlement: Settlement
) -> None:
    """To look from each for an end that is not there takes the square of their number."""
    page = _written(center, settlement, "html")

    (found,) = center.verify(
        page.replace(b"</body>", b"<section id=1>" * 50_000 + b"</body>"), employees=["E1"]
    )

    assert found.foreign == ("<section id=1>", "</body>")


def test_a_row_that_is_hidden_is_told(center: Center, settlement: Settlement) -> None:
    page = _written(center, settlement, "html").decode()

    found = center.verify(page.replace("<tbody>", "<tbody hidden>").encode())

    assert [each.foreign for each in found] == [("<tbody hidden>", "<tbody>")] * 3


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda data: _only(data)["parts"].append(_only(data)["parts"][0]), "/parts"),
        (lambda data: data["sections"].append({"id": "x", "parts": []}), "/sections"),
        (lambda data: _only(data).update(note="Paid: 9,999.00"), "Paid: 9,999.00"),
        (lambda data: data["foot"].append("Paid: 9,999.00"), "Paid: 9,999.00"),
        (lambda data: data.update(paid="9,999.00"), "/paid"),
    ],
    ids=["part", "section", "note", "foot", "key"],
)
def test_data_that_ccops_did_not_write_are_told(
    center: Center,
    settlement: Settlement,
    change: Callable[[dict[str, Any]], object],
    told: str,
) -> None:
    alone = center.report("statement", settlement, locale="en", subjects=["E1"])
    document = json.loads(alone.rendered("json"))
    change(document)

    (found,) = center.verify(json.dumps(document).encode())

    assert not found.is_right
    assert found.foreign is not None
    assert told in str(found)


def _only(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["sections"][0]
    return found


def test_a_key_of_data_that_is_there_twice_is_refused(
    center: Center, settlement: Settlement
) -> None:
    page = _written(center, settlement, "json")

    with pytest.raises(DataError) as caught:
        center.verify(page.replace(b'"title":', b'"title":"9,999.00","title":', 1))

    assert [each.code for each in caught.value.diagnostics] == ["statement-unreadable"]


def _steps(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield step
    for each in step["steps"]:
        yield from _steps(each)


def _explained(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every step of every explanation of the only statement."""
    parts = _only(document)["parts"]
    return [each for part in parts if part["part"] == "unfolding" for each in _steps(part["step"])]


def test_each_changed_word_of_an_explanation_is_told(
    center: Center, settlement: Settlement
) -> None:
    alone = center.report("statement", settlement, locale="en", subjects=["E1"])
    document = json.loads(alone.rendered("json"))
    longest = max(_explained(document), key=lambda step: len(step["notes"]))
    some = [longest, *_explained(document)[:: len(_explained(document)) // _SOME_STEPS]]
    changed = 0
    for step in some:
        told = {"label": step["label"], "value": step["value"], "notes": [*step["notes"]]}
        changes: list[dict[str, Any]] = [
            {"label": f"{told['label']} 2"},
            {"value": f"{told['value']}9"},
            {"notes": [*told["notes"], "because you scored 29"]},
        ]
        changes += [
            {"notes": [*told["notes"][:at], f"{note}9", *told["notes"][at + 1 :]]}
            for at, note in enumerate(told["notes"])
        ]
        for change in changes:
            step.update(told | change)
            (found,) = center.verify(json.dumps(document).encode())
            assert found.verification.is_right
            assert not found.is_right, change
            changed += 1
        step.update(told)

    assert changed > len(some) * 2
    assert center.verify(json.dumps(document).encode())[0].is_right


@pytest.mark.parametrize("locale", LOCALES)
def test_each_changed_text_of_an_explanation_on_a_page_is_told(
    center: Center, settlement: Settlement, locale: Locale
) -> None:
    alone = center.report("statement", settlement, locale=locale, subjects=["E1"])
    text = alone.rendered("html").decode()
    start, end = text.index('<details class="unfolding">'), text.rindex("</details>")
    places = [start + each.end() for each in _SHOWN_TEXT.finditer(text[start:end])]
    assert len(places) > _SOME_TEXTS

    for at in places[:: len(places) // _SOME_TEXTS]:
        (found,) = center.verify((text[:at] + "29" + text[at:]).encode())
        assert not found.is_right, text[at - 40 : at + 40]
        assert "29" in str(found)


@pytest.mark.parametrize("form", FORMATS)
def test_a_sentence_taken_out_of_an_explanation_is_missed(
    center: Center, settlement: Settlement, form: str
) -> None:
    alone = center.report("statement", settlement, locale="en", subjects=["E1"])
    document, given = json.loads(alone.rendered("json")), message("report-given", {})
    step = next(x for x in _explained(document) if {*x["notes"]} - {given})
    note = next(x for x in step["notes"] if x != given)
    step["notes"].remove(note)
    page = alone.rendered("html").decode()
    assert f"<li>{note}</li>" in page

    without = page.replace(f"<li>{note}</li>", "", 1) if form == "html" else json.dumps(document)
    (found,) = center.verify(without.encode())

    assert not found.is_right


def test_marks_that_only_look_like_sentences_are_told(
    center: Center, settlement: Settlement
) -> None:
    """Two notes in one, which shows the marks between them, are not the two."""
    alone = center.report("statement", settlement, locale="en", subjects=["E1"])
    text = alone.rendered("html").decode()
    at = re.search("</li>\\s*<li>", text[text.index('<ul class="notes">') :])
    assert at is not None

    (found,) = center.verify(text.replace(at[0], "&lt;li&gt;", 1).encode())

    assert not found.is_right


def test_a_page_of_explanations_without_end_is_told_in_no_time(
    center: Center, settlement: Settlement
) -> None:
    alone = center.report("statement", settlement, locale="en", subjects=["E1"])
    text = alone.rendered("html").decode()
    deep = '<ul class="steps"> <li> <p><span class="label">a</span>' * 20_000
    at = text.index('<ul class="notes">')

    (found,) = center.verify((text[:at] + deep + text[at:]).encode())

    assert not found.is_right


def test_where_a_fact_comes_from_may_be_said_as_the_pack_says_it(
    center: Center, settlement: Settlement
) -> None:
    """The same settlement of records says by which, and of a fact that it was handed in."""
    alone = center.report("statement", settlement, locale="en", subjects=["E1"])
    text = alone.rendered("html").decode()
    given = message("report-given", {}, locale="en")
    assert given in text

    (other,) = center.verify(text.replace(given, message("report-not-given", {})).encode())
    (forged,) = center.verify(text.replace(given, f"{given} twice").encode())

    assert other.is_right
    assert not forged.is_right


def test_a_page_for_readers_of_several_languages_is_right(
    center: Center, settlement: Settlement
) -> None:
    locales = {"E1": "zh_TW", "<E3>": "en"}
    report = center.report("statement", settlement, locale="zh_CN", locales=locales)

    for form in FORMATS:
        found = center.verify(report.rendered(form), seal=settlement.seal)
        assert [each.foreign for each in found] == [None] * 3
        assert all(each.is_right for each in found)


def test_a_letterhead_is_checked_with_the_templates_of_the_center(
    center: Center, settlement: Settlement, tmp_path: Path
) -> None:
    (tmp_path / "letterhead.html.j2").write_text("<h1>Blue {{ document.title }}</h1>", "utf-8")
    (tmp_path / "own.css").write_text("h1 { color: blue }", "utf-8")
    report = center.report("statement", settlement, locale="en").with_templates(tmp_path)
    page = report.rendered("html")

    assert all(each.is_right for each in center.verify(page, templates=[tmp_path]))
    (without,) = center.verify(page, employees=["E1"])
    assert not without.is_right
    assert "--templates" in str(without)


def test_a_page_of_another_version_says_so(
    center: Center, settlement: Settlement, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _written(center, settlement, "html").replace(b"<tbody>", b'<tbody class="x">')
    version = settlement.manifest.ccops_version
    monkeypatch.setattr(verified, "__version__", "99.1")

    found = center.verify(page)[0]

    assert f"written by ccops {version}, and this is 99.1" in str(found)


@pytest.mark.parametrize("form", FORMATS)
def test_a_line_that_was_taken_out_is_missed(
    center: Center, settlement: Settlement, form: str
) -> None:
    rows = center.verify(_written(center, settlement, form))[0].statement.rows
    document = json.loads(_written(center, settlement, "json"))
    table = next(x for x in document["sections"][0]["parts"] if x["part"] == "table")
    table["rows"].pop()

    found = center.verify(json.dumps(document).encode())[0]

    assert not found.is_right
    assert len(found.statement.rows) == len(rows) - 1


def test_figures_behind_the_lines_of_data_are_compared(
    center: Center, settlement: Settlement
) -> None:
    document = json.loads(_written(center, settlement, "json"))
    column = next(x for x in document["workings"]["columns"] if x["id"] == "basic_pay_due")
    at = document["workings"]["subjects"].index("E1")
    column["cells"][at] += 1

    changed, other = center.verify(json.dumps(document).encode(), employees=["E1", "E2"])

    assert [shown[0] for shown, _ in changed.differences] == [column["title"]]
    assert not changed.is_right
    assert other.is_right


def test_a_second_table_of_the_same_name_does_not_hide_the_first(
    center: Center, settlement: Settlement
) -> None:
    page = _written(center, settlement, "html", "en").decode()
    start, end = page.index("<table>"), page.index("</table>") + len("</table>")
    forged = page[start:end].replace("1,700.00", "9,700.00")
    both = page[:start] + forged + page[start:]

    assert not center.verify(both.encode())[0].is_right


def test_somebody_else_s_data_are_told(center: Center, settlement: Settlement) -> None:
    document = json.loads(_written(center, settlement, "json"))
    one, two = document["sections"][1:]
    two["parts"][-1]["text"] = one["parts"][-1]["text"]

    found = center.verify(json.dumps(document).encode(), employees=["E2"])[0]

    assert not found.is_own
    assert not found.is_right
    assert "It carries the data of E1" in str(found)


def test_another_seal_than_the_signed_one_is_told(center: Center, settlement: Settlement) -> None:
    signed = "sha256:" + "0" * 64

    found = center.verify(_written(center, settlement, "html"), seal=signed)[0]

    assert not found.is_right
    assert signed in str(found)


def test_a_statement_of_another_pack_is_refused(center: Center, settlement: Settlement) -> None:
    other = loaded.center("base")

    with pytest.raises(DataError) as caught:
        other.verify(_written(center, settlement, "json"))

    assert [each.code for each in caught.value.diagnostics] == ["attestation-other-id"]


def test_a_pack_that_was_changed_since_is_refused(center: Center, settlement: Settlement) -> None:
    text = _written(center, settlement, "json").decode()
    digest = settlement.manifest.pack_digest
    page = text.replace(digest, "sha256:" + "0" * 64)

    with pytest.raises(DataError) as caught:
        center.verify(page.encode())

    assert [each.code for each in caught.value.diagnostics] == ["attestation-other-pack"]


#: What is no statement, and what would take the square of its size, or all of the stack, to read.
_NO_STATEMENTS: Final = {
    "nothing": b"",
    "words": b"no page",
    "no names": b"{}",
    "no text": b"\xff\xfe",
    "no object": b"[]",
    "too deep": b"[" * 200_000,
    "marks without end": b"<html>" + b"<section id=" * 200_000,
    "one mark of many": b"<html>" + b"<section id=" * 200_000 + b">",
}


@pytest.mark.parametrize("data", _NO_STATEMENTS.values(), ids=_NO_STATEMENTS)
def test_what_is_no_statement_is_refused(center: Center, data: bytes) -> None:
    with pytest.raises(DataError) as caught:
        center.verify(data)

    assert [each.code for each in caught.value.diagnostics] == ["statement-unreadable"]


def test_a_page_without_statements_is_refused(center: Center, settlement: Settlement) -> None:
    made = center.report("floor", settlement, locale="en").render("html")

    with pytest.raises(DataError) as caught:
        center.verify(str(made).encode())

    assert [each.code for each in caught.value.diagnostics] == ["statement-none"]


def test_who_is_not_in_the_file_is_named(
    center: Center, settlement: Settlement, tmp_path: Path
) -> None:
    path = tmp_path / "statements.html"
    path.write_bytes(_written(center, settlement, "html"))

    with pytest.raises(UnknownNameError):
        center.verify(path, employees=["E9"])


def test_a_page_carries_its_data_without_opening_a_tag(
    center: Center, settlement: Settlement
) -> None:
    """An id like <E3> stands in the data of a page, and no tag begins there."""
    page = _written(center, settlement, "html").decode()

    assert "<E3>" not in page
    assert center.verify(page.encode(), employees=["<E3>"])[0].is_right


def test_the_settlement_is_that_of_the_library(settlement: Settlement) -> None:
    assert isinstance(settlement, ccops.Settlement)
