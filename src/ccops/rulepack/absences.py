"""Absences: why a name stands for nothing in a period, told in its own words.

A name that nobody knows may belong to a rule that does not hold on the day, to a parameter that
has ended or is only read by day, to an indicator of queues or days, or to a rule that has another
id now; or it is no name at all, but what people call something: its label.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Span
from ccops.rulepack.left_out import NAMED_BY
from ccops.rulepack.reading.in_force import Gaps


@frozen(kw_only=True)
class Renamed:
    """What a rule was called before: its id now, and where it stands."""

    now: str
    place: Span | None


@frozen(kw_only=True)
class Absences:
    """The names that stand for nothing in a period, and why.

    ``ended`` are parameters that hold no more, by the day; ``gaps`` rules that do not hold;
    ``by_day`` parameters that have a value on a day only; ``measured`` indicators with the groups
    they may be asked by; ``renamed`` what rules were called;
    ``undecided`` decisions that nobody took. ``called`` says which names bear a label.
    """

    ended: Mapping[str, dt.date]
    gaps: Gaps
    by_day: frozenset[str]
    renamed: Mapping[str, Renamed]
    measured: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]])
    undecided: frozenset[str] = frozenset()
    called: Callable[[str, str], tuple[str, ...]] = lambda _code, _label: ()

    def told(self, finding: Diagnostic) -> Diagnostic:
        """Return a finding about an unknown name as one that says why it is not there."""
        argument = NAMED_BY.get(finding.code)
        name = "" if argument is None else finding.args.get(argument, "")
        reasons = self._reasons(finding.code, name) if name else iter(())
        code, arguments = next(reasons, (finding.code, finding.args))
        return (
            finding if code == finding.code else attrs.evolve(finding, code=code, args=arguments)
        )

    def _reasons(self, code: str, name: str) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Yield why a name is not there, the nearest reason first: its code and arguments."""
        if name in self.ended:
            yield "parameter-ended", {"name": name, "day": self.ended[name]}
        if name in self.undecided:
            yield "decision-missing", {"name": name}
        if name in self.by_day:
            yield "split-not-additive", {"name": name}
        gap = self.gaps.of(name)
        if gap is not None:
            section, day, id_ = gap
            yield "not-in-force", {"name": id_, "section": section, "day": day}
        if name in self.measured:
            by = ", ".join(self.measured[name]) or "-"
            yield "indicator-not-by-employee", {"name": name, "by": by}
        if name in self.renamed:
            found = self.renamed[name]
            yield "name-renamed", {"name": name, "now": found.now, "place": found.place}
        meant = self.called(code, name)
        if meant:
            yield "name-is-label", {"label": name, "names": ", ".join(meant)}
