"""Absences: why a name stands for nothing in a period, told in its own words.

A name that nobody knows may belong to a rule that does not hold on the day, to a parameter that
has ended or is only read by day, to an indicator of queues or days, or to a rule that has another
id now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs

from ccops.messages import Diagnostic, Span
from ccops.rulepack.left_out import NAMED_BY
from ccops.rulepack.reading.in_force import Gaps


@attrs.frozen(kw_only=True)
class Renamed:
    """What a rule was called before: its id now, and where it stands."""

    now: str
    place: Span | None


@attrs.frozen(kw_only=True)
class Absences:
    """The names that stand for nothing in a period, and why.

    ``ended`` are parameters that hold no more, by the day; ``gaps`` rules that do not hold;
    ``by_day`` parameters that have a value on a day only; ``measured`` indicators with the groups
    they may be asked by; ``renamed`` what rules were called;
    ``undecided`` decisions that nobody took.
    """

    ended: Mapping[str, dt.date]
    gaps: Gaps
    by_day: frozenset[str]
    renamed: Mapping[str, Renamed]
    measured: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]])
    undecided: frozenset[str] = frozenset()

    def told(self, finding: Diagnostic) -> Diagnostic:
        """Return a finding about an unknown name as one that says why it is not there."""
        argument = NAMED_BY.get(finding.code)
        name = "" if argument is None else finding.args.get(argument, "")
        if not name:
            return finding
        if name in self.ended:
            arguments: dict[str, object] = {"name": name, "day": self.ended[name]}
            return attrs.evolve(finding, code="parameter-ended", args=arguments)
        if name in self.undecided:
            return attrs.evolve(finding, code="decision-missing", args={"name": name})
        if name in self.by_day:
            return attrs.evolve(finding, code="split-not-additive", args={"name": name})
        gap = self.gaps.of(name)
        if gap is not None:
            section, day, id_ = gap
            arguments = {"name": id_, "section": section, "day": day}
            return attrs.evolve(finding, code="not-in-force", args=arguments)
        if name in self.measured:
            arguments = {"name": name, "by": ", ".join(self.measured[name]) or "-"}
            return attrs.evolve(finding, code="indicator-not-by-employee", args=arguments)
        if name in self.renamed:
            found = self.renamed[name]
            arguments = {"name": name, "now": found.now, "place": found.place}
            return attrs.evolve(finding, code="name-renamed", args=arguments)
        return finding
