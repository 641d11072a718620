"""Every message the code can give has its words in every locale, and no words are left over.

The codes are found in the source by its syntax: they are what is handed to a parameter called
``code`` (or to the ``key`` of ``message`` and ``say``).
"""

from __future__ import annotations

import ast
import re
import string
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
import pytest
from babel.messages.pofile import read_po

from ccops.messages import LOCALES, Locale, message
from ccops.values import Missing, RoundingMode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT: Final = Path(__file__).parents[2]
CATALOGS: Final = ROOT / "src" / "ccops" / "messages" / "catalogs"
_CODE: Final = re.compile(r"[a-z][a-z0-9_]*(-[a-z0-9_]+)*")
#: Families that say words and names of packs.
_OF_PACKS: Final = ("report-word-", "report-name-")
#: What stands for a part of an f-string that is filled in.
_FILLED: Final = "([a-z0-9_-]+)"
_CHINESE: Final = "\u4e00-\u9fff"
_HALF_WIDTH: Final = re.compile(rf"[{_CHINESE}}}][,;:!?(]|[,;:!?)][{_CHINESE}]")
#: Characters of one script that never stand in the other; a sample, to catch a wrong paste.
_ONLY_SIMPLIFIED: Final = "们这个为没规则员项数据请写见说时间应该类别级额记录认设读键单问题"
_ONLY_TRADITIONAL: Final = "們這個為沒規則員項數據請寫見說時間應該類別級額記錄認設讀鍵單問題"


#: Messages that are written alike in every language.
_THE_SAME: Final = frozenset[str]()


@attrs.frozen
class Use:
    """One place that gives a message; ``given`` are its arguments, where they can be seen."""

    code: str
    place: str
    given: frozenset[str] | None


@attrs.frozen
class Carrier:
    """A function or class that takes a code: at which position, and what it adds by itself."""

    position: int
    own: frozenset[str]
    adds: frozenset[str]
    hands_on: frozenset[str]
    open: bool
    module: Path = ROOT


# -- the source ---------------------------------------------------------------------------------


def _sources() -> Iterator[Path]:
    yield from sorted((ROOT / "src" / "ccops").rglob("*.py"))
    yield from sorted(ROOT.glob("plugins/*/src/**/*.py"))


@cache
def _trees() -> Mapping[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in _sources()}


def _words_in(node: ast.AST) -> frozenset[str]:
    """Return the dictionary keys, keywords and subscripts written anywhere in a function."""
    found: set[str] = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Dict):
            found.update(
                key.value
                for key in each.keys
                if isinstance(key, ast.Constant) and isinstance(key.value, str)
            )
        elif isinstance(each, ast.keyword) and each.arg:
            found.add(each.arg)
        elif isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Constant):
            found.add(str(each.slice.value))
    return frozenset(found)


@cache
def _carriers() -> Mapping[str, tuple[Carrier, ...]]:
    found: dict[str, list[Carrier]] = defaultdict(list)
    for path, tree in _trees().items():
        own: dict[str, list[Carrier]] = defaultdict(list)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                _note_function(node, own)
            elif isinstance(node, ast.ClassDef):
                _note_class(node, own)
        for name, carriers in own.items():
            found[name] += (attrs.evolve(each, module=path) for each in carriers)
    return {name: tuple(each) for name, each in found.items()}


def _may_be(carrier: Carrier, call: ast.Call, path: Path) -> bool:
    """Say whether a call in a module may be of a carrier: a private function is of its own."""
    is_private = isinstance(call.func, ast.Name) and call.func.id.startswith("_")
    return not is_private or carrier.module == path


def _note_function(node: ast.FunctionDef, found: dict[str, list[Carrier]]) -> None:
    names = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
    names = names[1:] if names[:1] in (["self"], ["cls"]) else names
    wanted = "key" if node.name in ("message", "say", "_say") else "code"
    every = [*names, *(each.arg for each in node.args.kwonlyargs)]
    if wanted in every:
        position = names.index(wanted) if wanted in names else len(names)
        is_open = node.args.kwarg is not None
        calls = frozenset(_called(each) for each in ast.walk(node) if isinstance(each, ast.Call))
        carrier = Carrier(position, frozenset(every), _words_in(node), calls, is_open)
        found[node.name].append(carrier)


