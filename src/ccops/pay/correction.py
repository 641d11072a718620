"""Corrections: what is paid later because a period was settled again, and what is taken back."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Final, assert_never

from ccops.facts import FactDeclaration
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.pay.correction_figures import CorrectionFigures
from ccops.pay.correction_terms import Posted, Recovery, ThirdParties
from ccops.plan import Definition, PayLine, Surroundings
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Bounds, Type, Unit, carrier_of

#: What a pack writes for no floor.
NO_FLOOR: Final = "none"
#: Nobody keeps the papers of a month for longer.
MOST_MONTHS: Final = 36


_LABELS: Final = {
    Posted.OWN_MORE: Label(zh="本人更正少付", en="paid too little, put right"),
    Posted.OWN_LESS: Label(zh="本人更正多付", en="paid too much, put right"),
    Posted.OTHERS_MORE: Label(zh="因他人更正少付", en="would have had more, moved by others"),
    Posted.OTHERS_LESS: Label(zh="因他人更正多付", en="would have had less, moved by others"),
}
_CONSENT: Final = Label(zh="同意扣回", en="agrees that it is taken back")


@frozen(kw_only=True)
class CorrectionPolicy:
    """How the difference of a corrected period reaches pay.

    ``x`` is the line that pays what was paid too little, ``x_recovered`` the one that takes back
    what was paid too much (an amount under 0). Each is fed by an account of dated lots, ``x_due``
    and ``x_owed``, whose lots name the corrected period and the two settlements of it. What is
    taken back in a period is at most ``cap`` of its wage and leaves at least ``floor``; the wage
    is the ``statement`` without these two lines.
    """

    section: ClassVar[str] = "corrections"
    looks_up: ClassVar[tuple[str, ...]] = ("statements", "corrections")

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="whose pay it is"
    )
    third_parties: ThirdParties = pack_field(
        Shape.WORD,
        of=ThirdParties,
        zh="受牵连者",
        en="whether those moved by others keep what they were paid",
    )
    recover: Recovery = pack_field(
        Shape.WORD, of=Recovery, zh="多付扣回", en="whether what was paid too much is taken back"
    )
    statement: Text = pack_field(
        Shape.NAME, of="figure", zh="应发合计", en="the statement whose other lines are the wage"
    )
    cap: Text = pack_field(
        Shape.NAME, of="parameter", zh="扣回上限", en="the most of the wage taken in a period"
    )
    floor: Text = pack_field(
        Shape.NAME, of="figure", zh="扣回后下限", en="what is left to everybody; none"
    )
    limit_months: int = pack_field(
        Shape.WHOLE, zh="更正期限(月)", en="how many periods back may be corrected, or owed"
    )
    payroll_code: Text = pack_field(Shape.TEXT, zh="补发代码", en="the code of what is paid")
    recovery_code: Text = pack_field(Shape.TEXT, zh="扣回代码", en="the code of what is taken")
    taxable: bool = pack_field(Shape.FLAG, default=True, zh="计税", en="whether tax is due")
    counts_in: tuple[Text, ...] = pack_field(
        Shape.TEXTS, default=(), zh="计入基数", en="the bases it counts in"
    )
    origin: Origin = origin_field()

    @property
    def has_floor(self) -> bool:
        """Whether something is left to everybody."""
        return self.floor.value != NO_FLOOR

    @property
    def recovered(self) -> str:
        """The name of the line that takes back."""
        return f"{self.name}_recovered"

    @property
    def consent(self) -> str:
        """The name of the fact by which somebody agrees, in the period it is taken in."""
        return f"{self.name}_consent"

    def fact_of(self, posted: Posted) -> str:
        """Return the name of one of the facts that corrected periods give.

        With corrections called ``correction``: ``correction_own_more``.
        """
        return f"{self.name}_{posted.value}"

    @property
    def paid_from(self) -> tuple[str, ...]:
        """The facts whose amounts are paid, those that count for everybody first."""
        return self._taken(Posted.OWN_MORE, Posted.OTHERS_MORE)

    @property
    def owed_from(self) -> tuple[str, ...]:
        """The facts whose amounts are owed; none where nothing is ever taken back."""
        match self.recover:
            case Recovery.NEVER:
                return ()
            case Recovery.WITH_CONSENT | Recovery.CAPPED:
                return self._taken(Posted.OWN_LESS, Posted.OTHERS_LESS)
            case _:
                assert_never(self.recover)

    def _taken(self, own: Posted, others: Posted) -> tuple[str, ...]:
        match self.third_parties:
            case ThirdParties.KEEP:
                return (self.fact_of(own),)
            case ThirdParties.MOVE:
                return (self.fact_of(own), self.fact_of(others))
            case _:
                assert_never(self.third_parties)

    def given_facts(self, currency: str) -> tuple[FactDeclaration, ...]:
        """Return the facts it reads: what corrected periods give, and who agrees."""
        money, flag = Type(Unit.MONEY), Type(Unit.FLAG)
        amounts = tuple(
            FactDeclaration(
                name=self.fact_of(each),
                type=money,
                carrier=carrier_of(money, currency=currency),
                bounds=Bounds(Fraction(0)),
                label=label,
                origin=self.origin,
            )
            for each, label in _LABELS.items()
        )
        consent = FactDeclaration(
            name=self.consent,
            type=flag,
            carrier=carrier_of(flag),
            optional=True,
            label=_CONSENT,
            origin=self.origin,
        )
        return (*amounts, consent)

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:
        """Return the wage, what is posted and taken, the two accounts and the two lines."""
        statement = around.rules.get("statements", {}).get(self.statement.value)
        if statement is None:
            return ()
        own = {self.name, self.recovered}
        wage = tuple(each for each in statement.adds if each.value not in own)
        return CorrectionFigures(self, wage, around.currency).listed()

    def lines(self) -> tuple[PayLine, ...]:
        """Return the two lines; each names the account whose lots it pays."""
        return (
            self._line(self.name, self.payroll_code, self.label, f"{self.name}_due"),
            self._line(
                self.recovered,
                self.recovery_code,
                self.label.followed_by(Label(zh="扣回", en="taken back")),
                f"{self.name}_owed",
            ),
        )

    def _line(self, figure: str, code: Text, label: Label, account: str) -> PayLine:
        return PayLine(
            figure=figure,
            code=code.value,
            label=label,
            origin=self.origin,
            taxable=self.taxable,
            counts_in=tuple(each.value for each in self.counts_in),
            adjusts=account,
        )

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        """Return a statement that is not there, and a limit that is none."""
        found: list[Diagnostic] = []
        statements = around.rules.get("statements", {})
        if self.statement.value not in statements:
            near = nearest(self.statement.value, statements) or "-"
            told = {"name": self.statement.value, "near": near}
            found.append(Diagnostic(code="unknown-statement", span=self.statement.span, args=told))
        first = next(iter(around.rules.get("corrections", {self.name: self})))
        if first != self.name:
            told = {"name": self.name, "first": first}
            found.append(Diagnostic(code="correction-twice", span=self.origin.span, args=told))
        if not 1 <= self.limit_months <= MOST_MONTHS:
            told = {"name": self.name, "months": str(self.limit_months), "most": str(MOST_MONTHS)}
            found.append(Diagnostic(code="correction-limit", span=self.origin.span, args=told))
        return tuple(found)
