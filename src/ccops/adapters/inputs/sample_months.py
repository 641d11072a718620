"""A month that shows a rule pack: a folder of input files beside it."""

from __future__ import annotations

from pathlib import Path

from ccops.frozen import frozen


@frozen(kw_only=True)
class SampleInput:
    """The input folder of one period, by which ``ccops demo`` shows a pack.

    ``pack`` is the id of the pack, ``folder`` holds the files as they are handed in each month,
    ``period`` is the one they are of. ``figure`` is one worth explaining; ``question`` the choice
    whose readings are compared by what that figure costs, empty where no money hangs on one;
    ``adapter`` reads the files in ``calls/``, where there are any.
    """

    pack: str
    folder: Path
    period: str
    figure: str
    question: str = ""
    adapter: str = ""

    @property
    def name(self) -> str:
        """What it goes by among plugins: one pack has one."""
        return self.pack
