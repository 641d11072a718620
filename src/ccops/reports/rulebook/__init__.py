"""The rule book: the policy of a pack as a booklet that an employee can read."""

from __future__ import annotations

from ccops.reports.rulebook.book import RuleBook, build_rule_book

__all__ = ["RuleBook", "build_rule_book"]
