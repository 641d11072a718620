"""The command line as a whole: its verbs, and what becomes of errors."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NoReturn

import click

from ccops.cli.added_verbs import OpenGroup
from ccops.cli.output import FINDINGS, INTERNAL, run_locale, write_diagnostics, write_error
from ccops.cli.usage_words import usage_text
from ccops.errors import CcopsError, DataError, ReadError, RulePackError, SettlementError

if TYPE_CHECKING:
    from ccops.messages import Locale

_VERBS: Final = {
    "demo": "ccops.cli.demo",
    "pack": "ccops.cli.pack",
    "read": "ccops.cli.read",
    "kpi": "ccops.cli.kpi",
    "states": "ccops.cli.states",
    "settle": "ccops.cli.settle",
    "cost": "ccops.cli.cost",
    "explain": "ccops.cli.explain",
    "assess": "ccops.cli.approval.assess",
    "publish": "ccops.cli.approval.publish",
    "appeal": "ccops.cli.approval.appeal",
    "answer": "ccops.cli.approval.answer",
    "approve": "ccops.cli.approval.approve",
    "diff": "ccops.cli.diff",
    "report": "ccops.cli.report",
    "verify": "ccops.cli.verify",
    "templates": "ccops.cli.templates",
    "invoice": "ccops.cli.invoice",
    "reconcile": "ccops.cli.reconcile",
    "rota": "ccops.cli.rota",
    "operations": "ccops.cli.operations",
    "quality": "ccops.cli.quality",
    "learning": "ccops.cli.learning",
    "organization": "ccops.cli.organization",
    "reports-due": "ccops.cli.reports_due",
    "promotions": "ccops.cli.promotions",
    "discipline": "ccops.cli.discipline",
    "sample": "ccops.cli.sample",
    "calendar": "ccops.cli.calendar",
    "export": "ccops.cli.export",
    "plugin": "ccops.cli.plugins",
    "new": "ccops.cli.starting",
    "doctor": "ccops.cli.doctor",
}


@click.group(
    cls=OpenGroup, modules=_VERBS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="ccops", prog_name="ccops")
def cli() -> None:
    """Load, check, run and explain the rules of a call center."""


def run() -> NoReturn:
    """Run the command line: 0 ok, 1 findings, 2 usage, 3 internal error."""
    spoken: dict[str, Locale] = {}
    try:
        code = cli.main(standalone_mode=False, obj=spoken)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Abort:
        sys.exit(FINDINGS)
    except click.UsageError as error:
        click.echo(usage_text(error, run_locale(spoken)), err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (RulePackError, DataError, ReadError, SettlementError) as error:
        write_diagnostics(error.diagnostics, run_locale(spoken))
        sys.exit(FINDINGS)
    except (CcopsError, OSError) as error:
        write_error(error, run_locale(spoken))
        sys.exit(FINDINGS)
    except Exception:  # noqa: BLE001 - the last border: told with its trace and its own exit code
        import traceback

        traceback.print_exc()
        sys.exit(INTERNAL)
