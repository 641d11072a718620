"""Errors of usage in one language: what click says of them, in the words of the run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

from ccops.messages import message

if TYPE_CHECKING:
    from ccops.messages import Locale

#: What click says, and the message of the catalogs that says the same.
_SAID: Final = tuple(
    (re.compile(pattern, re.DOTALL), f"click-{key}")
    for pattern, key in (
        (r"Missing command\.", "no-command"),
        (r"No such command '?(?P<name>.+?)'?\.", "unknown-command"),
        (r"No such option:? '?(?P<name>[^' ]+?)'?\.?", "unknown-option"),
        (r"Missing argument (?P<name>.+?)\.", "missing-argument"),
        (r"Missing option (?P<name>.+?)\.", "missing-option"),
        (r"Got unexpected extra arguments? \((?P<given>.+)\)", "extra-argument"),
        (r"Option '?(?P<name>.+?)'? requires an argument\.?", "no-value"),
        (r"Option '?(?P<name>.+?)'? does not take a value\.?", "value-not-taken"),
        (r"'?(?P<given>.*?)'? is not one of (?P<known>.+?)\.", "not-one-of"),
        (r"'?(?P<given>.*?)'? is not a valid (?:integer|float)( range)?\.", "no-number"),
        (r"'?(?P<given>.*?)'? does not match the formats? (?P<known>.+?)\.", "no-day"),
        (r"(?:File|Directory|Path) '(?P<path>.*)' does not exist\.", "not-there"),
        (r"(?:File|Directory|Path) '(?P<path>.*)' is a directory\.", "is-folder"),
        (r"(?:File|Directory|Path) '(?P<path>.*)' is a file\.", "is-file"),
        (r"(?:File|Directory|Path) '(?P<path>.*)' is not readable\.", "not-readable"),
    )
)
_VALUE: Final = re.compile(r"Invalid value for '?(?P<name>.+?)'?: (?P<problem>.+)", re.DOTALL)
_NEAREST: Final = re.compile(
    r"(?P<said>.+?) (?:Did you mean (?P<near>[^?]+)\?|\(Did you mean one of: (?P<any>.+)\?\))",
    re.DOTALL,
)


class WordedError(click.BadParameter):
    """A wrong value whose problem is told in the words of the run already."""


def usage_text(error: click.UsageError, locale: Locale) -> str:
    """Return all that is shown of an error of usage, in one language.

    What click says that no catalog knows stays English, and what stands around it.
    """
    told = _told(error, locale)
    locale = "en" if told is None else locale
    lines = []
    if error.ctx is not None:
        usage = " ".join(
            (error.ctx.command_path, *error.ctx.command.collect_usage_pieces(error.ctx))
        )
        lines.append(message("click-usage", {"usage": usage}, locale=locale))
        helped = f"{error.ctx.command_path} {error.ctx.help_option_names[-1]}"
        lines += [message("click-help", {"command": helped}, locale=locale), ""]
    said = error.format_message() if told is None else told
    return "\n".join([*lines, message("click-error", {"problem": said}, locale=locale)])


def _told(error: click.UsageError, locale: Locale) -> str | None:
    """Return what is wrong; ``None`` where only click has words for it."""
    said = error.format_message()
    if isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter):
        found = _VALUE.fullmatch(said)
        if found is None:
            return _translated(said, locale)
        is_told = isinstance(error, WordedError)
        problem = found["problem"] if is_told else _translated(found["problem"], locale)
        if problem is None:
            return None
        told = {"name": found["name"], "problem": problem}
        return message("click-invalid", told, locale=locale)
    is_ours = type(error) is click.UsageError and not said.isascii()
    return said if is_ours else _translated(said, locale)


def _translated(said: str, locale: Locale) -> str | None:
    near = _NEAREST.fullmatch(said)
    for pattern, key in _SAID:
        found = pattern.fullmatch(near["said"] if near else said)
        if found is not None:
            told = message(key, {k: v or "" for k, v in found.groupdict().items()}, locale=locale)
            if near is None:
                return told
            nearest = {"said": told, "near": near["near"] or near["any"]}
            return message("click-nearest", nearest, locale=locale)
    return None
