"""The staff on a day: who holds which post, to whom he answers, how many he leads."""

from __future__ import annotations
