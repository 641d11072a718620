"""Starting: a small pack of one's own, with the questions open that move money."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Final

from ccops.errors import DataError
from ccops.messages import Diagnostic, Label
from ccops.rulepack.cards.dependencies import dependencies_of
from ccops.rulepack.reading.rule_classes import ASSUMED
from ccops.rulepack.text.nodes import MapNode, Node, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from ccops.rulepack.choices import Choice
    from ccops.rulepack.pack import Pack

#: The id the files of a starter have before they are somebody's.
_SAMPLE_ID: Final = "my-center"
_ID: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_PLAIN: Final = re.compile(r"[A-Za-z\u4e00-\u9fff][\w\u4e00-\u9fff ，。（）-]*")
_WORDS: Final = frozenset({"yes", "no", "true", "false", "null"})
_REASON: Final = "{zh: 由本中心自己决定, en: each center decides for itself}"


def start_pack(folder: Path, *, id_: str, parent: Pack) -> tuple[Path, ...]:
    """Write a pack that extends another one into a folder, and return its files.

    Raises ``DataError`` for an id no pack may have, for a folder that is not empty, and for a
    parent nobody wrote a starter for. Nothing that is there is ever written over.
    """
    starter = resources.files("ccops.rulepack.starting") / "starters" / parent.id
    problems = list(_problems(folder, id_, parent, starter))
    if problems:
        raise DataError(tuple(problems))
    texts = dict(_texts(starter, ""))
    if "choices.yaml" not in texts:
        opened = open_again(parent)
        texts["choices.yaml"] = _choices_text(opened)
        texts = {name: _filled(text, parent, opened) for name, text in texts.items()}
    written = []
    for name, text in sorted(texts.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text.replace(_SAMPLE_ID, id_))
        written.append(path)
    return tuple(written)


def open_again(parent: Pack) -> dict[str, Choice]:
    """Return the questions of a pack that its manual leaves open and that move a pay line."""
    graph = dependencies_of(parent)
    found: dict[str, Choice] = {}
    for name, choice in parent.choices.items():
        rules = [rule for rule, used in parent.resolution.used.items() if name in used]
        names = {each for rule in graph.downstream(rules) for each in graph.gives[rule]}
        if choice.origin.source == ASSUMED and names & graph.lines:
            found[name] = choice
    return found


def starters() -> tuple[str, ...]:
    """Return the ids of the packs there is a starter for."""
    folder = resources.files("ccops.rulepack.starting") / "starters"
    return tuple(sorted(each.name for each in folder.iterdir() if each.is_dir()))


def _problems(folder: Path, id_: str, parent: Pack, starter: Traversable) -> Iterator[Diagnostic]:
    if not _ID.fullmatch(id_):
        yield Diagnostic(code="start-id-wrong", args={"got": id_})
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        yield Diagnostic(code="start-not-empty", args={"folder": folder})
    if not starter.is_dir():
        known = ", ".join(starters())
        yield Diagnostic(code="start-no-starter", args={"name": parent.id, "known": known})


def _texts(folder: Traversable, above: str) -> Iterator[tuple[str, str]]:
    for each in folder.iterdir():
        name = f"{above}{each.name}"
        if each.is_dir():
            yield from _texts(each, f"{name}/")
        else:
            yield name, each.read_text(encoding="utf-8")


def _filled(text: str, parent: Pack, opened: Mapping[str, Choice]) -> str:
    """Put in what a case needs of the parent: what everybody has, and a reading of each question.

    Cases are not inherited; each pack proves itself by its own.
    """
    chosen = "\n".join(f"      {name}: {parent.readings[name]}" for name in opened)
    shared = parent.cases_read[0].get("defaults")
    entries = shared.entries if isinstance(shared, MapNode) else ()
    listed = "\n".join(f"  {key.text}: {_as_written(value)}" for key, value in entries)
    return text.replace(" CHOOSE", f"\n{chosen}").replace(" DEFAULTS", f"\n{listed}")


def _as_written(node: Node) -> str:
    """Return a default as a pack writes it: a text, or what every month decides."""
    if isinstance(node, MapNode):
        return "{" + ", ".join(f"{k.text}: {_as_written(v)}" for k, v in node.entries) + "}"
    return node.text if isinstance(node, ScalarNode) else ""


def _choices_text(opened: Mapping[str, Choice]) -> str:
    lines = ["# 手册没有写清、又影响金额的问题 · questions the manual leaves open that move money"]
    lines.append("choices:")
    for id_, choice in opened.items():
        lines += [
            f"  {id_}:",
            "    override: yes",
            f"    asks: {_label(choice.asks)}",
            *([f"    says: {_label(choice.says)}"] if choice.says != Label() else []),
            "    readings:",
            *(
                f"      {reading}: {_text(text.value)}"
                for reading, text in choice.readings.items()
            ),
            "    chosen: open",
            f"    source: {ASSUMED}",
            f"    because: {_REASON}",
        ]
    return "\n".join(lines) + "\n"


def _label(label: Label) -> str:
    parts = [(key, words) for key, words in label.to_dict().items() if words]
    return f"{{{', '.join(f'{key}: {_text(words)}' for key, words in parts)}}}"


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text not in _WORDS and text == text.strip():
        return text
    escaped = text.replace("'", "''")
    return f"'{escaped}'"
