"""The exceptions of ccops. Wrong packs and dirty rows are diagnostics; exceptions carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ccops.messages import Diagnostic


class CcopsError(Exception):
    """Anything ccops raises on purpose."""


class _DiagnosticsError(CcopsError):
    """Carries every finding, so that all can be mended at once."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join(str(one) for one in self.diagnostics)


class RulePackError(_DiagnosticsError, ValueError):
    """The rule pack has errors; nothing was loaded. Its author can mend it."""


class DataError(_DiagnosticsError, ValueError):
    """Input rows or facts are wrong; the run stopped. Whoever hands them in can mend them."""


class ReadError(_DiagnosticsError, ValueError):
    """A record file cannot be read as asked (strict reading, or too much in quarantine)."""


class SettlementError(_DiagnosticsError, ValueError):
    """The month cannot be settled as asked: a decision, question or state stands against it."""


class UnknownNameError(CcopsError, LookupError):
    """There is no such thing. ``what`` kind, its ``name``, and the ``nearest`` known name."""

    def __init__(self, what: str, name: str, nearest: str = "") -> None:
        super().__init__(what, name, nearest)
        self.what = what
        self.name = name
        self.nearest = nearest

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return f"there is no {self.what} {self.name!r}{hint}"


class PluginError(CcopsError, RuntimeError):
    """A plugin failed. ``plugin`` is its name and version, ``problem`` what it did."""

    def __init__(self, plugin: str, problem: str) -> None:
        super().__init__(plugin, problem)
        self.plugin = plugin
        self.problem = problem

    def __str__(self) -> str:
        return f"plugin {self.plugin}: {self.problem}"


class MissingExtraError(CcopsError, ImportError):
    """A feature needs an optional dependency; ``extra`` is the extra that brings it."""

    def __init__(self, extra: str) -> None:
        super().__init__(extra)
        self.extra = extra

    def __str__(self) -> str:
        return f"this needs the extra {self.extra!r}: pip install 'ccops[{self.extra}]'"
