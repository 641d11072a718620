"""Diagnostics: what is wrong, where, and how to mend it, as data.

A diagnostic carries a stable code and the arguments of its message; the words are looked up
in the catalogs when somebody reads it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from ccops.frozen import frozen
from ccops.messages.catalogs import Listed, has_message, in_words, message
from ccops.messages.traditional import in_traditional

if TYPE_CHECKING:
    from ccops.messages.locales import Locale


class Severity(enum.Enum):
    """How much a diagnostic stops."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_SEVERITY_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Span(NamedTuple):
    """A place in a text: file, line and column counted from 1, column in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def shifted(self, characters: int) -> Span:
        """Return the place so many characters further on the same line."""
        return Span(self.file, self.line, self.column + characters)


@frozen(cache_hash=True)
class Text:
    """A text as it was written, with its place; formulas and cells stay texts until checked.

    ``turns`` say of a text written over several lines where each further piece stands: from
    which character of ``value`` on, and the place of that character.
    """

    value: str
    span: Span | None = None
    turns: tuple[tuple[int, Span], ...] = attrs.field(default=(), eq=False, repr=False)

    def __str__(self) -> str:
        return self.value

    def place(self, character: int) -> Span | None:
        """Return where a character of the text stands, counted from 0.

        >>> Text("a +  x", Span("pay.yaml", 3, 9), ((5, Span("pay.yaml", 4, 11)),)).place(5)
        Span(file='pay.yaml', line=4, column=11)
        """
        start, span = 0, self.span
        for turn, place in self.turns:
            if turn <= character:
                start, span = turn, place
        return span.shifted(character - start) if span is not None else None


#: The languages a label may have, by the keys a pack writes them under.
LABEL_LANGUAGES = ("zh", "en", "zh_TW")


@frozen(kw_only=True)
class Label:
    """A name for people in the languages a pack is written in; Chinese first.

    ``zh_TW`` is the name in traditional characters, where it is given; labels of the code have
    theirs in a catalog. Nothing is converted.
    """

    zh: str = ""
    en: str = ""
    zh_TW: str = ""  # noqa: N815 - the name of the locale

    def in_locale(self, locale: str) -> str:
        """Return the label for a locale, or the nearest language that it has.

        >>> Label(zh="月度奖金", zh_TW="月度獎金").in_locale("zh_TW")
        '月度獎金'
        >>> Label(zh="月度奖", en="monthly bonus").in_locale("zh_TW")
        '月度奖'
        """
        if locale.startswith("en"):
            return self.en or self.zh or self.zh_TW
        if locale == "zh_TW":
            return in_traditional(self.zh_TW or self.zh or self.en)
        return self.zh or self.zh_TW or self.en

    def to_dict(self) -> dict[str, str]:
        """Return the label as plain data; traditional characters only where they are given."""
        found = {"zh": self.zh, "en": self.en}
        return {**found, "zh_TW": self.zh_TW} if self.zh_TW else found

    @classmethod
    def from_dict(cls, words: Mapping[str, str]) -> Label:
        """Return the label of such data; a language that is absent has no words."""
        zh, en, traditional = (words.get(each, "") for each in LABEL_LANGUAGES)
        return cls(zh=zh, en=en, zh_TW=traditional)

    def followed_by(self, part: Label) -> Label:
        """Return the label of a part of something: what it is of, then what it is.

        >>> Label(zh="星级工资", en="star pay").followed_by(Label(zh="名次", en="place"))
        Label(zh='星级工资：名次', en='star pay: place', zh_TW='')
        """
        zh = f"{self.zh or self.en}：{part.zh or part.en}"
        en = f"{self.en or self.zh}: {part.en or part.zh}"
        if not (self.zh_TW or part.zh_TW):
            return Label(zh=zh, en=en)
        traditional = "：".join(each.in_locale("zh_TW") for each in (self, part))
        return Label(zh=zh, en=en, zh_TW=traditional)


class _AskedFor:
    """A field that holds its text, or what looks it up by the label when it is asked for."""

    def __init__(self, held: Any) -> None:  # noqa: ANN401 - a slot has no type of its own
        self._held = held

    def __get__(self, label: Label | None, _: object = None) -> Any:  # noqa: ANN401
        if label is None:
            return self
        found = self._held.__get__(label)
        if not isinstance(found, str):
            found = found.text_of(label.zh)
            self._held.__set__(label, found)
        return found

    def __set__(self, label: Label, held: object) -> None:
        self._held.__set__(label, held)


_label: Any = Label
_label.zh_TW = _AskedFor(_label.zh_TW)


@frozen(kw_only=True)
class Origin:
    """Where a rule comes from: the place in the pack and the clause of the manual.

    ``source`` is the clause (``S1-09``) or ``assumed``; ``because`` says why, where it is assumed,
    and ``carries`` which further clauses the rule carries, parted by commas.
    """

    span: Span | None = None
    source: str = ""
    because: Label = Label()
    carries: str = ""


#: Of more names than this only those that begin alike are compared.
_MANY = 1_000
#: Arguments that say where alone a finding holds, and the words around its own for each.
_ONLY = {"under": "only-under", "within": "only-within"}


def _frozen_arguments(arguments: Mapping[str, object]) -> Mapping[str, str]:
    told = {x: each if isinstance(each, Listed) else str(each) for x, each in arguments.items()}
    return MappingProxyType(told)


@frozen(kw_only=True, eq=False)
class Diagnostic:
    """One finding about a pack or an input.

    ``code`` is stable and documented (``table-gap``); ``args`` fill its message; ``span`` says
    where. Two findings are the same when code, place and arguments are. The library's codes have
    their words in the catalogs; a finding of a plugin brings its ``words`` and ``advice`` along.
    ``labels`` say what people call an argument that is an id; its message reads them instead.
    """

    code: str
    severity: Severity = Severity.ERROR
    span: Span | None = None
    args: Mapping[str, str] = attrs.field(factory=dict[str, str], converter=_frozen_arguments)
    words: Label | None = None
    advice: Label | None = None
    labels: Mapping[str, Label] = attrs.field(factory=dict[str, Label])

    @property
    def is_accepted(self) -> bool:
        """Whether the author of the pack has seen it and lets it stand."""
        return "accepted" in self.args

    def _identity(self) -> tuple[object, ...]:
        args = tuple(sorted(self.args.items()))
        return (self.code, self.severity, self.span, args, self.words, self.advice)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Diagnostic) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __reduce__(self) -> tuple[object, ...]:
        names = (each.name for each in attrs.fields(type(self)))
        fields = {each: getattr(self, each) for each in names}
        return _restored, ({**fields, "args": dict(self.args)},)  # a proxy does not pickle

    def called(self, names: Mapping[str, Label], *, among: Iterable[str]) -> Diagnostic:
        """Return the finding with what people call its arguments of these names.

        An argument that is a list of ids, parted by commas, is called by all of their labels;
        one of which any id has none stays as it is.
        """
        labels = {key: _label_of(self.args[key], names) for key in among if key in self.args}
        known = {key: label for key, label in labels.items() if label is not None}
        return attrs.evolve(self, labels={**self.labels, **known}) if known else self

    def _told(self, locale: Locale) -> dict[str, str]:
        """Return the arguments as people of a locale read them."""
        named = {key: label.in_locale(locale) for key, label in self.labels.items()}
        return {**self.args, **named}

    def text(self, locale: Locale = "en") -> str:
        """Return the message in a locale, without place and severity.

        A finding that only other readings of the manual or only some periods have says which
        (``under``, ``within``); one that its rule accepts gives the reason.
        """
        own = self.words
        told = self._told(locale)
        words = own.in_locale(locale) if own else message(self.code, told, locale=locale)
        for only, key in _ONLY.items():
            if only in self.args:
                told = {"words": words, only: self.args[only]}
                words = message(key, told, locale=locale)
        if self.is_accepted:
            kept = Label(zh=self.args.get("accepted_zh", ""), en=self.args["accepted"])
            reason = self.labels.get("accepted", kept)
            told = {"words": words, "because": reason.in_locale(locale)}
            words = message("accepted-because", told, locale=locale)
        return words

    def hint(self, locale: Locale = "en") -> str:
        """Return how to mend it, or an empty text where there is no hint.

        A hint that would name something there is none of (the nearest name is empty or ``-``) is
        left out.
        """
        if self.advice:
            return self.advice.in_locale(locale)
        key = f"{self.code}.hint"
        if not has_message(key):
            return ""
        template = message(key, {}, locale=locale)
        empty = (name for name, value in self.args.items() if value in ("", "-"))
        if any(f"{{{name}}}" in template for name in empty):
            return ""
        return message(key, self.args, locale=locale)  # it says what to write: ids

    def why(self, locale: Locale = "en") -> str:
        """Return what it means for people's pay or work; an empty text where nothing is said."""
        key = f"{self.code}.why"
        return message(key, {}, locale=locale) if has_message(key) else ""

    def render(self, locale: Locale = "en") -> str:
        """Return ``file:line:column: severity: message [code]`` and the hint, if any."""
        place = f"{self.span}: " if self.span else ""
        hint = self.hint(locale)
        tail = f"\n    {hint}" if hint else ""
        severity = severity_words(self.severity, locale)
        return f"{place}{severity}: {self.text(locale)} [{self.code}]{tail}"

    def __str__(self) -> str:
        return self.render()

    def to_dict(self, locale: Locale = "en") -> dict[str, object]:
        """Return the finding as plain JSON data, its words in a locale."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": self.span.file if self.span else None,
            "line": self.span.line if self.span else None,
            "column": self.span.column if self.span else None,
            "args": {x: str(in_words(each, locale=locale)) for x, each in self.args.items()},
            "message": self.text(locale),
            "hint": self.hint(locale),
        }


def severity_words(severity: Severity, locale: Locale) -> str:
    """Return what a severity is called in a locale."""
    return message(f"severity-{severity.value}", {}, locale=locale)


def _restored(fields: dict[str, Any]) -> Diagnostic:
    return Diagnostic(**fields)


def _label_of(ids: str, names: Mapping[str, Label]) -> Label | None:
    """Return what people call some ids together; ``None`` where one of them has no name."""
    found = [names.get(each) for each in ids.split(", ")]
    labels = [each for each in found if each is not None and each != Label()]
    if len(labels) != len(found):
        return None
    joined = {
        language: sign.join(each.in_locale(locale) for each in labels)
        for language, locale, sign in (("zh", "zh_CN", "、"), ("en", "en", ", "))
    }
    traditional = "、".join(each.in_locale("zh_TW") for each in labels)
    is_own = any(each.zh_TW for each in labels)
    return Label(**joined, zh_TW=traditional if is_own else "")


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Say whether any finding is an error."""
    return any(one.severity is Severity.ERROR for one in diagnostics)


def sorted_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the findings once each, by file, line, column, severity and code."""

    def key(one: Diagnostic) -> tuple[object, ...]:
        span = one.span or Span("", 0, 0)
        order = _SEVERITY_ORDER[one.severity]
        return (span.file, span.line, span.column, order, one.code, sorted(one.args.items()))

    return tuple(sorted(set(diagnostics), key=key))


def nearest(name: str, known: Iterable[str], *, least: float = 0.5) -> str:
    """Return the known name spelled most like ``name``, or an empty text.

    ``least`` is how much alike they have to be: 1 is the same.

    >>> nearest("monthly_scor", ["monthly_score", "conduct"])
    'monthly_score'
    """
    import difflib  # it is for those who are told of a mistake

    listed = list(known)
    if len(listed) > _MANY:  # each comparison is slow, and a document may have many such names
        listed = [each for each in listed if each[:2] == name[:2]][:_MANY]
    found = difflib.get_close_matches(name, listed, n=1, cutoff=least)
    return found[0] if found else ""
