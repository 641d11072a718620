"""The foot of a report of a settlement: what made it, of which pack, the digests and the seal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.values.canonical import canonical_json, digest

if TYPE_CHECKING:
    from ccops.reports.document.words import Words
    from ccops.settlement import Settlement


def pack_told(settlement: Settlement) -> dict[str, str]:
    """Return the id and version of the pack, as messages take them."""
    identity = settlement.rules.identity
    return {"pack": identity.id, "version": identity.version}


def seal_told(settlement: Settlement, words: Words) -> str:
    """Return the line with the seal that statements are verified by."""
    return words.say("foot-seal", seal=settlement.seal)


def foot_of(settlement: Settlement, words: Words) -> tuple[str, ...]:
    """Return the lines of the foot."""
    manifest = settlement.manifest
    return (
        words.say("foot-made", version=manifest.ccops_version, revision=manifest.revision),
        words.say("foot-manifest", digest=digest(canonical_json(manifest.to_dict()))),
        words.say("foot-pack", digest=manifest.pack_digest, **pack_told(settlement)),
    )
