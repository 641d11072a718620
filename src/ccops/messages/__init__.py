"""What ccops says to people: diagnostics, where they point, and their words by locale.

Everything here is plain data until it is rendered; Babel is imported only then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.doors import opened_later
from ccops.messages.diagnostics import (
    LABEL_LANGUAGES,
    Diagnostic,
    Label,
    Origin,
    Severity,
    Span,
    Text,
    has_errors,
    nearest,
    severity_words,
    sorted_diagnostics,
)

if TYPE_CHECKING:
    from ccops.messages.aligning import aligned
    from ccops.messages.catalogs import (
        Listed,
        has_message,
        in_words,
        listed,
        message,
        message_codes,
        worded,
    )
    from ccops.messages.duration_heads import form_named
    from ccops.messages.durations import (
        DurationForm,
        clock_form,
        format_duration,
        hours_form,
        spreadsheet_clock,
        spreadsheet_format,
        spreadsheet_format_of,
        spreadsheet_input,
        timed,
    )
    from ccops.messages.excerpts import excerpt, extent, width_of
    from ccops.messages.formats import (
        format_date,
        format_money,
        format_number,
        format_percent,
        signed,
    )
    from ccops.messages.locales import LOCALES, Locale
    from ccops.messages.turning import isolated, turning_sign
else:
    __getattr__ = opened_later(
        __name__,
        {
            "aligning": ("aligned",),
            "catalogs": (
                "Listed",
                "has_message",
                "in_words",
                "listed",
                "message",
                "message_codes",
                "worded",
            ),
            "duration_heads": ("form_named",),
            "durations": (
                "DurationForm",
                "clock_form",
                "format_duration",
                "hours_form",
                "spreadsheet_clock",
                "spreadsheet_format",
                "spreadsheet_format_of",
                "spreadsheet_input",
                "timed",
            ),
            "excerpts": ("excerpt", "extent", "width_of"),
            "formats": (
                "format_date",
                "format_money",
                "format_number",
                "format_percent",
                "signed",
            ),
            "locales": ("LOCALES", "Locale"),
            "turning": ("isolated", "turning_sign"),
        },
    )

__all__ = [
    "LABEL_LANGUAGES",
    "LOCALES",
    "Diagnostic",
    "DurationForm",
    "Label",
    "Listed",
    "Locale",
    "Origin",
    "Severity",
    "Span",
    "Text",
    "aligned",
    "clock_form",
    "excerpt",
    "extent",
    "form_named",
    "format_date",
    "format_duration",
    "format_money",
    "format_number",
    "format_percent",
    "has_errors",
    "has_message",
    "hours_form",
    "in_words",
    "isolated",
    "listed",
    "message",
    "message_codes",
    "nearest",
    "severity_words",
    "signed",
    "sorted_diagnostics",
    "spreadsheet_clock",
    "spreadsheet_format",
    "spreadsheet_format_of",
    "spreadsheet_input",
    "timed",
    "turning_sign",
    "width_of",
    "worded",
]
