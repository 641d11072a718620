"""What verbs print: one JSON object with a schema, or text; diagnostics in the caller's words."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Final

import click

from ccops.cli.usage_words import WordedError
from ccops.errors import (
    ForkedError,
    MissingExtraError,
    MissingFontError,
    NoLineError,
    TemplateError,
    UnknownNameError,
)
from ccops.messages import Severity, has_message, message, severity_words, worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.messages import Diagnostic, Locale

FINDINGS: Final = 1
INTERNAL: Final = 3


def write_json(schema: str, data: Mapping[str, Any]) -> None:
    """Print one JSON object with a ``schema`` id on standard output."""
    click.echo(json.dumps({"schema": f"ccops.{schema}/1", **data}, ensure_ascii=False, indent=1))


def write_diagnostics(diagnostics: Iterable[Diagnostic], locale: Locale | None = None) -> None:
    """Print findings on standard error, in the language of the run."""
    locale = locale or run_locale()
    for each in diagnostics:
        click.echo(each.render(locale), err=True)


def write_error(error: Exception, locale: Locale | None = None) -> None:
    """Print an error on standard error; names and extras in words, those of the run."""
    locale = locale or run_locale()
    severity = severity_words(Severity.ERROR, locale)
    click.echo(f"{severity}: {error_words(error, locale)}", err=True)


def error_words(error: Exception, locale: Locale) -> str:
    """Return what an error says; names and extras in words."""
    if isinstance(error, MissingExtraError):
        return message("extra-missing", {"extra": error.extra}, locale=locale)
    if isinstance(error, NoLineError | MissingFontError | ForkedError | TemplateError):
        return error.text(locale)
    if not isinstance(error, UnknownNameError):
        return str(error)
    thing = "thing-pack" if error.what == "rule pack" else f"thing-{error.what}"
    if not has_message(thing):
        return str(error)
    told = {"what": worded(thing), "name": error.name, "nearest": error.nearest}
    key = "no-such-thing-but" if error.nearest else "no-such-thing"
    return message(key, told, locale=locale)


def wrong_usage(code: str, **told: object) -> click.UsageError:
    """Return the error of options that do not fit, in the words of the run."""
    return click.UsageError(message(code, told, locale=run_locale()))


def wrong_value(code: str, option: str = "", **told: object) -> click.BadParameter:
    """Return the error of an option's value; without its name where click knows which it is."""
    words = message(code, told, locale=run_locale())
    return WordedError(words, param_hint=option or None)


def asked_locale() -> Locale | None:
    """Return what ``--locale`` says, if anything."""
    context = click.get_current_context(silent=True)
    return context.obj.get("locale") if context and context.obj else None


def run_locale(said: Mapping[str, Locale] | None = None) -> Locale:
    """Return the language of the run, which is that of all it prints and writes.

    What ``--locale`` says, or else ``CCOPS_LOCALE``; else that of the pack it has opened; else
    that of the terminal. English where there is no catalog for it. ``said`` is what the run
    knows of it; without it the current run is asked.
    """
    if said is None:
        context = click.get_current_context(silent=True)
        said = (context.obj if context else None) or {}
    environment = os.environ.get
    wanted = (
        said.get("locale")
        or environment("CCOPS_LOCALE")
        or said.get("pack")
        or environment("LC_ALL")
        or environment("LANG", "")
    )
    if wanted.startswith(("zh_TW", "zh_HK")):
        return "zh_TW"
    return "zh_CN" if wanted.startswith("zh") else "en"
