"""Departments, and other structures a center may have: posts of its own in lines of its own.

A manual may show the structure of another kind of center beside its own: the posts of a
tax-software center, of a shop on television (S4-17, S4-20). Such a structure is checked as the
pack's own is, and a list of staff can be held against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, nearest
from ccops.organization.duties.duties import DutyRule, check_duties
from ccops.organization.posts.roles import RoleRule, check_roles
from ccops.organization.posts.span import SpanRule
from ccops.organization.whole.structure import check_structure
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ccops.organization.reporting.report_duties import ReportDutyRule


@frozen(kw_only=True)
class DepartmentRule:
    """A department: a name under which posts stand together."""

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="部门", en="what it is called")
    origin: Origin = origin_field()


@frozen(kw_only=True)
class StructureRule:
    """Another structure than the pack's own: its posts, their lines, their spans and duties."""

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="组织架构", en="which kind of center has it")
    roles: tuple[RoleRule, ...] = pack_field(Shape.BY_NAME, of=RoleRule, zh="职务", en="its posts")
    spans: tuple[SpanRule, ...] = pack_field(
        Shape.BY_NAME, of=SpanRule, default=(), zh="管理幅度", en="how many its leads lead"
    )
    duties: tuple[DutyRule, ...] = pack_field(
        Shape.BY_NAME, of=DutyRule, default=(), zh="职责", en="what its posts have to do"
    )
    origin: Origin = origin_field()

    def own_duties(self) -> tuple[DutyRule, ...]:
        """Return its duties under names nobody else has: ``tax_center_roster``."""
        return tuple(attrs.evolve(each, name=f"{self.name}_{each.name}") for each in self.duties)


def check_structures(
    structures: Iterable[StructureRule], reports: Mapping[str, ReportDutyRule]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong or doubtful about other structures, as about the pack's own."""
    return tuple(each for structure in structures for each in _problems(structure, reports))


def check_departments(
    roles: Iterable[RoleRule], departments: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return a finding for each role of a department the pack has not."""
    named = (each.department for each in roles if each.department is not None)
    return tuple(
        Diagnostic(
            code="unknown-department",
            span=each.span,
            args={"name": each.value, "near": nearest(each.value, departments) or "-"},
        )
        for each in named
        if each.value not in departments
    )


def _problems(
    structure: StructureRule, reports: Mapping[str, ReportDutyRule]
) -> Iterator[Diagnostic]:
    lines = check_roles(structure.roles)
    yield from lines
    yield from check_duties(structure.duties, {each.name for each in structure.roles}, reports)
    if not lines:
        yield from check_structure(structure.roles, structure.duties, structure.spans)
