"""The plugin of one center: what it brings, hook by hook.

In a copy: keep the hooks you need and delete the others with their modules and tests, and with
what the pack and the sample month have of them: a rule that names a function, a kind of pay or a
kind of record; for the log, ``october/calls`` and ``adapter`` below. The entry point in
``pyproject.toml`` names this module.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ccops import hookimpl
from ccops_example.full_lots import FULL_LOTS
from ccops_example.lot_pay import LotPay
from ccops_example.revisit import REVISIT

if TYPE_CHECKING:
    import click

    from ccops import Pack
    from ccops.adapters import ContactAdapter, SampleInput
    from ccops.kpi import RecordKind
    from ccops.reports import ReportKind
    from ccops.rules import TypedFunction

#: The id of the pack, which is the name of its folder too.
PACK: Final = "example-hotline"
_HERE: Final = Path(__file__).parent


@hookimpl
def ccops_rulepacks() -> dict[str, Path]:
    """Return the pack of the center."""
    return {PACK: _HERE / PACK}


@hookimpl
def ccops_record_kinds() -> tuple[RecordKind, ...]:
    """Return what the center keeps records of that the library does not know."""
    return (REVISIT,)


@hookimpl
def ccops_functions() -> tuple[TypedFunction, ...]:
    """Return what formulas of its pack may call."""
    return (FULL_LOTS,)


@hookimpl
def ccops_policies() -> tuple[type[LotPay], ...]:
    """Return its own kind of pay, a section of its pack."""
    return (LotPay,)


@hookimpl
def ccops_contact_adapters() -> tuple[ContactAdapter, ...]:
    """Return what reads the log of its exchange."""
    from ccops_example.line_log import LineLogAdapter

    return (LineLogAdapter(),)


@hookimpl
def ccops_reports() -> tuple[ReportKind, ...]:
    """Return its own report."""
    from ccops_example.revisit_sheet import RevisitSheet

    return (RevisitSheet(),)


@hookimpl
def ccops_templates(pack: Pack) -> tuple[Path, ...]:
    """Return its letterhead, for the reports of its own center alone."""
    is_ours = any(place == _HERE / PACK for place in pack.places)
    return (_HERE / "letterhead",) if is_ours else ()


@hookimpl
def ccops_sample_months() -> tuple[SampleInput, ...]:
    """Return the month that shows the pack: ``ccops demo --pack example-hotline``."""
    from ccops.adapters import SampleInput

    month = SampleInput(
        pack=PACK,
        folder=_HERE / "october",
        period="2026-10",
        figure="lot_pay",
        question="lots_of",
        adapter="example-log",
    )
    return (month,)


@hookimpl
def ccops_cli(group: click.Group) -> None:
    """Add the verb of the center to the command line."""
    from ccops_example.verbs import unsolved

    group.add_command(unsolved)
