"""What explanations of a sample month show is called by its labels, never by an id of the pack."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from ccops.reports import Facts, Step, Table, Unfolding
from ccops.reports.document.words import Words
from ccops.reports.parts.unfolding import Unfolder
from ccops.values import Unit
from tests.read_back import months

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Locale
    from ccops.reports import Document
    from ccops.settlement import Settlement

_KINDS: Final = ("statement", "bonus-notice", "appraisal")
_ID: Final = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
#: In Chinese a word in small letters is an id as well.
_WORD: Final = re.compile(r"(?<![\w.@-])[a-z]{3,}(?![\w.@-])")


def _told(document: Document) -> Iterator[str]:
    for section in document.sections:
        for part in section.parts:
            if isinstance(part, Unfolding):
                yield from _of(part.step)
            elif isinstance(part, Facts):
                yield from (f"{each.label} {each.value.text}" for each in part.facts[4:])
            elif isinstance(part, Table):
                yield from (f"{c.text} {c.note}" for row in (*part.rows, *part.foot) for c in row)


def _of(step: Step) -> Iterator[str]:
    yield from (step.label, step.value, *step.notes)
    for each in step.steps:
        yield from _of(each)


@pytest.mark.parametrize("pack", months.PACKS)
@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_no_id_stands_in_what_a_person_is_told(pack: str, locale: Locale) -> None:
    reports = months.shown(pack).reports(locale)
    wrong = _ID if locale == "en" else re.compile(f"{_ID.pattern}|{_WORD.pattern}")

    texts = {x for kind in _KINDS if kind in reports for x in _told(reports[kind].document)}

    assert {text for text in texts if wrong.search(text)} == set()


@pytest.mark.parametrize("pack", months.PACKS)
@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_every_figure_fact_and_parameter_has_a_label(pack: str, locale: Locale) -> None:
    settlement = months.shown(pack).settlement
    others = [settlement.larger(each.kind) for each in settlement.rules.groups]

    unnamed = {x for each in (settlement, *others) for x in _unnamed(each, locale)}

    assert unnamed == set()


def _unnamed(settlement: Settlement, locale: Locale) -> Iterator[str]:
    unfolder = Unfolder(settlement=settlement, words=Words.of(locale))
    plan = settlement.results.plan
    names = {key.name for key in plan.figures} | {*plan.facts, *settlement.rules.parameters}
    for each in filter(str.isidentifier, names):
        called = unfolder.names.figure(each)
        if called == each and (locale == "zh_CN" or "_" in each):
            yield each


@pytest.mark.parametrize("pack", months.PACKS)
def test_every_word_a_fact_may_be_is_called_something_in_chinese(pack: str) -> None:
    settlement = months.shown(pack).settlement
    unfolder = Unfolder(settlement=settlement, words=Words.of("zh_CN"))
    facts = settlement.results.plan.facts.values()
    words = {w for each in facts if each.type.unit is Unit.WORD for w in each.type.words or ()}

    assert {each for each in words if unfolder.names.word(each) == each} == set()
