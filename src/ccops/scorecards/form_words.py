"""The words of a form: what a fatal item voids, whom an error harms, what did not apply."""

from __future__ import annotations

import enum


class MissingItem(enum.Enum):
    """What becomes of a score one of whose items is missing."""

    BLOCK = "block"


class Voids(enum.Enum):
    """What one occurrence of a fatal item voids.

    The whole form, its section, or only the accuracy of its kind: there the score stands and
    the evaluation counts as one with a critical error.
    """

    FORM = "form"
    SECTION = "section"
    KIND = "kind"


class Critical(enum.Enum):
    """Whom an error harms: the customer, the business, or the duty to obey the law."""

    CUSTOMER = "customer"
    BUSINESS = "business"
    COMPLIANCE = "compliance"


class NotApplicableItem(enum.Enum):
    """What an item comes to that did not apply to a call.

    It counts in full, or its points are shared among the others in proportion.
    """

    FULL = "full"
    SHARE = "share"
