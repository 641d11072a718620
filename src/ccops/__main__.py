"""``python -m ccops``: the command line, where the script ``ccops`` is not on the path."""

from __future__ import annotations

from ccops.cli import main

if __name__ == "__main__":
    main()
