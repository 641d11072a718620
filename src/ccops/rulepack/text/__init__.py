"""Text: YAML read as text with places, and nothing a pack does not need."""

from __future__ import annotations
