"""Conditions of indicators that no record can meet: words their records never have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Severity, nearest
from ccops.rulepack.lints.formulas import inside
from ccops.rulepack.lints.lint import Found, Lint
from ccops.rules.expressions import Comparison, Constant, Node, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.kpi import Indicator
    from ccops.rulepack.lints.lint import Checked

#: The columns whose words a pack lists, by record kind: the section that lists them.
LISTED_IN: Final[Mapping[tuple[str, str], str]] = {
    ("evaluation", "form"): "scorecards",
    ("leave_day", "kind"): "leave_kinds",
    ("leave_day", "shift"): "shifts",
    ("worked_day", "shift"): "shifts",
    ("worked_shift", "shift"): "shifts",
}


def unknown_words(checked: Checked) -> Iterator[Found]:
    """Yield words that an indicator asks for and no record of its kind can have.

    Input files with another form, kind of leave or shift than the pack lists are refused.
    """
    for indicator in checked.indicators:
        for column, constant in checked.memo.once(indicator, _compared_words):
            section = LISTED_IN.get((indicator.over, column), "")
            known = checked.by_name(section)
            if known and constant.value not in known:
                near = nearest(str(constant.value), known) or "-"
                yield Found(constant.span, {"word": constant.value, "near": near})


def _compared_words(indicator: Indicator) -> tuple[tuple[str, Constant], ...]:
    """Return the columns an indicator compares with words, and the words."""
    found: dict[int, tuple[str, Constant]] = {}
    for tally in indicator.tallies:
        for formula in tally.nodes:
            for node in inside(formula):
                pair = _column_and_word(node)
                if pair is not None:
                    found[id(pair[1])] = pair
    return tuple(found.values())


def _column_and_word(node: Node) -> tuple[str, Constant] | None:
    match node:
        case Comparison(left=Reference() as column, right=Constant(value=str()) as word) | (
            Comparison(left=Constant(value=str()) as word, right=Reference() as column)
        ):
            return column.name, word
        case _:
            return None


LINTS: Final = (Lint(code="unknown-word", finds=unknown_words, severity=Severity.ERROR),)
