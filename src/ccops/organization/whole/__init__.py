"""The whole: all rules of a center's organization together, and a staff held against them."""

from __future__ import annotations
