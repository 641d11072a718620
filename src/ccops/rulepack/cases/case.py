"""Cases: worked examples of a pack, read from its files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.facts import CENTER, GroupKind
from ccops.messages import Diagnostic, Label, Span, sorted_diagnostics
from ccops.rulepack.cases.checks import case_findings
from ccops.rulepack.cases.futility import futile_expectations
from ccops.rulepack.cases.written import unknown_people
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode

if TYPE_CHECKING:
    from ccops.rulepack.pack import Pack

#: Whom a case is about that names a population instead of people.
SUBJECT: Final = "subject"
#: The keys of what is expected of lists.
LISTS: Final = ("learning", "organization", "report_calendar")
#: What is expected of who or what is on no list.
ABSENT: Final = "none"
#: The keys of what must come out of teams, of projects and of the center.
GROUPS: Final = ("teams", "projects", "center")
#: The keys of the facts given of them.
GROUP_GIVEN: Final = tuple(f"{each}_given" for each in GROUPS)
#: The keys of what earlier periods left of them.
GROUP_HISTORY: Final = tuple(f"{each}_history" for each in GROUPS)
#: The keys of which a variant adds to those of its case.
_ADDED: Final = ("given", "choose", "pin", "employees", "history", *GROUP_GIVEN, *GROUP_HISTORY)
#: What was known of earlier periods: of whom, when, by name.
_Past = Mapping[str, Mapping[str, Mapping[str, str]]]
#: How much one case may say must come out; more shows no one rule.
MOST_EXPECTATIONS: Final = 5


@attrs.frozen(kw_only=True)
class CaseEvaluation:
    """One evaluation of a case: its columns, and what was seen of each item."""

    columns: Mapping[str, str]
    items: Mapping[str, str]


@attrs.frozen(kw_only=True)
class Case:
    """One worked example under one set of readings; a variant is a case of its own.

    ``employees`` are facts and employee columns by id; with ``population`` the subject stands
    at ``place`` of ``rank`` among so many. ``expect``, ``reasons``, ``explains`` and ``pin`` are
    by employee and figure, ``history`` by employee, name and period; ``measures`` are indicators
    over all records of the period; ``lists`` are the rows of lists, by the key of a
    case that says which (``learning``, ``organization``, ``report_calendar``), list, subject and
    column, as they stand ``on`` a day under the pack's own ``structure`` or another, where
    nothing is due before ``since``;
    ``groups`` is what is expected of teams,
    projects and the center, by kind, group and figure, ``group_given`` what is given of them, and
    ``group_history`` what earlier periods left. ``refused`` are the codes for which the month
    must not be settled at all.
    """

    name: str
    span: Span
    period: str
    employees: Mapping[str, Mapping[str, str]]
    population: int
    place: int
    rank: str
    assignments: tuple[Mapping[str, str], ...]
    records: Mapping[str, tuple[Mapping[str, str], ...]]
    evaluations: tuple[CaseEvaluation, ...]
    history: Mapping[str, Mapping[str, Mapping[str, str]]]
    decisions: Mapping[str, str]
    choose: Mapping[str, str]
    pin: Mapping[str, Mapping[str, str]]
    expect: Mapping[str, Mapping[str, str]]
    reasons: Mapping[str, Mapping[str, tuple[str, ...]]]
    explains: Mapping[str, Mapping[str, tuple[str, ...]]]
    locale: str
    measures: Mapping[str, str]
    lists: Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]
    structure: str
    on: str
    since: str
    groups: Mapping[GroupKind, Mapping[str, Mapping[str, str]]]
    group_given: Mapping[GroupKind, Mapping[str, Mapping[str, str]]]
    group_history: Mapping[GroupKind, _Past]
    refused: tuple[str, ...]
    warnings: tuple[str, ...]
    provisional: tuple[str, ...]
    rulings: tuple[Mapping[str, str], ...]
    defaults: Mapping[str, str]
    because: Label
    source: str

    @property
    def expectations(self) -> int:
        """How many things the case says must come out."""
        groups = (each for kind in self.groups.values() for each in kind.values())
        listed = [*self.expect.values(), *self.reasons.values(), self.measures, *groups]
        rows = (each for named in self.lists.values() for each in named.values())
        listed += [cells for each in rows for cells in each.values()]
        fragments = (each for figures in self.explains.values() for each in figures.values())
        named = (self.refused, self.warnings, self.provisional, *fragments)
        return sum(map(len, listed)) + sum(map(len, named))


def read_cases(pack: Pack) -> tuple[tuple[Case, ...], tuple[Diagnostic, ...]]:
    """Return the cases of a pack, variants as cases of their own, and what is wrong with them."""
    document, wrong = pack.cases_read
    section = document.get("cases")
    defaults, decided = usual_of(pack)
    problems = [*wrong, *case_findings(pack)]
    found: list[Case] = []
    for key, node in section.entries if isinstance(section, MapNode) else ():
        if not isinstance(node, MapNode):
            continue
        found.append(_case(key.text, key.span, node, (defaults, decided)))
        problems.extend(_of_whole(key.text, node, defaults))
        variants = node.get("variants")
        for number, variant in enumerate(variants.items if isinstance(variants, ListNode) else ()):
            if isinstance(variant, MapNode):
                merged = _merged(node, variant)
                name = f"{key.text}#{number + 2}"
                found.append(_case(name, variant.span, merged, (defaults, decided)))
                problems.extend(_of_whole(name, merged, defaults))
    problems.extend(_too_much(found))
    return tuple(found), sorted_diagnostics(problems)


def usual_of(pack: Pack) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return what the cases of a pack have unless they say otherwise: facts, and decisions."""
    defaults = pack.cases_read[0].get("defaults")
    return _texts(defaults), _decided(defaults)


