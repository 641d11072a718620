"""Processes and what they serve: the targets of the service-level agreement (S2-18)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


_BETWEEN: Final = re.compile(r"[\s,;、，；]+")


@frozen(kw_only=True)
class ProcessAimRule:
    """Which targets and service levels processes are to serve: each by one at least."""

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    documents: tuple[Text, ...] = pack_field(
        Shape.VALUES, zh="哪些文件", en="documents of which kinds are processes"
    )
    serve: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="target", zh="须服务的目标", en="the targets and contracts to be served"
    )
    origin: Origin = origin_field()


def check_process_aims(
    rules: Iterable[ProcessAimRule], targets: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return an ``unknown-target`` for each name that is neither a target nor a contract."""
    return tuple(
        Diagnostic(
            code="unknown-target",
            span=text.span,
            args={"name": text.value, "near": nearest(text.value, targets) or "-"},
        )
        for rule in rules
        for text in rule.serve
        if text.value not in targets
    )
