"""Sources: what a pack assumes where the manual is silent, and the findings it lets stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.messages import Label, Origin, Span
from ccops.rulepack.reading.accepting import WITHOUT_ACCEPTS, accepts_in
from ccops.rulepack.reading.rule_classes import ASSUMED
from ccops.rulepack.text.nodes import MapNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack.pack import Pack

_CHOICES: Final = "choices"


@attrs.frozen(kw_only=True)
class Assumption:
    """A rule or parameter that stands in no manual: its section and id, why, and where."""

    section: str
    name: str
    because: Label
    place: Span | None


@attrs.frozen(kw_only=True)
class Accepted:
    """A finding the author of a pack lets stand: in which rule, its code, why, and where."""

    section: str
    name: str
    code: str
    because: Label
    place: Span | None


@attrs.frozen(kw_only=True)
class PackSources:
    """What somebody who answers for a pack has to look through.

    ``own`` has the source of every rule that the pack states itself and does not inherit, by
    section and id: a clause, a law, or ``assumed`` where any part of the rule is.
    """

    assumed: tuple[Assumption, ...]
    accepted: tuple[Accepted, ...]
    own: Mapping[tuple[str, str], str]

    @property
    def stated(self) -> int:
        """How many rules of its own name a clause or a law."""
        return sum(source != ASSUMED for source in self.own.values())


def pack_sources(pack: Pack) -> PackSources:
    """Return what a pack assumes under its readings and accepts under any, in written order.

    A rule for several kinds of groups is one rule.
    """
    assumed = {(each.section, each.name, each.place): each for each in _assumed(pack)}
    return PackSources(
        assumed=tuple(assumed.values()), accepted=tuple(_accepted(pack)), own=_own(pack)
    )


def _own(pack: Pack) -> dict[tuple[str, str], str]:
    folder = pack.places[0].resolve().name
    found: dict[tuple[str, str], str] = {}
    for section, rules in _listed(pack).items():
        for rule in rules:
            origin = rule.origin
            is_own = origin.span is not None and origin.span.file.partition("/")[0] == folder
            if origin.source and is_own:
                source = ASSUMED if any(_assumed_in(rule)) else origin.source
                before = found.get((section, rule.name))
                found[section, rule.name] = ASSUMED if ASSUMED in (source, before) else source
    return found


def _listed(pack: Pack) -> dict[str, tuple[Any, ...]]:
    return {**pack.rules.sections, _CHOICES: tuple(pack.choices.values())}


def _assumed(pack: Pack) -> Iterator[Assumption]:
    for section, rules in _listed(pack).items():
        for rule in rules:
            for origin in _assumed_in(rule):
                yield Assumption(
                    section=section, name=rule.name, because=origin.because, place=origin.span
                )


def _assumed_in(part: Any) -> Iterator[Origin]:  # noqa: ANN401 - any rule, or a part of one
    """Yield the origins that assume something; what is inside an assumed rule is assumed too."""
    if isinstance(part, tuple):
        for each in part:
            yield from _assumed_in(each)
    elif attrs.has(type(part)):
        origin = getattr(part, "origin", None)
        if isinstance(origin, Origin) and origin.source == ASSUMED:
            yield origin
            return
        for field in attrs.fields(type(part)):
            yield from _assumed_in(getattr(part, field.name))


def _accepted(pack: Pack) -> Iterator[Accepted]:
    for section, rules in pack.source_document.entries:
        if section.text in WITHOUT_ACCEPTS or not isinstance(rules, MapNode):
            continue
        for key, rule in rules.entries:
            for each in accepts_in(rule):
                yield Accepted(
                    section=section.text,
                    name=key.text,
                    code=each.code.value,
                    because=each.because,
                    place=each.span,
                )
