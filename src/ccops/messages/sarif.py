"""SARIF 2.1.0: findings as data for code hosts and editors."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import quote

from ccops.messages.catalogs import has_message, message
from ccops.messages.diagnostics import Diagnostic, Severity, Span
from ccops.messages.excerpts import extent
from ccops.messages.locales import LOCALES, Locale

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_VERSION: Final = "2.1.0"
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}
#: What a relative address is relative to: the folder somebody checks from.
_ROOT: Final = "%SRCROOT%"
#: The name and version of how findings are told again after lines have moved.
FINGERPRINT: Final = "ccopsFinding/v1"


class Files(Protocol):
    """Where files lie, and what stands in their lines."""

    def path(self, file: str) -> Path | None:
        """Return where a file lies that a span names."""

    def line(self, span: Span) -> str | None:
        """Return the line a span is in."""


def sarif_log(
    diagnostics: Iterable[Diagnostic], files: Files, *, root: Path, version: str, locale: Locale
) -> dict[str, Any]:
    """Return a SARIF log of one run; addresses below ``root`` are relative to it."""
    listed = list(diagnostics)
    codes = sorted({each.code for each in listed})
    writer = _Writer(files, root.resolve(), {code: at for at, code in enumerate(codes)}, locale)
    driver = {"name": "ccops", "version": version, "rules": [_rule(each) for each in codes]}
    run = {
        "tool": {"driver": driver},
        "language": locale.replace("_", "-"),
        "columnKind": "unicodeCodePoints",
        "results": [writer.result(each) for each in listed],
    }
    return {"$schema": _SCHEMA, "version": _VERSION, "runs": [run]}


class _Writer:
    """Writes results; equal ones on equal lines are told apart by their number."""

    def __init__(
        self, files: Files, root: Path, indexes: Mapping[str, int], locale: Locale
    ) -> None:
        self._files = files
        self._root = root
        self._indexes = indexes
        self._locale: Locale = locale
        self._seen: Counter[str] = Counter()

    def result(self, one: Diagnostic) -> dict[str, Any]:
        hint = one.hint(self._locale)
        text = one.text(self._locale)
        found: dict[str, Any] = {
            "ruleId": one.code,
            "ruleIndex": self._indexes[one.code],
            "level": _LEVELS[one.severity],
            "message": {"text": f"{text}\n{hint}" if hint else text},
        }
        if one.span is not None:
            found["locations"] = [{"physicalLocation": self._location(one.span)}]
        found["partialFingerprints"] = {FINGERPRINT: self._fingerprint(one)}
        found["properties"] = {"arguments": {name: str(value) for name, value in one.args.items()}}
        return found

    def _location(self, span: Span) -> dict[str, Any]:
        line = self._files.line(span)
        region: dict[str, Any] = {"startLine": span.line, "startColumn": span.column}
        if line is not None:
            end = extent(line, span.column)
            region |= {"endColumn": end, "snippet": {"text": line}}
        return {"artifactLocation": self._address(span.file), "region": region}

    def _address(self, file: str) -> dict[str, str]:
        path = self._files.path(file)
        if path is None:
            return {"uri": quote(file), "uriBaseId": _ROOT}
        found = path.resolve()
        if found.is_relative_to(self._root):
            return {"uri": quote(found.relative_to(self._root).as_posix()), "uriBaseId": _ROOT}
        return {"uri": found.as_uri()}

    def _fingerprint(self, one: Diagnostic) -> str:
        """Say what a finding is about by its words and its line, wherever the line stands."""
        line = (self._files.line(one.span) or "").strip() if one.span else ""
        file = one.span.file if one.span else ""
        steady = sorted(
            (name, value) for name, value in one.args.items() if f"{file}:" not in value
        )
        about = repr((one.code, file, line, steady)).encode()
        digest = hashlib.sha256(about).hexdigest()[:32]
        self._seen[digest] += 1
        return f"{digest}:{self._seen[digest]}"


def _rule(code: str) -> dict[str, Any]:
    """Return what a code means and how it is mended, in every language."""
    texts = {locale: message(code, {}, locale=locale) for locale in LOCALES}
    hints = {
        locale: message(f"{code}.hint", {}, locale=locale)
        for locale in LOCALES
        if has_message(f"{code}.hint")
    }
    help_text = "\n".join(f"[{locale}] {text}" for locale, text in (hints or texts).items())
    return {
        "id": code,
        "shortDescription": {"text": texts["en"]},
        "fullDescription": {"text": f"{texts['zh_CN']} · {texts['en']}"},
        "help": {"text": help_text},
        "properties": {"descriptions": texts, "hints": hints},
    }
