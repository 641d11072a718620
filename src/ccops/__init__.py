"""ccops turns a call center's operating manual into rules a program can load, check and explain.

The public names stand in the order in which data flows; each is imported when first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ccops.center import Center, CenterMonth, check_pack, load_pack
    from ccops.deprecation import DeprecationWarning  # noqa: A004 - its name is the public one
    from ccops.errors import (
        CcopsError,
        DataError,
        MissingExtraError,
        PluginError,
        ReadError,
        RulePackError,
        SettlementError,
        UnknownNameError,
    )
    from ccops.facts import Employee, Facts
    from ccops.hooks import hookimpl
    from ccops.kpi import Records
    from ccops.messages import Diagnostic, Severity
    from ccops.rulepack import Pack
    from ccops.settlement import Closing, Explanation, PayrollLine, Settlement, source
    from ccops.values import Missing, Money, Period

__version__ = "0.1.0"

_ROOMS = {
    "Center": "center",
    "CenterMonth": "center",
    "load_pack": "center",
    "check_pack": "center",
    "Pack": "rulepack",
    "Records": "kpi",
    "source": "settlement",
    "Employee": "facts",
    "Facts": "facts",
    "Settlement": "settlement",
    "Explanation": "settlement",
    "PayrollLine": "settlement",
    "Closing": "settlement",
    "Money": "values",
    "Missing": "values",
    "Period": "values",
    "Diagnostic": "messages",
    "Severity": "messages",
    "hookimpl": "hooks",
    "CcopsError": "errors",
    "RulePackError": "errors",
    "DataError": "errors",
    "ReadError": "errors",
    "SettlementError": "errors",
    "UnknownNameError": "errors",
    "PluginError": "errors",
    "MissingExtraError": "errors",
    "DeprecationWarning": "deprecation",
}

__all__ = [
    "CcopsError",
    "Center",
    "CenterMonth",
    "Closing",
    "DataError",
    "DeprecationWarning",
    "Diagnostic",
    "Employee",
    "Explanation",
    "Facts",
    "Missing",
    "MissingExtraError",
    "Money",
    "Pack",
    "PayrollLine",
    "Period",
    "PluginError",
    "ReadError",
    "Records",
    "RulePackError",
    "Settlement",
    "SettlementError",
    "Severity",
    "UnknownNameError",
    "check_pack",
    "hookimpl",
    "load_pack",
    "source",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public object
    """Return a public name, importing its room when it is first asked for."""
    room = _ROOMS.get(name)
    if room is None:
        raise AttributeError(f"module 'ccops' has no attribute {name!r}")
    found = getattr(import_module(f"ccops.{room}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names."""
    return [*__all__, "__version__"]
