"""What a kind of report is: something that builds a document of a settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.reports.document.model import Document
    from ccops.settlement import Settlement


class ReportKind(Protocol):
    """A kind of report of a settlement; plugins bring more.

    ``name`` is what the report is asked for by. ``names`` maps employee ids to people's names,
    where the host has them; ``subjects`` are the employees to report on, all without it.
    """

    @property
    def name(self) -> str:
        """What the report is asked for by."""
        ...

    def build(
        self,
        settlement: Settlement,
        *,
        locale: str,
        names: Mapping[str, str],
        subjects: Sequence[str] | None = None,
    ) -> Document:
        """Return the document. Raises ``UnknownNameError`` for an employee or locale."""
        ...
