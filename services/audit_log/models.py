"""The queue of events that no seal covers yet, and the chain of seals of each county."""

from django.db import models
from django.utils import timezone

from services.access.models import KEEP_AUDIT_DAYS
from services.schools.tenancy import APPEND, NO_PRIVILEGES, READ, CountyOwned, TenantModel

HEAD_DIGITS = 32  # hex digits of a head in a mail; nobody finds another seal with the same 128 bits


class UnsealedEvent(TenantModel):
    """An audit event that is not sealed yet: its id. Filled by a trigger, emptied by the sealing worker.

    A queue instead of a “sealed up to” id: a long transaction commits its event after later ones were sealed.
    """

    id = models.UUIDField(primary_key=True)
    county_id = models.BigIntegerField()

    school_column = None
    # Triggers run in the role that writes the event. Only workers look into the queue.
    privileges = {"r_school": "INSERT", "r_county": "INSERT", "r_worker": "SELECT, INSERT, DELETE"}

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["county_id", "id"], name="unsealed_of_county")]


class AuditSeal(CountyOwned):
    """One link of a county's chain: the events of a batch, in the order of their ids, and a keyed digest.

    `entries` holds 32 bytes an event: its id and the digest of its columns. `digest` covers them and the seal before.
    """

    number = models.PositiveIntegerField()  # 1, 2, 3, … in each county
    sealed_at = models.DateTimeField()
    total = models.PositiveBigIntegerField()  # events of this seal and of all before it
    key = models.CharField(max_length=32)  # fingerprint of the index key, from which the digests' keys are derived
    entries = models.BinaryField()
    digest = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField(default=1, db_default=1)  # of what the digests cover (digests.VERSION)

    privileges = {"r_school": NO_PRIVILEGES, "r_county": READ, "r_worker": "SELECT, INSERT, DELETE"}
    restrictions = (f"FOR DELETE TO r_worker USING (sealed_at < now() - interval '{KEEP_AUDIT_DAYS} days')",)

    class Meta(CountyOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "number"], name="audit_seal_once")]

    @property
    def head(self) -> str:
        """This seal as the weekly mail names it: `128-3f9a…`."""
        return f"{self.number}-{self.digest[:HEAD_DIGITS]}"


class AuditRemoval(CountyOwned):
    """The oldest seals of a chain were deleted by age, with their events: up to which, and the digest they ended with.

    `seal` is a keyed digest over it: whoever owns the database cannot pass a deletion of their own off as this.
    """

    number = models.PositiveIntegerField()  # of the last seal that went
    digest = models.CharField(max_length=64)  # its digest, from which the chain goes on
    total = models.PositiveBigIntegerField()  # its total
    sealed_until = models.DateTimeField()  # its moment
    removed_at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=32)
    seal = models.CharField(max_length=64)

    privileges = {"r_school": NO_PRIVILEGES, "r_county": READ, "r_worker": APPEND}

    class Meta(CountyOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "number"], name="audit_removal_once")]
