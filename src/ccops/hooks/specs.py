"""The hooks: what a plugin may bring, when it is asked, and what it returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pluggy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ccops.adapters import ContactAdapter, SampleInput
    from ccops.kpi import RecordKind
    from ccops.messages import Diagnostic
    from ccops.payroll import PayrollShape
    from ccops.reports import Renderer, ReportKind
    from ccops.rulepack import Pack
    from ccops.rules import TypedFunction
    from ccops.worktime import WorkCalendarSource

#: The name of the project and of the entry-point group.
PROJECT: Final = "ccops"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class CcopsSpec:
    """The hooks of ccops. Each is asked once, for a catalog, a center, or what is first needed.

    A hook returns new values and never changes what it is given. An implementation names only
    the arguments it uses.
    """

    @hookspec
    def ccops_rulepacks(self) -> Mapping[str, Path]:
        """Return the folders of rule packs by pack id. Asked once per catalog."""
        raise NotImplementedError

    @hookspec
    def ccops_record_kinds(self) -> Sequence[RecordKind]:
        """Return the record kinds that indicators may be defined over. Asked once per catalog.

        Each is an input file of its own name, with its columns.
        """
        raise NotImplementedError

    @hookspec
    def ccops_functions(self) -> Sequence[TypedFunction]:
        """Return typed functions that formulas may call. Asked once per catalog."""
        raise NotImplementedError

    @hookspec
    def ccops_policies(self) -> Sequence[type[Any]]:
        """Return policy classes; each names its ``section`` of a pack. Asked once per catalog."""
        raise NotImplementedError

    @hookspec
    def ccops_calendars(self) -> Sequence[WorkCalendarSource]:
        """Return work calendars that packs may name. Asked once per catalog; years when needed."""
        raise NotImplementedError

    @hookspec
    def ccops_contact_adapters(self) -> Sequence[ContactAdapter]:
        """Return adapters that read telephony records. Asked once, when first needed."""
        raise NotImplementedError

    @hookspec
    def ccops_check_pack(self, pack: Pack) -> Sequence[Diagnostic]:
        """Return findings of the plugin's own about a pack. Asked once when a center opens."""
        raise NotImplementedError

    @hookspec
    def ccops_reports(self) -> Sequence[ReportKind]:
        """Return kinds of reports. Asked once, when first needed."""
        raise NotImplementedError

    @hookspec
    def ccops_renderers(self) -> Sequence[Renderer]:
        """Return renderers of the report model. Asked once, when first needed."""
        raise NotImplementedError

    @hookspec
    def ccops_templates(self, pack: Pack) -> Sequence[Path]:
        """Return folders of templates that reports of a pack's center are laid out by first.

        Asked for each report of a settlement or a list.
        """
        raise NotImplementedError

    @hookspec
    def ccops_payroll_maps(self) -> Sequence[PayrollShape]:
        """Return shapes of payroll files. Asked once, when first needed."""
        raise NotImplementedError

    @hookspec
    def ccops_sample_months(self) -> Sequence[SampleInput]:
        """Return months that show packs by their input files. Asked once, when first needed."""
        raise NotImplementedError

    @hookspec
    def ccops_cli(self, group: Any) -> None:  # noqa: ANN401 - a click group; click is an extra
        """Add verbs to the command line. Asked once, when a verb or the help needs it."""
        raise NotImplementedError
