"""Syntax: what the YAML parser stumbled over, said in the words of somebody who writes packs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, Self

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Span

if TYPE_CHECKING:
    import yaml

#: Characters no text of a pack may hold: control characters, halves of pairs, odd line ends.
UNREADABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
)
_INVISIBLE: Final = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_INTERVAL: Final = re.compile(r"[\[(][^\[\](){},'\"]{0,80}\.\.[^\[\](){},'\"]{0,80}[\])]")
_WINDOW: Final = 200  # no cell is longer, and a hostile line may be a million long
_CELL_END: Final = re.compile(r"[,\]}]| #|$")
_WIDE: Final = re.compile(
    r"^\s*(?:- )?\w+(?P<colon>：)"
    r"|:\s*(?P<bracket>[［｛])"
    r"|:(?P<space>[\u3000\xa0])"
    r"|(?P<comma>[，；、])\s*[a-z_]+:\s"
    r"|^ *(?P<indent>[\u3000\xa0])"
)
_WIDE_SEPARATORS: Final = "，、；：］｝"
_TIGHT_COLON: Final = re.compile(r"^\s*(?:- )?\w+:(?=[^\s/:])")
_LONGEST_KEY: Final = 1_000  # the parser gives up looking for a colon a little further on
_KEY_BEFORE: Final = re.compile(r":\s")


def lines_of(text: str) -> list[str]:
    r"""Return the lines of a text, whatever ends them.

    >>> lines_of("a\r\nb\rc\n")
    ['a', 'b', 'c', '']
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def unreadable_character(text: str, file: str) -> Diagnostic | None:
    """Return what is wrong with the first character nobody can see or no text may hold."""
    found = UNREADABLE.search(text) or _INVISIBLE.search(text)
    if found is None:
        return None
    lines = lines_of(text[: found.start()])
    span = Span(file, len(lines), len(lines[-1]) + 1)
    code = "yaml-control-character" if UNREADABLE.match(found[0]) else "yaml-invisible-character"
    return Diagnostic(code=code, span=span, args={"character": f"U+{ord(found[0]):04X}"})


def unquoted_source(lines: Sequence[str], span: Span) -> tuple[str, Span]:
    """Return the whole of a text that YAML cut, as it stands in the line, and where it begins.

    ``not(a, b)`` is cut at its comma, ``[80..85)`` behind its bracket.
    """
    line, start = lines[span.line - 1], span.column - 1
    first = max(0, start - _WINDOW)
    for found in _INTERVAL.finditer(line, first, start + _WINDOW):
        if found.start() <= start < found.end():
            return found[0], Span(span.file, span.line, found.start() + 1)
    rest = line[start : start + _WINDOW]
    return _balanced(rest) or rest.strip(), span


def _balanced(text: str) -> str:
    """Return the text up to the bracket that closes its first one, or an empty text."""
    depth = 0
    for position, sign in enumerate(text):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0 and sign == ")":
            return text[: position + 1]
    return ""


