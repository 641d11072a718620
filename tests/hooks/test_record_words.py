"""Words in conditions over records: one that is not on a column's list is refused at load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from ccops.hooks import gather
from ccops.kpi import Better, IndicatorRule, compile_indicators
from ccops.messages import Span, Text

if TYPE_CHECKING:
    from ccops.messages import Diagnostic

KINDS: Final = gather(()).catalog.record_kinds
#: Each column of a record kind of the library whose words are a closed list, with a word of it.
LISTED: Final = [
    (kind.name, column.name, min(column.type.words))
    for kind in KINDS.values()
    for column in kind.columns
    if column.type.words
]
PLACE: Final = Span("indicators.yaml", 3, 12)


def findings(kind: str, condition: str, key: str = "count") -> tuple[Diagnostic, ...]:
    texts: dict[str, Any] = {"count": Text("yes"), key: Text(condition, PLACE)}
    rule = IndicatorRule(name="x", over=Text(kind), better=Better.NEITHER, **texts)
    return compile_indicators([rule], KINDS, {})[1]


def test_the_lists_are_those_of_calls_shifts_leave_and_evaluations() -> None:
    assert {kind for kind, _, _ in LISTED} >= {
        "contact",
        "queue_visit",
        "worked_day",
        "leave_day",
        "evaluation",
    }


@pytest.mark.parametrize(("kind", "column", "word"), LISTED)
@pytest.mark.parametrize(
    "condition",
    [
        "{column} == '{wrong}'",
        "'{wrong}' != {column}",
        "{column} in ('{word}', '{wrong}')",
        "{column} not in ('{wrong}', '{word}')",
        "known({column}) and not {column} == '{wrong}'",
        "{column} == ('{word}' if {column} != '{word}' else '{wrong}')",
    ],
)
@pytest.mark.parametrize("key", ["count", "where"])
def test_a_word_no_record_can_have_is_refused_with_the_nearest(
    kind: str, column: str, word: str, condition: str, key: str
) -> None:
    wrong = f"{word}s"
    text = condition.format(column=column, word=word, wrong=wrong)

    (found,) = findings(kind, text, key)

    assert (found.code, found.args["word"], found.args["near"]) == ("unknown-word", wrong, word)
    assert found.span is not None
    assert found.span.line == PLACE.line
    assert f"did you mean '{word}'?" in f"{found.hint()}"


@pytest.mark.parametrize(("kind", "column", "word"), LISTED)
def test_a_word_of_the_list_is_taken(kind: str, column: str, word: str) -> None:
    assert findings(kind, f"{column} == '{word}'") == ()
