"""One pupil's family as pages and API show it: parents, reported status, classifications, masked phone numbers."""

from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from services.access.actor import Actor
from services.children.blind_indexes import mask_id, mask_phone
from services.children.choices import PhoneOwner, VerificationResult
from services.children.models import (
    ContactCard,
    Guardian,
    ParentWhereabouts,
    PhoneNumber,
    Pupil,
    PupilPrivate,
    ReportedStatus,
)
from services.children.queries import basis
from services.children.queries.classification import Classification, disagreement
from services.notify.choices import Channel
from services.notify.queries.opt_outs import opted_out


@dataclass(frozen=True)
class MaskedNumber:
    """A telephone number and what came of verifying it."""

    id: UUID
    owner: str
    owner_label: str
    number: str
    verification: str
    verification_label: str
    verified_on: date | None
    works_from: time | None = None  # the parent's working hours, in which no message is sent
    works_until: time | None = None
    refuses_sms: bool = False  # as recorded by this school


@dataclass(frozen=True)
class Family:
    """A pupil's family. `identity` and `phone_numbers` are empty for readers outside the school, who cannot open them.

    `classifications` maps a basis to its answer: d1 any parent is away for work, d2 the State Council's definition of
    2016, d3 that of the education statistics (queries.classification).
    """

    parents: list[ParentWhereabouts]
    history: list[ParentWhereabouts]
    guardians: list[Guardian]
    reported_status: ReportedStatus | None
    classifications: dict[str, Classification]
    disagreement: Promise | str
    card: ContactCard | None
    phone_numbers: list[MaskedNumber] = field(default_factory=list)
    identity: dict[str, str] = field(default_factory=dict)

    @property
    def guardian(self) -> Guardian | None:
        """The guardian who is asked first."""
        return self.guardians[0] if self.guardians else None

    def guardian_at(self, order: int) -> Guardian | None:
        """The first or the second guardian."""
        return next((guardian for guardian in self.guardians if guardian.order == order), None)


def current_guardians(pupil: Pupil) -> QuerySet[Guardian]:
    """Who looks after the pupil now, in their order."""
    return Guardian.objects.filter(pupil=pupil, until__isnull=True).order_by("order", "pk")


def family_of(pupil: Pupil, by: Actor, day: date) -> Family:
    """The family of a pupil, in eight queries at most."""
    rows = list(ParentWhereabouts.objects.filter(pupil=pupil).order_by("parent", "-since", "-pk"))
    classifications = basis.classifications_of(pupil, day, rows)
    reported = ReportedStatus.objects.filter(pupil=pupil, until__isnull=True).first()
    is_of_school = by.school_id is not None
    return Family(
        parents=[row for row in rows if row.until is None],
        history=[row for row in rows if row.until is not None],
        guardians=list(current_guardians(pupil)),
        reported_status=reported,
        classifications=classifications,
        disagreement=disagreement(reported.reported, classifications["d1"].answer) if reported else "",
        card=ContactCard.objects.filter(child__pupil=pupil, stale_on__isnull=True).first(),
        phone_numbers=numbers_of(pupil) if is_of_school else [],
        identity=masked_identity_of(pupil) if is_of_school else {},
    )


def numbers_of(pupil: Pupil, *, masked: bool = True) -> list[MaskedNumber]:
    """The father's numbers, the mother's, the guardians', each in the order to try."""
    rank = {owner: index for index, owner in enumerate(PhoneOwner.values)}
    rows = sorted(PhoneNumber.objects.filter(pupil=pupil), key=lambda row: (rank[row.owner], row.order, row.pk))
    numbers = {row.pk: row.unseal("number") for row in rows}
    # one query for all numbers
    refusing = opted_out(numbers.values(), Channel.SMS) if numbers else set()
    return [
        MaskedNumber(
            id=row.public_id,
            owner=row.owner,
            owner_label=str(PhoneOwner(row.owner).label),
            number=mask_phone(numbers[row.pk]) if masked else numbers[row.pk],
            verification=row.verification,
            verification_label=str(VerificationResult(row.verification).label) if row.verification else "",
            verified_on=row.verified_on,
            works_from=row.works_from,
            works_until=row.works_until,
            refuses_sms=numbers[row.pk] in refusing,
        )
        for row in rows
    ]


def masked_identity_of(pupil: Pupil) -> dict[str, str]:
    """ID and student number masked; of the addresses only whether they are known, as "***"."""
    private = PupilPrivate.objects.filter(pupil=pupil).first()
    if private is None:
        return {}
    return {
        "id_kind": private.id_kind,
        "id_number": mask_id(private.unseal("id_number")),
        "student_number": mask_id(private.unseal("student_number")),
        "address": "***" if private.address else "",
        "household_address": "***" if private.household_address else "",
    }
