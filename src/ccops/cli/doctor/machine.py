"""Versions, extras and fonts of the machine, as they are found."""

from __future__ import annotations

import platform
import re
from importlib import metadata
from typing import TYPE_CHECKING, Final

from ccops import __version__
from ccops.cli.doctor.findings import Finding, State
from ccops.errors import MissingExtraError
from ccops.messages import worded
from ccops.reports import found_families

if TYPE_CHECKING:
    from collections.abc import Iterator

_REQUIRED: Final = re.compile(r"^([\w.-]+)[^;]*;\s*extra == ['\"](\w+)['\"]$")
#: An extra that is only others together.
_SUM: Final = "all"
#: By the locale of a document, what its language is called.
_CHINESE: Final = {"zh_CN": "chinese-simplified", "zh_TW": "chinese-traditional"}


def versions() -> Iterator[Finding]:
    """Yield the versions of ccops and of what it runs on."""
    told = {
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
    }
    yield Finding(
        topic="version", name="ccops", state=State.WELL, message="doctor-version", told=told
    )


def extras() -> Iterator[Finding]:
    """Yield each extra with the versions of its libraries, or with those that are lacking."""
    for extra, libraries in _extras().items():
        there = {each: found for each in libraries if (found := _version(each))}
        lacking = ", ".join(each for each in libraries if each not in there)
        listed = ", ".join(f"{each} {version}" for each, version in there.items())
        if lacking:
            message, state, told = "doctor-extra-lacks", State.ABSENT, {"lacking": lacking}
        else:
            message, state, told = "doctor-extra", State.WELL, {"libraries": listed}
        yield Finding(topic="extra", name=extra, state=state, message=message, told=told)


def _extras() -> dict[str, list[str]]:
    """Return the libraries of each extra, as the installed ccops declares them."""
    found: dict[str, list[str]] = {}
    for each in metadata.requires("ccops") or ():
        matched = _REQUIRED.match(each)
        if matched and matched[2] != _SUM:
            found.setdefault(matched[2], []).append(matched[1])
    return dict(sorted(found.items()))


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""


def fonts() -> Iterator[Finding]:
    """Yield the Chinese font that reports are drawn with, or which package brings one."""
    for locale, language in _CHINESE.items():
        told = {"language": worded(language)}
        try:
            families = found_families(locale)
        except MissingExtraError:
            state, message = State.ABSENT, "doctor-font-unknown"
        else:
            if families:
                state, message, told = State.WELL, "doctor-font", {**told, "family": families[0]}
            else:
                state, message = State.WRONG, "font-missing"
        yield Finding(topic="font", name=locale, state=state, message=message, told=told)
