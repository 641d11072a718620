"""What stands behind a statement: rulings, decisions, signatures, attestation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.reports.document.model import Attachment, Fact, Facts, Part, Signature, SignatureBlock
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.pay.decided import decided_facts
from ccops.settlement import Settlement
from ccops.settlement.lists.careers import trials_of
from ccops.settlement.words.career_words import trial_text

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The id of what a statement is verified by begins so, before the employee's.
ATTESTATION: Final = "attestation-"


@attrs.frozen(eq=False)
class Behind:
    """The parts of one person's statement behind its lines."""

    settlement: Settlement
    words: Words
    employee: str
    name: str

    def parts(self) -> Iterator[Part]:
        """Yield the parts in their order."""
        yield from self._trials()
        yield from self._rulings()
        yield from self._decisions()
        yield self._signatures()

    def _trials(self) -> Iterator[Facts]:
        """Yield the promotion that is on trial: its days, and from when it is paid."""
        facts = [
            Fact(
                label=self.words.label(rule.label, rule.name),
                value=text_cell(trial_text(standing, rule.labels, locale=self.words.locale)),
            )
            for rule, standing in trials_of(self.settlement, self.employee)
        ]
        if facts:
            yield Facts(facts=tuple(facts), title=self.words.say("on-trial"))

    def _rulings(self) -> Iterator[Facts]:
        say, plan = self.words.say, self.settlement.results.plan
        facts = [
            Fact(
                label=self.words.label(plan.label_of(each.fact), each.fact),
                value=text_cell(
                    say(f"ruling-{each.kind.value}", by=each.by, because=each.because)
                ),
            )
            for each in self.settlement.rulings
            if each.employee_id == self.employee
        ]
        if facts:
            yield Facts(facts=tuple(facts), title=say("rulings"))

    def _decisions(self) -> Iterator[Facts]:
        decided = self.settlement.manifest.decisions
        facts = tuple(decided_facts(decided, self.settlement, self.words))
        if facts:
            yield Facts(facts=facts, title=self.words.say("decisions"))

    def attestation(self) -> Attachment:
        """Return what the statement is verified by: his own inputs, and the way to the seal."""
        text = self.settlement.attestation(self.employee).to_json().decode().rstrip("\n")
        name = f"{ATTESTATION}{self.employee}"
        return Attachment(id=name, media_type="application/json", text=text)

    def _signatures(self) -> SignatureBlock:
        say = self.words.say
        return SignatureBlock(
            signatures=(
                Signature(role=say("prepared-by")),
                Signature(role=say("approved-by")),
                Signature(role=say("acknowledged-by"), name=self.name or self.employee),
            ),
            day=say("signed-on"),
        )
