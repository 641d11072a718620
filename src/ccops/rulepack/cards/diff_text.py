"""A difference between packs in words, and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.messages import Label, Locale, message
from ccops.rulepack.cards.card_data import label_data
from ccops.rulepack.cards.node_diff import Detail, DetailKind
from ccops.rulepack.cards.pack_diff import PackDiff
from ccops.rulepack.describing import section_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.rulepack.cards.pack_diff import Moved, RuleChange
    from ccops.rulepack.pack import Pack

_INDENT: Final = "  "
#: So many figures are named for one change; the rest is counted.
MOST_FIGURES: Final = 12


def diff_text(diff: PackDiff, locale: Locale) -> str:
    """Return a difference as lines of text in a locale."""
    return "\n".join(_Teller(diff, locale).lines())


@attrs.frozen
class _Teller:
    diff: PackDiff
    locale: Locale

    def lines(self) -> Iterator[str]:
        diff = self.diff
        yield self._say("diff-head", old=_named(diff.old), new=_named(diff.new))
        for change in diff.changes:
            yield from self._change(change)
        if any(diff.cases):
            added, removed, changed = diff.cases
            yield self._say("diff-cases", added=added, removed=removed, changed=changed)
        yield self._summary()

    def _say(self, key: str, **arguments: object) -> str:
        return message(key, arguments, locale=self.locale)

    def _called(self, name: str, label: Label | None = None) -> str:
        found = label or self.diff.labels.get(name) or Label()
        words = found.in_locale(self.locale)
        return f"{words} ({name})" if words and words != name else name

    def _change(self, change: RuleChange) -> Iterator[str]:
        section = section_words(change.section, self.locale)
        kind = self._say(f"diff-{change.kind.value}")
        yield f"{section}: {self._called(change.name, change.label)}: {kind}"
        for detail in change.details:
            told = self._detail(detail)
            if detail.under:
                told = self._say("diff-under", readings=detail.under, told=told)
            yield _INDENT + told
        if change.moves:
            yield _INDENT + self._say("diff-since", day=change.since)
            yield from self._moved(change.moved)
        else:
            yield _INDENT + self._say("diff-words" if change.is_words else "diff-no-amount")

    def _moved(self, moved: Moved) -> Iterator[str]:
        """Yield what a change moves: pay lines, what stands before them, what follows."""
        lines = [each for each in moved.lines if each in moved.direct]
        other = [each for each in moved.direct if each not in lines]
        if lines:
            yield _INDENT + self._say("diff-lines", figures=self._figures(lines))
        if other:
            yield _INDENT + self._say("diff-moves", figures=self._figures(other))
        if moved.further:
            yield _INDENT + self._say("diff-follows", figures=self._follows(moved))

    def _follows(self, moved: Moved) -> str:
        """Return what follows from pay lines: the pay lines among it by name, the rest counted."""
        lines = [each for each in moved.lines if each in moved.further]
        rest = len(moved.further) - len(lines)
        counted = [self._say("diff-more", count=rest)] if rest else []
        return ", ".join([*([self._figures(lines)] if lines else []), *counted])

    def _figures(self, names: Sequence[str]) -> str:
        told = ", ".join(map(self._called, names[:MOST_FIGURES]))
        more = len(names) - MOST_FIGURES
        return f"{told}, … +{more}" if more > 0 else told

    def _detail(self, one: Detail) -> str:
        told = {
            "what": self._what(one),
            "before": one.before or self._say("diff-nothing"),
            "after": one.after or self._say("diff-nothing"),
            "day": one.since,
        }
        if one.kind is DetailKind.CELL:
            *_, row, column = one.path
            told |= {"row": row, "column": column or self._say("diff-pays")}
        elif one.kind in (DetailKind.ROW_ADDED, DetailKind.ROW_REMOVED):
            told["row"] = one.path[-1]
        return self._say(f"diff-detail-{one.kind.value}", **told)

    def _what(self, one: Detail) -> str:
        words = one.label.in_locale(self.locale)
        where = ".".join(one.path)
        return f"{words} ({where})" if words else where

    def _summary(self) -> str:
        diff = self.diff
        if diff.is_equal:
            return self._say("diff-equal")
        count = len(diff.changes)
        if not diff.moves:
            return self._say("diff-summary-none", count=count)
        moved = diff.moved
        lines = [each for each in moved.lines if each in moved.direct]
        pay = self._figures(lines) if lines else self._say("diff-nothing")
        told = {"count": count, "figures": len(moved.figures), "lines": pay}
        if not moved.further:
            return self._say("diff-summary", **told)
        return self._say("diff-summary-follows", **told, follows=self._follows(moved))


def _named(pack: Pack) -> str:
    return f"{pack.id} {pack.version}"


def diff_data(diff: PackDiff) -> dict[str, Any]:
    """Return a difference as JSON data."""
    added, removed, changed = diff.cases
    return {
        "old": _pack_data(diff.old),
        "new": _pack_data(diff.new),
        "equal": diff.is_equal,
        **_moved_data(diff.moved),
        "changes": [_change_data(each) for each in diff.changes],
        "cases": {"added": added, "removed": removed, "changed": changed},
    }


def _moved_data(moved: Moved) -> dict[str, Any]:
    return {
        "moves": list(moved.figures),
        "direct": list(moved.direct),
        "pay_lines": list(moved.lines),
    }


def _pack_data(pack: Pack) -> dict[str, Any]:
    return {
        "id": pack.id,
        "version": pack.version,
        "digest": pack.digest,
        "readings": dict(pack.readings),
    }


def _change_data(change: RuleChange) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "section": change.section,
        "id": change.name,
        "label": label_data(change.label),
        "words_only": change.is_words,
        "since": str(change.since) if change.since else None,
        **_moved_data(change.moved),
        "details": [
            {
                "kind": each.kind.value,
                "path": list(each.path),
                "means": label_data(each.label),
                "before": each.before,
                "after": each.after,
                "since": str(each.since) if each.since else None,
                "under": each.under,
            }
            for each in change.details
        ],
    }
