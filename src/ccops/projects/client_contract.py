"""Client contracts: what a client pays for a project, line by line, in its own currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.projects.contract_figures import ContractFigures
from ccops.projects.fees import FeeRule
from ccops.projects.levels import KpiRule
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import CURRENCIES, Rounding, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.plan import Definition, PayLine, Surroundings
    from ccops.projects.invoice_lines import InvoiceLine


@frozen(kw_only=True)
class ClientContractPolicy:
    """What a client is invoiced for a project in a period (S3-21).

    ``c`` is the total of the invoice. Beside it stand ``c_fee_f`` of each fee and ``c_fees``;
    of each service level ``c_k_met``, ``c_k_counts`` (whether there is the volume it needs),
    ``c_k_steps``, ``c_k_share`` and ``c_k_penalty`` (below 0), with a bonus also ``c_k_over``,
    ``c_k_bonus_share`` and ``c_k_bonus``, and where penalties are given back ``c_k_run`` and
    ``c_k_given_back``; ``c_penalties`` with ``c_relief``, what the cap of the
    month gives back. Every line is rounded by itself, so that the lines add up to the total. No
    two currencies meet: an amount in another one than the contract's is refused.
    """

    section: ClassVar[str] = "client_contracts"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用项目", en="the projects it is about"
    )
    currency: Text = pack_field(Shape.TEXT, zh="币种", en="the currency of the invoice")
    fees: tuple[FeeRule, ...] = pack_field(
        Shape.BY_NAME, of=FeeRule, zh="收费项目", en="what is paid for"
    )
    levels: tuple[KpiRule, ...] = pack_field(
        Shape.BY_NAME, of=KpiRule, key="kpi", default=(), zh="服务水平条款", en="service levels"
    )
    penalty_cap: Scalar | None = pack_field(
        Shape.SCALAR, default=None, zh="月度扣减上限", en="the most all penalties take of the fees"
    )
    rounding: Rounding = pack_field(
        Shape.ROUNDING, key="round", zh="舍入", en="the rounding of every line"
    )
    origin: Origin = origin_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return the figures of the invoice, the total last."""
        is_whole = not any(self._problems()) and self.fees
        return ContractFigures(self).listed() if is_whole else ()

    def invoice_lines(self) -> tuple[InvoiceLine, ...]:
        """Return the lines that add up to the total."""
        return ContractFigures(self).lines()

    def metrics(self) -> Mapping[str, Text]:
        """Return every figure or fact that the invoice reads, by name."""
        read = [each.of for each in self.fees]
        for each in self.levels:
            read += [each.metric, *([each.needs.of] if each.needs else [])]
        return {each.value: each for each in read}

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: nobody is paid by it."""
        return ()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        """Return what is wrong with it.

        A currency that is none or an amount in another one (``contract-currency``), no fee
        (``contract-no-fee``), a level that takes without a target of its own, and what its fees
        and levels say.
        """
        found = [*self._problems()]
        for each in self.fees:
            found += (x for x in each.check() if x.severity.value != "error")
        return tuple(found)

    def _problems(self) -> Iterator[Diagnostic]:
        told = {"name": self.name, "currency": self.currency.value}
        if self.currency.value not in CURRENCIES:
            args = {**told, "found": self.currency.value}
            yield Diagnostic(code="contract-currency", span=self.currency.span, args=args)
        if not self.fees:
            yield Diagnostic(code="contract-no-fee", span=self.origin.span, args=told)
        for fee in self.fees:
            wrong = [each for each in fee.check() if each.severity.value == "error"]
            yield from wrong
            for amount in () if wrong else fee.amounts():
                if amount.currency != self.currency.value:
                    args = {**told, "found": amount.currency}
                    yield Diagnostic(code="contract-currency", span=fee.origin.span, args=args)
        for level in self.levels:
            yield from level.check()
