"""Loading: from an id or a folder to a checked pack. A pack with an error does not load."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import attrs

from ccops.errors import RulePackError, UnknownNameError
from ccops.messages import Diagnostic, Severity, Span, has_errors, nearest, sorted_diagnostics
from ccops.organization import check_roles
from ccops.rulepack.assembling import calendars_of, unsourced
from ccops.rulepack.catalog import Catalog
from ccops.rulepack.choices import Choices
from ccops.rulepack.context import ReadContext
from ccops.rulepack.folder import read_folder
from ccops.rulepack.merge import inherit, merge_files
from ccops.rulepack.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.rulepack.pack import Pack
from ccops.rulepack.ruleset import read_ruleset

#: How many findings are told at once.
MOST_FINDINGS = 200
_LONGEST_CHAIN = 8
_Identity = tuple[str, Span | None]
_NAME = re.compile(r"\w+")
#: Keys whose values are words for people, and sections that only tell about the rules.
_WORDS_FOR_PEOPLE = frozenset({"label", "asks", "says", "because", "source", "choices", "cases"})


def load(ref: str | Path, catalog: Catalog) -> Pack:
    """Return a pack by id or by its folder.

    Raises ``RulePackError`` with every finding (at most 200, by place) and ``UnknownNameError``
    for an id the catalog has not.
    """
    pack, diagnostics = check(ref, catalog)
    if pack is None or has_errors(diagnostics):
        raise RulePackError(diagnostics[:MOST_FINDINGS])
    return pack


def check(ref: str | Path, catalog: Catalog) -> tuple[Pack | None, tuple[Diagnostic, ...]]:
    """Return a pack and every finding about it; the pack is only whole without errors."""
    document, places, problems = _document(find_folder(ref, catalog), catalog)
    if document is None or has_errors(problems):
        return None, sorted_diagnostics(problems)
    choices = Choices.of(document)
    resolution = choices.resolve({})
    context = ReadContext()
    rules, found = read_ruleset(resolution.document, catalog=catalog, context=context)
    problems = [*problems, *resolution.diagnostics, *found]
    if rules is None:
        return None, sorted_diagnostics(problems)
    pack = Pack(
        catalog=catalog,
        rules=rules,
        resolution=resolution,
        places=places,
        diagnostics=(),
        choices=choices,
        context=context,
    )
    problems.extend(_check_whole(pack, frozenset(map(_identity, problems))))
    diagnostics = sorted_diagnostics(problems)
    return attrs.evolve(pack, diagnostics=diagnostics), diagnostics


def find_folder(ref: str | Path, catalog: Catalog) -> Path:
    """Return the folder of a pack. Raises ``UnknownNameError`` where there is none."""
    path = Path(ref)
    if path.is_dir():
        return path
    found = catalog.packs.get(str(ref))
    if found is None:
        raise UnknownNameError("rule pack", str(ref), nearest(str(ref), catalog.packs))
    return found


def _document(
    folder: Path, catalog: Catalog
) -> tuple[MapNode | None, tuple[Path, ...], list[Diagnostic]]:
    """Return the document of a pack over those it extends, the folders, and the findings."""
    problems: list[Diagnostic] = []
    chain: list[MapNode] = []
    places: list[Path] = []
    following: Path | None = folder
    while following is not None:
        places.append(following)
        read, found = read_folder(following)
        problems.extend(found)
        if read is None:
            return None, tuple(places), problems
        chain.append(read)
        following = _parent(read, places, catalog, problems)
    merged: MapNode | None = None
    for document in reversed(chain):
        merged, found = inherit(document, merged)
        problems.extend(found)
    return merged, tuple(places), problems


def _parent(
    document: MapNode, places: list[Path], catalog: Catalog, problems: list[Diagnostic]
) -> Path | None:
    head = document.get("pack")
    wanted = head.get("extends") if isinstance(head, MapNode) else None
    if not isinstance(wanted, ScalarNode):
        return None
    arguments = {"name": wanted.text, "near": nearest(wanted.text, catalog.packs) or "-"}
    found = catalog.packs.get(wanted.text)
    if found is None:
        problems.append(Diagnostic(code="unknown-pack", span=wanted.span, args=arguments))
        return None
    if found in places or len(places) >= _LONGEST_CHAIN:
        problems.append(Diagnostic(code="pack-extends-itself", span=wanted.span, args=arguments))
        return None
    return found


def _check_whole(pack: Pack, told: frozenset[_Identity]) -> Iterable[Diagnostic]:
    """Yield what is wrong with a pack as it is taken, then under every other reading."""
    _, problems = calendars_of(pack.rules)
    yield from problems
    yield from unsourced(pack.rules)
    yield from check_roles(pack.rules.section("roles"))
    yield from (
        Diagnostic(code="question-open", severity=Severity.WARNING, args={"choice": name})
        for name in sorted(pack.resolution.open)
    )
    if problems:
        return
    assembly = pack.check_assembly()
    yield from assembly.diagnostics
    yield from _other_readings(pack, told | set(map(_identity, assembly.diagnostics)))
    yield from _unused(pack)


def _other_readings(pack: Pack, known: frozenset[_Identity]) -> Iterable[Diagnostic]:
    """Yield the findings that only another reading of one choice has, saying which."""
    for name, choice in pack.choices.items():
        for reading in choice.readings:
            if reading == pack.readings[name]:
                continue
            try:
                other = pack.with_choices(**{name: reading})
            except RulePackError as error:
                found: tuple[Diagnostic, ...] = error.diagnostics
            else:
                found = other.check_assembly().diagnostics
            for each in found:
                if _identity(each) not in known and each.code != "unused-name":
                    arguments = {**each.args, "under": f"{name}={reading}"}
                    yield attrs.evolve(each, args=arguments)


def _identity(each: Diagnostic) -> _Identity:
    return each.code, each.span


def _unused(pack: Pack) -> Iterable[Diagnostic]:
    """Yield a warning for each fact, parameter and figure that nothing in the pack names."""
    read = frozenset(_words_of(pack.source_document))
    lines = {line.figure for policy in pack.rules.policies for line in policy.lines()}
    for section in ("facts", "parameters", "figures", "ranks"):
        for rule in pack.rules.section(section):
            parts = {rule.name, f"{rule.name}_size", f"{rule.name}_tied"}
            if not parts & read and rule.name not in lines:
                arguments = {"name": rule.name}
                span = rule.origin.span
                severity = Severity.WARNING
                yield Diagnostic(code="unused-name", severity=severity, span=span, args=arguments)


def _words_of(document: MapNode) -> Iterable[str]:
    """Yield every word of a document that may name something, under any reading."""
    waiting: list[Node] = [document]
    while waiting:
        node = waiting.pop()
        match node:
            case ScalarNode():
                yield from _NAME.findall(node.text)
            case ListNode():
                waiting.extend(node.items)
            case MapNode():
                waiting.extend(
                    value for key, value in node.entries if key.text not in _WORDS_FOR_PEOPLE
                )
