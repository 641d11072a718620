"""The floor: exams, activities, events and ratings as records."""

from __future__ import annotations
