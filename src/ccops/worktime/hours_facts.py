"""The facts of an hours account: what they are called, and how they follow from one another."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.facts import Derivation, FactDeclaration, FactSource
from ccops.frozen import frozen
from ccops.messages import Label
from ccops.values import WHOLE, Bounds, Type, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.messages import Origin

#: How durations lie: whole milliseconds.
DURATION: Final = Type(Unit.DURATION)
_ANY: Final = Bounds()
_NEVER_NEGATIVE: Final = Bounds(Fraction(0))


@frozen(kw_only=True)
class HoursNames:
    """What an account calls its facts: ``hours_balance`` of itself, ``comp_hours_open`` of lots.

    ``lots`` is what its comp time is called in closings and openings.
    """

    account: str
    comp: str
    lots: str

    @property
    def debt(self) -> str:
        """What the hours owed are called, as a fact and in closings and openings."""
        return self.hours("debt")

    def hours(self, part: str) -> str:
        """Return the name of a fact about hours."""
        return f"{self.account}_{part}"

    def comp_hours(self, part: str) -> str:
        """Return the name of a fact about comp time."""
        return f"{self.comp}_{part}"


#: Facts about hours: their part of the name, words, and of what they are made.
_HOURS: Final[Mapping[str, tuple[str, str]]] = {
    "counted": ("计工时", "counted hours"),
    "holiday": ("法定假日工时(不计入账户)", "hours on statutory days, outside the account"),
    "credit": ("假期抵计工时", "hours credited for leave"),
    "lowered": ("请假减少的标准工时", "hours of leave that lower the standard"),
    "standard": ("应出勤工时", "hours due"),
    "debt_before": ("上期结转欠时", "hours owed from before"),
    "balance": ("工时差额", "balance of hours"),
    "surplus": ("超出工时", "hours over the standard"),
    "short": ("不足工时", "hours short"),
    "debt": ("结转欠时", "hours owed"),
}
_COMP: Final[Mapping[str, tuple[str, str]]] = {
    "before": ("期初换休", "comp time at the beginning"),
    "granted": ("新增换休", "comp time granted"),
    "taken": ("换休假", "comp time taken as leave"),
    "offset": ("换休抵欠时", "comp time set against hours short"),
    "used": ("使用换休", "comp time used"),
    "lapsed": ("失效换休", "comp time lapsed"),
    "lapse_paid": ("失效补偿换休", "lapsed comp time that is paid"),
    "extended": ("展期换休", "comp time kept past its last day"),
    "payout": ("离职结清换休", "comp time paid out at the end"),
    "open": ("期末换休", "comp time open"),
    "lapsing": ("将失效换休", "comp time about to lapse"),
    "lapsing_soon": ("即将失效换休", "comp time about to lapse soon"),
    "refused": ("不成立的换休", "time off that was no comp time"),
}


def hours_declarations(
    names: HoursNames, *, calendar: str, origin: Origin
) -> tuple[FactDeclaration, ...]:
    """Return the facts an hours account gives, each with how it is made."""
    made = _derivations(names)

    def declared(name: str, words: tuple[str, str], bounds: Bounds) -> FactDeclaration:
        zh, en = words
        return FactDeclaration(
            name=name,
            type=DURATION,
            carrier=WHOLE,
            bounds=bounds,
            source=FactSource.MEASURED,
            calendar=calendar,
            label=Label(zh=zh, en=en),
            origin=origin,
            made=made.get(name, Derivation(rule=names.account)),
        )

    signed = {"balance"}
    hours = (
        declared(names.hours(part), words, _ANY if part in signed else _NEVER_NEGATIVE)
        for part, words in _HOURS.items()
    )
    comp = (
        declared(names.comp_hours(part), words, _NEVER_NEGATIVE) for part, words in _COMP.items()
    )
    return (*hours, *comp)


def _derivations(names: HoursNames) -> dict[str, Derivation]:
    """Return how facts follow from others, and which show the lots of an account."""
    hours, comp = names.hours, names.comp_hours
    worked = (hours("counted"), hours("credit"), comp("taken"))
    less = (hours("standard"), hours("debt_before"))
    found = {
        hours("balance"): Derivation(
            rule=names.account,
            formula=" - ".join((" + ".join(worked), *less)),
            reads=(*worked, *less),
        ),
        hours("debt"): Derivation(
            rule=names.account,
            formula=f"{hours('short')} - {comp('offset')}",
            reads=(hours("short"), comp("offset")),
            account=names.debt,
        ),
        hours("debt_before"): Derivation(rule=names.account, account=names.debt),
    }
    for part in ("surplus", "short"):
        found[hours(part)] = Derivation(rule=names.account, reads=(hours("balance"),))
    for part in _COMP:
        reads = {
            "granted": (hours("balance"),),
            "offset": (hours("short"),),
            "used": (comp("taken"), comp("offset")),
        }.get(part, ())
        formula = " + ".join(reads) if part == "used" else ""
        found[comp(part)] = Derivation(
            rule=names.account, formula=formula, reads=reads, account=names.lots
        )
    return found
