"""A pack from a stranger is refused with diagnostics; it never crashes, hangs or runs anything."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ccops.rulepack.choices import resolve
from ccops.rulepack.digest import pack_digest
from ccops.rulepack.documents.merge import inherit, merge_files
from ccops.rulepack.reading.accepting import accepts_in
from ccops.rulepack.reading.accepts import Accept
from ccops.rulepack.reading.context import ReadContext
from ccops.rulepack.reading.reader import read_section
from ccops.rulepack.text.nodes import MapNode
from ccops.rulepack.text.parsing import parse_yaml, parse_yaml_bytes
from tests.laws import tried

PACK = """\
pack: {id: sample, version: 1.0.0, zone: Asia/Shanghai, currency: CNY}

populations:
  agents: {label: {zh: 客服代表, en: agents}, is: "role == 'agent'"}

parameters:
  weight_call: {unit: ratio, values: {2022-10-01: 30%, 2024-01-01: null}, source: S1-07}

figures:
  monthly_score:
    - for: agents
      label: {zh: 月度得分, en: Monthly score}
      is: weight_call * call_evaluation + mean_last(conduct, 3)
      range: '[0..100]'
      round: {to: 0.01, mode: {by: score_rounding, half_up: half_up, none: none}}
      source: S1-07

bonuses:
  monthly_bonus:                        # 月度奖金 · S1-09
    columns: [{score: monthly_score, step: 0.01}, {place: {places_of: month_rank}}]
    table:
      by: bonus_reading
      printed:
        rows:
          - ['>= 85', '<= 10%', CNY 500]
          - ['[80..85)', '-', "CNY 400"]
        accept: [{code: table-gap, because: {zh: 照原表, en: as printed}}]
      literal: {rows: [['-', '-', CNY 0]]}
    override: true
    because: |
      one line
      and another
  remove: [old_bonus]

choices:
  score_rounding: {asks: {zh: 舍入, en: rounding}, readings: {half_up: a, none: b}, chosen: open}
  bonus_reading:
    asks: {zh: 如何累计, en: how}
    readings: {printed: gets 300, literal: gets 0}
    chosen: printed
    on: 2022-10-01
"""
SIGNS = "[]{}()<>=,:;'\"|>&*!%@`#-?~\\.\t\n\r \x00\x85\u2028\ufeff：，［中0aé😀"


def read_whole(text: str) -> None:
    """Take a text all the way a pack takes before it is compiled."""
    node, _ = parse_yaml(text, "pack.yaml")
    if not isinstance(node, MapNode):
        return
    document, _ = merge_files([node])
    inherited, _ = inherit(document, document)
    resolved = resolve(inherited, {"bonus_reading": "literal"}).document
    context = ReadContext()
    for _, section in resolved.entries:
        read_section(section, Accept, context=context)
        accepts_in(section)
    pack_digest(document)
    for one in context.diagnostics:
        assert str(one)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 30_000, "yaml-too-deep"),
        ("{a: " * 30_000, "yaml-too-deep"),
        ("- " * 30_000, "yaml-too-deep"),
        ("? " * 30_000, "yaml-key-not-text"),
        ("\n".join(f"{' ' * depth}a:" for depth in range(1_000)), "yaml-too-deep"),
        ("a" * 5_000_000, "yaml-too-large"),
        ("a: !!python/object/apply:os.system ['true']", "yaml-tag"),
        ("!!python/name:os.system x", "yaml-tag"),
        ("a: \x00", "yaml-control-character"),
        ("a: \ud800", "yaml-control-character"),
        ("k" * 900_000 + ": 1", "yaml-key-too-long"),
        ("'" * 900_001, "yaml-unclosed-quote"),
        ('"' + "\\" * 100_000, "yaml-unclosed-quote"),
        ("a: [" + "." * 900_000, "yaml-unclosed-bracket"),
        ("a: [" + "x), " * 200_000, "text-unquoted"),
        ("a: [" + "(x, " * 200_000, "yaml-too-many"),
        ("a: 1\n" * 150_000, "yaml-too-many"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_a_hostile_text_is_refused(text: str, code: str) -> None:
    _, diagnostics = parse_yaml(text, "pack.yaml")

    assert code in {one.code for one in diagnostics}


def test_an_alias_bomb_is_refused_before_it_unfolds() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]

    node, diagnostics = parse_yaml("\n".join(lines), "pack.yaml")

    assert node is None
    assert {one.code for one in diagnostics} == {"yaml-anchor", "yaml-alias", "yaml-too-many"}


def test_the_sample_itself_is_clean() -> None:
    node, diagnostics = parse_yaml(PACK, "pack.yaml")

    assert isinstance(node, MapNode)
    assert diagnostics == ()


@tried(150)
@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, len(PACK)), st.integers(0, 12), st.text(alphabet=SIGNS, max_size=6)
        ),
        min_size=1,
        max_size=6,
    )
)
@example(edits=[(0, 0, "[" * 6)])
def test_a_mutated_pack_never_crashes_the_reader(edits: list[tuple[int, int, str]]) -> None:
    text = PACK
    for place, removed, added in edits:
        text = text[:place] + added + text[place + removed :]

    read_whole(text)


@tried(80)
@given(lines=st.permutations(PACK.splitlines()), kept=st.integers(1, 40))
def test_a_shuffled_pack_never_crashes_the_reader(lines: list[str], kept: int) -> None:
    read_whole("\n".join(lines[:kept]))


@tried(80)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    node, diagnostics = parse_yaml_bytes(data, "pack.yaml")

    assert node is not None or diagnostics
