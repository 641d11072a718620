"""Laws of packs: what a digest sees of the writing, what holds on a day, what a step keeps."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from ccops.errors import RulePackError
from ccops.messages import Label
from ccops.rulepack.digest import document_value, pack_digest
from ccops.rulepack.documents.chain import read_source
from ccops.rulepack.documents.folder import read_files
from ccops.rulepack.documents.formats import Migration, migrate, renamed_key
from ccops.rulepack.formatting.comments import comments_in
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.rulepack.text.parsing import BOM, parse_yaml_bytes
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack import Catalog, Pack
    from tests.rulepack.conftest import Shelf

ROOT: Final = Path(__file__).parents[2]
WORDS: Final = frozenset({"label", "asks", "says"})
ENDINGS: Final = ("\n", "\r\n", "\r")
QUIET: Final = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@attrs.frozen
class Pen:
    """Writes a document as somebody might: keys in any order, blocks or braces, remarks."""

    data: DataObject

    def any(self, *ways: Any) -> Any:
        return self.data.draw(st.sampled_from(ways))

    def flow(self, node: Node) -> str:
        if isinstance(node, ScalarNode):
            return quoted(node.text) if not node.is_null else "null"
        if isinstance(node, ListNode):
            return f"[{', '.join(map(self.flow, node.items))}]"
        pairs = [f"{quoted(key.text)}: {self.flow(value)}" for key, value in self.mixed(node)]
        return "{" + ", ".join(pairs) + "}"

    def mixed(self, node: MapNode) -> list[tuple[ScalarNode, Node]]:
        return list(self.data.draw(st.permutations(node.entries)))

    def block(self, node: MapNode, indent: int = 0) -> Iterator[str]:
        for key, value in self.mixed(node):
            if self.any(True, False):
                yield f"{' ' * indent}# {self.any('手册第二部分', 'payroll_code: 1', '{[')}"
            name = f"{' ' * indent}{self.any(key.text, quoted(key.text))}:"
            if isinstance(value, MapNode) and value.entries and self.any(True, False):
                yield name
                yield from self.block(value, indent + self.any(1, 2, 4))
            else:
                yield f"{name} {self.flow(value)}{self.any('', '   # remark')}"

    def files(self, document: MapNode) -> list[str]:
        """Return the texts of some files that say a document: rules of a section may part."""
        files: list[list[tuple[ScalarNode, Node]]] = [[], [], []]
        for key, section in document.entries:
            assert isinstance(section, MapNode)
            if key.text == "pack":
                files[0].append((key, section))
                continue
            parts: list[list[tuple[ScalarNode, Node]]] = [[], [], []]
            for entry in section.entries:
                parts[self.data.draw(st.integers(0, 2))].append(entry)
            for file, part in zip(files, parts, strict=True):
                file.extend([(key, MapNode(tuple(part), section.span))] if part else [])
        end = self.any(*ENDINGS)
        mark = self.any("", BOM)
        texts = (MapNode(tuple(each), document.span) for each in files if each)
        return [mark + end.join([*self.block(each), ""]) for each in texts]


def written_folder(folder: Path, texts: list[str]) -> Path:
    for old in folder.glob("*.yaml"):
        old.unlink()
    for number, text in enumerate(texts):
        (folder / f"file-{number}.yaml").write_bytes(text.encode())
    return folder


PACKS: Final = ("tests/packs/bank-week", "tests/packs/four-lines", "tests/packs/quarterly-star")


@pytest.mark.parametrize("pack", PACKS)
def test_a_digest_does_not_depend_on_how_a_pack_is_written(
    pack: str, tmp_path: Path, catalog: Catalog
) -> None:
    document = read_files(ROOT / pack).document
    expected = read_source(ROOT / pack, catalog)

    @tried(8, suppress_health_check=QUIET)
    @given(data=st.data())
    def holds(data: DataObject) -> None:
        folder = written_folder(tmp_path, Pen(data).files(document))

        source = read_source(folder, catalog)

        assert source.diagnostics == ()
        assert pack_digest(source.document) == pack_digest(expected.document)

    holds()


def leaves(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], ScalarNode]]:
    """Yield every text of a document that means something, with the keys that lead to it."""
    if isinstance(node, ScalarNode):
        yield path, node
    elif isinstance(node, ListNode):
        for number, each in enumerate(node.items):
            yield from leaves(each, (*path, str(number)))
    else:
        for key, value in node.entries:
            if key.text not in WORDS and not (path[:1] == ("choices",) and key.text == "called"):
                yield from leaves(value, (*path, key.text))


def changed(node: Node, path: tuple[str, ...], text: str | None) -> Node:
    """Return a node with one text in it another, or with its key or item gone."""
    first, *rest = path
    if isinstance(node, ListNode):
        items = list(node.items)
        if rest or text is not None:
            items[int(first)] = changed_leaf(items[int(first)], tuple(rest), text)
        else:
            del items[int(first)]
        return ListNode(tuple(items), node.span)
    assert isinstance(node, MapNode)
    entries = tuple(
        (key, changed_leaf(value, tuple(rest), text) if key.text == first else value)
        for key, value in node.entries
        if key.text != first or rest or text is not None
    )
    return MapNode(entries, node.span)


def changed_leaf(node: Node, path: tuple[str, ...], text: str | None) -> Node:
    if path:
        return changed(node, path, text)
    assert isinstance(node, ScalarNode)
    assert text is not None
    return ScalarNode.at(node.span, text)


@given(data=st.data())
@tried(60, suppress_health_check=QUIET)
def test_every_other_text_is_another_digest(data: DataObject) -> None:
    document = TELECOM
    path, leaf = data.draw(st.sampled_from(TELECOM_LEAVES))
    other = data.draw(st.sampled_from([None, "", f"{leaf.text} ", "null", "yes", "another"]))

    made = changed(document, path, other)

    assert isinstance(made, MapNode)
    is_same = leaf.text == other
    assert (pack_digest(made) == pack_digest(document)) is is_same


@pytest.mark.parametrize("name", sorted(WORDS))
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("columns: [{%s: score}]", "columns: [{%s: rank}]"),
        ("better: {%s: higher}", "better: {%s: lower}"),
        ("groups: {%s: agent}", "groups: {%s: team}"),
        ("readings: {%s: five, other: ten}", "readings: {other: ten}"),
    ],
    ids=["column", "direction", "group", "reading"],
)
def test_what_a_pack_calls_label_itself_is_part_of_the_digest(
    name: str, one: str, other: str
) -> None:
    digests = {
        pack_digest(parsed(f"bonuses: {{b: {{{text % name if '%' in text else text}}}}}"))
        for text in (one, other)
    }

    assert len(digests) == 2


def test_what_readings_are_called_is_no_part_of_the_digest_and_a_rule_of_that_name_is() -> None:
    question = "choices: {how: {asks: x, readings: {a: one, b: two}, called: {a: %s}}}"
    rule = "figures: {called: {for: agents, is: %s}}"

    assert pack_digest(parsed(question % "first")) == pack_digest(parsed(question % "earlier"))
    assert pack_digest(parsed(rule % "1")) != pack_digest(parsed(rule % "2"))


def parsed(text: str) -> MapNode:
    node, found = parse_yaml_bytes(text.encode(), "pack.yaml")
    assert found == ()
    assert isinstance(node, MapNode)
    return node


TELECOM: Final = read_files(ROOT / "rulepacks" / "telecom-7x24").document
TELECOM_LEAVES: Final = tuple(
    (path, leaf)
    for path, leaf in leaves(TELECOM)
    if path[0] not in ("cases", "defaults", "words", "translations")
)


# -- a day of a pack ------------------------------------------------------------------------------

MONTHS: Final = [dt.date(2026, month, 1) for month in range(1, 13)]
QUESTIONS: Final = ("how", "which", "when")
RULE: Final = "for: agents, unit: points, round: none, source: M-02"


@attrs.frozen
class Version:
    """A definition of a figure: from which month to before which, and what each reading says.

    ``asks`` is empty where no question is asked.
    """

    first: int
    end: int
    asks: str
    factors: tuple[int, int]

    def holds(self, month: int) -> bool:
        return self.first <= month < self.end

    def formula(self, readings: dict[str, str]) -> str:
        taken = readings.get(self.asks, "one")
        return f"score * {self.factors[taken == 'two']}"

    @property
    def text(self) -> str:
        one, two = (f"score * {each}" for each in self.factors)
        is_ = f"{{by: {self.asks}, one: {one}, two: {two}}}" if self.asks else one
        days = f"from: {MONTHS[self.first]}, " if self.first else ""
        if self.end < len(MONTHS):
            days += f"until: {MONTHS[self.end] - dt.timedelta(days=1)}, "
        return f"{{is: {is_}, {days}{RULE}}}"


@st.composite
def figures(draw: st.DrawFn) -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for name in ("first", "second", "third"):
        ends = sorted(draw(st.sets(st.integers(1, 12), min_size=1, max_size=3)))
        starts = [draw(st.sampled_from([0, 0, ends[0] - 1])), *ends]
        found[name] = [
            Version(
                first=first,
                end=end,
                asks=draw(st.sampled_from(("", *QUESTIONS))),
                factors=draw(st.sampled_from(((2, 3), (3, 2), (2, 4)))),
            )
            for first, end in itertools.pairwise([*starts[: len(ends)], ends[-1]])
            if first < end
        ]
    return found


def on(drawn: dict[str, list[Version]], month: int, readings: dict[str, str]) -> dict[str, str]:
    return {
        name: each.formula(readings)
        for name, versions in drawn.items()
        for each in versions
        if each.holds(month)
    }


def pack_of(shelf: Shelf, drawn: dict[str, list[Version]]) -> Pack:
    listed = "".join(
        f"  {name}:\n" + "".join(f"    - {each.text}\n" for each in versions)
        for name, versions in drawn.items()
    )
    asked = "".join(
        f"  {each}: {{asks: {each}, readings: {{one: 5, two: 10}}, chosen: one, by: A, "
        f"on: 2026-01-01, source: M-03}}\n"
        for each in QUESTIONS
    )
    shelf.pack(f"figures:\n{listed}choices:\n{asked}", cutoff=31)
    pack: Pack | None
    pack, found = shelf.check()
    assert pack is not None, found
    return pack


def formulas(pack: Pack) -> dict[str, str]:
    return {each.name: each.is_.value for each in pack.rules.section("figures")}


@tried(20, suppress_health_check=QUIET)
@given(
    drawn=figures(),
    taken=st.fixed_dictionaries({each: st.sampled_from(("one", "two")) for each in QUESTIONS}),
    months=st.tuples(st.integers(0, 11), st.integers(0, 11)),
)
def test_a_day_has_the_rules_that_hold_on_it_under_whatever_is_read(
    shelf: Shelf, drawn: dict[str, list[Version]], taken: dict[str, str], months: tuple[int, int]
) -> None:
    pack = pack_of(shelf, drawn)
    days = [MONTHS[each] for each in months]

    read_first = [pack.with_choices(**taken).at(day) for day in days]
    frozen_first = [pack.at(day).with_choices(**taken) for day in days]

    expected = [on(drawn, month, taken) for month in months]
    assert [formulas(each) for each in read_first] == expected
    assert [formulas(each) for each in frozen_first] == expected
    assert [each.digest for each in read_first] == [each.digest for each in frozen_first]
    assert (read_first[0].digest == read_first[1].digest) is (expected[0] == expected[1])


@tried(15, suppress_health_check=QUIET)
@given(drawn=figures(), month=st.integers(0, 11))
def test_a_month_takes_the_rules_of_its_days(
    shelf: Shelf, drawn: dict[str, list[Version]], month: int
) -> None:
    pack = pack_of(shelf, drawn)

    rules = pack.rules_of(f"{MONTHS[month]:%Y-%m}")

    expected = formulas(pack.at(MONTHS[month]))
    assert {each.name: each.is_.value for each in rules.section("figures")} == expected


@tried(15, suppress_health_check=QUIET)
@given(
    drawn=figures(), question=st.sampled_from(QUESTIONS), reading=st.sampled_from(("one", "two"))
)
def test_a_question_moves_only_the_rules_that_ask_it(
    shelf: Shelf, drawn: dict[str, list[Version]], question: str, reading: str
) -> None:
    pack = pack_of(shelf, drawn)
    asking = {
        name for name, versions in drawn.items() if any(each.asks == question for each in versions)
    }

    used = pack.resolution.used
    other = pack.with_choices(**{question: reading})

    assert {rule for (_, rule), names in used.items() if question in names} == asking
    moved = {name for name, _ in changed_figures(pack, other)}
    assert moved <= asking


def changed_figures(one: Pack, other: Pack) -> set[tuple[str, str]]:
    def written(pack: Pack) -> set[tuple[str, str]]:
        section = pack.document.get("figures")
        assert isinstance(section, MapNode)
        return {(key.text, str(document_value(value))) for key, value in section.entries}

    return written(one) ^ written(other)


# -- migrations -----------------------------------------------------------------------------------

RENAMES: Final = Migration(
    to=2,
    does=Label(en="payroll_code is called code"),
    edits=renamed_key("bonuses", "payroll_code", "code"),
)


def renamed(value: Any, *, is_rule: bool) -> Any:
    """Return what the bonuses should say after the step: rules, lists and readings of rules."""
    if isinstance(value, list):
        return [renamed(each, is_rule=is_rule) for each in value]
    if not isinstance(value, dict) or not is_rule:
        return value
    below = isinstance(value.get("by"), str)
    return {
        "code" if key == "payroll_code" else key: renamed(each, is_rule=below)
        for key, each in value.items()
    }


PARTS = st.recursive(
    st.sampled_from(["B01", "payroll_code", "it's # no", "奖金: 五", "😀"]),
    lambda inner: st.dictionaries(
        st.sampled_from(["payroll_code", "table", "by", "奖", "payroll"]), inner, max_size=3
    ) | st.lists(inner, max_size=2),
    max_leaves=5,
)  # fmt: skip


def as_node(value: Any) -> Node:
    span = parsed("a: b").span
    if isinstance(value, dict):
        pairs = ((ScalarNode.at(span, key), as_node(each)) for key, each in value.items())
        return MapNode(tuple(pairs), span)
    if isinstance(value, list):
        return ListNode(tuple(map(as_node, value)), span)
    return ScalarNode.at(span, value)


@tried(60, suppress_health_check=QUIET)
@given(data=st.data(), rules=st.dictionaries(st.sampled_from(["a", "payroll_code"]), PARTS))
def test_a_migration_renames_keys_of_rules_and_leaves_all_else_as_it_is_written(
    tmp_path: Path, data: DataObject, rules: dict[str, object]
) -> None:
    document = as_node({"pack": {"id": "x"}, "bonuses": rules, "awards": rules})
    assert isinstance(document, MapNode)
    folder = written_folder(tmp_path, Pen(data).files(document))
    before = {path: path.read_bytes() for path in folder.iterdir()}

    made = migrate(folder, migrations=[RENAMES], current=2)

    texts = {**before, **{path: text.encode() for path, text in made.files.items()}}
    after: dict[str, Any] = {"bonuses": {}, "awards": {}}
    for text in texts.values():
        for section, value in plain(text).items():
            after.setdefault(section, {}).update(value)
    wanted = {name: renamed(rule, is_rule=True) for name, rule in rules.items()}
    assert after == {"pack": {"format": "2", "id": "x"}, "bonuses": wanted, "awards": rules}
    assert kept(texts) == kept(before)


def plain(data: bytes) -> dict[str, Any]:
    value = document_value(parsed(data.decode()))
    assert isinstance(value, dict)
    return value


def kept(texts: dict[Path, bytes]) -> list[tuple[object, ...]]:
    """Return the remarks of each file, how its lines end, and whether it is marked."""
    found: list[tuple[object, ...]] = []
    for _, data in sorted(texts.items()):
        text = data.decode()
        ends = set(re.findall("\r\n|\r|\n", text))
        remarks = comments_in(re.sub("\r\n|\r", "\n", text.removeprefix(BOM)))
        found.append((remarks, ends, text.startswith(BOM)))
    return found


@pytest.mark.parametrize("key", ['"payroll\\x5fcode"', '"payroll\\u005Fcode"'])
def test_an_escaped_key_is_no_step_in_the_dark(tmp_path: Path, key: str) -> None:
    text = f"pack: {{id: x}}\nbonuses: {{b: {{{key}: B01, next: 1}}}}\n"
    (tmp_path / "pack.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(RulePackError) as caught:
        migrate(tmp_path, migrations=[RENAMES], current=2)

    assert [each.code for each in caught.value.diagnostics] == ["format-escaped"]
