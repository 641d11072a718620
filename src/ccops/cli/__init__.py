"""The command line: thin verbs over the front door. Needs the extra ``cli``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; without the extra it says what to install and exits with 2."""
    try:
        import click  # noqa: F401 - only to know whether it is there
    except ImportError:
        sys.stderr.write("the command line needs the extra 'cli': pip install 'ccops[cli]'\n")
        raise SystemExit(2) from None
    from ccops.cli.app import run

    run()
