"""What a spreadsheet or a database leaves in a cell where nothing, or something else, was."""

from __future__ import annotations

import re
from typing import Final

#: No day has this date: a database writes it where it has none.
_ZERO_DATE: Final = re.compile(r"0{4}[-/]00[-/]00(?:[ T]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
#: An error of a spreadsheet, or a column that was too narrow when it was saved.
_ERROR: Final = re.compile(
    r"#{2,}|#(?:N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|DIV/0!)", re.ASCII | re.IGNORECASE
)
#: A long number as a spreadsheet rounds it: the rest of its digits is gone.
_SCIENTIFIC: Final = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.ASCII | re.IGNORECASE)


def is_zero_date(text: str) -> bool:
    """Say whether a text is the date of no day (``0000-00-00``).

    >>> is_zero_date("0000-00-00 00:00:00"), is_zero_date("0:00:00")
    (True, False)
    """
    return _ZERO_DATE.fullmatch(text) is not None


def is_damaged(text: str) -> bool:
    """Say whether a text is what a spreadsheet shows instead of a value (``#####``, ``#REF!``)."""
    return _ERROR.fullmatch(text) is not None


def is_scientific(text: str) -> bool:
    """Say whether a text is a number of which a spreadsheet kept the first digits only.

    >>> is_scientific("1.39E+10"), is_scientific("13900001234")
    (True, False)
    """
    return "+" in text and _SCIENTIFIC.fullmatch(text) is not None
