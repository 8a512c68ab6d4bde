"""What verification can find; stored nowhere."""

from django.db import models


class BreakKind(models.TextChoices):
    """How the log differs from what was sealed. English: only the operator's command shows it."""

    EDITED = "edited", "was edited after it was sealed"
    DELETED = "deleted", "was deleted"
    REORDERED = "reordered", "was reordered: another event stands under its id"
    INSERTED = "inserted", "was inserted: no seal of its time covers it"
    SEAL_CHANGED = "seal_changed", "was changed itself"
    SEAL_MISSING = "seal_missing", "is missing from the chain"
    OTHER_KEY = "other_key", "was made with another index key than those of VAULT_INDEX_KEY"
    REMOVAL_CHANGED = "removal_changed", "is said to have been deleted by age, in a record that was changed"
    HEAD_REMOVED = "head_removed", "is the mail's, and older than what is kept: use a later mail"
    HEAD_DIFFERS = "head_differs", "is not the seal that the mailed head names"
