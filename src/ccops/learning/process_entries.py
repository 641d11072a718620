"""Entries of process aims: which processes serve each target, and which serve none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import reference_span
from ccops.learning.row_views import views
from ccops.learning.subjects import documents_in_force
from ccops.messages import Diagnostic, Label, Severity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from ccops.kpi import Records
    from ccops.learning.process_aims import ProcessAimRule

_BETWEEN: Final = re.compile(r"[\s,;、，；]+")


@attrs.frozen(kw_only=True)
class Served:
    """A target, and the processes in force that serve it."""

    target: str
    by: tuple[str, ...]

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {"served_by": self.by, "count": len(self.by)}


@attrs.frozen(kw_only=True)
class ProcessList:
    """The targets of a rule with the processes that serve them, and what is doubtful."""

    name: str
    label: Label
    served: tuple[Served, ...]
    findings: tuple[Diagnostic, ...] = ()


def process_list(rule: ProcessAimRule, documents: Records | None, *, on: dt.date) -> ProcessList:
    """Return which processes in force on a day serve each target.

    As warnings a process that serves none of them (``process-serves-nothing``).
    """
    kinds = [each.value for each in rule.documents]
    current = documents_in_force(documents, kinds=kinds, on=on)
    wanted = {each.value: list[str]() for each in rule.serve}
    findings: list[Diagnostic] = []
    for row in views(documents):
        document = str(row["document_id"])
        if document in current and current[document] <= on:
            findings.extend(_place(row, document, wanted))
    return ProcessList(
        name=rule.name,
        label=rule.label,
        served=tuple(Served(target=each, by=tuple(sorted(by))) for each, by in wanted.items()),
        findings=tuple(findings),
    )


def _place(
    row: Mapping[str, object], document: str, wanted: Mapping[str, list[str]]
) -> Iterator[Diagnostic]:
    serves = row["serves"]
    named = _BETWEEN.split(serves.strip()) if isinstance(serves, str) else []
    known = [each for each in named if each in wanted]
    for each in known:
        wanted[each].append(document)
    if not known:
        told = {"document": document, "targets": ", ".join(wanted)}
        span = reference_span(str(row["source_ref"]))
        severity = Severity.WARNING
        yield Diagnostic(code="process-serves-nothing", severity=severity, span=span, args=told)
