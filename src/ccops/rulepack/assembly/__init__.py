"""Assembly: the rules of a pack made ready for one period."""

from __future__ import annotations
