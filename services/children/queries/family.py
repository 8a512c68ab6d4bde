"""One pupil's family as a page shows it: facts, claim, judgements with reasons, contacts masked."""

from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

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
    """A telephone number, masked, and whether somebody made sure of it."""

    id: UUID
    owner: str
    owner_label: str
    number: str
    verification: str
    verification_label: str
    verified_on: date | None
    works_from: time | None = None
    works_until: time | None = None
    refuses_sms: bool = False  # as written down by this school


@dataclass(frozen=True)
class Family:
    """`papers` and `numbers` stay empty for readers outside the school: they are sealed for them."""

    parents: list[ParentWhereabouts]
    history: list[ParentWhereabouts]
    guardian: Guardian | None
    reported_status: ReportedStatus | None
    classifications: dict[str, Classification]
    disagreement: Promise | str
    card: ContactCard | None
    phone_numbers: list[MaskedNumber] = field(default_factory=list)
    papers: dict[str, str] = field(default_factory=dict)


def of(pupil: Pupil, by: Actor, on: date) -> Family:
    """Eight queries at most."""
    facts = list(ParentWhereabouts.objects.filter(pupil=pupil).order_by("parent", "-since", "-pk"))
    classifications = basis.of(pupil, on, facts)
    reported_status = ReportedStatus.objects.filter(pupil=pupil, until__isnull=True).first()
    sealed = by.school_id is not None
    return Family(
        parents=[fact for fact in facts if fact.until is None],
        history=[fact for fact in facts if fact.until is not None],
        guardian=Guardian.objects.filter(pupil=pupil, until__isnull=True).first(),
        reported_status=reported_status,
        classifications=classifications,
        disagreement=disagreement(reported_status.reported, classifications["d1"].answer) if reported_status else "",
        card=ContactCard.objects.filter(child__pupil=pupil, stale_on__isnull=True).first(),
        phone_numbers=numbers_of(pupil) if sealed else [],
        papers=papers_of(pupil) if sealed else {},
    )


def numbers_of(pupil: Pupil, *, masked: bool = True) -> list[MaskedNumber]:
    """Father's, mother's, carer's, each in the order to try."""
    rank = {of: place for place, of in enumerate(PhoneOwner.values)}
    rows = sorted(PhoneNumber.objects.filter(pupil=pupil), key=lambda one: (rank[one.owner], one.order, one.pk))
    phones = {one.pk: one.unseal("number") for one in rows}
    refused = opted_out(phones.values(), Channel.SMS) if phones else set()
    return [
        MaskedNumber(
            id=one.public_id,
            owner=one.owner,
            owner_label=str(PhoneOwner(one.owner).label),
            number=mask_phone(phones[one.pk]) if masked else phones[one.pk],
            verification=one.verification,
            verification_label=str(VerificationResult(one.verification).label) if one.verification else "",
            verified_on=one.verified_on,
            works_from=one.works_from,
            works_until=one.works_until,
            refuses_sms=phones[one.pk] in refused,
        )
        for one in rows
    ]


def papers_of(pupil: Pupil) -> dict[str, str]:
    """{"id_number", "student_number"} masked; address and household place only say whether they are known."""
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