def _note_class(node: ast.ClassDef, found: dict[str, list[Carrier]]) -> None:
    if any(isinstance(each, ast.FunctionDef) and each.name == "__init__" for each in node.body):
        for each in node.body:
            if isinstance(each, ast.FunctionDef) and each.name == "__init__":
                inner: dict[str, list[Carrier]] = defaultdict(list)
                _note_function(each, inner)
                found[node.name].extend(inner["__init__"])
        return
    fields = [
        each.target.id
        for each in node.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    ]
    if "code" in fields:
        nothing = frozenset[str]()
        carrier = Carrier(fields.index("code"), frozenset(fields), nothing, nothing, False)
        found[node.name].append(carrier)


@cache
def _uses() -> tuple[Use, ...]:
    found: list[Use] = []
    for path, tree in _trees().items():
        in_reports = "reports" in path.parts
        for function in _scopes(tree):
            for call in _own_calls(function):
                name = _called(call)
                carriers = _carriers().get(name, ())
                adds = _added(name, frozenset())
                for carrier in (each for each in carriers if _may_be(each, call, path)):
                    wide = attrs.evolve(carrier, adds=adds)
                    found.extend(_uses_of(call, name, wide, function, path, in_reports))
        found.extend(_listed_codes(tree, path))
    return tuple(found)


def _added(name: str, seen: frozenset[str]) -> frozenset[str]:
    """Return what functions of a name add to the arguments, or those they hand them on to."""
    found: frozenset[str] = frozenset()
    for carrier in _carriers().get(name, ()) if name not in seen else ():
        below = (_added(each, seen | {name}) for each in carrier.hands_on)
        found = found.union(carrier.adds, *below)
    return found


def _scopes(tree: ast.Module) -> Iterator[ast.Module | ast.FunctionDef]:
    yield tree
    yield from (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))


def _own_calls(scope: ast.Module | ast.FunctionDef) -> Iterator[ast.Call]:
    waiting: list[ast.AST] = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call):
            yield node
        if not isinstance(node, ast.FunctionDef):
            waiting.extend(ast.iter_child_nodes(node))


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _uses_of(
    call: ast.Call,
    name: str,
    carrier: Carrier,
    scope: ast.AST,
    path: Path,
    in_reports: bool,
) -> Iterator[Use]:
    handed = next((each.value for each in call.keywords if each.arg in ("code", "key")), None)
    if handed is None and len(call.args) > carrier.position:
        handed = call.args[carrier.position]
    for code in _literals(handed):
        is_method = isinstance(call.func, ast.Attribute)
        if not _CODE.fullmatch(code) or (is_method and "-" not in code and name != "say"):
            continue  # a method of another class may have the same name
        prefix = "report-" if name == "say" and in_reports else ""
        place = f"{path.relative_to(ROOT)}:{call.lineno}"
        yield Use(prefix + code, place, _given(call, name, carrier, scope))


def _literals(node: ast.expr | None) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(value)):
            yield value
        case ast.IfExp(body=body, orelse=otherwise):
            yield from _literals(body)
            yield from _literals(otherwise)
        case _:
            return


def _given(call: ast.Call, name: str, carrier: Carrier, scope: ast.AST) -> frozenset[str] | None:
    """Return the arguments of a message, or ``None`` where they cannot be seen."""
    if name == "message":
        return _keys_of(call.args[1], scope) if len(call.args) > 1 else None
    if name == "Diagnostic":
        handed = next((each.value for each in call.keywords if each.arg == "args"), None)
        return frozenset() if handed is None else _keys_of(handed, scope)
    if not carrier.open:
        return None
    found: set[str] = set(carrier.adds)
    for keyword in call.keywords:
        if keyword.arg is None:
            below = _keys_of(keyword.value, scope)
            if below is None:
                return None
            found |= below
        elif keyword.arg not in carrier.own:
            found.add(keyword.arg)
    return frozenset(found)