@frozen(kw_only=True)
class Trouble:
    """A parser's error: where it noticed (``at``), and what it was reading since when.

    ``bracket`` is the innermost bracket or brace still open.
    """

    file: str
    lines: Sequence[str]
    problem: str
    context: str
    at: Span
    since: Span
    bracket: Span | None

    @classmethod
    def of(
        cls,
        error: yaml.MarkedYAMLError,
        lines: Sequence[str],
        file: str,
        *,
        bracket: Span | None,
    ) -> Self:
        """Return the trouble of an error over the lines of a file."""
        at = _span(file, error.problem_mark or error.context_mark, lines)
        since = _span(file, error.context_mark or error.problem_mark, lines)
        problem, context = error.problem or "", error.context or ""
        return cls(
            file=file,
            lines=lines,
            problem=problem,
            context=context,
            at=at,
            since=since,
            bracket=bracket,
        )

    @property
    def first_line(self) -> int:
        """The first line that can hold the cause: a bracket opened there, or the line itself."""
        return self.since.line if "flow" in self.context else self.at.line

    def line(self, number: int) -> str:
        """Return a line by its number, with what is in quotes blanked out."""
        text = self.lines[number - 1] if 0 < number <= len(self.lines) else ""
        return _QUOTED.sub(lambda found: " " * len(found[0]), text)

    def character(self, span: Span) -> str:
        """Return the character at a place, or an empty text past the end of the line."""
        line = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
        return line[span.column - 1 : span.column]

    def says(self, *words: str) -> bool:
        """Say whether the parser used one of these phrases; its two builds differ in wording."""
        return any(word in self.problem for word in words)

    def is_told_by(self, known: Diagnostic) -> bool:
        """Say whether a text without quotes, already reported, is the cause."""
        if known.code not in ("cell-unquoted", "text-unquoted") or known.span is None:
            return False
        return self.first_line <= known.span.line <= self.at.line


def explain_syntax(trouble: Trouble) -> Diagnostic:
    """Return the most helpful finding about a trouble; the parser's own words come last."""
    for explain in _EXPLANATIONS:
        found = explain(trouble)
        if found is not None:
            return found
    problem = trouble.problem or trouble.context
    return Diagnostic(code="yaml-syntax", span=trouble.at, args={"problem": problem})


def _span(file: str, mark: yaml.Mark | None, lines: Sequence[str]) -> Span:
    if mark is None:
        return Span(file, 1, 1)
    if mark.line >= len(lines):
        return Span(file, len(lines), len(lines[-1]) + 1)
    return Span(file, mark.line + 1, mark.column + 1)


def _comparison(trouble: Trouble) -> Diagnostic | None:
    """``>= 85`` begins a block of text outside brackets, and nothing inside them."""
    inside = trouble.says("cannot start any token", "node content")
    for span in (trouble.at, trouble.since):
        sign = trouble.character(span)
        if (sign == ">" and (inside or "block scalar" in trouble.context)) or (
            sign == "-" and inside and "flow" in trouble.context
        ):
            rest = trouble.lines[span.line - 1][span.column - 1 :][:_WINDOW]
            end = _CELL_END.search(rest)
            cell = rest[: end.start() if end else _WINDOW].strip()
            return Diagnostic(code="cell-unquoted", span=span, args={"cell": cell})
    return None


def _interval(trouble: Trouble) -> Diagnostic | None:
    for number in range(trouble.first_line, trouble.at.line + 1):
        found = _INTERVAL.search(trouble.line(number))
        if found is not None:
            span = Span(trouble.file, number, found.start() + 1)
            return Diagnostic(code="cell-unquoted", span=span, args={"cell": found[0]})
    return None


def _tab(trouble: Trouble) -> Diagnostic | None:
    line = trouble.lines[trouble.at.line - 1]
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" not in indent and trouble.character(trouble.at) != "\t":
        return None
    column = indent.index("\t") + 1 if "\t" in indent else trouble.at.column
    return Diagnostic(code="yaml-tab", span=Span(trouble.file, trouble.at.line, column))


def _bad_start(trouble: Trouble) -> Diagnostic | None:
    block = "block scalar" in trouble.context
    if not block and not trouble.says("cannot start any token"):
        return None
    span = trouble.since if block else trouble.at
    args = {"character": trouble.character(span)}
    return Diagnostic(code="yaml-quotes-needed", span=span, args=args)


def _quotes(trouble: Trouble) -> Diagnostic | None:
    if trouble.says("escape", "hexadecimal"):
        return Diagnostic(code="yaml-escape", span=trouble.at)
    if "quoted scalar" in trouble.context:
        return Diagnostic(code="yaml-unclosed-quote", span=trouble.since)
    before = trouble.lines[trouble.at.line - 1][: trouble.at.column - 1].rstrip()
    sign = trouble.character(trouble.at)
    follows = before.endswith(("'", '"')) and sign not in ("", ":")
    if follows and trouble.says("expected"):
        if sign in _WIDE_SEPARATORS:
            return _full_width(sign, trouble.at)
        return Diagnostic(code="yaml-text-after-quote", span=trouble.at)
    return None


