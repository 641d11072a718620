"""Echoes: second findings about one misspelled word, which would say the same once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.messages import Diagnostic

#: What is told of a rule that lacks a key, by the key; it may stand there misspelled.
_LACKS: Final = {
    "source-missing": "source",
    "assumed-without-because": "because",
    "override-without-because": "because",
    "rounding-missing": "round",
    "form-rounding-needed": "round",
    "unranked-missing": "unranked",
    "pay-line-may-be-missing": "if_zero",
    "period-rule-missing": "period_rule",
}
#: What is told of a name that nothing reads, and its argument; a reader may misspell the name.
_UNREAD: Final = {"unused-name": "name", "choice-unused": "choice"}


def without_echoes(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the findings but those that a misspelled key or name explains."""
    listed = tuple(findings)
    keys = {
        (each.args.get("rule", ""), each.args.get("nearest", ""))
        for each in listed
        if each.code == "key-unknown"
    }
    names = {
        each.args.get("near") or each.args.get("nearest", "")
        for each in listed
        if each.code.startswith("unknown-") or each.code == "choice-unknown"
    }
    return tuple(each for each in listed if not _is_echo(each, keys, names))


def _is_echo(finding: Diagnostic, keys: set[tuple[str, str]], names: set[str]) -> bool:
    args = finding.args
    if finding.code in _UNREAD:
        return args.get(_UNREAD[finding.code], "") in names
    key = _LACKS.get(finding.code)
    if key is None:
        return False
    rule = args.get("name") or args.get("rule") or args.get("form") or args.get("id", "")
    return (rule, key) in keys or (rule.removesuffix("_by_table"), key) in keys
