"""Links, the phones on which they were opened, and what was answered there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from services.access.models import ROLE_LENGTH
from services.schools.sealed import Sealed
from services.schools.tenancy import ALL, NO_PRIVILEGES, READ_BEFORE_SCOPE, PublicIdModel, SchoolOwned


class Link(PublicIdModel, Sealed):
    """One page for one person without an account, until a moment and on a number of phones."""

    kind = models.CharField(max_length=60)  # as in `services.links.kinds`
    subject = models.UUIDField()  # the public id of what the page is about
    purpose = models.CharField(max_length=200, blank=True)  # who gets it and what for: read by the school alone
    question = models.CharField(max_length=300, blank=True, db_default="")  # where the issuer words what is asked
    digits = models.BinaryField(null=True)  # where the issuer names those of the one who gets it
    token_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_as = models.CharField(max_length=ROLE_LENGTH)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    max_uses = models.PositiveSmallIntegerField()
    uses = models.PositiveSmallIntegerField(default=0)
    wrong_digits = models.PositiveSmallIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    extra_policies = (READ_BEFORE_SCOPE,)

    class Meta(Sealed.Meta):
        constraints = [models.CheckConstraint(condition=Q(uses__lte=F("max_uses")), name="link_uses_within_limit")]
        indexes = [
            models.Index(fields=["school", "-id"], name="link_of_school"),
            models.Index(fields=["county", "expires_at"], name="link_by_end"),
        ]


class LinkSession(SchoolOwned):
    """One phone on which a link was opened. It sees the page once the four digits were right."""

    link = models.ForeignKey(Link, models.CASCADE, db_constraint=False, related_name="sessions")
    token_hash = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    privileges = {"r_school": ALL, "r_county": NO_PRIVILEGES, "r_worker": ALL}
    extra_policies = (READ_BEFORE_SCOPE,)


class LinkAnswer(PublicIdModel, Sealed):
    """One tap on the page of a link, with what was asked and the text of the button as they were shown.

    The newest answer counts; earlier ones stay, so that a consent and its withdrawal can both be shown.
    """

    link = models.ForeignKey(Link, models.CASCADE, db_constraint=False, related_name="answers")
    submission = models.UUIDField()  # of the form: a second tap sends the same
    choice = models.CharField(max_length=20)
    question = models.CharField(max_length=300)
    label = models.CharField(max_length=60)
    note = models.BinaryField(null=True)
    answered_at = models.DateTimeField()

    class Meta(Sealed.Meta):
        constraints = [models.UniqueConstraint(fields=["link", "submission"], name="link_answer_once")]

    @property
    def note_text(self) -> str:
        """The line that was added to the answer."""
        return self.unseal("note")
