"""How each key of a case is written: what stands there in another way would never be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Yields the parts of a node that are not written as wanted.
_Check = Callable[[Node], Iterator[Node]]


def wrongly_written(name: str, node: MapNode, *, is_grouped: bool) -> Iterator[Diagnostic]:
    """Yield the values of a case that no case reads; ``is_grouped``: its people have names."""
    for key, value in node.entries:
        check, example = _WRITTEN.get(key.text, (_anything, ""))
        if key.text in _BY_PERSON and is_grouped:
            check, example = _mapping(check), f"{{E001: {example}}}"
        for wrong in check(value):
            told = {"name": name, "key": key.text, "example": f"{key.text}: {example}"}
            yield Diagnostic(code="case-written-otherwise", span=wrong.span, args=told)


def unknown_people(name: str, node: MapNode) -> Iterator[Diagnostic]:
    """Yield whom a case speaks of and does not have; ``node`` has what a variant adds in place."""
    people = node.get("employees")
    if not isinstance(people, MapNode):
        return
    given = node.get("given")
    known = {*people.keys, *(given.keys if isinstance(given, MapNode) else ())}
    for section in _OF_PEOPLE:
        listed = node.get(section)
        for key, _ in listed.entries if isinstance(listed, MapNode) else ():
            if key.text not in known:
                told = {"name": name, "person": key.text, "known": ", ".join(sorted(known))}
                yield Diagnostic(code="case-person-unknown", span=key.span, args=told)


def _anything(_: Node) -> Iterator[Node]:
    yield from ()


def _text(node: Node) -> Iterator[Node]:
    if not isinstance(node, ScalarNode):
        yield node


def _list(part: _Check, *, or_one: bool = False) -> _Check:
    def check(node: Node) -> Iterator[Node]:
        if isinstance(node, ListNode):
            for each in node.items:
                yield from part(each)
        elif not or_one or not isinstance(node, ScalarNode):
            yield node

    return check


def _mapping(part: _Check, **others: _Check) -> _Check:
    """Return a check of a mapping, of which some values are written in their own way."""

    def check(node: Node) -> Iterator[Node]:
        if isinstance(node, MapNode):
            for key, value in node.entries:
                yield from others.get(key.text, part)(value)
        elif not isinstance(node, ScalarNode) or not node.is_empty:
            yield node

    return check


def _words(node: Node) -> Iterator[Node]:
    yield from _text(node) if not isinstance(node, MapNode) else _TEXTS(node)


_TEXTS: Final = _mapping(_text)
_NAMES: Final = _list(_text, or_one=True)
_ROWS: Final = _list(_TEXTS)
_HISTORY: Final = _mapping(_TEXTS)
#: What is said of each person where a case names them.
_BY_PERSON: Final = frozenset({"given", "pin", "expect", "reasons", "explains", "history"})
#: What is said of people whom ``employees`` and ``given`` bring in.
_OF_PEOPLE: Final = ("pin", "expect", "reasons", "explains", "history")
#: How the keys are written, with an example for whoever wrote them otherwise. A period, a
#: locale and a population that are no text are told as wrong values.
_WRITTEN: Final[Mapping[str, tuple[_Check, str]]] = {
    "rank": (_text, "month_rank"),
    "source": (_text, "S1-09"),
    "label": (_words, "{zh: …, en: …}"),
    "because": (_words, "{zh: …, en: …}"),
    "subject": (_TEXTS, "{place: 3}"),
    "employees": (_mapping(_TEXTS), "{E001: {}}"),
    "given": (_TEXTS, "{score: 88.5}"),
    "pin": (_TEXTS, "{score: 88.5}"),
    "expect": (_TEXTS, "{bonus: CNY 300}"),
    "reasons": (_mapping(_NAMES), "{bonus: [late]}"),
    "explains": (_mapping(_NAMES), "{bonus: ['2 / 20']}"),
    "history": (_HISTORY, "{score: {2026-09: 84.00}}"),
    "records": (_mapping(_ROWS), "{leave_day: [{day: 2026-10-05}]}"),
    "evaluations": (_list(_mapping(_text, items=_TEXTS)), "[{form: call_form, items: {L1: 2}}]"),
    "assignments": (_ROWS, "[{what: team, value: B, from: 2026-10-15}]"),
    "rulings": (_ROWS, "[{fact: score, ruling: zero}]"),
    "decisions": (_TEXTS, "{standard_days: 21 d}"),
    "choose": (_TEXTS, "{bonus_reading: slices}"),
    "teams_given": (_mapping(_TEXTS), "{A: {attendance_rate: 95%}}"),
    "center_given": (_TEXTS, "{attendance_rate: 95%}"),
    "teams_history": (_mapping(_HISTORY), "{A: {attendance_rate: {2026-09: 95%}}}"),
    "projects_given": (_mapping(_TEXTS), "{bank: {seats: 12}}"),
    "projects_history": (_mapping(_HISTORY), "{bank: {seats: {2026-09: 12}}}"),
    "center_history": (_HISTORY, "{attendance_rate: {2026-09: 95%}}"),
    "measures": (_TEXTS, "{service_level: 81.13%}"),
    "on": (_text, "2026-10-31"),
    "since": (_text, "2026-10-01"),
    "learning": (_mapping(_mapping(_words)), "{briefing: {E001: {due: 2026-10-31}}}"),
    "organization": (_mapping(_mapping(_words)), "{lines: {E001: {superior: E002}}}"),
    "report_calendar": (_mapping(_mapping(_words)), "{traffic: {2026-10-05: {state: late}}}"),
    "structure": (_text, "tax_center"),
    "warnings": (_NAMES, "[places-none]"),
    "provisional": (_NAMES, "[bonus]"),
    "refused": (_NAMES, "[fact-wrong]"),
    "variants": (_list(_anything), "[{expect: {bonus: CNY 0}}]"),
}