def _keys_of(node: ast.expr, scope: ast.AST) -> frozenset[str] | None:
    """Return the keys of a dictionary that is written out, here or in the same function."""
    if isinstance(node, ast.Dict):
        found: set[str] = set()
        for key, value in zip(node.keys, node.values, strict=True):
            below = _keys_of(value, scope) if key is None else frozenset[str]()
            if below is None:
                return None
            found |= below
            if isinstance(key, ast.Constant):
                found.add(str(key.value))
        return frozenset(found)
    if isinstance(node, ast.Name):
        return _assigned(node.id, scope)
    return None


def _assigned(name: str, scope: ast.AST) -> frozenset[str] | None:
    """Return every key a dictionary of a function is ever given, or ``None``."""
    found: set[str] = set()
    for value in _values(name, scope):
        below = _keys_of(value, scope) if isinstance(value, ast.Dict) else None
        if below is None:
            return None
        found |= below
    for each in ast.walk(scope):
        match each:
            case ast.Subscript(value=ast.Name(id=target), slice=ast.Constant(value=str(key))):
                found |= {key} if target == name else set()
    return frozenset(found) or None


def _values(name: str, scope: ast.AST) -> Iterator[ast.expr]:
    for each in ast.walk(scope):
        match each:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                yield value
            case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value) | (
                ast.AugAssign(target=ast.Name(id=target), value=value)
            ) if target == name:
                yield value
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=parts)):
                pairs = zip(targets, parts, strict=False)
                yield from (v for t, v in pairs if isinstance(t, ast.Name) and t.id == name)


def _listed_codes(tree: ast.Module, path: Path) -> Iterator[Use]:
    """Yield the codes of tables whose name says that they hold codes."""
    for node in tree.body:
        match node:
            case (
                ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                | ast.Assign(targets=[ast.Name(id=name)], value=value)
            ) if name.endswith("_CODES"):
                for each in ast.walk(value):
                    if isinstance(each, ast.Constant) and isinstance(each.value, str):
                        yield Use(each.value, f"{path.relative_to(ROOT)}:{each.lineno}", None)
            case _:
                continue


