"""Accepting: findings that the author of a pack has seen and lets stand, where they are.

A rule accepts by ``accept: [{code, because}]`` in itself or in any part of it; in the reading of
a choice it does so while that reading is taken. Plans, policies and lints know nothing of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity, Span, has_message, message_codes, nearest
from ccops.plan import Kept
from ccops.rulepack.reading.accepts import Accept
from ccops.rulepack.reading.context import ReadContext
from ccops.rulepack.reading.reader import read_rule
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode, mappings_in

#: Sections whose rules accept nothing.
WITHOUT_ACCEPTS: Final = frozenset({"pack", "choices", "answers", "cases", "defaults"})
#: How much alike two codes are where one is taken for the other misspelled.
_MISSPELLED: Final = 0.8
_Place = tuple[int, int]


def accepts_in(node: Node) -> tuple[Accept, ...]:
    """Return every accept inside a rule, also in its tables; malformed ones are left out.

    The findings about malformed ones come from reading the rule.
    """
    listed = [part.get("accept") for part in mappings_in(node) if "accept" in part]
    if not listed:
        return ()
    context = ReadContext()
    items = chain.from_iterable(each.items for each in listed if isinstance(each, ListNode))
    read = (read_rule(each, Accept, name="accept", context=context) for each in items)
    return tuple(each for each in read if each is not None)


@frozen(kw_only=True)
class RuleAccepts:
    """What one rule accepts. It stands from its id to ``end``, where the next one begins.

    Under an id with several definitions, for dates or populations, each accepts for itself.
    """

    section: str
    name: str
    span: Span
    end: _Place | None
    accepts: tuple[Accept, ...]

    def holds(self, span: Span) -> bool:
        """Say whether a place lies in the rule."""
        place = (span.line, span.column)
        begins = (self.span.line, self.span.column) <= place
        return span.file == self.span.file and begins and (self.end is None or place < self.end)


@frozen
class Accepts:
    """What the rules of a pack accept under one reading of every choice."""

    rules: tuple[RuleAccepts, ...]
    #: Says of the code of an error whether it may stand: a pack can be run with it all the same.
    stands: Callable[[str], bool] = attrs.field(eq=False, repr=False)
    #: Findings as they count, by themselves and what accepts them.
    _told_before: Kept = attrs.field(factory=Kept, eq=False, repr=False)

    def accepting(self, finding: Diagnostic) -> tuple[RuleAccepts, Accept] | None:
        """Return the rule a finding stands in and what accepts it there, or ``None``."""
        for rule in self.rules:
            if finding.span is not None and rule.holds(finding.span):
                for accept in rule.accepts:
                    if accept.code.value == finding.code:
                        return rule, accept
        return None

    def may_stand(self, finding: Diagnostic) -> bool:
        """Say whether a finding can be accepted: with it the pack could be run."""
        return finding.severity is not Severity.ERROR or self.stands(finding.code)

    def told(self, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Return findings as they count: one that is accepted is a warning with the reason."""
        if not self.rules:
            return tuple(findings)
        return tuple(map(self._told, findings))

    def _told(self, finding: Diagnostic) -> Diagnostic:
        found = self.accepting(finding)
        if found is None or finding.is_accepted or not self.may_stand(finding):
            return finding
        accept = found[1]
        return self._told_before.made(partial(_accepted, finding, accept), finding, accept)


def _accepted(finding: Diagnostic, accept: Accept) -> Diagnostic:
    severity, because = finding.severity, accept.because
    told = {"accepted": because.in_locale("en"), "accepted_zh": because.in_locale("zh_CN")}
    return attrs.evolve(
        finding,
        severity=Severity.WARNING if severity is Severity.ERROR else severity,
        args={**finding.args, **told},
        labels={**finding.labels, "accepted": because},
    )


