"""Findings of an assembly: errors that name what they are about in texts."""

from __future__ import annotations

from ccops.messages import Diagnostic, Severity, Span


def problem(code: str, span: Span | None, /, **arguments: object) -> Diagnostic:
    """Return an error with its arguments as texts."""
    texts = {name: str(value) for name, value in arguments.items()}
    return Diagnostic(code=code, severity=Severity.ERROR, span=span, args=texts)
