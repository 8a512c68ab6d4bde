"""Two requests that write the same row at once."""

from django.db import IntegrityError
from psycopg.errors import UniqueViolation


def is_lost(error: Exception) -> bool:
    """Whether a row could not be written because another request wrote the same one a moment before.

    Actions look first whether a row exists and name the reason; only somebody who writes in between gets here.
    """
    return isinstance(error, IntegrityError) and isinstance(error.__cause__, UniqueViolation)
