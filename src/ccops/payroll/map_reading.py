"""Reading a payroll map: YAML or plain data into a map, with all that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from ccops.errors import DataError
from ccops.messages import Diagnostic, Span, Text, has_errors, nearest
from ccops.payroll.payroll_map import ENCODINGS, SPLITS, PayrollMap
from ccops.payroll.shapes import ControlRows
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.rulepack.text.parsing import read_yaml

if TYPE_CHECKING:
    from collections.abc import Collection

_KEYS: Final = (
    "shape", "encoding", "control", "split_by", "columns", "codes", "constants", "leave_out",
)  # fmt: skip
_NOWHERE: Final = Span("", 0, 0)
N = TypeVar("N", ScalarNode, MapNode, ListNode)


def read_payroll_map(given: Path | str | Mapping[str, object] | None) -> PayrollMap:
    """Return the map of a file, or of plain data; an empty one of nothing.

    Raises ``DataError`` with everything that is wrong, and ``OSError`` where a file cannot be
    opened.
    """
    if given is None:
        return PayrollMap()
    findings: list[Diagnostic] = []
    node: Node | None
    if isinstance(given, Mapping):
        node = _node_of(given)
    else:
        node, problems = read_yaml(Path(given))
        findings.extend(problems)
    reader = _MapReader(findings)
    found = reader.read(node) if node is not None else PayrollMap()
    if has_errors(findings):
        raise DataError(tuple(findings))
    return found


class _MapReader:
    """Reads one map and gathers what is wrong with it."""

    def __init__(self, findings: list[Diagnostic]) -> None:
        self._findings = findings

    def read(self, node: Node) -> PayrollMap:
        root = self._as(MapNode, node, "payroll.yaml", "{…}")
        if root is None:
            return PayrollMap()
        for key, _ in root.entries:
            if key.text not in _KEYS:
                told = {"key": key.text, "nearest": nearest(key.text, _KEYS) or "-"}
                self._find("export-key", key, **told)
        control = self._word(root, "control", tuple(each.value for each in ControlRows))
        return PayrollMap(
            shape=_text(root, "shape"),
            encoding=self._word(root, "encoding", ENCODINGS),
            control=ControlRows(control) if control else None,
            split_by=self._word(root, "split_by", SPLITS),
            columns=self._columns(root),
            codes=dict(self._pairs(root, "codes")),
            constants=dict(self._pairs(root, "constants")),
            leave_out=self._texts(root, "leave_out"),
        )

    def _word(self, root: MapNode, key: str, known: Collection[str]) -> str:
        node = root.get(key)
        found = self._as(ScalarNode, node, key, " | ".join(known)) if node is not None else None
        if found is None or found.text in known:
            return found.text if found is not None else ""
        told = {"key": key, "value": found.text, "wanted": " | ".join(known)}
        self._find("export-value", found, **told)
        return ""

    def _columns(self, root: MapNode) -> tuple[tuple[Text, Text], ...]:
        """Return the columns; a header that stands twice, or for nothing, is a finding."""
        found = self._pairs(root, "columns")
        seen: dict[str, Text] = {}
        for name, header in (*found, *((key, key) for key, _ in self._pairs(root, "constants"))):
            if header.value in seen:
                told = {"header": header.value, "first": seen[header.value], "second": name.value}
                self._at("export-column-twice", header.span, **told)
            seen.setdefault(header.value, name)
        return found

    def _pairs(self, root: MapNode, key: str) -> tuple[tuple[Text, Text], ...]:
        node = root.get(key)
        table = self._as(MapNode, node, key, "{…}") if node is not None else None
        found: list[tuple[Text, Text]] = []
        for name, value in table.entries if table is not None else ():
            scalar = self._as(ScalarNode, value, f"{key}.{name.text}", "text")
            if scalar is not None and not scalar.text:
                told = {"key": f"{key}.{name.text}", "value": "-", "wanted": "text"}
                self._find("export-value", scalar, **told)
            elif scalar is not None:
                found.append((_place(name), _place(scalar)))
        return tuple(found)

    def _texts(self, root: MapNode, key: str) -> tuple[Text, ...]:
        node = root.get(key)
        listed = self._as(ListNode, node, key, "[…]") if node is not None else None
        items = listed.items if listed is not None else ()
        found = [self._as(ScalarNode, each, key, "text") for each in items]
        return tuple(_place(each) for each in found if each is not None)

    def _as(self, kind: type[N], node: Node, key: str, wanted: str) -> N | None:
        """Return a node of a kind, or ``None`` after saying that it is none."""
        if isinstance(node, kind):
            return node
        value = node.text if isinstance(node, ScalarNode) else "[…]"
        value = "{…}" if isinstance(node, MapNode) else value or "-"
        self._find("export-value", node, key=key, value=value, wanted=wanted)
        return None

    def _find(self, code: str, node: Node, **told: object) -> None:
        self._at(code, _span(node.span), **told)

    def _at(self, code: str, span: Span | None, **told: object) -> None:
        self._findings.append(Diagnostic(code=code, span=span, args=told))


def _span(span: Span) -> Span | None:
    return span if span.line else None


def _place(node: ScalarNode) -> Text:
    return Text(node.text, _span(node.span))


def _text(root: MapNode, key: str) -> Text:
    node = root.get(key)
    return _place(node) if isinstance(node, ScalarNode) else Text("")


def _node_of(given: object) -> Node:
    """Return plain data as nodes that stand in no file."""
    if isinstance(given, Mapping):
        entries = (
            (ScalarNode.at(_NOWHERE, str(key)), _node_of(each)) for key, each in given.items()
        )
        return MapNode(tuple(entries), _NOWHERE)
    if isinstance(given, Sequence) and not isinstance(given, str):
        return ListNode(tuple(map(_node_of, given)), _NOWHERE)
    return ScalarNode.at(_NOWHERE, str(given))