def _of_whole(name: str, node: MapNode, defaults: Collection[str]) -> Iterable[Diagnostic]:
    """Yield what is wrong with a case only where it is whole, with what a variant adds."""
    yield from unknown_people(name, node)
    yield from futile_expectations(name, node, defaults)


def _too_much(cases: Iterable[Case]) -> Iterable[Diagnostic]:
    for case in cases:
        if case.expectations > MOST_EXPECTATIONS:
            told = {"name": case.name, "count": case.expectations, "most": MOST_EXPECTATIONS}
            yield Diagnostic(code="case-too-much", span=case.span, args=told)


def _merged(case: MapNode, variant: MapNode) -> MapNode:
    """Return a variant over its case: what is given and known before adds, others replace."""
    entries = dict(case.entries)
    by_key = {key.text: (key, value) for key, value in entries.items()}
    del entries
    for key, value in variant.entries:
        before = by_key.get(key.text)
        if before is not None and key.text in _ADDED:
            by_key[key.text] = (key, _over(before[1], value))
        else:
            by_key[key.text] = (key, value)
    by_key.pop("variants", None)
    return MapNode(tuple(by_key.values()), variant.span)


def _over(before: Node, after: Node) -> Node:
    if not isinstance(before, MapNode) or not isinstance(after, MapNode):
        return after
    found = {key.text: (key, value) for key, value in before.entries}
    for key, value in after.entries:
        old = found.get(key.text)
        found[key.text] = (key, _over(old[1], value) if old else value)
    return MapNode(tuple(found.values()), after.span)


def _decided(defaults: Node | None) -> Mapping[str, str]:
    """Return what is decided in every period of the cases unless one says otherwise."""
    return _texts(defaults.get("decisions")) if isinstance(defaults, MapNode) else {}


#: What is expected of everybody together, each a list of names.
_OF_ALL: Final = ("refused", "warnings", "provisional")


def _case(
    name: str, span: Span, node: MapNode, usual: tuple[Mapping[str, str], Mapping[str, str]]
) -> Case:
    defaults, decided = usual
    subject = _texts(node.get("subject"))
    employees, grouped = _employees(node)
    return Case(
        name=name,
        span=span,
        period=node.text_of("period"),
        employees=employees,
        population=_whole(node.text_of("population")),
        place=_whole(subject.get("place", "")),
        rank=node.text_of("rank"),
        assignments=_rows(node.get("assignments")),
        evaluations=_evaluations(node.get("evaluations")),
        records={kind: _rows(rows) for kind, rows in _by_name(node.get("records")).items()},
        history=_history(node.get("history"), grouped=grouped),
        decisions={**decided, **_texts(node.get("decisions"))},
        choose=_texts(node.get("choose")),
        pin=_by_person(node.get("pin"), grouped=grouped),
        expect=_by_person(node.get("expect"), grouped=grouped),
        reasons=_listed(node.get("reasons"), grouped=grouped),
        explains=_listed(node.get("explains"), grouped=grouped),
        locale=node.text_of("locale"),
        measures=_texts(node.get("measures")),
        lists={each: _lists(node.get(each)) for each in LISTS},
        structure=node.text_of("structure"),
        on=node.text_of("on"),
        since=node.text_of("since"),
        groups=_groups(node, GROUPS),
        group_given=_groups(node, GROUP_GIVEN),
        group_history=_group_history(node),
        rulings=_rows(node.get("rulings")),
        defaults=defaults,
        because=_label(node.get("because")),
        source=node.text_of("source"),
        **_expected_of_all(node),
    )


