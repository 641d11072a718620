"""The exceptions of ccops. Wrong packs and dirty rows are diagnostics; exceptions carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ccops.messages import Diagnostic, Label, Locale


class CcopsError(Exception):
    """Anything ccops raises on purpose."""


class _DiagnosticsError(CcopsError):
    """Carries every finding, so that all can be mended at once; its text begins with the worst."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join(str(one) for one in sorted(self.diagnostics, key=_worst_first))


def _worst_first(finding: Diagnostic) -> int:
    return ("error", "warning", "info").index(finding.severity.value)


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


class SeveralTablesError(CcopsError, ValueError):
    """A form that holds one table was asked for a report of several; ``tables`` names them."""

    def __init__(self, tables: tuple[str, ...]) -> None:
        super().__init__(tables)
        self.tables = tables

    def __str__(self) -> str:
        return f"the report has several tables, choose one of them: {', '.join(self.tables)}"


class NoLineError(UnknownNameError):
    """Somebody has no such line, though others have; ``text`` says it in a language.

    ``label`` is what people call it, ``lines`` the pay lines he has, by id and label. It is for
    ``later`` where a leaver is settled early and it comes with everybody's.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - everything it is about, to be told in any language
        self,
        employee: str,
        name: str,
        nearest: str = "",
        label: Label | None = None,
        period: str = "",
        lines: tuple[tuple[str, Label], ...] = (),
        later: bool = False,  # noqa: FBT001, FBT002 - errors keep what they are about by place
    ) -> None:
        super().__init__("line", name, nearest)
        self.args = (employee, name, nearest, label, period, lines, later)
        self.employee = employee
        self.label = label
        self.period = period
        self.lines = lines
        self.later = later

    def __str__(self) -> str:
        return self.text()

    def text(self, locale: Locale = "en") -> str:
        """Return who has no such line, which ones he has, and what may have been meant."""
        from ccops.messages import message

        told = {
            "employee": self.employee,
            "period": self.period,
            "name": _called(self.name, self.label, locale),
            "lines": message("list-comma", {}, locale=locale).join(
                _called(*each, locale) for each in self.lines
            ),
            "nearest": self.nearest,
        }
        keys = ["no-line-later" if self.later else "no-line-of"]
        keys += ["no-line-has"] * bool(self.lines) + ["no-line-near"] * bool(self.nearest)
        return "".join(message(key, told, locale=locale) for key in keys)


def _called(name: str, label: Label | None, locale: Locale) -> str:
    words = label.in_locale(locale) if label else ""
    return f"{words} ({name})" if words and words != name else name


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


class MissingFontError(CcopsError, LookupError):
    """No font that is installed has some characters; nothing was drawn.

    ``characters`` are those that lack one; none are named where there is no font for Chinese.
    """

    def __init__(self, characters: str = "") -> None:
        super().__init__(characters)
        self.characters = characters

    def __str__(self) -> str:
        return self.text()

    def text(self, locale: Locale = "en") -> str:
        """Return what is lacking, and which package brings it or that one has to be there."""
        from ccops.messages import message

        if not self.characters:
            return message("font-missing", {}, locale=locale)
        named = " ".join(f"{each} (U+{ord(each):04X})" for each in self.characters)
        return message("font-missing-characters", {"characters": named}, locale=locale)


class ForkedError(CcopsError, RuntimeError):
    """This process was forked from one that had drawn before; nothing was drawn.

    ``maker`` is the library whose threads a fork leaves behind. Whoever starts the workers can
    mend it: spawned ones draw, and so do forked ones whose parent does not.
    """

    def __init__(self, maker: str) -> None:
        super().__init__(maker)
        self.maker = maker

    def __str__(self) -> str:
        return self.text()

    def text(self, locale: Locale = "en") -> str:
        """Return why nothing was drawn and how such workers are started."""
        from ccops.messages import message

        return message("forked-before-drawing", {"maker": self.maker}, locale=locale)


class TemplateError(CcopsError, ValueError):
    """A template of reports cannot be laid out; ``problem`` is what its language says of it.

    ``line`` is where, counted from 1; 0 where the language does not tell.
    """

    def __init__(self, template: str, problem: str, line: int = 0) -> None:
        super().__init__(template, problem, line)
        self.template = template
        self.problem = problem
        self.line = line

    def __str__(self) -> str:
        return self.text()

    def text(self, locale: Locale = "en") -> str:
        """Return the file, the line, what is wrong, and how it is mended."""
        from ccops.messages import message

        place = f"{self.template}:{self.line}" if self.line else self.template
        told = {"place": place, "problem": self.problem}
        return message("template-wrong", told, locale=locale)
