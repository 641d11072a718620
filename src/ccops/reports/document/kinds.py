"""What a kind of report is: something that builds a document of what a month came to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

import attrs

from ccops.reports.document.model import Document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class ReportKind(Protocol):
    """A kind of report; plugins bring more.

    ``name`` is what the report is asked for by, ``about`` the type of what it is built of: a
    ``Settlement``, most often, or one of the lists and measures of a month.
    """

    @property
    def name(self) -> str:
        """What the report is asked for by."""
        ...

    @property
    def about(self) -> type:
        """The type of what it is built of."""
        ...

    def build(
        self,
        about: Any,  # noqa: ANN401 - what it is of differs from kind to kind
        /,
        *,
        locale: str,
        names: Mapping[str, str],
        subjects: Sequence[str] | None = None,
    ) -> Document:
        """Return the document.

        ``names`` maps employee ids to people's names, where the host has them; ``subjects`` are
        the employees to report on, all without it. Raises ``UnknownNameError`` for an employee
        or locale.
        """
        ...


@attrs.frozen
class PageKind:
    """A report that is one page, of everybody: ``page`` builds it."""

    name: str
    about: type
    page: Callable[..., Document]

    def build(
        self,
        about: Any,  # noqa: ANN401 - what it is of differs from kind to kind
        /,
        *,
        locale: str,
        names: Mapping[str, str],
        subjects: Sequence[str] | None = None,
    ) -> Document:
        """Return the page. Raises ``TypeError`` where it is asked of some employees alone."""
        if subjects is not None:
            raise TypeError(f"the report {self.name!r} is of everybody: it takes no subjects")
        return self.page(about, locale=locale, names=names)