def _expected_of_all(node: MapNode) -> dict[str, Any]:
    """Return what is expected of everybody together."""
    return {key: _list(node.get(key)) for key in _OF_ALL}


def _group_history(node: MapNode) -> dict[GroupKind, _Past]:
    found: dict[GroupKind, _Past] = {}
    for kind, key in zip(GroupKind, GROUP_HISTORY, strict=True):
        if kind is GroupKind.CENTER:
            found[kind] = {CENTER: _periods(node.get(key))}
        else:
            found[kind] = _history(node.get(key), grouped=True)
    return found


def _employees(node: MapNode) -> tuple[dict[str, dict[str, str]], bool]:
    """Return what is given of everybody in a case, and whether people are named in it."""
    people = _by_name(node.get("employees"))
    given = node.get("given")
    if not people:
        return {SUBJECT: _texts(given)}, False
    employees = {each: _texts(facts) for each, facts in people.items()}
    for each, facts in _by_name(given).items():
        employees[each] = {**employees.get(each, {}), **_texts(facts)}
    return employees, True


def _groups(
    node: MapNode, keys: Iterable[str]
) -> dict[GroupKind, Mapping[str, Mapping[str, str]]]:
    """Return what is said of each team and project, and of the one center."""
    found: dict[GroupKind, Mapping[str, Mapping[str, str]]] = {}
    for kind, key in zip(GroupKind, keys, strict=True):
        if kind is GroupKind.CENTER:
            center = _texts(node.get(key))
            said: dict[str, Mapping[str, str]] = {CENTER: center} if center else {}
        else:
            said = {name: _texts(figures) for name, figures in _by_name(node.get(key)).items()}
        if said:
            found[kind] = said
    return found


def _lists(node: Node | None) -> dict[str, Mapping[str, Mapping[str, str]]]:
    """Return what is expected of lists, by list and subject; one that is ``none`` is not there."""
    return {
        name: {
            subject: _texts(cells) if isinstance(cells, MapNode) else {ABSENT: ""}
            for subject, cells in _by_name(rows).items()
        }
        for name, rows in _by_name(node).items()
    }


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _by_name(node: Node | None) -> dict[str, Node]:
    return {key.text: value for key, value in node.entries} if isinstance(node, MapNode) else {}


def _texts(node: Node | None) -> dict[str, str]:
    found = _by_name(node)
    return {key: value.text for key, value in found.items() if isinstance(value, ScalarNode)}


def _rows(node: Node | None) -> tuple[Mapping[str, str], ...]:
    items = node.items if isinstance(node, ListNode) else ()
    return tuple(_texts(each) for each in items)


def _evaluations(node: Node | None) -> tuple[CaseEvaluation, ...]:
    items = node.items if isinstance(node, ListNode) else ()
    return tuple(
        CaseEvaluation(columns=_texts(each), items=_texts(each.get("items")))
        for each in items
        if isinstance(each, MapNode)
    )


def _list(node: Node | None) -> tuple[str, ...]:
    if isinstance(node, ScalarNode):
        return (node.text,)
    items = node.items if isinstance(node, ListNode) else ()
    return tuple(each.text for each in items if isinstance(each, ScalarNode))


def _by_person(node: Node | None, *, grouped: bool) -> dict[str, Mapping[str, str]]:
    if not grouped:
        texts = _texts(node)
        return {SUBJECT: texts} if texts else {}
    return {each: _texts(values) for each, values in _by_name(node).items()}


def _history(node: Node | None, *, grouped: bool) -> _Past:
    people = _by_name(node) if grouped else {SUBJECT: node}
    return {each: _periods(own) for each, own in people.items()}


def _periods(node: Node | None) -> dict[str, Mapping[str, str]]:
    return {name: _texts(periods) for name, periods in _by_name(node).items()}


def _label(node: Node | None) -> Label:
    if isinstance(node, ScalarNode):
        return Label(zh=node.text, en=node.text)
    words = _texts(node)
    return Label.from_dict(words)


def _listed(node: Node | None, *, grouped: bool) -> dict[str, Mapping[str, tuple[str, ...]]]:
    if not grouped:
        listed = {figure: _list(codes) for figure, codes in _by_name(node).items()}
        return {SUBJECT: listed} if listed else {}
    return {
        each: {figure: _list(codes) for figure, codes in _by_name(figures).items()}
        for each, figures in _by_name(node).items()
    }