def _wide_punctuation(trouble: Trouble) -> Diagnostic | None:
    """Full-width signs look like YAML's own to a Chinese writer and mean nothing to it."""
    for number in (trouble.since.line, trouble.at.line - 1, trouble.at.line):
        found = _WIDE.search(trouble.line(number))
        if found is not None and found.lastgroup is not None:
            sign = found[found.lastgroup]
            return _full_width(sign, Span(trouble.file, number, found.start(found.lastgroup) + 1))
    return None


def _full_width(sign: str, span: Span) -> Diagnostic:
    args = {"character": sign, "point": f"U+{ord(sign):04X}"}
    return Diagnostic(code="yaml-full-width", span=span, args=args)


def _colon(trouble: Trouble) -> Diagnostic | None:
    if not trouble.says("mapping values are not allowed", "expected ':'"):
        return None
    for number in (trouble.since.line, trouble.at.line - 1):
        tight = _TIGHT_COLON.search(trouble.line(number))
        if tight is not None:
            span = Span(trouble.file, number, tight.end())
            return Diagnostic(code="yaml-space-after-colon", span=span)
    if trouble.says("expected ':'"):
        return Diagnostic(code="yaml-colon-missing", span=trouble.since)
    if trouble.at.column > _LONGEST_KEY:
        return Diagnostic(code="yaml-key-too-long", span=Span(trouble.file, trouble.at.line, 1))
    before = trouble.line(trouble.at.line)[: trouble.at.column - 1]
    code = "yaml-colon-in-text" if _KEY_BEFORE.search(before) else "yaml-indentation"
    return Diagnostic(code=code, span=trouble.at)


def _bracket(trouble: Trouble) -> Diagnostic | None:
    sign = trouble.character(trouble.at)
    at_end = trouble.at.line == len(trouble.lines) and not sign
    in_flow = trouble.context in ("while parsing a flow sequence", "while parsing a flow mapping")
    if trouble.bracket is not None and (in_flow or at_end):
        args = {"character": trouble.character(trouble.bracket), "found": trouble.at}
        return Diagnostic(code="yaml-unclosed-bracket", span=trouble.bracket, args=args)
    if sign and sign in "]},":
        return Diagnostic(code="yaml-stray", span=trouble.at, args={"character": sign})
    return None


def _structure(trouble: Trouble) -> Diagnostic | None:
    if trouble.says("sequence entries are not allowed"):
        return Diagnostic(code="yaml-list-start", span=trouble.at)
    if trouble.says("tag handle"):
        line = trouble.lines[trouble.at.line - 1][trouble.at.column - 1 :]
        tag = line.split(maxsplit=1)[0] if line.strip() else "!"
        return Diagnostic(code="yaml-tag", span=trouble.at, args={"tag": tag})
    before = trouble.lines[trouble.at.line - 1][: trouble.at.column - 1]
    if trouble.character(trouble.at) == ":" and not before.strip(" -"):
        return Diagnostic(code="yaml-empty-key", span=trouble.at)
    if trouble.says("incompatible YAML", "directive"):
        return Diagnostic(code="yaml-directive", span=trouble.at)
    if trouble.says("expected key", "'-' indicator", "<block end>", "document start>"):
        return Diagnostic(code="yaml-indentation", span=trouble.at)
    return None


_EXPLANATIONS: Final[tuple[Callable[[Trouble], Diagnostic | None], ...]] = (
    _comparison,
    _interval,
    _tab,
    _bad_start,
    _quotes,
    _wide_punctuation,
    _colon,
    _bracket,
    _structure,
)
