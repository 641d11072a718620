"""Why a row is not taken: put aside, or left out on purpose."""

from __future__ import annotations


class RowRefusedError(ValueError):
    """A row cannot be taken. ``code`` says why; it is put aside, or ``ignored`` on purpose."""

    def __init__(self, code: str, column: str = "") -> None:
        super().__init__(code, column)
        self.code = code
        self.column = column


class RowIgnoredError(RowRefusedError):
    """A row is left out on purpose."""
