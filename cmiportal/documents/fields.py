"""The database's own SHA-256 of a text, for the check that keeps text and hash together."""

from django.db.models import BinaryField, Func


class Sha256Text(Func):
    """``sha256_text(text)``, made by the first migration of this app: UTF-8 bytes, 32 bytes out."""

    function = "sha256_text"
    arity = 1
    output_field = BinaryField()
