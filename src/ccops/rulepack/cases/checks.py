"""What can be wrong with the cases of a pack as they are written, before one is run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import GroupKind
from ccops.learning import LIST_SECTIONS
from ccops.messages import LOCALES, Diagnostic, nearest
from ccops.organization import LISTED_SECTIONS, OWN_LISTS
from ccops.rulepack.cases.written import wrongly_written
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode, children

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ccops.rulepack.pack import Pack

#: The keys of a case; a variant has the same but for ``variants``.
KEYS: Final = frozenset(
    {
        "period", "label", "population", "subject", "rank", "employees", "given", "records",
        "decisions", "choose", "pin", "expect", "reasons", "warnings", "provisional", "variants",
        "because", "source", "rulings", "assignments", "evaluations", "explains", "locale",
        "measures", "refused", "history", "teams", "center", "teams_history", "center_history",
        "teams_given", "center_given", "learning", "on", "since", "projects", "projects_given",
        "projects_history", "organization", "report_calendar", "structure",
    }
)  # fmt: skip
#: What a case can say must come out.
EXPECTATIONS: Final = (
    "expect", "reasons", "explains", "measures", "refused", "teams", "projects", "center",
    "learning", "organization", "report_calendar",
)  # fmt: skip
#: What a case can fail by.
SAYS_WHAT_COMES_OUT: Final = (*EXPECTATIONS, "warnings", "provisional")
#: What only a month that was settled can have.
_OF_SETTLED: Final = (
    *(each for each in EXPECTATIONS if each != "refused"), "warnings", "provisional",
)  # fmt: skip
#: What a case may say of a person that is no fact but a column of the employees.
EMPLOYEE_COLUMNS: Final = frozenset(
    {
        "role", "team", "level", "project", "employment_type", "employer", "hired_on",
        "probation_until", "contract_hours_day", "notice_from", "ended_on", "end_reason",
        "night_exempt_until", "cost_center", "locale", "basic_pay",
    }
)  # fmt: skip
#: The columns of a row of ``assignments``.
ASSIGNMENT_COLUMNS: Final = frozenset({"employee_id", "what", "value", "from", "until"})
#: The keys of an evaluation.
EVALUATION_KEYS: Final = frozenset(
    {
        "employee_id", "form", "items", "at", "evaluator", "source", "channel", "status",
        "evaluation_id", "contact_id", "replaces", "calibration",
    }
)  # fmt: skip
#: What the rows of a list may say.
_LISTED: Final = {"assignments": ASSIGNMENT_COLUMNS, "evaluations": EVALUATION_KEYS}
#: The most people a case may have.
MOST_PEOPLE: Final = 1_000
_PERIOD: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_DAY: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


@attrs.frozen
class _Names:
    """What a case can give of a person, and what the pack works out itself."""

    facts: frozenset[str]
    figures: frozenset[str]
    of_groups: Mapping[GroupKind, frozenset[str]]

    @classmethod
    def of(cls, pack: Pack) -> _Names:
        assembly = pack.check_assembly()
        return cls(
            facts=frozenset({*EMPLOYEE_COLUMNS, *assembly.facts}),
            figures=frozenset(assembly.plan.definitions.by_name),
            of_groups={
                **dict.fromkeys(GroupKind, frozenset()),
                **{each.kind: frozenset(each.plan.facts) for each in assembly.groups},
            },
        )

    def wrong(self, node: Node | None, name: str) -> Iterator[Diagnostic]:
        """Yield the keys of a mapping that cannot be given."""
        for key, _ in node.entries if isinstance(node, MapNode) else ():
            if key.text == "decisions" and name == "defaults":
                continue
            if key.text in self.figures - self.facts:
                told = {"name": name, "figure": key.text}
                yield Diagnostic(code="case-gives-figure", span=key.span, args=told)
            elif key.text not in self.facts:
                yield _not_known(name, key, self.facts)


def case_findings(pack: Pack) -> Iterator[Diagnostic]:
    """Yield what is wrong with the cases of a pack, variant by variant."""
    document, _ = pack.cases_read
    section, names = document.get("cases"), _Names.of(pack)
    yield from names.wrong(document.get("defaults"), "defaults")
    for key, node in section.entries if isinstance(section, MapNode) else ():
        if not isinstance(node, MapNode):
            told = {"name": key.text}
            yield Diagnostic(code="case-wrong", span=node.span, args=told)
            continue
        if not _PERIOD.fullmatch(node.text_of("period")):
            yield _wrong_value(key.text, node, "period")
        yield from _one(pack, key.text, node, names)
        yield from _unexplained(key.text, node)
        variants = node.get("variants")
        for each in variants.items if isinstance(variants, ListNode) else ():
            if isinstance(each, MapNode):
                yield from _one(pack, key.text, each, names, within=node)
            else:
                yield Diagnostic(code="case-wrong", span=each.span, args={"name": key.text})


def _one(
    pack: Pack,
    name: str,
    node: MapNode,
    names: _Names,
    *,
    within: MapNode | None = None,
) -> Iterator[Diagnostic]:
    known = KEYS if within is None else KEYS - {"variants"}
    for key, _ in node.entries:
        if key.text not in known:
            near = nearest(key.text, known) or "-"
            told = {"name": name, "key": key.text, "near": near}
            yield Diagnostic(code="case-key-unknown", span=key.span, args=told)
    if not any(_says_something(node.get(each)) for each in SAYS_WHAT_COMES_OUT):
        yield Diagnostic(code="case-expects-nothing", span=node.span, args={"name": name})
    yield from _wrong_places(name, node)
    yield from _wrong_expectations(pack, name, node)
    is_grouped = "employees" in node or (within is not None and "employees" in within)
    yield from wrongly_written(name, node, is_grouped=is_grouped)
    people = node.get("employees")
    for each in _values(people):
        yield from names.wrong(each, name)
    given = node.get("given")
    for own in _values(given) if is_grouped else (given,):
        yield from names.wrong(own, name)
    for kind, own in _given_of_groups(node):
        yield from _unknown(own, name, names.of_groups[kind])
    yield from _wrong_records(pack, name, node.get("records"))
    for listed, columns in _LISTED.items():
        rows = node.get(listed)
        for row in rows.items if isinstance(rows, ListNode) else ():
            yield from _unknown(row, name, columns)


def _given_of_groups(node: MapNode) -> Iterator[tuple[GroupKind, Node]]:
    """Yield the facts a case gives of each team, and of the center."""
    for kind in (GroupKind.TEAM, GroupKind.PROJECT):
        for each in _values(node.get(f"{kind.population}_given")):
            yield kind, each
    center = node.get("center_given")
    if center is not None:
        yield GroupKind.CENTER, center


def _says_something(node: Node | None) -> bool:
    """Say whether something is written under a key, not just an empty list.

    That a figure has no reasons is something: ``reasons: {bonus: []}``.
    """
    if isinstance(node, MapNode):
        return any(isinstance(each, ListNode) or _says_something(each) for each in children(node))
    return node is not None and (isinstance(node, ScalarNode) or any(children(node)))


def _unexplained(name: str, node: MapNode) -> Iterator[Diagnostic]:
    """Yield a finding where a case does not say why, or where that comes from."""
    told = {"name": name}
    if "because" not in node:
        yield Diagnostic(code="case-without-because", span=node.span, args=told)
    if not node.text_of("source"):
        yield Diagnostic(code="case-without-source", span=node.span, args=told)


def _wrong_expectations(pack: Pack, name: str, node: MapNode) -> Iterator[Diagnostic]:
    """Yield what a case cannot expect: of no month, in no language, of no indicator."""
    refused = node.key("refused")
    if refused is not None and any(each in node for each in _OF_SETTLED):
        yield Diagnostic(code="case-refused-expects", span=refused.span, args={"name": name})
    if "locale" in node and node.text_of("locale") not in LOCALES:
        yield _wrong_value(name, node, "locale")
    measures = node.get("measures")
    indicators = {each.name for each in pack.rules.section("indicators")}
    yield from _unknown(measures, name, indicators)
    lists = {rule.name for section in LIST_SECTIONS for rule in pack.rules.section(section)}
    yield from _unknown(node.get("learning"), name, lists)
    yield from _wrong_organization(pack, name, node)
    for key in ("on", "since"):
        if key in node and not _DAY.fullmatch(node.text_of(key)):
            yield _wrong_value(name, node, key)


def _wrong_organization(pack: Pack, name: str, node: MapNode) -> Iterator[Diagnostic]:
    """Yield the lists, and the structure, that a case names and the pack has not."""
    rules = pack.rules
    structures = rules.by_name("structures")
    known = {rule.name for section in LISTED_SECTIONS for rule in rules.section(section)}
    for other in structures.values():  # a variant holds its people against that of its case
        known.update(each.name for each in (*other.own_duties(), *other.spans))
    for key in ("organization", "report_calendar"):
        yield from _unknown(node.get(key), name, {*known, *OWN_LISTS})
    if "structure" in node and node.text_of("structure") not in structures:
        yield _wrong_value(name, node, "structure")


def _wrong_places(name: str, node: MapNode) -> Iterator[Diagnostic]:
    size = node.text_of("population")
    if "population" in node and not (size.isdecimal() and 0 < int(size) <= MOST_PEOPLE):
        yield _wrong_value(name, node, "population")
    subject = node.get("subject")
    if isinstance(subject, MapNode) and "place" in subject:
        place = subject.text_of("place")
        most = int(size) if size.isdecimal() else MOST_PEOPLE
        if not (place.isdecimal() and 0 < int(place) <= most):
            yield _wrong_value(name, subject, "place")


def _wrong_value(name: str, node: MapNode, key: str) -> Diagnostic:
    value = node.get(key)
    told = {"name": name, "key": key, "got": node.text_of(key) or "-"}
    span = value.span if value is not None else node.span
    return Diagnostic(code="case-value-wrong", span=span, args=told)


def _wrong_records(pack: Pack, name: str, node: Node | None) -> Iterator[Diagnostic]:
    kinds = pack.catalog.record_kinds
    for key, rows in node.entries if isinstance(node, MapNode) else ():
        kind = kinds.get(key.text)
        if kind is None:
            yield _not_known(name, key, kinds)
            continue
        for row in rows.items if isinstance(rows, ListNode) else ():
            yield from _unknown(row, name, kind.names)


def _values(node: Node | None) -> Iterator[Node]:
    if isinstance(node, MapNode):
        yield from (value for _, value in node.entries)


def _unknown(node: Node | None, name: str, known: Collection[str]) -> Iterator[Diagnostic]:
    """Yield the keys of a mapping that are none of the names known."""
    for key, _ in node.entries if isinstance(node, MapNode) else ():
        if key.text not in known:
            yield _not_known(name, key, known)


def _not_known(name: str, key: ScalarNode, known: Collection[str]) -> Diagnostic:
    told = {"name": name, "key": key.text, "near": nearest(key.text, known) or "-"}
    return Diagnostic(code="case-name-unknown", span=key.span, args=told)
