"""The catalog: everything a pack can name that the library or a plugin brings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from ccops.frozen import frozen
from ccops.kpi import RecordKind
from ccops.worktime import WorkCalendarSource

if TYPE_CHECKING:
    from ccops.rules import Function, TypedFunction  # noqa: TC004 - in annotations of attrs alone


@frozen(kw_only=True, eq=False)
class Catalog:
    """Record kinds, policy classes by section, functions, work calendars, and where packs lie.

    ``digest`` says which plugins in which versions it was made of; a center refuses a pack that
    was checked under another catalog.
    """

    record_kinds: Mapping[str, RecordKind]
    policies: Mapping[str, type[Any]]
    packs: Mapping[str, Path]
    digest: str
    functions: Mapping[str, TypedFunction] = attrs.field(factory=dict[str, "TypedFunction"])
    work_calendars: Mapping[str, WorkCalendarSource] = attrs.field(
        factory=dict[str, "WorkCalendarSource"]
    )

    @cached_property
    def formula_functions(self) -> Mapping[str, Function]:
        """Every function that formulas may call, by name."""
        from ccops.rules import functions_with  # whoever only reads rules needs none

        return functions_with(self.functions.values())

    @cached_property
    def named(self) -> tuple[object, ...]:
        """What a pack can name: with the very same ones it is checked alike."""
        listed = (self.record_kinds, self.policies, self.functions, self.work_calendars)
        return tuple(each for mapping in listed for each in (*mapping.values(), None))
