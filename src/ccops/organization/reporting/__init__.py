"""Reports: who owes which for which days and by when, how each stands, and the archives."""

from __future__ import annotations
