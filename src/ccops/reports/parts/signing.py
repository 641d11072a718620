"""Who signs a month, in which posts, and until when staff may appeal: as the pack says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages import Label
from ccops.reports.document.model import Signature, SignatureBlock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.messages import Text
    from ccops.organization import ApprovalRule
    from ccops.reports.document.words import Words
    from ccops.settlement import Settlement


def approval_rule(settlement: Settlement) -> ApprovalRule | None:
    """Return what the pack says about the way of a month to its approval."""
    return next(iter(settlement.rules.approvals), None)


def role_label(settlement: Settlement, role: str, words: Words) -> str:
    """Return what people call a post; its id where nobody calls it anything."""
    return words.label(settlement.rules.careers.roles.get(role, Label()), role)


def appeal_text(settlement: Settlement, words: Words) -> str:
    """Return within how many days of publication to whom one appeals; empty without a rule."""
    rule = approval_rule(settlement)
    if rule is None or rule.appeal is None:
        return ""
    appeal = rule.appeal
    return words.say(
        f"appeal-{appeal.kind.value}",
        days=appeal.days,
        answer=appeal.answer_within,
        decides=role_label(settlement, appeal.decides.value, words),
    )


def month_signatures(settlement: Settlement, words: Words) -> SignatureBlock:
    """Return the places to sign for whoever assesses, publishes and approves the month."""
    return SignatureBlock(signatures=tuple(_steps(settlement, words)), day=words.say("signed-on"))


def _steps(settlement: Settlement, words: Words) -> Iterator[Signature]:
    rule = approval_rule(settlement)
    if rule is None:
        yield Signature(role=words.say("prepared-by"))
        yield Signature(role=words.say("approved-by"))
        return
    named: dict[str, Sequence[Text]] = {
        "assessed-by": rule.assesses,
        "published-by": rule.publishes,
        "approved-by": rule.approves,
    }
    for key, roles in named.items():
        labels = [role_label(settlement, each.value, words) for each in roles]
        yield Signature(role=words.say(key), name=words.say("or").join(labels))
