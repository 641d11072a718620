"""Projects: what a center does for its clients, and which records are whose (S4-15)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@frozen(kw_only=True)
class ProjectRule:
    """One project of one client: ``bank: {client: 银行, queues: [bank_hotline], starts_on: …}``.

    A record that names a ``project`` is that project's; else the queue it waited in or the
    campaign it was dialed for says whose it is; one that came through neither is its agent's,
    where he is in one project on that day. A queue or a campaign is of one project.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    client: Label = pack_field(Shape.LABEL, zh="客户", en="for whom it is done")
    queues: tuple[Text, ...] = pack_field(
        Shape.VALUES, default=(), zh="所属队列", en="the queues whose calls are of it"
    )
    campaigns: tuple[Text, ...] = pack_field(
        Shape.VALUES, default=(), zh="所属外呼活动", en="the campaigns whose calls are of it"
    )
    starts_on: dt.date = pack_field(
        Shape.DATE, zh="上线日", en="the first day of service; what is before prepares it"
    )
    ends_on: dt.date | None = pack_field(
        Shape.DATE, default=None, zh="结束日", en="the last day of service"
    )
    origin: Origin = origin_field()


def check_projects(projects: Iterable[ProjectRule]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the projects of a pack.

    A queue or a campaign of two projects (``project-twice``), and one that ends before it starts
    (``project-days``).
    """
    listed = tuple(projects)
    return (*_shared(listed), *_reversed(listed))


def _shared(projects: Iterable[ProjectRule]) -> Iterator[Diagnostic]:
    seen: Counter[tuple[str, str]] = Counter()
    for each in projects:
        for what, names in (("queue", each.queues), ("campaign", each.campaigns)):
            for name in names:
                seen[what, name.value] += 1
                if seen[what, name.value] > 1:
                    told = {"project": each.name, "what": what, "name": name.value}
                    yield Diagnostic(code="project-twice", span=name.span, args=told)


def _reversed(projects: Iterable[ProjectRule]) -> Iterator[Diagnostic]:
    for each in projects:
        if each.ends_on is not None and each.ends_on < each.starts_on:
            told = {"project": each.name, "first": each.starts_on, "last": each.ends_on}
            yield Diagnostic(code="project-days", span=each.origin.span, args=told)
