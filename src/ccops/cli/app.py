"""The group of verbs; a verb's module is imported when it is used."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Final, NoReturn

import click

from ccops.cli.output import FINDINGS, INTERNAL, write_diagnostics
from ccops.errors import CcopsError, DataError, ReadError, RulePackError, SettlementError

_VERBS: Final = {
    "demo": "demo",
    "pack": "packs",
    "kpi": "kpi",
    "settle": "settle",
    "explain": "explain",
    "report": "report",
    "plugin": "plugins",
}


class _Verbs(click.Group):
    """Finds a verb in its module only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all verbs, plugins' too."""
        return [*_VERBS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb by name."""
        module = _VERBS.get(cmd_name)
        if module is None:
            return super().get_command(ctx, cmd_name)
        found = getattr(import_module(f"ccops.cli.{module}"), "verb", None)
        return found if isinstance(found, click.Command) else None


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ccops", prog_name="ccops")
def cli() -> None:
    """Load, check, run and explain the rules of a call center."""


def run() -> NoReturn:
    """Run the command line: 0 ok, 1 findings, 2 usage, 3 internal error."""
    try:
        code = cli.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Abort:
        sys.exit(FINDINGS)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (RulePackError, DataError, ReadError, SettlementError) as error:
        write_diagnostics(error.diagnostics)
        sys.exit(FINDINGS)
    except (CcopsError, OSError) as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(FINDINGS)
    except Exception:  # noqa: BLE001 - the last border: told with its trace and its own exit code
        import traceback

        traceback.print_exc()
        sys.exit(INTERNAL)