@attrs.define(eq=False)
class AcceptsReader:
    """Reads what the rules of one document after another accept, each section once."""

    stands: Callable[[str], bool]
    _starts: Mapping[str, Sequence[_Place]] | None = attrs.field(default=None, init=False)
    _known: Kept = attrs.field(factory=Kept, init=False)

    def read(self, document: MapNode) -> Accepts:
        """Return what a document with one reading of every choice accepts."""
        if self._starts is None:  # ids stand where they do under every reading
            self._starts = _starts(document)
        found: list[RuleAccepts] = []
        for section, rules in document.entries:
            if section.text not in WITHOUT_ACCEPTS and isinstance(rules, MapNode):
                read = partial(self._section, section.text, rules)
                found.extend(self._known.made(read, rules))
        return Accepts(tuple(found), self.stands, self._known)

    def _section(self, section: str, rules: MapNode) -> tuple[RuleAccepts, ...]:
        return tuple(
            RuleAccepts(section=section, name=key.text, span=span, end=until, accepts=accepts)
            for key, rule in rules.entries
            for span, until, accepts in self._parts(key, rule)
        )

    def _parts(
        self, key: ScalarNode, rule: Node
    ) -> Iterator[tuple[Span, _Place | None, tuple[Accept, ...]]]:
        """Yield where a rule, or each of its definitions, begins and ends, and what it accepts."""
        parts = rule.items if isinstance(rule, ListNode) else (rule,)
        listed = [self._known.made(partial(accepts_in, part), part) for part in parts]
        if not any(listed):
            return
        spans = [each.span for each in parts] if isinstance(rule, ListNode) else [key.span]
        ends = [*((span.line, span.column) for span in spans[1:]), self._end(key.span)]
        for span, end, accepts in zip(spans, ends, listed, strict=True):
            if accepts:
                yield span, end, accepts

    def _end(self, span: Span) -> _Place | None:
        """Return where the rule that stands behind another one in its file begins."""
        places = self._starts[span.file] if self._starts else ()
        following = bisect_right(places, (span.line, span.column))
        return places[following] if following < len(places) else None


def _starts(document: MapNode) -> Mapping[str, Sequence[_Place]]:
    found: dict[str, list[_Place]] = {}
    for section, rules in document.entries:
        entries = rules.entries if isinstance(rules, MapNode) else ()
        for key in (section, *(key for key, _ in entries)):
            found.setdefault(key.span.file, []).append((key.span.line, key.span.column))
    return {file: sorted(places) for file, places in found.items()}


@attrs.define(eq=False)
class AcceptCheck:
    """Watches the findings of a pack under its readings, for accepts that accept nothing.

    One accept may be met under one reading only, or only in a later period; so this is known
    when all have been seen.
    """

    _listed: dict[Span | None, tuple[RuleAccepts, Accept]] = attrs.field(factory=dict, init=False)
    _met: set[Span | None] = attrs.field(factory=set, init=False)
    _refused: set[Span | None] = attrs.field(factory=set, init=False)
    _excused: set[Span | None] = attrs.field(factory=set, init=False)

    def see(
        self, accepts: Accepts, findings: Iterable[Diagnostic], *, in_doubt: frozenset[str]
    ) -> None:
        """Note what is accepted. Of a rule ``in_doubt`` not all findings are known."""
        for rule in accepts.rules:
            self._listed.update({each.span: (rule, each) for each in rule.accepts})
            if rule.name in in_doubt:
                self._excused.update(each.span for each in rule.accepts)
        for finding in findings if accepts.rules else ():
            found = accepts.accepting(finding)
            if found is not None:
                is_met = finding.is_accepted or accepts.may_stand(finding)
                (self._met if is_met else self._refused).add(found[1].span)

    def findings(self, *, is_complete: bool) -> Iterator[Diagnostic]:
        """Yield the accepts of what cannot stand, and those of what is not there.

        Of the latter nothing is said unless every reading and period has been seen.
        """
        for span, (rule, accept) in self._listed.items():
            told = {"name": rule.name, "code": accept.code.value}
            if span in self._refused:
                yield Diagnostic(code="accept-not-possible", span=span, args=told)
            elif is_complete and span not in self._met | self._excused:
                yield _nothing_accepted(span, rule.name, accept.code.value)


def _nothing_accepted(span: Span | None, name: str, code: str) -> Diagnostic:
    """Return the finding about an accept in vain; a code there is none of is misspelled."""
    told = {"name": name, "code": code}
    # a plugin that is not there may know a code the library does not
    near = "" if has_message(code) else nearest(code, message_codes(), least=_MISSPELLED)
    if near:
        args = {"name": name, "code": code, "nearest": near}
        return Diagnostic(code="accept-code-unknown", span=span, args=args)
    return Diagnostic(code="accepts-nothing", span=span, args=told)
