"""PDFs that open with a password."""

from __future__ import annotations

from io import BytesIO

from ccops.errors import MissingExtraError


def locked(pdf: bytes, password: str) -> bytes:
    """Return a PDF that nobody opens without its password (AES-256).

    Every call makes other bytes, by a salt of its own. Raises ``ValueError`` for an empty
    password and ``MissingExtraError`` without the extra ``pdf``.
    """
    if not password:
        raise ValueError("a password has at least one character")
    try:
        import pikepdf
    except ImportError as error:
        raise MissingExtraError("pdf") from error
    made = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(made, encryption=pikepdf.Encryption(user=password, owner=password, R=6))
    return made.getvalue()