@cache
def _written() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return every string of the source, and what its f-strings may become."""
    texts: set[str] = set()
    patterns: set[str] = set()
    for path, tree in _trees().items():
        in_reports = "reports" in path.parts
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
                if in_reports:
                    texts.add(f"report-{node.value}")
            elif isinstance(node, ast.JoinedStr):
                pattern = _pattern(node)
                if pattern.startswith("report-") or not in_reports:
                    patterns.add(pattern)
                else:
                    patterns.add(f"report-{pattern}")
    for template in (ROOT / "src" / "ccops" / "reports" / "formats" / "templates").glob("*.j2"):
        said = re.findall(r"say(?:s\[.*?\])?\('([a-z-]+)'", template.read_text(encoding="utf-8"))
        texts.update(f"report-{each}" for each in said)
    families = (each for each in patterns if "-" in each and each != f"report-{_FILLED}")
    return frozenset(texts), tuple(re.compile(each) for each in families)


def _pattern(node: ast.JoinedStr) -> str:
    text = _shape(node)
    return text if re.match(r"[a-z]+-", text) else ""


def _shape(node: ast.JoinedStr) -> str:
    parts = [
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else _FILLED
        for part in node.values
    ]
    return "".join(parts).replace("\\-", "-")


@cache
def _fillings() -> frozenset[str]:
    """Return what an f-string may be filled with: strings, fields, classes, members of enums.

    A day of the week is a number.
    """
    found = {each for each in _written()[0] if re.fullmatch("[a-z0-9_-]+", each)}
    for tree in _trees().values():
        for node in ast.walk(tree):
            match node:
                case ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                    found |= {name, name.lower(), _in_words(name)}
                case ast.Assign(targets=[ast.Name(id=name)]) if name.isupper():
                    found.add(name.lower())
                case _:
                    continue
    return frozenset(found | {str(day) for day in range(1, 8)})


def _in_words(name: str) -> str:
    """Return what a class of rules is called in the keys of its clauses."""
    plain = name.removesuffix("Rule").removesuffix("Policy")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", plain).lower()


@cache
def _inner() -> tuple[re.Pattern[str], ...]:
    """Return the f-strings that fill others: ``ordered_{direction}`` in ``formula-{key}``."""
    found = (
        _shape(node)
        for tree in _trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
    )
    return tuple(re.compile(each) for each in set(found) if re.match("[a-z]{3}", each))


@cache
def _pack_words() -> frozenset[str]:
    """Return the words written in the packs of the library."""
    packs = sorted((ROOT / "rulepacks").rglob("*.yaml"))
    return frozenset(
        word for each in packs for word in re.findall(r"[a-z_]+", each.read_text(encoding="utf-8"))
    )


def _is_filled(pattern: re.Pattern[str], code: str) -> bool:
    """Say whether a code is what an f-string becomes with something that is really there."""
    found = pattern.fullmatch(code)
    if found is None:
        return False
    known = _fillings() | (_pack_words() if code.startswith(_OF_PACKS) else frozenset())

    def is_there(part: str) -> bool:
        inner = (each.fullmatch(part) for each in _inner())
        if part in known or set(part.split("-")) <= known:
            return True
        return any(each and set(each.groups()) <= known for each in inner)

    return all(map(is_there, found.groups()))


# -- the words ----------------------------------------------------------------------------------


@cache
def _words(locale: Locale) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for file in sorted((CATALOGS / locale).glob("*.po")):
        with file.open("rb") as stream:
            for entry in read_po(stream, locale=locale):
                if entry.id:
                    assert str(entry.id) not in found, f"{entry.id} stands twice"
                    found[str(entry.id)] = str(entry.string)
    return found


def _placeholders(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)


def _show(found: Mapping[str, object] | list[str]) -> str:
    lines = found if isinstance(found, list) else [f"{k}: {v}" for k, v in found.items()]
    return "\n".join(sorted(lines))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_code_the_source_gives_has_words(locale: Locale) -> None:
    words = _words(locale)

    missing = {use.code: use.place for use in _uses() if not words.get(use.code)}

    assert not missing, _show(missing)


def test_codes_are_found_in_every_room_that_gives_findings() -> None:
    rooms = {Path(use.place).parts[2] for use in _uses() if use.place.startswith("src")}

    assert {"rules", "facts", "plan", "rulepack", "settlement", "kpi", "worktime"} <= rooms
    assert len({use.code for use in _uses()}) > 200


@pytest.mark.parametrize("locale", LOCALES[1:])
def test_the_locales_have_the_same_messages(locale: Locale) -> None:
    english, other = _words("en"), _words(locale)

    assert english.keys() == other.keys()
    assert not [key for key, text in other.items() if not text]


def test_words_nobody_says_any_more_would_be_found() -> None:
    """A family of codes does not keep alive what it is never filled with."""
    family = re.compile(f"report-list-{_FILLED}")

    assert _is_filled(family, "report-list-severity")
    assert not _is_filled(family, "report-list-nobody" + "_said")


@pytest.mark.parametrize("locale", LOCALES[1:])
def test_no_message_is_left_in_english(locale: Locale) -> None:
    """Words that are the same in both are codes, units and places to fill in, nothing else."""
    english = _words("en")

    same = {
        key: text
        for key, text in _words(locale).items()
        if text == english[key] and re.search(r"[a-z]{3}", re.sub(r"\{[^}]*\}", "", text))
    }

    assert same.keys() <= _THE_SAME, _show(same)


def _plain_words(call: ast.Call) -> list[str]:
    """Return the words written out in a call."""
    given = (*call.args, *(each.value for each in call.keywords))
    return [str(each.value) for each in given if isinstance(each, ast.Constant) and each.value]


def test_a_label_of_the_library_and_its_plugins_is_in_both_languages() -> None:
    one_sided = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, tree in _trees().items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _called(call) == "Label"
        if len(_plain_words(call)) == 1
    ]

    assert not one_sided, _show(one_sided)


@pytest.mark.parametrize("locale", LOCALES[1:])
def test_a_message_has_the_same_places_to_fill_in_every_locale(locale: Locale) -> None:
    english, other = _words("en"), _words(locale)

    differing = {
        key: f"{sorted(_placeholders(text))} / {sorted(_placeholders(other[key]))}"
        for key, text in english.items()
        if key in other and _placeholders(text) != _placeholders(other[key])
    }

    assert not differing, _show(differing)


def test_no_words_are_left_over() -> None:
    texts, patterns = _written()

    def is_used(key: str) -> bool:
        code = key.removesuffix(".hint").removesuffix(".why")
        return code in texts or any(_is_filled(each, code) for each in patterns)

    assert not (unused := [key for key in _words("en") if not is_used(key)]), _show(unused)


def test_a_hint_and_an_explanation_belong_to_a_message() -> None:
    words = _words("en")

    parts = [key.rpartition(".") for key in words if key.endswith((".hint", ".why"))]

    assert not [f"{code}.{part}" for code, _, part in parts if code not in words]


@pytest.mark.parametrize("room", ["rulepack", "rules", "tables", "plan"])
def test_whoever_writes_a_pack_is_told_how_to_mend_it(room: str) -> None:
    with (CATALOGS / "en" / f"{room}.po").open("rb") as stream:
        keys = {str(each.id) for each in read_po(stream, locale="en") if each.id}
    codes = {each for each in keys if "." not in each}

    assert not {each for each in codes if f"{each}.hint" not in keys}


def test_what_a_message_fills_in_is_given_wherever_it_is_given() -> None:
    words = _words("en")
    lacking = {}
    for use in _uses():
        if use.given is None:
            continue
        wanted = _placeholders(words.get(use.code, ""))
        wanted |= _placeholders(words.get(f"{use.code}.hint", ""))
        if not wanted <= use.given:
            lacking[f"{use.place} {use.code}"] = f"lacks {sorted(wanted - use.given)}"

    assert not lacking, _show(lacking)


@pytest.mark.parametrize("locale", LOCALES[1:])
def test_chinese_words_use_full_width_punctuation(locale: Locale) -> None:
    wrong = [text for text in _words(locale).values() if _HALF_WIDTH.search(text)]

    assert not wrong, _show(wrong)


@pytest.mark.parametrize(
    ("locale", "foreign"),
    [
        ("zh_CN", set(_ONLY_TRADITIONAL) - set(_ONLY_SIMPLIFIED)),
        ("zh_TW", set(_ONLY_SIMPLIFIED) - set(_ONLY_TRADITIONAL)),
    ],
)
def test_each_chinese_locale_keeps_to_its_script(locale: Locale, foreign: set[str]) -> None:
    wrong = [text for text in _words(locale).values() if foreign & set(text)]

    assert not wrong, _show(wrong)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "key",
    [f"missing-{each.value}" for each in Missing]
    + [f"rounding-{each.value}" for each in RoundingMode],
)
def test_every_reason_and_rounding_has_words(key: str, locale: Locale) -> None:
    assert message(key, {}, locale=locale) != key


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "offer: 0 records, 1 day"),
        (1, "offer: 1 record, 1 day"),
        ("1,001", "offer: 1,001 records, 1 day"),
    ],
)
def test_one_is_told_in_another_word_than_many(count: object, shown: str) -> None:
    told = {"kind": "offer", "count": count, "days": "1"}

    assert message("records-of-kind", told, locale="en") == shown
    assert message("records-of-kind", told, locale="zh_CN").startswith("offer")


def test_a_count_that_is_not_there_shows_its_name() -> None:
    assert (
        message("records-of-kind", {"days": 2}, locale="en") == "{kind}: {count} records, 2 days"
    )


def test_a_number_with_its_word_has_both_words() -> None:
    """`{count:record|records}`: nothing else in a template has a format."""
    wrong = {
        key: template
        for locale in LOCALES
        for key, template in _words(locale).items()
        for _, name, spec, _ in string.Formatter().parse(template)
        if name and spec and not re.fullmatch(r"[a-z][^|]*\|[a-z][^|]*", spec)
    }

    assert not wrong, _show(wrong)
